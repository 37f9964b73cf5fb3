"""Commands about entities that look: list, show, unknown, export; those that decide join them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depeche import choosing, options
from depeche.commands import decide
from depeche.files import whole_file
from depeche.words import day, number, plural, printable
from index.record import EntityKind
from indexer.authority import table, written
from indexer.authority.candidates import Candidate, snippet
from indexer.authority.directory import Counted, Directory, Portrait
from indexer.authority.model import Authority

if TYPE_CHECKING:
    from index.engines import EngineChoice

_WIDTH = 14


@click.group(epilog="Example: depeche entities list --kind person --data archive")
def entities() -> None:
    """Tell who, where and what the archive names, and decide about it.

    An entity is a person, place, organisation, operation or event, under a readable id such as
    person:jens-stoltenberg. Decisions stand in authority.toml in the archive's folder, which you
    can also write yourself; 'depeche index' applies what you wrote, and so does each command here
    that decides. No page is read again.
    """


for command in decide.COMMANDS:
    entities.add_command(command)


@entities.command(
    "list",
    short_help="List the entities in most releases first.",
    epilog="Example: depeche entities list --kind place --starts mos",
)
@options.data
@choosing.engine
@click.option("--kind", multiple=True, type=click.Choice([kind.value for kind in EntityKind]))
@click.option("--starts", default="", metavar="TEXT", help="Only names with a word that begins so.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@options.as_json
def list_(
    data: Path,
    chosen: EngineChoice,
    *,
    kind: tuple[str, ...],
    starts: str,
    limit: int,
    as_json: bool,
) -> int:
    """List the entities that releases name, those in most releases first."""
    with Directory(data, chosen) as directory:
        rows = directory.counted(kind, starts, limit)
    if as_json:
        click.echo(_json([_counted(row) for row in rows]))
        return 0
    for row in rows:
        click.echo(f"{number(row.releases):>8}  {row.id}  {printable(_called(row))}")
    return 0


@entities.command(
    short_help="Show an entity, its names and its releases.",
    epilog="Example: depeche entities show place:iraq --data archive",
)
@click.argument("entity_id", metavar="ID")
@options.data
@choosing.engine
@options.as_json
def show(entity_id: str, data: Path, chosen: EngineChoice, *, as_json: bool) -> int:
    """Show an entity: its names, its releases, what is decided, and what it appears with."""
    with Directory(data, chosen) as directory:
        wanted = directory.id_of(entity_id)
        portrait = directory.portrait(wanted)
    if as_json:
        click.echo(_json(_facts(portrait)))
        return 0
    entity = portrait.entity
    if entity.id != wanted:
        click.echo(f"{wanted} is merged into {entity.id}.")
    english = f" (English: {entity.english})" if entity.english else ""
    click.echo(f"{entity.id}  {printable(entity.label + english)}")
    _line("kind", entity.kind.value)
    _line("country", entity.country)
    _line("other names", ", ".join(one for one in entity.aliases if one != entity.english))
    dates = f", {day(portrait.first)} to {day(portrait.last)}" if portrait.first else ""
    _line("releases", number(portrait.releases) + dates)
    _line("hidden", "yes: it is in no search" if portrait.hidden else "")
    for kind, rows in portrait.beside.items():
        beside = ", ".join(f"{row.label} {number(row.releases)}" for row in rows)
        _line(f"with {kind}", beside)
    if portrait.decisions:
        click.echo()
        click.echo(written(Authority(portrait.decisions)), nl=False)
    return 0


@entities.command(
    short_help="Rank the names that no list knows.",
    epilog="Example: depeche entities unknown --limit 50 --data archive",
)
@options.data
@choosing.engine
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@options.as_json
def unknown(data: Path, chosen: EngineChoice, *, limit: int, as_json: bool) -> int:
    """Rank the names that no list knows by the number of releases, with examples.

    Some of them were recognised by a title before them ("le général …") and have an id; the others
    are words with capitals that were taken for nothing. Every release is looked at.
    """
    with Directory(data, chosen) as directory:
        found = directory.unknown()[:limit]
        examples = [_examples(one, directory) for one in found]
    if as_json:
        rows = [
            {"name": one.name, "id": one.entity, "releases": one.releases, "examples": shown}
            for one, shown in zip(found, examples, strict=True)
        ]
        click.echo(_json(rows))
        return 0
    for one, shown in zip(found, examples, strict=True):
        end = f"  {one.entity}" if one.entity else ""
        click.echo(f"{number(one.releases):>8}  {printable(one.name)}{end}")
        for example in shown:
            click.echo(f"{'':10}{example['release']}: {printable(example['text'])}")
    return 0


@entities.command(
    short_help="Write the entities as a table (CSV).",
    epilog="Example: depeche entities export entities.csv --data archive",
)
@click.argument("file", type=options.NewFile(dir_okay=False, path_type=Path, allow_dash=True))
@options.data
@choosing.engine
def export(file: Path, data: Path, chosen: EngineChoice) -> int:
    """Write the entities that releases name as a table (CSV); FILE - is standard output.

    Change its labels, add aliases after a |, add rows, and take it back with 'import'.
    """
    with Directory(data, chosen) as directory:
        known = directory.entities()
        rows = [(known[row.id], row.releases) for row in directory.counted()]
    text = table.write(rows)
    with whole_file(file) as out:
        out.write(text.encode())
    if str(file) != "-":
        click.echo(f"{plural(len(rows), 'row')} in {file}.")
    return 0


def _examples(one: Candidate, directory: Directory) -> list[dict[str, str]]:
    shown = []
    for release_id, start, end in one.examples:
        document = directory.engine.get(release_id)
        if document is not None:
            text = snippet(document.release.text, start, end)
            shown.append({"release": release_id, "text": text})
    return shown


def _facts(portrait: Portrait) -> dict[str, Any]:
    entity = portrait.entity
    return {
        "id": entity.id,
        "kind": entity.kind.value,
        "label": entity.label,
        "english": entity.english or entity.label,
        "aliases": list(entity.aliases),
        "country": entity.country,
        "hidden": portrait.hidden,
        "releases": portrait.releases,
        "first": portrait.first,
        "last": portrait.last,
        "decisions": [{"decision": one.table, **one.cells()} for one in portrait.decisions],
        "appears_with": {
            kind: [_counted(row) for row in rows] for kind, rows in portrait.beside.items()
        },
    }


def _counted(row: Counted) -> dict[str, Any]:
    english = row.english or row.label
    return {"id": row.id, "label": row.label, "english": english, "releases": row.releases}


def _called(row: Counted) -> str:
    return f"{row.label} ({row.english})" if row.english else row.label


def _line(name: str, value: str) -> None:
    if value:
        click.echo(f"  {name:{_WIDTH + 4}}{printable(value)}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
