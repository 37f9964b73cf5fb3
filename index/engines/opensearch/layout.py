"""layout.toml → the body that makes an index, and its names on the cluster."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from index.answering.ranking import DEFAULT, Ranking
from index.schema import DAY, KEYS, STORED, TEXTS

MONTH: Final = "month"
WORDS: Final = "words"
HEADING: Final = "heading"
"""The title as it stands in the source, for completion."""
SMALL: Final = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
"""Settings of the small indices beside: a second copy wherever there is a second node."""
SEPARATOR: Final = "\x1f"
PLACE: Final = "\x01"


@cache
def _layout() -> dict[str, Any]:
    text = files(__package__).joinpath("layout.toml").read_text("utf-8")
    return tomllib.loads(text)


def body(meta: dict[str, Any], ranking: Ranking = DEFAULT) -> dict[str, Any]:
    """Return what makes an index; `meta` is its commit record."""
    layout = _layout()
    lengths = ranking.lengths()
    settings = layout["settings"] | {"similarity": _similarities(lengths)}
    fields, kept = layout["fields"], layout["fields"]["stored"]
    properties = {
        **{text: fields["texts"] | {"similarity": _name(lengths.get(text, 0.0))} for text in TEXTS},
        **dict.fromkeys(KEYS, fields["keys"]),
        DAY: fields["day"],
        MONTH: fields["month"],
        WORDS: fields["words"],
        HEADING: kept,
        STORED: kept,
    }
    mappings = {"dynamic": "strict", "_meta": meta, "properties": properties}
    return {"settings": {"index": settings}, "mappings": mappings}


def _similarities(lengths: dict[str, float]) -> dict[str, Any]:
    source = _layout()["similarity"]["source"]
    return {
        _name(b): {"type": "scripted", "script": {"source": source.replace("B", str(b))}}
        for b in {*lengths.values(), 0.0}
    }


def _name(b: float) -> str:
    return f"linear_{round(b * 100)}"


def generation(name: str, number: int) -> str:
    """Return the name of an archive's index.

    >>> generation("depeche", 3)
    'depeche-000003'
    """
    return f"{name}-{number:06d}"


def entities_of(index: str) -> str:
    """Return the name of the index that keeps the entity table beside another one."""
    return f"{index}-entities"


def lock_of(name: str) -> str:
    """Return the name of the index that keeps an archive's lock."""
    return f"{name}-lock"
