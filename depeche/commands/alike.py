"""The command that lists what is nearly the same: copies."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from depeche import options
from depeche.words import day, number, plural, printable
from indexer.copies import LIKENESS, groups

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    short_help="List re-issues and corrected versions.",
    epilog="Example: depeche copies --least 0.9 --data archive",
)
@options.data
@click.option(
    "--least",
    type=click.FloatRange(LIKENESS, 1.0),
    default=LIKENESS,
    show_default=True,
    help="Likeness from which on texts belong together; 1 is the same words.",
)
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Groups.")
@options.as_json
def copies(data: Path, *, least: float, limit: int, as_json: bool) -> int:
    """List re-issues and corrected versions: releases that have nearly the same words.

    The number before each is how like it is to the one in its group that it is most like. What
    differs between two of them is told by 'depeche history ID --against ID'.
    """
    found = groups(data, least)
    if as_json:
        told = [[asdict(copy) for copy in group] for group in found[:limit]]
        facts = {"groups": len(found), "releases": sum(map(len, found)), "found": told}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return 0
    click.echo(f"{plural(sum(map(len, found)), 'release')} in {plural(len(found), 'group')}.")
    for group in found[:limit]:
        click.echo()
        for copy in group:
            about = f"{copy.likeness:.2f}  {day(copy.date):11}  {copy.id}  {copy.title}"
            click.echo(printable(about))
    if len(found) > limit:
        click.echo(f"\n… and {number(len(found) - limit)} more: --limit {len(found)}")
    return 0
