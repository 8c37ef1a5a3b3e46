-- Who sends measurements, what they may send, and how it is taken back.

-- Test ids are named among those of a namespace: by default the token's own, or that of the token it
-- continues.
ALTER TABLE tokens ADD COLUMN namespace TEXT;

-- What a token is bound to. A token without sources may write into one, which its name says.
CREATE TABLE token_scopes (
    token TEXT NOT NULL REFERENCES tokens (id),
    kind TEXT NOT NULL CHECK (kind IN ('source', 'operator', 'probe', 'place')),
    value TEXT NOT NULL,
    PRIMARY KEY (token, kind, value)
) STRICT, WITHOUT ROWID;

-- Sources there are: the administrator's list. A retired one takes no more; a hidden one is answered only
-- when it is asked for by name.
CREATE TABLE measurement_sources (
    id TEXT NOT NULL PRIMARY KEY,
    registered INTEGER NOT NULL,
    retired INTEGER,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO measurement_sources (id, registered)
SELECT source, (SELECT created FROM meta) FROM (
    SELECT source FROM measurement_objects UNION SELECT source FROM measurement_aggregates
    UNION SELECT source FROM measurement_refusals
) WHERE EXISTS (SELECT 1 FROM meta);

-- What was taken back: a row, never a deletion, so that what was known before stays so.
CREATE TABLE measurement_withdrawals (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- On the clock of batches, which runs behind nothing that was recorded.
    at INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('batch', 'token', 'source')),
    -- A batch's number, a token's id or a source's.
    subject TEXT NOT NULL,
    -- Batches up to this number; later ones stand.
    through INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;

-- Who brought a batch, for which source, and what became of it. Of batches of before this, only a token is
-- known, where one sent it.
ALTER TABLE measurement_batches ADD COLUMN source TEXT;
ALTER TABLE measurement_batches ADD COLUMN token TEXT;
ALTER TABLE measurement_batches ADD COLUMN who TEXT;
ALTER TABLE measurement_batches ADD COLUMN kept INTEGER;
ALTER TABLE measurement_batches ADD COLUMN refused INTEGER;
ALTER TABLE measurement_batches ADD COLUMN withdrawal INTEGER REFERENCES measurement_withdrawals (id);
UPDATE measurement_batches SET token = substr(id, 5, 8), who = 'token:' || substr(id, 5, 8)
WHERE id GLOB 'api/????????/*';

CREATE INDEX measurement_batches_by_token ON measurement_batches (token, recorded);
CREATE INDEX measurement_batches_by_source ON measurement_batches (source, seq);
CREATE INDEX measurement_batches_withdrawn ON measurement_batches (withdrawal) WHERE withdrawal IS NOT NULL;
CREATE INDEX measurement_batches_by_time ON measurement_batches (recorded);
