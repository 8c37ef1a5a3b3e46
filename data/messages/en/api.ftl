### The page at /api/v1.

api-language = English
api-title = Taghtia: the API
api-intro = Connectivity of a country, place by place: what operators file, who is covered, what tests measure, and what each number means. Reading needs no account.
api-strict = Every answer with numbers carries its definition, its dates and its attribution. An unknown parameter is an error, and every error says what was expected.
api-document = Description for programs (OpenAPI)
api-schemas = Formats of filings
api-tag-country = What can be asked
api-tag-coverage = Coverage claimed
api-tag-measurements = Measurements, beside what is claimed
api-tag-targets = What was promised, and how it stands
api-tag-networks = Fibre routes
api-tag-places = Places that matter, and which of them are covered
api-tag-territories = Territories and places
api-tag-access = Tokens, and what was done with them
api-tag-filings = Filings: what operators handed in, and how to file
api-tag-service = The service itself
