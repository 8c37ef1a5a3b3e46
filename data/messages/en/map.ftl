map-title = Taghtia · coverage by { $unit }

skip-map = Skip to the map
skip-panel = Skip to the figures
skip-table = Skip to the table

bar-country = See the whole country
bar-operators = Operators
bar-language = Language
bar-menu = Menu
bar-theme-dark = Switch to the dark theme
bar-theme-light = Switch to the light theme

band-label = To know
band-synthetic = Synthetic demonstration data
band-synthetic-detail = Operators and coverage are made up; boundaries and census are real.
band-damaged = Damaged data, not counted:
band-damaged-detail = these files cannot be read as they were filed; no number is taken from them.

damage-filing = { $operator }, { $kind }, { $date }
damage-source = measurements of { $source }: { $months }
damage-more = and { $n } more

kind-mobile = mobile coverage
kind-fibre = premises passed
kind-network = fibre network

band-offline = Offline: only figures already received can be shown.
band-published = New data has just been published; the map is up to date.
band-known = As known on { $date }
band-known-clear = Back to what is known today

fault-title = This link cannot be shown as it is.
fault-unknown = { $what }: “{ $value }” does not exist in these data.
fault-not-offered = { $what }: “{ $value }” does not offer this technology.
fault-unreadable = { $what }: “{ $value }” cannot be read.
fault-ahead = { $what } { $value }: no filing reaches that far yet.
fault-not-before = { $what }: “{ $value }” is not before what is shown, or the same as it.
fault-instead = Shown instead: { $shown }.
fault-left-out = Left out.
fault-correct = Keep this view and correct the link
fault-of-known = Known on
fault-of-today = Day that targets are judged on
fault-of-point = Point
fault-of-by = Units of the measured side
fault-of-only = Classes that stand out
fault-of-map = View of the map

search-label = Search for a place
search-placeholder = { $unit }, place, code or coordinates
search-none = No place of that name
search-nowhere = These coordinates are nowhere: latitude goes up to 90, longitude up to 180
search-partly = Without localities
search-why-code = code { $code }
search-why-spelling = another spelling
search-why-near = a name near to it
search-why-latlon = read as latitude, longitude
search-why-lonlat = read as longitude, latitude
search-why-swapped = longitude and latitude swapped: only so in the country
search-why-signed = sign added: only so in the country
search-why-outside = outside the country
search-failed = The search did not succeed
search-count = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
search-coordinates = Coordinates
search-locality = Locality

filters-title = Filters
filters-open = Filters
filters-close = Close the filters
filters-what = What
filters-technology = Technology
filters-tier = Minimum speed
filters-environment = Environment
filters-who = By whom
filters-scope = Operators counted
filters-denominator = Share of what
filters-when = When
filters-date = As filed for
filters-notfiled = No filing: { $list }
filters-layers = Layers

gap-title = People not covered
gap-legend = People not covered: the larger the dot, the more
footprint-covered = Covered cells, when zoomed in
footprint-gained = Cells gained, when zoomed in
footprint-lost = Cells lost, when zoomed in
footprint-failed = Covered cells cannot be shown now

compare-title = Compare with
compare-off = no comparison
compare-dates = An earlier date
compare-scopes = Other operators
compare-against = Compared with { $what }
compare-legend = Change against { $what }, in percentage points
compare-before = Before:
compare-after = After:
compare-share = share
compare-gained = gained
compare-lost = lost
compare-parts = Where the change comes from
compare-part-network = network
compare-part-correction = correction
compare-part-definition = definition
compare-part-denominator = denominator
compare-total = together
compare-adds-up = These parts add up to the change exactly.
compare-adds-up-rounded = These parts add up to the change exactly; they are rounded here.
compare-unsplit = Parts not known: a filing between the two is damaged.
compare-damaged = Change not known: a filing of one of the two sides is damaged.
compare-nodata = no filing on one side: nothing to compare
compare-most = Greatest changes: { $units }
compare-nowhere = No change: { $units }
compare-meaning = What these numbers say
compare-class = from { $from } to { $to } points
compare-class-below = beyond { $to } points
compare-class-above = beyond { $from } points
compare-csv = Changes CSV
compare-other = Something else
compare-by-filings = Two filings…
compare-by-known = What was known earlier…
compare-by-measured = What was measured
compare-how = How it is shown
compare-how-difference = difference
compare-how-swipe = side by side
compare-shown = Filing shown
compare-against-filing = Held against
compare-first-filing = No filing of this operator came before it.
compare-no-filings = This operator has filed nothing for this technology.
compare-known = As known when this was received
compare-known-at = known on { $date }
compare-known-none = Nothing was received earlier for this technology.
compare-filing = filing { $id }
compare-swipe = Divider between { $first } and { $second }
compare-swipe-text = { $side } takes { $n } of the map
compare-comma = ,
compare-up = { $n } up
compare-down = { $n } down
compare-amount-population = { $n ->
    [one] { $text } person
   *[other] { $text } people
}
compare-amount-households = { $n ->
    [one] { $text } household
   *[other] { $text } households
}
compare-list-gained = { $units } that gained
compare-list-lost = { $units } that lost
compare-list-up = { $units } whose share rose
compare-list-down = { $units } whose share fell
compare-list-none = There is none.
compare-list-close = Close the list

basis-title = Behind this number
basis-none = No filing counts for this number.
basis-filing = { $kind }, as filed for { $date }
basis-recorded = received on { $date } (UTC)
basis-damaged = damaged, not counted
basis-layers = Layers that count: { $list }
basis-cells = { $n ->
    [one] { $n } cell
   *[other] { $n } cells
}
basis-premises = { $n ->
    [one] { $n } premises
   *[other] { $n } premises
}
basis-replaces = Replaced:
basis-replaced = as filed for { $date }, received on { $recorded }
basis-tests = tests of { $source }
basis-silent = Without a filing: { $list }
basis-placed = People: { $census }, { $surface }.
basis-surface-urban-centre = placed in and around urban centres
basis-surface-uniform = spread evenly over each base unit
basis-window = Tests from { $from } to { $to }.

routes-title = Fibre networks
routes-operational = in service
routes-planned = planned
routes-none = no network filed at this date
routes-damaged = the network filed is damaged: lengths not known
routes-definition = What the routes count

measured-title = Claimed and measured
measured-claimed = claimed
measured-measured = measured
measured-swipe = Divider between claimed and measured
measured-swipe-text = what is claimed takes { $n } of the map
measured-show = The measured side shows
measured-show-verdict = verdict
measured-show-share = share of tests
measured-show-download = median speed
measured-by = By
measured-source = Source of the tests
measured-legend = Measured: { $what } · { $level }
measured-none = no tests
measured-empty = no measurements yet
measured-commune = Tests are counted by { $unit }.
measured-strength = The fuller the colour, the narrower the interval of the tests.
measured-several = Several operators: the least favourable is shown.
measured-met = Measured: share of tests at { $tier } or better, 95 % interval.
measured-median = median { $speed } ({ $interval })
measured-tests = { $n ->
    [one] { $n } test
   *[other] { $n } tests
}
measured-evidence = Verdict on { $tests ->
    [one] { $tests } test
   *[other] { $tests } tests
} in the claim, { $cells ->
    [one] { $cells } place
   *[other] { $cells } places
}, { $days ->
    [one] { $days } day
   *[other] { $days } days
}
measured-damaged = months of measurements damaged: nothing is counted
measured-evidence-damaged = No verdict: a filing or a month of measurements is damaged
measured-definition = What the measurements say
measured-contradicted = Claims contradicted by tests: { $n }
measured-more = and { $n } more, in the table

verdict-confirmed = confirmed
verdict-contradicted = contradicted
verdict-insufficient = insufficient data
verdict-damaged = damaged data

targets-title = Targets
targets-goal = { $goal } by { $date }
targets-expected = { $share } expected on { $date }
targets-expected-then = { $share } expected then
targets-filed = filed for { $date }, { $days } ago
targets-stage-current = (current stage)
targets-today-clock = On { $date }, today
targets-today-asked = On { $date }, the day of the link
targets-today-as_of = On { $date }, the date chosen
targets-today-known_at = On { $date }, the day of the knowledge chosen
targets-gap-population = { $n ->
    [one] { $n } person
   *[other] { $n } people
} short of { $goal }
targets-gap-households = { $n ->
    [one] { $n } household
   *[other] { $n } households
} short of { $goal }
targets-superseded = Superseded targets ({ $n })
targets-others = Other technologies ({ $n })
targets-about = Text and source
targets-source = Source:
targets-statuses = What the statuses mean
targets-none = No target is on record.
targets-none-technology = No target for this technology.

target-met = met
target-on_track = on track
target-late = late
target-not_computable = not computable

filters-reset = Back to the first choices

scope-any = at least one operator
scope-min2 = at least two operators
scope-all = all operators
scope-one = { $name } alone
scope-operators = One operator
scope-combined = Together

denominator-population = people
denominator-households = households
denominator-area = area
denominator-of-population = of people covered
denominator-of-households = of households covered
denominator-of-area = of the area covered

unit-population = people
unit-households = households
unit-area = { "" }

gap-population = people not covered
gap-households = households not covered
gap-area = area not covered

map-label = Map of coverage by { $unit }. The table gives the same figures.
map-zoomin = Zoom in
map-zoomout = Zoom out
map-whole = Fit the chosen territory
map-failed = The map cannot be shown
map-failed-detail = This browser offers no WebGL. The table gives the same figures.
map-attribution = Sources

legend-title = Legend
legend-expand = Read the definition
legend-collapse = Fold the legend
legend-pick = Make { $share } stand out on the map
legend-nodata = no filing
legend-missing = Without a filing at this date: { $list }
legend-bound = Every share is a minimum: the damaged filing of { $list } is not counted.
legend-estimate = An estimate: the premises of several operators share no identifier.

state-loading = Loading
state-nofiling = no filing
state-insufficient = insufficient data
state-damaged = damaged filing
state-damaged-short = damaged
state-damaged-share = The share is not known: a filing that counts is damaged.

bound-least = at least { $n }
bound-most = at most { $n }

empty-title = No filing on or before { $date }
empty-first = The first is for { $date }.
empty-show = Show { $date }
empty-never = None has been made yet for this choice.

error-offline = You are offline
error-network = The server does not answer
error-silent = The server did not answer in time
error-unreadable = The answer received cannot be read
error-server = The server met an error
error-refused = This request was refused
error-retry = Try again
error-unknown-territory = This territory is not in the data

panel-title = Figures of the territory
panel-path = Territory
panel-covered = { $covered } of { $total } { $unit }
panel-change = since { $date }
panel-rank = rank { $rank } of { $of }
panel-rank-among = { $level }, { $parent }
panel-history = Over time
panel-history-text = From { $first } in { $from } to { $last } in { $to }.
panel-history-damaged = Damaged dates: { $list }.
panel-operators = Operators
panel-operators-hint = Choose a line to see it on the map
panel-children-gap = not covered
panel-children-share = share
panel-children-all = Show all ({ $n })
panel-children-less = Fold
panel-definition = Definition
panel-data = Data
panel-csv = CSV table
panel-geojson = GeoJSON map
panel-copy = Copy the link
panel-copied = Link copied: it will reopen these very figures
panel-copied-plain = Link copied
panel-print = Print
panel-code = Official code
panel-table = Table of { $units }
panel-capped = More premises than households: the share is capped at 100 % (ratio { $ratio }).
panel-census = people in 2024

point-title = At the chosen point
point-ask = See what is claimed here
point-none = No operator claims coverage here.
point-none-damaged = No filing that can be read claims coverage here.
point-damaged = What these damaged filings claim here is not known:
point-outside = This point is outside the country.
point-clear = Remove the point
point-passed = { $n } premises passed in the cell
point-measured = Measured in the { $unit }

sheet-taller = Make the sheet taller
sheet-shorter = Make the sheet shorter

table-title = { $level } · { $territory }
table-open = Table
table-close = Close the table
table-level = Level
table-name = Territory
table-parent = In
table-share = Share
table-covered = Covered
table-total = Total
table-gap = Not covered
table-met = Tests that meet it
table-median = Median speed
table-tests = Tests
table-verdict = Verdict
table-caption = The same figures as the map. Choose a heading to sort.

# The plate, units, gaps, own classes

plate-stays = Choose by this picture instead.
unit-title = Map in
fault-of-unit = Units of the map
unit-auto = Automatic
unit-cells = Cells covered
gaps-title = Largest gaps · { $units }
gaps-closest = Who is closest
gaps-all = All of them, ranked
gaps-closest-is = closest: { $name }, { $share }; { $missing }
classes-title = Own classes
classes-limits = Limits between classes, in %
classes-take = Apply
classes-reset = Usual classes
classes-hint = One to five limits, from lowest to highest, such as 50, 80, 90, 95, 99.
classes-wrong = One to five limits, more than 0 and less than 100, each higher than the one before.

# Without a network

band-seen = The server cannot be reached: what is shown was last seen on { $date }.
band-missing = Not there: { $list }.
offline-figures = Figures
offline-on = This device keeps what was seen here, so that the page opens without a network.
offline-off = This device keeps nothing of this page.
offline-turn-off = Forget it, and keep nothing more
offline-turn-on = Keep it
# The table as a workbench
table-where = Within
table-where-map = As on the map: { $name }
table-below = Share
table-below-any = any
table-below-under = below { $share }
table-below-zero = exactly { $share }
table-verdict-any = any
table-named = Name contains
table-count = { $n ->
    [one] { $n } row of { $of }
   *[other] { $n } rows of { $of }
}
table-sorted-up = Sorted by { $column }, ascending
table-sorted-down = Sorted by { $column }, descending
table-clear = Clear the filters
table-none = No row matches these filters.
table-columns = Columns
table-columns-reset = Usual columns
table-csv = CSV of what is shown
table-pick = Select { $name }
table-pick-all = Select all these rows
table-pick-column = Selected
table-picked = { $n ->
    [one] { $n } selected
   *[other] { $n } selected
}
table-picked-show = Show on the map
table-picked-clear = Unselect
table-picked-most = { $n ->
    [one] At most { $n } row can be selected.
   *[other] At most { $n } rows can be selected.
}
table-closest = Closest operator
table-closest-title = The operator whose own share is the highest there
table-closest-none = no operator reaches anyone there
table-closest-uncertain = Among the filings that can be read: a damaged one might be better.
table-missing = Not reached by it
table-missing-title = What the closest operator does not reach there, in the unit of the share
table-operator-title = Share of { $name } alone
table-change = Change
table-goal = Against the target
table-goal-of = Against the national target of { $goal }, { $date }
table-needs-compare = Choose something to compare with.
table-needs-goal = No target asks this very question.
fault-of-sort = Order of the table
fault-of-rows = Selected rows

# The other pages
page-map = Map
page-filings = Filings
page-about = About
page-list = Pages
skip-main-part = Skip to the content
point-filing = as filed for { $date }
## Places that matter, in lists that somebody publishes.

denominator-of-places = of these places covered
unit-places = places
gap-places = places not covered
listed-title = Places that matter
listed-none = none
listed-fixed = With this technology it is not known whether a place itself is served: it is filed as premises.
listed-covered = { $covered } of { $total } covered
listed-covered-least = at least { $covered } of { $total } covered
listed-nowhere = None of these places is here.
listed-unknown = Which of them are covered is not known.
listed-uncovered = Without coverage: { $count }
listed-more = and { $count } more, in the table
listed-csv = Places without coverage (CSV)
listed-look-covered = covered
listed-look-uncovered = not covered
listed-look-unknown = coverage not known
listed-thinned = From afar only some of the places are drawn; from near, all.
listed-source = List of { $source }, as of { $date }, licence { $licence }.
listed-synthetic = Made-up list.
