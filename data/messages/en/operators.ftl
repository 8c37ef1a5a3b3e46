operators-title = Taghtia · operators’ filings

bar-page = Operators
bar-map = Map

skip-main = Skip to the content

sign-title = For operators
sign-intro = File coverage and networks here. Every file is checked first; nothing is published without your word.
sign-token = Access token
sign-token-hint = It begins with tgh_ and was shown to you once. It stays in this tab and is gone when the tab closes.
sign-show = Show the token
sign-hide = Hide the token
sign-in = Sign in
sign-busy = Signing in…
sign-out = Sign out
sign-out-done = You are signed out; the token is forgotten.
sign-empty = Enter the token.
sign-lost = No token, or lost it? Ask the administrator of the platform: a lost token is replaced, never recovered.

formats-title = What can be filed
formats-schema = Schema: { $name }

problem-unauthorized = This token is not known. Check that it was copied whole.
problem-token-expired = This token has expired. Ask the administrator for a new one.
problem-token-revoked = This token has been revoked. Ask the administrator for a new one.
problem-wrong-role = This token does not allow that.
problem-other-operator = This token belongs to another operator.
problem-filing-off = This server takes no filings.
problem-already-withdrawn = This filing is already withdrawn.
problem-too-many-requests = Too many requests in a short time. Try again in { $seconds } s.
problem-too-large = The file is larger than this server takes.
problem-busy = Other files are being checked. Try again in a moment.
problem-timeout = Sending took too long. Try again on a better connection.
problem-network = The server does not answer. Check the connection, then try again.
problem-silent = The server did not answer in time. Try again.
problem-unreadable = The answer received cannot be read. Try again; if it persists, check the network (its sign-in page).
problem-offline = You are offline. Try again once you are back.
problem-server = The server met an error. Try again; if it persists, tell the administrator.
problem-refused = The server refused the request.
problem-retry = Try again
problem-no-filing-role = This token ({ $role }) allows reading, not filing.

who-title = You are
who-role = Role
who-token = Token
who-expires = valid until { $date }
who-never = without expiry
who-soon = expires soon: { $date }
who-technologies = Technologies

role-operator = operator
role-probe = probe
role-planner = planner
role-admin = administrator

kind-mobile-coverage = Mobile coverage
kind-mobile-coverage-hint = H3 cells (CSV) or polygons (GeoJSON)
kind-fibre-availability = Premises passed
kind-fibre-availability-hint = One row per premises (CSV)
kind-fibre-network = Fibre network
kind-fibre-network-hint = Open Fibre Data Standard 0.3 or 0.4 (JSON)

file-title = New filing
file-operator = For the operator
file-kind = Kind
file-as_of = Filed for
file-as_of-hint = The day whose network the file describes
file-crs = Reference system
file-crs-hint = Only where the file names none and its coordinates are not longitude and latitude
file-file = File
file-drop = Drop the file here
file-or = or
file-choose = Choose a file
file-change = Change the file
file-packed = Plain, in gzip or in zip.
file-several = One file at a time: the first was taken.
file-folder = This is a folder: drop a file.
file-check = Check
file-again = Check again
file-submit = Submit the filing
file-submit-direct = Submit without checking first
file-submit-direct-hint = The file is larger than a check beforehand takes. When submitted it is checked all the same: with an error, nothing is recorded.
file-submit-warn = The filing will be recorded and published at once.
file-cancel = Stop
file-cancelled = Sending stopped; nothing was recorded.
file-another = Make another filing
file-changed = The file has changed on disk since it was chosen. Choose it again.

need-file = Choose a file.
need-as_of = Give the date the file describes.
need-as_of-future = This date lies in the future.
need-crs = Write the system by its EPSG number, as EPSG:26191.

progress-upload-check = Sending for the check
progress-upload-submit = Sending the filing
progress-of = { $done } of { $all }
progress-waiting = Received; waiting for another file
progress-checking = Received; reading and checking
progress-rows = { $n ->
    [one] { $n } row read
   *[other] { $n } rows read
}
progress-recording = Checked; recording
progress-said = { $what }: { $percent }

lost-title = The connection broke while sending
lost-check = Nothing was recorded. Check again once the connection is back.
lost-submit = Nothing is lost: ask again. The same file gets the same receipt, never two filings.
lost-again = Ask again

report-title = Report of the check
report-of = Report of the filing for { $date }
report-private = Only you and administrators see the findings and the file’s name; the public sees how often each rule was met.
report-ok = In order
report-ok-detail = The file can be submitted.
report-warned = In order, worth a look
report-warned-detail = The file can be submitted; read the warnings first.
report-refused = Refused
report-refused-detail = Fix the errors below, then check again. Nothing was recorded.
report-crs-chosen = Coordinates were brought from { $crs }, which you chose.
report-crs-named = Coordinates were brought from { $crs }, which the file names.
report-crs-guess = The coordinates are no degrees, and the file names no reference system. Of the usual ones, this is where they lie in the country: look whether it is the file’s.
report-crs-read = Read as { $crs }
report-rows = { $n ->
    [one] row read
   *[other] rows read
}
report-features = { $n ->
    [one] feature read
   *[other] features read
}
report-errors = { $n ->
    [one] error
   *[other] errors
}
report-warnings = { $n ->
    [one] warning
   *[other] warnings
}
report-repairs = { $n ->
    [one] repair
   *[other] repairs
}
report-size = size
report-stopped = Reading stopped before the end: more errors may follow.
report-layers = What the file declares
report-layer-cells = { $n ->
    [one] { $n } cell
   *[other] { $n } cells
}
report-layer-premises = { $n } premises, { $units ->
    [one] { $units } home or business
   *[other] { $units } homes and businesses
}
report-network = { $nodes ->
    [one] { $nodes } node
   *[other] { $nodes } nodes
}, { $spans ->
    [one] { $spans } span
   *[other] { $spans } spans
}, { $length }
report-byrule = Findings by rule
report-all = All findings
report-findings = Findings
report-shown = { $shown } of { $all }
report-kept = The report details { $kept ->
    [one] { $kept } finding
   *[other] { $kept } findings
} of { $all }.
report-more = Show the next { $n }
report-none = No finding: nothing to report.
report-where = Where
report-what = Finding and remedy
report-value = Value
report-row = row { $n }
report-column = column { $name }
report-wholefile = the file
report-expected = Expected
report-remedy = Remedy
report-place = See it on the map
report-map = Places of the findings
report-map-hint = Each point is a finding. Choosing a point leads to its row; the pin of a row leads to its point.
report-map-none = No finding has a place.
report-map-failed = The map cannot be shown; the coordinates stay in the report.
report-json = JSON report
report-csv = CSV report
report-close = Close the report

severity-error = error
severity-warning = warning
severity-repair = repair
severity-info = information

receipt-title = Receipt
receipt-accepted = Filing recorded and published
receipt-unchanged = This file was in force already: here is its receipt, nothing has changed
receipt-id = Number
receipt-recorded = Recorded on
receipt-hash = SHA-256 digest
receipt-file = File
receipt-copy = Copy the receipt
receipt-copied = Receipt copied
receipt-keep = Keep it: it proves what was filed, and when.
receipt-see = See it on the map

history-title = Filings
history-empty = No filing yet. The first will appear here as soon as it is submitted.
history-as_of = Filed for
history-kind = Kind
history-file = File
history-recorded = Recorded (UTC)
history-rows = Rows
history-state = State
history-operator = Operator
history-actions = Actions
history-shown = { $shown } of { $all }
history-more = Show the next { $n }
history-report = Report
history-withdraw = Withdraw
history-withdrawn = withdrawn on { $date }: { $reason }
history-damaged = damaged
history-damaged-todo = Its rows can no longer be read and do not count. File the same file again, for the same date: that puts them back.
history-refresh = Refresh

state-current = current
state-current-hint = Gives today’s figures
state-history = history
state-history-hint = Stands for its date; a later one gives today’s figures
state-superseded = superseded
state-superseded-hint = A later filing stands for the same date
state-withdrawn = withdrawn
state-withdrawn-hint = Counts no more

withdraw-title = Withdraw this filing?
withdraw-means = It stops counting at once: maps and figures return to the filing before it, or to none.
withdraw-stays = It stays in the record with your reason, for everyone to see, and what was known before today can still be looked up.
withdraw-final = A withdrawal cannot be undone; the same file can be filed again.
withdraw-reason = Reason
withdraw-reason-hint = For example: wrong export, replaced the same day
withdraw-reason-need = Give a reason.
withdraw-cancel = Keep the filing
withdraw-confirm = Withdraw the filing
withdraw-done = Filing withdrawn
