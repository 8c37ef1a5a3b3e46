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
status-414 = Adresse trop longue
status-422 = Contenu refusé
status-429 = Trop de requêtes
status-431 = En-têtes trop grands
status-500 = Erreur interne du serveur
status-503 = Service indisponible

## Parameters.

detail-bad-parameter = paramètre { $name } : { $value } n’est pas valable ; attendu : { $expected }
detail-unknown-parameter = paramètre { $name } inconnu ; les paramètres connus sont { $known }
detail-unknown-parameter-of-none = paramètre { $name } inconnu ; cette adresse n’en prend aucun
detail-repeated-parameter = le paramètre { $name } est donné plusieurs fois
detail-missing-parameter = le paramètre { $name } manque ; attendu : { $expected }
detail-several-faults = { $more ->
    [one] { $first } ; et { $more } autre faute : voir errors
   *[other] { $first } ; et { $more } autres fautes : voir errors
}
remedy-bad-parameter = corrigez { $name } ; attendu : { $expected }
remedy-unknown-parameter = retirez { $name } de l’adresse
remedy-repeated-parameter = donnez { $name } une seule fois
remedy-missing-parameter = ajoutez { $name } à l’adresse ; attendu : { $expected }

## What a parameter is expected to be.

expected-one-of = l’un de { $list }
expected-one-of-for = l’un de { $list } pour { $technology }
expected-denominator = { $list }, le seul dénominateur de { $technology }
expected-or-nothing = { $word }, ou rien
expected-text = un texte
expected-id = de 1 à 32 lettres minuscules, chiffres ou traits d’union
expected-token-id = 8 lettres et chiffres
expected-content-hash = 64 chiffres hexadécimaux en minuscules
expected-tier = DESCENDANT-MONTANT en Mbit/s, par exemple 35-3
expected-month = un mois comme 2025-10
expected-date = une date comme 2026-06-30
expected-crs = un système de référence par son numéro EPSG, comme EPSG:26191
expected-date-come = une date comme 2026-06-30, au plus tard { $today }, c’est-à-dire aujourd’hui
expected-instant = un instant comme 2026-11-23T20:15:00Z, ou une date, qui vaut pour sa fin
expected-degrees = des degrés de { $from } à { $to }
expected-whole = un nombre entier de { $from } à { $to }
expected-cursor = le curseur d’une réponse précédente à la même question ; si les données ont changé depuis, recommencez
expected-next = `next` de la page précédente
expected-scope = any, all, min2 ou l’un de { $list }
expected-scope-form = any, all, min2 ou op:OPÉRATEUR
expected-operator = l’identifiant d’un opérateur
expected-territory = le code d’un territoire du pays
expected-no-outlines = none avec csv
expected-filing-of-layers = l’identifiant d’une déclaration qui énonce des couches
expected-nothing-beside = rien à côté de { $name }, qui le dit
expected-months = au plus { $to }, et au plus { $most } mois avant
expected-months-of-communes = au plus douze mois d’unités de base mois par mois, sauf si within= désigne un territoire
expected-search = un nom, un code ou des coordonnées, d’au plus { $most } octets
expected-submission = de 8 à 64 lettres, chiffres, _ ou -
expected-batch = de 1 à 64 lettres, chiffres, points, traits d’union ou tirets bas, nouveau pour chaque lot
expected-source = à qui sont les tests, par exemple my-probes
expected-as-in-body = la même chose que dans le corps, ou rien
expected-check = l’identifiant d’un contrôle configuré
expected-seconds = un nombre de secondes supérieur à 0

## Requests.

detail-not-found-filing = il n’y a pas de déclaration de cet identifiant
detail-not-found-report = il n’y a pas de rapport de cette déclaration
detail-not-found-schema = il n’y a pas de schéma de ce nom
detail-not-found-territory = il n’y a pas de territoire de ce code
detail-not-found-collector = il n’y a pas de collecteur de cet identifiant
detail-not-found-address = cette adresse n’existe pas
detail-not-found-base-path = cette adresse n’existe pas ; le service est sous son chemin de base
detail-not-found-probe-address = cette adresse n’existe pas ; il y a /probe, /metrics et /healthz
detail-not-found-outlines = cette couche de contours n’existe pas ; il y a { $list }
detail-not-found-basemap = ce serveur n’a pas de fond de carte : il se donne au démarrage par `--basemap FICHIER.pmtiles`
detail-not-found-tile = ces tuiles n’existent pas ; il y a { $list }
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
detail-address-too-long = le chemin et la requête dépassent { $most } octets ; raccourcissez-les
detail-headers-too-large = les en-têtes de la requête dépassent { $most } octets en tout ; envoyez-en moins, ou de plus courts
detail-already-withdrawn = la déclaration a été retirée le { $at } par { $by } : { $reason }
detail-bad-withdrawal = le corps doit être du JSON comme { $example }, le motif de 3 à { $most } caractères
detail-bad-measurement-withdrawal = le corps doit être du JSON comme { $example } : l’un de batch (un numéro), token ou source (un identifiant), et un motif de 3 à { $most } caractères
detail-nothing-to-withdraw = rien de cela ne compte : retiré auparavant, ou jamais arrivé ; voir GET /api/v1/measurements/batches
detail-batch-too-old = les lignes de ce lot ne disent pas leur lot, étant arrivées avant que les lignes ne le disent : retirez sa source
detail-batch-not-own = ce jeton retire les lots qu’il a envoyés lui-même ; un administrateur retire les autres
detail-submission-under-way = un dépôt de cet identifiant est en cours : suivez-le, ou prenez un autre identifiant
detail-upload-broken = l’envoi s’est interrompu ; envoyez le fichier de nouveau
detail-file-encoded = envoyez le fichier tel quel, sans Content-Encoding ; les fichiers gzip et zip se lisent comme fichiers
detail-form-fields = le formulaire doit avoir exactement un champ, nommé file ; kind, operator et as_of vont dans l’adresse
detail-form-without-file = le formulaire n’a pas de champ nommé file
detail-batch-encoded = envoyez le lot tel quel, sans Content-Encoding
detail-bad-media-type = { $given } n’est pas un lot de mesures ; envoyez application/json ou application/x-ndjson
detail-bad-batch = le lot ne peut pas être lu : { $why } ; attendu : { $example }
detail-too-many-tests = un lot a au plus { $most } mesures ; envoyez plusieurs lots
detail-all-refused = { $rows ->
    [one] aucune des { $rows } ligne ne peut être gardée : { $rules } ; envoyez les lignes corrigées dans un lot d’un autre nom
   *[other] aucune des { $rows } lignes ne peut être gardée : { $rules } ; envoyez les lignes corrigées dans un lot d’un autre nom
}
detail-source-retired = la source { $source } est close et ne prend plus de mesures ; adressez-vous à son administrateur
detail-month-damaged = la liste qui permet de reconnaître les tests de { $source } de { $month } est endommagée : aucun ne peut être distingué de ceux déjà arrivés, et rien de ce lot n’a été gardé. Remettez en place le fichier que le journal du serveur dit endommagé, ou retirez les lots de ce mois ; puis envoyez ce lot de nouveau
detail-over-quota = un jeton peut envoyer { $most } lignes en 24 heures, et celui-ci en a envoyé { $sent }
detail-clock-implausible = l’horloge de cette machine dit { $present }, ce qui ne se peut pas : rien n’est enregistré tant qu’elle n’est pas réglée (entre 2020 et 2199)
detail-clock-ahead = le dernier événement de ce catalogue est enregistré à { $last }, et l’horloge de cette machine dit { $present } : rien n’est enregistré qui ne serait connu qu’à partir de { $last }. Si l’horloge de la machine est fausse, réglez-la ; si elle est juste, voyez ce que `taghtia clock repair` corrigerait, et corrigez avec --apply

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

## Places.

expected-places-areas = population, households ou area quand { $technology } les a : elle est déclarée par locaux, et l’on ne sait pas si un lieu donné est desservi
expected-places-technology = une technologie : tier, environment, scope et covered se demandent d’une technologie
expected-no-place-lists = population, households ou area : aucune liste de lieux n’a été importée
expected-place-list = de 1 à 32 minuscules, chiffres ou traits d’union, une lettre d’abord
expected-line = une ligne de 1 à 200 caractères
expected-names = du JSON comme { $example } : un nom de 1 à 200 caractères dans une ou plusieurs de { $list }
expected-reason = de 3 à { $most } caractères
detail-not-found-places = il n’y a pas de liste de lieux de cet identifiant ; il y a { $list }
detail-no-place-lists = aucune liste de lieux n’a été importée
detail-places-damaged = les lieux de { $list } sont endommagés sur le serveur, et rien n’en est compté ; l’administrateur peut importer la liste de nouveau
