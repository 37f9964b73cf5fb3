"""What the kinds of releases are called; the words are data, in kinds.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from index.french import fold_key
from index.record import Kind


def kinds_called(name: str) -> frozenset[Kind]:
    """Return the kinds that a reader calls so, in French or English, singular or plural.

    Case, accents and hyphens are no matter.

    >>> sorted(kinds_called("Speeches")), kinds_called("roman")
    ([<Kind.DISCOURS: 'discours'>], frozenset())
    """
    return _called().get(fold_key(name), frozenset())


def label(kind: Kind, language: str) -> str:
    """Return what a kind is called in a language, "fr" or "en".

    >>> label(Kind.EVENEMENT, "fr"), label(Kind.EVENEMENT, "en")
    ('Événement', 'Event')
    """
    called: str = _words()[kind.value][language]
    return called


@cache
def _words() -> dict[str, dict[str, str]]:
    text = resources.files("index").joinpath("kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _called() -> dict[str, frozenset[Kind]]:
    found: dict[str, set[Kind]] = {}
    for kind in Kind:
        words = _words()[kind.value]
        for name in (kind.value, words["fr"], words["en"], *words["also"]):
            for form in (name, f"{name}s", f"{name}es"):
                found.setdefault(fold_key(form), set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}
