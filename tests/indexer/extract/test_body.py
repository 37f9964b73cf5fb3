"""A page's own tree and a copy of it by BeautifulSoup give the same paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from indexer.extract import tree
from indexer.extract.body import paragraphs, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.sampled_from(["Un mot. ", "deux", " <br> ", "<br/><br/>", "l'été", " ", "Fin."])


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def within(tag: str, parts: list[str]) -> str:
        return f"<{tag}>{''.join(parts)}</{tag}>"

    tags = st.sampled_from(["p", "div", "ul", "li", "b", "span", "blockquote", "h2", "a", "td"])
    build: Callable[..., str] = within
    return st.builds(build, tags, st.lists(inner, max_size=4))


@given(st.lists(st.recursive(WORDS, nested, max_leaves=12), max_size=5))
@settings(max_examples=150, deadline=None)
def test_both_readers_give_the_same_paragraphs(parts: list[str]) -> None:
    root = tree.parse(f"<html><body><div>{''.join(parts)}</div></body></html>")
    assert root is not None
    copied = etree.tostring(root, encoding="unicode", method="html")
    assert paragraphs_of([root]) == paragraphs(copied)
