operators-title = تغطية · تصريحات المتعهدين

bar-page = المتعهدون
bar-map = الخريطة

skip-main = الانتقال إلى المحتوى

sign-title = فضاء المتعهدين
sign-intro = قدّموا هنا تصريحات التغطية والشبكات. يُفحص كل ملف أولا، ولا يُنشر شيء دون موافقتكم.
sign-token = رمز الولوج
sign-token-hint = يبدأ بـ tgh_ وقد سُلّم إليكم مرة واحدة. يبقى في هذا اللسان ويُمحى عند إغلاقه.
sign-show = إظهار الرمز
sign-hide = إخفاء الرمز
sign-in = دخول
sign-busy = جار الدخول…
sign-out = خروج
sign-out-done = تم الخروج، ومُحي الرمز.
sign-empty = أدخلوا الرمز.
sign-lost = لا رمز لديكم أو ضاع منكم؟ اتصلوا بمدير المنصة: الرمز الضائع يُستبدل ولا يُسترجع.

formats-title = ما يمكن تقديمه
formats-schema = المخطط: { $name }

problem-unauthorized = هذا الرمز غير معروف. تأكدوا من نسخه كاملا.
problem-token-expired = انتهت صلاحية هذا الرمز. اطلبوا رمزا جديدا من مدير المنصة.
problem-token-revoked = أُلغي هذا الرمز. اطلبوا رمزا جديدا من مدير المنصة.
problem-wrong-role = لا يسمح هذا الرمز بهذه العملية.
problem-other-operator = هذا الرمز لمتعهد آخر.
problem-filing-off = لا يستقبل هذا الخادم تصريحات.
problem-already-withdrawn = هذا التصريح مسحوب من قبل.
problem-too-many-requests = طلبات كثيرة في وقت قصير. أعيدوا المحاولة بعد { $seconds ->
    [zero] { $seconds } ثانية
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $seconds } ثوان
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
}.
problem-too-large = الملف أكبر مما يقبله هذا الخادم.
problem-busy = ملفات أخرى قيد الفحص. أعيدوا المحاولة بعد لحظة.
problem-timeout = استغرق الإرسال وقتا طويلا. أعيدوا المحاولة باتصال أفضل.
problem-network = الخادم لا يجيب. تحققوا من الاتصال ثم أعيدوا المحاولة.
problem-silent = لم يجب الخادم في الوقت المناسب. أعيدوا المحاولة.
problem-unreadable = الجواب المستلم غير قابل للقراءة. أعيدوا المحاولة، وإن تكرر فتحققوا من الشبكة (بوابة الدخول).
problem-offline = أنتم غير متصلين. أعيدوا المحاولة بعد عودة الاتصال.
problem-server = حدث خطأ في الخادم. أعيدوا المحاولة، وإن تكرر فأخبروا مدير المنصة.
problem-refused = رفض الخادم الطلب.
problem-retry = إعادة المحاولة
problem-no-filing-role = يسمح هذا الرمز ({ $role }) بالاطلاع لا بتقديم التصريحات.

who-title = أنتم
who-role = الصفة
who-token = الرمز
who-expires = صالح إلى غاية { $date }
who-never = بدون أجل
who-soon = تنتهي صلاحيته قريبا: { $date }
who-technologies = التكنولوجيات

role-operator = متعهد
role-probe = مسبار
role-planner = تخطيط
role-admin = إدارة

kind-mobile-coverage = تغطية الهاتف المحمول
kind-mobile-coverage-hint = خلايا H3 (CSV) أو مضلعات (GeoJSON)
kind-fibre-availability = محلات قابلة للربط
kind-fibre-availability-hint = سطر لكل محل (CSV)
kind-fibre-network = شبكة الألياف البصرية
kind-fibre-network-hint = معيار Open Fibre Data Standard 0.3 أو 0.4 (JSON)

file-title = تصريح جديد
file-operator = باسم المتعهد
file-kind = النوع
file-as_of = الوضعية في
file-as_of-hint = اليوم الذي يصف الملف شبكته
file-crs = النظام المرجعي
file-crs-hint = فقط إن كان الملف لا يسمّيه ولم تكن إحداثياته خطوط طول وعرض
file-file = الملف
file-drop = ضعوا الملف هنا
file-or = أو
file-choose = اختيار ملف
file-change = تغيير الملف
file-packed = كما هو، أو مضغوطا بصيغة gzip أو zip.
file-several = ملف واحد في كل مرة: أُخذ الأول.
file-folder = هذا مجلد: ضعوا ملفا.
file-check = فحص
file-again = إعادة الفحص
file-submit = تقديم التصريح
file-submit-direct = التقديم دون فحص مسبق
file-submit-direct-hint = الملف أكبر مما يقبله الفحص المسبق. يُفحص عند التقديم بالطريقة نفسها، وإن وُجد خطأ فلا يُسجل شيء.
file-submit-warn = سيُسجل التصريح ويُنشر في الحال.
file-cancel = إيقاف
file-cancelled = أُوقف الإرسال ولم يُسجل شيء.
file-another = تقديم تصريح آخر
file-changed = تغيّر الملف على القرص بعد اختياره. اختاروه من جديد.

need-file = اختاروا ملفا.
need-as_of = حددوا تاريخ الوضعية.
need-as_of-future = هذا التاريخ في المستقبل.
need-crs = اكتبوا النظام برقمه في EPSG، مثل EPSG:26191.

progress-upload-check = إرسال الملف للفحص
progress-upload-submit = إرسال التصريح
progress-of = { $done } من { $all }
progress-waiting = وصل الملف؛ في انتظار ملف آخر
progress-checking = وصل الملف؛ القراءة والفحص جاريان
progress-rows = الأسطر المقروءة: { $n }
progress-recording = تم الفحص؛ التسجيل جار
progress-said = { $what }: { $percent }

lost-title = انقطع الاتصال أثناء الإرسال
lost-check = لم يُسجل شيء. أعيدوا الفحص بعد عودة الاتصال.
lost-submit = لم يضع شيء: أعيدوا الطلب. الملف نفسه ينال الوصل نفسه، ولا يصير تصريحين أبدا.
lost-again = إعادة الطلب

report-title = تقرير الفحص
report-of = تقرير تصريح { $date }
report-private = لا يطلع على الملاحظات واسم الملف سواكم والمسؤولون عن المنصة؛ ولا يرى العموم إلا عدد المرات لكل قاعدة.
report-ok = سليم
report-ok-detail = يمكن تقديم الملف.
report-warned = سليم مع تنبيهات
report-warned-detail = يمكن تقديم الملف؛ اقرؤوا التنبيهات أولا.
report-refused = مرفوض
report-refused-detail = صححوا الأخطاء أدناه ثم أعيدوا الفحص. لم يُسجل شيء.
report-crs-chosen = رُدّت الإحداثيات من { $crs } الذي اخترتموه.
report-crs-named = رُدّت الإحداثيات من { $crs } الذي يسمّيه الملف.
report-crs-guess = الإحداثيات ليست درجات والملف لا يسمّي نظاماً مرجعياً. ومن الأنظمة المعتادة هذا ما تقع وفقه في البلد: تحققوا من أنه نظام الملف.
report-crs-read = القراءة وفق { $crs }
report-rows = { $n ->
    [zero] سطر مقروء
    [one] سطر مقروء
    [two] سطران مقروءان
    [few] أسطر مقروءة
    [many] سطرا مقروءا
   *[other] سطر مقروء
}
report-features = { $n ->
    [zero] عنصر مقروء
    [one] عنصر مقروء
    [two] عنصران مقروءان
    [few] عناصر مقروءة
    [many] عنصرا مقروءا
   *[other] عنصر مقروء
}
report-errors = { $n ->
    [zero] خطأ
    [one] خطأ
    [two] خطآن
    [few] أخطاء
    [many] خطأ
   *[other] خطأ
}
report-warnings = { $n ->
    [zero] تنبيه
    [one] تنبيه
    [two] تنبيهان
    [few] تنبيهات
    [many] تنبيها
   *[other] تنبيه
}
report-repairs = { $n ->
    [zero] إصلاح
    [one] إصلاح
    [two] إصلاحان
    [few] إصلاحات
    [many] إصلاحا
   *[other] إصلاح
}
report-size = الحجم
report-stopped = توقفت القراءة قبل النهاية: قد تكون هناك أخطاء أخرى.
report-layers = ما يصرح به الملف
report-layer-cells = الخلايا: { $n }
report-layer-premises = المحلات: { $n }، المساكن والمؤسسات: { $units }
report-network = العقد: { $nodes }، المقاطع: { $spans }، الطول: { $length }
report-byrule = الملاحظات حسب القاعدة
report-all = كل الملاحظات
report-findings = الملاحظات
report-shown = { $shown } من { $all }
report-kept = يفصّل التقرير { $kept } من أصل { $all ->
    [zero] { $all } ملاحظة
    [one] ملاحظة واحدة
    [two] ملاحظتين
    [few] { $all } ملاحظات
    [many] { $all } ملاحظة
   *[other] { $all } ملاحظة
}.
report-more = عرض { $n } الموالية
report-none = لا ملاحظات: لا شيء يستوجب الإشارة.
report-where = الموضع
report-what = الملاحظة وعلاجها
report-value = القيمة
report-row = السطر { $n }
report-column = العمود { $name }
report-wholefile = الملف كله
report-expected = المنتظر
report-remedy = العلاج
report-place = عرض على الخريطة
report-map = أماكن الملاحظات
report-map-hint = كل نقطة ملاحظة. اختيار نقطة يقود إلى سطرها، ودبوس السطر يقود إلى نقطته.
report-map-none = لا ملاحظة لها مكان.
report-map-failed = تعذر عرض الخريطة؛ تبقى الإحداثيات في التقرير.
report-json = تقرير JSON
report-csv = تقرير CSV
report-close = إغلاق التقرير

severity-error = خطأ
severity-warning = تنبيه
severity-repair = إصلاح
severity-info = للعلم

receipt-title = وصل الإيداع
receipt-accepted = سُجل التصريح ونُشر
receipt-unchanged = هذا الملف ساري المفعول من قبل: إليكم وصله، ولم يتغير شيء
receipt-id = الرقم
receipt-recorded = سُجل في
receipt-hash = بصمة SHA-256
receipt-file = الملف
receipt-copy = نسخ الوصل
receipt-copied = نُسخ الوصل
receipt-keep = احتفظوا به: يثبت ما قُدم ومتى.
receipt-see = عرض على الخريطة

history-title = التصريحات
history-empty = لا تصريحات بعد. سيظهر الأول هنا فور تقديمه.
history-as_of = الوضعية في
history-kind = النوع
history-file = الملف
history-recorded = التسجيل (UTC)
history-rows = الأسطر
history-state = الحالة
history-operator = المتعهد
history-actions = إجراءات
history-shown = { $shown } من { $all }
history-more = عرض { $n } الموالية
history-report = التقرير
history-withdraw = سحب
history-withdrawn = سُحب في { $date }: { $reason }
history-damaged = تالف
history-damaged-todo = لم تعد أسطره مقروءة ولا تُحتسب. أعد تقديم الملف نفسه للتاريخ نفسه: فهو يعيدها إلى مكانها.
history-refresh = تحيين

state-current = سارٍ
state-current-hint = يعطي أرقام اليوم
state-history = سابق
state-history-hint = يسري على تاريخه؛ وتصريح أحدث يعطي أرقام اليوم
state-superseded = مستبدل
state-superseded-hint = تصريح لاحق يسري على التاريخ نفسه
state-withdrawn = مسحوب
state-withdrawn-hint = لم يعد محتسبا

withdraw-title = سحب هذا التصريح؟
withdraw-means = يتوقف احتسابه في الحال: تعود الخرائط والأرقام إلى التصريح السابق، أو إلى لا شيء.
withdraw-stays = يبقى في السجل مع تعليلكم، ظاهرا للجميع، ويبقى ما كان معروفا قبل اليوم قابلا للاطلاع.
withdraw-final = لا رجعة في السحب؛ ويمكن تقديم الملف نفسه من جديد.
withdraw-reason = التعليل
withdraw-reason-hint = مثلا: استخراج خاطئ، عُوض في اليوم نفسه
withdraw-reason-need = اذكروا التعليل.
withdraw-cancel = الإبقاء على التصريح
withdraw-confirm = سحب التصريح
withdraw-done = سُحب التصريح
