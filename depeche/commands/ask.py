"""The command that asks: search."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Unpack

import click

from depeche import choosing, options
from depeche.asking import Asked, asking, request_of
from depeche.words import day, highlighted, number, plural, printable
from index.answer import as_json as answer
from index.engine import Facet, SearchPage
from index.query import describe

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine, SearchRequest
    from index.engines import EngineChoice

_SHOWN_BUCKETS = 8


@click.command(
    epilog='Example: depeche search "Mossoul AWACS" --from 2016-10 --to 2016-12 --place Iraq'
)
@asking
@options.data
@choosing.engine
@click.option("--limit", type=click.IntRange(0, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--all-captures",
    is_flag=True,
    help="Every text that captures gave, also replaced ones; the oldest capture first.",
)
@options.as_json
def search(
    data: Path,
    chosen: EngineChoice,
    *,
    limit: int,
    offset: int,
    all_captures: bool,
    as_json: bool,
    **asked: Unpack[Asked],
) -> int:
    """Search the archive.

    All words of QUERY must occur; "words in quotes" as they stand. A question ("Qui commande la
    KFOR ?") needs only some of its words. Without QUERY all releases are listed, newest first. A
    filter can be given more than once: any of its values will do.
    """
    request = request_of(limit=limit, offset=offset, **asked)
    if all_captures:
        # what reads archive.db is not imported for a plain search, which is to begin at once
        tell = import_module("depeche.commands.appearances").tell
        code: int = tell(request, data, chosen, as_json=as_json)
        return code
    engine = chosen.open(data)
    try:
        page = engine.search(request)
        unfiltered = 0 if as_json or page.total else _without_filters(request, engine)
    finally:
        engine.close()
    if as_json:
        click.echo(json.dumps(answer(page, "en"), ensure_ascii=False, indent=2))
    else:
        _print(page)
        if unfiltered:
            click.echo(f"{plural(unfiltered, 'release')} without the filters.")
    return 0


def _without_filters(request: SearchRequest, engine: Engine) -> int:
    """Return how many releases are found where only the query counts."""
    bare = replace(
        request, filters={}, excluded={}, date_from=None, date_to=None, undated=False, limit=0
    )
    return 0 if replace(bare, limit=request.limit) == request else engine.search(bare).total


def _print(page: SearchPage) -> None:
    _print_taken(page)
    for place, hit in enumerate(page.hits, page.request.offset + 1):
        click.echo()
        click.echo(f"{place}. {highlighted(hit.title)}")
        about = [day(hit.date), hit.kind.value, hit.reference, hit.id]
        click.echo("   " + printable(" · ".join(part for part in about if part)))
        if hit.url:
            click.echo(f"   {printable(hit.url)}")
        for passage in hit.passages:
            click.echo(f"   {highlighted(passage)}")
    if page.total:
        click.echo()
    for facet, buckets in page.facets.items():
        counted = [bucket for bucket in buckets if bucket.count]
        if counted and facet is not Facet.MONTH:
            shown = [f"{printable(b.label)} {number(b.count)}" for b in counted[:_SHOWN_BUCKETS]]
            more = ", …" if len(counted) > _SHOWN_BUCKETS else ""
            click.echo(f"{facet.value + ':':14}{', '.join(shown)}{more}")


def _print_taken(page: SearchPage) -> None:
    """Tell how the query was taken, how much it found, and what would find more."""
    for problem in page.problems:
        click.echo(f"Note: {describe(problem, 'en')}", err=True)
    for typed, others in page.expanded:
        note = f"Note: {typed} is looked for as {', '.join(others)} too; not with --no-expand."
        click.echo(printable(note), err=True)
    click.echo(f"{plural(page.total, 'release')} ({page.took_ms:.0f} ms)")
    if page.corrected:
        click.echo(f"Did you mean: {printable(page.corrected)}")
    if page.any_of:
        click.echo(f"{plural(page.any_of, 'release')} with any of these words: --match any")
