"""Commands that show an archive in the browser: serve, demo."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from depeche import choosing, options
from depeche.bars import bars, steps
from depeche.words import plural
from index.engines import WHOOSH
from indexer import pipeline, sample
from indexer.history import StoreHistory
from indexer.store import NoArchive, reading
from webapp.config import Limits, WebConfig
from webapp.serving import PortTaken, ServeOptions
from webapp.serving import serve as serve_app

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import EngineChoice

host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
port = click.option("--port", type=click.IntRange(0, 65535), help="Port; 8000, or the next free.")
threads = click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=8,
    show_default=True,
    help="Requests that a process answers at once.",
)

USUAL_PORT = 8000
_SECONDS = {"s": 1, "min": 60, "h": 3600}


class Rate(click.ParamType[float]):
    """A number of requests a second, as 5/s, 120/min or 1000/h."""

    name = "rate"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return requests a second, 0.0 for "".

        >>> [Rate().convert(text, None, None) for text in ("5/s", "120/min", "")]
        [5.0, 2.0, 0.0]
        """
        number, _, unit = str(value).partition("/")
        if not value:
            return 0.0
        try:
            read = float(number) / _SECONDS[unit]
        except (KeyError, ValueError):
            read = 0.0
        if not 0 < read < float("inf"):
            self.fail(f"{value!r} is no rate: write 5/s, 120/min or 1000/h.", param, ctx)
        return read


def _address(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Accept the address of a start page; feeds and site maps need a whole one."""
    if value and not value.startswith(("http://", "https://")):
        message = f"{value!r} does not begin with https:// or http://."
        raise click.BadParameter(message)
    return value


@click.command(epilog="Example: depeche serve --data archive --port 8080 --workers 2")
@options.data
@choosing.engine
@host
@port
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that answer; one a core is enough.",
)
@threads
@click.option(
    "--base-url",
    default="",
    callback=_address,
    metavar="URL",
    help="Where readers find it, such as https://archive.example.org/; for feeds and site maps.",
)
@click.option("--access-log", metavar="FILE", default="", help="A line a request; - is stdout.")
@click.option("--log-queries", is_flag=True, help="Let the access log tell what is searched for.")
@click.option(
    "--trusted-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    help="Address or network of a proxy whose X-Forwarded-For, -Proto and -Prefix are believed.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=Limits().seconds,
    show_default=True,
    metavar="SECONDS",
    help="When a question is given up.",
)
@click.option(
    "--rate-limit",
    type=Rate(),
    default="",
    metavar="N/s",
    help="Requests of one client, such as 5/s or 120/min; any number if not given.",
)
@click.option(
    "--burst",
    type=click.IntRange(1),
    default=Limits().burst,
    show_default=True,
    help="Requests that may come at once under --rate-limit.",
)
@click.option("--metrics", is_flag=True, help="Offer /metrics to Prometheus.")
def serve(
    data: Path,
    chosen: EngineChoice,
    *,
    host: str,
    port: int | None,
    workers: int,
    threads: int,
    base_url: str,
    access_log: str,
    log_queries: bool,
    proxies: tuple[str, ...],
    time_limit: float,
    rate_limit: float,
    burst: int,
    metrics: bool,
) -> int:
    """Serve the archive as a web site until Ctrl-C or SIGTERM.

    A new index is picked up while it runs. To other machines it is shown only with --host;
    docs/deploy.md has it behind nginx, as a service, and in a container.
    """
    chosen.open(data).close()  # an archive that cannot be searched is told here, not in a browser
    config = WebConfig(
        data=data,
        chosen=chosen,
        history=_history(data, chosen),
        base_url=base_url,
        limits=Limits(seconds=time_limit, rate=rate_limit, burst=burst),
        metrics=metrics,
    )
    how = ServeOptions(
        host=host,
        workers=workers,
        threads=threads,
        access_log=access_log,
        log_queries=log_queries,
        trusted_proxies=proxies,
    )
    _serve(config, how, port)
    return 0


def _history(data: Path, chosen: EngineChoice) -> StoreHistory | None:
    """Return what the archive remembers, which a machine that only shows a cluster need not have.

    There is none then: pages offer neither captures nor originals.
    """
    if chosen.name != WHOOSH:
        try:
            with reading(data):
                pass
        except NoArchive as missing:
            click.echo(
                f"Note: {missing.sentence()} Captures and originals are not shown.", err=True
            )
            return None
    return StoreHistory(data)


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
    click.echo(f'Try also: {sys.argv[0]} search "Mossoul AWACS" --data {place}')
    config = WebConfig(data=place, history=StoreHistory(place))
    _serve(config, ServeOptions(host=host, threads=threads), port)
    return 0


def _serve(config: WebConfig, how: ServeOptions, port: int | None) -> None:
    def ready(address: str) -> None:
        click.echo(f"Serving {address} (Ctrl-C ends it)")

    try:
        serve_app(config, replace(how, port=USUAL_PORT if port is None else port), ready)
    except PortTaken:
        if port is not None:
            raise
        serve_app(config, replace(how, port=0), ready)
