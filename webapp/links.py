"""Addresses as pairs of strings: what a link changes about the page it stands on.

Pure functions from pairs to pairs. A link that changes which releases are found starts again at
the first page of results, so all of them but `replaced` drop `offset`.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.engine import FILTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

Pairs = tuple[tuple[str, str], ...]

OFFSET = "offset"
PLACE = "at"
"""The place of a release in the search that it was found by; stands behind all others."""
NOT = "not_"
"""Begins the name of the parameter that excludes values of a facet: not_place."""
# The order of parameters in every address, so that one state of a page has one address.
ORDER = (
    *("q", "match", "expand", "from", "to", "undated"),
    *(facet.value for facet in FILTERS),
    *(f"{NOT}{facet.value}" for facet in FILTERS),
    *("sort", "limit", OFFSET, "starts", "more", "lang"),
)


# What is longer is not kept.
_SHORT = 100
_RANK = {name: rank for rank, name in enumerate(ORDER)}


def read(query_string: bytes) -> Pairs:
    r"""Split the part of an address after `?`; whatever is not UTF-8 becomes U+FFFD.

    >>> read(b"q=l%27OTAN&from=&q=%ff")
    (('q', "l'OTAN"), ('from', ''), ('q', '\ufffd'))
    """
    text = query_string.decode("utf-8", "replace")
    return tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))


def href(path: str, pairs: Pairs) -> str:
    """Join a path and pairs to an address, the pairs in the order of ORDER.

    >>> href("/", (("q", "Mossoul AWACS"),))
    '/?q=Mossoul+AWACS'
    """
    if not pairs:
        return path
    return f"{path}?{'&'.join([written(*pair) for pair in ordered(pairs)])}"


class Slot(NamedTuple):
    """An address with a place left free for parameters: what stands before them and after.

    A page has a hundred links that differ in what stands there.
    """

    before: str
    after: str

    def filled(self, *pairs: tuple[str, str]) -> str:
        """Return the address with these parameters, which are in the order of ORDER."""
        return f"{self.before}{'&'.join([written(*pair) for pair in pairs])}{self.after}"


class Parts(NamedTuple):
    """An address in its parts, in the order of ORDER, with the rank of each."""

    path: str
    ranks: list[int]
    written: list[str]

    def place(self, name: str) -> int:
        """Return how many of the parameters stand before one more of this name."""
        return bisect_right(self.ranks, _RANK.get(name, len(ORDER)))

    def slot(self, name: str) -> Slot:
        """Return the address with a place for one more parameter, behind those of its name."""
        place = self.place(name)
        before = "".join([f"{part}&" for part in self.written[:place]])
        return Slot(f"{self.path}?{before}", "&".join(["", *self.written[place:]]))


def parts(path: str, pairs: Pairs) -> Parts:
    """Return an address in its parts.

    >>> parts("/", (("q", "x"), ("lang", "en"))).slot("place").filled(("place", "iraq"))
    '/?q=x&place=iraq&lang=en'
    """
    kept = ordered(pairs)
    ranks = [_RANK.get(name, len(ORDER)) for name, _ in kept]
    return Parts(path, ranks, [written(*pair) for pair in kept])


def written(name: str, value: str) -> str:
    """Write a parameter.

    >>> written("q", "l'OTAN à Mons")
    'q=l%27OTAN+%C3%A0+Mons'
    """
    return _written_once(name, value) if len(value) <= _SHORT else urlencode([(name, value)])


@lru_cache(maxsize=8192)
def _written_once(name: str, value: str) -> str:
    """Write a parameter; a page has some hundred links of the same few."""
    return urlencode([(name, value)])


def ordered(pairs: Pairs) -> Pairs:
    """Put pairs in the order of ORDER; those of one name stay as they are.

    >>> ordered((("place", "iraq"), ("q", "x"), ("place", "chypre")))
    (('q', 'x'), ('place', 'iraq'), ('place', 'chypre'))
    """
    if len(pairs) < 2:  # noqa: PLR2004 - one has no order
        return pairs
    return tuple(sorted(pairs, key=_rank))


def _rank(pair: tuple[str, str]) -> int:
    return _RANK.get(pair[0], len(ORDER))


def toggled(pairs: Pairs, name: str, value: str) -> Pairs:
    """Take a value away where it is chosen, else choose it beside the others.

    >>> toggled((("place", "iraq"), ("offset", "10")), "place", "mossoul")
    (('place', 'iraq'), ('place', 'mossoul'))
    >>> toggled((("place", "iraq"), ("place", "mossoul")), "place", "iraq")
    (('place', 'mossoul'),)
    """
    kept = without(pairs)
    if (name, value) in kept:
        return tuple(pair for pair in kept if pair != (name, value))
    return (*kept, (name, value))


def without(pairs: Pairs, *names: str) -> Pairs:
    """Take parameters away.

    >>> without((("q", "x"), ("from", "2016"), ("to", "2016")), "from", "to")
    (('q', 'x'),)
    """
    return tuple(pair for pair in pairs if pair[0] not in names and pair[0] != OFFSET)


def period(pairs: Pairs, first: str, last: str) -> Pairs:
    """Choose a range of dates instead of the one chosen, if any.

    >>> period((("q", "x"), ("undated", "1")), "2016-10", "2016-12")
    (('q', 'x'), ('from', '2016-10'), ('to', '2016-12'))
    """
    return (*without(pairs, "from", "to", "undated"), ("from", first), ("to", last))


def replaced(pairs: Pairs, values: Mapping[str, str]) -> Pairs:
    """Set parameters, each in the place of all that bear its name; "" takes it away.

    >>> replaced((("q", "x"), ("offset", "10")), {"offset": "20", "lang": ""})
    (('q', 'x'), ('offset', '20'))
    """
    kept = tuple(pair for pair in pairs if pair[0] not in values)
    return kept + tuple((name, value) for name, value in values.items() if value)


def safe_url(url: str) -> str:
    """Return the address where a browser may follow it, http or https with a host, else "".

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
