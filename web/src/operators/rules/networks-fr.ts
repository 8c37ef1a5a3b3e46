import type { RuleTable, RuleWords } from '../wording'
import { referenceRules, type ReferenceWords } from './references'

const phase = (who: string): ReferenceWords => ({
  notFound: [
    `${who} appartient à la phase {value}, qui n’est pas dans le réseau`,
    'l’identifiant d’une phase du réseau',
    'ajoutez la phase, ou corrigez son identifiant',
  ],
  otherName: [
    'la phase s’appelle ici {value}, et {expected} dans la liste des phases',
    'un seul nom',
    'rendez les deux noms identiques',
  ],
  addedName: [
    'la phase s’appelle ici {value}, et n’a pas de nom dans la liste des phases',
    'le nom aux deux endroits',
    'ajoutez le nom à la phase',
  ],
})
const organisation = (who: string): ReferenceWords => ({
  notFound: [
    `${who} nomme l’organisation {value}, qui n’est pas dans le réseau`,
    'l’identifiant d’une organisation du réseau',
    'ajoutez l’organisation, ou corrigez son identifiant',
  ],
  otherName: [
    'l’organisation s’appelle ici {value}, et {expected} dans la liste des organisations',
    'un seul nom',
    'rendez les deux noms identiques',
  ],
  addedName: [
    'l’organisation s’appelle ici {value}, et n’a pas de nom dans la liste des organisations',
    'le nom aux deux endroits',
    'ajoutez le nom à l’organisation',
  ],
})
const twice = (what: string, each: string): RuleWords => [
  `l’identifiant {value} est celui de plusieurs ${what}`,
  'chaque identifiant une seule fois',
  `donnez à ${each} son propre identifiant`,
]

/** Fibre networks (OFDS). */
export const NETWORK_RULES_IN_FRENCH: RuleTable = {
  'ofds.top-level': [
    '{column} est {value}',
    'un réseau, ou un paquet {"networks": [...]} qui en contient au moins un',
    'exportez en JSON OFDS',
  ],
  'ofds.too-many-values': [
    'le document contient plus de {expected}',
    'un réseau plus petit',
    'retirez ce que le standard ne demande pas, ou simplifiez les tracés',
  ],
  'ofds.id-missing': [
    '{column} n’a pas d’identifiant',
    'un identifiant : un texte non vide',
    'donnez à chaque réseau, nœud et tronçon son propre identifiant',
  ],
  'ofds.network-id-twice': [
    'deux réseaux du paquet ont l’identifiant {value}',
    'chaque réseau une seule fois',
    'donnez à chaque réseau son propre identifiant, ou réunissez-les',
  ],
  'ofds.nothing': [
    'il n’y a ni nœud ni tronçon',
    'des nœuds et des tronçons dans le document',
    'mettez les nœuds et les tronçons dans le document : les liens vers eux ne sont pas suivis',
  ],
  'ofds.status-unknown': [
    'le statut {value} n’est pas du standard',
    'l’un de proposed, planned, underConstruction, inactive, operational, decommissioned',
    'employez un statut du standard : ce qui est prévu ne doit pas compter comme construit',
  ],
  'ofds.routes-too-long': [
    'les tracés du fichier dépassent ensemble {expected}',
    'des tracés de longueur ordinaire',
    'cherchez des tracés qui vont et viennent, et simplifiez-les',
  ],
  'ofds.position-range': [
    'la position {value} n’est pas sur Terre',
    'longitude de -180 à 180, latitude de -90 à 90',
    'vérifiez l’unité et la projection : des degrés sont attendus',
  ],
  'ofds.swapped-axes': [
    'longitude et latitude sont inversées : le réseau est dans le pays si on les échange',
    'la longitude d’abord',
    'écrivez la longitude avant la latitude',
  ],
  'ofds.structure.type': ['la valeur est {value}', 'ce que dit le standard', 'corrigez le type de la valeur'],
  'ofds.structure.required': ['{column} manque', 'un membre de ce nom', 'ajoutez-le'],
  'ofds.structure.empty': ['la valeur est vide', 'quelque chose, ou pas de tel membre', 'remplissez-la, ou retirez-la'],
  'ofds.structure.format': ['{value} n’est pas {expected}', 'un texte bien formé', 'corrigez le texte'],
  'ofds.structure.codelist': [
    '{value} n’est pas dans la liste de codes du standard',
    'un code de la liste',
    'employez un code du standard',
  ],
  'ofds.structure.constant': [
    '{value} figure là où doit figurer {expected}',
    'le texte exact du standard',
    'écrivez-le exactement ainsi',
  ],
  'ofds.structure.link-relation': [
    '{value} figure sur un lien qui n’est pas le premier',
    'describedby sur le premier lien seulement',
    'mettez le lien en premier, ou donnez sa propre relation',
  ],
  'ofds.structure.not-unique': [
    'la liste contient deux fois le même élément',
    'chaque élément une seule fois',
    'retirez le second',
  ],
  'ofds.structure.unexpected-field': [
    'une référence a d’autres membres',
    'id et name',
    'retirez le reste : il appartient à l’objet désigné',
  ],
  'ofds.structure.duplicate-member': [
    'un membre figure deux fois dans son objet ; le dernier compte',
    'chaque membre une seule fois',
    'retirez celui qui n’est pas voulu',
  ],
  'ofds.structure.version': ['le réseau suit OFDS {value} ; il a été lu ainsi', 'OFDS 0.4', 'rien à faire'],
  'ofds.additional_fields': [
    'le champ {column} n’est pas du standard et n’a pas été lu ({value} fois)',
    'un champ du standard',
    'rien à faire, sauf si le nom est mal orthographié',
  ],
  'ofds.span_start_node_not_found': [
    'le tronçon part du nœud {value}, qui n’est pas dans le réseau',
    'l’identifiant d’un nœud du réseau',
    'ajoutez le nœud, ou corrigez `start`',
  ],
  'ofds.span_end_node_not_found': [
    'le tronçon arrive au nœud {value}, qui n’est pas dans le réseau',
    'l’identifiant d’un nœud du réseau',
    'ajoutez le nœud, ou corrigez `end`',
  ],
  'ofds.node_location_type_incorrect': [
    'l’emplacement est {value}',
    'Point',
    'donnez l’emplacement du nœud comme Point',
  ],
  'ofds.node_location_coordinates_incorrect': [
    'les coordonnées de l’emplacement sont {value}',
    'longitude, latitude et peut-être altitude, en nombres',
    'donnez deux ou trois nombres',
  ],
  'ofds.span_route_type_incorrect': [
    'le tracé est {value}',
    'LineString',
    'donnez le tracé du tronçon comme LineString',
  ],
  'ofds.span_route_coordinates_incorrect': [
    'les coordonnées du tracé sont {value}',
    'au moins deux positions, chacune longitude, latitude et peut-être altitude',
    'donnez une liste de positions',
  ],
  ...referenceRules('ofds.node_phase', phase('le nœud')),
  ...referenceRules('ofds.span_phase', phase('le tronçon')),
  ...referenceRules('ofds.contract_related_phase', phase('le contrat')),
  ...referenceRules('ofds.node_organisation', organisation('le nœud')),
  ...referenceRules('ofds.span_organisation', organisation('le tronçon')),
  ...referenceRules('ofds.phase_organisation', organisation('la phase')),
  'ofds.node_international_connections_country_not_set': [
    'une connexion internationale ne dit pas vers quel pays elle mène',
    'un pays',
    'ajoutez `country`',
  ],
  'ofds.node_not_used_in_any_spans': [
    'aucun tronçon ne part du nœud ni n’y arrive',
    'un tronçon à chaque nœud',
    'ajoutez ses tronçons, ou retirez le nœud',
  ],
  'ofds.duplicate_node_id': twice('nœuds', 'chaque nœud'),
  'ofds.duplicate_span_id': twice('tronçons', 'chaque tronçon'),
  'ofds.duplicate_phase_id': twice('phases', 'chaque phase'),
  'ofds.duplicate_organisation_id': twice('organisations', 'chaque organisation'),
  'ofds.duplicate_contract_id': twice('contrats', 'chaque contrat'),
  'ofds.has_links_with_external_node_data': [
    'des liens mènent à d’autres nœuds : ils ne sont pas suivis, et les références ne sont pas vérifiées',
    'les nœuds dans le document',
    'mettez tous les nœuds dans le document',
  ],
  'ofds.has_links_with_external_span_data': [
    'des liens mènent à d’autres tronçons : ils ne sont pas suivis, et les références ne sont pas vérifiées',
    'les tronçons dans le document',
    'mettez tous les tronçons dans le document',
  ],
  'ofds.reference-not-found': [
    '{column} désigne {value}, qui n’est pas dans le réseau',
    'l’identifiant d’un objet du réseau',
    'ajoutez l’objet, ou corrigez son identifiant',
  ],
  'ofds.duplicate-wayleave-id': twice('droits de passage', 'chaque droit de passage'),
  'ofds.topology.ends-swapped': [
    'début et fin sont inversés : le tracé commence au nœud de fin',
    'un tracé du début vers la fin',
    'échangez `start` et `end`, ou retournez le tracé',
  ],
  'ofds.topology.end-far': [
    'l’extrémité {column} du tracé est à {value} de son nœud',
    '100 m au plus',
    'déplacez le nœud, ou corrigez le tracé',
  ],
  'ofds.topology.end-off': [
    'l’extrémité {column} du tracé est à {value} de son nœud',
    '100 m au plus',
    'déplacez le nœud, ou corrigez le tracé',
  ],
  'ofds.topology.without-ends': [
    'l’extrémité {column} du tronçon n’est pas indiquée',
    '`start` et `end`',
    'ajoutez les identifiants des nœuds à ses extrémités',
  ],
  'ofds.topology.self-loop': [
    'le tronçon part du nœud {value} et y arrive',
    'deux nœuds différents',
    'corrigez `start` ou `end`',
  ],
  'ofds.topology.detour': [
    'le tracé est {value} fois plus long que la ligne droite entre ses extrémités',
    '5 fois au plus',
    'cherchez des positions dans le désordre',
  ],
  'ofds.topology.components': [
    'les tronçons forment {value} parties non reliées',
    'un seul réseau',
    'rien à faire, sauf si des parties doivent se rejoindre',
  ],
  'ofds.topology.node-name-twice': [
    '{value} est le nom de plusieurs nœuds',
    'un nom par nœud',
    'rien à faire, sauf s’ils sont un seul nœud',
  ],
  'ofds.span-without-route': [
    'le tronçon n’a pas de tracé : il ne peut être ni dessiné ni mesuré',
    'une LineString',
    'ajoutez le tracé',
  ],
  'ofds.node-without-location': ['le nœud n’a pas d’emplacement', 'un Point', 'ajoutez l’emplacement'],
  'ofds.outside-country': [
    'tout le réseau est hors du pays : rien n’en compte nulle part',
    'un réseau dans le pays',
    'vérifiez que le fichier est bien de ce pays',
  ],
  'ofds.partly-outside': [
    '{value} de ses nœuds sont hors du pays',
    'des nœuds dans le pays',
    'rien à faire là où des lignes passent la frontière',
  ],
  'ofds.status-not-given': [
    '{value} tronçons ne donnent pas de statut : ils comptent comme en service',
    'un statut',
    'ajoutez `status`',
  ],
  'ofds.date-not-given': [
    'ni publicationDate ni collectionDate ne sont donnés',
    'la date des données',
    'ajoutez les dates ; ce qui est déposé compte pour la date de la déclaration',
  ],
  'ofds.crs-not-given': ['aucun `crs` n’est donné : les positions sont prises en CRS84', '`crs`', 'ajoutez `crs`'],
  'ofds.not-fibre': ['{value} tronçons ne sont pas en fibre : leur longueur ne compte pas', 'la fibre', 'rien à faire'],
}
