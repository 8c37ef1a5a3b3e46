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
status-422 = Unprocessable Entity
status-429 = Too Many Requests
status-500 = Internal Server Error
status-503 = Service Unavailable

## Parameters.

detail-bad-parameter = parameter { $name }: { $value } is not valid; expected { $expected }
detail-unknown-parameter = unknown parameter { $name }; known are { $known }
detail-unknown-parameter-of-none = unknown parameter { $name }; this address takes none
detail-repeated-parameter = parameter { $name } is given more than once
detail-missing-parameter = parameter { $name } is missing; expected { $expected }
expected-one-of = one of { $list }

## Requests.

detail-not-found-filing = there is no filing of that id
detail-not-found-report = there is no report of that filing
detail-not-found-schema = there is no schema of that name
detail-not-found-territory = there is no territory of that code
detail-not-found-collector = there is no collector of that id
detail-not-found-address = there is no such address
detail-not-found-base-path = there is no such address; the service lies under its base path
detail-not-found-probe-address = there is no such address; there are /probe, /metrics and /healthz
detail-not-found-outlines = there is no such layer of outlines
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
