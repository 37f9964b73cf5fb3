"""The command that collects pages from a site or from a web archive."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depeche import options
from depeche.bars import bars
from depeche.words import number, plural, printable
from index.period import first_day, last_day
from indexer.collect import CollectOptions, collect_captures, collect_site, load, sites
from indexer.collect.report import EARLIEST
from indexer.collect.site import read

if TYPE_CHECKING:
    from indexer.collect import CollectReport

# Longer lists go to no file: the same command asks for what is missing again.
SHOWN_FAILURES = 20


@click.command(
    short_help="Collect the pages of a site, politely.",
    epilog="Example: depeche fetch nato --since 2025-09 --contact ana@journal.example",
)
@click.argument("what", metavar="SITE|PATTERN", required=False)
@options.data
@click.option(
    "--from-archive",
    "cdx",
    metavar="CDX_URL",
    help="Collect captures of the addresses PATTERN from a web archive, by its CDX API.",
)
@click.option("--replay", metavar="URL", help="Where the archive shows captures, if not at /web/.")
@click.option("--since", metavar="DATE", help="First day wanted: 2016, 2016-10, 2016-10-18.")
@click.option("--until", metavar="DATE", help="Last day wanted.")
@click.option("--limit", type=click.IntRange(1), help="End after so many pages.")
@click.option("--max-bytes", type=click.IntRange(1), help="End after so many bytes of pages.")
@click.option("--max-minutes", type=click.IntRange(1), help="End after so many minutes.")
@click.option("--delay", type=click.FloatRange(0.5), help="Least seconds between two requests.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Certificates (PEM) of authorities to believe beside the system's.",
)
@click.option("--contact", default="", help="Whom the site may write to: stands in User-Agent.")
@click.option("--new-only", is_flag=True, help="Do not ask again for pages that are there.")
@click.option("--list", "only_list", is_flag=True, help="List the sites that have a profile.")
def fetch(
    what: str | None,
    data: Path,
    *,
    cdx: str | None,
    replay: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    max_bytes: int | None,
    max_minutes: int | None,
    delay: float | None,
    ca_file: Path | None,
    contact: str,
    new_only: bool,
    only_list: bool,
) -> int:
    """Collect pages into web archives under data/captures, for 'depeche index' to read.

    SITE is one that has a profile (--list). robots.txt is obeyed, one page is asked for at a time,
    and what was interrupted is gone on with by the same command. Pages that were fetched before
    are asked whether they have changed.
    """
    if only_list:
        listed = sorted(sites(data).items())
        width = max(len(name) for name, _ in listed)
        for name, path in listed:
            click.echo(f"{name:{width}}  {read(path).title}")
        return 0
    if what is None:
        raise click.UsageError("Name a site ('depeche fetch --list' has them), or a pattern.")
    settings = CollectOptions(
        since=first_day(since) if since else EARLIEST,
        until=last_day(until) if until else dt.date.max,
        limit=limit or 0,
        max_bytes=max_bytes or 0,
        max_seconds=(max_minutes or 0) * 60,
        delay=delay or 0,
        contact=contact,
        ca_file=ca_file,
        new_only=new_only,
    )
    captures = data / "captures"
    with bars() as progress:
        if cdx:
            report = collect_captures(
                cdx, what, captures, settings, replay=replay or "", progress=progress
            )
        else:
            report = collect_site(load(data, what), captures, settings, progress)
    _tell(report)
    if report.fetched or report.unchanged:
        click.echo(f"Read them with: depeche index {captures} --data {data}")
    if not report.listings:
        return 2
    return 1 if report.failed else 0


def _tell(report: CollectReport) -> None:
    parts = [f"{number(report.fetched)} fetched", f"{number(report.unchanged)} unchanged"]
    if report.before:
        parts.append(f"{number(report.before)} fetched before")
    parts.append(f"{number(len(report.failed))} failed")
    click.echo(
        f"{plural(report.found, 'page')} wanted: {', '.join(parts)};"
        f" {report.size / 1e6:.1f} MB in {report.seconds:.0f} s."
    )
    for failed in report.failed[:SHOWN_FAILURES]:
        click.echo(printable(f"  failed ({failed.reason}): {failed.sentence()}"), err=True)
    more = len(report.failed) - SHOWN_FAILURES
    if more > 0:
        counted = Counter(failed.reason for failed in report.failed).most_common()
        reasons = ", ".join(f"{reason} {number(count)}" for reason, count in counted)
        click.echo(f"  and {plural(more, 'more failure')}; in all {reasons}.", err=True)
    if report.stopped:
        click.echo(printable(f"Not all of it: {report.stopped.rstrip('.')}."), err=True)
        click.echo(printable(report.hint), err=True)
