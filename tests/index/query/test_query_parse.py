from pathlib import Path

import pytest

from index.query import (
    And,
    Exact,
    Named,
    Phrase,
    Referenced,
    Within,
    Word,
    ordered_words,
    parse,
    required_words,
    show,
)
from index.record import EntityKind

GOLDEN = [
    tuple(line.replace("—", "").split("\t"))
    for line in Path(__file__).with_name("golden.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("query", "printed", "codes"), GOLDEN)
def test_printed_tree_and_problems(query, printed, codes):
    parsed = parse(query)
    assert show(parsed.tree) == printed
    assert ",".join(problem.code for problem in parsed.problems) == codes


@pytest.mark.parametrize("printed", sorted({printed for _, printed, _ in GOLDEN if printed}))
def test_a_printed_tree_parses_to_itself_and_is_not_odd(printed):
    again = parse(printed)
    assert show(again.tree) == printed
    assert {problem.code for problem in again.problems} <= {"only-function-words"}


@pytest.mark.parametrize(
    ("query", "printed"),
    [("", "*"), (" \x00 ", "*"), ("😀", ""), ("x😀b", "(x ET b)"), ("x\x00b", "(x ET b)")],
)
def test_what_no_keyboard_types(query, printed):
    assert show(parse(query).tree) == printed


def test_positions_are_offsets_into_the_query():
    query = 'de  l’OTAN "Al Jaafari" Côte-d’Or mot*'
    tree = parse(query).tree
    assert isinstance(tree, And)
    for word in ordered_words(tree):
        assert query[word.position : word.position + len(word.text)] == word.text
    assert query[tree.children[-1].position :] == "mot*"


def test_function_words_are_optional_beside_others_only():
    def optional(query):
        return [w.text for w in ordered_words(parse(query).tree) if w.optional]

    assert optional("avions de l'OTAN") == ["de", "l"]
    assert optional("de la") == []
    assert optional('"de la"') == []
    assert optional('de "la mer"') == ["de"]
    assert optional("(de la) mer") == ["de", "la"]
    assert optional("de OU mer") == []
    assert optional("de -mer") == []
    assert optional("or est été avions") == []


def test_required_words_are_those_that_every_match_holds():
    tree = parse('b de "le c" titre:g =Mali (d OU e) -f gh* lieu:x').tree
    assert [word.text for word in required_words(tree)] == ["b", "le", "c", "g", "Mali"]


def test_ordered_words_are_all_but_the_excluded_ones():
    tree = parse('avions de "le c" (d OU titre:e) -f gh* =Mali').tree
    found = [word.text for word in ordered_words(tree)]
    assert found == ["avions", "de", "le", "c", "d", "e", "Mali"]


def test_of_equal_words_the_first_stays_and_all_are_known_as_typed():
    parsed = parse("x b x")
    assert parsed.tree == parse("x b").tree
    assert parsed.typed == And((Word("x", 0), Word("b", 2), Word("x", 4)))


def test_a_phrase_keeps_its_slop_and_place():
    assert parse('x "u  b"~12').tree == And(
        (Word("x", 0), Phrase((Word("u", 3), Word("b", 6)), 12, 3))
    )


def test_only_quotes_make_a_phrase_that_was_quoted():
    tree = parse('Al-Jaafari "Al-Jaafari"').tree
    assert isinstance(tree, And)
    words = (Word("Al", 0), Word("Jaafari", 3)), (Word("Al", 12), Word("Jaafari", 15))
    assert tree.children == (
        Phrase(words[0], 0, 0, quoted=False),
        Phrase(words[1], 0, 12, quoted=True),
    )


def test_every_leaf_tells_where_it_stands():
    query = "titre:x  lieu:« Côte  d’Ivoire » =Mali ref:(2003)903"
    assert parse(query).tree == And(
        (
            Within(parse("titre:x").tree.part, Word("x", 6), 0),
            Named(EntityKind.PLACE, "Côte d’Ivoire", 16),
            Exact((Word("Mali", 34),), 0, 34),
            Referenced((Word("2003", 44), Word("903", 49)), 44),
        )
    )


def test_a_filter_is_beside_the_rule_of_function_words():
    tree = parse("la lieu:Iraq").tree
    assert [word.optional for word in ordered_words(tree)] == [True]
    assert not parse("la lieu:Iraq").problems
    assert [problem.code for problem in parse("la -lieu:Iraq").problems] == ["only-function-words"]
