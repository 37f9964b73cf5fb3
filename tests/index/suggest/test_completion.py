"""Ways to go on from what was typed, and what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering import complete as completion
from index.engine import Completion, CompletionKind, SearchRequest
from index.engines import open_engine
from index.engines.whoosh.snapshot import Commit
from index.french import fold, folded_terms, tokens
from index.suggest import has_word, name_key
from index.thesaurus import Thesauri
from indexer.entities import gazetteer
from tests.index.suggest.conftest import GONE, document, documents, queries

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.whoosh.holdings import WhooshHoldings


def complete(typed: str, limit: int, holdings: WhooshHoldings) -> tuple[Completion, ...]:
    return completion.complete(typed, limit, holdings, Thesauri(None))


def test_a_former_name_leads_to_the_entity(holdings: WhooshHoldings) -> None:
    found = complete("kie", 8, holdings)[0]
    assert (found.kind, found.form) == (CompletionKind.PLACE, "Kiev")
    assert found.query == f'lieu:"{found.text}"'


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Erbil ET mosso", 'Erbil ET lieu:"Mossoul"'),
        ("lieu:mosso", 'lieu:"Mossoul"'),
        ('lieu:"mosso', 'lieu:"Mossoul"'),
        ("(a OU -mosso", '(a OU -lieu:"Mossoul"'),
        ("chez l'OTA", 'chez organisation:"OTAN"'),
        ("=mosso", "=Mossoul"),
        ('"forces de sécuri', '"forces de sécurité"'),
        ("titre:awac", "titre:AWACS"),
    ],
)
def test_only_what_is_being_typed_is_replaced(
    holdings: WhooshHoldings, typed: str, query: str
) -> None:
    assert query in [one.query for one in complete(typed, 8, holdings)]


def test_an_entity_of_deleted_releases_only_is_left_out(holdings: WhooshHoldings) -> None:
    assert [mention.entity for mention in document(GONE).mentions] == ["place:bahamas"]
    assert complete("bahama", 8, holdings) == ()
    assert complete("zanzi", 8, holdings) == ()


@pytest.mark.parametrize("typed", ["OTAN ET", "opérat*", '"Mossoul"', "date:2016", "mossoul~"])
def test_an_operator_or_a_sign_is_not_completed(holdings: WhooshHoldings, typed: str) -> None:
    assert complete(typed, 8, holdings) == ()


def last_word(text: str) -> str:
    return fold(tokens(text)[-1].text)


def begins_so(one: Completion, typed: str, holdings: WhooshHoldings) -> bool:
    ends = [typed[start:] for start in range(len(typed)) if not typed[start - 1 : start].isalnum()]
    match one.kind:
        case CompletionKind.WORD:
            return fold(one.text).startswith(last_word(typed))
        case CompletionKind.TITLE:
            return any(term.startswith(last_word(typed)) for term in folded_terms(one.text))
        case _:
            field = one.kind.value
            slugs = holdings.entities.resolve(field, one.text)
            entities = [holdings.entities.get(f"{field}:{slug}") for slug in slugs]
            names = [n for e in entities if e is not None for n in e.names]
            return any(has_word(name_key(name), name_key(end)) for name in names for end in ends)


@given(data=st.data())
def test_completions_begin_as_was_typed_and_are_told_once(
    holdings: WhooshHoldings, data: st.DataObject
) -> None:
    forms = [one.release.title for one in documents()]
    forms += [n for e in gazetteer().entities.values() for n in e.names]
    form = data.draw(st.sampled_from(forms))
    typed = form[: data.draw(st.integers(1, len(form)))].rstrip(" ?*~:=-'’«»\"().")
    found = complete(typed, 8, holdings)
    assert len(found) <= 8
    assert len({one.query for one in found}) == len(found)
    if typed and tokens(typed) and tokens(typed)[-1].end == len(typed):
        assert all(one.count > 0 for one in found)
        assert all(begins_so(one, typed, holdings) for one in found)


@given(queries, st.integers(-1, 9))
def test_whatever_is_typed_has_completions_or_none(
    holdings: WhooshHoldings, typed: str, limit: int
) -> None:
    found = complete(typed, limit, holdings)
    assert len(found) <= max(limit, 0)
    assert all(one.query != typed for one in found)


@pytest.mark.parametrize("typed", ["kie", "mos", "ot", "som", "AWA", "lieu:ir", "allianc", "l'ot"])
def test_what_a_completion_promises_is_what_its_query_finds(
    holdings: WhooshHoldings, data: Path, typed: str
) -> None:
    engine = open_engine(data)
    found = complete(typed, 8, holdings)
    assert found
    for one in found:
        assert engine.search(SearchRequest(query=one.query, limit=0)).total == one.count
    engine.close()


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ("Erbil s", "santé"),
        ("(Erbil OU Konya) s", "santé"),
        ('"service de s', "santé"),
        ("*bil s", "santé"),
    ],
)
def test_words_that_come_after_others_are_those_found_with_them(
    holdings: WhooshHoldings, typed: str, beside: str
) -> None:
    found = [one for one in complete(typed, 40, holdings) if one.kind is CompletionKind.WORD]
    assert beside in [one.text for one in found]
    counts = [one.count for one in found]
    assert counts == sorted(counts, reverse=True)


def test_what_stands_nowhere_has_no_completion(holdings: WhooshHoldings) -> None:
    assert complete("xyzzyqk s", 8, holdings) == ()
    assert complete("xyzzyqk OU s", 8, holdings)


def test_titles_that_are_not_shown_are_not_read(
    holdings: WhooshHoldings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    title = Commit.title
    monkeypatch.setattr(
        Commit, "title", lambda self, number: read.append(number) or title(self, number)
    )
    matching = [one for group in holdings.titled([], "for", 8) for one in group]
    assert len(read) == len(matching) > 4
    read.clear()
    shown = [one for one in complete("for", 8, holdings) if one.kind is CompletionKind.TITLE]
    assert 0 < len(shown) <= len(read) < len(matching)


def test_a_word_after_others_leaves_no_place_empty_for_what_finds_nothing(
    holdings: WhooshHoldings,
) -> None:
    assert len(complete("Erbil m", 8, holdings)) == 8


@pytest.mark.parametrize("typed", ["kie", "mos", "forces de", "som", "d", "AWACS de", "titre:ir"])
def test_completions_do_not_depend_on_segments(
    holdings: WhooshHoldings, whole: WhooshHoldings, typed: str
) -> None:
    assert complete(typed, 8, holdings) == complete(typed, 8, whole)
