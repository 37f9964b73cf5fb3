import re
from pathlib import Path

import pytest

import index.query.parser
from index.engine import Problem
from index.query import NOTICES, describe, ordered_words, parse, show
from index.query.messages import sentences


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("Mossoul AWACS", []),
        ('OTAN "a b', [(5, "unbalanced-quote")]),
        ("OTAN « a b", [(5, "unbalanced-quote")]),
        ("(OTAN", [(0, "unbalanced-parenthesis")]),
        ("OTAN)", [(4, "unbalanced-parenthesis")]),
        ("() OTAN", [(0, "missing-operand")]),
        ("OTAN ET", [(5, "missing-operand")]),
        ("OU OTAN", [(0, "missing-operand")]),
        ("OTAN OU OU Iraq", [(5, "missing-operand")]),
        ("OTAN SAUF", [(5, "missing-operand")]),
        ("ET", [(0, "missing-operand")]),
        ("OTAN o*", [(5, "prefix-too-short")]),
        ("de la", [(0, "only-function-words")]),
        ("-", [(0, "no-words")]),
        ("😀 …", [(0, "no-words")]),
        ("(" * 21 + "x" + ")" * 21, [(20, "too-deep")]),
        ("x " * 65, [(128, "too-many-words")]),
        ("x" * 2001, [(2000, "too-long")]),
        ("OU x " + "OU x " * 70, [(0, "missing-operand"), (323, "too-many-words")]),
        ("Kosovo date:hier", [(12, "unknown-date")]),
        ("Kosovo date: 2018..2016", [(13, "reversed-dates")]),
        ("Kosovo lieu:", [(7, "empty-field")]),
        ("Kosovo -lieu:…", [(8, "empty-field")]),
        ("lieu:(Iraq OU titre:x)", [(14, "nested-field")]),
        ("texte:(x titre:b)", [(9, "nested-field")]),
        ("x lieu:organisation:otan", [(7, "nested-field")]),
        ("x l'ONU~", [(4, "fuzzy-too-short")]),
        ("x l'OTAN~7", [(4, "distance-too-large")]),
        ('x "u v"~1000', [(7, "distance-too-large")]),
        ("x =op*", [(3, "mixed-signs")]),
        ("x titre:lieu:Iraq", [(2, "nested-field")]),
        ("x -titre:(date:2016)", [(3, "nested-field")]),
        ("x lieu:Ira*", [(7, "sign-in-value")]),
        ('x lieu:"Ira Q"~2', [(8, "sign-in-value")]),
        ("x -*", [(2, "missing-operand")]),
    ],
)
def test_problem_and_its_position(query, problems):
    assert [(problem.position, problem.code) for problem in parse(query).problems] == problems


def test_limits_bite_where_they_say():
    assert len(ordered_words(parse(" ".join(f"x{n}" for n in range(100))).tree)) == 64
    assert len(ordered_words(parse("x " * 100).typed)) == 64
    assert len(ordered_words(parse('"' + "x " * 100 + '"').tree)) == 64
    assert len(ordered_words(parse("-".join("x" * 100)).tree)) == 64
    assert show(parse("x" * 1998 + " bcd").tree) == "(" + "x" * 1998 + " ET b)"
    assert show(parse("(" * 40 + "x" + ")" * 40 + " b").tree) == "(x ET b)"
    assert len(ordered_words(parse('="' + "x " * 100 + '"').tree)) == 64
    assert show(parse("x " * 64 + "lieu:Iraq -b").tree) == "x"


def test_what_is_odd_is_read_over_and_the_rest_is_searched():
    assert show(parse('x) OU (b "c d').tree) == '(x ET b ET "c d")'


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_sentence(language):
    code = re.compile(r'"((?:[a-z]+-)+[a-z]+)"')
    used = {
        found
        for path in Path(index.query.parser.__file__).parent.glob("*.py")
        for found in code.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) >= 17
    assert used <= set(sentences())
    assert all(by_language[language] for by_language in sentences().values())


def test_french_keeps_its_signs_with_their_words():
    for code, by_language in sentences().items():
        assert not re.search(
            r"[ \u00a0][;!?»]|[ \u202f]:|«[^\u202f]|[^\s][;!?»:]", by_language["fr"]
        ), code


def test_a_sentence_names_the_words_as_typed():
    problem = Problem(3, "missing-operand", "{0} ET")
    assert "«\u202f{0} ET\u202f»" in describe(problem, "fr")
    assert "“{0} ET”" in describe(problem, "en")
    assert describe(problem, "de") == describe(problem, "en")
    assert describe(Problem(0, "unheard-of")) == "unheard-of"


def test_notices_are_told_apart_and_found_by_no_parser():
    assert set(sentences()) >= NOTICES
    assert "read-as-question" in NOTICES
    assert not parse("Qui commande la KFOR ?").problems
