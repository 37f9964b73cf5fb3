"""Counts by year as drawings: small bars, and lines side by side; numbers in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of a small drawing, in its own units.
WIDTH, HEIGHT = 240, 48
# A marker's half size, and up to how many years each has one.
_HALF = 4
_MARKED_YEARS = 40
_FILL = 0.8
_LEAST = 1.5

# Lines are told apart by colour (in the style sheet), dash and marker.
DASHES = ("", "8 4", "2 4", "10 3 2 3", "14 5")


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing of lines: its size, and the edges of the plot inside it, in its own units."""

    name: str
    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int


# One for wide screens and one for narrow ones, where the first would be flat and its text tiny.
PLOTS = (
    Plot("large", 732, 256, left=44, top=12, right=708, bottom=228),
    Plot("small", 366, 272, left=36, top=12, right=350, bottom=244),
)


@dataclass(frozen=True, slots=True)
class Rect:
    """One bar: its left and upper edge, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the points of a polyline, its dash pattern, the path of its markers."""

    points: str
    dash: str
    markers: str


def small_bars(counts: Mapping[str, int], years: Sequence[str]) -> list[Rect]:
    """Return a bar for each year that has any; the highest fills the height.

    >>> small_bars({"2001": 4}, ["2000", "2001"])
    [Rect(x=132.0, y=0.0, width=96.0, height=48.0)]
    """
    most = max(counts.values(), default=0)
    pitch = WIDTH / max(1, len(years))
    bars: list[Rect] = []
    for place, year in enumerate(years):
        if count := counts.get(year, 0):
            height = max(_LEAST, HEIGHT * count / most)
            left = (place + (1 - _FILL) / 2) * pitch
            bars.append(
                Rect(round(left, 2), round(HEIGHT - height, 2), round(pitch * _FILL, 2), height)
            )
    return bars


def lines(series: Sequence[Mapping[str, int]], years: Sequence[str], plot: Plot) -> list[Line]:
    """Return a line for each series of counts by year, all to one scale."""
    top = scale(series)
    found: list[Line] = []
    for number, counts in enumerate(series):
        points = [
            (across(place, years, plot), down(counts.get(year, 0), top, plot))
            for place, year in enumerate(years)
        ]
        marked = points if len(years) <= _MARKED_YEARS else points[:: max(1, len(years) // 20)]
        found.append(
            Line(
                points=" ".join(f"{x:g},{y:g}" for x, y in points),
                dash=DASHES[number % len(DASHES)],
                markers=" ".join(marker(number, x, y) for x, y in marked),
            )
        )
    return found


def scale(series: Sequence[Mapping[str, int]]) -> int:
    """Return the count at the top of the plot: 1, 2 or 5 times a power of ten, at least the most.

    >>> scale([{"2000": 37}]), scale([{}]), scale([{"2000": 100}])
    (50, 1, 100)
    """
    most = max((count for counts in series for count in counts.values()), default=0)
    step = 1
    while True:
        for times in (1, 2, 5):
            if step * times >= most:
                return step * times
        step *= 10


def levels(top: int) -> list[int]:
    """Return the counts that a plot up to `top` draws a line at, from 0 to the top.

    >>> levels(50), levels(20), levels(1)
    ([0, 10, 20, 30, 40, 50], [0, 5, 10, 15, 20], [0, 1])
    """
    most = 4 if str(top).startswith("2") else 5
    parts = next(parts for parts in range(most, 0, -1) if top % parts == 0)
    return list(range(0, top + 1, top // parts))


def across(place: int, years: Sequence[str], plot: Plot) -> float:
    """Return where a year stands, a single one in the middle."""
    if len(years) == 1:
        return (plot.left + plot.right) / 2
    return round(plot.left + (plot.right - plot.left) * place / (len(years) - 1), 2)


def down(count: int, top: int, plot: Plot) -> float:
    """Return how far below the upper edge of a drawing a count stands."""
    return round(plot.bottom - (plot.bottom - plot.top) * count / top, 2)


def marker(number: int, x: float, y: float) -> str:
    """Return the path of the marker of one series: circle, square, triangle, diamond, cross.

    >>> marker(1, 10, 10)
    'M6 6h8v8h-8z'
    """
    half = _HALF
    left, right, above, below = x - half, x + half, y - half, y + half
    shapes = (
        f"M{left:g} {y:g}a{half} {half} 0 1 0 {2 * half} 0a{half} {half} 0 1 0 {-2 * half} 0z",
        f"M{left:g} {above:g}h{2 * half}v{2 * half}h{-2 * half}z",
        f"M{x:g} {above:g}L{right:g} {below:g}L{left:g} {below:g}z",
        f"M{x:g} {above:g}L{right:g} {y:g}L{x:g} {below:g}L{left:g} {y:g}z",
        f"M{left:g} {above:g}L{right:g} {below:g}M{right:g} {above:g}L{left:g} {below:g}",
    )
    return shapes[number % len(shapes)]
