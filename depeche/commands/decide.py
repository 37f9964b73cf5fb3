"""Commands that decide about entities: merge, rename, split, hide, import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depeche import choosing, options
from depeche.bars import bars
from depeche.notes import tell_troubles, tell_unknown
from depeche.words import plural
from index.period import first_day, last_day
from indexer import pipeline
from indexer.authority import (
    Add,
    Decision,
    DecisionImpossible,
    Hide,
    Merge,
    NoSuchDecision,
    Rename,
    Split,
    change,
    load,
    table,
)
from indexer.authority.directory import Directory
from indexer.authority.reading import entity_id, name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines import EngineChoice

undo = click.option("--undo", is_flag=True, help="Take the decision back.")


@click.command(
    short_help="Make several entities one.",
    epilog="Example: depeche entities merge place:iraq place:mesopotamie",
)
@click.argument("into")
@click.argument("sources", nargs=-1, metavar="FROM…")
@undo
@options.data
@choosing.engine
@options.jobs
def merge(
    into: str,
    sources: tuple[str, ...],
    data: Path,
    chosen: EngineChoice,
    *,
    undo: bool,
    jobs: int,
) -> int:
    """Make the entities FROM one with the entity INTO, which gets their names.

    With --undo they are themselves again, all of them where none is named.
    """
    if undo:
        end, gone = entity_id(into), {entity_id(one) for one in sources}
        drop, put = [], []
        for one in load(data).of(Merge):
            if one.into == end and (not gone or gone & set(one.sources)):
                drop.append(one)
                if gone and (rest := tuple(s for s in one.sources if s not in gone)):
                    put.append(replace(one, sources=rest))
        return _decide(data, chosen, jobs, put=put, drop=_found(drop, end))
    with Directory(data, chosen) as directory:
        end = directory.id_of(into)
        ids = tuple(dict.fromkeys(directory.id_of(one) for one in sources))
    if not ids:
        raise click.UsageError("Name at least one entity that is to become INTO.")
    if end in ids:
        raise DecisionImpossible(problem=f"{end} cannot be merged into itself")
    return _decide(data, chosen, jobs, put=[Merge(end, ids)])


@click.command(
    short_help="Show an entity under another name.",
    epilog='Example: depeche entities rename place:kyiv --fr Kyïv --en "Kyiv"',
)
@click.argument("entity", metavar="ID")
@click.option("--fr", "french", default="", metavar="NAME", help="The name in French.")
@click.option("--en", "english", default="", metavar="NAME", help="The name in English.")
@undo
@options.data
@choosing.engine
@options.jobs
def rename(
    entity: str,
    data: Path,
    chosen: EngineChoice,
    *,
    french: str,
    english: str,
    undo: bool,
    jobs: int,
) -> int:
    """Show an entity under another name; it is still found under the old one.

    Its id stays as it is.
    """
    if undo:
        wanted = entity_id(entity)
        drop = [one for one in load(data).of(Rename) if one.entity == wanted]
        return _decide(data, chosen, jobs, drop=_found(drop, wanted))
    if not french and not english:
        raise click.UsageError("Give --fr or --en, or both.")
    with Directory(data, chosen) as directory:
        wanted = directory.id_of(entity)
    names = [name(one) if one else "" for one in (french, english)]
    return _decide(data, chosen, jobs, put=[Rename(wanted, *names)])


@click.command(
    short_help="Give a name to another entity.",
    epilog='Example: depeche entities split person:george-w-bush "M. Bush" person:george-bush'
    " --until 1993-01-20",
)
@click.argument("entity", metavar="ID")
@click.argument("form", default="")
@click.argument("to", default="")
@click.option("--since", metavar="DATE", help="Only in releases of this day and later.")
@click.option("--until", metavar="DATE", help="Only in releases of this day and earlier.")
@undo
@options.data
@choosing.engine
@options.jobs
def split(
    entity: str,
    form: str,
    to: str,
    data: Path,
    chosen: EngineChoice,
    *,
    since: str | None,
    until: str | None,
    undo: bool,
    jobs: int,
) -> int:
    """Take the name FORM from the entity ID and give it to the entity TO.

    FORM may begin with words that stand before the name. Dates are YYYY, YYYY-MM or YYYY-MM-DD,
    both included; undated releases are then left as they are. With --undo, FORM and TO tell which
    decision is meant where there are several.
    """
    if undo:
        wanted = entity_id(entity)
        drop = [
            one
            for one in load(data).of(Split)
            if one.entity == wanted
            and (not form or one.form.casefold() == form.casefold())
            and (not to or one.to == entity_id(to))
        ]
        return _decide(data, chosen, jobs, drop=_found(drop, wanted))
    if not form or not to:
        raise click.UsageError("Name the form, and the entity that it is to mean.")
    with Directory(data, chosen) as directory:
        wanted, other = directory.id_of(entity), directory.id_of(to)
    begin, end = first_day(since) if since else None, last_day(until) if until else None
    if wanted == other:
        raise DecisionImpossible(problem=f"{wanted} cannot be split from itself")
    if begin and end and begin > end:
        raise DecisionImpossible(problem=f"{end} is before {begin}")
    return _decide(data, chosen, jobs, put=[Split(wanted, name(form), other, begin, end)])


@click.command(epilog="Example: depeche entities hide person:grand-merci --data archive")
@click.argument("entity", metavar="ID")
@undo
@options.data
@choosing.engine
@options.jobs
def hide(entity: str, data: Path, chosen: EngineChoice, *, undo: bool, jobs: int) -> int:
    """Drop an entity that is none, or that nobody is to be found by."""
    if undo:
        wanted = entity_id(entity)
        drop = [one for one in load(data).of(Hide) if one.entity == wanted]
        return _decide(data, chosen, jobs, drop=_found(drop, wanted))
    with Directory(data, chosen) as directory:
        wanted = directory.id_of(entity)
    return _decide(data, chosen, jobs, put=[Hide(wanted)])


@click.command(
    "import",
    short_help="Take labels and aliases from a table (CSV).",
    epilog="Example: depeche entities import entities.csv --data archive",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.data
@choosing.engine
@options.jobs
def import_(file: Path, data: Path, chosen: EngineChoice, *, jobs: int) -> int:
    """Take new entities, labels and aliases from a table (CSV) as 'export' writes it.

    The columns id and fr are needed; without an id it is made from kind and fr. What differs from
    what is known becomes a decision. Problems are told by line, and then nothing is taken.
    """
    with Directory(data, chosen) as directory:
        known = directory.entities()
        put = table.read(file.read_bytes(), str(file), known, directory.authority)
    added = sum(isinstance(one, Add) and one.entity not in known for one in put)
    renamed = sum(isinstance(one, Rename) for one in put)
    more = len(put) - added - renamed
    click.echo(f"{added} added, {renamed} renamed, {more} with more names or another country.")
    return _decide(data, chosen, jobs, put=put)


COMMANDS: tuple[click.Command, ...] = (merge, rename, split, hide, import_)


def _found(drop: Sequence[Decision], about: str) -> Sequence[Decision]:
    if not drop:
        raise NoSuchDecision(id=about)
    return drop


def _decide(
    data: Path,
    chosen: EngineChoice,
    jobs: int,
    *,
    put: Sequence[Decision] = (),
    drop: Sequence[Decision] = (),
) -> int:
    """Write decisions down, apply them, and say how much that changed."""
    before = load(data)

    def write() -> None:
        change(data, put=put, drop=drop)

    with bars() as progress:
        report = pipeline.update(
            data, pipeline.Options(jobs=jobs, engine=chosen), progress, change=write
        )
    if load(data) == before:
        click.echo("This is decided already.")
    click.echo(
        f"{plural(report.concerned, 'release')} concerned,"
        f" {plural(report.written, 'release')} written to the index, in {report.seconds:.1f} s."
    )
    tell_unknown(report.unknown)
    tell_troubles(report.troubles)
    return 0
