"""What languages are called; the words are data, in languages.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Final

from index.french import fold_key

FRENCH: Final = "fr"
"""The archive's own language."""


def label(code: str, language: str) -> str:
    """Return what a language is called in another, "fr" or "en"; its code where none is known.

    >>> label("en", "fr"), label("fr", "en"), label("eo", "fr")
    ('anglais', 'French', 'eo')
    """
    names = _names().get(code)
    return names[language == "en"] if names else code


def languages_called(name: str) -> frozenset[str]:
    """Return the codes that a reader means: a code, or a name in French or English.

    Case and accents are no matter; what looks like a code may be one that has no name here.

    >>> sorted(languages_called("Anglais")), sorted(languages_called("EN")), languages_called("x1")
    (['en'], ['en'], frozenset())
    """
    key = fold_key(name)
    found = {code for code, names in _names().items() if key in {code, *map(fold_key, names)}}
    if not found and len(key) == 2 and key.isascii() and key.isalpha():  # noqa: PLR2004 - ISO 639-1
        found = {key}
    return frozenset(found)


@cache
def _names() -> dict[str, tuple[str, str]]:
    text = resources.files("index").joinpath("languages.toml").read_text(encoding="utf-8")
    return {code: (fr, en) for code, (fr, en) in tomllib.loads(text).items()}
