-- Measurements: batches that came in, the objects their rows are in, and aggregates of others.
--
-- A batch and its objects are one transaction, so a test is counted once or not at all. `seq` only goes
-- up, hence tells a reader what is new.
CREATE TABLE measurement_batches (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- What the sender calls it; the same again is answered with the same receipt.
    id TEXT NOT NULL UNIQUE,
    recorded INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    -- The answer that was given, as JSON.
    receipt TEXT NOT NULL
) STRICT;

-- One month of one source each; merging small ones replaces rows here, in one transaction.
CREATE TABLE measurement_objects (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    -- Months since the year 0.
    month INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    -- The batches it holds lie between these, both included.
    first_batch INTEGER NOT NULL,
    last_batch INTEGER NOT NULL,
    -- The latest test, in milliseconds since 1970.
    last_at INTEGER NOT NULL,
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    data_key TEXT NOT NULL,
    tests_key TEXT NOT NULL
) STRICT;

CREATE INDEX measurement_objects_by_month ON measurement_objects (source, month);

-- Percentiles that somebody else computed: published as they are, never pooled with rows.
CREATE TABLE measurement_aggregates (
    source TEXT NOT NULL,
    territory TEXT NOT NULL,
    month INTEGER NOT NULL,
    metric TEXT NOT NULL,
    samples INTEGER NOT NULL,
    -- Pairs of percentile and value, as JSON; low percentiles are low values.
    percentiles TEXT NOT NULL,
    attribution TEXT NOT NULL,
    recorded INTEGER NOT NULL,
    PRIMARY KEY (source, territory, month, metric)
) STRICT, WITHOUT ROWID;

-- Rows that were refused, by rule: for those who watch what comes in.
CREATE TABLE measurement_refusals (
    source TEXT NOT NULL,
    rule TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (source, rule)
) STRICT, WITHOUT ROWID;
