### Ce que répond le service quand il ne peut pas faire ce qui est demandé. Les programmes lisent `code`, jamais ces mots.

## Titles: the status in words.

status-400 = Requête incorrecte
status-401 = Authentification requise
status-403 = Accès refusé
status-404 = Introuvable
status-405 = Méthode non permise
status-406 = Format non disponible
status-408 = Délai dépassé
status-409 = Conflit
status-413 = Contenu trop grand
status-422 = Contenu refusé
status-429 = Trop de requêtes
status-500 = Erreur interne du serveur
status-503 = Service indisponible

## Parameters.

detail-bad-parameter = paramètre { $name } : { $value } n’est pas valable ; attendu : { $expected }
detail-unknown-parameter = paramètre { $name } inconnu ; les paramètres connus sont { $known }
detail-unknown-parameter-of-none = paramètre { $name } inconnu ; cette adresse n’en prend aucun
detail-repeated-parameter = le paramètre { $name } est donné plusieurs fois
detail-missing-parameter = le paramètre { $name } manque ; attendu : { $expected }
expected-one-of = l’un de { $list }

## Requests.

detail-not-found-filing = il n’y a pas de déclaration de cet identifiant
detail-not-found-report = il n’y a pas de rapport de cette déclaration
detail-not-found-schema = il n’y a pas de schéma de ce nom
detail-not-found-territory = il n’y a pas de territoire de ce code
detail-not-found-collector = il n’y a pas de collecteur de cet identifiant
detail-not-found-address = cette adresse n’existe pas
detail-not-found-base-path = cette adresse n’existe pas ; le service est sous son chemin de base
detail-not-found-probe-address = cette adresse n’existe pas ; il y a /probe, /metrics et /healthz
detail-not-found-outlines = cette couche de contours n’existe pas
detail-not-found-probe = il n’y a pas de sonde ici : ce serveur a été démarré sans --probes
detail-not-found-submission = il n’y a pas de dépôt de cet identifiant et de ce jeton dans la dernière heure ; les déclarations se trouvent par leur content_hash
detail-method-not-allowed = cette adresse ne prend pas cette méthode
detail-not-acceptable = aucun format acceptable ; sont offerts { $offered }
detail-too-large = le corps dépasse les { $limit } octets que cette adresse accepte
detail-timeout = la requête a pris trop de temps
detail-internal = le serveur n’a pas pu répondre ; la faute est dans son journal sous l’identifiant de cette requête
detail-wait = { $why } ; attendez { $seconds } s
detail-busy-stopping = le serveur s’arrête ; réessayez dans un instant
detail-busy-files = d’autres fichiers sont en cours de vérification ; réessayez dans un instant
detail-busy-reads = le serveur répond à autant de requêtes qu’il le peut ; réessayez
detail-busy-probes = trop de sondes sont en attente

## Tokens.

detail-token-missing = envoyez le jeton ainsi : Authorization: Bearer JETON
detail-token-unknown = ce n’est pas un jeton de ce serveur
detail-token-expired = ce jeton a expiré le { $at } : demandez-en un nouveau
detail-token-revoked = ce jeton a été révoqué : demandez-en un nouveau
detail-token-role = ce jeton est de rôle { $role } ; cette adresse est pour { $wanted }
detail-token-operator = ce jeton agit pour { $own }, non pour { $wanted }
detail-token-operator-none = ce jeton n’agit pour aucun opérateur, donc pas pour { $wanted }
detail-token-source = ce jeton peut écrire dans { $own }, non dans { $wanted } ; un administrateur émet des jetons pour d’autres sources
detail-token-filings = { $most ->
    [one] un jeton peut déposer { $most } fois par minute
   *[other] un jeton peut déposer { $most } fois par minute
}
detail-token-batches = { $most ->
    [one] un jeton peut envoyer { $most } lot par minute
   *[other] un jeton peut envoyer { $most } lots par minute
}
detail-token-uses = { $most ->
    [one] un jeton peut servir { $most } fois par minute
   *[other] un jeton peut servir { $most } fois par minute
}
detail-token-uploads = { $most ->
    [one] un jeton peut remettre { $most } fichier à la fois
   *[other] un jeton peut remettre { $most } fichiers à la fois
}
detail-token-guesses = trop de requêtes de cette adresse portaient un jeton qui n’est pas valable
# Words as they come from elsewhere.
detail-verbatim = { $words }
