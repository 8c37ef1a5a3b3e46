import type { RuleTable } from '../wording'
import { NETWORK_RULES_IN_FRENCH } from './networks-fr'

/** Per rule: what is the matter, what was expected, how to mend it. */
export const RULES_IN_FRENCH: RuleTable = {
  'filing.operator.unknown': [
    'l’opérateur {value} n’est pas enregistré',
    'l’identifiant d’un opérateur enregistré',
    'employez l’identifiant de l’opérateur, ou faites enregistrer l’opérateur',
  ],
  'filing.operator.foreign': [
    '{column} nomme {value}, qui n’est pas l’opérateur déclarant',
    'l’identifiant de l’opérateur déclarant, ou rien',
    'déclarez les données de chaque opérateur sous son propre nom',
  ],
  'filing.licence.missing': [
    'l’opérateur n’a pas de licence pour {value} à la date de l’état',
    'une technologie sous licence à cette date',
    'corrigez la technologie ou la date, ou faites enregistrer la licence',
  ],
  'filing.licence.unchecked': [
    'aucun opérateur n’est nommé : licences et opérateurs étrangers n’ont pas été vérifiés',
    'un opérateur',
    'nommez l’opérateur pour vérifier tout ce qu’un dépôt vérifie',
  ],
  'filing.as-of.future': [
    'la date de l’état, {value}, est dans le futur',
    'aujourd’hui ou une date antérieure',
    'donnez la date du réseau que le fichier décrit ; les projets se déclarent autrement',
  ],
  'filing.too-many-errors': [
    'la lecture s’est arrêtée après {value} erreurs',
    'un fichier avec moins d’erreurs',
    'corrigez ce qui est listé et vérifiez de nouveau : d’autres erreurs peuvent suivre',
  ],
  'filing.layers.too-many': [
    'le fichier contient plus de {expected} couches',
    'moins de couches',
    'déclarez une technologie et un débit par fichier, ou corrigez les colonnes de débit',
  ],
  'filing.too-large': [
    'le fichier contient plus de {expected}',
    'un fichier plus petit',
    'répartissez la déclaration par technologie',
  ],
  'filing.format.not-for-kind': [
    'un fichier {value} ne peut pas être déclaré sous cette nature',
    'CSV',
    'employez un format de cette nature, comme son schéma le décrit',
  ],
  'file.empty': [
    'le fichier est vide',
    'un en-tête et des lignes, ou un document GeoJSON',
    'vérifiez que l’export s’est terminé ; pour déclarer que rien n’est couvert, voyez `layers` dans le schéma',
  ],
  'file.format.unknown': [
    'le fichier n’est ni du texte ni une archive connue ({value})',
    'CSV, GeoJSON ou OFDS JSON, tel quel, en gzip ou en zip',
    'exportez en CSV ou en GeoJSON',
  ],
  'file.encoding.utf16': ['le fichier est en UTF-16', 'UTF-8', 'enregistrez en UTF-8 (dans un tableur : CSV UTF-8)'],
  'archive.corrupt': [
    'l’archive est endommagée : {value}',
    'un fichier gzip ou zip complet',
    'recompressez le fichier et comparez sa taille après transfert',
  ],
  'archive.too-large': [
    'l’archive se décompresse en plus de {expected}',
    'un fichier plus petit',
    'répartissez la déclaration par technologie',
  ],
  'archive.ratio': [
    'l’archive se décompresse en plus de {expected} fois sa taille',
    'un texte ordinaire',
    'déposez le texte lui-même, ou compressez-le avec des réglages ordinaires',
  ],
  'archive.no-data-file': [
    'l’archive zip ne contient aucun fichier de données',
    'exactement un fichier CSV ou GeoJSON',
    'placez le fichier de données dans l’archive',
  ],
  'archive.several-files': [
    'l’archive zip contient {value} fichiers',
    'exactement un fichier CSV ou GeoJSON',
    'déposez chaque fichier de données séparément',
  ],
  'archive.encrypted': [
    'l’archive zip est chiffrée',
    'une archive sans mot de passe',
    'compressez sans mot de passe : le transfert est lui-même chiffré',
  ],
  'archive.method': [
    'l’archive emploie une méthode qui n’est pas lue ici ({value})',
    'gzip, ou zip avec deflate',
    'compressez en gzip ou en zip ordinaire',
  ],
  'archive.nested': [
    'l’archive contient une autre archive',
    'un fichier CSV ou GeoJSON',
    'décompressez d’abord l’archive intérieure',
  ],
  'csv.delimiter': [
    'les colonnes sont séparées par {value}',
    'des virgules',
    'exportez avec la virgule comme séparateur et le point décimal',
  ],
  'csv.header.missing': [
    'la première ligne n’est pas un en-tête : {value}',
    'les noms des colonnes : {expected}',
    'mettez les noms des colonnes sur la première ligne',
  ],
  'csv.header.missing-column': [
    'la colonne {column} manque',
    'une colonne de ce nom',
    'ajoutez la colonne, comme le schéma la décrit',
  ],
  'csv.header.duplicate-column': [
    'la colonne {column} figure deux fois dans l’en-tête',
    'chaque colonne une seule fois',
    'supprimez ou renommez l’une des deux',
  ],
  'csv.header.unknown-column': [
    'la colonne {column} n’est pas au schéma et n’a pas été lue',
    'une colonne du schéma',
    'rien à faire, sauf si le nom est mal orthographié',
  ],
  'csv.encoding': ['la ligne n’est pas en UTF-8 : {value}', 'UTF-8', 'exportez en UTF-8 (dans un tableur : CSV UTF-8)'],
  'csv.row.length': [
    'la ligne a {value} champs',
    'autant de champs que l’en-tête',
    'cherchez une virgule manquante ou en trop, ou un texte avec virgules mais sans guillemets',
  ],
  'csv.quote.unterminated': [
    'un guillemet ouvert ici n’est pas fermé',
    'un guillemet fermant',
    'fermez la citation, ou doublez les guillemets à l’intérieur d’un texte',
  ],
  'csv.row.too-long': [
    'une ligne dépasse {expected}',
    'des lignes de longueur ordinaire',
    'vérifiez que les lignes se terminent par un saut de ligne',
  ],
  'csv.no-rows': [
    'le fichier a un en-tête mais aucune ligne',
    'au moins une ligne',
    'vérifiez l’export ; pour retirer une couverture, retirez la déclaration ou déposez un GeoJSON dont `layers` est déclaré',
  ],
  'json.syntax': [
    'ce n’est pas du JSON : {value}',
    'un document JSON',
    'contrôlez le fichier à cette ligne et cette colonne avec un validateur JSON',
  ],
  'json.truncated': [
    'le document s’arrête au milieu : le fichier est tronqué',
    'un document complet',
    'vérifiez que l’export et le transfert se sont terminés',
  ],
  'json.not-a-number': [
    'NaN et Infinity ne sont pas des nombres en JSON',
    'des nombres finis',
    'laissez ces objets de côté, ou corrigez leurs coordonnées',
  ],
  'json.number-out-of-range': [
    'un nombre est trop grand pour être lu',
    'des nombres de taille ordinaire',
    'corrigez le nombre à cette ligne et cette colonne',
  ],
  'json.too-deep': [
    'les valeurs sont imbriquées trop profondément',
    '100 niveaux au plus',
    'exportez un GeoJSON simple',
  ],
  'json.text.too-long': [
    'un texte dépasse {expected}',
    'des textes courts',
    'retirez les propriétés que le schéma ne demande pas',
  ],
  'json.trailing': ['quelque chose suit la fin du document', 'un seul document', 'déposez une seule FeatureCollection'],
  'geo.top-level': ['le document est {value}', 'une FeatureCollection', 'placez les objets dans une FeatureCollection'],
  'geo.crs': [
    'le système de coordonnées est {value}',
    'CRS84 : longitude, latitude WGS 84 (RFC 7946)',
    'reprojetez en CRS84 et retirez `crs`',
  ],
  'geo.no-features': [
    'la collection est vide et ne déclare aucune couche',
    'des objets, ou le membre `layers`',
    'vérifiez l’export ; pour dire qu’une couche ne couvre rien, déclarez-la dans `layers`',
  ],
  'geo.feature.type': ['ceci n’est pas une Feature : {value}', 'une Feature', 'n’employez que des Features'],
  'geo.geometry.missing': [
    'l’objet n’a pas de géométrie',
    'un Polygon ou un MultiPolygon',
    'retirez l’objet, ou donnez son contour',
  ],
  'geo.geometry.type': [
    'la géométrie {value} ne peut pas être déclarée',
    'Polygon ou MultiPolygon',
    'déclarez des surfaces ; séparez les collections en objets distincts',
  ],
  'geo.coordinates.nesting': [
    'les coordonnées ne sont pas imbriquées comme la géométrie l’exige ({value})',
    'des tableaux comme la RFC 7946 les décrit',
    'exportez de nouveau avec un outil ordinaire',
  ],
  'geo.position': [
    'une coordonnée est {value}',
    'deux nombres finis, longitude et latitude',
    'corrigez ou retirez la position',
  ],
  'geo.position.range': [
    'la position {value} n’est pas sur Terre',
    'longitude de -180 à 180, latitude de -90 à 90',
    'vérifiez l’unité et la projection : des degrés sont attendus',
  ],
  'geo.swapped-axes': [
    'longitude et latitude sont inversées : le polygone est dans le pays si on les échange',
    'la longitude d’abord',
    'écrivez la longitude avant la latitude',
  ],
  'geo.ring.unclosed': [
    'la dernière position de l’anneau n’est pas la première ; il a été fermé',
    'un anneau fermé',
    'répétez la première position à la fin',
  ],
  'geo.ring.too-few-points': [
    'l’anneau a {value} positions différentes',
    '3 au moins',
    'retirez l’anneau, ou donnez son contour',
  ],
  'geo.polygon.empty': [
    'le polygone n’a pas d’anneau',
    'un anneau extérieur',
    'retirez le polygone, ou donnez son contour',
  ],
  'geo.self-intersection': [
    'des contours se croisent ou se touchent ; ce qu’un nombre impair de contours entoure a été pris comme intérieur (règle pair-impair)',
    'des anneaux simples',
    'regardez le résultat sur la carte ; corrigez le contour s’il n’est pas celui voulu',
  ],
  'geo.self-intersection.unchecked': [
    'le contour est trop complexe pour y chercher des croisements ; ce qu’un nombre impair de contours entoure a été pris comme intérieur (règle pair-impair)',
    'des contours de complexité ordinaire',
    'simplifiez le contour',
  ],
  'geo.winding': [
    'des anneaux tournent à l’inverse de la RFC 7946 ; ils ont été lus comme s’ils tournaient dans le bon sens',
    'anneaux extérieurs dans le sens antihoraire, trous dans le sens horaire',
    'rien à faire',
  ],
  'geo.outside-country': [
    'le polygone est hors du pays',
    'un polygone dans le pays',
    'retirez-le, ou vérifiez ses coordonnées et sa projection',
  ],
  'geo.partly-outside': [
    'le polygone dépasse le pays de plus de 1,5 km ; seul l’intérieur compte',
    'une couverture du pays',
    'rien à faire, sauf si les coordonnées sont fausses',
  ],
  'geo.polygon.no-cell-centre': [
    'le polygone n’entoure aucun centre de maille du pays : il ne couvre rien',
    'des polygones de plus de 0,1 km²',
    'rien à faire, sauf si les coordonnées sont fausses',
  ],
  'geo.features.too-many': [
    'le fichier a plus de {expected} objets',
    'moins d’objets',
    'réunissez les polygones d’une même couche, ou répartissez la déclaration',
  ],
  'geo.ring.too-long': [
    'un anneau a plus de {expected} positions',
    'des anneaux de taille ordinaire',
    'simplifiez le contour, ou coupez-le',
  ],
  'geo.feature.too-large': ['un objet a plus de {expected}', 'des objets de taille ordinaire', 'coupez l’objet'],
  'geo.file.too-many-positions': [
    'le fichier a plus de {expected} positions',
    'un fichier plus petit',
    'simplifiez les contours, ou répartissez la déclaration par technologie',
  ],
  'geo.file.outlines-too-long': [
    'les contours du fichier dépassent ensemble {expected}',
    'des contours de longueur ordinaire',
    'cherchez des contours qui vont et viennent à travers la carte, et simplifiez-les',
  ],
  'geo.property.missing': [
    'la propriété {column} manque',
    'une propriété de ce nom',
    'ajoutez la propriété, comme le schéma la décrit',
  ],
  'geo.property.unknown': [
    'la propriété {column} n’est pas au schéma et n’a pas été lue',
    'une propriété du schéma',
    'rien à faire, sauf si le nom est mal orthographié',
  ],
  'geo.layers.invalid': [
    'le membre `layers` n’est pas une liste de couches : {value}',
    'une liste de {technology, mindown, minup, environment}',
    'corrigez le membre, comme le schéma le décrit',
  ],
  'technology.unknown': [
    'la technologie {value} est inconnue',
    'une technologie du pays',
    'employez l’identifiant, ou le code FCC, de la technologie',
  ],
  'technology.not-for-kind': [
    'la technologie {value} ne se déclare pas sous cette nature',
    'une technologie de cette nature',
    'déclarez les technologies mobiles en couverture mobile, les fixes en locaux raccordables',
  ],
  'environment.unknown': [
    'l’environnement {value} est inconnu',
    'un environnement du pays',
    'employez outdoor ou vehicle, ou 0 ou 1 de la FCC',
  ],
  'environment.not-for-technology': [
    'l’environnement {value} ne se déclare pas pour cette technologie',
    'un environnement de la technologie',
    'voyez les environnements de la technologie dans les données du pays',
  ],
  'speed.invalid': [
    '{column} {value} n’est pas un débit',
    'un nombre de Mbit/s de 0 à 1000000',
    'donnez des Mbit/s en nombre, avec un point décimal',
  ],
  'speed.not-whole': [
    '{column} {value} n’est pas un nombre entier',
    'un nombre entier de Mbit/s',
    'donnez des Mbit/s entiers : rien n’est arrondi',
  ],
  'speed.below-lowest-tier': [
    'les débits {value} sont inférieurs au palier le plus bas de la technologie',
    'le palier le plus bas ou davantage',
    'déclarez la technologie qui atteint ces débits, ou corrigez-les',
  ],
  'speed.between-tiers': [
    'les débits {value} ne sont pas un palier de la technologie ; ils comptent pour tout palier égal ou inférieur',
    'un palier de la technologie',
    'rien à faire',
  ],
  'signal.invalid': [
    'minsignal {value} n’est pas un niveau de signal',
    'un nombre de dBm de -120 à -50',
    'donnez des dBm, ou omettez la propriété',
  ],
  'cell.invalid': [
    '{value} n’est pas une cellule H3',
    'un index H3 de 15 chiffres hexadécimaux',
    'écrivez l’index comme du texte : les tableurs en font un nombre',
  ],
  'cell.too-fine': [
    'la cellule {value} est plus fine que la résolution 9',
    'résolution 9 ou plus grossière',
    'déclarez les cellules parentes à la résolution 9',
  ],
  'cell.expanded': [
    'la cellule {value} est plus grossière que la résolution 9 ; toutes ses mailles dans le pays comptent',
    'résolution 9',
    'rien à faire',
  ],
  'cell.foreign': [
    'la cellule {value} est hors du pays et a été laissée de côté',
    'une cellule du pays',
    'rien à faire pour des cellules à la frontière',
  ],
  'cell.all-foreign': [
    'aucune cellule n’est dans le pays',
    'des cellules du pays',
    'vérifiez que le fichier est bien de ce pays',
  ],
  'cell.duplicate': [
    'la cellule {value} figure deux fois dans la couche',
    'chaque cellule une seule fois',
    'rien à faire : elle compte une fois',
  ],
  'premises.longitude': [
    'la longitude {value} n’est pas valable',
    'degrés est, de -180 à 180',
    'donnez des degrés décimaux avec un point',
  ],
  'premises.latitude': [
    'la latitude {value} n’est pas valable',
    'degrés nord, de -90 à 90',
    'donnez des degrés décimaux avec un point',
  ],
  'premises.swapped-axes': [
    'longitude et latitude sont inversées : le lieu est dans le pays si on les échange',
    'la longitude d’abord',
    'échangez les deux colonnes',
  ],
  'premises.outside-country': [
    'le local est hors du pays et a été laissé de côté',
    'un lieu dans le pays',
    'vérifiez les coordonnées',
  ],
  'premises.mostly-outside': [
    '{value} locaux sont hors du pays',
    '1 sur 100 au plus',
    'vérifiez les coordonnées et la projection',
  ],
  'premises.duplicate': [
    'le même lieu, la même technologie et les mêmes débits figurent deux fois ; les deux comptent',
    'une ligne par lieu, avec ses logements',
    'réunissez les lignes et additionnez leurs logements',
  ],
  'premises.duplicate.unchecked': [
    'les doublons n’ont été cherchés que dans les {value} premières lignes',
    'un fichier plus petit',
    'rien à faire',
  ],
  'premises.low-latency': [
    'low_latency {value} n’est pas valable',
    '0 ou 1',
    'écrivez 1 pour 100 ms ou moins, sinon 0',
  ],
  'premises.use': [
    'business_residential_code {value} n’est pas valable',
    'B, R ou X',
    'écrivez B pour professionnel, R pour résidentiel, X pour les deux',
  ],
  'premises.status': [
    'status {value} n’est pas valable',
    'passed ou connected',
    'écrivez passed là où une ligne peut être commandée, connected là où une ligne est en service',
  ],
  'premises.units': [
    'units {value} n’est pas valable',
    'un nombre entier de 1 à 65535',
    'comptez les logements et établissements derrière le lieu',
  ],
  ...NETWORK_RULES_IN_FRENCH,
}
