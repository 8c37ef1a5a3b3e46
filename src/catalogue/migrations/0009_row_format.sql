-- Row format 2 of measurements: rows name the batch that brought them, and devices are known by a keyed
-- hash.

-- The format of the rows a batch brought: those of format 1 do not say their batch.
ALTER TABLE measurement_batches ADD COLUMN format INTEGER NOT NULL DEFAULT 1;

-- What devices' names are hashed with: made with the data directory, and never outside it.
CREATE TABLE device_keys (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32),
    created INTEGER NOT NULL
) STRICT;
