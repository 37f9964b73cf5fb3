"""What is named in the same releases as an entity, as a small drawing: the same each time.

The entity stands in the middle, the others around it by descending number of common releases,
clockwise from the top. Straight lines lead from it to each of them, curves join those that are
named together most; the thickness of either grows with the number of common releases.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of the drawing and of the circle that the others stand on, in its own units.
WIDTH, HEIGHT = 440, 324
_RADIUS = 108
MOST = 12
MOST_LINKS = 18
# Two names in one text only may be there by chance.
_LEAST_COMMON = 2
_THINNEST, _THICKEST = 1.0, 7.0
# How far from the middle a curve is drawn to, so that none is taken for a line to the middle.
_BEND = 0.55
# Of labels: lines, and units of the drawing that a letter and a line take.
_LINES, _LETTER, _LINE = 3, 7.0, 14
_BESIDE, _ABOVE, _BELOW = 12, 13, 23
# A label this near the middle, in units, is written above or below its point.
_MIDDLE = 40


@dataclass(frozen=True, slots=True)
class Node:
    """One of the others: its place, the width of its line, where its label stands and how.

    `label` has the lines of the label, each with the height it stands at.
    """

    x: float
    y: float
    width: float
    label: tuple[tuple[str, float], ...]
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two of the others by their places, how many releases name both, and the curve between."""

    one: int
    other: int
    common: int
    path: str
    width: float


def nodes(named: Sequence[tuple[str, int]]) -> list[Node]:
    """Place (label, common releases), the most first; at most MOST of them.

    >>> [(node.x, node.y, node.width) for node in nodes([("Iraq", 4), ("Mossoul", 2)])]
    [(220.0, 54.0, 7.0), (220.0, 270.0, 4.0)]
    """
    named = named[:MOST]
    most = max((count for _, count in named), default=1)
    return [
        _node(label, _width(count, most), _angle(place, len(named)))
        for place, (label, count) in enumerate(named)
    ]


def links(counts: Sequence[int], common: Mapping[tuple[int, int], int]) -> list[Link]:
    """Return at most MOST_LINKS curves, between those that are named together most for their size.

    `counts` has the releases of each node, `common` those of two, by their places. The measure is
    Salton's cosine: common releases by the geometric mean of both numbers (Salton and McGill,
    Introduction to Modern Information Retrieval, 1983).

    >>> [(link.one, link.other, link.common) for link in links([9, 4, 4], {(0, 1): 4, (1, 2): 3})]
    [(1, 2, 3), (0, 1, 4)]
    """

    def together(pair: tuple[int, int]) -> float:
        return common[pair] / math.sqrt(counts[pair[0]] * counts[pair[1]])

    enough = [pair for pair, count in common.items() if count >= _LEAST_COMMON]
    most, number = max(counts, default=1), len(counts)
    return [
        Link(one, other, count, _curve(one, other, number), _width(count, most))
        for one, other in sorted(enough, key=lambda pair: (-together(pair), pair))[:MOST_LINKS]
        for count in [common[one, other]]
    ]


def _width(count: int, most: int) -> float:
    return round(_THINNEST + (_THICKEST - _THINNEST) * count / most, 2)


def _angle(place: int, number: int) -> float:
    """Return where one of so many stands, clockwise from the top."""
    return 2 * math.pi * place / number


def _point(angle: float, radius: float) -> tuple[float, float]:
    x, y = WIDTH / 2 + radius * math.sin(angle), HEIGHT / 2 - radius * math.cos(angle)
    return round(x, 1), round(y, 1)


def _curve(one: int, other: int, number: int) -> str:
    """Return the way between two nodes, bent away from the middle on its shorter side."""
    first, last = _angle(one, number), _angle(other, number)
    between = (first + last) / 2
    if abs(last - first) > math.pi:
        between += math.pi
    ends = [_point(first, _RADIUS), _point(between, _BEND * _RADIUS), _point(last, _RADIUS)]
    return "M{} {}Q{} {} {} {}".format(*(f"{number:g}" for point in ends for number in point))


def _node(label: str, width: float, angle: float) -> Node:
    x, y = _point(angle, _RADIUS)
    beside = x - WIDTH / 2
    if abs(beside) < _MIDDLE:
        # As wide as leaves room for the labels on both sides.
        lines = _lines(label, 2 * _MIDDLE + 2 * _BESIDE)
        anchor, label_x = "middle", x
        up = _LINE * (len(lines) - 1)
        top = y - _ABOVE - up if y < HEIGHT / 2 else y + _BELOW
    else:
        lines = _lines(label, WIDTH / 2 - abs(beside) - _BESIDE)
        anchor, label_x = ("start", x + _BESIDE) if beside > 0 else ("end", x - _BESIDE)
        top = y + 4 - _LINE * (len(lines) - 1) / 2
    return Node(
        x=x,
        y=y,
        width=width,
        label=tuple((line, round(top + _LINE * at, 1)) for at, line in enumerate(lines)),
        label_x=round(label_x, 1),
        anchor=anchor,
    )


def _lines(label: str, room: float) -> list[str]:
    """Break a label into lines of so many units.

    >>> _lines("Conseil de l'Atlantique Nord", 100)
    ['Conseil de', "l'Atlantique", 'Nord']
    """
    letters = int(room // _LETTER)
    return textwrap.wrap(label, letters, max_lines=_LINES, placeholder="…") or [""]
