"""What was indexed, handed over in the form that archivists use: a WARC file (ISO 28500:2017).

For each capture of each release there is a record with the bytes that were read, dated with the
time of the capture, and a `conversion` record that refers to it: what was read from them, as JSON.
The first is the `response` with its HTTP headers where the page was read from one, else a
`resource`. Where the bytes cannot be had any more, the `conversion` record stands alone.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from warcio.warcwriter import WARCWriter

from index.history import OriginalGone
from index.record import release_to_json
from indexer.refusal import Refused
from indexer.sources import transferred

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from warcio.statusandheaders import StatusAndHeaders

    from index.history import History, Original, Reading
    from index.record import Document

_FORMAT = {
    "software": f"depeche/{version('depeche')}",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}
# Of RFC 3986, what may stand in an address as it is; all else is written as %XX.
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=-._~"
_PLAIN = re.compile(r"[\w.+-]+(?:/[\w.+-]+)?", re.ASCII)


@dataclass(slots=True)
class Handed:
    """What a file holds: how many releases, how many captures with and without their bytes."""

    releases: int = 0
    captures: int = 0
    gone: int = 0


def write_warc(
    documents: Iterable[Document],
    history: History,
    out: BinaryIO,
    *,
    description: str,
    on_gone: Callable[[OriginalGone], None],
    done: Callable[[int], None] = lambda _releases: None,
) -> Handed:
    """Write every capture of these releases, gzipped record by record, in constant memory.

    `on_gone` is told of each capture whose bytes cannot be had. The same archive gives the same
    records under the same ids, but for the first one, which tells when the file was made.
    """
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    facts = {**_FORMAT, "description": " ".join(description.split())}
    writer.write_record(writer.create_warcinfo_record("", facts))
    handed = Handed()
    for document in documents:
        handed.releases += 1
        for reading in history.readings(document.release.id):
            refers = None
            try:
                original = history.original(document.release.id, reading.capture.sha256)
            except OriginalGone as gone:
                on_gone(gone)
                original = None
            if original is None:
                handed.gone += 1
            else:
                handed.captures += 1
                refers = _write_original(writer, reading, original)
            told = _told(reading).encode("utf-8", "backslashreplace")
            _write(writer, reading, "conversion", told, "application/json", refers_to=refers)
        done(1)
    return handed


def _write_original(writer: WARCWriter, reading: Reading, original: Original) -> str:
    """Write the bytes of a capture; return the id of the record."""
    answer = _answer(reading)
    if answer is None:
        return _write(writer, reading, "resource", original.data, _type(original))
    headers, body = answer
    return _write(writer, reading, "response", body, "", http_headers=headers)


def _answer(reading: Reading) -> tuple[StatusAndHeaders, bytes] | None:
    """Return the HTTP headers and the body as they were transferred, where they are known."""
    if not reading.capture.status:
        return None
    try:
        return transferred(reading.capture.origin, reading.capture.sha256)
    except Refused:  # the bytes are of another place, where they lie as well
        return None


def _write(
    writer: WARCWriter,
    reading: Reading,
    record_type: str,
    payload: bytes,
    content_type: str,
    *,
    refers_to: str | None = None,
    http_headers: StatusAndHeaders | None = None,
) -> str:
    headers = {
        "WARC-Record-ID": _record_id(record_type, reading),
        "WARC-Date": _time(reading.capture.captured_at),
    }
    if refers_to:
        headers["WARC-Refers-To"] = refers_to
    record = writer.create_warc_record(
        address(reading.capture.url or reading.release.url, reading.capture.origin),
        record_type,
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=content_type,
        warc_headers_dict=headers,
        http_headers=http_headers,
    )
    writer.write_record(record)
    return headers["WARC-Record-ID"]


def address(url: str, origin: str) -> str:
    r"""Return the address a capture stands under: where it was reached, else where its file lay.

    >>> address("https://www.nato.int/a b.htm\r\nX: y", "")
    'https://www.nato.int/a%20b.htm%0D%0AX:%20y'
    >>> address("", "/home/ana/été.htm")
    'file:///home/ana/%C3%A9t%C3%A9.htm'
    """
    if url:
        return quote(url, safe=_IN_ADDRESSES, errors="replace")
    return "file://" + quote(origin, safe="/!", errors="replace")


def _record_id(record_type: str, reading: Reading) -> str:
    capture = reading.capture
    name = f"{record_type}\n{reading.release.id}\n{capture.origin}\n{capture.sha256}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name.encode('utf-8', 'replace').hex())}>"


def _time(at: dt.datetime) -> str:
    return at.replace(tzinfo=None).isoformat() + "Z"


def _type(original: Original) -> str:
    r"""Return the media type with the charset, where they are known and can be written.

    A page whose name told no type was read by its bytes, which tell JSON from the rest.

    >>> from index.history import Original
    >>> _type(Original(data=b"\n{}")), _type(Original(data=b"", media_type="a/b", charset="x"))
    ('application/json', 'a/b; charset=x')
    """
    if not _PLAIN.fullmatch(original.media_type):
        return "application/json" if original.data.lstrip()[:1] in {b"{", b"["} else "text/html"
    charset = original.charset if _PLAIN.fullmatch(original.charset) else ""
    return original.media_type + (f"; charset={charset}" if charset else "")


def _told(reading: Reading) -> str:
    capture = reading.capture
    facts = {
        "capture": {
            "origin": capture.origin,
            "captured_at": capture.captured_at.isoformat(),
            "sha256": capture.sha256,
            "url": capture.url,
            "status": capture.status or None,
        },
        "present": reading.live,
        "release": json.loads(release_to_json(reading.release)),
    }
    return json.dumps(facts, ensure_ascii=False)
