### ما تجيب به الخدمة حين لا تستطيع تلبية الطلب. البرامج تقرأ `code` لا هذه الكلمات.

## Titles: the status in words.

status-400 = طلب غير صحيح
status-401 = يلزم إثبات الهوية
status-403 = الولوج مرفوض
status-404 = غير موجود
status-405 = طريقة غير مسموح بها
status-406 = صيغة غير متوفرة
status-408 = انتهت المهلة
status-409 = تعارض
status-413 = محتوى أكبر من المسموح
status-414 = عنوان أطول من المسموح
status-422 = محتوى مرفوض
status-429 = طلبات أكثر من المسموح
status-431 = رؤوس أكبر من المسموح
status-500 = خطأ داخلي في الخادم
status-503 = الخدمة غير متاحة

## Parameters.

detail-bad-parameter = المعامل { $name }: القيمة { $value } غير صالحة؛ المنتظر: { $expected }
detail-unknown-parameter = المعامل { $name } غير معروف؛ المعاملات المعروفة هي { $known }
detail-unknown-parameter-of-none = المعامل { $name } غير معروف؛ لا يقبل هذا العنوان أي معامل
detail-repeated-parameter = ورد المعامل { $name } أكثر من مرة
detail-missing-parameter = المعامل { $name } ناقص؛ المنتظر: { $expected }
detail-several-faults = { $more ->
    [zero] { $first }
    [one] { $first }؛ وخطأ آخر: انظروا errors
    [two] { $first }؛ وخطآن آخران: انظروا errors
    [few] { $first }؛ و{ $more } أخطاء أخرى: انظروا errors
    [many] { $first }؛ و{ $more } خطأ آخر: انظروا errors
   *[other] { $first }؛ و{ $more } خطأ آخر: انظروا errors
}
remedy-bad-parameter = صححوا { $name }؛ المنتظر: { $expected }
remedy-unknown-parameter = احذفوا { $name } من العنوان
remedy-repeated-parameter = اذكروا { $name } مرة واحدة
remedy-missing-parameter = أضيفوا { $name } إلى العنوان؛ المنتظر: { $expected }

## What a parameter is expected to be.

expected-one-of = إحدى القيم { $list }
expected-one-of-for = إحدى القيم { $list } لـ{ $technology }
expected-denominator = { $list }، المقام الوحيد لـ{ $technology }
expected-or-nothing = { $word } أو لا شيء
expected-text = نص
expected-id = من 1 إلى 32 من الحروف اللاتينية الصغيرة أو الأرقام أو الشرطات
expected-token-id = 8 حروف لاتينية وأرقام
expected-content-hash = 64 رقما ستعشريا بحروف صغيرة
expected-tier = صبيب التنزيل-صبيب الرفع بالميغابت في الثانية، مثل 35-3
expected-month = شهر مثل 2025-10
expected-date = تاريخ مثل 2026-06-30
expected-crs = نظام مرجعي برقمه في EPSG، مثل EPSG:26191
expected-date-come = تاريخ مثل 2026-06-30، لا يتجاوز { $today } وهو تاريخ اليوم
expected-instant = لحظة مثل 2026-11-23T20:15:00Z، أو تاريخ يُقصد به آخر اليوم
expected-degrees = درجات من { $from } إلى { $to }
expected-whole = عدد صحيح من { $from } إلى { $to }
expected-cursor = مؤشر جواب سابق عن السؤال نفسه؛ وإن تغيرت المعطيات منذئذ فابدؤوا من جديد
expected-next = قيمة `next` من الصفحة السابقة
expected-scope = any أو all أو min2 أو إحدى القيم { $list }
expected-scope-form = any أو all أو min2 أو op:OPERATOR
expected-operator = معرّف متعهد
expected-territory = رمز وحدة ترابية من البلد
expected-no-outlines = none مع csv
expected-filing-of-layers = معرّف تصريح يعلن طبقات
expected-nothing-beside = لا شيء مع { $name } الذي يحدده
expected-months = لا يتجاوز { $to }، وفي حدود { $most } شهرا قبله
expected-months-of-communes = اثنا عشر شهرا على الأكثر للوحدات الأساسية شهرا بشهر، ما لم يحدد within= وحدة ترابية
expected-search = اسم أو رمز أو إحداثيات، في حدود { $most } بايت
expected-submission = من 8 إلى 64 من الحروف اللاتينية أو الأرقام أو _ أو -
expected-batch = من 1 إلى 64 من الحروف اللاتينية أو الأرقام أو النقط أو الشرطات أو الشرطات السفلية، جديد لكل دفعة
expected-source = صاحب الاختبارات، مثل my-probes
expected-as-in-body = القيمة نفسها التي في المتن، أو لا شيء
expected-check = معرّف فحص مُعدّ
expected-seconds = عدد من الثواني أكبر من 0

## Requests.

detail-not-found-filing = لا يوجد تصريح بهذا المعرّف
detail-not-found-report = لا يوجد تقرير لهذا التصريح
detail-not-found-schema = لا يوجد مخطط بهذا الاسم
detail-not-found-territory = لا توجد وحدة ترابية بهذا الرمز
detail-not-found-collector = لا يوجد جامع بيانات بهذا المعرّف
detail-not-found-address = هذا العنوان غير موجود
detail-not-found-base-path = هذا العنوان غير موجود؛ الخدمة تحت مسارها الأساسي
detail-not-found-probe-address = هذا العنوان غير موجود؛ المتوفر /probe و/metrics و/healthz
detail-not-found-outlines = طبقة الحدود هذه غير موجودة؛ الموجود { $list }
detail-not-found-basemap = لا خريطة أساس لهذا الخادم: تُعطى عند التشغيل بـ `--basemap FILE.pmtiles`
detail-not-found-tile = هذه القطع غير موجودة؛ الموجود { $list }
detail-not-found-probe = لا مسبار هنا: شُغّل هذا الخادم دون --probes
detail-not-found-submission = لا يوجد إيداع بهذا المعرّف وهذا الرمز في الساعة الأخيرة؛ تُطلب التصريحات بـ content_hash
detail-method-not-allowed = لا يقبل هذا العنوان هذه الطريقة
detail-not-acceptable = لا صيغة مقبولة؛ المتوفر { $offered }
detail-too-large = يتجاوز المتن ما يقبله هذا العنوان، وهو { $limit } بايت
detail-timeout = استغرق الطلب وقتا طويلا
detail-internal = لم يستطع الخادم الجواب؛ الخلل مدوّن في سجله تحت معرّف هذا الطلب
detail-wait = { $why }؛ انتظروا { $seconds ->
    [zero] { $seconds } ثانية
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $seconds } ثوان
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
}
detail-busy-stopping = الخادم في طور التوقف؛ أعيدوا المحاولة بعد لحظة
detail-busy-files = ملفات أخرى قيد الفحص؛ أعيدوا المحاولة بعد لحظة
detail-busy-reads = يجيب الخادم عن أقصى ما يستطيع من الطلبات؛ أعيدوا المحاولة
detail-busy-probes = عدد كبير من المسابير قيد الانتظار
detail-address-too-long = يتجاوز المسار والاستعلام { $most } بايت؛ اختصروهما
detail-headers-too-large = تتجاوز رؤوس الطلب { $most } بايت في مجموعها؛ أرسلوا أقل منها أو أقصر
detail-already-withdrawn = سُحب التصريح في { $at } من طرف { $by }: { $reason }
detail-bad-withdrawal = يجب أن يكون المتن JSON مثل { $example }، والسبب من 3 إلى { $most } حرف
detail-bad-measurement-withdrawal = يجب أن يكون المتن JSON مثل { $example }: واحد من batch (رقم) أو token أو source (معرّف)، وسبب من 3 إلى { $most } حرف
detail-nothing-to-withdraw = لا شيء من ذلك يُحتسب: سُحب من قبل أو لم يصل قط؛ انظروا GET /api/v1/measurements/batches
detail-batch-too-old = لا تذكر أسطر هذه الدفعة دفعتها لأنها وصلت قبل أن تذكرها الأسطر: اسحبوا مصدرها
detail-batch-not-own = يسحب هذا الرمز الدفعات التي أرسلها بنفسه؛ ويسحب المدير غيرها
detail-submission-under-way = إيداع بهذا المعرّف قيد الإنجاز: تتبعوه أو خذوا معرّفا آخر
detail-upload-broken = انقطع الإرسال؛ أعيدوا إرسال الملف
detail-file-encoded = أرسلوا الملف كما هو دون Content-Encoding؛ تُقرأ ملفات gzip وzip بصفتها ملفات
detail-form-fields = يجب أن تضم الاستمارة حقلا واحدا اسمه file؛ وتوضع kind وoperator وas_of في العنوان
detail-form-without-file = ليس في الاستمارة حقل اسمه file
detail-batch-encoded = أرسلوا الدفعة كما هي دون Content-Encoding
detail-bad-media-type = { $given } ليس دفعة قياسات؛ أرسلوا application/json أو application/x-ndjson
detail-bad-batch = لا يمكن قراءة الدفعة: { $why }؛ المنتظر: { $example }
detail-too-many-tests = تضم الدفعة { $most } قياس على الأكثر؛ أرسلوا عدة دفعات
detail-all-refused = { $rows ->
    [zero] لا أسطر يمكن حفظها: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
    [one] لا يمكن حفظ السطر الوحيد: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
    [two] لا يمكن حفظ أي من السطرين: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
    [few] لا يمكن حفظ أي من الأسطر وعددها { $rows }: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
    [many] لا يمكن حفظ أي من الأسطر وعددها { $rows }: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
   *[other] لا يمكن حفظ أي من الأسطر وعددها { $rows }: { $rules }؛ أرسلوا الأسطر المصححة في دفعة باسم آخر
}
detail-source-retired = المصدر { $source } مغلق ولا يقبل قياسات أخرى؛ اتصلوا بمديره
detail-month-damaged = القائمة التي تُعرف بها اختبارات { $source } لشهر { $month } متضررة، فلا يمكن تمييزها عن اختبارات وصلت من قبل؛ ولم يُحفظ شيء من هذه الدفعة. أعيدوا الملف الذي يذكره سجل الخادم متضررا، أو اسحبوا دفعات ذلك الشهر؛ ثم أعيدوا إرسال هذه الدفعة
detail-over-quota = يرسل الرمز { $most } سطر في 24 ساعة على الأكثر، وقد أرسل هذا الرمز { $sent }
detail-clock-implausible = تقول ساعة هذه الآلة { $present }، وهذا غير ممكن: لا يُسجَّل شيء حتى تُضبط (بين 2020 و2199)
detail-clock-ahead = سُجل آخر حدث في هذا السجل في { $last }، وتقول ساعة هذه الآلة { $present }: لا يُسجَّل ما لن يُعرف إلا ابتداء من { $last }. إن كانت ساعة الآلة خاطئة فاضبطوها؛ وإن كانت صحيحة فانظروا ما يصححه `taghtia clock repair`، وصححوه بـ --apply

## Tokens.

detail-token-missing = أرسلوا الرمز هكذا: Authorization: Bearer TOKEN
detail-token-unknown = هذا الرمز ليس من رموز هذا الخادم
detail-token-expired = انتهت صلاحية هذا الرمز في { $at }: اطلبوا رمزا جديدا
detail-token-revoked = أُلغي هذا الرمز: اطلبوا رمزا جديدا
detail-token-role = صفة هذا الرمز { $role }؛ وهذا العنوان مخصص لـ{ $wanted }
detail-token-operator = هذا الرمز باسم { $own } لا باسم { $wanted }
detail-token-operator-none = هذا الرمز ليس باسم أي متعهد، فليس باسم { $wanted }
detail-token-source = يكتب هذا الرمز في { $own } لا في { $wanted }؛ يصدر المدير رموزا لمصادر أخرى
detail-token-filings = { $most ->
    [zero] لا يقدم الرمز أي تصريح في الدقيقة
    [one] يقدم الرمز تصريحا واحدا في الدقيقة على الأكثر
    [two] يقدم الرمز تصريحين في الدقيقة على الأكثر
    [few] يقدم الرمز { $most } تصريحات في الدقيقة على الأكثر
    [many] يقدم الرمز { $most } تصريحا في الدقيقة على الأكثر
   *[other] يقدم الرمز { $most } تصريح في الدقيقة على الأكثر
}
detail-token-batches = { $most ->
    [zero] لا يرسل الرمز أي دفعة في الدقيقة
    [one] يرسل الرمز دفعة واحدة في الدقيقة على الأكثر
    [two] يرسل الرمز دفعتين في الدقيقة على الأكثر
    [few] يرسل الرمز { $most } دفعات في الدقيقة على الأكثر
    [many] يرسل الرمز { $most } دفعة في الدقيقة على الأكثر
   *[other] يرسل الرمز { $most } دفعة في الدقيقة على الأكثر
}
detail-token-uses = { $most ->
    [zero] لا يُستعمل الرمز في الدقيقة
    [one] يُستعمل الرمز مرة واحدة في الدقيقة على الأكثر
    [two] يُستعمل الرمز مرتين في الدقيقة على الأكثر
    [few] يُستعمل الرمز { $most } مرات في الدقيقة على الأكثر
    [many] يُستعمل الرمز { $most } مرة في الدقيقة على الأكثر
   *[other] يُستعمل الرمز { $most } مرة في الدقيقة على الأكثر
}
detail-token-uploads = { $most ->
    [zero] لا يسلّم الرمز أي ملف
    [one] يسلّم الرمز ملفا واحدا في المرة الواحدة
    [two] يسلّم الرمز ملفين في المرة الواحدة
    [few] يسلّم الرمز { $most } ملفات في المرة الواحدة
    [many] يسلّم الرمز { $most } ملفا في المرة الواحدة
   *[other] يسلّم الرمز { $most } ملف في المرة الواحدة
}
detail-token-guesses = حملت طلبات كثيرة من هذا العنوان رمزا غير ساري المفعول
# Words as they come from elsewhere.
detail-verbatim = { $words }

## Places.

expected-places-areas = population أو households أو area حيث تتوفر في { $technology }: يُصرَّح بها بالمحلات، فلا يُعرف هل المكان نفسه مخدوم
expected-places-technology = تكنولوجيا: تُطلب tier وenvironment وscope وcovered لتكنولوجيا
expected-no-place-lists = population أو households أو area: لم تُستورد أي قائمة أماكن
expected-place-list = من 1 إلى 32 حرفا لاتينيا صغيرا أو رقما أو واصلة، أولها حرف
expected-line = سطر واحد من 1 إلى 200 حرف
expected-names = JSON مثل { $example }: اسم من 1 إلى 200 حرف في لغة أو أكثر من { $list }
expected-reason = من 3 إلى { $most } حرف
detail-not-found-places = لا توجد قائمة أماكن بهذا المعرّف؛ القوائم هي { $list }
detail-no-place-lists = لم تُستورد أي قائمة أماكن
detail-places-damaged = أماكن { $list } تالفة في الخادم، ولا يُحسب منها شيء؛ يمكن للمدير استيراد القائمة من جديد
