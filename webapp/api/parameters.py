"""What a question may say, as types: the parameters of `webapp.params`, described for programs.

`webapp.params` reads them, and leaves out with a reason what it cannot honour; these types only
tell what it takes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from index.engine import FILTERS, Facet, Match, Sort
from index.record import Kind
from webapp.links import NOT
from webapp.params import DEFAULT, LANGUAGES, MAX_LIMIT, MAX_OFFSET, MAX_QUERY, MAX_VALUE

Flag = Literal["0", "1"]
# YYYY, YYYY-MM or YYYY-MM-DD.
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", examples=["2016", "2016-10"])]
Name = Annotated[str, Field(max_length=MAX_VALUE)]


class Language(BaseModel):
    """The language of names and sentences."""

    lang: Literal[LANGUAGES] = Field(  # type: ignore[valid-type]  # the tuple is a constant
        LANGUAGES[0], description="Language of names and sentences in the answer."
    )


class Typed(BaseModel):
    """A query that is being typed."""

    q: str = Field(
        "", max_length=MAX_QUERY, description="What the reader typed.", examples=["Mossoul AWACS"]
    )


class Question(Typed):
    """Which releases are found."""

    match: Match = Field(DEFAULT.match, description="How many of the words must occur.")
    expand: Flag = Field("1", description="0: no other names of the same thing are looked for.")
    date_from: Day = Field("", alias="from", description="First day, month or year.")
    date_to: Day = Field("", alias="to", description="Last day, month or year, included.")
    undated: Flag = Field("0", description="1: only releases without a date.")


def _filter(facet: Facet, told: str) -> Any:  # noqa: ANN401  (what `create_model` takes)
    value = Kind if facet is Facet.KIND else Name
    told = f"{told}; each {facet} by id, or by any of its names."
    return list[value], Field([], description=told)  # type: ignore[valid-type]


Filtered = create_model(
    "Filtered",
    __base__=Question,
    __doc__="Which releases are found, within which values of the facets.",
    **{facet.value: _filter(facet, "Any of these") for facet in FILTERS},
    **{NOT + facet.value: _filter(facet, "None of these") for facet in FILTERS},
)


class Page(BaseModel):
    """Which of the hits come, and in what order."""

    sort: Sort = Field(Sort.NEWEST, description="Order; relevance where there is a query.")
    limit: int = Field(DEFAULT.limit, ge=1, le=MAX_LIMIT, description="Hits on a page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Hits left out before the page.")
    cursor: str = Field(
        "", max_length=MAX_VALUE, description="The place that `next` of the page before names."
    )
    more: Literal["year", *(facet.value for facet in FILTERS)] = Field(  # type: ignore[valid-type]
        "", description="A facet that is to come at length."
    )


class Starts(BaseModel):
    """How the names of a facet's values begin."""

    starts: Name = Field("", description="Start of a word of any of the value's names.")
