"""What was fetched, as WARC 1.1 files (ISO 28500:2017): safe on the disk before it is noted."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import io
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from indexer.collect.polite import Answer
    from indexer.collect.state import Known

_PROFILES = "http://netpreserve.org/warc/1.1/revisit"


class Warcs:
    """Writes WARC files into a folder; another one is begun from `largest` bytes on.

    `begin` is told the name of each file before it is made.
    """

    def __init__(
        self, folder: Path, site: str, agent: str, largest: int, *, begin: Callable[[str], None]
    ) -> None:
        self._begin = begin
        self._folder, self._site, self._agent, self._largest = folder, site, agent, largest
        self._file: BinaryIO | None = None
        self._name = ""

    def close(self) -> None:
        """Close the file that is being written; of a full disk was told when a page was kept."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # what was not noted is cut off by the next run
                self._file.close()
        self._file = None

    def capture(self, answer: Answer, sent: Mapping[str, str]) -> tuple[str, int]:
        """Write an answer, those that led to it and the requests; return the file and its length.

        `sent` are the headers of the requests beside those that all have.
        """
        writer = self._writer()
        for one in (*answer.hops, answer):
            response = self._response(writer, one.url, one)
            request = writer.create_warc_record(
                one.url,
                "request",
                http_headers=_request(one.url, self._agent, sent),
                warc_headers_dict={
                    "WARC-Date": warc_date(one.at),
                    "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
                },
            )
            writer.write_record(response)
            writer.write_record(request)
        return self._kept()

    def archived(self, url: str, answer: Answer, *, source: str) -> tuple[str, int]:
        """Write what a web archive had captured at an address; `source` is where it was found."""
        writer = self._writer()
        writer.write_record(self._response(writer, url, answer, {"WARC-Source-URI": source}))
        return self._kept()

    def revisit(self, answer: Answer, known: Known, *, same: str) -> tuple[str, int]:
        """Write that an address gives what it gave before.

        `same` is "server-not-modified" or "identical-payload-digest".
        """
        writer = self._writer()
        record = writer.create_warc_record(
            answer.url,
            "revisit",
            http_headers=_headers(answer),
            warc_headers_dict={
                "WARC-Date": warc_date(answer.at),
                "WARC-Profile": f"{_PROFILES}/{same}",
                "WARC-Refers-To-Target-URI": known.target,
                "WARC-Refers-To-Date": known.date,
                "WARC-Payload-Digest": known.digest,
            },
        )
        writer.write_record(record)
        return self._kept()

    def _response(
        self, writer: WARCWriter, url: str, answer: Answer, more: Mapping[str, str] | None = None
    ) -> ArcWarcRecord:
        return writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(answer.body),
            length=len(answer.body),
            http_headers=_headers(answer),
            warc_headers_dict={
                "WARC-Date": warc_date(answer.at),
                "WARC-Payload-Digest": digest(answer.body),
                **(more or {}),
            },
        )

    def _writer(self) -> WARCWriter:
        """Return what writes into the present file; begin one where there is none or it is full."""
        if self._file is not None and self._file.tell() >= self._largest:
            self.close()
        fresh = self._file is None
        if self._file is None:
            stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S%f}"
            self._name = f"{self._site}-{stamp}.warc.gz"
            self._begin(self._name)
            self._file = (self._folder / self._name).open("xb")
            _sync_folder(self._folder)
        writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        if fresh:
            facts = {
                "software": f"depeche/{version('depeche')}",
                "format": "WARC File Format 1.1",
                "http-header-user-agent": self._agent,
                "isPartOf": self._site,
                "robots": "obey",
            }
            writer.write_record(writer.create_warcinfo_record(self._name, facts))
        return writer

    def _kept(self) -> tuple[str, int]:
        """Wait until all is on the disk; return the file's name and its length."""
        assert self._file is not None  # noqa: S101 - a record has just been written
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._name, self._file.tell()


def _sync_folder(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(body: bytes) -> str:
    """Return a payload digest as WARC files have them.

    >>> digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    made = hashlib.sha1(body, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(made).decode()


def warc_date(at: dt.datetime) -> str:
    """Return a time as WARC-Date has it, to the second."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _headers(answer: Answer) -> StatusAndHeaders:
    pairs = [(_line(name), _line(value)) for name, value in answer.headers]
    status = f"{answer.status} {_line(answer.reason)}".strip()
    return StatusAndHeaders(status, pairs, protocol="HTTP/1.1")


def _request(url: str, agent: str, sent: Mapping[str, str]) -> StatusAndHeaders:
    place, _, path = url.partition("://")[2].partition("/")
    pairs = [("Host", place), ("User-Agent", agent), *sent.items()]
    return StatusAndHeaders(f"/{path} HTTP/1.1", pairs, protocol="GET")


def _line(text: str) -> str:
    r"""Return a header without what would end it.

    >>> _line("a\r\nb")
    'a b'
    """
    return " ".join(text.split())
