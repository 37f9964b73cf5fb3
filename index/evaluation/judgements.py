"""A file of judgements: which releases should answer which query, and how well.

UTF-8, one judgement a line: query, release id and grade, with a tab between. Grades are 0 (not
relevant), 1 (mentions it), 2 (clearly relevant) and 3 (is about it); a release that is not listed
under a query has grade 0. Lines that are empty or begin with `#` are skipped, so a query cannot
begin with one. The lines of a query need not stand together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

GRADES: Final = {str(grade): grade for grade in range(4)}
_CELLS: Final = 3


class JudgementsDamaged(DepecheError):
    """The judgements {path} cannot be used: line {line} {problem}."""

    hint = (
        "A line is query, release id and grade 0 to 3, with tabs between; see docs/evaluation.md."
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One query, and the grade of each release that was judged for it; at least one is above 0."""

    query: str
    grades: Mapping[str, int]


def read(path: Path) -> tuple[Judged, ...]:
    """Return the judged queries of a file, in the order of their first lines.

    Raises JudgementsDamaged, with the line, for what does not have the form above, a release judged
    twice, a query for which nothing is relevant, and a file without queries; OSError where the file
    cannot be read.
    """
    return parse(path.read_bytes(), str(path))


def parse(content: bytes, name: str) -> tuple[Judged, ...]:
    """Return what `read` returns, of a file's content; `name` is for the errors."""
    grades: dict[str, dict[str, int]] = {}
    first: dict[str, int] = {}
    for number, query, release, grade in _lines(content, name):
        first.setdefault(query, number)
        judged = grades.setdefault(query, {})
        if release in judged:
            raise _damaged(name, number, f"judges {release!r} a second time for {query!r}")
        judged[release] = grade
    for query, judged in grades.items():
        if not any(judged.values()):
            raise _damaged(name, first[query], f"begins {query!r}, for which nothing is relevant")
    if not grades:
        raise _damaged(name, content.count(b"\n") + 1, "ends it without a judgement")
    return tuple(Judged(query, judged) for query, judged in grades.items())


def _lines(content: bytes, name: str) -> Iterator[tuple[int, str, str, int]]:
    # Cut before it is decoded, so that a line that is not UTF-8 can be named.
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _damaged(name, number, "is not UTF-8") from error
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != _CELLS:
            raise _damaged(name, number, f"has {len(cells)} cells instead of {_CELLS}")
        query, release, grade = cells
        if not query or not release:
            raise _damaged(name, number, f"has no {'release id' if query else 'query'}")
        if grade not in GRADES:
            raise _damaged(name, number, f"has the grade {grade!r}")
        yield number, query, release, GRADES[grade]


def _damaged(name: str, line: int, problem: str) -> JudgementsDamaged:
    return JudgementsDamaged(path=name, line=line, problem=problem)
