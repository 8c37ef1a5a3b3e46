filings-title = Taghtia · déclarations
filings-heading = Déclarations
filings-lead = Tout ce que les opérateurs ont déclaré et qui est publié ici, du plus récent au plus ancien. Chacun peut le lire ; les constats un à un et les noms de fichiers ne sont que pour le déclarant.
filings-operator = Opérateur
filings-kind = Nature
filings-technology = Technologie
filings-as-of = État au
filings-state = Situation
filings-recorded = Reçue (TU)
filings-replaces = Remplace
filings-sort = Ordre
filings-page = Page
filings-all = tous
filings-count = { $n ->
    [one] { $n } déclaration
   *[other] { $n } déclarations
}
filings-newest = { $n ->
    [one] Seule la déclaration la plus récente est ici,
   *[other] Seules les { $n } déclarations les plus récentes sont ici,
} sur { $of }.
filings-load-all = Tout charger
filings-none = Aucune déclaration ne répond à ces choix.
filings-none-yet = Rien n’a encore été déclaré.
filings-pages = Pages
filings-page-of = page { $n } sur { $of }
filings-newer-page = Précédente
filings-older-page = Suivante

filing-current = en vigueur
filing-current-means = Elle donne les chiffres d’aujourd’hui.
filing-history = historique
filing-history-means = Elle vaut pour sa date ; une plus récente donne les chiffres d’aujourd’hui.
filing-superseded = remplacée
filing-superseded-means = Une déclaration ultérieure vaut pour la même date.
filing-withdrawn = retirée
filing-withdrawn-means = Elle ne compte plus.
filing-withdrawn-why = le { $date } : { $reason }
filing-unknown = Cette déclaration n’existe pas
filing-failed = La déclaration ne peut pas être montrée
filing-heading = { $operator }, état au { $date }
filing-rows = Lignes ou objets lus
filing-size = Taille du fichier
filing-id = Numéro
filing-hash = SHA-256 du fichier
filing-made-up = Inventée
filing-made-up-yes = oui, pour cette démonstration
filing-api = En JSON
filing-layers = Ce qu’elle déclare
filing-layers-none = Elle ne déclare aucune couche : rien n’y est affirmé.
filing-layers-network = Un réseau entier : tracés et nœuds, sans couches.
filing-layer = Couche
filing-extent = Étendue
filing-findings = Constats par règle
filing-no-report = Son rapport ne peut pas être lu.
filing-no-findings = Aucun constat : tout est en ordre.
filing-findings-private = Les lignes et les lieux des constats ne sont que pour le déclarant et les administrateurs.
filing-severity = Gravité
filing-rule = Règle
filing-times = Fois
filing-versions = Versions
filing-replaced = Elle a remplacé
filing-replaced-none = Rien : aucune déclaration des mêmes couches n’était en vigueur avant elle.
filing-same-date = Déclarées pour la même date
filing-same-date-none = Aucune autre déclaration ne porte sur la même chose à cette date.
filing-effect = Ce qu’elle a changé
filing-effect-lead = Par rapport à ce qui était en vigueur avant elle, pour ce seul opérateur.
filing-effect-network = Des tracés ne changent aucune part : ce sont des lignes à côté de la couverture.
filing-see-map = Voir sur la carte

finding-error = erreur
finding-warning = avertissement
finding-repair = réparation
finding-info = information
