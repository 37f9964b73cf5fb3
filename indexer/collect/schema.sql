-- state.db: what has been fetched, and how far a collection is.

CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The latest capture of each address, `run` being the collection that asked for it last, `target`
-- where the address led to.
CREATE TABLE IF NOT EXISTS page (
    url      TEXT PRIMARY KEY,
    target   TEXT NOT NULL,
    run      INTEGER NOT NULL,
    etag     TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest   TEXT NOT NULL,
    date     TEXT NOT NULL
) WITHOUT ROWID;

-- WARC files written here, and how much of each is complete. Noted before a file is begun.
CREATE TABLE IF NOT EXISTS warc (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
