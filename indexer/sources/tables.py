"""Rows of tables (CSV, TSV) and lines of JSON: each is one release's record."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indexer.page import RECORD, RawPage
from indexer.refusal import DamagedRecord, NotInside, Refused, UnknownColumns, UnreadableFile
from indexer.sources import columns
from indexer.sources.locator import MAX_PAGE_BYTES, Container, Form, Locator, is_offset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader

    from indexer.sources.locator import Columns, Found

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson")
_JSON = (".jsonl", ".ndjson")
_SAMPLE = 1 << 20
_DELIMITERS = ",;\t|"


class _Shape(NamedTuple):
    """How a table is written: its encoding, its delimiter, its names, where its rows begin."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    begin: int


def locate(
    path: str, origin: str, status: os.stat_result, found: Found, *, named_by_hand: bool
) -> Iterator[Locator]:
    """Yield the records of a table.

    One without a column for a title and a text is told where somebody named it, else passed over.
    """
    container = Container(origin, f"{status.st_size}:{status.st_mtime_ns}")
    if found.is_known(container):
        return
    damaged = False

    def refuse(begin: int, error: csv.Error) -> None:
        nonlocal damaged
        damaged = True
        found.on_refusal(DamagedRecord(origin=f"{origin}!{begin}", problem=error))

    try:
        names = _names(path, status.st_mtime_ns, origin)
        if not columns.suffice(names, found.columns):
            if not named_by_hand:
                found.ignored += 1
                return
            raise UnknownColumns(origin=origin, names=", ".join(names)[:200] or "none")
        for begin, size in _stretches(path, status.st_mtime_ns, refuse):
            place, stamp = f"{origin}!{begin}", f"{status.st_size}:{status.st_mtime_ns}"
            where = (place, path, str(begin), stamp, size, status.st_mtime)
            yield Locator(*where, Form.TABLE, found.columns)
    except Refused as refused:
        damaged = True
        found.on_refusal(refused)
    except OSError as error:
        damaged = True
        found.on_refusal(UnreadableFile.of(origin, error))
    if not damaged:
        found.read_through.append(container)


def at(path: str, member: str, origin: str, status: os.stat_result, columns: Columns) -> Locator:
    """Return the locator of the record that begins at an offset; raises NotInside.

    A record begins behind the end of a line. Some line ends lie within quotes: what is read from
    there is told from a record by its digest, as everything is that has changed.
    """
    if not is_offset(member) or not 0 <= int(member) < status.st_size:
        raise NotInside(origin=origin)
    begin = int(member)
    try:
        with Path(path).open("rb") as file:
            is_rows = not path.lower().endswith(_JSON)
            if is_rows and begin < _shape(path, status.st_mtime_ns).begin:
                raise NotInside(origin=origin)
            file.seek(max(0, begin - 1))
            if begin and file.read(1) != b"\n":
                raise NotInside(origin=origin)
    except OSError as error:
        raise UnreadableFile.of(origin, error) from error
    return Locator(origin, path, member, "", 0, status.st_mtime, Form.TABLE, columns)


def read(locator: Locator) -> RawPage:
    """Read one record as a JSON object of strings; raises DamagedRecord or UnreadableFile."""
    try:
        with Path(locator.path).open("rb") as file:
            file.seek(int(locator.member))
            if locator.path.lower().endswith(_JSON):
                values = _object(file.readline(MAX_PAGE_BYTES + 1), locator.origin)
            else:
                changed = os.fstat(file.fileno()).st_mtime_ns
                values = _row(file, _shape(locator.path, changed), locator.origin)
    except OSError as error:
        raise UnreadableFile.of(locator.origin, error) from error
    return RawPage(
        origin=locator.origin,
        data=json.dumps(values, ensure_ascii=False, sort_keys=True).encode(),
        captured_at=dt.datetime.fromtimestamp(locator.modified, tz=dt.UTC),
        media_type=RECORD,
        charset="utf-8",
        columns=locator.columns,
    )


def _names(path: str, changed: int, origin: str) -> tuple[str, ...]:
    """Return the names of the columns, or those of the first JSON object."""
    if not path.lower().endswith(_JSON):
        return _shape(path, changed).names
    with Path(path).open("rb") as file:
        for line in iter(lambda: file.readline(MAX_PAGE_BYTES + 1), b""):
            if line.strip():
                return tuple(_object(line, origin))
    return ()


@lru_cache(maxsize=4)
def _shape(path: str, _changed: int) -> _Shape:
    with Path(path).open("rb") as file:
        sample = file.read(_SAMPLE)
        encoding = _encoding(sample)
        text = sample.decode(encoding, "replace")
        first = text.partition("\n")[0]
        delimiter = max(_DELIMITERS, key=first.count)
        file.seek(len(codecs.BOM_UTF8) if sample.startswith(codecs.BOM_UTF8) else 0)
        lines = _Lines(file, encoding)
        try:
            names = next(csv.reader(lines, delimiter=delimiter), [])
        except csv.Error:
            names = []
        return _Shape(encoding, delimiter, tuple(name.strip() for name in names), file.tell())


def _encoding(sample: bytes) -> str:
    """Tell UTF-8 from the single bytes of Windows, which office programs write.

    >>> _encoding("été".encode()), _encoding("été".encode("cp1252"))
    ('utf-8', 'cp1252')
    """
    try:
        # the sample may end within a character
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Lines:
    """The lines of a file as text; the file stands right behind the last one given out."""

    def __init__(self, file: BufferedReader, encoding: str) -> None:
        self._file, self._encoding = file, encoding

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_PAGE_BYTES + 1)
        if not line:
            raise StopIteration
        # a lone carriage return is no end of a row
        text = line.decode(self._encoding, "replace").replace("\r\n", "\n")
        return text.replace("\r", " ")


def _row(file: BufferedReader, shape: _Shape, origin: str) -> dict[str, str]:
    csv.field_size_limit(MAX_PAGE_BYTES)
    try:
        cells = next(csv.reader(_Lines(file, shape.encoding), delimiter=shape.delimiter), [])
    except csv.Error as error:
        raise DamagedRecord(origin=origin, problem=error) from error
    return {name: cell for name, cell in zip(shape.names, cells, strict=False) if name and cell}


def _object(line: bytes, origin: str) -> dict[str, str]:
    """Return the values of one line of JSON as strings; lists are their entries, one a line."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DamagedRecord(origin=origin, problem=f"no JSON: {error}"[:200]) from error
    if not isinstance(value, dict):
        raise DamagedRecord(origin=origin, problem="it is JSON, but no object")
    return {name: text for name, one in value.items() if (text := _text(one))}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    return "" if value is None or isinstance(value, (dict, bool)) else str(value)


def _stretches(
    path: str, changed: int, refuse: Callable[[int, csv.Error], None]
) -> Iterator[tuple[int, int]]:
    """Yield (offset, size in bytes) of each record; a row that is none is told, by offset."""
    with Path(path).open("rb") as file:
        if path.lower().endswith(_JSON):
            begin = 0
            while line := file.readline(MAX_PAGE_BYTES + 1):
                if line.strip():
                    yield begin, len(line)
                begin = file.tell()
            return
        shape = _shape(path, changed)
        file.seek(shape.begin)
        csv.field_size_limit(MAX_PAGE_BYTES)
        rows = csv.reader(_Lines(file, shape.encoding), delimiter=shape.delimiter)
        begin = shape.begin
        while True:
            try:
                cells = next(rows, None)
            except csv.Error as error:
                refuse(begin, error)
                cells = []
                rows = csv.reader(_Lines(file, shape.encoding), delimiter=shape.delimiter)
            if cells is None:
                return
            if any(cells):
                yield begin, file.tell() - begin
            begin = file.tell()
