### Comment cette langue écrit les nombres, les dates et les listes : CLDR 48, fr-FR. Des tests le vérifient avec ICU.

# The locale: decides which plural forms there are.
locale-tag = fr-FR
locale-direction = ltr
# When a whole number takes which plural form, in CLDR’s words; "none" is never. CLDR’s "many" (1 million de) is for
# numbers told in words, which stand nowhere here.
locale-plural-zero = none
locale-plural-one = i = 0,1
locale-plural-two = none
locale-plural-few = none
locale-plural-many = none
locale-decimal = ,
locale-group = { "\u202F" }
locale-percent = { $number }{ "\u202F" }%
# The first of a month is « 1er », which CLDR leaves out.
locale-date = { $day ->
    [one] 1er
   *[other] { $day }
} { $month } { $year }
locale-month-of-year = { $month } { $year }
locale-month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
# Between the items of a list, and before its last.
locale-list-between = { ", " }
locale-list-last = { " et " }
# How the language is called where one is chosen, in as few letters as can be.
locale-short = fr
# A change in percentage points, an area, a length, and the directions of coordinates.
locale-points = { $number }{ "\u202F" }pt
locale-area = { $number }{ "\u202F" }km²
locale-length = { $number }{ "\u202F" }km
locale-metres = { $number }{ "\u202F" }m
locale-north = N
locale-south = S
locale-east = E
locale-west = O
