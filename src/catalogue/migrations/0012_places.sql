-- Lists of places that matter: schools, health centres. A row is a list that was imported, which replaces the one of
-- that id before it, or one that was removed. What was known before stays known, so no row changes or goes.
CREATE TABLE place_lists (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    list TEXT NOT NULL,
    -- On the clock of filings.
    recorded INTEGER NOT NULL UNIQUE,
    -- Of a list that was imported. Names are a JSON object by language.
    names TEXT,
    source TEXT,
    licence TEXT,
    as_of TEXT,
    synthetic INTEGER CHECK (synthetic IN (0, 1)),
    content_hash TEXT,
    file_name TEXT,
    data_key TEXT,
    bytes INTEGER,
    places INTEGER,
    report TEXT,
    -- Of one that was removed: why.
    reason TEXT,
    CHECK ((data_key IS NULL) <> (reason IS NULL)),
    CHECK (data_key IS NULL OR (names IS NOT NULL AND source IS NOT NULL AND licence IS NOT NULL
        AND as_of IS NOT NULL AND synthetic IS NOT NULL AND content_hash IS NOT NULL
        AND bytes IS NOT NULL AND places IS NOT NULL AND report IS NOT NULL))
) STRICT;

CREATE INDEX place_lists_by_list ON place_lists (list, seq);

CREATE TRIGGER place_lists_never_change BEFORE UPDATE ON place_lists
BEGIN SELECT RAISE(ABORT, 'lists of places are append-only'); END;

CREATE TRIGGER place_lists_never_go BEFORE DELETE ON place_lists
BEGIN SELECT RAISE(ABORT, 'lists of places are append-only'); END;
