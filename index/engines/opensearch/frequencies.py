"""How many releases hold each term of a query, asked for together."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.answering.holdings import Form


class Frequencies(dict["Form", int]):
    """How many releases hold each term; those that are not known are asked for together.

    While `asked` fills, a tree is compiled for what it needs; then again, with all of it known.
    """

    def __init__(self, releases: int) -> None:
        super().__init__()
        self.releases = releases
        self.asked: dict[Form, None] = {}

    def __missing__(self, form: Form) -> int:
        self.asked[form] = None
        return 0

    def rarity(self, forms: Iterable[Form]) -> float:
        """Return the weight of a word that is as frequent as the most frequent of its forms.

        log(1 + (N − n + 0.5) / (n + 0.5)), as the Whoosh engine has it.
        """
        found = max((self[form] for form in forms), default=0)
        return log(1 + (max(self.releases - found, 0) + 0.5) / (found + 0.5))
