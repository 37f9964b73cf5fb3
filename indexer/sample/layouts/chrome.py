"""What stands around a text: labels, menus, captions; read once from chrome.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from indexer.sample.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.record import Kind

GENERATOR = '<meta name="generator" content="depeche sample">'


@cache
def chrome() -> dict[str, Any]:
    """Return the lists of chrome.toml."""
    return tomllib.loads(read("layouts/chrome.toml"))


def label(kind: Kind, language: str) -> str:
    """Return the words that name a kind on a page."""
    words: str = chrome()["labels"][language][kind]
    return words


def sample_line(language: str) -> str:
    """Return the line that says what the page is."""
    words: str = chrome()["sample"][language]
    return words


def words(table: str, key: str) -> list[str]:
    """Return one list of chrome.toml."""
    found: list[str] = chrome()[table][key]
    return found


def choose(items: Sequence[str], chance: float, step: int = 0) -> str:
    """Return one of the items by a number from 0 to 1; another one at each step."""
    return items[(int(chance * 9973) + step) % len(items)]


@cache
def menu(language: str, *, item: str, first: int = 0, last: int = 46) -> str:
    """Return menu entries; `item` is a format with {href} and {text}."""
    entries = words("menu", language)[first:last]
    english = words("menu", "en")[first:last]
    return "\n".join(
        item.format(href=f"/{language}/{slug.lower().replace(' ', '-')}.htm", text=escape(text))
        for text, slug in zip(entries, english, strict=True)
    )


def text(words_of_source: str) -> str:
    """Escape a text for an HTML body."""
    return escape(words_of_source, quote=False)
