-- Damaged objects that were healed. A filing's row is never touched: where its rows had to be written
-- anew under another name (another version of the writer makes other bytes of the same rows), that name
-- stands here, and the last one counts.
CREATE TABLE healings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    -- The damaged object.
    object TEXT NOT NULL,
    filing TEXT NOT NULL REFERENCES filings (id),
    -- Where the filing's rows are from now on, if not under the object's own name.
    data_key TEXT,
    -- `filed-again` or `original`.
    means TEXT NOT NULL
) STRICT;

CREATE INDEX healings_by_filing ON healings (filing, id);
