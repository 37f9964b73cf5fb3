"""Entities as a table (CSV) and back: a row for each, what was changed becomes decisions.

UTF-8 with a header; a comma or a semicolon between cells, `|` between aliases. `releases` is for
the reader and says nothing on the way in.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.french import slugify
from indexer.authority.facts import DecisionImpossible, TableDamaged
from indexer.authority.model import Add, Authority, Rename
from indexer.authority.reading import country, entity_id, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from index.record import Entity
    from indexer.authority.model import Decision

COLUMNS: Final = ("id", "kind", "fr", "en", "aliases", "country", "releases")
_SHOWN_PROBLEMS: Final = 10


def write(entities: Iterable[tuple[Entity, int]]) -> str:
    """Return the table of entities, each with its number of releases."""
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one, releases in entities:
        aliases = "|".join(alias.replace("|", "/") for alias in one.aliases)
        rows.writerow(
            (one.id, one.kind.value, one.label, one.english, aliases, one.country, releases)
        )
    return target.getvalue()


def read(
    content: bytes, path: str, known: Mapping[str, Entity], authority: Authority
) -> tuple[Decision, ...]:
    """Return the decisions that a table comes to.

    `known` are the entities as they are decided now. A row with another id adds an entity; one with
    the id of a known entity renames it where a label differs, and adds the aliases that it has not.
    An empty cell leaves all as it is, and so does having no row. Raises TableDamaged with the line
    of every problem.
    """
    table = _Table(known, authority)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableDamaged(path=path, problems=f"line {line} is not UTF-8") from None
    table.take(text)
    if table.problems:
        shown = "; ".join(table.problems[:_SHOWN_PROBLEMS])
        more = len(table.problems) - _SHOWN_PROBLEMS
        raise TableDamaged(path=path, problems=shown + (f"; and {more} more" if more > 0 else ""))
    return tuple(table.decisions)


@dataclass
class _Table:
    known: Mapping[str, Entity]
    authority: Authority
    decisions: list[Decision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _lines: dict[str, int] = field(default_factory=dict)

    def take(self, text: str) -> None:
        first = text.partition("\n")[0]
        delimiter = ";" if ";" in first else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            columns = [cell.strip().lower() for cell in next(rows, [])]
            if not {"id", "fr"} <= set(columns) <= set(COLUMNS):
                self.problems.append(f"line 1 has not the names {', '.join(COLUMNS)}")
                return
            for row in rows:
                self._row(rows.line_num, columns, [cell.strip() for cell in row])
        except csv.Error as error:
            self.problems.append(f"line {rows.line_num}: {error}")

    def _row(self, line: int, columns: list[str], row: list[str]) -> None:
        if not any(row):
            return
        try:
            self.decisions += self._decisions(line, columns, row)
        except DecisionImpossible as error:
            self.problems.append(f"line {line}: {error.facts['problem']}")

    def _decisions(self, line: int, columns: list[str], row: list[str]) -> Iterator[Decision]:
        if len(row) > len(columns):
            raise DecisionImpossible(problem=f"it has {len(row)} cells, not {len(columns)}")
        cells = dict.fromkeys(COLUMNS, "") | dict(zip(columns, row, strict=False))
        stated = Add(
            entity_id(cells["id"] or f"{cells['kind']}:{slugify(cells['fr'])}"),
            name(cells["fr"]) if cells["fr"] else "",
            name(cells["en"]) if cells["en"] not in {"", cells["fr"]} else "",
            tuple(name(alias) for alias in cells["aliases"].split("|") if alias.strip()),
            country(cells["country"]),
        )
        self._check(line, stated.entity, cells["kind"])
        one = self.known.get(stated.entity)
        if one is None:
            if not stated.french:
                raise DecisionImpossible(problem=f"{stated.entity} is new and has no 'fr'")
            return iter((stated,))
        return _changes(one, stated)

    def _check(self, line: int, entity: str, kind: str) -> None:
        """Refuse what contradicts another row or decision."""
        if kind and not entity.startswith(f"{kind}:"):
            raise DecisionImpossible(problem=f"{entity} is not of the kind '{kind}'")
        if entity in self._lines:
            raise DecisionImpossible(problem=f"{entity} stands in line {self._lines[entity]} too")
        if entity in self.authority.merged:
            raise DecisionImpossible(
                problem=f"{entity} is merged into {self.authority.merged[entity]}"
            )
        if entity in self.authority.hidden:
            raise DecisionImpossible(problem=f"{entity} is hidden")
        self._lines[entity] = line


def _changes(one: Entity, stated: Add) -> Iterator[Decision]:
    """Yield the decisions that make a known entity what a row states."""
    french = stated.french if stated.french != one.label else ""
    english = stated.english if stated.english != one.english else ""
    if french or english:
        yield Rename(one.id, french, english)
    names = {one.label, *one.names, stated.french, stated.english}
    aliases = tuple(dict.fromkeys(alias for alias in stated.aliases if alias not in names))
    code = stated.country if stated.country != one.country else ""
    if aliases or code:
        yield Add(one.id, aliases=aliases, country=code)
