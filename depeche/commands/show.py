"""Commands that show an archive in the browser: serve, demo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from depeche import options
from depeche.bars import bars, steps
from depeche.words import plural
from index.engines import open_engine
from indexer import pipeline, sample
from indexer.history import StoreHistory
from webapp.config import WebConfig
from webapp.serve import PortTaken
from webapp.serve import serve as serve_app

if TYPE_CHECKING:
    from pathlib import Path

host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
port = click.option("--port", type=click.IntRange(0, 65535), help="Port; 8000, or the next free.")
threads = click.option("--threads", type=click.IntRange(1, 256), default=8, show_default=True)

USUAL_PORT = 8000


@click.command(epilog="Example: depeche serve --data archive --port 8080")
@options.data
@host
@port
@threads
def serve(data: Path, host: str, port: int | None, threads: int) -> int:
    """Serve the archive as a web site until Ctrl-C.

    A new index is picked up while it runs. To other machines it is shown only with --host.
    """
    open_engine(data).close()  # an archive that cannot be searched is told here, not in a browser
    _serve(WebConfig(data=data, history=StoreHistory(data)), host, port, threads)
    return 0


@click.command(epilog="Example: depeche demo --count 500 --port 8080")
@options.data
@click.option("--count", type=click.IntRange(1), default=2000, show_default=True, help="Pages.")
@host
@port
@threads
def demo(data: Path, count: int, host: str, port: int | None, threads: int) -> int:
    """Make the sample archive, index it and serve it.

    It is kept in the folder 'demo' of --data, beside an archive of your own.
    """
    place = data / "demo"
    pages = place / "pages"
    with bars() as progress:
        report = sample.write(pages, count, 1, progress=steps(progress, "make", count))
        click.echo(f"{plural(report.pages, 'sample page')} in {pages}.")
    with bars() as progress:
        done = pipeline.index([pages], place, pipeline.Options(prune=True), progress)
        click.echo(f"{plural(done.written, 'release')} indexed in {done.seconds:.1f} s.")
    click.echo(f'Try also: {sys.argv[0]} search "cyberdéfense" --data {place}')
    _serve(WebConfig(data=place, history=StoreHistory(place)), host, port, threads)
    return 0


def _serve(config: WebConfig, host: str, port: int | None, threads: int) -> None:
    def ready(address: str) -> None:
        click.echo(f"Serving {address} (Ctrl-C ends it)")

    try:
        serve_app(config, host, USUAL_PORT if port is None else port, threads, ready)
    except PortTaken:
        if port is not None:
            raise
        serve_app(config, host, 0, threads, ready)
