"""How memory grows with the number of pages: one web archive, indexed at each size.

    python benchmarks/bench_memory.py [--whole] COUNT [COUNT …]

Pages of some 100 words drawn from a vocabulary that grows as French's does (Zipf), written as
fast as a web archive can be; or, with --whole, the sample's own releases in pages of 60 kB, menus,
scripts and all, compressed one by one. For each size the most that each process held is told
(memory that no file stands behind, so that it cannot be dropped), by its role, and what one page
adds from size to size.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from bench_extract import dressed

from indexer import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = (("forkserver", "worker"), ("depeche", "parent"))


SYLLABLES = [
    f"{a}{b}" for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "on", "eu")
]


def short_pages(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of that many pages of 100 words."""
    dice = random.Random(count)  # noqa: S311 - words, not secrets
    words = [f"{a}{b}{c}" for a in ("ra", "to", "mi", "né") for b in SYLLABLES for c in SYLLABLES]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in range(count):
        text = " ".join(dice.choices(words, cum_weights=weights, k=100))
        yield (
            f"https://www.example.org/page/{number}",
            (
                '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
                f"<title>Page {number}</title></head><body><main><h1>Page {number}</h1>"
                f"<p>Le {number % 28 + 1} mars {1999 + number % 25}, le M{number} {text}.</p>"
                "</main></body></html>"
            ).encode(),
        )


def whole_pages(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of the first pages of the sample, dressed to 60 kB."""
    dice = random.Random(count)  # noqa: S311 - menus, not secrets
    for page in sample.pages(count, 1):
        yield page.url, dressed(page.data, dice)


def written(path: Path, pages: Iterator[tuple[str, bytes]]) -> None:
    """Write pages into a web archive, each record a member of gzip's (WARC 1.0, annex D)."""
    with path.open("wb") as file:
        for number, (url, body) in enumerate(pages):
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n"
                f"WARC-Target-URI: {url}\r\n"
                "WARC-Date: 2024-05-01T00:00:00Z\r\n"
                "Content-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            )
            packer = zlib.compressobj(1, wbits=31)
            record = head.encode() + http + b"\r\n\r\n"
            file.write(packer.compress(record) + packer.flush())


def held(session: int) -> dict[tuple[int, str], float]:
    """Return what each process of a session holds now, in MB, with its role.

    What several hold together, since they were forked from one, counts in shares (Pss_Anon).
    """
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            if not folder.name.isdigit() or os.getsid(int(folder.name)) != session:
                continue
            command = (folder / "cmdline").read_text()
            role = next((role for word, role in ROLES if word in command), "other")
            lines = (folder / "smaps_rollup").read_text().splitlines()
            own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
            found[int(folder.name), role] = own / 1024
        except OSError:  # a process that has just ended
            continue
    return found


def indexed(path: Path, data: Path) -> tuple[float, float, dict[str, float]]:
    """Index; return seconds, the most of all processes together, and of the largest by role."""
    process = subprocess.Popen(
        [sys.executable, "-m", "depeche", "index", str(path), "--data", str(data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    most: dict[str, float] = defaultdict(float)
    together = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal together
        while not done.wait(0.5):
            now = held(process.pid)
            together = max(together, sum(now.values()))
            for (_, role), size in now.items():
                most[role] = max(most[role], size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    process.wait()
    seconds = time.monotonic() - begun
    done.set()
    watcher.join()
    if process.returncode not in (0, 1):  # 1: the sample has pages that are refused
        raise SystemExit(f"depeche index ended with {process.returncode}")
    return seconds, together, dict(most)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    options.add_argument("counts", type=int, nargs="*", default=[10_000, 40_000])
    options.add_argument("--whole", action="store_true", help="the sample's pages, of 60 kB")
    options.add_argument("--work", type=Path, help="folder for pages and index; else a temporary")
    given = options.parse_args()
    made = whole_pages if given.whole else short_pages
    before: tuple[int, float] | None = None
    for count in sorted(given.counts):
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            pages = Path(folder, "pages.warc.gz")
            written(pages, made(count))
            seconds, together, most = indexed(pages, Path(folder, "data"))
        roles = ", ".join(f"{role} {size:.0f}" for role, size in sorted(most.items()))
        growth = ""
        if before:
            growth = f"; {(together - before[1]) * 1024 / (count - before[0]):.2f} kB a page more"
        print(
            f"{count:9,} pages {seconds:7.0f} s {count / seconds:6.0f} pages/s"
            f" {together:6.0f} MB together ({roles}){growth}",
            flush=True,
        )
        before = count, together


if __name__ == "__main__":
    main()
