-- archive.db: the truth about what was read. The index is derived from it.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every page that was looked at, as it was the last time. An equal stamp means: not changed.
CREATE TABLE source (
    origin  TEXT PRIMARY KEY,
    stamp   TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    release TEXT              -- NULL where the page was refused
) WITHOUT ROWID;
CREATE INDEX source_by_release ON source (release);

-- Every distinct reading of a release, kept for good. It is live while its source still says so.
CREATE TABLE capture (
    id          INTEGER PRIMARY KEY,
    release     TEXT NOT NULL,
    origin      TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    url         TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    profile     TEXT NOT NULL,
    record      TEXT NOT NULL,
    UNIQUE (release, origin, sha256)
);

-- Pages that gave no release, and why.
CREATE TABLE refusal (
    origin   TEXT PRIMARY KEY,
    reason   TEXT NOT NULL,
    sentence TEXT NOT NULL,
    at       TEXT NOT NULL
) WITHOUT ROWID;

-- Releases whose entry in the index is behind the captures.
CREATE TABLE pending (
    release TEXT PRIMARY KEY
) WITHOUT ROWID;
