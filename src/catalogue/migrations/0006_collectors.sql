-- Collectors: what each fetched last and how its runs ended, so that a restart goes on as before.

CREATE TABLE collectors (
    id TEXT NOT NULL PRIMARY KEY,
    -- A hash of what it fetches and as what: when it changes, what is known below says nothing any more.
    setup TEXT NOT NULL,
    last_attempt INTEGER,
    last_success INTEGER,
    last_outcome TEXT,
    reason TEXT,
    problem TEXT,
    -- The last filing it brought, or met.
    filing TEXT,
    -- Of the last content: how to ask for news of it, what it was, and whether the rules refused it.
    etag TEXT,
    last_modified TEXT,
    content_hash TEXT,
    as_of TEXT,
    content_refused INTEGER NOT NULL DEFAULT 0 CHECK (content_refused IN (0, 1)),
    -- Why the rules refuse what it read last, as JSON; nothing once that is mended.
    report TEXT,
    bytes INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    next_due INTEGER
) STRICT;

-- The last runs of each. A row without an end is a run under way, or one that died with its process.
CREATE TABLE collector_runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    collector TEXT NOT NULL REFERENCES collectors (id),
    started INTEGER NOT NULL,
    ended INTEGER,
    outcome TEXT,
    reason TEXT,
    problem TEXT,
    filing TEXT,
    -- Written before it is filed.
    content_hash TEXT,
    as_of TEXT,
    bytes INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX collector_runs_by_collector ON collector_runs (collector, id);

-- Files of watched folders, by name: each content is filed once.
CREATE TABLE collector_files (
    collector TEXT NOT NULL REFERENCES collectors (id),
    name TEXT NOT NULL,
    -- Size, times and inode: while they stand, the file is not read again.
    stamp TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    as_of TEXT NOT NULL,
    refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
    problem TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (collector, name)
) STRICT, WITHOUT ROWID;
