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
status-422 = محتوى مرفوض
status-429 = طلبات أكثر من المسموح
status-500 = خطأ داخلي في الخادم
status-503 = الخدمة غير متاحة

## Parameters.

detail-bad-parameter = المعامل { $name }: القيمة { $value } غير صالحة؛ المنتظر: { $expected }
detail-unknown-parameter = المعامل { $name } غير معروف؛ المعاملات المعروفة هي { $known }
detail-unknown-parameter-of-none = المعامل { $name } غير معروف؛ لا يقبل هذا العنوان أي معامل
detail-repeated-parameter = ورد المعامل { $name } أكثر من مرة
detail-missing-parameter = المعامل { $name } ناقص؛ المنتظر: { $expected }
expected-one-of = إحدى القيم { $list }

## Requests.

detail-not-found-filing = لا يوجد تصريح بهذا المعرّف
detail-not-found-report = لا يوجد تقرير لهذا التصريح
detail-not-found-schema = لا يوجد مخطط بهذا الاسم
detail-not-found-territory = لا توجد وحدة ترابية بهذا الرمز
detail-not-found-collector = لا يوجد جامع بيانات بهذا المعرّف
detail-not-found-address = هذا العنوان غير موجود
detail-not-found-base-path = هذا العنوان غير موجود؛ الخدمة تحت مسارها الأساسي
detail-not-found-probe-address = هذا العنوان غير موجود؛ المتوفر /probe و/metrics و/healthz
detail-not-found-outlines = طبقة الحدود هذه غير موجودة
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
