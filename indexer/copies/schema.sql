-- copies.db: which releases are nearly the same, derived from archive.db.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every distinct text of a present release, by the digest of archive.db's captures.
CREATE TABLE IF NOT EXISTS text (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    keys   BLOB NOT NULL      -- 8 bytes for each of its bands
);

-- The keys under which texts that are like each other meet.
CREATE TABLE IF NOT EXISTS band (
    key  INTEGER NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (key, text)
) WITHOUT ROWID;

-- Texts that were compared and are alike, each pair in both directions.
CREATE TABLE IF NOT EXISTS alike (
    text     INTEGER NOT NULL,
    other    INTEGER NOT NULL,
    likeness REAL NOT NULL,
    PRIMARY KEY (text, other)
) WITHOUT ROWID;

-- Every present release: its text (NULL where it is too short to compare), and what is shown of it.
CREATE TABLE IF NOT EXISTS member (
    release  TEXT PRIMARY KEY,
    text     INTEGER,
    digest   TEXT NOT NULL,
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    date     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_by_text ON member (text);

-- Keys under which a release meets itself in other languages.
CREATE TABLE IF NOT EXISTS meeting (
    release TEXT NOT NULL,
    key     TEXT NOT NULL,
    PRIMARY KEY (release, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS meeting_by_key ON meeting (key);

-- Which releases a page names as itself in other languages.
CREATE TABLE IF NOT EXISTS twin (
    release TEXT NOT NULL,
    other   TEXT NOT NULL,
    PRIMARY KEY (release, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS twin_by_other ON twin (other)
