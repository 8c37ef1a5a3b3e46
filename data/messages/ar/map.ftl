map-title = تغطية · التغطية بكل { $unit }

skip-map = الانتقال إلى الخريطة
skip-panel = الانتقال إلى الأرقام
skip-table = الانتقال إلى الجدول

bar-country = عرض البلد بأكمله
bar-operators = المتعهدون
bar-language = اللغة
bar-menu = القائمة
bar-theme-dark = التبديل إلى المظهر الداكن
bar-theme-light = التبديل إلى المظهر الفاتح

band-label = للعلم
band-synthetic = معطيات تجريبية اصطناعية
band-synthetic-detail = المتعهدون والتغطية من نسج الخيال؛ أما الحدود والإحصاء فحقيقية.
band-damaged = معطيات تالفة لا تُحتسب:
band-damaged-detail = لا يمكن قراءة هذه الملفات كما أُودعت؛ ولا يُستخرج منها أي رقم.

damage-filing = { $operator }، { $kind }، { $date }
damage-source = قياسات { $source }: { $months }
damage-more = و{ $n } أخرى

kind-mobile = تغطية الهاتف المحمول
kind-fibre = محلات قابلة للربط
kind-network = شبكة الألياف البصرية

band-offline = غير متصل: لا يمكن عرض إلا الأرقام المستلمة من قبل.
band-published = نُشرت معطيات جديدة للتو؛ الخريطة محيّنة.
band-known = كما كان معروفا في { $date }
band-known-clear = العودة إلى المعروف اليوم

fault-title = لا يمكن عرض هذا الرابط كما هو.
fault-unknown = { $what }: «{ $value }» غير موجود في هذه المعطيات.
fault-not-offered = { $what }: «{ $value }» لا يوفر هذه التكنولوجيا.
fault-unreadable = { $what }: «{ $value }» غير مقروء.
fault-ahead = { $what } { $value }: لا يصل أي تصريح إلى هذا التاريخ بعد.
fault-not-before = { $what }: «{ $value }» ليس قبل المعروض، أو هو المعروض نفسه.
fault-instead = المعروض بدله: { $shown }.
fault-left-out = تُرك جانبا.
fault-correct = الاحتفاظ بهذا العرض وتصحيح الرابط
fault-of-known = كما كان معروفا في
fault-of-today = يوم الحكم على الأهداف
fault-of-point = النقطة
fault-of-by = وحدات الجانب المقيس
fault-of-only = الفئات المبرزة
fault-of-map = إطار الخريطة

search-label = البحث عن مكان
search-placeholder = { $unit }، مكان، رمز أو إحداثيات
search-none = لا يوجد مكان بهذا الاسم
search-nowhere = لا توجد هذه الإحداثيات: خط العرض حتى 90 وخط الطول حتى 180
search-partly = من دون الأماكن الصغيرة
search-why-code = الرمز { $code }
search-why-spelling = كتابة أخرى
search-why-near = اسم قريب
search-why-latlon = قُرئت كخط عرض ثم خط طول
search-why-lonlat = قُرئت كخط طول ثم خط عرض
search-why-swapped = بُدّل خط الطول وخط العرض: لا تقع في البلد إلا هكذا
search-why-signed = أُضيفت الإشارة: لا تقع في البلد إلا هكذا
search-why-outside = خارج البلد
search-failed = تعذر البحث
search-count = عدد النتائج: { $n }
search-coordinates = إحداثيات
search-locality = مكان

filters-title = الاختيارات
filters-open = الاختيارات
filters-close = إغلاق الاختيارات
filters-what = ماذا
filters-technology = التكنولوجيا
filters-tier = الصبيب الأدنى
filters-environment = المحيط
filters-who = من طرف من
filters-scope = المتعهدون المحتسبون
filters-denominator = نسبة ماذا
filters-when = متى
filters-date = الوضعية في
filters-notfiled = بدون تصريح: { $list }
filters-layers = الطبقات

gap-title = السكان غير المشمولين بالتغطية
gap-legend = السكان غير المشمولين بالتغطية: كلما كبرت النقطة زاد عددهم
footprint-covered = الخلايا المشمولة بالتغطية، عند التقريب
footprint-gained = الخلايا المكتسبة، عند التقريب
footprint-lost = الخلايا المفقودة، عند التقريب
footprint-failed = يتعذر عرض الخلايا المشمولة بالتغطية

compare-title = مقارنة مع
compare-off = بدون مقارنة
compare-dates = تاريخ سابق
compare-scopes = متعهدون آخرون
compare-against = مقارنة مع: { $what }
compare-legend = الفرق مع: { $what }، بالنقط المئوية
compare-before = قبلُ:
compare-after = بعدُ:
compare-share = النسبة
compare-gained = مكتسب
compare-lost = مفقود
compare-parts = مصدر الفرق
compare-part-network = الشبكة
compare-part-correction = التصحيح
compare-part-definition = التعريف
compare-part-denominator = المقام
compare-total = المجموع
compare-adds-up = مجموع هذه الأجزاء يساوي الفرق تماما.
compare-adds-up-rounded = مجموع هذه الأجزاء يساوي الفرق تماما؛ وهي مقرّبة هنا.
compare-unsplit = الأجزاء غير معروفة: أحد التصريحات بين الجانبين تالف.
compare-damaged = الفرق غير معروف: تصريح في أحد الجانبين تالف.
compare-nodata = لا تصريح في أحد الجانبين: لا شيء للمقارنة
compare-most = أكبر الفروق: { $units }
compare-nowhere = لا فرق: { $units }
compare-meaning = ما تقوله هذه الأرقام
compare-class = من { $from } إلى { $to } نقط مئوية
compare-class-below = ما دون { $to } نقط مئوية
compare-class-above = ما فوق { $from } نقط مئوية
compare-csv = الفروق CSV
compare-other = غير ذلك
compare-by-filings = تصريحان…
compare-by-known = ما كان معروفا من قبل…
compare-by-measured = ما تم قياسه
compare-how = طريقة العرض
compare-how-difference = الفرق
compare-how-swipe = جنبا إلى جنب
compare-shown = التصريح المعروض
compare-against-filing = مقارنة مع
compare-first-filing = لا تصريح قبله لهذا المتعهد.
compare-no-filings = لم يصرّح هذا المتعهد بشيء لهذه التكنولوجيا.
compare-known = كما كان معروفا عند التوصل بـ
compare-known-at = المعروف في { $date }
compare-known-none = لم يُتوصل بشيء قبل ذلك لهذه التكنولوجيا.
compare-filing = التصريح { $id }
compare-swipe = فاصل بين { $first } و{ $second }
compare-swipe-text = { $side } يشغل { $n } من الخريطة
compare-comma = ،
compare-up = { $n } في ارتفاع
compare-down = { $n } في انخفاض
compare-amount-population = { $n ->
    [zero] { $text } نسمة
    [one] { $text } نسمة
    [two] { $text } نسمة
    [few] { $text } نسمات
    [many] { $text } نسمة
   *[other] { $text } نسمة
}
compare-amount-households = { $n ->
    [zero] { $text } أسرة
    [one] { $text } أسرة
    [two] { $text } أسرتان
    [few] { $text } أسر
    [many] { $text } أسرة
   *[other] { $text } أسرة
}
compare-list-gained = { $units } مكتسِبة
compare-list-lost = { $units } فاقدة
compare-list-up = { $units } ارتفعت نسبتها
compare-list-down = { $units } انخفضت نسبتها
compare-list-none = لا توجد أي منها.
compare-list-close = إغلاق القائمة

basis-title = ما وراء هذا الرقم
basis-none = لا تصريح يُحتسب في هذا الرقم.
basis-filing = { $kind }، الوضعية في { $date }
basis-recorded = تُوصل به في { $date } (UTC)
basis-damaged = تالف، غير محتسب
basis-layers = الطبقات المحتسبة: { $list }
basis-cells = { $n ->
    [zero] { $n } خلية
    [one] خلية واحدة
    [two] خليتان
    [few] { $n } خلايا
    [many] { $n } خلية
   *[other] { $n } خلية
}
basis-premises = { $n ->
    [zero] { $n } محل
    [one] محل واحد
    [two] محلان
    [few] { $n } محلات
    [many] { $n } محلا
   *[other] { $n } محل
}
basis-replaces = حلّ محل:
basis-replaced = الوضعية في { $date }، تُوصل به في { $recorded }
basis-tests = اختبارات { $source }
basis-silent = بدون تصريح: { $list }
basis-placed = السكان: { $census }، { $surface }.
basis-surface-urban-centre = موزعون في المراكز الحضرية وحولها
basis-surface-uniform = موزعون بالتساوي داخل كل وحدة أساسية
basis-window = اختبارات من { $from } إلى { $to }.

routes-title = شبكات الألياف البصرية
routes-operational = في الخدمة
routes-planned = مبرمج
routes-none = لا شبكة مصرح بها في هذا التاريخ
routes-damaged = الشبكة المصرح بها تالفة: الأطوال غير معروفة
routes-definition = ما الذي تحسبه المسارات

measured-title = المصرح به والمقيس
measured-claimed = مصرح به
measured-measured = مقيس
measured-swipe = الفاصل بين المصرح به والمقيس
measured-swipe-text = المصرح به يشغل { $n } من الخريطة
measured-show = ما يعرضه الجانب المقيس
measured-show-verdict = الحكم
measured-show-share = نسبة الاختبارات
measured-show-download = الصبيب الوسيط
measured-by = حسب
measured-source = مصدر الاختبارات
measured-legend = المقيس: { $what } · { $level }
measured-none = لا اختبارات
measured-empty = لا قياسات بعد
measured-commune = تُحسب الاختبارات لكل { $unit }.
measured-strength = كلما امتلأ اللون ضاق مجال الثقة في الاختبارات.
measured-several = عدة متعهدين: تُعرض أسوأ نتيجة بينهم.
measured-met = المقيس: نسبة الاختبارات التي بلغت { $tier } أو أكثر، مجال الثقة 95%.
measured-median = الوسيط { $speed } ({ $interval })
measured-tests = عدد الاختبارات { $n }
measured-evidence = الحكم على { $tests ->
    [zero] { $tests } اختبار
    [one] اختبار واحد
    [two] اختبارين
    [few] { $tests } اختبارات
    [many] { $tests } اختبارا
   *[other] { $tests } اختبار
} داخل المصرح به، { $cells ->
    [zero] { $cells } مكان
    [one] مكان واحد
    [two] مكانين
    [few] { $cells } أماكن
    [many] { $cells } مكانا
   *[other] { $cells } مكان
}، { $days ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يوما
   *[other] { $days } يوم
}
measured-damaged = أشهر قياسات تالفة: لا يُحتسب شيء
measured-evidence-damaged = الحكم غير معروف: تصريح أو شهر من القياسات تالف
measured-definition = ما تقوله القياسات
measured-contradicted = تصريحات تخالفها الاختبارات: { $n }
measured-more = و{ $n } أخرى في الجدول

verdict-confirmed = مؤكد
verdict-contradicted = مخالف للقياس
verdict-insufficient = معطيات غير كافية
verdict-damaged = معطيات تالفة

targets-title = الأهداف
targets-goal = { $goal } في { $date }
targets-expected = المنتظر في { $date }: { $share }
targets-expected-then = المنتظر حينها: { $share }
targets-filed = مصرح به لتاريخ { $date }، قبل { $days }
targets-stage-current = (المرحلة الحالية)
targets-today-clock = في { $date }، اليوم
targets-today-asked = في { $date }، يوم الرابط
targets-today-as_of = في { $date }، التاريخ المختار
targets-today-known_at = في { $date }، يوم المعلومة المختار
targets-gap-population = { $n ->
    [zero] ينقص { $n } نسمة
    [one] تنقص نسمة واحدة
    [two] تنقص نسمتان
    [few] تنقص { $n } نسمات
    [many] تنقص { $n } نسمة
   *[other] تنقص { $n } نسمة
} لبلوغ { $goal }
targets-gap-households = تنقص { $n ->
    [zero] { $n } أسرة
    [one] أسرة واحدة
    [two] أسرتان
    [few] { $n } أسر
    [many] { $n } أسرة
   *[other] { $n } أسرة
} لبلوغ { $goal }
targets-superseded = أهداف جرى استبدالها ({ $n })
targets-others = تكنولوجيات أخرى ({ $n })
targets-about = النص والمصدر
targets-source = المصدر:
targets-statuses = معنى الحالات
targets-none = لا هدف مسجلا.
targets-none-technology = لا هدف لهذه التكنولوجيا.

target-met = محقق
target-on_track = في الموعد
target-late = متأخر
target-not_computable = غير قابل للحساب

filters-reset = العودة إلى الاختيارات الأولى

scope-any = متعهد واحد على الأقل
scope-min2 = متعهدان على الأقل
scope-all = جميع المتعهدين
scope-one = { $name } وحده
scope-operators = متعهد واحد بعينه
scope-combined = مجتمعين

denominator-population = السكان
denominator-households = الأسر
denominator-area = المساحة
denominator-of-population = من السكان مشمولون بالتغطية
denominator-of-households = من الأسر مشمولة بالتغطية
denominator-of-area = من المساحة مشمولة بالتغطية

unit-population = نسمة
unit-households = أسرة
unit-area = { "" }

gap-population = السكان غير المشمولين بالتغطية
gap-households = الأسر غير المشمولة بالتغطية
gap-area = المساحة غير المشمولة بالتغطية

map-label = خريطة التغطية لكل { $unit }. يعطي الجدول الأرقام نفسها.
map-zoomin = تكبير
map-zoomout = تصغير
map-whole = إظهار المجال المختار كاملا
map-failed = تعذر عرض الخريطة
map-failed-detail = لا يوفر هذا المتصفح WebGL. يعطي الجدول الأرقام نفسها.
map-attribution = المصادر

legend-title = مفتاح الخريطة
legend-expand = قراءة التعريف
legend-collapse = طي المفتاح
legend-pick = إبراز { $share } على الخريطة
legend-nodata = لا تصريح
legend-missing = بدون تصريح في هذا التاريخ: { $list }
legend-bound = كل نسبة حد أدنى: تصريح { $list } تالف ولم يُحتسب.
legend-estimate = تقدير: لا معرّف مشتركا لمحلات مختلف المتعهدين.

state-loading = جار التحميل
state-nofiling = لا تصريح
state-insufficient = معطيات غير كافية
state-damaged = تصريح تالف
state-damaged-short = تالف
state-damaged-share = النسبة غير معروفة: تصريح محتسب تالف.

bound-least = { $n } على الأقل
bound-most = { $n } على الأكثر

empty-title = لا تصريح في { $date } أو قبله
empty-first = أول تصريح بتاريخ { $date }.
empty-show = عرض { $date }
empty-never = لم يقدم بعد أي تصريح لهذا الاختيار.

error-offline = أنت غير متصل
error-network = الخادم لا يجيب
error-silent = لم يجب الخادم في الوقت المناسب
error-unreadable = الجواب المستلم غير قابل للقراءة
error-server = حدث خطأ في الخادم
error-refused = رُفض هذا الطلب
error-retry = إعادة المحاولة
error-unknown-territory = لا يوجد هذا المجال في المعطيات

panel-title = أرقام المجال
panel-path = المجال
panel-covered = { $covered } من أصل { $total } { $unit }
panel-change = منذ { $date }
panel-rank = الرتبة { $rank } من { $of }
panel-rank-among = { $level }، { $parent }
panel-history = التطور
panel-history-text = من { $first } في { $from } إلى { $last } في { $to }.
panel-history-damaged = تواريخ تالفة: { $list }.
panel-operators = المتعهدون
panel-operators-hint = اختر سطرا لعرضه على الخريطة
panel-children-gap = غير مشمولين
panel-children-share = النسبة
panel-children-all = عرض الكل ({ $n })
panel-children-less = طي
panel-definition = التعريف
panel-data = المعطيات
panel-csv = جدول CSV
panel-geojson = خريطة GeoJSON
panel-copy = نسخ الرابط
panel-copied = نُسخ الرابط: سيعيد فتح هذه الأرقام نفسها
panel-copied-plain = نُسخ الرابط
panel-print = طباعة
panel-code = الرمز الرسمي
panel-table = جدول: { $units }
panel-capped = المحلات أكثر من الأسر: حُددت النسبة في 100% (المعدل { $ratio }).
panel-census = نسمة سنة 2024

point-title = في النقطة المختارة
point-ask = عرض ما هو مصرح به هنا
point-none = لا يصرح أي متعهد بالتغطية هنا.
point-none-damaged = لا يغطي هذه النقطة أي تصريح مقروء.
point-damaged = ما تصرح به هذه الملفات التالفة غير معروف:
point-outside = هذه النقطة خارج البلد.
point-clear = إزالة النقطة
point-passed = { $n ->
    [zero] { $n } محل قابل للربط
    [one] محل واحد قابل للربط
    [two] محلان قابلان للربط
    [few] { $n } محلات قابلة للربط
    [many] { $n } محلا قابلا للربط
   *[other] { $n } محل قابل للربط
} في الخلية
point-measured = المقيس هنا ({ $unit })

sheet-taller = تكبير البطاقة
sheet-shorter = تصغير البطاقة

table-title = { $level } · { $territory }
table-open = الجدول
table-close = إغلاق الجدول
table-level = المستوى
table-name = المجال
table-parent = ضمن
table-share = النسبة
table-covered = مشمولون
table-total = المجموع
table-gap = غير مشمولين
table-met = اختبارات مطابقة
table-median = الصبيب الوسيط
table-tests = اختبارات
table-verdict = الحكم
table-caption = الأرقام نفسها كما في الخريطة. اختر عنوان عمود للترتيب.

# اللوحة والوحدات والفجوات والفئات الخاصة

plate-stays = اختر على هذه الصورة.
unit-title = الخريطة حسب
fault-of-unit = وحدات الخريطة
unit-auto = تلقائي
unit-cells = الخلايا المشمولة
gaps-title = أكبر الفجوات · { $units }
gaps-closest = من الأقرب إليها
gaps-all = كلها مرتبة
gaps-closest-is = الأقرب: { $name }، { $share }؛ { $missing }
classes-title = فئاتك الخاصة
classes-limits = الحدود بين الفئات (%)
classes-take = تطبيق
classes-reset = الفئات المعتادة
classes-hint = من حد واحد إلى خمسة حدود، من الأدنى إلى الأعلى، مثل 50, 80, 90, 95, 99.
classes-wrong = من حد واحد إلى خمسة حدود، أكبر من 0 وأصغر من 100، كل حد أعلى من سابقه.

# دون شبكة

band-seen = تعذر الوصول إلى الخادم: المعروض كما شوهد آخر مرة في { $date }.
band-missing = غير متوفر: { $list }.
offline-figures = الأرقام
offline-on = يحتفظ هذا الجهاز بما شوهد هنا لتُفتح الصفحة دون شبكة.
offline-off = لا يحتفظ هذا الجهاز بشيء من هذه الصفحة.
offline-turn-off = نسيانه وعدم الاحتفاظ بشيء بعد الآن
offline-turn-on = الاحتفاظ به
# الجدول أداة للعمل
table-where = داخل
table-where-map = كما على الخريطة: { $name }
table-below = النسبة
table-below-any = كل النسب
table-below-under = أقل من { $share }
table-below-zero = { $share } بالضبط
table-verdict-any = كل الأحكام
table-named = الاسم يتضمن
table-count = { $n ->
    [zero] لا سطر من أصل { $of }
    [one] سطر واحد من أصل { $of }
    [two] سطران من أصل { $of }
    [few] { $n } أسطر من أصل { $of }
    [many] { $n } سطرا من أصل { $of }
   *[other] { $n } سطر من أصل { $of }
}
table-sorted-up = مرتب حسب { $column }، تصاعديا
table-sorted-down = مرتب حسب { $column }، تنازليا
table-clear = مسح المرشحات
table-none = لا سطر يوافق هذه المرشحات.
table-columns = الأعمدة
table-columns-reset = الأعمدة المعتادة
table-csv = ملف CSV لما هو معروض
table-pick = تحديد { $name }
table-pick-all = تحديد كل هذه الأسطر
table-pick-column = التحديد
table-picked = { $n ->
    [zero] لا سطر محدد
    [one] سطر واحد محدد
    [two] سطران محددان
    [few] { $n } أسطر محددة
    [many] { $n } سطرا محددا
   *[other] { $n } سطر محدد
}
table-picked-show = عرض على الخريطة
table-picked-clear = إلغاء التحديد
table-picked-most = { $n ->
    [zero] لا يمكن تحديد أي سطر.
    [one] يمكن تحديد سطر واحد على الأكثر.
    [two] يمكن تحديد سطرين على الأكثر.
    [few] يمكن تحديد { $n } أسطر على الأكثر.
    [many] يمكن تحديد { $n } سطرا على الأكثر.
   *[other] يمكن تحديد { $n } سطر على الأكثر.
}
table-closest = المتعهد الأقرب
table-closest-title = المتعهد صاحب أعلى نسبة خاصة به هناك
table-closest-none = لا متعهد يغطي أحدا هناك
table-closest-uncertain = من بين التصاريح المقروءة: قد يكون تصريح تالف أفضل.
table-missing = ما ينقصه
table-missing-title = ما لا يغطيه المتعهد الأقرب هناك، بوحدة النسبة
table-operator-title = نسبة { $name } وحده
table-change = التغير
table-goal = الفارق عن الهدف
table-goal-of = الفارق عن الهدف الوطني { $goal }، { $date }
table-needs-compare = اختر ما تقارن به.
table-needs-goal = لا هدف يخص هذا السؤال نفسه.
fault-of-sort = ترتيب الجدول
fault-of-rows = الأسطر المحددة

# الصفحات الأخرى
page-map = الخريطة
page-filings = التصاريح
page-about = حول
page-list = الصفحات
skip-main-part = الانتقال إلى المحتوى
point-filing = الوضعية في { $date }
## Places that matter, in lists that somebody publishes.

denominator-of-places = من هذه الأماكن مشمولة بالتغطية
unit-places = مكان
gap-places = الأماكن غير المشمولة بالتغطية
listed-title = أماكن مهمة
listed-none = لا شيء
listed-fixed = لا يُعرف في هذه التكنولوجيا هل المكان نفسه مخدوم، إذ يُصرَّح بها بالمحلات.
listed-covered = { $covered } من أصل { $total } مشمولة بالتغطية
listed-covered-least = { $covered } على الأقل من أصل { $total } مشمولة بالتغطية
listed-nowhere = لا يوجد هنا أي من هذه الأماكن.
listed-unknown = لا يُعرف أيها مشمول بالتغطية.
listed-uncovered = دون تغطية: { $count }
listed-more = و{ $count } أخرى في الجدول
listed-csv = الأماكن دون تغطية (CSV)
listed-look-covered = مشمول بالتغطية
listed-look-uncovered = غير مشمول بالتغطية
listed-look-unknown = تغطية غير معروفة
listed-thinned = من بعيد يُرسم بعض الأماكن فقط، ومن قريب كلها.
listed-source = قائمة { $source }، الوضعية في { $date }، الرخصة { $licence }.
listed-synthetic = قائمة مصطنعة.
