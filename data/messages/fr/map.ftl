map-title = Taghtia · couverture par { $unit }

skip-map = Aller à la carte
skip-panel = Aller aux chiffres
skip-table = Aller au tableau

bar-country = Voir tout le pays
bar-operators = Opérateurs
bar-language = Langue
bar-menu = Menu
bar-theme-dark = Passer au thème sombre
bar-theme-light = Passer au thème clair

band-label = À savoir
band-synthetic = Données de démonstration synthétiques
band-synthetic-detail = Opérateurs et couverture sont inventés ; limites et recensement sont réels.
band-damaged = Données endommagées, non comptées :
band-damaged-detail = ces fichiers ne peuvent pas être lus tels qu’ils ont été déposés ; aucun chiffre n’en est tiré.

damage-filing = { $operator }, { $kind }, { $date }
damage-source = mesures de { $source } : { $months }
damage-more = et { $n } de plus

kind-mobile = couverture mobile
kind-fibre = locaux raccordables
kind-network = réseau de fibre

band-offline = Hors ligne : seuls les chiffres déjà reçus peuvent être montrés.
band-published = De nouvelles données viennent d’être publiées ; la carte est à jour.
band-known = Tel que connu le { $date }
band-known-clear = Revenir à ce qui est connu aujourd’hui

fault-title = Ce lien ne peut pas être montré tel quel.
fault-unknown = { $what } : « { $value } » n’existe pas dans ces données.
fault-not-offered = { $what } : « { $value } » ne propose pas cette technologie.
fault-unreadable = { $what } : « { $value } » n’est pas lisible.
fault-ahead = { $what } { $value } : aucune déclaration ne va encore jusque-là.
fault-not-before = { $what } : « { $value } » n’est pas avant ce qui est montré, ou en est la copie.
fault-instead = Montré à la place : { $shown }.
fault-left-out = Laissé de côté.
fault-correct = Garder cette vue et corriger le lien
fault-of-known = Connu au
fault-of-today = Jour du jugement des objectifs
fault-of-point = Point
fault-of-by = Unités du côté mesuré
fault-of-only = Classes mises en avant
fault-of-map = Cadrage de la carte

search-label = Rechercher un lieu
search-placeholder = { $unit }, lieu, code ou coordonnées
search-none = Aucun lieu de ce nom
search-nowhere = Ces coordonnées ne sont nulle part : la latitude va jusqu’à 90, la longitude jusqu’à 180
search-partly = Sans les localités
search-why-code = code { $code }
search-why-spelling = autre graphie
search-why-near = nom proche
search-why-latlon = lu comme latitude, longitude
search-why-lonlat = lu comme longitude, latitude
search-why-swapped = longitude et latitude échangées : seulement ainsi dans le pays
search-why-signed = signe ajouté : seulement ainsi dans le pays
search-why-outside = hors du pays
search-failed = La recherche n’a pas abouti
search-count = { $n ->
    [one] { $n } résultat
   *[other] { $n } résultats
}
search-coordinates = Coordonnées
search-locality = Localité

filters-title = Filtres
filters-open = Filtres
filters-close = Fermer les filtres
filters-what = Quoi
filters-technology = Technologie
filters-tier = Débit minimal
filters-environment = Environnement
filters-who = Par qui
filters-scope = Opérateurs comptés
filters-denominator = Part de quoi
filters-when = Quand
filters-date = État au
filters-notfiled = Sans déclaration : { $list }
filters-layers = Couches

gap-title = Population non couverte
gap-legend = Population non couverte : plus le point est grand, plus elle est nombreuse
footprint-covered = Cellules couvertes, vues de près
footprint-gained = Cellules gagnées, vues de près
footprint-lost = Cellules perdues, vues de près
footprint-failed = Les cellules couvertes ne peuvent pas être affichées

compare-title = Comparer avec
compare-off = sans comparaison
compare-dates = Une date antérieure
compare-scopes = D’autres opérateurs
compare-against = Comparé à : { $what }
compare-legend = Écart par rapport à : { $what }, en points de pourcentage
compare-before = Avant :
compare-after = Après :
compare-share = part
compare-gained = gagné
compare-lost = perdu
compare-parts = D’où vient l’écart
compare-part-network = réseau
compare-part-correction = correction
compare-part-definition = définition
compare-part-denominator = dénominateur
compare-total = ensemble
compare-adds-up = La somme de ces parties est exactement l’écart.
compare-adds-up-rounded = La somme de ces parties est exactement l’écart ; elles sont arrondies ici.
compare-unsplit = Parties inconnues : une déclaration entre les deux est endommagée.
compare-damaged = Écart inconnu : une déclaration de l’un des deux côtés est endommagée.
compare-nodata = aucune déclaration d’un côté : rien à comparer
compare-most = Écarts les plus grands : { $units }
compare-nowhere = Aucun écart : { $units }
compare-meaning = Ce que disent ces chiffres
compare-class = de { $from } à { $to } points
compare-class-below = au-delà de { $to } points
compare-class-above = au-delà de { $from } points
compare-csv = Écarts CSV
compare-other = Autre chose
compare-by-filings = Deux déclarations…
compare-by-known = Ce que l’on savait avant…
compare-by-measured = Ce qui a été mesuré
compare-how = Présentation
compare-how-difference = écart
compare-how-swipe = côte à côte
compare-shown = Déclaration montrée
compare-against-filing = Comparée à
compare-first-filing = Aucune déclaration de cet opérateur ne la précède.
compare-no-filings = Cet opérateur n’a rien déclaré pour cette technologie.
compare-known = Tel que connu à la réception de
compare-known-at = connu le { $date }
compare-known-none = Rien n’avait été reçu plus tôt pour cette technologie.
compare-filing = déclaration { $id }
compare-swipe = Séparation entre { $first } et { $second }
compare-swipe-text = { $side } occupe { $n } de la carte
compare-comma = ,
compare-up = { $n } en hausse
compare-down = { $n } en baisse
compare-amount-population = { $n ->
    [one] { $text } habitant
   *[other] { $text } habitants
}
compare-amount-households = { $n ->
    [one] { $text } ménage
   *[other] { $text } ménages
}
compare-list-gained = { $units } qui ont gagné
compare-list-lost = { $units } qui ont perdu
compare-list-up = { $units } dont la part a augmenté
compare-list-down = { $units } dont la part a baissé
compare-list-none = Il n’y en a aucune.
compare-list-close = Fermer la liste

basis-title = Derrière ce chiffre
basis-none = Aucune déclaration ne compte pour ce chiffre.
basis-filing = { $kind }, état au { $date }
basis-recorded = reçue le { $date } (UTC)
basis-damaged = endommagée, non comptée
basis-layers = Couches comptées : { $list }
basis-cells = { $n ->
    [one] { $n } maille
   *[other] { $n } mailles
}
basis-premises = { $n ->
    [one] { $n } local
   *[other] { $n } locaux
}
basis-replaces = Remplace :
basis-replaced = état au { $date }, reçue le { $recorded }
basis-tests = tests de { $source }
basis-silent = Sans déclaration : { $list }
basis-placed = Population : { $census }, { $surface }.
basis-surface-urban-centre = répartie dans les centres urbains et autour
basis-surface-uniform = répartie également dans chaque unité de base
basis-window = Tests de { $from } à { $to }.

routes-title = Réseaux de fibre
routes-operational = en service
routes-planned = prévu
routes-none = aucun réseau déclaré à cette date
routes-damaged = réseau déclaré endommagé : longueurs inconnues
routes-definition = Ce que comptent les tracés

measured-title = Déclaré et mesuré
measured-claimed = déclaré
measured-measured = mesuré
measured-swipe = Séparation entre le déclaré et le mesuré
measured-swipe-text = le déclaré occupe { $n } de la carte
measured-show = Le côté mesuré montre
measured-show-verdict = verdict
measured-show-share = part des tests
measured-show-download = débit médian
measured-by = Par
measured-source = Source des tests
measured-legend = Mesuré : { $what } · { $level }
measured-none = aucun test
measured-empty = aucune mesure pour l’instant
measured-commune = Les tests sont comptés par { $unit }.
measured-strength = Plus la couleur est pleine, plus l’intervalle des tests est étroit.
measured-several = Plusieurs opérateurs : le moins favorable est montré.
measured-met = Mesuré : part des tests à { $tier } ou mieux, intervalle à 95 %.
measured-median = médiane { $speed } ({ $interval })
measured-tests = { $n ->
    [one] { $n } test
   *[other] { $n } tests
}
measured-evidence = Verdict sur { $tests ->
    [one] { $tests } test
   *[other] { $tests } tests
} dans la zone déclarée, { $cells ->
    [one] { $cells } lieu
   *[other] { $cells } lieux
}, { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
measured-damaged = mois de mesures endommagés : rien n’est compté
measured-evidence-damaged = Verdict inconnu : une déclaration ou un mois de mesures est endommagé
measured-definition = Ce que disent les mesures
measured-contradicted = Déclarations contredites par les tests : { $n }
measured-more = et { $n ->
    [one] { $n } autre
   *[other] { $n } autres
}, au tableau

verdict-confirmed = confirmé
verdict-contradicted = contredit
verdict-insufficient = données insuffisantes
verdict-damaged = données endommagées

targets-title = Objectifs
targets-goal = { $goal } au { $date }
targets-expected = { $share } attendus au { $date }
targets-expected-then = { $share } attendus alors
targets-filed = déclaré pour le { $date }, il y a { $days }
targets-stage-current = (étape en cours)
targets-today-clock = Au { $date }, aujourd’hui
targets-today-asked = Au { $date }, jour du lien
targets-today-as_of = Au { $date }, date choisie
targets-today-known_at = Au { $date }, jour de l’information choisie
targets-gap-population = il manque { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
} pour { $goal }
targets-gap-households = il manque { $n ->
    [one] { $n } ménage
   *[other] { $n } ménages
} pour { $goal }
targets-superseded = Objectifs remplacés ({ $n })
targets-others = Autres technologies ({ $n })
targets-about = Texte et source
targets-source = Source :
targets-statuses = Ce que disent les statuts
targets-none = Aucun objectif n’est consigné.
targets-none-technology = Aucun objectif pour cette technologie.

target-met = atteint
target-on_track = dans les temps
target-late = en retard
target-not_computable = non calculable

filters-reset = Rétablir les choix de départ

scope-any = au moins un opérateur
scope-min2 = au moins deux opérateurs
scope-all = tous les opérateurs
scope-one = { $name } seul
scope-operators = Un opérateur
scope-combined = Ensemble

denominator-population = population
denominator-households = ménages
denominator-area = superficie
denominator-of-population = de la population couverte
denominator-of-households = des ménages couverts
denominator-of-area = de la superficie couverte

unit-population = personnes
unit-households = ménages
unit-area = { "" }

gap-population = population non couverte
gap-households = ménages non couverts
gap-area = superficie non couverte

map-label = Carte de la couverture par { $unit }. Le tableau donne les mêmes chiffres.
map-zoomin = Agrandir
map-zoomout = Réduire
map-whole = Cadrer le territoire choisi
map-failed = La carte ne peut pas s’afficher
map-failed-detail = Ce navigateur ne propose pas WebGL. Le tableau donne les mêmes chiffres.
map-attribution = Sources

legend-title = Légende
legend-expand = Lire la définition
legend-collapse = Replier la légende
legend-pick = Faire ressortir { $share } sur la carte
legend-nodata = aucune déclaration
legend-missing = Sans déclaration à cette date : { $list }
legend-bound = Chaque part est un minimum : la déclaration de { $list }, endommagée, n’est pas comptée.
legend-estimate = Estimation : les locaux de plusieurs opérateurs n’ont pas d’identifiant commun.

state-loading = Chargement
state-nofiling = aucune déclaration
state-insufficient = données insuffisantes
state-damaged = déclaration endommagée
state-damaged-short = endommagé
state-damaged-share = Part inconnue : une déclaration qui compte est endommagée.

bound-least = au moins { $n }
bound-most = au plus { $n }

empty-title = Aucune déclaration au { $date } ou avant
empty-first = La première est du { $date }.
empty-show = Voir le { $date }
empty-never = Aucune n’a encore été faite pour ce choix.

error-offline = Vous êtes hors ligne
error-network = Le serveur ne répond pas
error-silent = Le serveur n’a pas répondu à temps
error-unreadable = La réponse reçue n’est pas lisible
error-server = Le serveur a rencontré une erreur
error-refused = Cette demande a été refusée
error-retry = Réessayer
error-unknown-territory = Ce territoire n’existe pas dans les données

panel-title = Chiffres du territoire
panel-path = Territoire
panel-covered = { $covered } sur { $total } { $unit }
panel-change = depuis { $date }
panel-rank = rang { $rank } sur { $of }
panel-rank-among = { $level }, { $parent }
panel-history = Évolution
panel-history-text = De { $first } en { $from } à { $last } en { $to }.
panel-history-damaged = Dates endommagées : { $list }.
panel-operators = Opérateurs
panel-operators-hint = Choisir la ligne pour la voir sur la carte
panel-children-gap = non couverts
panel-children-share = part
panel-children-all = Tout montrer ({ $n })
panel-children-less = Replier
panel-definition = Définition
panel-data = Données
panel-csv = Tableau CSV
panel-geojson = Carte GeoJSON
panel-copy = Copier le lien
panel-copied = Lien copié : il rouvrira ces chiffres tels quels
panel-copied-plain = Lien copié
panel-print = Imprimer
panel-code = Code officiel
panel-table = Tableau des { $units }
panel-capped = Plus de locaux que de ménages : la part est plafonnée à 100 % (rapport { $ratio }).
panel-census = habitants en 2024

point-title = Au point choisi
point-ask = Voir ce qui est déclaré ici
point-none = Aucun opérateur ne déclare de couverture ici.
point-none-damaged = Aucune déclaration lisible ne couvre ce point.
point-damaged = Ce que déclarent ces fichiers endommagés n’est pas connu :
point-outside = Ce point est hors du pays.
point-clear = Retirer le point
point-passed = { $n ->
    [one] { $n } raccordable dans la maille
   *[other] { $n } raccordables dans la maille
}
point-measured = Mesuré ici ({ $unit })

sheet-taller = Agrandir la fiche
sheet-shorter = Réduire la fiche

table-title = { $level } · { $territory }
table-open = Tableau
table-close = Fermer le tableau
table-level = Niveau
table-name = Territoire
table-parent = Dans
table-share = Part
table-covered = Couverts
table-total = Total
table-gap = Non couverts
table-met = Tests conformes
table-median = Débit médian
table-tests = Tests
table-verdict = Verdict
table-caption = Mêmes chiffres que la carte. Choisir un en-tête pour trier.

# La planche, les unités, les écarts, ses propres classes

plate-stays = Choisissez sur cette image.
unit-title = Carte par
fault-of-unit = Unités de la carte
unit-auto = Automatique
unit-cells = Cellules couvertes
gaps-title = Plus grands écarts · { $units }
gaps-closest = Qui en est le plus proche
gaps-all = Toutes, par ordre
gaps-closest-is = le plus proche : { $name }, { $share } ; { $missing }
classes-title = Vos propres classes
classes-limits = Limites entre les classes, en %
classes-take = Appliquer
classes-reset = Classes habituelles
classes-hint = Une à cinq limites, de la plus basse à la plus haute, par exemple 50, 80, 90, 95, 99.
classes-wrong = Une à cinq limites, au-dessus de 0 et au-dessous de 100, chacune plus haute que la précédente.

# Sans réseau

band-seen = Le serveur est injoignable : ce qui est montré a été vu pour la dernière fois le { $date }.
band-missing = Absents : { $list }.
offline-figures = Chiffres
offline-on = Cet appareil garde ce qui a été vu ici, pour que la page s’ouvre sans réseau.
offline-off = Cet appareil ne garde rien de cette page.
offline-turn-off = L’oublier et ne plus rien garder
offline-turn-on = Le garder
# Le tableau comme établi
table-where = Dans
table-where-map = Comme sur la carte : { $name }
table-below = Part
table-below-any = toutes
table-below-under = sous { $share }
table-below-zero = exactement { $share }
table-verdict-any = tous
table-named = Le nom contient
table-count = { $n ->
    [one] { $n } ligne sur { $of }
   *[other] { $n } lignes sur { $of }
}
table-sorted-up = Trié par { $column }, ordre croissant
table-sorted-down = Trié par { $column }, ordre décroissant
table-clear = Effacer les filtres
table-none = Aucune ligne ne répond à ces filtres.
table-columns = Colonnes
table-columns-reset = Colonnes habituelles
table-csv = CSV de ce qui est montré
table-pick = Sélectionner { $name }
table-pick-all = Sélectionner toutes ces lignes
table-pick-column = Sélection
table-picked = { $n ->
    [one] { $n } sélectionnée
   *[other] { $n } sélectionnées
}
table-picked-show = Voir sur la carte
table-picked-clear = Désélectionner
table-picked-most = { $n ->
    [one] Au plus { $n } ligne peut être sélectionnée.
   *[other] Au plus { $n } lignes peuvent être sélectionnées.
}
table-closest = Opérateur le plus proche
table-closest-title = L’opérateur dont la part propre y est la plus élevée
table-closest-none = aucun opérateur n’y atteint personne
table-closest-uncertain = Parmi les déclarations lisibles : une déclaration endommagée pourrait être meilleure.
table-missing = Il lui manque
table-missing-title = Ce que l’opérateur le plus proche n’y atteint pas, dans l’unité de la part
table-operator-title = Part de { $name } seul
table-change = Évolution
table-goal = Écart à l’objectif
table-goal-of = Écart à l’objectif national de { $goal }, { $date }
table-needs-compare = Choisissez à quoi comparer.
table-needs-goal = Aucun objectif ne porte sur cette même question.
fault-of-sort = Ordre du tableau
fault-of-rows = Lignes sélectionnées

# Les autres pages
page-map = Carte
page-filings = Déclarations
page-about = À propos
page-list = Pages
skip-main-part = Aller au contenu
point-filing = état au { $date }
## Places that matter, in lists that somebody publishes.

denominator-of-places = de ces lieux couverts
unit-places = lieux
gap-places = lieux non couverts
listed-title = Lieux qui comptent
listed-none = aucun
listed-fixed = Pour cette technologie, on ne sait pas si un lieu donné est desservi : elle est déclarée par locaux.
listed-covered = { $covered } sur { $total } couverts
listed-covered-least = au moins { $covered } sur { $total } couverts
listed-nowhere = Aucun de ces lieux ici.
listed-unknown = On ne sait pas lesquels sont couverts.
listed-uncovered = Sans couverture : { $count }
listed-more = et { $count } autres, dans le tableau
listed-csv = Lieux sans couverture (CSV)
listed-look-covered = couvert
listed-look-uncovered = non couvert
listed-look-unknown = couverture non connue
listed-thinned = De loin, une partie des lieux seulement est dessinée ; de près, tous.
listed-source = Liste de { $source }, état au { $date }, licence { $licence }.
listed-synthetic = Liste fictive.
