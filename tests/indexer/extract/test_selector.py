import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from indexer.extract.selector import BadSelector, parsed, picked, select_all

NAMES = st.sampled_from(["a", "b", "ab"])
TAGS = st.sampled_from(["div", "p", "ul", "span"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "lang"]), NAMES) | st.builds(
    lambda names: {"class": " ".join(names)}, st.lists(NAMES, min_size=1, max_size=3)
)
TREES = st.recursive(
    st.builds(lambda tag, attributes: (tag, attributes, []), TAGS, ATTRIBUTES),
    lambda trees: st.tuples(TAGS, ATTRIBUTES, st.lists(trees, max_size=4)),
    max_leaves=12,
)
COMPOUNDS = st.builds(
    "".join,
    st.tuples(
        TAGS | st.just("*"),
        st.lists(
            st.builds(str.format, st.sampled_from([".{}", "#{}", "[lang={}]", "[lang]"]), NAMES),
            max_size=2,
        ).map("".join),
    ),
)
SELECTORS = st.builds(
    lambda first, rest: first + "".join(f"{sign}{one}" for sign, one in rest),
    COMPOUNDS,
    st.lists(st.tuples(st.sampled_from([" ", " > "]), COMPOUNDS), max_size=3),
)


def written(tree, counter):
    tag, attributes, children = tree
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inside = "".join(written(child, counter) for child in children)
    return f'<{tag}{said} data-n="{next(counter)}">{inside}</{tag}>'


@given(TREES, SELECTORS)
@example(("p", {}, []), "* p")
def test_what_is_picked_is_what_soupsieve_picks(tree, selector) -> None:
    markup = f"<root>{written(tree, iter(range(1000)))}</root>"
    # below the root only: "* p" is no p whose one ancestor is the root
    below = BeautifulSoup(markup, "xml").root.select(f":scope {selector}")
    expected = [tag["data-n"] for tag in below]
    found = [element.get("data-n") for element in select_all(etree.fromstring(markup), (selector,))]
    assert found == expected
    first = [
        element.get("data-n")
        for element in select_all(etree.fromstring(markup), (selector + ":first",))
    ]
    assert first == expected[:1]


def test_neither_the_root_nor_what_is_around_it_counts() -> None:
    page = etree.fromstring("<a><p><b><p><i/></p></b></p></a>")
    (outer,) = page.iterchildren("p")
    assert [element.getparent().tag for element in select_all(outer, ("p",))] == ["b"]
    assert select_all(outer, ("a i",)) == []


def test_several_lists_are_picked_at_once_each_in_the_order_of_its_selectors() -> None:
    page = etree.fromstring("<a><p/><b><p/></b><i/></a>")
    first, second = picked(page, ("b p", "p", "i"), ("p",))
    assert [(selector, element.getparent().tag) for selector, element in first] == [
        ("b p", "b"), ("p", "a"), ("p", "b"), ("i", "a"),
    ]  # fmt: skip
    assert [element.getparent().tag for _, element in second] == ["a", "b"]


@pytest.mark.parametrize("selector", ["", "p:nth-child(2)", "> p", "p >", "p + b", "a, b"])
def test_what_is_not_covered_is_told(selector) -> None:
    with pytest.raises(BadSelector):
        parsed(selector)
