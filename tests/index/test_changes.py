import datetime as dt
import json

from index.changes import addresses, changes, first_with_text, history_as_json, seen
from index.history import Reading
from index.record import Capture, Release

AT = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)


def reading(day, *, live=False, url="", **facts):
    capture = Capture(origin="o", captured_at=AT + dt.timedelta(days=day), sha256="ab", url=url)
    return Reading(capture=capture, release=Release(id="r", **facts), live=live)


OLD = reading(0, title="Titre", paragraphs=("28 membres.",), url="http://a/")
SAME = reading(1, title="Titre", paragraphs=("28 membres.",), url="http://b/")
NEW = reading(5, title="Titre", paragraphs=("29 membres.",), live=True, url="http://a/")


def test_a_change_is_told_by_the_captures_it_lies_between() -> None:
    (change,) = changes([OLD, SAME, NEW])
    assert (change.before, change.after) == (2, 3)
    assert [p.text for p in change.pieces if p.kind != "same"] == ["28 ", "29 "]


def test_a_changed_date_is_a_fact_and_no_difference_of_the_text() -> None:
    dated = reading(1, title="Titre", paragraphs=("28 membres.",), date=dt.date(2020, 1, 1))
    (change,) = changes([OLD, dated])
    assert change.pieces == ()
    assert change.facts == (("date", "", "2020-01-01"),)


def test_captures_of_one_text_know_the_first_of_them() -> None:
    assert first_with_text([OLD, SAME, NEW, OLD]) == (1, 1, 3, 1)


def test_every_address_is_told_once_the_live_ones_first() -> None:
    assert addresses([OLD, SAME, NEW]) == ("http://a/", "http://b/")


def test_first_and_last_seen_are_the_ends_of_the_captures_times() -> None:
    assert seen([OLD, SAME, NEW]) == (AT, AT + dt.timedelta(days=5))


def test_the_whole_history_is_plain_data() -> None:
    told = history_as_json("r", [OLD, SAME, NEW])
    assert json.loads(json.dumps(told)) == told
    assert [one["text"] for one in told["captures"]] == [1, 1, 3]
    assert told["changes"][0]["pieces"][0] == {"kind": "same", "text": "Titre\n\n"}
