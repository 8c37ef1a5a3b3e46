-- A filing can be taken back. The row says when, so that what was known before stays reproducible;
-- the filing itself is never touched.
CREATE TABLE withdrawals (
    filing TEXT NOT NULL PRIMARY KEY REFERENCES filings (id),
    -- On the same clock as filings.recorded, and never equal to one of its instants.
    at INTEGER NOT NULL UNIQUE,
    reason TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;

-- How a filing reached us; nobody wrote it down before this.
ALTER TABLE filings ADD COLUMN origin TEXT NOT NULL DEFAULT 'unknown';
