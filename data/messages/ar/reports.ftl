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
finding-expected-values = عدد القيم { $n }
finding-expected-degrees = عدد الدرجات { $n }
