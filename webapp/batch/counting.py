"""What each question of a list finds: its releases, by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.period import first_day, last_day
from webapp import results
from webapp.params import Asked, parse, unparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.engine import Engine, SearchPage, SearchRequest
    from webapp.links import Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question and what it finds.

    `pairs` are the address that lists its releases; `years` counts them by year of publication,
    `undated` those that bear no date.
    """

    asked: Asked
    pairs: Pairs
    page: SearchPage
    years: dict[str, int]

    @property
    def undated(self) -> int:
        """Return how many of the releases bear no date."""
        return self.page.total - sum(self.years.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """How many releases a question finds of a year, and the address that lists them.

    The address of none is "".
    """

    count: int
    href: str


def answered(
    questions: Iterable[Pairs], engine: Engine, language: str, usual: str
) -> Iterator[Answered]:
    """Ask each question; `usual` is the language of an address that names none."""
    for pairs in questions:
        asked = parse(pairs, language)
        page = engine.search(replace(asked.request, limit=0, facet_size=0))
        yield Answered(asked=asked, pairs=unparse(asked, usual), page=page, years=by_year(page))


def by_year(page: SearchPage) -> dict[str, int]:
    """Return how many hits lie in each year, the oldest first.

    The facet of years would leave out the chosen dates; the timeline does not.
    """
    years: Counter[str] = Counter()
    for month in page.timeline:
        years[month.value[:4]] += month.count
    return dict(sorted(years.items()))


def all_years(found: Iterable[Answered]) -> list[str]:
    """Return every year from the first to the last that any question finds."""
    years = {int(year) for one in found for year in one.years}
    return [f"{year:04}" for year in range(min(years), max(years) + 1)] if years else []


def cells(one: Answered, years: Sequence[str], usual: str) -> list[Cell]:
    """Return a cell for each year, then one for the releases without a date.

    `usual` is the language of an address that names none. Dates that a question asks for itself
    stay its limits.
    """
    asked = one.asked.request

    def cell(count: int, request: SearchRequest) -> Cell:
        pairs = unparse(replace(one.asked, request=request), usual) if count else ()
        return Cell(count, results.search_href(pairs) if count else "")

    found = []
    for year in years:
        first, last = first_day(year), last_day(year)
        first, last = max(first, asked.date_from or first), min(last, asked.date_to or last)
        found.append(cell(one.years.get(year, 0), replace(asked, date_from=first, date_to=last)))
    undated = replace(asked, date_from=None, date_to=None, undated=True)
    return [*found, cell(one.undated, undated)]
