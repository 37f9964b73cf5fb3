"""A plot of latency against size as SVG: a panel for each of some classes, logarithmic axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PANELS = ("frequent word", "AND of 2", "OR of 3", "phrase of 2", "2 filters + word", "match-all")
COLOURS = ("#1b4f9c", "#c0392b", "#1e8449", "#8e44ad", "#7f8c8d", "#b9770e", "#17a589", "#5d4037")
WIDTH, HEIGHT = 260, 200
LEFT, TOP, ACROSS, DOWN = 68, 56, 3, 2
_TICK = 4
# What a name in the legend takes: its colour and the space around it, and each letter.
_SIGN, _LETTER = 34, 7

Points = dict[str, dict[str, dict[int, float]]]
"""Engine → class → size → milliseconds."""


def svg(points: Points, title: str) -> str:
    """Return the plot."""
    flat = [
        (size, ms)
        for classes in points.values()
        for panel in PANELS
        for size, ms in classes.get(panel, {}).items()
    ]
    sizes = sorted({size for size, _ in flat})
    low = 10.0 ** math.floor(math.log10(min(ms for _, ms in flat)))
    high = 10.0 ** math.ceil(math.log10(max(ms for _, ms in flat)))
    width, height = ACROSS * (WIDTH + LEFT) + 20, DOWN * (HEIGHT + TOP) + 70
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
        "<style>text { font: 12px sans-serif }</style>",
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for place, panel in enumerate(PANELS):
        left = LEFT + place % ACROSS * (WIDTH + LEFT)
        top = TOP + place // ACROSS * (HEIGHT + TOP)
        lines.append(f'<g transform="translate({left},{top})">')
        lines += _frame(panel, sizes, low, high)
        for number, classes in enumerate(points.values()):
            lines += _line(classes.get(panel, {}), COLOURS[number], sizes, low, high)
        lines.append("</g>")
    x = LEFT
    for number, name in enumerate(points):
        lines.append(
            f'<rect x="{x}" y="{height - 22}" width="12" height="12" fill="{COLOURS[number]}"/>'
            f'<text x="{x + 18}" y="{height - 12}">{name}</text>'
        )
        x += _SIGN + _LETTER * len(name)
    return "\n".join([*lines, "</svg>", ""])


def _frame(panel: str, sizes: list[int], low: float, high: float) -> Iterator[str]:
    yield f'<text y="-8" style="font-weight: bold">{panel}</text>'
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        y = _y(10.0**power, low, high)
        yield f'<line x2="{WIDTH}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        yield f'<text x="-6" y="{y + _TICK}" text-anchor="end">{10.0**power:g} ms</text>'
    for size in sizes:
        x = _x(size, sizes)
        yield f'<text x="{x}" y="{HEIGHT + 16}" text-anchor="middle">{size:,}</text>'


def _line(
    times: dict[int, float], colour: str, sizes: list[int], low: float, high: float
) -> Iterator[str]:
    points = [(_x(size, sizes), _y(ms, low, high)) for size, ms in sorted(times.items())]
    drawn = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'


def _x(size: int, sizes: list[int]) -> float:
    if len(sizes) == 1:
        return WIDTH / 2
    span = math.log(sizes[-1] / sizes[0])
    return round(30 + (WIDTH - 60) * math.log(size / sizes[0]) / span, 1)


def _y(ms: float, low: float, high: float) -> float:
    return round(HEIGHT * (1 - math.log(ms / low) / math.log(high / low)), 1)
