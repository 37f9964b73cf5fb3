"""What the tests of array segments share: a schema, an archive in the making, an oracle."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.matching import AndMaybeMatcher
from whoosh.query.compound import BinaryQuery, CompoundQuery

from index.engines.whoosh.arrays import (
    Arrangement,
    ArrayCodec,
    Ask,
    Collector,
    Found,
    Row,
    SegmentBuilder,
    SegmentEntry,
    Snapshot,
    phrase,
    presence,
)
from index.engines.whoosh.arrays.inversion import Postings, counts_of, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from whoosh.query.qcore import Query

FACETS = ("kind", "place")
ARRANGEMENT = Arrangement("day", "id", FACETS)
CONSTANT = (query.Prefix, query.Wildcard, query.FuzzyTerm, query.TermRange)


def text() -> fields.TEXT:
    return fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)


def make_schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=text(),
        body=text(),
        kind=fields.ID(stored=True),
        place=fields.KEYWORD(stored=True),
        day=fields.NUMERIC(int, 32, signed=False, sortable=True, stored=True),
    )


@dataclass
class Doc:
    """A document of the tests; `day` is None where it has none."""

    id: str
    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    kind: str = "x"
    place: tuple[str, ...] = ()
    day: int | None = None

    def fields(self) -> dict[str, Any]:
        values: dict[str, Any] = {"id": self.id, "kind": self.kind}
        for name in ("title", "body", "day"):
            if getattr(self, name) not in ([], None):
                values[name] = getattr(self, name)
        if self.place:
            values["place"] = list(self.place)
        return values

    def row(self) -> Row:
        values = self.fields()
        keys = {"id": [self.id], "kind": [self.kind], "place": list(self.place)}
        if self.day is not None:
            keys["day"] = [self.day]
        return Row(
            texts={name: values[name] for name in ("title", "body") if name in values},
            keys={name: given for name, given in keys.items() if given},
            columns={} if self.day is None else {"day": self.day},
            stored={
                name: values[name] for name in ("id", "kind", "place", "day") if name in values
            },
        )


def as_whoosh_scores(tree: Query) -> Query:
    """Say explicitly that a multi-term query's score is constant, which Whoosh keeps only then."""
    if isinstance(tree, CONSTANT) and tree.constantscore:
        return query.ConstantScoreQuery(tree, tree.boost)
    if isinstance(tree, query.Not):
        return query.Not(as_whoosh_scores(tree.query))
    if isinstance(tree, (CompoundQuery, BinaryQuery, query.ConstantScoreQuery)):
        return tree.apply(as_whoosh_scores)
    return tree


def _skip_both(self: AndMaybeMatcher, id: int) -> None:  # noqa: A002 - Whoosh's signature
    """Whoosh skips the optional part to `id` even where the required part went further."""
    self.a.skip_to(id)
    if self.a.is_active() and self.b.is_active():
        self.b.skip_to(self.a.id())


@pytest.fixture(autouse=True, scope="module")
def _small_segments_as_large_ones() -> Iterator[None]:
    """Give some of the few words of these tests bits, and keep sums of their frequencies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrase, "FEW", 1)
        patch.setattr(phrase, "FEW_FACTOR", 2)
        patch.setattr(phrase, "FEWEST_FACTOR", 4)
        patch.setattr(phrase, "SAMPLED", 2)
        patch.setattr(presence, "LEAST", 0)
        patch.setattr(presence, "FREQUENT", 3)
        yield


@pytest.fixture
def _mended_whoosh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mend what stock Whoosh gets wrong, so that it can be the oracle."""
    monkeypatch.setattr(AndMaybeMatcher, "skip_to", _skip_both)
    monkeypatch.setattr(query.Or, "matcher_type", query.Or.DEFAULT_MATCHER)


@pytest.fixture
def codec() -> ArrayCodec:
    return ArrayCodec(ARRANGEMENT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index.create_in(str(tmp_path), make_schema())
    return tmp_path


WORDS = ["le", "otan", "mission", "irak", "été", "paix"]
QUERIES = [
    query.Every(),
    query.Term("body", "otan"),
    query.Or([query.Term("body", word) for word in WORDS[1:4]]),
    query.Phrase("body", ["le", "otan"]),
    query.Prefix("body", "m"),
]


def documents(count: int = 60, seed: int = 1) -> list[Doc]:
    dice = random.Random(seed)
    return [
        Doc(
            id=f"d{number:03}",
            title=dice.choices(WORDS, k=dice.randint(0, 3)),
            body=dice.choices(WORDS, k=dice.randint(0, 9)),
            kind=dice.choice("xy"),
            place=tuple(sorted(dice.sample("pqrs", dice.randint(0, 3)))),
            day=dice.choice([None, *range(1, 9)]),
        )
        for number in range(count)
    ]


def built(folder: Path, docs: list[Doc]) -> SegmentEntry:
    builder = SegmentBuilder(
        FileStorage(str(folder)), make_schema(), ArrayCodec(ARRANGEMENT), "MAIN"
    )
    for doc in docs:
        builder.add(doc.row())
    return builder.finish().segment


def add_segments(ix: Any, entries: list[SegmentEntry], *, instead: bool = False) -> None:
    """Commit segments to a Whoosh index, beside those it has, or instead of them."""
    toc = TOC.read(ix.storage, ix.indexname)
    segments = entries if instead else [*toc.segments, *entries]
    TOC(toc.schema, segments, toc.generation + 1).write(ix.storage, ix.indexname)


def opened(folder: Path) -> Collector:
    return Collector(Snapshot(index.open_dir(str(folder)).searcher()))


def committed(folder: Path, *parts: list[Doc]) -> Collector:
    add_segments(index.open_dir(str(folder)), [built(folder, part) for part in parts])
    return opened(folder)


def ids(collector: Collector, found: Found) -> list[str]:
    return [collector.snapshot.key(number).decode() for number, _ in found.page]


def facts(collector: Collector, **ask: Any) -> Any:
    found = collector.ask(Ask(facets=FACETS, **ask))
    counts = {name: dict(values.items()) for name, values in found.facets.items()}
    scores = [round(score, 4) for _, score in found.page]
    return found.total, ids(collector, found), scores, counts


@pytest.fixture
def one(tmp_path):
    index.create_in(str(tmp_path), make_schema())
    return committed(tmp_path, documents())


@pytest.fixture
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    index.create_in(str(folder), make_schema())
    docs = documents()
    return committed(folder, docs[40:], docs[:13], docs[13:40])


def joined(given: Iterable[Postings]) -> Postings:
    """Put the postings of ranges of terms, of one field, one after the other."""
    parts = list(given)
    if len(parts) == 1:
        return parts[0]
    positions = [part.positions for part in parts if part.positions is not None]
    position_counts = [
        counts_of(part.position_starts) for part in parts if part.position_starts is not None
    ]
    repeated = any(part.freqs is not None for part in parts)
    return Postings(
        terms=[term for part in parts for term in part.terms],
        starts=starts_of(np.concatenate([counts_of(part.starts) for part in parts])),
        docs=np.concatenate([part.docs for part in parts]),
        freqs=np.concatenate([part.frequencies() for part in parts]) if repeated else None,
        positions=np.concatenate(positions) if positions else None,
        position_starts=starts_of(np.concatenate(position_counts)) if position_counts else None,
    )
