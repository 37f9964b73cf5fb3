"""The command that hands over what the archive holds: export."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from depeche import choosing, options
from depeche.asking import Asked, asking, request_of
from depeche.bars import bars
from depeche.files import whole_file
from depeche.words import plural, printable
from index.exports import csv_lines, json_lines
from index.query import describe
from indexer.handover import write_warc
from indexer.history import StoreHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.engine import Engine, SearchRequest
    from index.engines import EngineChoice
    from index.history import OriginalGone
    from index.record import Document
    from indexer.report import Progress

# Longer lists are of one cause: a folder that was moved.
_SHOWN_GONE = 20
_FILE = options.NewFile(dir_okay=False, path_type=Path)


class _Gone:
    """Lists the originals that cannot be had, the first ones by name."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, gone: OriginalGone) -> None:
        self.count += 1
        if self.count <= _SHOWN_GONE:
            click.echo(f"  gone: {printable(gone.sentence())}", err=True)


@click.command(
    short_help="Write what a search finds to a file.",
    epilog='Example: depeche export "AWACS" --from 2016 --warc awacs.warc.gz',
)
@asking
@options.data
@choosing.engine
@click.option("--warc", type=_FILE, help="Web archive, with original bytes.")
@click.option("--jsonl", type=_FILE, help="JSON Lines, a release a line.")
@click.option("--csv", type=_FILE, help="Table for spreadsheets.")
def export(
    data: Path,
    chosen: EngineChoice,
    warc: Path | None,
    jsonl: Path | None,
    csv: Path | None,
    **asked: Unpack[Asked],
) -> int:
    """Write every release that QUERY and the filters find to a file; all without them.

    The file is named by one of --warc, --jsonl and --csv, or more; "-" is standard output. --warc
    has every capture of each release with the bytes that were read, as a gzipped WARC 1.1 file.
    """
    if not (warc or jsonl or csv):
        raise click.UsageError("Name a file with --warc, --jsonl or --csv.")
    named = [path for path in (warc, jsonl, csv) if path]
    if len(set(named)) < len(named):
        raise click.UsageError("Give each of --warc, --jsonl and --csv a file of its own.")
    request = request_of(**asked)
    code = 0
    with closing(chosen.open(data)) as engine:
        page = engine.search(request)
        for problem in page.problems:
            click.echo(f"Note: {describe(problem, 'en')}", err=True)
        for path, lines in ((jsonl, json_lines), (csv, csv_lines)):
            if path:
                with bars() as progress, whole_file(path) as out:
                    documents = _counted(engine.stream(request), page.total, progress)
                    for line in lines(documents):
                        out.write(line.encode("utf-8", "backslashreplace"))
                click.echo(f"{plural(page.total, 'release')} in {path}.", err=True)
        if warc:
            code = _export_warc(engine, request, page.total, StoreHistory(data), warc)
    return code


def _export_warc(
    engine: Engine, request: SearchRequest, total: int, history: StoreHistory, path: Path
) -> int:
    gone = _Gone()
    with bars() as progress, whole_file(path) as out:
        handed = write_warc(
            _counted(engine.stream(request), total, progress),
            history,
            out,
            description=f"Releases of a Dépêche archive: {request.query or 'all'}",
            on_gone=gone,
        )
    click.echo(
        f"{plural(handed.releases, 'release')}, {plural(handed.captures, 'capture')} in {path}.",
        err=True,
    )
    if gone.count > _SHOWN_GONE:
        click.echo(f"  and {plural(gone.count - _SHOWN_GONE, 'more original')} gone.", err=True)
    if gone.count:
        click.echo(
            f"{plural(gone.count, 'original')} could not be had: only the text is there.", err=True
        )
    return 1 if gone.count else 0


def _counted(documents: Iterable[Document], total: int, progress: Progress) -> Iterator[Document]:
    for document in documents:
        yield document
        progress("export", 1, total)
