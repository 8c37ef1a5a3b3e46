### Rapports de lecture et de mesures, en ligne de commande et dans les réponses.

## What a finding says of what was not there, and what it expected more exactly than its rule.

finding-nothing = rien
finding-the-column = la colonne
finding-expected-fields = { $n ->
    [one] { $n } champ
   *[other] { $n } champs
}
finding-expected-longitude-first = la longitude d’abord : { $example }
finding-expected-levels = { $n } niveaux pour un { $kind }
finding-expected-at-least = au moins { $least }
finding-expected-one-of = l’un de { $list }
finding-expected-object = un objet
finding-expected-values = { $n } valeurs
finding-expected-degrees = { $n } degrés
