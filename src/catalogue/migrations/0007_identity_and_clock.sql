-- Which catalogue this is, objects that others replaced, and instants that were put right.

-- Random; another one after `--accept-catalogue`. The lake's own mark names it.
ALTER TABLE meta ADD COLUMN catalogue_id TEXT;
UPDATE meta SET catalogue_id = lower(hex(randomblob(16)));

-- Objects of the lake that no row names any more, because others hold their rows. They are removed; what
-- is neither here nor named is kept aside first.
CREATE TABLE replaced_objects (
    key TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Instants written by a clock that ran ahead, and the instants that stand for them. Neither the rows they
-- were written in nor rows here ever change.
CREATE TABLE clock_corrections (
    -- What has the instant: 'filing', 'withdrawal', 'batch', 'batch-withdrawal', 'aggregate' or 'token'; and
    -- which.
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    recorded INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    -- When it was put right.
    at INTEGER NOT NULL,
    PRIMARY KEY (event, subject, recorded),
    CHECK (corrected <= recorded)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER clock_corrections_never_change BEFORE UPDATE ON clock_corrections
BEGIN SELECT RAISE(ABORT, 'corrections of the clock are append-only'); END;

CREATE TRIGGER clock_corrections_never_go BEFORE DELETE ON clock_corrections
BEGIN SELECT RAISE(ABORT, 'corrections of the clock are append-only'); END;
