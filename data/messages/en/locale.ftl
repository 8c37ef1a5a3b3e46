### How this language writes numbers, dates and lists: CLDR 48, en-GB. Tests hold it against ICU.

# The locale: decides which plural forms there are.
locale-tag = en-GB
locale-direction = ltr
# When a whole number takes which plural form, in CLDR’s words; "none" is never.
locale-plural-zero = none
locale-plural-one = i = 1 and v = 0
locale-plural-two = none
locale-plural-few = none
locale-plural-many = none
locale-decimal = .
locale-group = ,
locale-percent = { $number }%
locale-date = { $day } { $month } { $year }
locale-month-of-year = { $month } { $year }
locale-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
# Between the items of a list, and before its last.
locale-list-between = { ", " }
locale-list-last = { " and " }
# How the language is called where one is chosen, in as few letters as can be.
locale-short = en
# A change in percentage points, an area, a length, and the directions of coordinates.
locale-points = { $number } pt
locale-area = { $number }{ "\u202F" }km²
locale-length = { $number }{ "\u202F" }km
locale-metres = { $number }{ "\u202F" }m
locale-north = N
locale-south = S
locale-east = E
locale-west = W
