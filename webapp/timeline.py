"""The timeline of a page of results: a bar for each year, or for each month of one year."""

from __future__ import annotations

from dataclasses import dataclass

from index.engine import UNDATED, Bucket, Facet
from index.period import first_day, last_day
from webapp.links import without
from webapp.view import View, dated, one_year

# Beyond this span one date is surely wrong, and gaps are left out rather than drawn.
MAX_YEARS = 150
# Labels that stand under the bars of years without touching on a narrow screen.
MAX_LABELS = 8
_MONTHS = 12
# A bar fills this share of its room, and one release among thousands still shows.
_FILL = 0.76
_LEAST_HEIGHT = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; `x` and `width` are percent of the timeline's width, `height` of its height.

    `slot` and `pitch`, in percent too, are the left edge and width of the room the bar stands in,
    all of which can be clicked. `inside` tells that it lies in the chosen range. `label` is written
    under it, or "" where there is no room.
    """

    title: str
    label: str
    href: str
    selected: bool
    inside: bool
    slot: float
    pitch: float
    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars by year, or by month where one year is chosen; `out` leads back to all years."""

    title: str
    bars: tuple[Bar, ...]
    out: str = ""


def timeline(view: View) -> Timeline | None:
    """Return the bars of the years, or of the months of the one year chosen; None without hits.

    Years and months without a release have a bar without height, so that gaps can be seen.
    """
    year = one_year(view.page)
    if year and Facet.MONTH in view.page.facets:
        values = [f"{year}-{month:02}" for month in range(1, _MONTHS + 1)]
        out = view.to(without(view.pairs, "from", "to")) if view.page.request.date_from else ""
        bars = _bars(view, values, view.words.short_months())
        return _drawn(Timeline(title=view.words("timeline.months", year=year), bars=bars, out=out))
    buckets = view.page.facets.get(Facet.YEAR, ())
    values = sorted(bucket.value for bucket in buckets if bucket.value != UNDATED)
    if not values:
        return None
    if int(values[-1]) - int(values[0]) < MAX_YEARS:
        values = [f"{year:04}" for year in range(int(values[0]), int(values[-1]) + 1)]
    bars = _bars(view, values, sparse(values))
    return _drawn(Timeline(title=view.words("timeline.years"), bars=bars))


def _drawn(found: Timeline) -> Timeline | None:
    """Leave out a timeline on which nothing stands."""
    return found if any(bar.height for bar in found.bars) else None


def _bars(view: View, values: list[str], labels: list[str]) -> tuple[Bar, ...]:
    facet = Facet.MONTH if "-" in values[0] else Facet.YEAR
    counted = {bucket.value: bucket for bucket in view.page.facets.get(facet, ())}
    highest = max((bucket.count for bucket in counted.values()), default=0)
    pitch = 100 / len(values)
    bars: list[Bar] = []
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        bucket = counted.get(value, Bucket(value, value, 0))
        choice = dated(view, bucket)
        bars.append(
            Bar(
                title=view.words(
                    "timeline.bar",
                    period=view.words.month(value) if facet is Facet.MONTH else value,
                    releases=view.words.count("releases", bucket.count),
                ),
                label=label,
                href=choice.href,
                selected=choice.selected,
                inside=_inside(view, value),
                slot=round(place * pitch, 3),
                pitch=round(pitch, 3),
                x=round((place + (1 - _FILL) / 2) * pitch, 3),
                width=round(pitch * _FILL, 3),
                height=_height(bucket.count, highest),
            )
        )
    return tuple(bars)


def _height(count: int, highest: int) -> float:
    """Return the height of a bar in percent.

    >>> _height(5, 10), _height(1, 100_000), _height(0, 10)
    (50.0, 2.5, 0.0)
    """
    return round(max(100 * count / highest, _LEAST_HEIGHT), 1) if count else 0.0


def _inside(view: View, value: str) -> bool:
    """Tell whether a year or month meets the range of dates that was asked for."""
    request = view.page.request
    if request.undated or (request.date_to and first_day(value) > request.date_to):
        return False
    return not (request.date_from and last_day(value) < request.date_from)


def sparse(years: list[str]) -> list[str]:
    """Keep a label every so many years, so that they do not touch.

    >>> sparse(["2014", "2015", "2016"])
    ['2014', '2015', '2016']
    """
    steps = (1, 2, 5, 10, 20, 50, 100, 1_000)
    step = next(step for step in steps if len(years) <= step * MAX_LABELS or step == steps[-1])
    return [year if int(year) % step == 0 else "" for year in years]
