"""What every answer of the API holds, as types; the OpenAPI document is made from them.

No answer has a member that is not named here: a test reads every answer back through its type.
"""

from __future__ import annotations

# Pydantic reads these types when the classes are made.
import datetime as dt  # noqa: TC003
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.engine import CompletionKind, Match  # noqa: TC001
from index.record import Damage, EntityKind, Kind, Relation  # noqa: TC001

Count = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(description="Plain text.")]


class Answer(BaseModel):
    """The base of all types here: nothing but what they name."""

    model_config = ConfigDict(extra="forbid")


class Expansion(Answer):
    """A word of the query and the other names that were looked for too."""

    word: str = Field(alias="from")
    to: list[str]


class QueryProblem(Answer):
    """Something odd in the query, and where it stands."""

    position: Count = Field(description="Offset in the query, in code points.")
    message: str


class Hit(Answer):
    """One release in a list."""

    id: str = Field(description="Stable: the same in every capture and every index.")
    title: Text
    date: dt.date | None = Field(description="Date of publication; null where none is known.")
    url: str = Field(description="Address of the page it was read from.")
    kind: Kind
    score: float = Field(description="Relevance; 0 where the order is by date.")
    snippet: str = Field(description="Passages as HTML in which only <mark> is markup.")


class Value(Answer):
    """One value of a facet."""

    value: str = Field(description="What it is called in the language asked for.")
    id: str = Field(description="What the filter of the facet takes.")
    count: Count


class Period(Answer):
    """How many releases lie in a year (YYYY) or month (YYYY-MM)."""

    value: str = Field(pattern=r"^\d{4}(-\d{2})?$")
    count: Count


class Ignored(Answer):
    """A value that could not be honoured; the rest of the question was."""

    name: str
    value: str
    message: str


class Search(Answer):
    """One page of results with the counts of its facets."""

    query: str
    total: Count
    took_ms: float
    corrected: str | None = Field(description="Another spelling that finds more.")
    expanded: list[Expansion]
    problems: list[QueryProblem]
    hits: list[Hit]
    facets: dict[str, list[Value]]
    match: Literal[Match.ANY] | None = Field(
        None, description="There where one of the words was enough."
    )
    any_of: Count | None = Field(
        None, description="Releases with some of the words, where none has all."
    )
    next: str | None = Field(description="Address of the next page; null after the last.")
    ignored: list[Ignored] | None = None


class Timeline(Answer):
    """The hits of a search over time."""

    query: str
    total: Count
    undated: Count
    years: list[Period]
    months: list[Period]
    ignored: list[Ignored] | None = None


class Completion(Answer):
    """One way to go on from what was typed."""

    kind: CompletionKind
    text: str
    form: str = Field(description="The name that was recognised, where it is another; else empty.")
    query: str = Field(description="The whole query that takes the place of what was typed.")
    count: Annotated[int, Field(ge=1)]
    label: str = Field(description="The kind, in words.")
    releases: str = Field(description="The count, in words.")


class Completions(Answer):
    """Ways to go on, the likeliest first."""

    query: str
    completions: list[Completion]


class NamedEntity(Answer):
    """An entity and the places in the text that name it."""

    id: str
    kind: EntityKind
    label: str
    mentions: list[tuple[Count, Count]] = Field(
        description="Start and end in `text`, in code points."
    )


class Capture(Answer):
    """One reading of the release's page."""

    origin: str
    captured_at: dt.datetime
    sha256: str = Field(description="Of the bytes as they were read.")
    url: str
    status: int | None = Field(description="HTTP status; null where it is not known.")


class Related(Answer):
    """A twin in another language, or nearly the same words."""

    id: str
    relation: Relation
    title: str
    language: str
    date: dt.date | None
    likeness: float = Field(ge=0, le=1)


class Release(Answer):
    """A whole release, as it stands in its source."""

    id: str
    url: str
    title: Text
    lead: Text
    paragraphs: list[Text]
    text: Text
    date: dt.date | None
    date_source: str = Field(description="The rule that found the date.")
    date_certainty: Literal["stated", "inferred", "guessed", ""]
    updated: str | None = Field(description="The page's own time of update, without a zone.")
    kind: Kind
    reference: str
    language: str = Field(description="ISO 639-1 code.")
    place: str
    flags: list[Damage] = Field(description="What is known to be wrong with it.")
    entities: list[NamedEntity]
    captures: list[Capture]
    related: list[Related]


class Similar(Answer):
    """The releases most like one, the likest first."""

    id: str
    hits: list[Hit]


class Entity(Answer):
    """A person, place, organisation, operation or event, and its releases."""

    id: str
    kind: EntityKind
    label: str
    english: str
    aliases: list[str]
    country: str = Field(description="ISO 3166-1 alpha-2 code, or empty.")
    releases: Count
    first: dt.date | None
    last: dt.date | None
    timeline: list[Period]
    appears_with: dict[str, list[Value]]


class FoundValue(Value):
    """One value of a facet that was looked for by a name."""

    form: str = Field(description="The name that begins so, where it is another; else empty.")


class FacetValues(Answer):
    """Values of a facet, the largest first."""

    facet: str
    starts: str
    values: list[FoundValue]
    ignored: list[Ignored] | None = None


class Health(Answer):
    """The archive can be asked; what it holds."""

    status: Literal["ok"]
    releases: Count
    undated: Count
    first: dt.date | None
    last: dt.date | None
    written_at: dt.datetime
    schema_version: int
    revision: str = Field(description="Changes with every change of the index.")


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: str
    hint: str


class Batch(Answer):
    """Up to 100 questions: each a query, or an object of the parameters of a search."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"queries": ["Kosovo", {"q": "AWACS", "from": "2016", "place": ["iraq", "turkiye"]}]}
    ]})  # fmt: skip

    queries: list[str | dict[str, str | list[str]]] = Field(min_length=1, max_length=100)


class BatchAnswer(Answer):
    """How many releases one question finds, and where they are listed."""

    query: dict[str, Any] = Field(description="The question, by parameter.")
    total: Count
    undated: Count
    years: list[Period]
    address: str = Field(description="Of the page that lists them.")
    problems: list[QueryProblem]
    ignored: list[Ignored] | None = None


class BatchAnswers(Answer):
    """The answers in the order of the questions."""

    answers: list[BatchAnswer]
