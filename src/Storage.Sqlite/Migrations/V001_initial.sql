-- The documents. A rowid table: WITHOUT ROWID with bodies of 1 KB halves the writes.
CREATE TABLE documents (
    collection TEXT NOT NULL,
    key        TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (collection, key)
) STRICT;

-- The change log: one row for each write. kind: 0 created, 1 updated, 2 deleted (body is then the last one).
CREATE TABLE changes (
    revision   INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    key        TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT;

-- expires: milliseconds since 1970, UTC, the host's clock.
CREATE TABLE leases (
    name    TEXT PRIMARY KEY,
    owner   TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

-- One row. revision: of the last write, never goes back. compacted: changes up to here are forgotten.
CREATE TABLE store (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    revision  INTEGER NOT NULL,
    compacted INTEGER NOT NULL
) STRICT;

INSERT INTO store (id, revision, compacted) VALUES (1, 0, 0);
