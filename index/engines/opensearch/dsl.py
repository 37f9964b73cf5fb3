"""Pieces of OpenSearch's query language, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.engines.opensearch.documents import joined, safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


def term(field: str, value: str | int, boost: float = 1.0) -> Clause:
    """Return what matches one term or key."""
    text = safe(value) if isinstance(value, str) else value
    return {"term": {field: {"value": text, "boost": boost}}}


def terms(field: str, values: Collection[str]) -> Clause:
    """Return what matches any of some terms or keys; it scores nothing."""
    return {"terms": {field: sorted(map(safe, values))}} if values else NOTHING


def between(field: str, first: int, last: int | None) -> Clause:
    """Return what has a number in a range, both ends included; None leaves it open."""
    return {"range": {field: {"gte": first} | ({} if last is None else {"lte": last})}}


def phrase(field: str, words: Sequence[str], boost: float = 1.0) -> Clause:
    """Return what matches terms side by side; an empty one leaves a place for any word."""
    if len(words) == 1:
        return term(field, words[0], boost)
    return {"match_phrase": {field: {"query": joined(words), "boost": boost}}}


def every(clauses: Iterable[Clause]) -> Clause:
    """Return what matches all clauses and adds up their scores."""
    return _bool("must", list(clauses)) or EVERYTHING


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Return what matches any clause and adds up the scores of those that do."""
    found = [clause for clause in clauses if clause is not NOTHING]
    return _bool("should", found) or NOTHING


def _bool(kind: str, clauses: list[Clause]) -> Clause | None:
    if len(clauses) < 2:  # noqa: PLR2004 - one needs no bool around it
        return clauses[0] if clauses else None
    return {"bool": {kind: clauses} | ({"minimum_should_match": 1} if kind == "should" else {})}


def none_of(clauses: Sequence[Clause]) -> Clause:
    """Return what matches none of the clauses; it scores nothing."""
    return {"bool": {"must_not": list(clauses)}}


def filtered(
    scored: Clause | None, filters: Iterable[Clause], but: Iterable[Clause] = ()
) -> Clause:
    """Return what matches a clause and all filters, and nothing of `but`; scored by the clause."""
    parts: Clause = {}
    if scored is not None:
        parts["must"] = [scored]
    if only := list(filters):
        parts["filter"] = only
    if out := list(but):
        parts["must_not"] = out
    return {"bool": parts} if parts else EVERYTHING


def constant(clause: Clause, score: float) -> Clause:
    """Return what matches a clause and always scores the same."""
    return {"constant_score": {"filter": clause, "boost": score}}


def demoted(clause: Clause, those: Clause, factor: float) -> Clause:
    """Return a clause whose score is multiplied by a factor, 0 to 1, for those that match."""
    return {"boosting": {"positive": clause, "negative": those, "negative_boost": factor}}


def saturated(clause: Clause, weight: float, k1: float, present: float = 0.0) -> Clause:
    """Return a clause whose score f becomes weight · (present + (k1 + 1) · f / (k1 + f))."""
    script = "params.w * (params.p + (params.k + 1) * _score / (params.k + _score))"
    parameters = {"w": weight, "p": present, "k": k1}
    return {"script_score": {"query": clause, "script": {"source": script, "params": parameters}}}
