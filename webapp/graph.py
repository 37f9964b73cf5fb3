"""What is named in the same releases as an entity, as a small drawing: the same each time.

The entity stands in the middle, the others around it by descending number of common releases,
clockwise from the top; the thickness of a line grows with that number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of the drawing and of the circle that the others stand on, in its own units.
WIDTH, HEIGHT = 700, 340
_RADIUS = 130
MOST = 12
_THINNEST, _THICKEST = 1.0, 7.0
_LONGEST = 22
# A label this near the middle, in units, is written above or below its point.
_MIDDLE = 40


@dataclass(frozen=True, slots=True)
class Node:
    """One of the others: its place, the width of its line, where its label stands and how."""

    x: float
    y: float
    width: float
    label: str
    label_x: float
    label_y: float
    anchor: str


def nodes(named: Sequence[tuple[str, int]]) -> list[Node]:
    """Place (label, common releases), the most first; at most MOST of them.

    >>> [(node.x, node.y, node.width) for node in nodes([("Iraq", 4), ("Mossoul", 2)])]
    [(350.0, 40.0, 7.0), (350.0, 300.0, 4.0)]
    """
    named = named[:MOST]
    most = max((count for _, count in named), default=1)
    return [
        _node(label, count / most, 2 * math.pi * place / len(named))
        for place, (label, count) in enumerate(named)
    ]


def _node(label: str, share: float, angle: float) -> Node:
    x = round(WIDTH / 2 + _RADIUS * math.sin(angle), 1)
    y = round(HEIGHT / 2 - _RADIUS * math.cos(angle), 1)
    beside = x - WIDTH / 2
    if abs(beside) < _MIDDLE:
        anchor, label_x = "middle", x
        label_y = y - 12 if y < HEIGHT / 2 else y + 22
    else:
        anchor, label_x = ("start", x + 11) if beside > 0 else ("end", x - 11)
        label_y = y + 4
    return Node(
        x=x,
        y=y,
        width=round(_THINNEST + (_THICKEST - _THINNEST) * share, 2),
        label=label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…",
        label_x=round(label_x, 1),
        label_y=round(label_y, 1),
        anchor=anchor,
    )
