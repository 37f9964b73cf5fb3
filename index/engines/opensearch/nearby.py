"""Terms that are spelled nearly like one, by the cluster's term suggester."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz.distance import OSA

from index.answering.holdings import Near
from index.engines.opensearch.documents import safe
from index.schema import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST: Final = 1_000
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_FARTHEST: Final = 2


def near(
    term: str, distance: int, search: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Near]:
    """Return the other folded terms within some edits of a term, see `Holdings.near`."""
    if not term:
        return {}
    asked = {
        f"{part} {number}": _suggestion(part, text, edits)
        for number, (text, edits) in enumerate(_begun_otherwise(safe(term), distance))
        for part in PARTS
    }
    found = search({"size": 0, "suggest": asked})["suggest"]
    held: dict[tuple[str, str], int] = {}
    for name, entries in found.items():
        part = name.partition(" ")[0]
        for option in (option for entry in entries for option in entry["options"]):
            held[part, option["text"]] = int(option["freq"])
    postings: Counter[str] = Counter()
    for (_, other), count in held.items():
        postings[other] += count
    typed = term.encode("utf-8", "surrogatepass")
    edits = {
        other: OSA.distance(typed, other.encode(), score_cutoff=distance) for other in postings
    }
    return {
        other: Near(far, postings[other]) for other, far in edits.items() if 0 < far <= distance
    }


def _begun_otherwise(term: str, distance: int) -> Iterator[tuple[str, int]]:
    """Yield texts, each with the edits within which terms are looked for.

    With two edits Lucene's suggester keeps the first letter (org.apache.lucene.search.spell,
    DirectSpellChecker): so each way to edit that one is looked for with one edit more.
    """
    yield term, min(distance, _FARTHEST)
    if distance < _FARTHEST:
        return
    ways = {term[1:], term[1:2] + term[:1] + term[2:]}
    ways |= {letter + rest for letter in _LETTERS for rest in (term, term[1:])}
    yield from ((way, 1) for way in sorted(ways - {"", term}))


def _suggestion(part: str, text: str, edits: int) -> dict[str, Any]:
    """Return what asks for the terms of a part, however frequent the text or they are."""
    how = {
        "field": part,
        "analyzer": "keyword",
        "suggest_mode": "always",
        "max_edits": edits,
        "prefix_length": 0,
        "min_word_length": 1,
        "max_inspections": 100,
        "min_doc_freq": 0.0,
        "max_term_freq": 1e9,
        "accuracy": 0.0,
        "string_distance": "damerau_levenshtein",
        "size": _MOST,
        "shard_size": _MOST,
    }
    return {"text": text, "term": how}
