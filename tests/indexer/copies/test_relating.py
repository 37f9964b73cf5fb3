"""What is related in an archive, whatever the order in which its releases came."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.record import Capture, Related, Relation, Release
from indexer.copies import LIKENESS, Copies, CopiesDamaged, fill, groups, relate, shingles
from indexer.copies.database import NEAR
from indexer.copies.likeness import BANDS, MOST, bands, likeness
from indexer.copies.related import MANY
from indexer.store import Store

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
WORDS = [f"mot{number}" for number in range(400)]
TEXT = tuple(" ".join(WORDS[start : start + 40]) + "." for start in range(0, 200, 40))
OTHER = tuple(" ".join(WORDS[start : start + 40]) + "." for start in range(200, 400, 40))
CORRECTED = (TEXT[0].replace("mot7", "sept"), *TEXT[1:])


def release(release_id, paragraphs=TEXT, **facts):
    return Release(id=release_id, title=f"Titre {release_id}", paragraphs=paragraphs, **facts)


@pytest.fixture
def archive(tmp_path):
    with Store(tmp_path) as store:
        yield store, tmp_path


def put(store, *releases, sha="1"):
    for one in releases:
        capture = Capture(origin=f"/{one.id}.htm", captured_at=AT, sha256=sha * 64)
        store.put(one, capture, stamp=sha, profile="p")


def bring_up(store, data, *, anew=False):
    """Return the ids that are pending afterwards, which an index would write."""
    with Copies(data, anew=anew) as copies:
        if anew:
            fill(store, copies, store.release_ids(), lambda _done: None, 1)
        else:
            relate(store, copies, store.pending(), lambda _done: None)
    pending = store.pending()
    store.settle()
    store.commit()
    return pending


def related(data, release_id):
    with Copies(data) as copies:
        return [(one.id, one.relation.value) for one in copies.related(release_id)]


def test_a_corrected_version_is_told_with_what_is_shown_of_it(archive) -> None:
    store, data = archive
    put(store, release("a"), release("b", CORRECTED, date=dt.date(2016, 1, 2)), release("c", OTHER))
    bring_up(store, data)
    with Copies(data) as copies:
        (one,) = copies.related("a")
        assert copies.related("c") == ()
    assert one == Related(
        id="b",
        relation=Relation.NEAR_DUPLICATE,
        title="Titre b",
        language="fr",
        date=dt.date(2016, 1, 2),
        likeness=one.likeness,
    )
    exact = likeness(shingles(release("a").text), shingles(release("b", CORRECTED).text))
    assert one.likeness == round(exact, 3)


def test_a_new_copy_makes_those_it_is_like_pending_and_no_others(archive) -> None:
    store, data = archive
    put(store, release("a"), release("c", OTHER))
    bring_up(store, data)
    put(store, release("b", CORRECTED))
    assert bring_up(store, data) == ["a", "b"]


def test_a_copy_that_is_gone_or_becomes_something_else_is_told_no_more(archive) -> None:
    store, data = archive
    put(store, release("a"), release("b", CORRECTED), release("c", CORRECTED))
    bring_up(store, data)
    store.forget("/b.htm")
    assert bring_up(store, data) == ["a", "b", "c"]
    assert related(data, "a") == [("c", "near-duplicate")]
    assert related(data, "b") == []
    put(store, release("c", OTHER), sha="2")
    assert bring_up(store, data) == ["a", "c"]
    assert related(data, "a") == []


def test_another_title_of_a_copy_makes_the_others_pending(archive) -> None:
    store, data = archive
    put(store, release("a"), release("b", CORRECTED))
    bring_up(store, data)
    put(store, release("b", CORRECTED, date=dt.date(2020, 1, 1)), sha="2")
    assert bring_up(store, data) == ["a", "b"]


def test_other_bytes_of_the_same_text_concern_nobody_else(archive) -> None:
    store, data = archive
    put(store, release("a"), release("b", CORRECTED))
    bring_up(store, data)
    put(store, release("b", CORRECTED), sha="2")
    assert bring_up(store, data) == ["b"]


def test_the_same_document_in_another_language_is_a_twin(archive) -> None:
    store, data = archive
    put(
        store,
        release("nato:news_1:fr"),
        release("nato:news_1:en", OTHER, language="en"),
        release("nato:news_10:en", OTHER, language="en"),
        release("page:1234", CORRECTED),
    )
    bring_up(store, data)
    assert related(data, "nato:news_1:fr") == [
        ("nato:news_1:en", "twin"),
        ("page:1234", "near-duplicate"),
    ]
    assert related(data, "page:1234") == [("nato:news_1:fr", "near-duplicate")]


def test_a_page_that_names_its_twin_is_linked_both_ways(archive) -> None:
    store, data = archive
    put(store, release("page:1", twins=("page:2", "page:1", "page:none")))
    bring_up(store, data)
    put(store, release("page:2", OTHER, language="en"))
    assert bring_up(store, data) == ["page:1", "page:2"]
    assert related(data, "page:1") == [("page:2", "twin")]
    assert related(data, "page:2") == [("page:1", "twin")]


def test_texts_of_a_few_words_are_compared_with_nothing(archive) -> None:
    store, data = archive
    put(store, release("a", ("Photos.",)), release("b", ("Photos.",)))
    bring_up(store, data)
    assert related(data, "a") == []


paragraphs = st.lists(st.sampled_from(TEXT + OTHER + CORRECTED), min_size=3, max_size=6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.none() | paragraphs), max_size=12))
def test_step_by_step_comes_out_as_all_at_once(tmp_path_factory, steps) -> None:
    """Whatever is put, changed and dropped, in any order: a new copies.db says the same."""
    data = tmp_path_factory.mktemp("archive")
    with Store(data) as store:
        for number, (release_id, text) in enumerate(steps):
            if text is None:
                store.forget(f"/{release_id}.htm")
            else:
                put(store, release(release_id, tuple(text)), sha=f"{number:x}")
            bring_up(store, data)
        ids = store.release_ids()
        with Copies(data) as copies:
            told = {one: copies.related(one) for one in ids}
            rows = copies.rows("SELECT count(*) FROM text WHERE number NOT IN"
                                " (SELECT text FROM member WHERE text IS NOT NULL)")  # fmt: skip
        assert rows == [(0,)]
        bring_up(store, data, anew=True)
        with Copies(data) as copies:
            assert {one: copies.related(one) for one in ids} == told
        sets = {one: shingles(store.document(one).release.text) for one in ids}
    for one, found in told.items():
        oracle = {
            other
            for other in ids
            if other != one and sets[one] and likeness(sets[one], sets[other]) >= 0.85
        }
        assert oracle <= {near.id for near in found}
        assert all(near.likeness >= LIKENESS for near in found)


@pytest.mark.parametrize("anew", [False, True], ids=["one by one", "at once"])
def test_one_notice_put_up_again_and_again_is_one_group(archive, anew) -> None:
    store, data = archive
    count = 2 * MANY + 20
    put(store, *(release(f"page:{n:03}", (*TEXT, f"Avis numéro {n}.")) for n in range(count)))
    bring_up(store, data, anew=anew)
    with Copies(data) as copies:
        assert {len(copies.related(one)) for one in store.release_ids()} == {NEAR}
        copies.note_complete()
    (group,) = groups(data, LIKENESS)
    assert len(group) == count
    store.forget("/page:000.htm")
    gone = bring_up(store, data)
    assert len(gone) == MANY + 1
    assert "page:000" not in {one for one, _ in related(data, "page:001")}


def test_keys_do_not_depend_on_the_order_of_what_is_hashed() -> None:
    found = sorted(shingles(release("a").text))
    assert len(bands(frozenset(found))) == BANDS
    assert bands(frozenset(found)) == bands(frozenset(found[::-1]))
    # of another process, with other string hashes: must never change under one METHOD
    assert bands(frozenset({"a b c", "b c d"}))[0] == 24675003050406565


def test_of_an_endless_text_the_beginning_is_compared() -> None:
    words = [f"mot{number}" for number in range(MOST + 5000)]
    assert shingles(" ".join(words)) == shingles(" ".join(words[:MOST]))


def test_a_damaged_file_is_named_and_made_anew_when_deleted(archive) -> None:
    store, data = archive
    put(store, release("a"), release("b", CORRECTED))
    (data / "copies.db").write_bytes(b"no database" * 100)
    with pytest.raises(CopiesDamaged, match=r"copies\.db"):
        bring_up(store, data)
    bring_up(store, data, anew=True)
    assert related(data, "a") == [("b", "near-duplicate")]
