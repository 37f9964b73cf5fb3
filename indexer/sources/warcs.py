"""Pages in web archives: WARC files (ISO 28500) and ARC files, compressed or not, also in a WACZ.

warcio reads the records. Nothing that they say is trusted: lines and contents are bounded; a record
with a wrong length or a cut end costs itself, and reading goes on at the next one that begins.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from indexer.page import RECORD, RawPage
from indexer.refusal import DamagedWarc, NotInside, PageIsPdf, PageTooLarge, Refused, UnreadableFile
from indexer.sources import waczs
from indexer.sources.headers import FOUND, PAGES, PDF, content_type, status_code
from indexer.sources.locator import (
    MAX_PAGE_BYTES,
    Container,
    Form,
    Locator,
    Revisit,
    is_offset,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.sources.locator import Columns, Found

ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")
_Kept = str | Revisit | Refused | None
_WEB = ("http://", "https://")
_LONGEST_LINE = 1 << 16
_BLOCK = 1 << 16
# AttributeError: warcio takes an address for granted in what is called a response.
_DAMAGE = (
    *(ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error, brotli.error),
    *(EOFError, ValueError, AttributeError),
)


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc] # warcio has no types
    """Reads lines of headers, but none of any length."""

    def readline(self, length: int = 0) -> bytes:
        line: bytes = super().readline(length or _LONGEST_LINE)
        if len(line) >= _LONGEST_LINE:
            raise ArchiveLoadFailed(f"a header line has over {_LONGEST_LINE} bytes")
        return line


def locate(path: str, origin: str, status: os.stat_result, found: Found) -> Iterator[Locator]:
    """Yield the pages of a web archive; what is no page is counted, damage is told."""
    container = Container(origin, f"{status.st_size}:{status.st_mtime_ns}")
    if found.is_known(container):
        return
    damaged = []

    def refuse(refused: Refused) -> None:
        damaged.append(refused)
        found.on_refusal(refused)

    for name, place in waczs.archives(path, origin, refuse):
        try:
            with waczs.opened(path, name, place) as file:
                for begins, length, record in _records(file, place, refuse):
                    page = _page(record, f"{place}!{begins}", status.st_mtime, found)
                    if isinstance(page, str):
                        member = f"{name}!{begins}" if name else str(begins)
                        where = (f"{place}!{begins}", path, member, f"{length}:{page}")
                        size = max(0, record.payload_length)
                        yield Locator(*where, size, status.st_mtime, Form.WARC, found.columns)
                    else:
                        _pass_over(page, record, found)
        except OSError as error:
            refuse(UnreadableFile.of(place, error))
        except Refused as refused:
            refuse(refused)
    if not damaged:
        found.read_through.append(container)


def _pass_over(page: Revisit | Refused | None, record: Any, found: Found) -> None:  # noqa: ANN401
    if isinstance(page, Refused):
        found.on_refusal(page)
    elif isinstance(page, Revisit):
        found.on_revisit(page)
    else:
        found.ignored += record.rec_type in {"response", "resource"}


def at(
    path: str, member: str, origin: str, status: os.stat_result, columns: Columns = ()
) -> Locator:
    """Return the locator of a record known by its offset; raises NotInside."""
    if not is_offset(member.rpartition("!")[2]):
        raise NotInside(origin=origin)
    return Locator(origin, path, member, "", 0, status.st_mtime, Form.WARC, columns)


def read(locator: Locator) -> RawPage:
    """Read one page; raises PageTooLarge, DamagedWarc or UnreadableFile."""
    with _record(locator) as record:
        headers = record.http_headers
        stated = headers.get_header("Content-Type") if headers else record.content_type
        media_type, charset = content_type(stated or "")
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        return RawPage(
            origin=locator.origin,
            data=_content(record, locator.origin),
            captured_at=_time(record, "WARC-Date")
            or dt.datetime.fromtimestamp(locator.modified, dt.UTC),
            url=url if url.startswith(_WEB) else "",
            media_type=media_type,
            charset=charset,
            status=_status(record),
            columns=locator.columns,
        )


def transferred(locator: Locator) -> tuple[Any, bytes] | None:
    """Return the HTTP headers of an answer and its body as transferred; None of anything else."""
    with _record(locator) as record:
        if record.rec_type != "response" or not record.http_headers:
            return None
        body: bytes = record.raw_stream.read(MAX_PAGE_BYTES + 1)
    if len(body) > MAX_PAGE_BYTES:
        raise PageTooLarge(origin=locator.origin, size=len(body), limit=MAX_PAGE_BYTES)
    return record.http_headers, body


@contextlib.contextmanager
def _record(locator: Locator) -> Iterator[Any]:
    """Give the record at a place; turns what is wrong with it into DamagedWarc."""
    name, _, offset = locator.member.rpartition("!")
    try:
        with waczs.opened(locator.path, name, locator.origin) as file:
            file.seek(int(offset))
            yield next(_iterator(file))
    except (*_DAMAGE, StopIteration) as error:
        raise DamagedWarc(origin=locator.origin, problem=_worded(error)) from error
    except OSError as error:
        raise UnreadableFile.of(locator.origin, error) from error


def _iterator(file: BinaryIO) -> Any:  # noqa: ANN401 - warcio has no types
    name = str(getattr(file, "name", ""))
    iterator = ArchiveIterator(file, arc2warc=name.endswith((".arc", ".arc.gz")))
    iterator.reader = _BoundedReader(file)
    return iterator


def _content(record: Any, origin: str) -> bytes:  # noqa: ANN401 - as above
    """Return what was transferred, without its transfer's and its content's coding."""
    headers = record.http_headers
    unpack: Callable[[bytes], bytes] = bytes
    if headers and (headers.get_header("Content-Encoding") or "").lower() == "br":
        # warcio knows older brotli libraries only
        headers.remove_header("Content-Encoding")
        unpack = partial(brotli.Decompressor().process, output_buffer_limit=MAX_PAGE_BYTES + 1)
    stream, data = record.content_stream(), bytearray()
    while chunk := stream.read(_BLOCK):
        data += unpack(chunk)
        if len(data) > MAX_PAGE_BYTES:
            raise PageTooLarge(origin=origin, size=len(data), limit=MAX_PAGE_BYTES)
    return bytes(data)


class _BrokenAt(Exception):
    """A record, by its offset, cannot be read whole, and why."""

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(offset, problem)
        self.offset, self.problem = offset, problem


def _records(
    file: BinaryIO, origin: str, refuse: Callable[[Refused], None]
) -> Iterator[tuple[int, int, Any]]:
    """Yield (offset, length, record) of each whole record; behind damage the next that begins."""
    size = file.seek(0, os.SEEK_END)
    offset = 0
    while offset >= 0:
        file.seek(offset)
        try:
            yield from _whole(_iterator(file), size)
        except _BrokenAt as broken:
            refuse(DamagedWarc(origin=f"{origin}!{broken.offset}", problem=broken.problem))
            offset = _following(file, broken.offset + 1)
        else:
            return


def _whole(records: Any, size: int) -> Iterator[tuple[int, int, Any]]:  # noqa: ANN401 - as above
    """Yield (offset, length, record), its content passed over; raises _BrokenAt.

    `size` is that of the file: warcio is silent about headers that are cut off.
    """
    while True:
        try:
            # warcio prints what it finds wrong; it is told by our own error
            with contextlib.redirect_stderr(io.StringIO()):
                record = next(records, None)
                if record is None:
                    break
                begins: int = records.offset
                length = records.get_record_length()
        except _DAMAGE as error:
            raise _BrokenAt(records.offset, _worded(error)) from error
        if record.length is None or getattr(record.raw_stream, "limit", 0) > 0:
            raise _BrokenAt(begins, "it is cut off")
        if records.err_count:
            raise _BrokenAt(begins, "its length is wrong")
        yield begins, length, record
    if records.offset < size:
        raise _BrokenAt(records.offset, "it is cut off")


def _following(file: BinaryIO, offset: int) -> int:
    """Return where the next record may begin, from an offset on; -1 where none does."""
    file.seek(offset)
    before, place = b"", offset
    while block := file.read(_BLOCK):
        text = before + block
        begins = [at for sign in (b"\x1f\x8b\x08", b"WARC/1.") if (at := text.find(sign)) >= 0]
        if begins:
            return place - len(before) + min(begins)
        place += len(block)
        before = text[-6:]
    return -1


def _page(record: Any, origin: str, modified: float, found: Found) -> _Kept:  # noqa: ANN401
    """Return the id of a record that is a page, a revisit, a refusal, or None for what is else."""
    kind = record.rec_type
    headers = record.http_headers
    status = _status(record)
    stated = headers.get_header("Content-Type") if headers else ""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if kind == "revisit":
        header = record.rec_headers.get_header
        return Revisit(
            origin=origin,
            stamp=header("WARC-Record-ID") or "",
            url=url,
            captured_at=_time(record, "WARC-Date") or dt.datetime.fromtimestamp(modified, dt.UTC),
            status=status,
            of_url=header("WARC-Refers-To-Target-URI") or url,
            of_time=_time(record, "WARC-Refers-To-Date"),
            is_page=content_type(stated or "")[0] in PAGES,
        )
    if kind == "resource":
        stated = record.content_type
    elif kind != "response" or status not in FOUND:
        return None
    media_type = content_type(stated or "")[0]
    if media_type == PDF:
        return PageIsPdf(origin=origin)
    wanted = media_type in PAGES or ("json" in media_type and found.is_json_page(url))
    schemes: tuple[str, ...] = _WEB
    if kind == "resource":  # what was handed over by this program, too
        wanted = wanted or media_type == RECORD
        schemes = (*_WEB, "file://")
    if not wanted or not url.startswith(schemes):
        return None
    return record.rec_headers.get_header("WARC-Record-ID") or url


def _status(record: Any) -> int:  # noqa: ANN401 - as above
    return status_code(record.http_headers.get_statuscode() if record.http_headers else "")


def _time(record: Any, name: str) -> dt.datetime | None:  # noqa: ANN401 - as above
    stated = record.rec_headers.get_header(name) or ""
    try:
        time = dt.datetime.fromisoformat(stated)
    except ValueError:
        return None
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _worded(error: Exception) -> str:
    """Return an error of warcio or zlib in a few words, without the bytes that it may quote."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return first.partition(", first line")[0][:200].rstrip(".") or type(error).__name__
