"""A query's words come to stand for the other names of the same thing, and only where they may."""

import pytest

from index.engine import Match, Problem, SearchRequest
from index.query import Exact, Expanded, Phrase, Word, describe, parse, show
from index.thesaurus import Thesauri, load
from index.thesaurus.expand import expand, expansions
from index.thesaurus.lines import MAX_LINES
from index.understood import understand

THESAURUS = load(None)


def told(query: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.words, one.shown) for one in expansions(expand(parse(query).tree, THESAURUS))]


def words_of(query: str) -> list[str]:
    return [words for words, _ in told(query)]


@pytest.mark.parametrize(
    ("query", "words", "other"),
    [
        ("Irak", "Irak", "Iraq"),
        ("NATO sommet", "NATO", "OTAN"),
        ("combats contre l'État islamique", "État islamique", "EIIL"),
        ("titre:Daech", "Daech", "EIIL"),
        ("Kiev OU Moscou", "Kiev", "Kyiv"),
        ("macedoine du nord", "macedoine du nord", "ARYM"),
    ],
)
def test_a_name_stands_for_its_others(query, words, other):
    assert other in dict(told(query))[words]


@pytest.mark.parametrize(
    "query",
    ['"État islamique"', "=Irak", "-Irak", "SAUF (Irak OU Daech)", "lieu:Irak", "Irak*", "Irak~"],
)
def test_what_is_meant_as_typed_is_not_expanded(query):
    assert told(f"mission {query}") == []


@pytest.mark.parametrize("query", ["Al-Jaafari", "États-Unis", "Conseil de l'Atlantique Nord"])
def test_a_name_is_told_as_it_was_typed(query):
    assert words_of(query) == [query]


def test_words_apart_are_no_name():
    assert "État islamique" not in words_of("État mission islamique")
    assert "État islamique" not in words_of('État "islamique"')


def test_what_was_typed_stays_within_its_expansion():
    tree = parse("soldats de l'État islamique -Kosovo").tree
    # the words of a name stand together, in the same order
    assert show(expand(tree, THESAURUS)).replace("(État ET islamique)", "État ET islamique") == (
        show(tree)
    )


def test_names_of_several_words_are_runs_and_marked_ones_exact():
    tree = expand(parse("EIIL").tree, THESAURUS)
    assert isinstance(tree, Expanded)
    kinds = {type(other) for other in tree.others}
    assert kinds <= {Word, Phrase, Exact}
    assert any(
        isinstance(o, Phrase) and [w.text for w in o.words] == ["État", "islamique"]
        for o in tree.others
    )
    nations = expand(parse("ONU").tree, THESAURUS)
    assert any(isinstance(o, Exact) and o.words[0].text == "UN" for o in nations.others)


def test_a_function_word_is_a_name_where_it_is_written_as_one():
    for query in ("UN mission", "la mission de l'UN", "UN", "UN OU OTAN", "titre:UN mission"):
        (told_of,) = [
            one for one in expansions(expand(parse(query).typed, THESAURUS)) if one.words == "UN"
        ]
        assert "ONU" in told_of.shown
        # It must match, and as it is written: nearly every text has "un".
        assert told_of.child == Exact((Word("UN", query.index("UN")),), 0, query.index("UN"))


@pytest.mark.parametrize("query", ["un mission", "Un mission", "l'un", "un", "UN SOLDAT TUÉ"])
def test_a_function_word_is_no_name_in_lower_case_or_where_all_is_in_capitals(query):
    tree = parse(query).typed
    assert expand(tree, THESAURUS) == tree


def test_a_name_is_found_among_words_that_are_repeated(tmp_path):
    for query in ("York New York", "Bora York New York Bora", "New York New York"):
        write(tmp_path, "New York\tBig Apple\nBora Bora\tVaitape\n")
        assert ("New York", ("Big Apple",)) in ask(tmp_path, query).expanded
    assert show(ask(tmp_path, "Bora Bora").tree) == "(Bora ET Bora)"
    assert show(ask(tmp_path, "New York New York").tree) == "(New ET York)"


def test_what_is_looked_for_has_each_word_once_and_what_was_typed_all(tmp_path):
    found = ask(tmp_path, "Irak de la mer Irak de la paix")
    assert show(found.tree) == "(Irak ET de ET la ET mer ET paix)"
    assert show(found.typed) == "(Irak ET de ET la ET mer ET Irak ET de ET la ET paix)"
    assert show(found.any_of) == "(Irak OU mer OU paix)"


def test_a_name_alone_is_no_function_word(tmp_path):
    assert ask(tmp_path, "UN").problems == ()
    for found in (ask(tmp_path, "UN", expand=False), ask(tmp_path, "un")):
        assert [problem.code for problem in found.problems] == ["only-function-words"]


def write(folder, text):
    (folder / "thesaurus.tsv").write_text(text, "utf-8")


def ask(tmp_path, query, **others):
    return understand(SearchRequest(query=query, **others), Thesauri(tmp_path))


def test_a_question_is_taken_as_any_of_its_words_and_says_so(tmp_path):
    found = ask(tmp_path, "Qui commande la KFOR ?")
    assert (found.match, found.any_of) == (Match.ANY, None)
    assert [problem.code for problem in found.problems] == ["read-as-question"]
    assert ask(tmp_path, "Qui commande la KFOR ?", match=Match.ALL).match is Match.ALL


def test_all_words_offer_any_of_them(tmp_path):
    found = ask(tmp_path, "Mossoul AWACS")
    assert found.match is Match.ALL
    assert show(found.any_of) == "(Mossoul OU AWACS)"
    assert ask(tmp_path, "Mossoul").any_of is None


def test_without_expansion_nothing_is_added(tmp_path):
    assert ask(tmp_path, "Irak", expand=False).expanded == ()
    assert ask(tmp_path, "Irak Irak").expanded[0][0] == "Irak"


def test_an_edited_thesaurus_is_used_at_once_and_a_damaged_one_told(tmp_path):
    thesauri = Thesauri(tmp_path)
    request = SearchRequest(query="gabion")
    assert understand(request, thesauri).expanded == ()
    own = tmp_path / "thesaurus.tsv"
    own.write_text("gabion\tbastion Hesco\n", "utf-8")
    assert understand(request, thesauri).expanded == (("gabion", ("bastion Hesco",)),)
    own.write_text("gabion\n", "utf-8")
    found = understand(request, thesauri)
    assert found.expanded == (("gabion", ("bastion Hesco",)),)
    assert found.problems == (Problem(0, "thesaurus-damaged", "1"),)
    own.write_text("gabion\tbastion Hesco\n" + "\n" * MAX_LINES, "utf-8")
    found = understand(request, thesauri)
    assert found.problems == (Problem(0, "thesaurus-unreadable"),)
    assert "{" not in describe(found.problems[0])
