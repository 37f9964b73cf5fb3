"""Paragraphs, beside those that BeautifulSoup finds by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.body import paragraphs, split
from indexer.extract.tree import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.sampled_from(["Un mot. ", "deux", " <br> ", "<br/><br/>", "l'été", " ", "Fin."])


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def within(tag: str, parts: list[str]) -> str:
        return f"<{tag}>{''.join(parts)}</{tag}>"

    tags = st.sampled_from(["p", "div", "ul", "li", "b", "span", "blockquote", "h2", "a", "td"])
    build: Callable[..., str] = within
    return st.builds(build, tags, st.lists(inner, max_size=4))


def by_soup(html: str) -> tuple[str, ...]:
    """Return the runs of texts of one block each, its line breaks as NULs, split at empty lines."""
    runs: list[list[str]] = [[]]
    last: object = None
    for node in BeautifulSoup(html, "lxml").descendants:
        if isinstance(node, Tag) and node.name == "br":
            runs[-1].append("\0")
            continue
        block = node
        while isinstance(block, NavigableString) or (block and block.name not in BLOCKS):
            block = block.parent
        if isinstance(node, NavigableString) or block is node:
            if block is not last:
                runs.append([])
                last = block
            runs[-1].append(str(node) if isinstance(node, NavigableString) else "")
    return tuple(part for run in runs for part in split("".join(run)))


@given(st.lists(st.recursive(WORDS, nested, max_leaves=12), max_size=5))
@settings(max_examples=150, deadline=None)
def test_both_readers_give_the_same_paragraphs(parts: list[str]) -> None:
    html = f"<html><body><div>{''.join(parts)}</div></body></html>"
    assert paragraphs(html) == by_soup(html)
