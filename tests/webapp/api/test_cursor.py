"""Pages follow one another until every hit has come once, or the archive changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.api import cursor
from webapp.api.problems import BadCursor, CursorExpired

REVISION = "0123456789abcdef"


def test_every_hit_comes_once(many, browse):
    client, address, found = browse(many), "/api/v1/search?q=titre&limit=7", []
    while address:
        page = client.get(address).json
        found += [hit["id"] for hit in page["hits"]]
        address = page["next"]
    assert len(found) == len(set(found)) == 25


def test_a_cursor_of_another_search_is_refused(many, browse):
    client = browse(many)
    following = client.get("/api/v1/search?limit=7").json["next"]
    answer = client.get(f"{following}&q=titre")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith("#bad-cursor")
    assert client.get(f"{following}&limit=3&lang=en").status_code == 200


def test_a_cursor_ends_with_the_archive_it_was_given_in(many, browse):
    client = browse(many)
    following = client.get("/api/v1/search?limit=7").json["next"]
    many.documents = many.documents[:20]
    answer = client.get(following)
    assert answer.status_code == 410
    assert answer.json["code"] == "CursorExpired"


@given(st.text(max_size=30) | st.integers(0, 10**12).map(str))
def test_what_nobody_gave_out_is_refused(text):
    with pytest.raises(BadCursor):
        cursor.read(text, (), REVISION)


@given(st.integers(0, 999_999_999))
def test_a_cursor_is_read_back(place):
    given_out = cursor.write(place, (("q", "x"),), REVISION)
    assert cursor.read(given_out, (("q", "x"), ("limit", "5")), REVISION) == place
    with pytest.raises(CursorExpired):
        cursor.read(given_out, (("q", "x"),), REVISION[::-1])
