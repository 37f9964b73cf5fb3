"""The same pages from a folder, a ZIP archive and a web archive: new, and again unchanged.

    python benchmarks/bench_sources.py --count 5000

Each is indexed into an archive of its own, in turns; pages/s from the first page to searchable.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer import pipeline, sample
from indexer.pipeline import Options
from indexer.sources import Found, locate, read, reread


def packed(pages: Path, work: Path) -> dict[str, Path]:
    """Write the pages of a folder as a ZIP archive and as a web archive."""
    found = {"folder": pages, "ZIP": work / "pages.zip", "WARC": work / "pages.warc.gz"}
    with (
        zipfile.ZipFile(found["ZIP"], "w", zipfile.ZIP_DEFLATED) as archive,
        found["WARC"].open("wb") as file,
    ):
        writer = WARCWriter(file, gzip=True)
        for located in locate([pages], Found()):
            page = read(located)
            archive.writestr(str(Path(located.path).relative_to(pages)), page.data)
            if page.url and page.media_type != "text/plain":
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
                record = writer.create_warc_record(
                    page.url, "response", io.BytesIO(page.data), http_headers=headers
                )
                writer.write_record(record)
    return found


def again(path: Path) -> float:
    """Return the seconds of processor time that reading the last page by its place takes."""
    *_, last = locate([path], Found())
    took = []
    for _ in range(9):
        begun = time.process_time()
        reread(last.origin)
        took.append(time.process_time() - begun)
    return median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=5000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sample.write(work / "pages", count, 1)
        for name, path in packed(work / "pages", work).items():
            rates = []
            for _ in range(2):
                begun = time.perf_counter()
                report = pipeline.index([path], work / f"data-{name}", Options())
                rates.append(report.found / (time.perf_counter() - begun))
            print(
                f"{name:8}{report.found:8,} pages {rates[0]:10,.0f} pages/s new"
                f"{rates[1]:12,.0f} pages/s unchanged, {len(report.refused)} refused,"
                f" the last one had again in {again(path) * 1e3:.2f} ms"
            )


if __name__ == "__main__":
    main()
