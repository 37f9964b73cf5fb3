"""What `depeche search --all-captures` prints: who said it first, and whether it still stands."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from depeche.words import day, highlighted, number, plural, printable
from index.answer import marked_html
from index.query import describe
from index.superseded import Appearance, Appearances, appearances, open_superseded
from indexer.history import StoreHistory

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import SearchRequest
    from index.engines import EngineChoice


def tell(request: SearchRequest, data: Path, chosen: EngineChoice, *, as_json: bool) -> int:
    """Search every text that captures gave, and print the first capture of each release."""
    with (
        closing(chosen.open(data)) as present,
        closing(open_superseded(data, chosen)) as before,
    ):
        answer = appearances(request, present, before, StoreHistory(data))
    if as_json:
        click.echo(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
    else:
        _print(answer)
    return 0


def _as_json(answer: Appearances) -> dict[str, Any]:
    return {
        "query": answer.request.query,
        "total": answer.total,
        "still": answer.still,
        "problems": [
            {"position": problem.position, "message": describe(problem, "en")}
            for problem in answer.problems
        ],
        "hits": [
            {
                "id": one.release_id,
                "captured_at": one.capture.captured_at.isoformat(),
                "still": one.still,
                "title": one.title.text,
                "url": one.capture.url,
                "origin": one.capture.origin,
                "sha256": one.capture.sha256,
                "snippet": " … ".join(map(marked_html, one.passages)),
            }
            for one in answer.found
        ],
    }


def _print(answer: Appearances) -> None:
    for problem in answer.problems:
        click.echo(f"Note: {describe(problem, 'en')}", err=True)
    click.echo(f"{plural(answer.total, 'release')}, {answer.still} by the present text.")
    for place, one in enumerate(answer.found, answer.request.offset + 1):
        _print_one(place, one)
    shown = answer.request.offset + len(answer.found)
    if answer.found and shown < answer.total:
        click.echo(f"\n… and {number(answer.total - shown)} more: --offset {shown}")


def _print_one(place: int, one: Appearance) -> None:
    at = one.capture.captured_at
    stands = "still in the text" if one.still else "no longer in the text"
    click.echo()
    click.echo(f"{place}. {day(at.date())} {at:%H:%M:%S} UTC · {stands}")
    click.echo(f"   {highlighted(one.title)}")
    click.echo(f"   {printable(one.release_id)}")
    click.echo(f"   {printable(one.capture.url or one.capture.origin)}")
    for passage in one.passages:
        click.echo(f"   {highlighted(passage)}")
