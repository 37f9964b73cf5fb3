"""QUERY and the filters, which `depeche search` and `depeche export` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack, cast

import click

from index.engine import FILTERS, Match, SearchRequest, Sort
from index.period import first_day, last_day
from index.record import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS = (
    click.argument("query", default=""),
    click.option(
        "--from", "date_from", metavar="DATE", help="First day: YYYY, YYYY-MM or YYYY-MM-DD."
    ),
    click.option("--to", "date_to", metavar="DATE", help="Last day, in the same forms."),
    click.option("--undated", is_flag=True, help="Only releases without a date."),
    click.option(
        "--person", multiple=True, metavar="NAME", help="Only where this person is named."
    ),
    click.option("--place", multiple=True, metavar="NAME", help="Only where this place is named."),
    click.option(
        "--organisation", multiple=True, metavar="NAME", help="Only with this organisation."
    ),
    click.option("--operation", multiple=True, metavar="NAME", help="Only with this operation."),
    click.option("--event", multiple=True, metavar="NAME", help="Only with this event."),
    click.option("--kind", multiple=True, type=click.Choice([kind.value for kind in Kind])),
    click.option("--language", multiple=True, metavar="CODE", help="Only in this language."),
    *(
        click.option(f"--not-{facet.value}", multiple=True, metavar="NAME", help="None of these.")
        for facet in FILTERS
    ),
    click.option(
        "--sort", type=click.Choice([sort.value for sort in Sort]), default=Sort.RELEVANCE.value
    ),
    click.option(
        "--match",
        type=click.Choice([match.value for match in Match]),
        default=Match.AUTO.value,
        help="Whether all words must occur or any of them; auto is any for a question.",
    ),
    click.option("--no-expand", is_flag=True, help="Only the words as typed, not their synonyms."),
)


class Asked(TypedDict):
    """The values of these options."""

    query: str
    date_from: str | None
    date_to: str | None
    undated: bool
    person: tuple[str, ...]
    place: tuple[str, ...]
    organisation: tuple[str, ...]
    operation: tuple[str, ...]
    event: tuple[str, ...]
    kind: tuple[str, ...]
    language: tuple[str, ...]
    not_person: tuple[str, ...]
    not_place: tuple[str, ...]
    not_organisation: tuple[str, ...]
    not_operation: tuple[str, ...]
    not_event: tuple[str, ...]
    not_kind: tuple[str, ...]
    not_language: tuple[str, ...]
    sort: str
    match: str
    no_expand: bool


def asking(command: F) -> F:
    """Give a command QUERY and the filters."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def request_of(*, limit: int = 10, offset: int = 0, **asked: Unpack[Asked]) -> SearchRequest:
    """Return the request that the options make; raises BadDate."""
    date_from, date_to = asked["date_from"], asked["date_to"]
    undated = asked["undated"]
    given, out = (
        {
            facet: values
            for facet in FILTERS
            if (values := cast("tuple[str, ...]", asked.get(before + facet.value)))
        }
        for before in ("", "not_")
    )
    return SearchRequest(
        query=asked["query"],
        match=Match(asked["match"]),
        expand=not asked["no_expand"],
        date_from=first_day(date_from) if date_from and not undated else None,
        date_to=last_day(date_to) if date_to and not undated else None,
        undated=undated,
        filters=given,
        excluded=out,
        sort=Sort(asked["sort"]),
        limit=limit,
        offset=offset,
    )
