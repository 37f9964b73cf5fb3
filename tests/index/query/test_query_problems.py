import re
from pathlib import Path

import pytest

import index.query.parser
from index.engine import Problem
from index.query import describe, ordered_words, parse, show
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
    ],
)
def test_problem_and_its_position(query, problems):
    assert [(problem.position, problem.code) for problem in parse(query).problems] == problems


def test_limits_bite_where_they_say():
    assert len(ordered_words(parse("x " * 100).tree)) == 64
    assert len(ordered_words(parse('"' + "x " * 100 + '"').tree)) == 64
    assert len(ordered_words(parse("-".join("x" * 100)).tree)) == 64
    assert show(parse("a" * 1998 + " bcd").tree) == "(" + "a" * 1998 + " ET b)"
    assert show(parse("(" * 40 + "a" + ")" * 40 + " b").tree) == "(a ET b)"


def test_what_is_odd_is_read_over_and_the_rest_is_searched():
    assert show(parse('a) OU (b "c d').tree) == '(a ET b ET "c d")'


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_sentence(language):
    folder = Path(index.query.parser.__file__).parent
    code = re.compile(r'"((?:[a-z]+-)+[a-z]+)"')
    used = {
        found
        for name in ("parser.py", "lexer.py", "terms.py")
        for found in code.findall((folder / name).read_text(encoding="utf-8"))
    }
    assert len(used) >= 9
    assert used <= set(sentences())
    assert all(by_language[language] for by_language in sentences().values())


def test_a_sentence_names_the_words_as_typed():
    problem = Problem(3, "missing-operand", "{0} ET")
    assert "« {0} ET »" in describe(problem, "fr")
    assert "“{0} ET”" in describe(problem, "en")
    assert describe(problem, "de") == describe(problem, "en")
    assert describe(Problem(0, "unheard-of")) == "unheard-of"
