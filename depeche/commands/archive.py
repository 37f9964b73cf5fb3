"""Commands that change an archive: index, reindex."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depeche import choosing, options
from depeche.bars import bars
from depeche.notes import tell_outdated, tell_troubles, tell_unknown
from depeche.words import number, plural
from indexer import pipeline
from indexer.sources.columns import load as load_columns

if TYPE_CHECKING:
    from index.engines import EngineChoice
    from indexer.report import Report

# Longer lists go to 'depeche stats --refused'.
SHOWN_REFUSALS = 20


@click.command(
    short_help="Read pages, bring the index up to date.",
    epilog="Example: depeche index ~/releases mirror.zip --data archive",
)
@click.argument(
    "paths", nargs=-1, required=True, type=options.NamedPath(path_type=Path), metavar="PATH…"
)
@options.data
@choosing.owner
@click.option(
    "--columns",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Which columns of tables hold what (TOML).",
)
@click.option("--prune", is_flag=True, help="Drop pages below PATH that are gone.")
@click.option("--reread", is_flag=True, help="Read pages again even where they have not changed.")
@options.jobs
def index(
    paths: tuple[Path, ...],
    data: Path,
    columns: Path | None,
    chosen: EngineChoice,
    *,
    prune: bool,
    reread: bool,
    jobs: int,
) -> int:
    """Read pages into the archive and bring the index up to date.

    PATH is a folder (read with all below it) or a file: a page (.html .htm .xhtml .txt, .json where
    a profile knows it), a ZIP archive of pages, a web archive (.warc .arc .wacz), a table of
    records (.csv .tsv .jsonl) or a feed (.rss .atom .xml). What has not changed since the last time
    is not read again; a changed page replaces its release, whose earlier reading is kept in
    archive.db.
    """
    settings = pipeline.Options(
        jobs=jobs,
        prune=prune,
        reread=reread,
        columns=load_columns(columns) if columns else (),
        engine=chosen,
    )
    with bars() as progress:
        report = pipeline.index(paths, data, settings, progress)
    click.echo(_pages(report))
    click.echo(_releases(report))
    if not report.found and not report.refused:
        click.echo("No page was found there: 'depeche index --help' tells what is read.", err=True)
    _tell_entities(report)
    tell_troubles(report.troubles)
    _refusals(report)
    return 1 if report.refused else 0


@click.command(
    short_help="Build the index again from archive.db.",
    epilog="Example: depeche reindex --data archive",
)
@options.data
@choosing.owner
@options.jobs
def reindex(data: Path, chosen: EngineChoice, *, jobs: int) -> int:
    """Build the index again from archive.db, without reading a page, and switch to it."""
    with bars() as progress:
        report = pipeline.reindex(data, pipeline.Options(jobs=jobs, engine=chosen), progress)
    click.echo(_releases(report))
    _tell_entities(report)
    tell_troubles(report.troubles)
    return 0


def _tell_entities(report: Report) -> None:
    """Tell what the archive's decisions and lists of names concern."""
    if report.concerned:
        click.echo(f"authority.toml has changed: {plural(report.concerned, 'release')} concerned.")
    tell_unknown(report.unknown)
    if report.outdated:
        tell_outdated()


def _pages(report: Report) -> str:
    parts = [f"{number(report.new)} new", f"{number(report.changed)} changed"]
    parts += [f"{number(report.unchanged)} unchanged", f"{number(len(report.refused))} refused"]
    if report.pruned:
        parts.append(f"{number(report.pruned)} gone")
    line = f"{plural(report.found, 'page')}: {', '.join(parts)}."
    if report.ignored:
        line += f" {plural(report.ignored, 'other file')} passed over."
    return line


def _releases(report: Report) -> str:
    parts = [f"{plural(report.written, 'release')} written to the index"]
    if report.removed:
        parts.append(f"{number(report.removed)} removed from it")
    line = f"{', '.join(parts)}, in {report.seconds:.1f} s"
    if report.found and report.seconds:
        line += f" ({plural(round(report.found / report.seconds), 'page')}/s)"
    return line + "."


def _refusals(report: Report) -> None:
    for refusal in report.refused[:SHOWN_REFUSALS]:
        click.echo(f"  refused ({refusal.reason}): {refusal.sentence}", err=True)
    more = len(report.refused) - SHOWN_REFUSALS
    if more > 0:
        words = plural(more, "more refusal")
        click.echo(f"  and {words}: see 'depeche stats --refused'.", err=True)
