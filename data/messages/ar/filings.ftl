filings-title = تغطية · التصاريح
filings-heading = التصاريح
filings-lead = كل ما صرّح به المتعهدون ونُشر هنا، من الأحدث إلى الأقدم. يمكن للجميع قراءته؛ أما تفاصيل الملاحظات وأسماء الملفات فلصاحب التصريح وحده.
filings-operator = المتعهد
filings-kind = النوع
filings-technology = التكنولوجيا
filings-as-of = الوضعية في
filings-state = الحالة
filings-recorded = تاريخ التلقي (UTC)
filings-replaces = يعوّض
filings-sort = الترتيب
filings-page = الصفحة
filings-all = الكل
filings-count = { $n ->
    [zero] لا تصريح
    [one] تصريح واحد
    [two] تصريحان
    [few] { $n } تصاريح
    [many] { $n } تصريحا
   *[other] { $n } تصريح
}
filings-more = عرض المزيد
filings-shown = المعروض: { $n } من { $of }
filings-loading = جارٍ جلب التصاريح الأقدم: { $n } من { $of }
filings-older = لم تُجلب بعدُ التصاريح الأقدم.
filings-none = لا تصريح يوافق هذه الاختيارات.
filings-none-yet = لم يُصرّح بشيء بعد.

filing-current = ساري المفعول
filing-current-means = منه أرقام اليوم.
filing-history = أرشيف
filing-history-means = يسري على تاريخه؛ ومن تصريح أحدث أرقام اليوم.
filing-superseded = معوّض
filing-superseded-means = تصريح لاحق يسري على التاريخ نفسه.
filing-withdrawn = مسحوب
filing-withdrawn-means = لم يعد محتسبا.
filing-withdrawn-why = في { $date }: { $reason }
filing-unknown = لا وجود لهذا التصريح
filing-failed = لا يمكن عرض التصريح
filing-heading = { $operator }، الوضعية في { $date }
filing-rows = الأسطر أو العناصر المقروءة
filing-size = حجم الملف
filing-id = الرقم
filing-hash = بصمة SHA-256 للملف
filing-made-up = مصطنع
filing-made-up-yes = نعم، لأجل هذا العرض التجريبي
filing-api = بصيغة JSON
filing-layers = ما يصرّح به
filing-layers-none = لا يصرّح بأي طبقة: لا ادعاء فيه.
filing-layers-network = شبكة بأكملها: مسارات وعقد، دون طبقات.
filing-layer = الطبقة
filing-extent = الامتداد
filing-findings = الملاحظات حسب القاعدة
filing-no-report = لا يمكن قراءة تقريره.
filing-no-findings = لا ملاحظات: كل شيء سليم.
filing-findings-private = أسطر الملاحظات وأماكنها لصاحب التصريح والمشرفين فقط.
filing-severity = الدرجة
filing-rule = القاعدة
filing-times = المرات
filing-versions = النسخ
filing-replaced = عوّض
filing-replaced-none = لا شيء: لم يكن قبله تصريح ساري المفعول بالطبقات نفسها.
filing-same-date = تصاريح للتاريخ نفسه
filing-same-date-none = لا تصريح آخر يخص الشيء نفسه في هذا التاريخ.
filing-effect = ما الذي غيّره
filing-effect-lead = مقارنة بما كان ساري المفعول قبله، لهذا المتعهد وحده.
filing-effect-network = المسارات لا تغير أي نسبة: هي خطوط إلى جانب التغطية.
filing-see-map = ما غيّره، على الخريطة
filing-see-reach = ما يشمله، على الخريطة

finding-error = خطأ
finding-warning = تنبيه
finding-repair = إصلاح
finding-info = معلومة
