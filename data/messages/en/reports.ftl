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
finding-expected-values = { $n } values
finding-expected-degrees = { $n } degrees
