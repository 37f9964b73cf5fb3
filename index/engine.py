"""What every engine can be asked: one request in, one typed page of results out.

An engine evaluates a request in one pass: hits, total, facets and timeline come from the same set
of matching releases. The counts of a facet leave out that facet's own choice and no other, and
never depend on the page or its size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from index.record import Document, Entity, Kind


class Sort(StrEnum):
    """Order of the hits; undated releases come last in both date orders."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Facet(StrEnum):
    """What hits are counted by; the values are also the names of filters and URL parameters.

    YEAR, MONTH and DAY are counted but filtered by `date_from`, `date_to` and `undated`.
    """

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OPERATION = "operation"
    EVENT = "event"
    KIND = "kind"
    LANGUAGE = "language"


class Match(StrEnum):
    """How many of the words of a query a release must hold.

    AUTO is ALL, but for a query that reads as a question ("Qui commande la KFOR ?"), which is ANY.
    What stands in quotes, is a filter or is excluded must be as it says in any case.
    """

    AUTO = "auto"
    ALL = "all"
    ANY = "any"


ENTITY_FACETS = (
    Facet.PERSON,
    Facet.PLACE,
    Facet.ORGANISATION,
    Facet.OPERATION,
    Facet.EVENT,
)
"""Facets whose values are entities, of the kind of the same name."""
FILTERS = (*ENTITY_FACETS, Facet.KIND, Facet.LANGUAGE)
UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question, whole: everything that a page of results depends on.

    `query` is what the reader typed. `date_from` and `date_to` are both inclusive; `undated`
    keeps only releases without a date (and then the two dates are None). `filters` maps a facet
    of FILTERS to the chosen values: an entity id, its slug, its label or one of its aliases, in
    any case and with or without accents; any of the values may match (OR), every facet must
    (AND). `excluded` maps facets likewise to values that no hit may have. `limit` is 0 or more;
    `facet_size` bounds the buckets of entity facets, `by_month` tells whether
    `SearchPage.timeline` is wanted. `expand` tells whether words also stand for the other names of
    the same thing (`index.thesaurus`).
    """

    query: str = ""
    match: Match = Match.AUTO
    expand: bool = True
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    undated: bool = False
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 10
    offset: int = 0
    facet_size: int = 20
    by_month: bool = True


class Marked(NamedTuple):
    """A piece of source text with the spans that matched: (start, end) offsets into `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One release in a page of results. `score` is 0.0 where the sort is by date."""

    id: str
    title: Marked
    date: dt.date | None
    url: str
    kind: Kind
    score: float
    passages: tuple[Marked, ...] = ()
    language: str = "fr"
    reference: str = ""
    entities: tuple[Entity, ...] = ()


class Bucket(NamedTuple):
    """How many hits have one value of a facet.

    `value` goes into URLs and filters (an entity's slug, "2016", "2016-10", "2016-10-18",
    "undated", a kind's value, a language's code), `label` is shown, `english` where the reader's
    language is English and the two differ. `selected` tells that the request has chosen it,
    `excluded` that it has excluded it, `form` under what name it was looked for.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # hides a method of tuples, of no use here
    selected: bool = False
    english: str = ""
    excluded: bool = False
    form: str = ""

    def called(self, language: str) -> str:
        """Return what to show in a language, "fr" or "en"."""
        return (self.english if language == "en" else "") or self.label or self.value


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in a query: the offset where it stands, a code, and the words concerned."""

    position: int
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The answer to one request.

    `facets` always has every Facet but MONTH and DAY as a key, MONTH where the hits or the range
    lie within one year, and DAY where the range lies within one month. Entity facets are ordered
    by count, largest first, then by label; YEAR newest first with UNDATED last; MONTH and DAY in
    calendar order. A selected value is always among the buckets, even where its count is 0, and so
    is an excluded one, last, with the count 0. `timeline` counts the hits (all filters applied) by
    month, oldest first, undated ones left out, where that was wanted. `took_ms` is the engine's own
    time in milliseconds.

    `match` is ALL or ANY, as the query was taken. `any_of` is the number of releases that ANY would
    find, where ALL finds none and there is more than one word to choose from; else None.
    `corrected` is a query of other spelling that finds more, never asked in place of what was
    typed. `expanded` has what the thesaurus added: the words typed, and the forms looked for too.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[Bucket, ...]]
    timeline: tuple[Bucket, ...] = ()
    took_ms: float = 0.0
    match: Match = Match.ALL
    any_of: int | None = None
    corrected: str | None = None
    expanded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problems: tuple[Problem, ...] = ()


class CompletionKind(StrEnum):
    """What a completion is; the kinds of entities bear the names of their facets."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OPERATION = "operation"
    EVENT = "event"
    TITLE = "title"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on from what was typed.

    `text` is shown, `query` is the whole query that takes the place of what was typed. `form` is
    the name that was recognised where `text` is another one of the same entity (Kiev for Kyiv),
    else "". `english` is what an entity is called in English, "" where it is `text`. `count` is the
    number of releases that a search for `query` finds, never 0.
    """

    kind: CompletionKind
    text: str
    query: str
    count: int
    form: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStats:
    """What the index holds: number of releases, first and last date, when it was last written."""

    releases: int
    undated: int
    first: dt.date | None
    last: dt.date | None
    written_at: dt.datetime
    schema_version: int


class Engine(Protocol):
    """An open index that answers questions; safe to share between threads.

    It sees what writers commit without being opened again.
    """

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one request; never raises for what a reader may type."""
        ...

    def stream(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every hit in the request's order, whatever its limit and offset.

        Memory does not grow with the number of hits' texts; there is no last page.
        """
        ...

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """Yield the id of every hit, in no order; no text is read."""
        ...

    def get(self, release_id: str) -> Document | None:
        """Return the release under this id, or None."""
        ...

    def mark(self, document: Document, request: SearchRequest) -> list[tuple[int, int]]:
        """Return the (start, end) spans in `document.release.text` that match the query.

        Of the request, only what says how the query is to be taken counts.
        """
        ...

    def similar(self, release_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the releases most like one, the likest first; none for an unknown id."""
        ...

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return ways to go on from what has been typed so far; case and accents are no matter."""
        ...

    def values(
        self, request: SearchRequest, facet: Facet, typed: str, limit: int = 20
    ) -> tuple[Bucket, ...]:
        """Return the values of one of ENTITY_FACETS under a name with words that begin as typed.

        At most `limit`, the largest first, counted as `search` counts that facet; none that is
        neither counted nor chosen; each with that name. Case and accents are no matter.
        """
        ...

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity under this id, or None where no release mentions it.

        Where no entity has the id, it is the one a name of which the id is made from, if there is
        one only: so an id that was merged into another still leads to it.
        """
        ...

    def ids(self) -> Iterator[str]:
        """Yield the id of every release, in no order."""
        ...

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        ...

    def check(self) -> list[str]:
        """Read every file of the index and return the problems found, one sentence each."""
        ...

    def close(self) -> None:
        """Release files and memory."""
        ...
