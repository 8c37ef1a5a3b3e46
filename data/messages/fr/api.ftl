### La page de /api/v1.

api-language = Français
api-title = Taghtia : l’API
api-intro = La connectivité d’un pays, lieu par lieu : ce que déclarent les opérateurs, qui est couvert, ce que mesurent les tests, et ce que veut dire chaque nombre. La lecture ne demande pas de compte.
api-strict = Toute réponse chiffrée porte sa définition, ses dates et ses sources. Un paramètre inconnu est une erreur, et toute erreur dit ce qui était attendu.
api-document = Description pour les programmes (OpenAPI)
api-schemas = Formats des déclarations
api-tag-country = Ce qui peut être demandé
api-tag-coverage = Couverture déclarée
api-tag-measurements = Mesures, à côté de ce qui est déclaré
api-tag-targets = Ce qui a été promis, et où cela en est
api-tag-networks = Tracés de fibre
api-tag-places = Lieux qui comptent, et lesquels sont couverts
api-tag-territories = Territoires et lieux
api-tag-access = Jetons, et ce qui a été fait avec
api-tag-filings = Déclarations : ce que les opérateurs ont déposé, et comment déposer
api-tag-service = Le service lui-même
