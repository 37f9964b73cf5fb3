-- archive.db: the truth about what was read. The index is derived from it.
-- What is missing is made when the file is opened, so that a new table needs no new version. A new
-- column does (migrations.py).

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every page that was looked at, as it was the last time. An equal stamp means: not changed.
CREATE TABLE IF NOT EXISTS source (
    origin  TEXT PRIMARY KEY,
    stamp   TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    release TEXT              -- NULL where the page was refused
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS source_by_release ON source (release);

-- Every distinct reading of a release, kept for good. It is live while its source still says so.
CREATE TABLE IF NOT EXISTS capture (
    id          INTEGER PRIMARY KEY,
    release     TEXT NOT NULL,
    origin      TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    url         TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    profile     TEXT NOT NULL,
    record      TEXT NOT NULL,
    status      INTEGER NOT NULL DEFAULT 0,  -- of the HTTP answer, 0 where none is known
    text        TEXT NOT NULL DEFAULT '',    -- digest of the text: equal where only bytes differ
    UNIQUE (release, origin, sha256)
);

CREATE INDEX IF NOT EXISTS capture_by_text ON capture (text);
CREATE INDEX IF NOT EXISTS capture_by_url ON capture (url, captured_at);

-- Files that hold many pages and were read to their end. An equal stamp means: nothing new in it.
CREATE TABLE IF NOT EXISTS container (
    origin TEXT PRIMARY KEY,
    stamp  TEXT NOT NULL
) WITHOUT ROWID;

-- Pages that gave no release, and why.
CREATE TABLE IF NOT EXISTS refusal (
    origin   TEXT PRIMARY KEY,
    reason   TEXT NOT NULL,
    sentence TEXT NOT NULL,
    at       TEXT NOT NULL
) WITHOUT ROWID;

-- Releases whose entry in the index is behind the captures.
CREATE TABLE IF NOT EXISTS pending (
    release TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Which texts of which releases the index of superseded texts holds.
CREATE TABLE IF NOT EXISTS superseded (
    release TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (release, text)
) WITHOUT ROWID;

-- Which releases name an entity that authority.toml decides about, under the id it was recognised
-- by, before any decision. So a decision can be taken back without reading every text again.
CREATE TABLE IF NOT EXISTS decided (
    release TEXT NOT NULL,
    entity  TEXT NOT NULL,
    label   TEXT NOT NULL,
    PRIMARY KEY (release, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decided_by_entity ON decided (entity, label)
