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
finding-expected-positions = { $n ->
    [one] { $n } position
   *[other] { $n } positions
}
finding-expected-values = { $n } valeurs
finding-expected-degrees = { $n } degrés

## One line for a report: in order: 12 rows, 1 warning.

summary-in-order = en ordre : { $read }
summary-refused = refusé : { $read }
summary-read-rows = { $n ->
    [one] { $n } ligne
   *[other] { $n } lignes
}
summary-read-features = { $n ->
    [one] { $n } objet
   *[other] { $n } objets
}
summary-read-network = { $n } nœuds et tronçons
summary-count-errors = { $n ->
    [one] { $n } erreur
   *[other] { $n } erreurs
}
summary-count-warnings = { $n ->
    [one] { $n } avertissement
   *[other] { $n } avertissements
}
summary-count-repairs = { $n ->
    [one] { $n } réparation
   *[other] { $n } réparations
}

## The report as a table of the command line.

console-severity = gravité
console-where = où
console-rule = règle
console-what = constat
console-row = ligne { $n }
console-more = et { $n } de plus
console-cells = { $n ->
    [one] { $n } maille
   *[other] { $n } mailles
}
console-premises = { $n ->
    [one] { $n } local
   *[other] { $n } locaux
}
console-severity-error = erreur
console-severity-warning = avertissement
console-severity-repair = réparation
console-severity-info = information
