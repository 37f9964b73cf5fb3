"""The language lists of this folder, read from their data files on first use.

A list is UTF-8 text, one entry a line; blank lines and lines that begin with `#` are skipped. The
head of each file states its source.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources


def entries(name: str) -> list[str]:
    """Return the entries of a list file of this folder, in NFC and in file order."""
    content = resources.files("index.french").joinpath(name).read_text(encoding="utf-8")
    lines = (unicodedata.normalize("NFC", line).strip() for line in content.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@cache
def function_words() -> frozenset[str]:
    """Return the closed-class words, in lower case with their accents."""
    return frozenset(word for line in entries("function_words.txt") for word in line.split())


@cache
def elisions() -> frozenset[str]:
    """Return what may stand before an apostrophe in place of a whole word (l, d, qu, jusqu)."""
    return frozenset(word for line in entries("elisions.txt") for word in line.split())


@cache
def whole_words() -> tuple[str, ...]:
    """Return the words that hold an apostrophe and are one token, longest first."""
    return tuple(sorted(entries("whole_words.txt"), key=len, reverse=True))


@cache
def before_numbers() -> tuple[str, ...]:
    """Return the words that are a token of their own before a number, in lower case."""
    return tuple(word for line in entries("before_numbers.txt") for word in line.split())


@cache
def unstemmed() -> frozenset[str]:
    """Return the folded acronyms and names that are never stemmed, whatever their case."""
    return frozenset(word for line in entries("unstemmed.txt") for word in line.split())


@cache
def stem_exceptions() -> dict[str, str]:
    """Return word (lower case, accents kept) → stem, where the stemmer errs.

    stem_exceptions.tsv parts what it runs together, stem_families.tsv joins what it keeps apart.
    """
    files = ("stem_exceptions.tsv", "stem_families.tsv")
    pairs = (line.split("\t") for name in files for line in entries(name))
    return {word: stem for stem, words in pairs for word in words.split()}


@cache
def accent_endings() -> tuple[tuple[str, str], ...]:
    """Return (ending typed without accents, accented ending) pairs."""
    pairs = (line.split("\t") for line in entries("accent_endings.tsv"))
    return tuple((plain, accented) for plain, accented in pairs)
