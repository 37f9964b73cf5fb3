"""The command that measures the ranking: evaluate."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from depeche import choosing, options
from depeche.words import number, printable
from index.answering.ranking import DEFAULT
from index.evaluation import (
    METRICS,
    Asked,
    Change,
    Comparison,
    Judged,
    Metric,
    Run,
    adjusted,
    ask,
    compare,
    read,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.engine import Engine
    from index.engines import EngineChoice

_LISTED = 10
_WIDTH = 10


@click.command(
    epilog="Example: depeche evaluate judged.tsv --set near=2 --against near=0 --data archive"
)
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.data
@choosing.engine
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Change the ranking; repeatable."
)
@click.option(
    "--against", multiple=True, metavar="NAME=VALUE", help="Compare with another; repeatable."
)
@click.option("--per-query", is_flag=True, help="Show each query, the worst first.")
@options.as_json
def evaluate(
    queries: Path,
    data: Path,
    chosen: EngineChoice,
    *,
    settings: tuple[str, ...],
    against: tuple[str, ...],
    per_query: bool,
    as_json: bool,
) -> int:
    """Measure the ranking with judged queries.

    QUERIES has a query, a release id and a grade of 0 to 3 on each line, with tabs between. All
    figures are from 0 to 1 and count every query alike. --set and --against begin with the usual
    ranking and compare two of them.
    """
    judged = read(queries)
    ranking, other = adjusted(DEFAULT, settings), adjusted(DEFAULT, against)
    missing = _missing(chosen.open(data), judged)
    run = _run(chosen.open(data, ranking), judged)
    facts: dict[str, Any] = {"ranking": values_of(ranking), **_facts(run), "missing": missing}
    comparisons: list[Comparison] = []
    if against:
        beside = _run(chosen.open(data, other), judged)
        comparisons = [compare(run, beside, metric) for metric in METRICS]
        facts["against"] = {"ranking": values_of(other), **_facts(beside)}
        facts["comparison"] = {one.metric.value: asdict(one) for one in comparisons}
    for release in missing:
        click.echo(f"Note: judged, but not in the index: {printable(release)}", err=True)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        if per_query:
            _print_queries(run)
        _print(run, comparisons)
    return 1 if missing else 0


def _missing(opened: Engine, judged: Iterable[Judged]) -> list[str]:
    with closing(opened) as engine:
        held = set(engine.ids())
    return sorted({release for one in judged for release in one.grades} - held)


def _run(opened: Engine, judged: tuple[Judged, ...]) -> Run:
    with (
        closing(opened) as engine,
        # disable=None: silent where standard error is no terminal
        tqdm(total=len(judged), desc="Asking", disable=None, delay=0.5, unit="") as bar,
    ):
        return ask(engine, judged, bar.update)


def _facts(run: Run) -> dict[str, Any]:
    return {
        "queries": [{"query": one.query, "total": one.total, **one.scores} for one in run.asked],
        "means": run.means,
    }


def _print_queries(run: Run) -> None:
    _row("", METRICS, "    hits")

    def worst(one: Asked) -> list[float]:
        return [one.scores[metric] for metric in METRICS]

    for one in sorted(run.asked, key=worst):
        figures = (f"{one.scores[metric]:.3f}" for metric in METRICS)
        _row("", figures, f"{number(one.total):>8}  {printable(one.query)}")
    click.echo()


def _print(run: Run, comparisons: list[Comparison]) -> None:
    _row(_counted(len(run.asked)), METRICS)
    _row("mean", (f"{run.means[metric]:.3f}" for metric in METRICS))
    if not comparisons:
        return
    _row("against", (f"{one.against:.3f}" for one in comparisons))
    _row("difference", (f"{one.now - one.against:+.3f}" for one in comparisons))
    _row("better", (number(len(one.better)) for one in comparisons))
    _row("worse", (number(len(one.worse)) for one in comparisons))
    _row("p", (f"{one.p:.4f}" for one in comparisons))
    first = comparisons[0]
    _print_changes(f"better by {first.metric}", first.better)
    _print_changes(f"worse by {first.metric}", first.worse)


def _counted(queries: int) -> str:
    return f"{number(queries)} {'query' if queries == 1 else 'queries'}"


def _print_changes(name: str, changes: tuple[Change, ...]) -> None:
    if changes:
        click.echo(f"\n{name}:")
    for change in changes[:_LISTED]:
        click.echo(f"  {change.against:.3f} → {change.now:.3f}  {printable(change.query)}")
    if len(changes) > _LISTED:
        click.echo(f"  and {number(len(changes) - _LISTED)} more")


def _row(name: str, cells: Iterable[str | Metric], end: str = "") -> None:
    click.echo(f"{name:14}{''.join(f'{cell:>{_WIDTH + 2}}' for cell in cells)}{end}".rstrip())
