"""A list of questions as it is pasted or uploaded → the pairs of an address for each.

Either one query a line, or a table (CSV with a comma, semicolon or tab between) whose first line
names its columns: `q` and any other parameter of a search. Several values of one parameter stand
in several columns of that name, or in one cell with " | " between.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from index.errors import DepecheError
from webapp.links import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.links import Pairs

MAX_QUESTIONS = 100
# Of the whole list, in bytes.
MAX_BYTES = 200_000
BETWEEN = " | "
# What a column of queries may be called besides `q`.
_QUERY = {"query", "requête", "requete", "recherche"}
# A page of a list of counts shows no hits, in no order.
_NO_QUESTION = {"sort", "limit", "offset", "more", "starts", "lang"}
COLUMNS = tuple(name for name in ORDER if name not in _NO_QUESTION)


class TooManyQuestions(DepecheError):
    """There are more than {most} questions."""

    hint = "Send them in several lists."


class NoQuestions(DepecheError):
    """There is no question in the list."""

    hint = "Write a query a line, or a table whose first line has a column 'q'."


class UnreadableList(DepecheError):
    """The list is not text in UTF-8 or Windows-1252, or its table is broken: {problem}."""

    hint = "Save it as CSV in UTF-8."


def decoded(data: bytes) -> str:
    r"""Return the text of an uploaded file: UTF-8, with or without a mark, else Windows-1252.

    >>> decoded(b"\xef\xbb\xbfa"), decoded("été".encode("cp1252"))
    ('a', 'été')
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableList(problem=error.reason) from error


def questions(text: str) -> tuple[Pairs, ...]:
    r"""Read the list; raises TooManyQuestions, NoQuestions or UnreadableList.

    >>> questions("Kosovo\n\nMossoul, AWACS\n")
    ((('q', 'Kosovo'),), (('q', 'Mossoul, AWACS'),))
    >>> questions("requête;from;place\nAWACS;2016;iraq | turkiye")
    ((('q', 'AWACS'), ('from', '2016'), ('place', 'iraq'), ('place', 'turkiye')),)
    """
    found: list[Pairs] = []
    for pairs in _read(text):
        if len(found) == MAX_QUESTIONS:
            raise TooManyQuestions(most=MAX_QUESTIONS)
        found.append(pairs)
    if not found:
        raise NoQuestions
    return tuple(found)


def _read(text: str) -> Iterator[Pairs]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    names = [_name(cell) for cell in first.split(delimiter)]
    if "q" not in names or not set(names) <= set(COLUMNS):
        yield from (((("q", line.strip()),)) for line in text.splitlines() if line.strip())
        return
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    try:
        next(rows)
        for row in rows:
            if pairs := _pairs(names, row):
                yield pairs
    except csv.Error as error:
        raise UnreadableList(problem=error) from error


def _name(cell: str) -> str:
    name = cell.strip().strip('"').strip().lower()
    return "q" if name in _QUERY else name


def _pairs(names: list[str], row: list[str]) -> Pairs:
    return tuple(
        (name, value.strip())
        for name, cell in zip(names, row, strict=False)
        # A query may hold the sign itself.
        for value in ([cell] if name == "q" else cell.split(BETWEEN))
        if value.strip()
    )
