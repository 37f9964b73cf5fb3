"""Commands that look and change nothing: stats, check, explain."""

from __future__ import annotations

import functools
import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depeche import choosing, options
from depeche.notes import tell_outdated
from depeche.words import day, number, plural, printable
from index.engine import Engine, Facet, SearchRequest
from index.superseded import NoSuperseded, open_superseded, superseded_id
from indexer.copies import Copies, CopiesDamaged
from indexer.entities import gazetteer, mentions
from indexer.extract import Extraction, extract
from indexer.extract.profile import is_release
from indexer.extract.profile_file import is_json_page, known, own_texts
from indexer.refusal import Refused, UnknownFormat
from indexer.sources import Found, locate, read, reread
from indexer.store import Store
from indexer.writing import is_outdated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.engines import EngineChoice
    from index.errors import DepecheError
    from indexer.extract.profile_file import Texts
    from indexer.page import RawPage

_SHOWN = 300
_EXPECTED = ("url", "lead", "date", "updated", "reference", "place")


@click.command(epilog="Example: depeche stats --refused --data archive")
@options.data
@choosing.engine
@click.option("--refused", is_flag=True, help="List every refused page with its reason.")
@options.as_json
def stats(data: Path, chosen: EngineChoice, *, refused: bool, as_json: bool) -> int:
    """Tell what the archive holds."""
    with Store(data, create=False) as store:
        refusals = list(store.refusals()) if refused else []
        facts: dict[str, Any] = {"archive": asdict(store.stats())}
        facts["archive"]["names_outdated"] = is_outdated(store)
    engine = chosen.open(data)
    try:
        facts["index"] = asdict(engine.stats())
        facts |= _counts(engine)
    finally:
        engine.close()
    if refused:
        facts["refused"] = [asdict(refusal) for refusal in refusals]
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return 0
    archive, held = facts["archive"], facts["index"]
    click.echo(
        f"{plural(held['releases'], 'release')} in the index,"
        f" {day(held['first'])} to {day(held['last'])}, {number(held['undated'])} undated."
    )
    click.echo(
        f"{plural(archive['sources'], 'page')} looked at, {number(archive['refused'])} refused;"
        f" {plural(archive['captures'], 'capture')} kept,"
        f" {plural(archive['replaced'], 'replaced text')} among them."
    )
    if archive["pending"]:
        click.echo(f"{plural(archive['pending'], 'release')} not in the index yet: run 'index'.")
    if archive["names_outdated"]:
        tell_outdated()
    for name in ("kind", "year"):
        line = ", ".join(f"{value} {number(count)}" for value, count in facts[name].items())
        click.echo(f"{name + ':':6}{line}")
    for refusal in refusals:
        click.echo(f"  {refusal.reason}: {printable(refusal.sentence)}")
    return 0


def _counts(engine: Engine) -> dict[str, dict[str, int]]:
    facets = engine.search(SearchRequest(limit=0)).facets
    return {
        facet.value: {bucket.label: bucket.count for bucket in facets[facet]}
        for facet in (Facet.KIND, Facet.YEAR)
    }


@click.command(
    short_help="Tell what is damaged, if anything is.",
    epilog="Example: depeche check --data archive",
)
@options.data
@choosing.engine
def check(data: Path, chosen: EngineChoice) -> int:
    """Read every file of the archive and of the index, and tell what is damaged."""
    with Store(data, create=False) as store:
        problems = store.check()
        superseded = {superseded_id(*one) for one in store.superseded.all()}
        wanted = set(store.release_ids())
        pending = set(store.pending())
    engine = chosen.open(data)
    try:
        problems += engine.check()
        held = set(engine.ids())
    finally:
        engine.close()
    problems += _of_superseded(data, chosen, superseded) + _of_copies(data)
    missing, extra = (wanted - held) - pending, (held - wanted) - pending
    if missing:
        problems.append(f"index: {plural(len(missing), 'release')} of archive.db missing.")
    if extra:
        problems.append(f"index: {plural(len(extra), 'release')} that archive.db does not hold.")
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo("Run 'depeche reindex' to build the index again from archive.db.", err=True)
        return 1
    click.echo(f"{plural(len(held), 'release')}: nothing is damaged.")
    if pending:
        click.echo(f"{plural(len(pending), 'release')} to be written: run 'depeche index' again.")
    return 0


def _of_copies(data: Path) -> list[str]:
    """Return the problems of copies.db; where there is none, the next run makes it."""
    if not (data / "copies.db").exists():
        return []
    try:
        with Copies(data) as copies:
            return copies.check()
    except CopiesDamaged as damaged:
        return [damaged.sentence()]


def _of_superseded(data: Path, chosen: EngineChoice, wanted: set[str]) -> list[str]:
    """Return the problems of the index of replaced texts, which is to hold the wanted ones."""
    try:
        engine = open_superseded(data, chosen)
    except NoSuperseded as missing:
        return [missing.sentence()]
    with closing(engine):
        lost = wanted - set(engine.ids())
        problems = [f"superseded: {problem}" for problem in engine.check()]
    if lost:
        problems.append(f"superseded: {plural(len(lost), 'text')} of archive.db missing.")
    return problems


@click.command(
    short_help="Show what is taken from a page, and why.",
    epilog="Example: depeche explain news_136011.htm",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Print long values whole.")
@options.data
@options.as_json
def explain(file: Path, data: Path, *, full: bool, as_json: bool) -> int:
    """Show what is taken from a page, and by which rule: each field, its value, its source.

    FILE is a page, or an archive or folder, of which every page is explained, or one page in an
    archive as it is listed elsewhere: archive.zip!page.htm, crawl.warc.gz!48213. The archive's own
    profiles, DATA/profiles/*.toml, are checked and applied.
    """
    own = own_texts(data)
    known(own)
    refusals: list[Refused] = []
    pages = 0
    for page in _pages(file, refusals.append, own):
        pages += 1
        try:
            facts = _explanation(extract(page, own))
        except Refused as refused:
            refusals.append(refused)
            continue
        if as_json:
            line = {"origin": page.origin, **facts}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(printable(page.origin))
            _print(facts, full=full)
    if not pages and not refusals and file.is_dir():
        click.echo(
            f"No page was found in {file}: 'depeche index --help' tells what is read.", err=True
        )
        return 1
    if not pages and not refusals:
        refusals.append(UnknownFormat(origin=str(file)))
    for refusal in refusals:
        _refusal(refusal)
    return 1 if refusals else 0


def _pages(file: Path, refuse: Callable[[Refused], None], own: Texts) -> Iterator[RawPage]:
    """Yield the pages below a path, or the one that an origin names."""
    try:
        if not file.exists() and "!" in str(file):
            yield reread(str(file.absolute()))
            return
        found = Found(
            on_refusal=refuse,
            is_json_page=functools.partial(is_json_page, own=own),
            is_release=functools.partial(is_release, profiles=known(own)),
        )
        for locator in locate([file], found):
            try:
                yield read(locator)
            except Refused as refused:
                refuse(refused)
    except Refused as refused:
        refuse(refused)


def _explanation(extraction: Extraction) -> dict[str, Any]:
    release = extraction.release
    named: dict[str, dict[str, Any]] = {}
    for mention in mentions(release.text, gazetteer()):
        entity = named.setdefault(mention.entity, {"label": mention.label, "as": []})
        if mention.surface not in entity["as"]:
            entity["as"].append(mention.surface)
    return {
        "profile": extraction.profile,
        "fields": [asdict(trace) for trace in extraction.trace],
        "paragraphs": len(release.paragraphs),
        "words": len(release.text.split()),
        "entities": named,
    }


def _print(facts: dict[str, Any], *, full: bool) -> None:
    click.echo(f"  profile     {facts['profile']}")
    for trace in facts["fields"]:
        value = printable(trace["value"])
        if len(value) > _SHOWN and not full:
            value = value[:_SHOWN].rstrip() + " …"
        click.echo(f"  {trace['field']:11} {value or '(none)'}")
        click.echo(f"  {'':11}   by {printable(trace['rule'])}")
    missing = [name for name in _EXPECTED if name not in {f["field"] for f in facts["fields"]}]
    if missing:
        click.echo(f"  not found   {', '.join(missing)}")
    click.echo(f"  body        {plural(facts['paragraphs'], 'paragraph')}, {facts['words']} words")
    for entity, found in facts["entities"].items():
        forms = ", ".join(printable(form) for form in found["as"])
        click.echo(f"  entity      {entity} ({found['label']}): {forms}")


def _refusal(refused: DepecheError) -> None:
    click.echo(f"refused: {printable(refused.sentence())}", err=True)
    click.echo(f"  {refused.hint}", err=True)
