"""The marker beside one that tries each token, and each row of tokens, by the words of tree.py."""

import unicodedata
from fnmatch import fnmatchcase
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.french import Token, exact_term, fold, folded_terms, query_terms, tokens
from index.highlight import Marker, merged
from index.query import (
    And,
    Everything,
    Exact,
    Expanded,
    Fuzzy,
    Not,
    Or,
    Part,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
    parse,
)
from index.record import Release

WORDS = [
    *("opération", "opérations", "OPERATIONS", "Opération", "otan", "OTAN", "O.T.A.N.", "omt"),
    *("état", "été", "ete", "Été", "œuvre", "oeuvres", "Irak", "Iraq", "mot", "mots", "motte"),
    *("F-16", "aujourd'hui", "de", "l", "4000", "4", "000", "a"),
]
NO_WORD = Token("\0" * 9, 0, 0, 0, "\0" * 9, "\0" * 9, function_word=False)
"""Stands between two paragraphs."""
GAPS = [" ", " ", ", ", ".\n", "-", "'", "’", " — "]


def edits(left, right):
    """Optimal string alignment, row by row from its definition."""
    rows = {}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if not i or not j:
                rows[i, j] = i + j
                continue
            same = left[i - 1] == right[j - 1]
            rows[i, j] = min(
                rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (not same)
            )
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(left), len(right)]


def stands(leaf, token):
    """Tell whether a leaf of one word matches a token."""
    match leaf:
        case Word(text=text, optional=optional):
            terms = query_terms(text)
            return not optional and (token.folded == terms.folded or token.stemmed in terms.stemmed)
        case Prefix(text=text):
            return token.folded.startswith(fold(text))
        case Wildcard(pattern=pattern):
            return fnmatchcase(token.folded, pattern)
        case Fuzzy(text=text, distance=distance):
            return edits(fold(text), token.folded) <= distance


def rows(leaf, placed):
    """Yield (first, last) of the nearest row of words that ends at each token; slow and plain."""
    exact = isinstance(leaf, Exact)
    terms = [exact_term(w.text) if exact else fold(w.text) for w in leaf.words]

    def begins(place, at):
        term = exact_term(placed[place].text) if exact else placed[place].folded
        if term != terms[at]:
            return set()
        if at == 0:
            return {place}
        low = max(0, place - 1 - leaf.slop)
        return {first for before in range(low, place) for first in begins(before, at - 1)}

    for last in range(len(placed)):
        if found := begins(last, len(terms) - 1):
            yield max(found), last


def naive(tree, placed, part, limit=None):
    """Yield every span that matches among some tokens."""
    match tree:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from naive(child, placed, part, limit)
        case Within(part=inner, child=child):
            yield from naive(child, placed, part, inner)
        case Expanded(child=child, others=others):
            for one in (child, *others):
                yield from naive(one, placed, part, limit)
        case Phrase() | Exact() if limit in {None, part}:
            yield from (
                (placed[first].start, placed[last].end) for first, last in rows(tree, placed)
            )
        case Word() | Prefix() | Wildcard() | Fuzzy() if limit in {None, part}:
            yield from ((t.start, t.end) for t in placed if stands(tree, t))


def letters(spans):
    return {at for start, end in spans for at in range(start, end)}


words = st.sampled_from(WORDS)
several = st.lists(words.map(Word), min_size=1, max_size=3).map(tuple)
phrases = st.builds(Phrase, several, st.integers(0, 2))
plain = st.builds(Word, words, optional=st.booleans())
leaves = st.one_of(
    plain,
    phrases,
    st.builds(Exact, several, st.integers(0, 2)),
    st.builds(Prefix, words.map(lambda word: word[:3])),
    st.sampled_from(["m?t*", "*s", "o*n", "??t?", "etat"]).map(Wildcard),
    st.builds(Fuzzy, words, st.integers(1, 2)),
    st.just(Everything()),
)
others = st.lists(st.one_of(words.map(Word), phrases), min_size=1, max_size=2).map(tuple)
trees = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(below, min_size=2, max_size=3).map(tuple).map(Or),
        below.map(Not),
        st.builds(Within, st.sampled_from(Part), below),
        st.builds(Expanded, plain, others, st.just(""), st.just(())),
    ),
    max_leaves=6,
)
texts = st.lists(st.tuples(words, st.sampled_from(GAPS)), max_size=14).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
parts = st.sampled_from([None, *Part])


@given(trees, texts, parts, st.booleans())
@settings(max_examples=600, deadline=None)
def test_marked_is_what_each_leaf_says_and_no_more(tree, text, part, apart):
    text = unicodedata.normalize("NFD", text) if apart else text
    spans = Marker(tree).marks(text, part)
    assert letters(spans) == letters(naive(tree, tokens(text), part))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(trees, texts, texts, st.lists(texts, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_release_is_marked_as_its_title_and_text_are(tree, title, lead, paragraphs):
    release = Release(id="x", title=title, lead=lead, paragraphs=tuple(paragraphs))
    marker = Marker(tree)
    found = marker.in_release(release)
    assert found == sorted(found)
    fields = {}
    for name, start, text in release.parts():
        here = [t._replace(start=t.start + start, end=t.end + start) for t in tokens(text)]
        fields[name] = [*fields[name], NO_WORD, *here] if name in fields else here
    expected = set()
    for name, placed in fields.items():
        expected |= letters(naive(tree, placed, Part.TITLE if name == "title" else Part.TEXT))
    assert letters(merged(found)) == expected


def occurrences(sought, slop, terms):
    """Every way to place the words, tried one by one: (first, last) positions."""

    def ends(at, rest):
        if not rest:
            yield at
            return
        for place in range(at + 1, min(at + slop + 2, len(terms))):
            if terms[place] == rest[0]:
                yield from ends(place, rest[1:])

    return {
        (first, last)
        for first, term in enumerate(terms)
        if term == sought[0]
        for last in ends(first, sought[1:])
    }


@given(
    st.lists(st.sampled_from("bcd"), min_size=1, max_size=4),
    st.integers(0, 3),
    st.lists(st.sampled_from("bcde"), max_size=12),
)
@settings(max_examples=400, deadline=None)
def test_a_phrase_is_marked_exactly_where_it_stands(sought, slop, terms):
    # Tokens are one letter and one space: offset 2n is position n.
    spans = Marker(Phrase(tuple(map(Word, sought)), slop)).marks(" ".join(terms))
    shortest = {}
    for first, last in occurrences(sought, slop, terms):
        shortest[last] = max(first, shortest.get(last, 0))
    expected = {at for last, first in shortest.items() for at in range(2 * first, 2 * last + 1)}
    assert letters(spans) == expected


QUERIES = ["a", "é*", '"a b"', '"a b"~3', "l'a -b", "a?b", "(a OU c*) b", "de"]


@given(st.text("aébc'’- .\n\u0301", max_size=60), st.sampled_from(QUERIES))
@settings(max_examples=300, deadline=None)
def test_marks_begin_and_end_with_tokens(text, query):
    spans = Marker(parse(query).tree).marks(text)
    found = tokens(text)
    assert {start for start, _ in spans} <= {token.start for token in found}
    assert {end for _, end in spans} <= {token.end for token in found}


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_each_word_of_a_text_marks_itself(text):
    for token in tokens(text):
        if len(token.text) < 60 and folded_terms(token.text) == [token.folded]:
            for leaf in (Word(token.text), Phrase((Word(token.text),)), Exact((Word(token.text),))):
                spans = Marker(leaf).marks(text)
                assert any(start <= token.start and token.end <= end for start, end in spans)
