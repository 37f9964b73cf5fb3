"""The command that writes the sample archive."""

from __future__ import annotations

from pathlib import Path

import click

from depeche.bars import bars, steps
from depeche.words import plural
from indexer import sample as archive


@click.command(
    short_help="Write a sample archive of any size.",
    epilog="Example: depeche sample --count 2000 --seed 1 --into pages",
)
@click.option("--count", type=click.IntRange(1, 10_000_000), default=2000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--into", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR"
)
def sample(count: int, seed: int, into: Path) -> int:
    """Write a sample archive of COUNT pages into DIR, the same for the same COUNT and SEED.

    The pages are look-alikes in three layouts, 1998 to 2025, with texts of this project's own.
    """
    others = (
        sorted({path.name for path in into.iterdir()} - archive.FOLDERS) if into.is_dir() else []
    )
    if others:
        raise click.UsageError(
            f"{into} holds {others[0]}, which is no sample: name a new folder with --into."
        )
    with bars() as progress:
        archive.write(into, count, seed, progress=steps(progress, "make", count))
    click.echo(f"{plural(count, 'sample page')} in {into}.")
    return 0
