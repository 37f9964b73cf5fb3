"""Queries side by side: the lines of what each finds by year, and the table under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from webapp import results
from webapp.archive import current_archive
from webapp.batch.counting import all_years, answered, cells
from webapp.explore import charts, coverage
from webapp.links import href
from webapp.notices import sentences
from webapp.timeline import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.batch.counting import Answered
    from webapp.links import Pairs
    from webapp.words import Words

# Shares are counted in hundredths of a percent, so that rare words have a line too.
_PARTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How many releases the archive has of each year, and without a date."""

    years: Mapping[str, int]
    undated: int

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return self.undated + sum(self.years.values())


def compared(
    queries: list[str], kept: Pairs, words: Words, whole: Whole | None
) -> dict[str, object]:
    """Return the lines of queries, drawn for wide and narrow screens, and the rows of the table.

    `kept` is what the address of the comparison bears beside its queries. With the `whole`, each
    number is told as its share: an archive that grows makes every line rise.
    """
    archive = current_archive()
    usual = archive.config.language
    pairs = [(("q", query), *kept) for query in queries]
    found = list(answered(pairs, archive.engine(), words.language, usual))
    years = all_years(found)
    if len(years) > coverage.MAX_YEARS:
        years = sorted({year for one in found for year in one.years})
    of_year = [whole.years.get(year, 0) if whole else None for year in years]
    series = [
        {
            year: _measure(one.years.get(year, 0), of)
            for year, of in zip(years, of_year, strict=True)
        }
        for one in found
    ]
    columns = [cells(one, years, usual) for one in found]
    rows = [
        (label, [(_told(cell.count, of, words), cell.href) for cell in row])
        for label, of, row in zip(
            [*years, words.date(None)],
            [*of_year, whole.undated if whole else None],
            zip(*columns, strict=True),
            strict=True,
        )
    ]
    totals = [
        (
            _told(one.page.total, whole.total if whole else None, words),
            results.search_href(one.pairs),
        )
        for one in found
    ]
    return {
        "drawings": [
            _drawing(series, years, plot, words, share=whole is not None)
            for plot in charts.PLOTS
            if years
        ],
        "dashes": charts.DASHES,
        "found": [_found(queries, place, one, kept, words) for place, one in enumerate(found)],
        # As in the table of months: the newest first, what has no date last.
        "rows": [(words("batch.total"), totals), *reversed(rows[:-1]), rows[-1]],
    }


def percent(parts: int, words: Words) -> str:
    r"""Write hundredths of a percent.

    >>> from webapp.words import Words
    >>> percent(1250, Words("fr")), percent(5, Words("en"))
    ('12,50\u202f%', '0.05%')
    """
    number = f"{parts / 100:.2f}".replace(".", words("number.point"))
    return words("explore.percent", number=number)


def level(parts: int, words: Words) -> str:
    r"""Write hundredths of a percent beside a line of a plot, as short as they are.

    >>> from webapp.words import Words
    >>> level(500, Words("fr")), level(20, Words("en"))
    ('5\u202f%', '0.2%')
    """
    number = f"{parts / 100:g}".replace(".", words("number.point"))
    return words("explore.percent", number=number)


def _measure(count: int, whole: int | None) -> int:
    """Return how high a count stands: as it is, or as its part of the whole; of nothing, as 0."""
    if whole is None:
        return count
    return round(_PARTS * count / whole) if whole else 0


def _told(count: int, whole: int | None, words: Words) -> str:
    measure = _measure(count, whole)
    return words.number(measure) if whole is None else percent(measure, words)


def _drawing(
    series: Sequence[Mapping[str, int]],
    years: list[str],
    plot: charts.Plot,
    words: Words,
    *,
    share: bool,
) -> dict[str, object]:
    top = charts.scale(series)
    labels = enumerate(sparse(years))
    return {
        "plot": plot,
        "lines": charts.lines(series, years, plot),
        "labels": [(charts.across(place, years, plot), label) for place, label in labels if label],
        "levels": [
            (charts.down(count, top, plot), level(count, words) if share else words.number(count))
            for count in charts.levels(top)
        ],
    }


def _found(
    queries: list[str], place: int, one: Answered, kept: Pairs, words: Words
) -> dict[str, object]:
    """Tell of the query at a place; `corrected` compares another spelling of it with the others."""
    spelt = [*queries[:place], one.page.corrected or "", *queries[place + 1 :]]
    return {
        "label": queries[place],
        "href": results.search_href(one.pairs),
        "notices": sentences(one.asked, one.page, words),
        "corrected": one.page.corrected,
        "corrected_href": href(url_for(".explore"), (*(("q", query) for query in spelt), *kept)),
    }
