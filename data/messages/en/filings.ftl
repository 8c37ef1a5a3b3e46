filings-title = Taghtia · filings
filings-heading = Filings
filings-lead = All that operators have filed and that was published here, newest first. Everyone can read it; single findings and names of files are for the filer alone.
filings-operator = Operator
filings-kind = Kind
filings-technology = Technology
filings-as-of = As filed for
filings-state = Status
filings-recorded = Received (UTC)
filings-replaces = Replaces
filings-sort = Order
filings-page = Page
filings-all = all
filings-count = { $n ->
    [one] { $n } filing
   *[other] { $n } filings
}
filings-newest = { $n ->
    [one] Only the newest filing is here,
   *[other] Only the { $n } newest filings are here,
} of { $of }.
filings-load-all = Load all
filings-none = No filing matches these choices.
filings-none-yet = Nothing has been filed yet.
filings-pages = Pages
filings-page-of = page { $n } of { $of }
filings-newer-page = Previous
filings-older-page = Next

filing-current = in force
filing-current-means = It makes today’s figures.
filing-history = history
filing-history-means = It stands for its date; a later one makes today’s figures.
filing-superseded = replaced
filing-superseded-means = A later filing stands for the same date.
filing-withdrawn = withdrawn
filing-withdrawn-means = It no longer counts.
filing-withdrawn-why = on { $date }: { $reason }
filing-unknown = There is no such filing
filing-failed = The filing cannot be shown
filing-heading = { $operator }, as filed for { $date }
filing-rows = Rows or features read
filing-size = Size of the file
filing-id = Number
filing-hash = SHA-256 of the file
filing-made-up = Made up
filing-made-up-yes = yes, for this demonstration
filing-api = As JSON
filing-layers = What it declares
filing-layers-none = It declares no layer: nothing is claimed by it.
filing-layers-network = A network as a whole: routes and nodes, no layers.
filing-layer = Layer
filing-extent = Extent
filing-findings = Findings by rule
filing-no-report = Its report cannot be read.
filing-no-findings = No findings: all is in order.
filing-findings-private = The rows and places of single findings are for the filer and administrators.
filing-severity = Weight
filing-rule = Rule
filing-times = Times
filing-versions = Versions
filing-replaced = It replaced
filing-replaced-none = Nothing: no filing of the same layers was in force before it.
filing-same-date = Filed for the same date
filing-same-date-none = No other filing states the same for this date.
filing-effect = What it changed
filing-effect-lead = Against what was in force before it, of this operator alone.
filing-effect-network = Routes change no share: they are lines beside the coverage.
filing-see-map = See on the map

finding-error = error
finding-warning = warning
finding-repair = repair
finding-info = information
