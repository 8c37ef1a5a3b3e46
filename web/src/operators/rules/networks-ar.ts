import type { RuleTable, RuleWords } from '../wording'
import { referenceRules, type ReferenceWords } from './references'

const phase = (who: string): ReferenceWords => ({
  notFound: [`${who} المرحلة {value}، وليست في الشبكة`, 'معرّف مرحلة من الشبكة', 'أضيفوا المرحلة، أو صححوا معرّفها'],
  otherName: ['اسم المرحلة هنا {value}، واسمها في قائمة المراحل {expected}', 'اسم واحد', 'اجعلوا الاسمين متطابقين'],
  addedName: ['اسم المرحلة هنا {value}، ولا اسم لها في قائمة المراحل', 'الاسم في الموضعين', 'أضيفوا الاسم إلى المرحلة'],
})
const organisation = (who: string): ReferenceWords => ({
  notFound: [`${who} المؤسسة {value}، وليست في الشبكة`, 'معرّف مؤسسة من الشبكة', 'أضيفوا المؤسسة، أو صححوا معرّفها'],
  otherName: ['اسم المؤسسة هنا {value}، واسمها في قائمة المؤسسات {expected}', 'اسم واحد', 'اجعلوا الاسمين متطابقين'],
  addedName: [
    'اسم المؤسسة هنا {value}، ولا اسم لها في قائمة المؤسسات',
    'الاسم في الموضعين',
    'أضيفوا الاسم إلى المؤسسة',
  ],
})
const twice = (what: string, each: string): RuleWords => [
  `المعرّف {value} مشترك بين أكثر من ${what}`,
  'كل معرّف مرة واحدة',
  `أعطوا كل ${each} معرّفا خاصا`,
]

/** Fibre networks (OFDS). */
export const NETWORK_RULES_IN_ARABIC: RuleTable = {
  'ofds.top-level': [
    '{column} من نوع {value}',
    'شبكة، أو حزمة {"networks": [...]} فيها شبكة واحدة على الأقل',
    'استخرجوا بصيغة OFDS JSON',
  ],
  'ofds.too-many-values': [
    'في الوثيقة أكثر من {expected}',
    'شبكة أصغر',
    'اتركوا ما لا يطلبه المعيار، أو بسّطوا المسارات',
  ],
  'ofds.id-missing': ['ليس لـ {column} معرّف', 'معرّف: نص غير فارغ', 'أعطوا كل شبكة وعقدة ومقطع معرّفا خاصا'],
  'ofds.network-id-twice': [
    'لشبكتين من الحزمة المعرّف {value}',
    'كل شبكة مرة واحدة',
    'أعطوا كل شبكة معرّفا خاصا، أو اجمعوهما',
  ],
  'ofds.nothing': [
    'لا عقدة ولا مقطع',
    'عقد ومقاطع داخل الوثيقة',
    'ضعوا العقد والمقاطع في الوثيقة: لا تُتبع الروابط إليها',
  ],
  'ofds.status-unknown': [
    'الحالة {value} ليست من حالات المعيار',
    'إحدى القيم proposed وplanned وunderConstruction وinactive وoperational وdecommissioned',
    'استعملوا حالة من المعيار: لا ينبغي أن يُحتسب المبرمج منجزا',
  ],
  'ofds.routes-too-long': [
    'طول مسارات الملف مجتمعة يفوق {expected}',
    'مسارات بطول عادي',
    'ابحثوا عن مسارات تذهب وتجيء وبسّطوها',
  ],
  'ofds.position-range': [
    'الموضع {value} ليس على الأرض',
    'خط الطول من ‎-180 إلى 180، وخط العرض من ‎-90 إلى 90',
    'تحققوا من الوحدة والإسقاط: المنتظر درجات',
  ],
  'ofds.swapped-axes': [
    'خط الطول وخط العرض معكوسان: تقع الشبكة في البلد إذا تبادلا',
    'خط الطول أولا',
    'اكتبوا خط الطول قبل خط العرض',
  ],
  'ofds.structure.type': ['القيمة من نوع {value}', 'ما يقوله المعيار', 'صححوا نوع القيمة'],
  'ofds.structure.required': ['العضو {column} ناقص', 'عضو بهذا الاسم', 'أضيفوه'],
  'ofds.structure.empty': ['القيمة فارغة', 'شيء ما، أو لا وجود للعضو', 'املؤوها أو احذفوها'],
  'ofds.structure.format': ['القيمة {value} ليست {expected}', 'نص سليم الصيغة', 'صححوا النص'],
  'ofds.structure.codelist': [
    'القيمة {value} ليست في قائمة رموز المعيار',
    'رمز من القائمة',
    'استعملوا رمزا من المعيار',
  ],
  'ofds.structure.constant': ['توجد {value} حيث يجب أن توجد {expected}', 'نص المعيار بعينه', 'اكتبوه كما هو بالضبط'],
  'ofds.structure.link-relation': [
    'توجد {value} على رابط ليس الأول',
    'العلاقة describedby على الرابط الأول فقط',
    'انقلوا الرابط إلى الموضع الأول، أو أعطوه علاقته',
  ],
  'ofds.structure.not-unique': ['العنصر نفسه مكرر في القائمة', 'كل عنصر مرة واحدة', 'احذفوا الثاني'],
  'ofds.structure.unexpected-field': [
    'للإحالة أعضاء أخرى',
    'العضوان id وname',
    'اتركوا الباقي: فهو للعنصر المحال عليه',
  ],
  'ofds.structure.duplicate-member': ['عضو مكرر في عنصره؛ ويُحتسب الأخير', 'كل عضو مرة واحدة', 'احذفوا غير المقصود'],
  'ofds.structure.version': ['تتبع الشبكة OFDS {value}؛ وقُرئت على هذا الأساس', 'OFDS 0.4', 'لا شيء يلزم'],
  'ofds.additional_fields': [
    'الحقل {column} ليس من المعيار ولم يُقرأ (عدد المرات: {value})',
    'حقل من المعيار',
    'لا شيء يلزم، إلا إذا كان الاسم خاطئا',
  ],
  'ofds.span_start_node_not_found': [
    'يبدأ المقطع من العقدة {value}، وليست في الشبكة',
    'معرّف عقدة من الشبكة',
    'أضيفوا العقدة، أو صححوا `start`',
  ],
  'ofds.span_end_node_not_found': [
    'ينتهي المقطع عند العقدة {value}، وليست في الشبكة',
    'معرّف عقدة من الشبكة',
    'أضيفوا العقدة، أو صححوا `end`',
  ],
  'ofds.node_location_type_incorrect': ['الموقع من نوع {value}', 'Point', 'أعطوا موقع العقدة بنوع Point'],
  'ofds.node_location_coordinates_incorrect': [
    'إحداثيات الموقع هي {value}',
    'خط الطول وخط العرض وربما الارتفاع، أعدادا',
    'أعطوا عددين أو ثلاثة',
  ],
  'ofds.span_route_type_incorrect': ['المسار من نوع {value}', 'LineString', 'أعطوا مسار المقطع بنوع LineString'],
  'ofds.span_route_coordinates_incorrect': [
    'إحداثيات المسار هي {value}',
    'موضعان على الأقل، لكل منهما خط الطول وخط العرض وربما الارتفاع',
    'أعطوا قائمة مواضع',
  ],
  ...referenceRules('ofds.node_phase', phase('تتبع العقدة')),
  ...referenceRules('ofds.span_phase', phase('يتبع المقطع')),
  ...referenceRules('ofds.contract_related_phase', phase('يتبع العقد')),
  ...referenceRules('ofds.node_organisation', organisation('تسمّي العقدة')),
  ...referenceRules('ofds.span_organisation', organisation('يسمّي المقطع')),
  ...referenceRules('ofds.phase_organisation', organisation('تسمّي المرحلة')),
  'ofds.node_international_connections_country_not_set': [
    'ربط دولي لا يذكر البلد الذي يقود إليه',
    'بلد',
    'أضيفوا `country`',
  ],
  'ofds.node_not_used_in_any_spans': [
    'لا مقطع يبدأ من العقدة أو ينتهي عندها',
    'مقطع عند كل عقدة',
    'أضيفوا مقاطعها، أو احذفوا العقدة',
  ],
  'ofds.duplicate_node_id': twice('عقدة', 'عقدة'),
  'ofds.duplicate_span_id': twice('مقطع', 'مقطع'),
  'ofds.duplicate_phase_id': twice('مرحلة', 'مرحلة'),
  'ofds.duplicate_organisation_id': twice('مؤسسة', 'مؤسسة'),
  'ofds.duplicate_contract_id': twice('عقد', 'عقد'),
  'ofds.has_links_with_external_node_data': [
    'روابط تقود إلى عقد أخرى: لا تُتبع، ولا تُفحص الإحالات',
    'العقد داخل الوثيقة',
    'ضعوا كل العقد في الوثيقة',
  ],
  'ofds.has_links_with_external_span_data': [
    'روابط تقود إلى مقاطع أخرى: لا تُتبع، ولا تُفحص الإحالات',
    'المقاطع داخل الوثيقة',
    'ضعوا كل المقاطع في الوثيقة',
  ],
  'ofds.reference-not-found': [
    'يحيل {column} على {value}، وليس في الشبكة',
    'معرّف عنصر من الشبكة',
    'أضيفوا العنصر، أو صححوا معرّفه',
  ],
  'ofds.duplicate-wayleave-id': twice('حق مرور', 'حق مرور'),
  'ofds.topology.ends-swapped': [
    'البداية والنهاية معكوستان: يبدأ المسار عند عقدة النهاية',
    'مسار من البداية إلى النهاية',
    'بادلوا بين `start` و`end`، أو اعكسوا المسار',
  ],
  'ofds.topology.end-far': [
    'يبعد طرف المسار {column} عن عقدته {value}',
    '100 m على الأكثر',
    'انقلوا العقدة، أو صححوا المسار',
  ],
  'ofds.topology.end-off': [
    'يبعد طرف المسار {column} عن عقدته {value}',
    '100 m على الأكثر',
    'انقلوا العقدة، أو صححوا المسار',
  ],
  'ofds.topology.without-ends': ['لا يذكر المقطع طرفه {column}', '`start` و`end`', 'أضيفوا معرّفي العقدتين عند طرفيه'],
  'ofds.topology.self-loop': ['يبدأ المقطع وينتهي عند العقدة {value}', 'عقدتان مختلفتان', 'صححوا `start` أو `end`'],
  'ofds.topology.detour': [
    'طول المسار يعادل {value} أضعاف الخط المستقيم بين طرفيه',
    '5 أضعاف على الأكثر',
    'ابحثوا عن مواضع غير مرتبة',
  ],
  'ofds.topology.components': [
    'عدد الأجزاء غير المتصلة التي تؤلفها المقاطع: {value}',
    'شبكة واحدة',
    'لا شيء يلزم، إلا إذا كان ينبغي أن تلتقي الأجزاء',
  ],
  'ofds.topology.node-name-twice': [
    '{value} اسم لأكثر من عقدة',
    'اسم لكل عقدة',
    'لا شيء يلزم، إلا إذا كانت عقدة واحدة',
  ],
  'ofds.span-without-route': ['ليس للمقطع مسار: لا يُرسم ولا يُقاس', 'من نوع LineString', 'أضيفوا المسار'],
  'ofds.node-without-location': ['ليس للعقدة موقع', 'من نوع Point', 'أضيفوا الموقع'],
  'ofds.outside-country': [
    'الشبكة كلها خارج البلد: لا يُحتسب منها شيء',
    'شبكة داخل البلد',
    'تأكدوا من أن الملف لهذا البلد',
  ],
  'ofds.partly-outside': ['عدد عقدها خارج البلد: {value}', 'عقد داخل البلد', 'لا شيء يلزم حيث تعبر الخطوط الحدود'],
  'ofds.status-not-given': ['عدد المقاطع دون حالة: {value}؛ وتُحتسب في الخدمة', 'حالة', 'أضيفوا `status`'],
  'ofds.date-not-given': [
    'لم يُذكر publicationDate ولا collectionDate',
    'تاريخ المعطيات',
    'أضيفوا التاريخين؛ ويُحتسب المقدَّم لتاريخ التصريح',
  ],
  'ofds.crs-not-given': ['لم يُذكر `crs`: تؤخذ المواضع في CRS84', '`crs`', 'أضيفوا `crs`'],
  'ofds.not-fibre': ['عدد المقاطع من غير الألياف: {value}؛ ولا يُحتسب طولها', 'ألياف بصرية', 'لا شيء يلزم'],
}
