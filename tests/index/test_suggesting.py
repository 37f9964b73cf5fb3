"""Other spellings, completions and similar releases, over a real archive in several segments."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index import generations
from index.engine import Completion, CompletionKind, SearchRequest
from index.engines import open_engine, open_writer
from index.engines.whoosh import spelling
from index.engines.whoosh.complete import complete
from index.engines.whoosh.ranking import DEFAULT
from index.engines.whoosh.similar import similar
from index.engines.whoosh.snapshot import Commit, open_commit
from index.engines.whoosh.spelling import corrected
from index.engines.whoosh.vocabulary import Near, beginning, holding, near, releases, surface
from index.french import fold, folded_terms, tokens
from index.query import Expanded, Word, parse
from index.record import Document, Release
from index.schema import PARTS, stem_field
from index.suggest import has_word, name_key
from indexer.entities import gazetteer, mentions
from indexer.sample.handwritten import handwritten

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SIGNS = ["OU ", "ET ", "SAUF ", '"', "(", ")", "-", "=", "*", "lieu:", "titre:", " ", "l'", "Al-"]
WORDS = ["Mossuol", "mossoul", "kie", "stolt", "forces", "de", "sécurit", "F-16", "2016", "awasc"]
queries = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(SIGNS + WORDS), max_size=8).map("".join),
)
ENTITIES = {CompletionKind.PERSON, CompletionKind.PLACE, CompletionKind.ORGANISATION}
GONE = Release(id="gone", title="Zanzibarite aux Bahamas", paragraphs=("Zanzibarite.",))


@cache
def documents() -> list[Document]:
    made = [
        Release(
            id=one.key,
            title=one.title,
            lead=one.lead,
            paragraphs=one.paragraphs,
            date=one.date,
            kind=one.kind,
        )
        for one in handwritten()
    ]
    made += [
        Release(
            id=f"{one.key}-en",
            title=one.english[0],
            paragraphs=one.english[1],
            date=one.date,
            kind=one.kind,
            language="en",
        )
        for one in handwritten()
        if one.english
    ]
    return [document(release) for release in made]


def document(release: Release) -> Document:
    return Document(release=release, mentions=tuple(mentions(release.text, gazetteer())))


def write(folder: Path, borders: tuple[int, ...]) -> Commit:
    """Write the archive in segments that end at some releases, each smaller than those before."""
    everything = [document(GONE), *documents()]
    for start, end in pairwise((0, *borders, len(everything))):
        with open_writer(folder) as writer:
            writer.put_entities(gazetteer().entities.values())
            for one in everything[start:end]:
                writer.put(one)
    with open_writer(folder) as writer:
        writer.delete(GONE.id)
    return open_commit(generations.index_folder(folder), DEFAULT)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("several")


@pytest.fixture(scope="module")
def commit(data: Path) -> Commit:
    return write(data, (75, 97))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Commit:
    return write(tmp_path_factory.mktemp("one"), ())


def spelled(query: str, commit: Commit) -> list[str]:
    return corrected(query, parse(query).tree, commit)


def test_there_are_several_segments_and_a_deleted_release(commit: Commit, whole: Commit) -> None:
    assert len(commit.arrays.leaves) == 3
    assert len(whole.arrays.leaves) == 1
    for one in (commit, whole):
        assert any(leaf.alive is not None for leaf in one.arrays.leaves)
        assert one.document(GONE.id) is None


# Other spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mossuol", "Mossoul"),
        ("opertaion", "opération"),
        ("otna", "OTAN"),
        ("sécuritté", "sécurité"),
        ("Moss oul", "Mossoul"),
        ("articlecinq Mossuol", "articlecinq Mossoul"),
        ("défensecollective", "défense collective"),
        ("(minitsre OU Kaboul) -Iraq", "(ministre OU Kaboul) -Iraq"),
        ("l'Afganistan", "l'Afghanistan"),
        ("lieu:Afganistan", "lieu:Afghanistan"),
        ('OTAN lieu:"Afganistan"', 'OTAN lieu:"Afghanistan"'),
    ],
)
def test_a_slip_is_mended_and_the_rest_of_the_query_stays(
    commit: Commit, typed: str, meant: str
) -> None:
    assert spelled(typed, commit)[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Mossoul",
        "electricites",
        '"Mossuol"',
        "=Mossuol",
        "Mossuo*",
        "Mossuol~",
        "OTAN SAUF Mossuol",
        "2061",
        "F-61",
        "frc",
        "xyzzyqk",
        "Kiev",
        "Sharif",
    ],
)
def test_what_is_known_or_asked_for_as_it_stands_is_left_alone(commit: Commit, typed: str) -> None:
    assert spelled(typed, commit) == []


def test_a_word_that_only_a_deleted_release_holds_is_not_offered(commit: Commit) -> None:
    assert holding(commit, "zanzibarite") == 0
    assert spelled("zanzibarrite", commit) == []


@given(data=st.data())
def test_every_word_offered_is_in_the_archive(commit: Commit, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from([one.release.title for one in documents()]))
    words = data.draw(st.lists(st.sampled_from(title.split()), min_size=1, max_size=3))
    at = data.draw(st.integers(0, len(words) - 1))
    cut = data.draw(st.integers(0, len(words[at]) - 1))
    letter = data.draw(st.sampled_from(["", "a", "e", " ", "z"]))
    words[at] = words[at][:cut] + letter + words[at][cut + 1 :]
    typed = " ".join(words)
    before = set(folded_terms(typed))
    for query in spelled(typed, commit):
        assert parse(query).tree != parse(typed).tree
        assert all(holding(commit, term) for term in set(folded_terms(query)) - before)


@given(queries)
def test_whatever_is_typed_has_other_spellings_or_none(commit: Commit, typed: str) -> None:
    assert len(spelled(typed, commit)) <= 3


def test_what_the_thesaurus_knows_is_left_alone(commit: Commit) -> None:
    tree = Expanded(Word("Mossuol"), (Word("Mosul"),), "Mossuol", ("Mosul",))
    assert corrected("Mossuol", tree, commit) == []


def test_a_long_query_is_looked_up_in_part(commit: Commit, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def counted(commit: Commit, term: str, distance: int) -> dict[str, Near]:
        looked_up.append(term)
        return near(commit, term, distance)

    monkeypatch.setattr(spelling, "near", counted)
    spelled(" ".join(f"qxwk{letter}" for letter in "abcdefghijklmnop" * 3), commit)
    assert 0 < len(looked_up) <= spelling.MAX_FAULTS


@pytest.mark.parametrize(
    ("term", "written"),
    [("mossoul", "Mossoul"), ("otan", "OTAN"), ("securite", "sécurité"), ("awacs", "AWACS")],
)
def test_a_word_is_shown_as_the_archive_writes_it(commit: Commit, term: str, written: str) -> None:
    assert surface(commit, term) == written


@cache
def vocabulary() -> dict[str, int]:
    """Return the folded terms of the archive and how many releases hold each."""
    held: Counter[str] = Counter()
    for one in documents():
        held.update(set(folded_terms(one.release.text)))
    return held


@given(st.text("aeiounrst", min_size=1, max_size=9), st.integers(1, 2))
def test_near_terms_are_those_that_a_look_at_every_term_finds(
    commit: Commit, typed: str, distance: int
) -> None:
    expected = {
        term: OSA.distance(typed, term)
        for term in vocabulary()
        if 0 < OSA.distance(typed, term) <= distance
    }
    found = near(commit, typed, distance)
    assert {term: one.edits for term, one in found.items()} == expected
    assert all(one.postings >= vocabulary()[term] for term, one in found.items())


@pytest.mark.parametrize("prefix", ["s", "se", "con", "otan", "zanzi", ""])
def test_terms_that_begin_so_are_the_most_held_first(commit: Commit, prefix: str) -> None:
    without = {"se", "sur"}
    expected = [
        (term, count)
        for term, count in vocabulary().items()
        if term.startswith(prefix) and term not in {*without, prefix}
    ]
    expected.sort(key=lambda one: (-one[1], one[0]))
    found = beginning(commit, prefix, PARTS, 5, without)
    assert [count for _, count in found] == [count for _, count in expected[:5]]
    assert set(found) <= set(expected)


# Completion


def test_a_former_name_leads_to_the_entity(commit: Commit) -> None:
    found = complete("kie", 8, commit)[0]
    assert (found.kind, found.form) == (CompletionKind.PLACE, "Kiev")
    assert found.query == f'lieu:"{found.text}"'


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("OTAN ET mosso", 'OTAN ET lieu:"Mossoul"'),
        ("lieu:mosso", 'lieu:"Mossoul"'),
        ('lieu:"mosso', 'lieu:"Mossoul"'),
        ("(a OU -mosso", '(a OU -lieu:"Mossoul"'),
        ("chez l'OTA", 'chez organisation:"OTAN"'),
        ("=mosso", "=Mossoul"),
        ('"forces de sécuri', '"forces de sécurité"'),
        ("titre:awac", "titre:AWACS"),
    ],
)
def test_only_what_is_being_typed_is_replaced(commit: Commit, typed: str, query: str) -> None:
    assert query in [one.query for one in complete(typed, 8, commit)]


def test_an_entity_of_deleted_releases_only_is_left_out(commit: Commit) -> None:
    assert [mention.entity for mention in document(GONE).mentions] == ["place:bahamas"]
    assert complete("bahama", 8, commit) == ()
    assert complete("zanzi", 8, commit) == ()


@pytest.mark.parametrize("typed", ["OTAN ET", "opérat*", '"Mossoul"', "date:2016", "mossoul~"])
def test_an_operator_or_a_sign_is_not_completed(commit: Commit, typed: str) -> None:
    assert complete(typed, 8, commit) == ()


def last_word(text: str) -> str:
    return fold(tokens(text)[-1].text)


def begins_so(one: Completion, typed: str, commit: Commit) -> bool:
    ends = [typed[start:] for start in range(len(typed)) if not typed[start - 1 : start].isalnum()]
    match one.kind:
        case CompletionKind.WORD:
            return fold(one.text).startswith(last_word(typed))
        case CompletionKind.TITLE:
            return any(term.startswith(last_word(typed)) for term in folded_terms(one.text))
        case _:
            field = one.kind.value
            slugs = commit.entities.resolve(field, one.text)
            entities = [commit.entities.get(f"{field}:{slug}") for slug in slugs]
            names = [n for e in entities if e is not None for n in (e.label, *e.aliases)]
            return any(has_word(name_key(name), name_key(end)) for name in names for end in ends)


@given(data=st.data())
def test_completions_begin_as_was_typed_and_are_told_once(
    commit: Commit, data: st.DataObject
) -> None:
    forms = [one.release.title for one in documents()]
    forms += [n for e in gazetteer().entities.values() for n in (e.label, *e.aliases)]
    form = data.draw(st.sampled_from(forms))
    typed = form[: data.draw(st.integers(1, len(form)))].rstrip(" ?*~:=-'’«»\"().")
    found = complete(typed, 8, commit)
    assert len(found) <= 8
    assert len({one.query for one in found}) == len(found)
    if typed and tokens(typed) and tokens(typed)[-1].end == len(typed):
        assert all(one.count > 0 for one in found)
        assert all(begins_so(one, typed, commit) for one in found)


@given(queries, st.integers(-1, 9))
def test_whatever_is_typed_has_completions_or_none(commit: Commit, typed: str, limit: int) -> None:
    found = complete(typed, limit, commit)
    assert len(found) <= max(limit, 0)
    assert all(one.query != typed for one in found)


@pytest.mark.parametrize("typed", ["kie", "mos", "ot", "som", "AWA", "lieu:ir", "collège", "l'ot"])
def test_what_a_completion_promises_is_what_its_query_finds(
    commit: Commit, data: Path, typed: str
) -> None:
    engine = open_engine(data)
    for one in complete(typed, 8, commit):
        total = engine.search(SearchRequest(query=one.query)).total
        if one.kind in ENTITIES:
            assert total == one.count
        else:
            # a word also finds its other forms
            assert total >= one.count
    engine.close()


# Similar releases


def keys(found: Iterable[tuple[int, float]], commit: Commit) -> list[str]:
    return [commit.id(number) for number, _ in found]


@pytest.mark.parametrize("at", range(0, len(documents()), 5))
def test_a_release_is_not_similar_to_itself(commit: Commit, at: int) -> None:
    one = documents()[at]
    found = similar(one, 5, commit)
    assert len(found) <= 5
    assert one.release.id not in keys(found, commit)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize(
    "theme",
    [
        ("2001-eagle-assist", "2012-awacs-trente-ans", "2016-awacs-konya"),
        ("2003-turquie-patriot", "2012-turquie-patriot"),
        ("2014-cyber-coalition", "2019-cyber-coalition"),
        ("2018-iraq-medecine", "2018-mission-iraq", "2024-iraq-conseil"),
        ("2000-dialogue-mediterraneen", "dossier-dialogue-mediterraneen"),
        ("2019-albanie-seisme", "2023-turkiye-seisme", "2005-pakistan-seisme"),
        ("1999-kfor-entree-en", "1999-kfor-entree"),
    ],
)
def test_releases_on_one_theme_find_one_another(commit: Commit, theme: tuple[str, ...]) -> None:
    for key in theme:
        one = commit.document(key)
        assert one is not None
        assert set(keys(similar(one, 4, commit), commit)) & (set(theme) - {key})


@pytest.mark.parametrize("twin", [one for one in documents() if one.release.language == "en"])
def test_a_translation_finds_its_original_before_other_translations(
    commit: Commit, twin: Document
) -> None:
    original = twin.release.id.removesuffix("-en")
    assert original in keys(similar(twin, 2, commit), commit)


def test_similar_releases_share_their_entities_more_than_any_two_do(commit: Commit) -> None:
    mentioned = {
        one.release.id: {mention.entity for mention in one.mentions} for one in documents()
    }

    def shared(pairs: Iterable[tuple[str, str]]) -> float:
        overlaps = [
            len(mentioned[one] & mentioned[other]) / max(1, len(mentioned[one] | mentioned[other]))
            for one, other in pairs
        ]
        return sum(overlaps) / len(overlaps)

    likest = [
        (one.release.id, key)
        for one in documents()
        for key in keys(similar(one, 3, commit), commit)
    ]
    assert shared(likest) > 2 * shared(combinations(mentioned, 2))


def test_a_release_that_is_in_no_archive_has_similar_ones_and_an_empty_one_has_none(
    commit: Commit,
) -> None:
    strange = document(Release(id="strange", title="Les AWACS à Konya"))
    assert "2016-awacs-konya" in keys(similar(strange, 3, commit), commit)
    assert similar(document(Release(id="empty")), 3, commit) == []
    assert similar(strange, 0, commit) == []


def test_a_deleted_release_is_similar_to_none(commit: Commit) -> None:
    assert similar(document(GONE), 5, commit) == []


@given(st.text(max_size=40))
def test_any_text_has_similar_releases_or_none(commit: Commit, text: str) -> None:
    assert len(similar(document(Release(id="any", title=text, paragraphs=(text,))), 3, commit)) <= 3


# One segment or several


@pytest.mark.parametrize("typed", ["kie", "mos", "forces de", "som", "d", "AWACS de", "titre:ir"])
def test_completions_do_not_depend_on_segments(commit: Commit, whole: Commit, typed: str) -> None:
    assert complete(typed, 8, commit) == complete(typed, 8, whole)


@pytest.mark.parametrize("typed", ["Mossuol", "Moss oul", "minitsre de la defnse", "Afganistan"])
def test_spellings_do_not_depend_on_segments(commit: Commit, whole: Commit, typed: str) -> None:
    assert spelled(typed, commit) == spelled(typed, whole)


def test_a_word_is_counted_once_a_release_whatever_its_fields(commit: Commit) -> None:
    forms = [(part, "otan") for part in PARTS] + [(stem_field(part), "otan") for part in PARTS]
    held = {one.release.id for one in documents() if "otan" in folded_terms(one.release.text)}
    assert releases(commit, forms) == holding(commit, "otan") == len(held)
