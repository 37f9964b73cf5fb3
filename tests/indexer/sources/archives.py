"""Web archives for tests: records as crawlers write them, of pages that the tests make."""

import datetime as dt
import io
import zipfile
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer import sample

TIME = dt.datetime(2016, 10, 20, 8, 0, tzinfo=dt.UTC)
PAGE = """<html lang="fr"><head><title>{title}</title>
<meta property="article:published_time" content="2016-10-18"></head><body><h1>{title}</h1>
<p>{text} La délégation a été reçue par le commandant, puis a visité les installations.</p>
</body></html>"""


def page(title="Visite à Mossoul", text="Le ministre est venu."):
    return PAGE.format(title=title, text=text).encode()


class Archive:
    """Writes one WARC; `at` has the offset of each record."""

    def __init__(self, path, *, gzip=True):
        self.path = Path(path)
        self.file = self.path.open("wb")
        self.writer = WARCWriter(self.file, gzip=gzip)
        self.at = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def put(self, kind, url, body=b"", *, when=TIME, status="200 OK", http=(), warc=()):
        headers = None
        if kind in {"response", "revisit"}:
            given = http or [("Content-Type", "text/html; charset=utf-8")]
            headers = StatusAndHeaders(status, list(given), protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ"), **dict(warc)},
            warc_content_type="text/html" if kind == "resource" else None,
        )
        self.at.append(self.file.tell())
        self.writer.write_record(record)
        if record.raw_stream is not None:
            record.raw_stream.close()

    def response(self, url, body=None, **options):
        self.put("response", url, page() if body is None else body, **options)

    def revisit(self, url, of, *, when=TIME, of_time=TIME):
        warc = {
            "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
            "WARC-Refers-To-Target-URI": of,
        }
        if of_time is not None:
            warc["WARC-Refers-To-Date"] = of_time.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.put("revisit", url, when=when, warc=warc)


def wacz(path, warcs, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("datapackage.json", "{}")
        for warc in warcs:
            archive.write(warc, f"archive/{Path(warc).name}")
    return path


def sample_warc(path, count, seed, *, gzip=True):
    """Write the pages of the sample archive that have an address as a crawler stores them."""
    when = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)  # after the last of them was published
    http = [("Content-Type", "text/html")]
    with Archive(path, gzip=gzip) as archive:
        for one in sample.pages(count, seed):
            if one.url and not one.path.endswith(".txt"):
                archive.response(one.url, one.data, when=when, http=http)
    return archive.path
