"""What each question of a list finds: its releases, by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.params import Asked, parse, unparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.engine import Engine, SearchPage
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
