### تقارير القراءة والقياسات، في سطر الأوامر وفي الأجوبة.

## What a finding says of what was not there, and what it expected more exactly than its rule.

finding-nothing = لا شيء
finding-the-column = العمود
finding-expected-fields = عدد الحقول { $n }
finding-expected-longitude-first = خط الطول أولا: { $example }
finding-expected-levels = مستويات { $n } في { $kind }
finding-expected-at-least = { $least } على الأقل
finding-expected-one-of = إحدى القيم { $list }
finding-expected-object = كائن
finding-expected-positions = عدد المواضع { $n }
finding-expected-values = عدد القيم { $n }
finding-expected-degrees = عدد الدرجات { $n }

## One line for a report: in order: 12 rows, 1 warning.

summary-in-order = سليم: { $read }
summary-refused = مرفوض: { $read }
summary-read-rows = { $n ->
    [zero] لا سطر
    [one] سطر واحد
    [two] سطران
    [few] { $n } أسطر
    [many] { $n } سطرا
   *[other] { $n } سطر
}
summary-read-features = { $n ->
    [zero] لا عنصر
    [one] عنصر واحد
    [two] عنصران
    [few] { $n } عناصر
    [many] { $n } عنصرا
   *[other] { $n } عنصر
}
summary-read-network = عدد العقد والمقاطع { $n }
summary-count-errors = { $n ->
    [zero] لا خطأ
    [one] خطأ واحد
    [two] خطآن
    [few] { $n } أخطاء
    [many] { $n } خطأ
   *[other] { $n } خطأ
}
summary-count-warnings = { $n ->
    [zero] لا تنبيه
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $n } تنبيهات
    [many] { $n } تنبيها
   *[other] { $n } تنبيه
}
summary-count-repairs = { $n ->
    [zero] لا إصلاح
    [one] إصلاح واحد
    [two] إصلاحان
    [few] { $n } إصلاحات
    [many] { $n } إصلاحا
   *[other] { $n } إصلاح
}

## The report as a table of the command line.

console-severity = الدرجة
console-where = الموضع
console-rule = القاعدة
console-what = الملاحظة
console-row = السطر { $n }
console-more = و{ $n } أخرى
console-cells = { $n ->
    [zero] لا خلية
    [one] خلية واحدة
    [two] خليتان
    [few] { $n } خلايا
    [many] { $n } خلية
   *[other] { $n } خلية
}
console-premises = عدد المحلات { $n }
console-severity-error = خطأ
console-severity-warning = تنبيه
console-severity-repair = إصلاح
console-severity-info = للعلم
