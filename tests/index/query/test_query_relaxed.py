import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import (
    And,
    Everything,
    Exact,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Within,
    Word,
    parse,
    relaxed,
    show,
)

GOLDEN = [
    ("Mossoul AWACS", "(Mossoul OU AWACS)"),
    ("Mossoul", ""),
    ("l'OTAN", ""),
    ("avions de l'OTAN", "(avions OU OTAN)"),
    ("Al-Jaafari Mossoul", "(Al-Jaafari OU Mossoul)"),
    ("de la", "(de OU la)"),
    ("x w -b", "((x OU w) ET SAUF b)"),
    ('x w "u v"', '((x OU w) ET "u v")'),
    ('x "u v" w', '((x OU w) ET "u v")'),
    ("x w =OTAN", "((x OU w) ET =OTAN)"),
    ("x w lieu:Iraq date:2016", "((x OU w) ET lieu:Iraq ET date:2016)"),
    ("x w lieu:(Iraq OU Syrie)", "((x OU w) ET (lieu:Iraq OU lieu:Syrie))"),
    ("x titre:(u v)", ""),
    ("x w titre:(u v)", "((x OU w) ET titre:(u ET v))"),
    ("x (u OU v)", "(x OU u OU v)"),
    ('x w (u OU "v")', '((x OU w) ET (u OU "v"))'),
    ("x (u OU v la)", "(x OU u OU v)"),
    ("x OU w b", "(x OU w OU b)"),
    ('"u v" OU w b', '("u v" OU w OU b)'),
    ("opérat* m?t Mossoul~", "(opérat* OU m?t OU Mossoul~)"),
    ("lieu:Iraq", ""),
    ("lieu:Iraq -x", ""),
    ("-x -y", ""),
    ("*", ""),
    ("x OU w", ""),
    ("Mossoul de -x", ""),
    ("Qui commande la KFOR ?", "(commande OU KFOR)"),
    ("Qu'est-ce que la KFOR ?", "KFOR"),
    ("Comment Mossoul ?", "Mossoul"),
    ("Qui commande-t-il la KFOR ?", "(commande OU KFOR)"),
    ("Où est la KFOR", "(est OU KFOR)"),
    ("qui quand", "(qui OU quand)"),
    ("combien pourquoi comment", "(combien OU pourquoi OU comment)"),
    ('pourquoi "u v"', ""),
    ("pourquoi (comment OU combien) date:2016", "((comment OU combien) ET date:2016)"),
]


@pytest.mark.parametrize(("query", "printed"), GOLDEN)
def test_one_of_the_words_is_enough(query, printed):
    assert show(relaxed(parse(query).tree)) == printed


PIECES = [
    *("Mali", "OTAN", "de", "l'OTAN", "qui", "combien", "Al-Mali", "commande-t-il", "est-ce"),
    *("Ma*", "OTAN~", "=Mali", '"de Mali"', "titre:Mali", "lieu:Mali", "date:2016", "*"),
    *("-Mali", "-lieu:Mali", "OU", "OU", "SAUF", "(", ")", "titre:(", "lieu:("),
]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
TERMS = ["mali", "otan", "de", "l", "qui", "combien", "al", "commande", "t", "il", "est", "ce"]
# A release of the evaluator: its words in order, and which of the filters it passes.
RELEASES = st.tuples(st.lists(st.sampled_from(TERMS), max_size=8), st.booleans(), st.booleans())


def matches(release, node):
    words, named, dated = release
    match node:
        case Word(text=text):
            return text.lower() in words
        case Phrase(words=wanted) | Exact(words=wanted):
            run = [word.text.lower() for word in wanted]
            return any(words[at : at + len(run)] == run for at in range(len(words)))
        case Prefix(text=text):
            return any(word.startswith(text.lower()) for word in words)
        case Fuzzy(text=text):
            return text.lower() in words
        case And(children=children):
            return all(
                matches(release, child)
                for child in children
                if not (isinstance(child, Word) and child.optional)
            )
        case Or(children=children):
            return any(matches(release, child) for child in children)
        case Not(child=child):
            return not matches(release, child)
        case Within(child=child):
            return matches((words[:2], named, dated), child)
        case Everything():
            return True
        case _:
            return named if "lieu" in show(node) else dated


@given(QUERIES, RELEASES)
@settings(max_examples=2000, deadline=None)
def test_what_matches_a_tree_matches_its_relaxed_tree(query, release):
    tree = parse(query).tree
    if tree is None:
        return
    wider = relaxed(tree)
    assert wider is None or not matches(release, tree) or matches(release, wider)


@given(QUERIES, RELEASES)
@settings(max_examples=1000, deadline=None)
def test_a_word_that_is_typed_again_changes_no_match(query, release):
    parsed = parse(query)
    if parsed.tree is not None:
        assert matches(release, parsed.tree) == matches(release, parsed.typed)


@given(QUERIES)
@settings(max_examples=500, deadline=None)
def test_relaxing_twice_is_relaxing_once(query):
    tree = parse(query).tree
    wider = None if tree is None else relaxed(tree)
    assert wider is None or relaxed(wider) is None
