"""Archives of older programs, opened by this one."""

import sqlite3

import pytest

from index.record import Release, release_to_json
from indexer.store import NoArchive, Store, StoreOutdated, reading, readings, text_digest

VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('schema_version', '1');
CREATE TABLE source (origin TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL,
    release TEXT) WITHOUT ROWID;
CREATE TABLE capture (id INTEGER PRIMARY KEY, release TEXT NOT NULL, origin TEXT NOT NULL,
    captured_at TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, profile TEXT NOT NULL,
    record TEXT NOT NULL, UNIQUE (release, origin, sha256));
CREATE TABLE refusal (origin TEXT PRIMARY KEY, reason TEXT NOT NULL, sentence TEXT NOT NULL,
    at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pending (release TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO source VALUES ('/a.htm', 's', 'ab', 'r');
"""
RELEASE = Release(id="r", title="Été", paragraphs=("Un.",))


@pytest.fixture
def old(tmp_path):
    database = sqlite3.connect(tmp_path / "archive.db")
    database.executescript(VERSION_1)
    database.execute(
        "INSERT INTO capture VALUES (1, 'r', '/a.htm', '2020-01-02T00:00:00+00:00', 'u', 'ab', 'p',"
        " ?)",
        (release_to_json(RELEASE),),
    )
    database.commit()
    database.close()
    return tmp_path


def test_an_older_archive_is_upgraded_where_it_is_and_loses_nothing(old) -> None:
    with Store(old) as store:
        assert store.document("r").release == RELEASE
        assert store.document("r").captures[0].status == 0
        assert store.rows("SELECT text FROM capture") == [(text_digest(RELEASE),)]
        assert store.meta("schema_version") == "2"
    with Store(old) as store:
        assert store.document("r").release == RELEASE


def test_an_upgrade_that_fails_leaves_the_old_version(old) -> None:
    database = sqlite3.connect(old / "archive.db")
    database.execute("UPDATE capture SET record = 'no JSON'")
    database.commit()
    with pytest.raises(Exception, match="cannot be read"):
        Store(old)
    assert database.execute("SELECT value FROM meta").fetchall() == [("1",)]
    columns = [row[1] for row in database.execute("PRAGMA table_info(capture)")]
    database.close()
    assert "status" not in columns


def test_what_only_reads_upgrades_nothing(old) -> None:
    with pytest.raises(StoreOutdated, match="version 1"), reading(old):
        pass


def test_reading_an_archive_that_is_not_there_makes_none(tmp_path) -> None:
    with pytest.raises(NoArchive), reading(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_reads_sees_what_was_committed_while_another_writes(tmp_path) -> None:
    with Store(tmp_path) as store:
        store.write("INSERT INTO pending VALUES ('x')")
        with reading(tmp_path) as reader:
            assert reader.rows("SELECT * FROM pending") == []
        store.commit()
        with reading(tmp_path) as reader:
            assert reader.rows("SELECT * FROM pending") == [("x",)]
            assert readings(reader, "x") == ()
