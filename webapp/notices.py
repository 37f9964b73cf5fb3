"""What a page says of its own search: values refused, problems of the query at their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.query import NOTICES, describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.engine import Problem, SearchPage
    from webapp.params import Asked
    from webapp.words import Words

# Characters of a query that are repeated on each side of the place of a problem.
AROUND = 40
# Problems that reach from their place to the end of the query.
_TO_THE_END = {"unbalanced-quote"}


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a query, cut where a problem stands: what is before it, it, what follows it."""

    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and the place in the query that it is about, or None where it is about none."""

    sentence: str
    place: Place | None = None


def notices(asked: Asked, page: SearchPage, words: Words) -> list[Notice]:
    """Return a notice for each value refused and each problem in the query.

    How a query was taken is none: `taken` tells that.
    """
    problems = [problem for problem in page.problems if problem.code not in NOTICES]
    return _notices(asked, page, problems, words)


def sentences(asked: Asked, page: SearchPage, words: Words) -> list[str]:
    """Return the sentences of all that is to be told, for where there is no room for more."""
    return [notice.sentence for notice in _notices(asked, page, page.problems, words)]


def place(query: str, problem: Problem) -> Place | None:
    """Cut a query where a problem stands; None where it names no place of it.

    A place is as long as the words concerned where they stand there, else a character.

    >>> from index.engine import Problem
    >>> place("le ET otan", Problem(3, "missing-operand", "ET"))
    Place(before='le ', at='ET', after=' otan')
    >>> place('otan "en mer', Problem(5, "unbalanced-quote"))
    Place(before='otan ', at='"en mer', after='')
    """
    start = problem.position
    if not 0 <= start < len(query):
        return None
    stands = query.startswith(problem.detail, start)
    end = start + (len(problem.detail) if problem.detail and stands else 1)
    if problem.code in _TO_THE_END:
        end = len(query)
    if end - start == len(query):
        return None
    before, at, after = query[:start], query[start:end], query[end:]
    return Place(
        before=before if len(before) <= AROUND else "…" + before[-AROUND:],
        at=at if len(at) <= AROUND else at[:AROUND] + "…",
        after=after if len(after) <= AROUND else after[:AROUND] + "…",
    )


def _notices(
    asked: Asked, page: SearchPage, problems: Iterable[Problem], words: Words
) -> list[Notice]:
    refused = [
        Notice(words(f"refused.{bad.code}", name=bad.name, value=bad.value))
        for bad in asked.refusals
    ]
    query = page.request.query
    return refused + [
        Notice(_sentence(problem, words), place(query, problem)) for problem in problems
    ]


def _sentence(problem: Problem, words: Words) -> str:
    message = describe(problem, words.language)
    if not problem.position:
        return message
    position = words.number(problem.position + 1)
    return words("notice.place", message=message.removesuffix("."), position=position)
