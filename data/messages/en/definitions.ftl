### What published numbers mean: the sentences beside every answer.

## Coverage. $who is any, all, min2, each or one (then $operator is its name); $speed is none or 5/1; $placed is said by definition-placed.

definition-coverage = Share of { $denominator ->
    [households] households ({ $census } census, { $placed })
    [area] the area
    [places] { $places }
   *[population] people ({ $census } census, { $placed })
} with { $environment ->
    [vehicle] in-vehicle
    [indoor] indoor
   *[outdoor] outdoor
} { $technology }{ $speed ->
    [none] { "" }
   *[other] { " " }at { $speed } Mbit/s or better
} from { $who ->
    [any] at least one operator
    [all] every licensed operator
    [min2] at least two operators
    [each] each licensed operator for itself
   *[one] { $operator }
}, as filed for { $filed }, known on { $known }.
definition-placed = { $surface ->
    [urban-centre] placed in and around urban centres
    [uniform] spread evenly over each { $unit }
   *[other] placed by { $surface }
}
definition-premises = Dwellings that can be connected by { $technology }{ $speed ->
    [none] { "" }
   *[other] { " " }at { $speed } Mbit/s or better
} { $who ->
    [any] from at least one operator (estimate: in each cell, the operator with most)
    [all] from every operator (estimate: in each cell, the operator with fewest)
    [min2] from at least two operators (estimate: in each cell, the second-largest)
    [each] from each licensed operator for itself
   *[one] from { $operator }
}, per household ({ $census } census), as filed for { $filed }, known on { $known }.
definition-numerator = { $counted ->
    [population] people in covered cells
    [households] households in covered cells
    [area] square kilometres of covered cells
    [dwellings] residential units passed or connected
    [places] places in covered cells
   *[other] kilometres of fibre route
}
definition-without-filing = Nothing counts as covered by all: { $operators } filed nothing for it.
definition-at-least = At least this share: the filing of { $operators } is damaged and not counted.
definition-damaged = The share is not known: the filing of { $operators } is damaged.

## Changes.

definition-change = Change from the state filed for { $before } (known on { $knownbefore }) to that filed for { $filed } (known on { $known }). Gained is what is covered after and not before, lost what is covered before and not after. The change is split into four parts that add up to it exactly. Correction: what filings recorded later for the same date changed. Network: from one date to the other, both as known at the later instant. Definition: another tier, environment or scope. Denominator: another census or surface.
definition-change-unsplit = Its parts are not known: a filing that they rest on is damaged.

## Fibre networks.

definition-routes = Kilometres of fibre route filed by operators as their network on { $filed }, as known on { $known }: each span cut where { $units } meet and measured on the ellipsoid. Operational: in use, or no status given. Planned: proposed, planned, under construction or built and not lit, counted apart. Out of use: not counted. Spans whose medium is given and is not fibre are not counted. Routes that several operators share count once for each.
definition-routes-at-least = At least these lengths: the network of { $operators } is damaged and not counted.
definition-routes-damaged = Lengths are not known: the network of { $operators } is damaged.
definition-network-feature = Fibre network as filed by its operator for { $filed }, known on { $known }.

## Measurements. $synthetic is yes or no; $sources is none or their names.

definition-measured = { $tests ->
    [one] { $tests } { $synthetic ->
        [yes] synthetic test
       *[no] test
    }
   *[other] { $tests } { $synthetic ->
        [yes] synthetic tests
       *[no] tests
    }
}{ $sources ->
    [none] { "" }
   *[other] { " " }from { $sources }
}, { $span ->
    [month] in { $from }
   *[months] from { $from } to { $to }
}. Those who test choose to: tests are not a sample of the people. Sources are never added together. Below { $enough ->
    [one] { $enough } test
   *[other] { $enough } tests
} nothing is said. A verdict is on what the same operator claims, as filed for { $filed }, known on { $known }. It counts only tests in cells that the filing in force on the day of the test claimed, and that are still claimed; it needs { $enough } of them, in { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
} of about 0.7 km² and on { $days ->
    [one] { $days } day
   *[other] { $days } days
}. It is confirmed or contradicted when the whole 95% interval of those that met the tier lies on one side of nine tenths. Tests of fixed lines have no verdict: which of them were made in dwellings passed is not known.
definition-measured-nothing = Nothing was measured yet.
definition-measured-left-out = Of these months nothing is counted, because their data are damaged or cannot be told apart batch by batch at that instant: { $months }.
definition-measured-feature = Tests of a single source, beside what the operator claims, as filed for { $filed }, known on { $known }; tests are not a sample of the people.
definition-point = A claim is a layer in force whose extent holds the H3 resolution-9 cell of the place; units are dwellings filed in that cell at those speeds, connected ones the largest multiple of ten that is neither above their number nor above the dwellings passed less ten, and none below ten, each count for itself: they do not add up. Measurements are those of the whole { $unit }; tests are not a sample of the people. A verdict counts the tests in the { $unit }'s cells that the filing in force on the day of the test claimed and that are still claimed, at least { $enough } in { $cells } H3 resolution-8 cells and on { $days ->
    [one] { $days } day
   *[other] { $days } days
}, and holds those that met the tier (95% interval) against nine tenths. Tests of fixed lines have no verdict but insufficient: which were made in dwellings passed is not known.

## Targets.

definition-statuses = Met: the share filed reaches the goal. On track: not yet due, and at or above today’s point of the straight line from the share in force when the target was announced (0 where nothing was filed) to the goal, from stage to stage where the promise has several. Late: below that point, or due and not reached. Not computable: no operator counted has filed, a filing that counts is damaged, or the target was not announced yet. The share reached is that of the last filing, the share expected is that of today: an operator who stops filing becomes late. Where each operator is bound, the target stands as the one that is worst. The gap is what is missing to the goal, in people or households.
definition-judged-on = { $from ->
    [clock] Statuses as on { $day }, today.
    [asked] Statuses as on { $day }, the day asked for.
    [as_of] Statuses as on { $day }, the date asked for.
   *[known_at] Statuses as on { $day }, the day of the knowledge asked for.
}
definition-goal-share = Goal: { $share } of { $denominator ->
    [population] people
   *[households] households
} by { $due }.
definition-goal-amount = Goal: { $amount } { $denominator ->
    [population] { $amount ->
        [one] person
       *[other] people
    }
   *[households] { $amount ->
        [one] household
       *[other] households
    }
} by { $due }.
definition-goal-stage = Stage { $stage } of { $stages } of one promise: the line goes through each of them.
definition-goal-announced = Announced on { $announced }: progress is expected along a straight line from that day.
definition-goal-assumed = Speed or environment is not stated: the lowest tier and the usual environment are counted.
definition-goal-replaced = Replaced by “{ $name }”; kept for the record.
definition-obstacle-not-announced = Announced on { $announced }, after the state of { $day }.
definition-obstacle-no-filing = No filing from { $operators }.
definition-obstacle-damaged = The filing of { $operators } is damaged.
definition-obstacle-none-licensed = On { $day } no operator is licensed for this technology.
definition-obstacle-nothing-to-count = The country pack lacks the census or the technology.
tiles-territories = The country’s territories, a layer for each level, each with its code: neighbours have the same border at every zoom.
tiles-measurements = { $span ->
    [month] Tests of { $from }
   *[months] Tests from { $from } to { $to }
} by H3 resolution-8 cell, for each operator and source: cells with at least { $tests } tests, made with at least { $devices } devices where these are known, in each part of a year that is counted. Their number is told in tens, medians to two digits. Tests are not a sample of the people.
tiles-localities = Named places, each with a size from 1 to 5: the larger ones from afar.
tiles-ground = Sea, land, the country and its first levels, without names: coastlines of the world, borders of the country alone.
tiles-basemap = The map that the operator of this server brought to lie under the country’s.
tiles-fill = Each pixel shows how many of its cells are covered, in 16 levels: 0 where none is, 15 where all are. Its grey value is 17 times its level.
tiles-outlines = Outlines of the cells that are covered.
tiles-gap = Points for people who are not covered, each with their number.
tiles-changes = { $cells ->
    [gained] Cells reached after and not before; what is said of covered ones is of these.
   *[lost] Cells reached before and not after; what is said of covered ones is of these.
}
tiles-premises = A cell counts as covered where at least one dwelling in it is passed.

## Places. $synthetic is yes or no; $list is what the places are called together.

definition-places = { $list }: list of { $source }, places of { $date }, licence { $licence }{ $synthetic ->
    [yes] { " " }(made up)
   *[no] { "" }
}; a place counts where its point lies, and is covered where its cell is.
definition-place-lists = Lists of places that the administrator of this server imported, each with who publishes it, under which licence and of which date. A place counts where its point lies.
