### كيف تكتب هذه اللغة الأعداد والتواريخ والقوائم: CLDR 48، ar-MA (أرقام غربية وأسماء الشهور المغربية).

# The locale: decides which plural forms there are.
locale-tag = ar-MA
locale-direction = rtl
# When a whole number takes which plural form, in CLDR’s words; "none" is never.
locale-plural-zero = n = 0
locale-plural-one = n = 1
locale-plural-two = n = 2
locale-plural-few = n % 100 = 3..10
locale-plural-many = n % 100 = 11..99
locale-decimal = ,
locale-group = .
locale-percent = { $number }%
locale-date = { $day } { $month } { $year }
locale-month-of-year = { $month } { $year }
locale-month = { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] ماي
    [6] يونيو
    [7] يوليوز
    [8] غشت
    [9] شتنبر
    [10] أكتوبر
    [11] نونبر
   *[12] دجنبر
}
# Between the items of a list, and before its last.
locale-list-between = { "، " }
locale-list-last = { " و" }
# How the language is called where one is chosen, in as few letters as can be.
locale-short = ع
# A change in percentage points, an area, a length, and the directions of coordinates.
locale-points = { $number } نقطة مئوية
locale-area = { $number }{ "\u202F" }كم²
locale-length = { $number }{ "\u202F" }كم
locale-metres = { $number }{ "\u202F" }م
locale-north = ش
locale-south = ج
locale-east = ق
locale-west = غ
