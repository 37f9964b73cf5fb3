"""Problems of a query in words; the sentences are data, in messages.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.engine import Problem

FALLBACK = "en"
NOTICES: frozenset[str] = frozenset({"read-as-question"})
"""Codes that tell how a query was taken, and find no fault with it."""


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return code → language (ISO 639-1) → sentence."""
    text = resources.files("index.query").joinpath("messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def describe(problem: Problem, language: str = "fr") -> str:
    """Return the sentence for a problem, in English where the language has none.

    A code that has no sentence is its own description.

    >>> from index.engine import Problem
    >>> describe(Problem(0, "no-words"), "fr")
    'La recherche ne contient aucun mot.'
    """
    by_language = sentences().get(problem.code)
    if by_language is None:
        return problem.code
    sentence = by_language.get(language, by_language[FALLBACK])
    # Not str.format: the detail is the reader's own text and may hold braces.
    return sentence.replace("{detail}", problem.detail)
