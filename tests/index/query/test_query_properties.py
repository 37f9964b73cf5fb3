from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import And, Everything, Not, Or, Parsed, Phrase, parse, show

PIECES = (
    """a de l' OTAN ET OU SAUF NOT ( ) " « » ~2 - * ? m?t op* ' ’ . , & F-16 \x00 😀 é … a_b n°"""
)
QUERYISH = st.lists(
    st.sampled_from([*PIECES.split(), " ", "\ud800", "[", "e\u0301"]), max_size=30
).map("".join)
SPACED = st.lists(st.sampled_from(PIECES.split()), max_size=20).map(" ".join)
TYPED = st.one_of(QUERYISH, SPACED)


def nodes(tree):
    yield tree
    children = tree.children if isinstance(tree, And | Or) else ()
    for child in (tree.child,) if isinstance(tree, Not) else children:
        yield from nodes(child)


@given(st.one_of(TYPED, st.text(st.characters(), max_size=60)))
@settings(max_examples=500, deadline=None)
def test_whatever_is_typed_gives_a_tree_or_says_why_not(query):
    parsed = parse(query)
    assert isinstance(parsed, Parsed)
    codes = {problem.code for problem in parsed.problems}
    assert (parsed.tree is None) == ("no-words" in codes)
    assert all(0 <= problem.position <= len(query) for problem in parsed.problems)
    assert list(parsed.problems) == sorted(parsed.problems, key=lambda problem: problem.position)


@given(TYPED)
@settings(max_examples=500, deadline=None)
def test_a_tree_has_one_shape(query):
    tree = parse(query).tree
    if tree is None:
        return
    assert not isinstance(tree, Not)
    for node in nodes(tree):
        if isinstance(node, And):
            assert len(node.children) > 1
            assert not any(isinstance(child, And) for child in node.children)
            positive = [child for child in node.children if not isinstance(child, Not)]
            assert positive
            assert Everything() not in positive or positive == [Everything()]
        elif isinstance(node, Or):
            assert len(node.children) > 1
            assert not any(isinstance(child, Or | Not) for child in node.children)
        elif isinstance(node, Not):
            assert not isinstance(node.child, Not)
        elif isinstance(node, Phrase):
            assert node.words
            assert not any(word.optional for word in node.words)


@given(TYPED)
@settings(max_examples=500, deadline=None)
def test_printing_is_canonical(query):
    printed = show(parse(query).tree)
    if printed:
        again = parse(printed)
        assert show(again.tree) == printed


def test_long_and_strange_queries():
    for unit in ("a", "(", ")", '"', "-", "SAUF ", "OU ", "a'", "a-", "*", "?", "a*", "\ud800"):
        parse(unit * 10_000)
        parse("b " + unit * 1_900)
