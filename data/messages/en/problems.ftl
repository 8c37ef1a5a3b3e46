### What the service answers when it cannot do what was asked. Programs go by `code`, never by these words.

## Titles: the status in words.

status-400 = Bad Request
status-401 = Unauthorized
status-403 = Forbidden
status-404 = Not Found
status-405 = Method Not Allowed
status-406 = Not Acceptable
status-408 = Request Timeout
status-409 = Conflict
status-413 = Payload Too Large
status-414 = URI Too Long
status-422 = Unprocessable Entity
status-429 = Too Many Requests
status-431 = Request Header Fields Too Large
status-500 = Internal Server Error
status-503 = Service Unavailable

## Parameters.

detail-bad-parameter = parameter { $name }: { $value } is not valid; expected { $expected }
detail-unknown-parameter = unknown parameter { $name }; known are { $known }
detail-unknown-parameter-of-none = unknown parameter { $name }; this address takes none
detail-repeated-parameter = parameter { $name } is given more than once
detail-missing-parameter = parameter { $name } is missing; expected { $expected }
detail-several-faults = { $more ->
    [one] { $first }; and { $more } fault more: see errors
   *[other] { $first }; and { $more } faults more: see errors
}
remedy-bad-parameter = correct { $name }: { $expected }
remedy-unknown-parameter = take { $name } out of the address
remedy-repeated-parameter = give { $name } once
remedy-missing-parameter = add { $name } to the address: { $expected }

## What a parameter is expected to be.

expected-one-of = one of { $list }
expected-one-of-for = one of { $list } for { $technology }
expected-denominator = { $list }, the only denominator of { $technology }
expected-or-nothing = { $word }, or nothing
expected-text = a text
expected-id = 1 to 32 lower-case letters, digits or hyphens
expected-token-id = 8 letters and digits
expected-content-hash = 64 lower-case hexadecimal digits
expected-tier = DOWN-UP in Mbit/s, for instance 35-3
expected-month = a month such as 2025-10
expected-date = a date such as 2026-06-30
expected-crs = a reference system by its EPSG number, as EPSG:26191
expected-date-come = a date such as 2026-06-30, not later than { $today }, which is today
expected-instant = an instant such as 2026-11-23T20:15:00Z, or a date, which means its end
expected-degrees = degrees from { $from } to { $to }
expected-whole = a whole number from { $from } to { $to }
expected-cursor = the cursor of a previous answer to the same question; if data changed since, begin again
expected-next = `next` of the page before
expected-scope = any, all, min2 or one of { $list }
expected-scope-form = any, all, min2 or op:OPERATOR
expected-operator = the id of an operator
expected-territory = the code of a territory of the country
expected-no-outlines = none with csv
expected-filing-of-layers = the id of a filing that declares layers
expected-nothing-beside = nothing beside { $name }, which says it
expected-months = at most { $to }, and at most { $most } months before it
expected-months-of-communes = at most twelve months of base units by month, unless within= names a territory
expected-search = a name, a code or coordinates, of { $most } bytes at most
expected-submission = 8 to 64 letters, digits, _ or -
expected-batch = 1 to 64 letters, digits, dots, hyphens or underscores, new for every batch
expected-source = whose tests, such as my-probes
expected-as-in-body = the same as in the body, or nothing
expected-check = the id of a configured check
expected-seconds = a number of seconds above 0

## Requests.

detail-not-found-filing = there is no filing of that id
detail-not-found-report = there is no report of that filing
detail-not-found-schema = there is no schema of that name
detail-not-found-territory = there is no territory of that code
detail-not-found-collector = there is no collector of that id
detail-not-found-address = there is no such address
detail-not-found-base-path = there is no such address; the service lies under its base path
detail-not-found-probe-address = there is no such address; there are /probe, /metrics and /healthz
detail-not-found-outlines = there is no such layer of outlines; there are { $list }
detail-not-found-basemap = this server has no basemap: it is started with `--basemap FILE.pmtiles`
detail-not-found-tile = there are no such tiles; there are { $list }
detail-not-found-probe = there is no probe here: this server was started without --probes
detail-not-found-submission = there is no submission of that id and token in the last hour; filings are found by their content_hash
detail-method-not-allowed = this address does not take that method
detail-not-acceptable = no acceptable media type; offered are { $offered }
detail-too-large = the body is larger than the { $limit } bytes this address takes
detail-timeout = the request took too long
detail-internal = the server could not answer; the fault is in its log under this request's id
detail-wait = { $why }; wait { $seconds } s
detail-busy-stopping = the server is stopping; try again in a moment
detail-busy-files = other files are being checked; try again in a moment
detail-busy-reads = the server is answering as many requests as it can; try again
detail-busy-probes = too many probes are waited for
detail-address-too-long = the path and query are longer than { $most } bytes; shorten them
detail-headers-too-large = the request's headers are larger than { $most } bytes in all; send fewer or shorter ones
detail-already-withdrawn = the filing was withdrawn at { $at } by { $by }: { $reason }
detail-bad-withdrawal = the body must be JSON such as { $example }, the reason of 3 to { $most } characters
detail-bad-measurement-withdrawal = the body must be JSON such as { $example }: one of batch (a number), token or source (an id), and a reason of 3 to { $most } characters
detail-nothing-to-withdraw = nothing of that counts: it was withdrawn before, or never came; see GET /api/v1/measurements/batches
detail-batch-too-old = rows of that batch do not say their batch, because it came before rows did: withdraw its source
detail-batch-not-own = this token takes back batches that it sent itself; an administrator takes back the others
detail-submission-under-way = a submission of that id is under way: ask for it, or take another id
detail-upload-broken = the upload broke off; send the file again
detail-file-encoded = send the file as it is, without Content-Encoding; gzip and zip files are read as files
detail-form-fields = the form must have exactly one field, named file; kind, operator and as_of go into the address
detail-form-without-file = the form has no field named file
detail-batch-encoded = send the batch as it is, without Content-Encoding
detail-bad-media-type = { $given } is no batch of measurements; send application/json or application/x-ndjson
detail-bad-batch = the batch cannot be read: { $why }; expected { $example }
detail-too-many-tests = a batch may have { $most } measurements at most; send several batches
detail-all-refused = { $rows ->
    [one] the one row cannot be kept: { $rules }; send the corrected rows as a batch of another name
   *[other] not one of the { $rows } rows can be kept: { $rules }; send the corrected rows as a batch of another name
}
detail-source-retired = source { $source } is retired and takes no more measurements; ask its administrator
detail-month-damaged = the list by which tests of { $source } of { $month } are known again is damaged, so none of them can be told from tests that came before; nothing of this batch was kept. Put the file back that the server's log names as damaged, or withdraw the batches of that month; then send this batch again
detail-over-quota = a token may send { $most } rows in 24 hours, and this one sent { $sent }
detail-clock-implausible = this machine's clock says { $present }, which cannot be: nothing is recorded until it is set (between 2020 and 2199)
detail-clock-ahead = the last event of this catalogue is recorded at { $last }, and this machine's clock says { $present }: nothing is recorded that would be known only from { $last } on. If the machine's clock is wrong, set it; if it is right, see what `taghtia clock repair` would correct, and correct it with --apply

## Tokens.

detail-token-missing = send the token as: Authorization: Bearer TOKEN
detail-token-unknown = that is no token of this server
detail-token-expired = this token expired at { $at }: ask for a new one
detail-token-revoked = this token was revoked: ask for a new one
detail-token-role = this token is of role { $role }; this address is for { $wanted }
detail-token-operator = this token acts for { $own }, not for { $wanted }
detail-token-operator-none = this token acts for no operator, not for { $wanted }
detail-token-source = this token may write to { $own }, not to { $wanted }; an administrator issues tokens for other sources
detail-token-filings = { $most ->
    [one] a token may file { $most } time a minute
   *[other] a token may file { $most } times a minute
}
detail-token-batches = { $most ->
    [one] a token may send { $most } batch a minute
   *[other] a token may send { $most } batches a minute
}
detail-token-uses = { $most ->
    [one] a token may be used { $most } time a minute
   *[other] a token may be used { $most } times a minute
}
detail-token-uploads = { $most ->
    [one] a token may hand in { $most } file at a time
   *[other] a token may hand in { $most } files at a time
}
detail-token-guesses = too many requests from this address had a token that is not in force
# Words as they come from elsewhere.
detail-verbatim = { $words }

## Places.

expected-places-areas = population, households or area where { $technology } has them: it is filed as premises, so whether a place itself is served is not known
expected-places-technology = a technology: tier, environment, scope and covered are asked of one
expected-no-place-lists = population, households or area: no list of places was imported
expected-place-list = 1 to 32 lower-case letters, digits or hyphens, a letter first
expected-line = one line of 1 to 200 characters
expected-names = JSON such as { $example }: a name of 1 to 200 characters in one or more of { $list }
expected-reason = 3 to { $most } characters
detail-not-found-places = there is no list of places of that id; there are { $list }
detail-no-place-lists = no list of places was imported
detail-places-damaged = the places of { $list } are damaged in the server's store, so nothing is counted of them; the administrator can import the list again
