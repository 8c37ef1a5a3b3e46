### Reports of intake and of measurements, on the command line and in answers.

## What a finding says of what was not there, and what it expected more exactly than its rule.

finding-nothing = nothing
finding-the-column = the column
finding-expected-fields = { $n ->
    [one] { $n } field
   *[other] { $n } fields
}
finding-expected-longitude-first = longitude first: { $example }
finding-expected-levels = { $n } levels for a { $kind }
finding-expected-at-least = at least { $least }
finding-expected-one-of = one of { $list }
finding-expected-object = an object
finding-expected-positions = { $n ->
    [one] { $n } position
   *[other] { $n } positions
}
finding-expected-values = { $n } values
finding-expected-degrees = { $n } degrees

## One line for a report: in order: 12 rows, 1 warning.

summary-in-order = in order: { $read }
summary-refused = refused: { $read }
summary-read-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
summary-read-features = { $n ->
    [one] { $n } feature
   *[other] { $n } features
}
summary-read-network = { $n } nodes and spans
summary-count-errors = { $n ->
    [one] { $n } error
   *[other] { $n } errors
}
summary-count-warnings = { $n ->
    [one] { $n } warning
   *[other] { $n } warnings
}
summary-count-repairs = { $n ->
    [one] { $n } repair
   *[other] { $n } repairs
}

## The report as a table of the command line.

console-severity = severity
console-where = where
console-rule = rule
console-what = what
console-row = row { $n }
console-more = and { $n } more
console-cells = { $n ->
    [one] { $n } cell
   *[other] { $n } cells
}
console-premises = { $n } premises
console-severity-error = error
console-severity-warning = warning
console-severity-repair = repair
console-severity-info = info
