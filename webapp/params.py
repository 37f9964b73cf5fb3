"""The address of a page of results ↔ the question it asks; pure both ways.

The parameters bear the names of the command line's options: q, match, expand, from, to, undated,
the facets of FILTERS (person…), what is excluded of each (not_person…), sort, limit, offset; `lang`
chooses the language of the page and `more` the facet that is shown at length; `starts` is what a
name of a facet's values begins with. Unknown parameters are ignored. A bad value is refused with a
reason that the page tells, and the rest of the address is honoured.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from index.engine import FILTERS, Facet, Match, SearchRequest, Sort
from index.errors import BadDate
from index.period import first_day, last_day, short_first, short_last
from index.record import Kind
from webapp.links import NOT, OFFSET, Pairs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

LANGUAGES = ("fr", "en")
MAX_LIMIT = 100
MAX_OFFSET = 999_999_999
# In characters; the query parser reads no more than this either.
MAX_QUERY = 2_000
# Nobody chooses more by hand, and each one costs the engine a lookup.
MAX_VALUES = 50
MAX_VALUE = 200
# A page repeats its address in up to 1,300 links, so the encoded lengths are bounded too: of the
# query, and of all chosen values together.
MAX_ENCODED_QUERY = 3_000
MAX_ENCODED_VALUES = 2_000
# What a facet asked for with `more` is given; any other has the engine's default.
LONG_FACET = 500
DEFAULT = SearchRequest()
STARTS = "starts"

_NATURAL = re.compile(r"[0-9]{1,18}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {kind.value for kind in Kind}
_SORTS = {sort.value for sort in Sort}
_MATCHES = {match.value for match in Match}
_MORE = {facet.value for facet in (Facet.YEAR, *FILTERS)}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that could not be honoured: the parameter, what it said, and a code for why.

    Codes are `date`, `date-order`, `dates-undated`, `flag`, `choice`, `number`, `range`, `long`
    and `many`; the message `refused.CODE` says each in words.
    """

    name: str
    value: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: the request, the language of the page, the facet shown at length.

    `refusals` are the values that were left out, or bent into range.
    """

    request: SearchRequest
    language: str
    more: Facet | None = None
    refusals: tuple[Refusal, ...] = ()

    def refused(self, name: str) -> str:
        """Return the value that was refused for this parameter, else ""."""
        return next((bad.value for bad in self.refusals if bad.name == name), "")


def default_sort(query: str) -> Sort:
    """Return the order of an address that names none: an empty query has no relevance.

    >>> default_sort(""), default_sort("Mossoul")
    (<Sort.NEWEST: 'newest'>, <Sort.RELEVANCE: 'relevance'>)
    """
    return Sort.RELEVANCE if query else Sort.NEWEST


def parse(pairs: Pairs, language: str = LANGUAGES[0]) -> Asked:
    """Read the question an address asks; `language` is the one where it names none."""
    reader = _Reader(pairs)
    query = reader.query()
    undated = reader.flag("undated")
    date_from, date_to = reader.dates(undated=undated)
    more = reader.choice("more", _MORE)
    request = SearchRequest(
        query=query,
        match=Match(reader.choice("match", _MATCHES) or DEFAULT.match),
        expand=reader.flag("expand", default=True),
        date_from=date_from,
        date_to=date_to,
        undated=undated,
        filters=reader.filters(),
        excluded=reader.filters(NOT),
        sort=Sort(reader.choice("sort", _SORTS) or default_sort(query)),
        limit=reader.number("limit", DEFAULT.limit, 1, MAX_LIMIT),
        offset=reader.number(OFFSET, DEFAULT.offset, 0, MAX_OFFSET),
        facet_size=LONG_FACET if more else DEFAULT.facet_size,
    )
    return Asked(
        request=request,
        language=reader.choice("lang", set(LANGUAGES)) or language,
        more=Facet(more) if more else None,
        refusals=tuple(reader.refusals),
    )


def starts(pairs: Pairs) -> str:
    """Return what the values of a facet are to begin with, "" for all; no longer than MAX_VALUE.

    >>> starts((("q", "Mossoul"), ("starts", " Sto")))
    'Sto'
    """
    return next((_clean(value)[:MAX_VALUE] for name, value in pairs[::-1] if name == STARTS), "")


def unparse(asked: Asked, language: str = LANGUAGES[0]) -> Pairs:
    """Write the shortest address that asks the same; `parse` reads it back.

    >>> unparse(Asked(request=SearchRequest(query="OTAN", date_to=last_day("2016")), language="en"))
    (('q', 'OTAN'), ('to', '2016'), ('lang', 'en'))
    """
    request = asked.request
    pairs = [("q", request.query)] if request.query else []
    if request.match is not DEFAULT.match:
        pairs.append(("match", request.match.value))
    if not request.expand:
        pairs.append(("expand", "0"))
    pairs += _dates(request.date_from, request.date_to)
    if request.undated:
        pairs.append(("undated", "1"))
    pairs += [*_values("", request.filters), *_values(NOT, request.excluded)]
    if request.sort is not default_sort(request.query):
        pairs.append(("sort", request.sort.value))
    if request.limit != DEFAULT.limit:
        pairs.append(("limit", str(request.limit)))
    if request.offset != DEFAULT.offset:
        pairs.append((OFFSET, str(request.offset)))
    if asked.more:
        pairs.append(("more", asked.more.value))
    if asked.language != language:
        pairs.append(("lang", asked.language))
    return tuple(pairs)


def _values(before: str, chosen: Mapping[Facet, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for facet in FILTERS if chosen else ():
        yield from ((before + facet.value, value) for value in chosen.get(facet, ()))


def _dates(first: dt.date | None, last: dt.date | None) -> list[tuple[str, str]]:
    """Write a range as short as it can be; within one year both ends as long as the longer one.

    >>> _dates(first_day("2016-01"), last_day("2016-01"))
    [('from', '2016-01'), ('to', '2016-01')]
    >>> _dates(first_day("2016"), last_day("2018-03"))
    [('from', '2016'), ('to', '2018-03')]
    """
    ends = {"from": first and short_first(first), "to": last and short_last(last)}
    if first and last and first.year == last.year:
        size = max(len(end) for end in ends.values() if end)
        ends = {"from": first.isoformat()[:size], "to": last.isoformat()[:size]}
    return [(name, end) for name, end in ends.items() if end]


class _Reader:
    """Takes values out of pairs and notes those it refuses."""

    def __init__(self, pairs: Pairs) -> None:
        self._values: dict[str, list[str]] = {}
        for name, raw in pairs:
            if value := _clean(raw):
                self._values.setdefault(name, []).append(value)
        self.refusals: list[Refusal] = []
        self._room = MAX_ENCODED_VALUES

    def _last(self, name: str) -> str:
        return self._values.get(name, [""])[-1]

    def _refuse(self, name: str, value: str, code: str) -> None:
        self.refusals.append(Refusal(name, value[:MAX_VALUE], code))

    def query(self) -> str:
        query = self._last("q")
        kept = _fitting(query[:MAX_QUERY], MAX_ENCODED_QUERY)
        if kept != query:
            self._refuse("q", query, "long")
        return kept.strip()

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._last(name)
        if value not in {"", "0", "1"}:
            self._refuse(name, value, "flag")
        return value == "1" if value in {"0", "1"} else default

    def choice(self, name: str, choices: set[str]) -> str:
        value = self._last(name).lower()
        if value and value not in choices:
            self._refuse(name, self._last(name), "choice")
            return ""
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self._last(name)
        if not value:
            return default
        if not _NATURAL.fullmatch(value):
            self._refuse(name, value, "number")
            return default
        number = min(max(int(value), low), high)
        if number != int(value):
            self._refuse(name, value, "range")
        return number

    def dates(self, *, undated: bool) -> tuple[dt.date | None, dt.date | None]:
        if undated:
            for name in ("from", "to"):
                if self._last(name):
                    self._refuse(name, self._last(name), "dates-undated")
            return None, None
        date_from = self._date("from", first_day)
        date_to = self._date("to", last_day)
        if date_from and date_to and date_from > date_to:
            self._refuse("from", self._last("from"), "date-order")
            return first_day(self._last("to")), last_day(self._last("from"))
        return date_from, date_to

    def _date(self, name: str, read: Callable[[str], dt.date]) -> dt.date | None:
        value = self._last(name)
        if not value:
            return None
        try:
            return read(value)
        except BadDate:
            self._refuse(name, value, "date")
            return None

    def filters(self, before: str = "") -> dict[Facet, tuple[str, ...]]:
        """Return the values of each facet that has any; `before` begins a parameter's name."""
        named = [facet for facet in FILTERS if before + facet in self._values]
        return {facet: values for facet in named if (values := self._of(facet, before))}

    def _of(self, facet: Facet, before: str) -> tuple[str, ...]:
        name, kept = before + facet.value, list[str]()
        for value in dict.fromkeys(self._values.get(name, ())):
            if facet is Facet.KIND and value.lower() not in _KINDS:
                self._refuse(name, value, "choice")
            elif len(value) > MAX_VALUE:
                self._refuse(name, value, "long")
            elif len(kept) == MAX_VALUES or (room := self._room - _cost(name, value)) < 0:
                self._refuse(name, value, "many")
                break
            else:
                self._room = room
                kept.append(value.lower() if facet is Facet.KIND else value)
        return tuple(dict.fromkeys(kept))


def _cost(name: str, value: str) -> int:
    """Return how much longer a chosen value makes an address.

    >>> _cost("place", "iraq") == len("&place=iraq")
    True
    """
    return len(f"&{name}={quote_plus(value)}")


def _fitting(text: str, size: int) -> str:
    """Return as much of the text from its start as is `size` long when encoded.

    >>> _fitting("été", 7)
    'ét'
    """
    if len("%F0") * 4 * len(text) <= size:  # UTF-8 has four bytes for a character at most
        return text
    return text[: bisect_right(list(accumulate(len(quote_plus(one)) for one in text)), size)]


def _clean(text: str) -> str:
    r"""Replace what cannot be shown, one character for one, and trim.

    >>> _clean(" l'OTAN\x00et ")
    "l'OTAN et"
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)).strip()
