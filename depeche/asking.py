"""QUERY and the filters, which `depeche search` and `depeche export` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack, cast

import click

from index.engine import FILTERS, Facet, Match, SearchRequest, Sort
from index.period import first_day, last_day
from index.record import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_KINDS = click.Choice([kind.value for kind in Kind])
_ALL_KINDS = f"Only of this kind: {', '.join(_KINDS.choices)}."
_OPTIONS = (
    click.argument("query", nargs=-1, metavar="[QUERY]"),
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
    click.option("--kind", multiple=True, type=_KINDS, metavar="KIND", help=_ALL_KINDS),
    click.option("--language", multiple=True, metavar="CODE", help="Only in this language."),
    *(
        click.option(
            f"--not-{facet.value}",
            multiple=True,
            type=_KINDS if facet is Facet.KIND else str,
            metavar={Facet.KIND: "KIND", Facet.LANGUAGE: "CODE"}.get(facet, "NAME"),
            help="None of these.",
        )
        for facet in FILTERS
    ),
    click.option(
        "--sort",
        type=click.Choice([sort.value for sort in Sort]),
        default=Sort.RELEVANCE.value,
        help="What comes first; relevance, if not given.",
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

    query: tuple[str, ...]
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
    date_from, date_to = _period(asked)
    given, out = (
        {
            facet: values
            for facet in FILTERS
            if (values := cast("tuple[str, ...]", asked.get(before + facet.value)))
        }
        for before in ("", "not_")
    )
    return SearchRequest(
        query=" ".join(asked["query"]),
        match=Match(asked["match"]),
        expand=not asked["no_expand"],
        date_from=date_from,
        date_to=date_to,
        undated=asked["undated"],
        filters=given,
        excluded=out,
        sort=Sort(asked["sort"]),
        limit=limit,
        offset=offset,
    )


def _period(asked: Asked) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day; those that are exchanged are put right, and told."""
    if asked["undated"]:
        return None, None
    first, last = asked["date_from"], asked["date_to"]
    if first and last and first_day(first) > last_day(last):
        first, last = last, first
        click.echo("Note: --from was after --to; the two were exchanged.", err=True)
    return first_day(first) if first else None, last_day(last) if last else None
