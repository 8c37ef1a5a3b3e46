operators-title = Taghtia · déclarations des opérateurs

bar-page = Opérateurs
bar-map = Carte

skip-main = Aller au contenu

sign-title = Espace des opérateurs
sign-intro = Déposez ici vos déclarations de couverture et de réseau. Chaque fichier est d’abord vérifié ; rien n’est publié sans votre accord.
sign-token = Jeton d’accès
sign-token-hint = Il commence par tgh_ et vous a été remis une seule fois. Il reste dans cet onglet et s’efface à sa fermeture.
sign-show = Montrer le jeton
sign-hide = Masquer le jeton
sign-in = Se connecter
sign-busy = Connexion…
sign-out = Se déconnecter
sign-out-done = Vous êtes déconnecté ; le jeton est oublié.
sign-empty = Saisissez le jeton.
sign-lost = Pas de jeton, ou jeton perdu ? Adressez-vous à l’administrateur de la plateforme : un jeton perdu se remplace, il ne se retrouve pas.

formats-title = Ce que l’on peut déposer
formats-schema = Schéma : { $name }

problem-unauthorized = Ce jeton n’est pas reconnu. Vérifiez qu’il a été copié en entier.
problem-token-expired = Ce jeton a expiré. Demandez-en un nouveau à l’administrateur.
problem-token-revoked = Ce jeton a été révoqué. Demandez-en un nouveau à l’administrateur.
problem-wrong-role = Ce jeton ne permet pas cette opération.
problem-other-operator = Ce jeton appartient à un autre opérateur.
problem-filing-off = Ce serveur ne reçoit pas de déclarations.
problem-already-withdrawn = Cette déclaration est déjà retirée.
problem-too-many-requests = Trop de demandes en peu de temps. Réessayez dans { $seconds } s.
problem-too-large = Le fichier est plus grand que ce que ce serveur accepte.
problem-busy = D’autres fichiers sont en cours de vérification. Réessayez dans un instant.
problem-timeout = L’envoi a pris trop de temps. Réessayez avec une meilleure connexion.
problem-network = Le serveur ne répond pas. Vérifiez la connexion, puis réessayez.
problem-silent = Le serveur n’a pas répondu à temps. Réessayez.
problem-unreadable = La réponse reçue n’est pas lisible. Réessayez ; si cela persiste, vérifiez le réseau (portail de connexion).
problem-offline = Vous êtes hors ligne. Réessayez une fois la connexion rétablie.
problem-server = Le serveur a rencontré une erreur. Réessayez ; si cela persiste, prévenez l’administrateur.
problem-refused = Le serveur a refusé la demande.
problem-retry = Réessayer
problem-no-filing-role = Ce jeton ({ $role }) permet de consulter, non de déposer des déclarations.

who-title = Vous êtes
who-role = Rôle
who-token = Jeton
who-expires = valable jusqu’au { $date }
who-never = sans échéance
who-soon = expire bientôt : { $date }
who-technologies = Technologies

role-operator = opérateur
role-probe = sonde
role-planner = planification
role-admin = administration

kind-mobile-coverage = Couverture mobile
kind-mobile-coverage-hint = Cellules H3 (CSV) ou polygones (GeoJSON)
kind-fibre-availability = Locaux raccordables
kind-fibre-availability-hint = Une ligne par local (CSV)
kind-fibre-network = Réseau de fibre
kind-fibre-network-hint = Open Fibre Data Standard 0.3 ou 0.4 (JSON)

file-title = Nouvelle déclaration
file-operator = Pour l’opérateur
file-kind = Nature
file-as_of = État au
file-as_of-hint = Le jour dont le fichier décrit le réseau
file-crs = Système de référence
file-crs-hint = Seulement si le fichier n’en nomme pas et que ses coordonnées ne sont pas longitude et latitude
file-file = Fichier
file-drop = Déposez le fichier ici
file-or = ou
file-choose = Choisir un fichier
file-change = Changer de fichier
file-packed = Tel quel, en gzip ou en zip.
file-several = Un seul fichier à la fois : le premier a été pris.
file-folder = Ceci est un dossier : déposez un fichier.
file-check = Vérifier
file-again = Vérifier de nouveau
file-submit = Déposer la déclaration
file-submit-direct = Déposer sans vérification préalable
file-submit-direct-hint = Le fichier dépasse la taille d’une vérification préalable. Au dépôt, il est vérifié de la même façon : en cas d’erreur, rien n’est enregistré.
file-submit-warn = La déclaration sera enregistrée et publiée aussitôt.
file-cancel = Interrompre
file-cancelled = Envoi interrompu ; rien n’a été enregistré.
file-another = Faire une autre déclaration
file-changed = Le fichier a changé sur le disque depuis qu’il a été choisi. Choisissez-le de nouveau.

need-file = Choisissez un fichier.
need-as_of = Indiquez la date de l’état décrit.
need-as_of-future = Cette date est dans le futur.
need-crs = Donnez le système par son numéro EPSG, comme EPSG:26191.

progress-upload-check = Envoi pour vérification
progress-upload-submit = Envoi de la déclaration
progress-of = { $done } sur { $all }
progress-waiting = Reçu ; en attente d’un autre fichier en cours
progress-checking = Reçu ; lecture et vérification
progress-rows = { $n ->
    [one] { $n } ligne lue
   *[other] { $n } lignes lues
}
progress-recording = Vérifié ; enregistrement
progress-said = { $what } : { $percent }

lost-title = La connexion a été coupée pendant l’envoi
lost-check = Rien n’a été enregistré. Vérifiez de nouveau dès que la connexion est rétablie.
lost-submit = Rien n’est perdu : redemandez. Le même fichier obtient le même récépissé, jamais deux déclarations.
lost-again = Redemander

report-title = Rapport de vérification
report-of = Rapport de la déclaration du { $date }
report-private = Les constats et le nom du fichier ne sont visibles que par vous et les administrateurs ; le public voit combien de fois chaque règle s’applique.
report-ok = En ordre
report-ok-detail = Le fichier peut être déposé.
report-warned = En ordre, à relire
report-warned-detail = Le fichier peut être déposé ; parcourez d’abord les avertissements.
report-refused = Refusé
report-refused-detail = Corrigez les erreurs ci-dessous, puis vérifiez de nouveau. Rien n’a été enregistré.
report-crs-chosen = Les coordonnées ont été ramenées de { $crs }, que vous avez choisi.
report-crs-named = Les coordonnées ont été ramenées de { $crs }, que le fichier nomme.
report-crs-guess = Les coordonnées ne sont pas des degrés et le fichier ne nomme aucun système de référence. Parmi les systèmes usuels, voici où elles se trouvent dans le pays : vérifiez que c’est celui du fichier.
report-crs-read = Lire en { $crs }
report-rows = { $n ->
    [one] ligne lue
   *[other] lignes lues
}
report-features = { $n ->
    [one] objet lu
   *[other] objets lus
}
report-errors = { $n ->
    [one] erreur
   *[other] erreurs
}
report-warnings = { $n ->
    [one] avertissement
   *[other] avertissements
}
report-repairs = { $n ->
    [one] réparation
   *[other] réparations
}
report-size = taille
report-stopped = La lecture s’est arrêtée avant la fin : d’autres erreurs peuvent suivre.
report-layers = Ce que le fichier déclare
report-layer-cells = { $n ->
    [one] { $n } maille
   *[other] { $n } mailles
}
report-layer-premises = { $n ->
    [one] { $n } local
   *[other] { $n } locaux
}, { $units ->
    [one] { $units } logement ou établissement
   *[other] { $units } logements et établissements
}
report-network = { $nodes ->
    [one] { $nodes } nœud
   *[other] { $nodes } nœuds
}, { $spans ->
    [one] { $spans } tronçon
   *[other] { $spans } tronçons
}, { $length }
report-byrule = Constats par règle
report-all = Tous les constats
report-findings = Constats
report-shown = { $shown } sur { $all }
report-kept = Le rapport détaille { $kept ->
    [one] { $kept } constat
   *[other] { $kept } constats
} sur { $all }.
report-more = { $n ->
    [one] Montrer le dernier
   *[other] Montrer les { $n } suivants
}
report-none = Aucun constat : rien à signaler.
report-where = Où
report-what = Constat et remède
report-value = Valeur
report-row = ligne { $n }
report-column = colonne { $name }
report-wholefile = le fichier
report-expected = Attendu
report-remedy = Remède
report-place = Voir sur la carte
report-map = Lieux des constats
report-map-hint = Chaque point est un constat. Choisir un point mène à sa ligne ; l’épingle d’une ligne mène au point.
report-map-none = Aucun constat n’a de lieu.
report-map-failed = La carte ne peut pas s’afficher ; les coordonnées restent dans le rapport.
report-json = Rapport JSON
report-csv = Rapport CSV
report-close = Fermer le rapport

severity-error = erreur
severity-warning = avertissement
severity-repair = réparation
severity-info = information

receipt-title = Récépissé
receipt-accepted = Déclaration enregistrée et publiée
receipt-unchanged = Ce fichier était déjà en vigueur : voici son récépissé, rien n’a changé
receipt-id = Numéro
receipt-recorded = Enregistré le
receipt-hash = Empreinte SHA-256
receipt-file = Fichier
receipt-copy = Copier le récépissé
receipt-copied = Récépissé copié
receipt-keep = Conservez-le : il prouve ce qui a été déposé, et quand.
receipt-see = Voir sur la carte

history-title = Déclarations
history-empty = Aucune déclaration pour l’instant. La première apparaîtra ici dès son dépôt.
history-as_of = État au
history-kind = Nature
history-file = Fichier
history-recorded = Enregistré (TU)
history-rows = Lignes
history-state = Situation
history-operator = Opérateur
history-actions = Actions
history-shown = { $shown } sur { $all }
history-more = { $n ->
    [one] Montrer la dernière
   *[other] Montrer les { $n } suivantes
}
history-report = Rapport
history-withdraw = Retirer
history-withdrawn = retirée le { $date } : { $reason }
history-damaged = endommagée
history-damaged-todo = Ses lignes ne peuvent plus être lues et ne comptent pas. Déposez de nouveau le même fichier, pour la même date : il les remet en place.
history-refresh = Actualiser

state-current = en vigueur
state-current-hint = Donne les chiffres d’aujourd’hui
state-history = historique
state-history-hint = Vaut pour sa date ; une plus récente donne les chiffres d’aujourd’hui
state-superseded = remplacée
state-superseded-hint = Une déclaration ultérieure vaut pour la même date
state-withdrawn = retirée
state-withdrawn-hint = Ne compte plus

withdraw-title = Retirer cette déclaration ?
withdraw-means = Elle cesse aussitôt de compter : les cartes et les chiffres reviennent à la déclaration précédente, ou à aucune.
withdraw-stays = Elle reste au registre avec votre motif, visible de tous, et ce qui était connu avant ce jour reste consultable.
withdraw-final = Un retrait ne s’annule pas ; le même fichier peut être déposé de nouveau.
withdraw-reason = Motif
withdraw-reason-hint = Par exemple : mauvais export, remplacé le même jour
withdraw-reason-need = Donnez un motif.
withdraw-cancel = Garder la déclaration
withdraw-confirm = Retirer la déclaration
withdraw-done = Déclaration retirée
