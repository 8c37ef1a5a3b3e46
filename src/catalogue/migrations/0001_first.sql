-- What was filed, by whom, and when we learned it.
--
-- Instants are whole microseconds since the Unix epoch; dates are ISO 8601 text, which sorts; lists
-- and names are JSON, because nothing is ever asked of their parts.

CREATE TABLE meta (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Tells one data directory from another, for instance in filing ids.
    data_dir TEXT NOT NULL,
    created INTEGER NOT NULL,
    -- The seed of the demonstration this directory was made for; NULL in earnest.
    demo_seed INTEGER,
    -- Goes up with every change that a snapshot could show.
    generation INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE operators (
    id TEXT NOT NULL PRIMARY KEY,
    -- The order of the registry, which is the order they are shown in.
    position INTEGER NOT NULL,
    names TEXT NOT NULL,
    colour TEXT,
    networks TEXT NOT NULL,
    licences TEXT NOT NULL,
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1))
) STRICT;

CREATE TABLE filings (
    -- Sorts as recorded does.
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 26),
    kind TEXT NOT NULL,
    operator TEXT NOT NULL REFERENCES operators (id),
    as_of TEXT NOT NULL CHECK (length(as_of) = 10),
    recorded INTEGER NOT NULL UNIQUE,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    original_key TEXT NOT NULL,
    file_name TEXT,
    data_key TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    report TEXT NOT NULL,
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1))
) STRICT;

CREATE INDEX filings_by_operator ON filings (operator, as_of);

-- The layers a filing declares, those of no extent included: it replaces exactly these.
CREATE TABLE filing_layers (
    filing TEXT NOT NULL REFERENCES filings (id),
    technology TEXT NOT NULL,
    mindown_kbit INTEGER NOT NULL,
    minup_kbit INTEGER NOT NULL,
    environment TEXT NOT NULL,
    -- Cells of a mobile layer, premises of a fixed one.
    extent INTEGER NOT NULL,
    PRIMARY KEY (filing, technology, mindown_kbit, minup_kbit, environment)
) STRICT, WITHOUT ROWID;
