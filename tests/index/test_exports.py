import csv
import datetime as dt
import io
import json
from itertools import islice, repeat

from hypothesis import given
from hypothesis import strategies as st

from index.exports import COLUMNS, csv_lines, json_lines
from index.record import Capture, Document, EntityKind, Mention, Release

AT = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
DOCUMENT = Document(
    release=Release(
        id="r", title="L'OTAN en Iraq", paragraphs=("Un.", "Deux."), date=dt.date(2016, 10, 18)
    ),
    mentions=(
        Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", 10, 14),
        Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", 10, 14),
        Mention("place:rome", EntityKind.PLACE, "Rome", "Rome", 0, 0),
    ),
    captures=(Capture(origin="o", captured_at=AT, sha256="ab"),),
)


def rows(documents):
    return list(csv.DictReader(io.StringIO("".join(csv_lines(documents)), newline="")))


def test_a_row_has_every_column() -> None:
    (row,) = rows([DOCUMENT])
    assert tuple(row) == COLUMNS
    assert row["text"] == "Un.\n\nDeux."
    assert row["places"] == "Iraq | Rome"
    assert (row["date"], row["first_seen"]) == ("2016-10-18", AT.isoformat())


@given(st.text())
def test_any_title_is_read_back_and_is_no_formula(title) -> None:
    (row,) = rows([Document(release=Release(id="r", title=title))])
    assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["title"].removeprefix("'") == title.removeprefix("'") or row["title"] == title


def test_a_line_of_json_is_a_whole_release() -> None:
    (line,) = json_lines([DOCUMENT])
    assert line.count("\n") == 1
    assert json.loads(line)["paragraphs"] == ["Un.", "Deux."]


def test_a_list_without_end_is_written_as_it_comes() -> None:
    assert len(list(islice(csv_lines(repeat(DOCUMENT)), 1000))) == 1000
    assert len(list(islice(json_lines(repeat(DOCUMENT)), 1000))) == 1000
