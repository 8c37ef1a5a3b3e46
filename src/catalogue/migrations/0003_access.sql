-- Who may do what, and what was done.

CREATE TABLE tokens (
    -- The public part: names the token in lists and in the audit log.
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 8),
    -- SHA-256 of the whole token, which is kept nowhere.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role TEXT NOT NULL,
    operator TEXT REFERENCES operators (id),
    -- Who holds it, in words.
    name TEXT NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER,
    -- To the minute.
    last_used INTEGER,
    CHECK ((role = 'operator') = (operator IS NOT NULL))
) STRICT;

-- The audit log. Never a token in it, only the public parts.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    act TEXT NOT NULL,
    -- What it was done to: a token's, an operator's or a filing's id.
    subject TEXT,
    -- What else there is to say, as a JSON object.
    detail TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_rows_never_change BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_rows_never_go BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_rows_are_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
