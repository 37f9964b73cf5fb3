"""What makes one release stand before another: every number that ranking depends on."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.schema import PARTS


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of BM25F (Robertson and Zaragoza, 2009) and of nearness.

    `k1` and `b` are the usual values for news-length texts. A word in the title says what a
    release is about, one in the lead nearly so. A stem finds more than was meant, so it weighs
    half of a folded form; the form as typed matches both and stands first. `near` weighs the
    typed words standing side by side: once in the body, that outweighs the same words standing
    apart, however often, in the body and once each in the title.
    """

    k1: float = 1.2
    b: float = 0.75
    parts: dict[str, float] = field(
        default_factory=lambda: dict(zip(PARTS, (3.0, 1.5, 1.0), strict=True))
    )
    stem: float = 0.5
    near: float = 6.0

    def boosts(self) -> dict[str, tuple[float, float]]:
        """Return for each part the weights of its folded and of its stemmed field."""
        return {part: (boost, boost * self.stem) for part, boost in self.parts.items()}


DEFAULT = Ranking()
