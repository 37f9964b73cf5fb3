"""The timeline of a page of results: a bar for each year, month or day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from index.engine import UNDATED, Facet
from index.period import first_day, last_day
from webapp.links import period, without
from webapp.pieces import begun, joined, piece, safe
from webapp.view import Choice, View, dated, leads, one_month, one_year, span, unit
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Beyond this span one date is surely wrong, and gaps are left out rather than drawn.
MAX_YEARS = 150
# Labels that stand under the bars of years without touching on a narrow screen.
MAX_LABELS = 8
_MONTHS = 12
# A bar fills this share of its room, and one release among thousands still shows.
_FILL = 0.76
_LEAST_HEIGHT = 2.5
# Its height in pixels; labels stand below it.
_ROOM = 64
_CHOSEN = Markup(' aria-current="true"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars by year, by month where one year is chosen, by day where one month is.

    `bars` are drawn as they stand in the picture. `ways` lead from days to their year and from
    months and days to all years, nearest first; `undated` is the choice of what has no place on it,
    None where there is nothing.
    """

    title: str
    bars: Markup
    ways: tuple[Choice, ...] = ()
    undated: Choice | None = None


def timeline(view: View) -> Timeline | None:
    """Return the bars of the years, or of the one year or month chosen; None without hits.

    Years, months and days without a release have a bar without height, so that gaps can be seen.
    """
    words, month, year = view.words, one_month(view.page), one_year(view.page)
    if month:
        days = [f"{day:02}" for day in range(1, monthrange(*map(int, month.split("-")))[1] + 1)]
        values = tuple(f"{month}-{day}" for day in days)
        labels = sparse([day.lstrip("0") for day in days])
        return _drawn(
            Timeline(
                title=words("timeline.days", month=words.month(month)),
                bars=_bars(view, _rooms(values, labels, words.language)),
                ways=(_year_of(view, month[:4]), *_all_years(view)),
                undated=_undated(view),
            )
        )
    if year and Facet.MONTH in view.page.facets:
        values = tuple(f"{year}-{number:02}" for number in range(1, _MONTHS + 1))
        labels = words.short_months()
        return _drawn(
            Timeline(
                title=words("timeline.months", year=year),
                bars=_bars(view, _rooms(values, labels, words.language)),
                ways=_all_years(view),
                undated=_undated(view),
            )
        )
    buckets = view.page.facets.get(Facet.YEAR, ())
    years = tuple(sorted([bucket.value for bucket in buckets if bucket.value != UNDATED]))
    if not years:
        return None
    bars = _bars(view, _years(years, words.language))
    return _drawn(Timeline(title=words("timeline.years"), bars=bars, undated=_undated(view)))


def _way(label: str, href: str) -> Choice:
    return Choice(label=label, count="", href=href, selected=False)


def _year_of(view: View, year: str) -> Choice:
    return _way(year, view.to(period(view.pairs, year, year)))


def _all_years(view: View) -> tuple[Choice, ...]:
    """Return the way to all years; none where no dates are chosen: all are shown already."""
    if not view.page.request.date_from:
        return ()
    return (_way(view.words("timeline.all"), view.to(without(view.pairs, "from", "to"))),)


def _undated(view: View) -> Choice | None:
    years = view.page.facets.get(Facet.YEAR, ())
    return next((dated(view, year) for year in years if year.value == UNDATED and year.count), None)


def _drawn(found: Timeline) -> Timeline | None:
    """Leave out a timeline on which nothing stands."""
    return found if found.bars else None


def _bars(view: View, rooms: Sequence[_Room]) -> Markup:
    """Draw a bar in each room, "" where no value has a release.

    A bar stands in a room that can be clicked whole; x and widths are percent of the picture.
    """
    request, language = view.page.request, view.words.language
    buckets = view.page.facets.get(unit(rooms[0].value), ())
    counted = {bucket.value: bucket.count for bucket in buckets}
    highest = max(counted.values(), default=0)
    if not highest:
        return Markup()
    chosen = request.undated or request.date_from or request.date_to
    before, after = map(safe, view.dates)
    bars: list[str] = []
    for room in rooms:
        count = counted.get(room.value, 0)
        href, side, current = f"{before}{room.dates}{after}", "in", ""
        if chosen:
            address, selected = leads(view, room.value)
            href, current = safe(address), _CHOSEN if selected else ""
            side = "in" if _inside(view, room.value) else "out"
        told = f"{room.told}{_releases(count, language)}"
        top, height = _pixels(_height(count, highest))
        bars.append(room.drawn(href, side, str(count), current, told, top, height))
    return joined(bars)


@lru_cache(maxsize=8192)
def _releases(count: int, language: str) -> str:
    """Return so many releases in words, escaped."""
    return safe(Words(language).count("releases", count))


class _Room(NamedTuple):
    """Where a bar stands, and the piece that it is to be drawn by.

    `dates` are the parameters of its value; `told` is said before the number of its releases.
    """

    value: str
    dates: str
    told: str
    drawn: Callable[..., str]


@lru_cache(maxsize=64)
def _years(values: tuple[str, ...], language: str) -> list[_Room]:
    """Return a room for each year from the first to the last; gaps are left out of too many."""
    if int(values[-1]) - int(values[0]) < MAX_YEARS:
        values = tuple(f"{year:04}" for year in range(int(values[0]), int(values[-1]) + 1))
    return _rooms(values, sparse(values), language)


@lru_cache(maxsize=256)
def _rooms(values: tuple[str, ...], labels: tuple[str, ...], language: str) -> list[_Room]:
    """Return a room for each value, which is the same on all pages that show as many beside it."""
    pitch = 100 / len(values)
    width = round(pitch, 3)
    rooms = []
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        words = Words(language)
        named, slot = _period(value, words), round(place * pitch, 3)
        under = piece("bar-label", middle=slot + width / 2, label=label) if label else ""
        drawn = begun(
            "bar",
            *("href", "side", "count", "chosen", "title", "y", "height"),
            value=value,
            period=named,
            slot=slot,
            pitch=width,
            x=round((place + (1 - _FILL) / 2) * pitch, 3),
            width=round(pitch * _FILL, 3),
            label=under,
        )
        told = safe(words("timeline.bar", period=named))
        rooms.append(_Room(value, safe(span(value)), told, drawn))
    return rooms


def _period(value: str, words: Words) -> str:
    if unit(value) is Facet.DAY:
        return words.date(first_day(value))
    return words.month(value) if unit(value) is Facet.MONTH else value


def _height(count: int, highest: int) -> float:
    """Return the height of a bar in percent.

    >>> _height(5, 10), _height(1, 100_000), _height(0, 10)
    (50.0, 2.5, 0.0)
    """
    return round(max(100 * count / highest, _LEAST_HEIGHT), 1) if count else 0.0


@lru_cache(maxsize=1024)
def _pixels(height: float) -> tuple[str, str]:
    """Return where a bar of a height in percent begins and its height: there are a thousand.

    >>> _pixels(50.0)
    ('32.0', '32.0')
    """
    tall = height * _ROOM / 100
    return f"{_ROOM - tall:.1f}", f"{tall:.1f}"


def _inside(view: View, value: str) -> bool:
    """Tell whether a year, month or day meets the range of dates that was asked for."""
    request = view.page.request
    if request.undated or (request.date_to and first_day(value) > request.date_to):
        return False
    return not (request.date_from and last_day(value) < request.date_from)


def sparse(years: Sequence[str]) -> tuple[str, ...]:
    """Keep a label every so many years or days, so that they do not touch.

    >>> sparse(["2014", "2015", "2016"])
    ('2014', '2015', '2016')
    """
    steps = (1, 2, 5, 10, 20, 50, 100, 1_000)
    step = next(step for step in steps if len(years) <= step * MAX_LABELS or step == steps[-1])
    return tuple(year if int(year) % step == 0 else "" for year in years)
