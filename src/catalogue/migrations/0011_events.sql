-- One append-only sequence of events under everything that is recorded: acts, filings, withdrawals, batches,
-- tokens. Each row seals the one before: its hash is the SHA-256 of the hash before it (32 zero bytes before the
-- first) followed by its fields.
--
-- The audit log of before is moved in here by the program at its first start, for SQLite has no SHA-256; while
-- the table `audit` is there, that is still to be done.
CREATE TABLE events (
    -- From 1, without gaps.
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    -- A JSON object: number, at, kind, subject, who, from, log, detail, record, in this order.
    fields TEXT NOT NULL CHECK (length(fields) <= 1048576 AND number = fields ->> '$.number'),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- Whole microseconds since the Unix epoch.
    at INTEGER GENERATED ALWAYS AS (fields ->> '$.at') VIRTUAL,
    kind TEXT GENERATED ALWAYS AS (fields ->> '$.kind') VIRTUAL,
    subject TEXT GENERATED ALWAYS AS (fields ->> '$.subject') VIRTUAL,
    -- The row of the audit log that this is; NULL where the event is no act of anyone's.
    log INTEGER GENERATED ALWAYS AS (fields ->> '$.log.row') VIRTUAL
) STRICT;

CREATE UNIQUE INDEX events_by_log ON events (log) WHERE log IS NOT NULL;

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the events are append-only'); END;

CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the events are append-only'); END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER events_have_no_gaps BEFORE INSERT ON events
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'the events are append-only: the next one follows the last'); END;
