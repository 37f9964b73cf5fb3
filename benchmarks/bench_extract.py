"""Extraction beside trafilatura: pages/s in pairs, and the accuracy of both over the same pages.

    python benchmarks/bench_extract.py [COUNT]

Two sets: COUNT sample pages, whose truth is known, brought to about 60 kB each by what real pages
have around their text (menus, scripts, teasers, a footer); and the French pages of
../shared/data/pages-fr where they are at hand, whose dates are known. Writes
docs/benchmarks-extract.md up to the section on the whole way, which other benchmarks measure. Times
are those of the processor, in one process, medians of rounds in which both tools read the same
pages one after the other; other work on the machine weighs on both.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import trafilatura
from bench_machine import machine

from indexer import sample
from indexer.extract import extract
from indexer.page import RawPage

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
FRENCH = ROOT.parent / "shared/data/pages-fr"
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ROUNDS = 9
SIZE = 60_000
KEPT = "## From pages to searchable"
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Read:
    """What a tool read from a page."""

    title: str
    date: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page and what is true of it; a field that is not known is empty."""

    raw: RawPage
    truth: Read


def ours(raw: RawPage) -> Read:
    release = extract(raw).release
    text = "\n".join((release.lead, *release.paragraphs))
    return Read(release.title, str(release.date or ""), text)


def theirs(raw: RawPage) -> Read:
    found = trafilatura.bare_extraction(raw.data, url=raw.url or None, with_metadata=True)
    if found is None:
        return Read("", "", "")
    return Read(found.title or "", found.date or "", found.text or "")


def their_text(raw: RawPage) -> Read:
    return Read("", "", trafilatura.extract(raw.data) or "")


def f1(read: str, true: str) -> float:
    """Return the harmonic mean of precision and recall of the words, each as often as it stands."""
    left, right = Counter(WORDS.findall(read.lower())), Counter(WORDS.findall(true.lower()))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def dressed(data: bytes, dice: random.Random) -> bytes:
    """Return a page with menus, scripts, teasers and a footer, of about 60 kB."""
    words = ("actualités", "dossiers", "agenda", "médias", "contact", "archives", "presse")

    def links(count: int) -> str:
        items = (
            f'<li class="menu-item menu-item-{number}"><a class="nav-link" data-track="menu"'
            f' href="/{dice.choice(words)}/{number}">{dice.choice(words)} {number}</a></li>'
            for number in range(count)
        )
        return f"<ul>{''.join(items)}</ul>"

    teasers = "".join(
        f'<div class="teaser"><a href="/t/{number}"><img src="/i/{number}.jpg" alt="">'
        f"<h3>Autre sujet {number}</h3></a>"
        f'<span class="date">{number % 27 + 1} mars 2011</span></div>'
        for number in range(20)
    )
    head = f'<nav class="main-menu">{links(60)}</nav>'
    foot = (
        f'<aside class="related">{teasers}</aside><footer class="site-footer">{links(50)}</footer>'
    )
    room = max(0, SIZE - len(data) - len(head) - len(foot))
    line = "window.dataLayer=window.dataLayer||[];dataLayer.push({'event':'page','id':%d});\n"
    script = "".join(line % dice.randrange(10**6) for _ in range(room // len(line)))
    before = (head + f"<script>{script}</script>").encode("ascii", "xmlcharrefreplace")
    body = re.search(rb"<body[^>]*>", data, re.IGNORECASE)
    at = body.end() if body else 0
    end = data.lower().rfind(b"</body>")
    end = end if end > 0 else len(data)
    return (
        data[:at] + before + data[at:end] + foot.encode("ascii", "xmlcharrefreplace") + data[end:]
    )


def sample_pages(count: int) -> list[Page]:
    dice = random.Random(6)  # noqa: S311 - menus, not secrets
    found = []
    for page, made in zip(sample.pages(count, 11), sample.releases(count, 11), strict=True):
        if page.path.endswith(".txt"):
            continue
        release = made.release
        truth = Read(
            release.title,
            str(release.date or ""),
            "\n".join((release.lead, *release.paragraphs)),
        )
        raw = RawPage(
            origin=page.path,
            data=dressed(page.data, dice),
            captured_at=CAPTURED,
            url=release.url,
            media_type="text/html",
        )
        found.append(Page(raw, truth))
    return found


def french_pages() -> list[Page]:
    if not FRENCH.exists():
        return []
    truth = json.loads((FRENCH / "dates.json").read_text(encoding="utf-8"))
    return [
        Page(
            RawPage(origin=path.name, data=path.read_bytes(), captured_at=CAPTURED),
            Read("", truth[path.name]["date"], ""),
        )
        for path in sorted(FRENCH.glob("*.html"))
    ]


def rate(read: Callable[[RawPage], Read], pages: list[Page]) -> float:
    started = time.process_time()
    for page in pages:
        read(page.raw)
    return len(pages) / (time.process_time() - started)


def rates(pages: list[Page]) -> dict[str, float]:
    """Return pages/s of each tool, the median of rounds in which they take turns."""
    tools = {"ours": ours, "theirs": theirs, "their text": their_text}
    for read in tools.values():
        read(pages[0].raw)
    found: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(ROUNDS):
        for name, read in tools.items():
            found[name].append(rate(read, pages))
    return {name: statistics.median(values) for name, values in found.items()}


def accuracy(read: Callable[[RawPage], Read], pages: list[Page]) -> dict[str, str]:
    """Return the share of right titles and dates, and the mean F1, where the truth is known."""
    pairs = [(read(page.raw), page.truth) for page in pages]
    titles = [one.title == true.title for one, true in pairs if true.title]
    dates = [one.date == true.date for one, true in pairs]
    bodies = [f1(one.text, true.text) for one, true in pairs if true.text]
    return {
        "title": f"{sum(titles)} of {len(titles)}" if titles else "no truth",
        "date": f"{sum(dates)} of {len(dates)}",
        "body F1": f"{statistics.mean(bodies):.3f}" if bodies else "no truth",
    }


def section(name: str, pages: list[Page]) -> str:
    """Return the tables of one set of pages as Markdown."""
    size = statistics.mean(len(page.raw.data) for page in pages) / 1000
    speed = rates(pages)
    right, other = accuracy(ours, pages), accuracy(theirs, pages)
    rows = [f"| pages/s, one core | {speed['ours']:.0f} | {speed['theirs']:.0f} |"]
    rows += [f"| {field} | {right[field]} | {other[field]} |" for field in right]
    text = speed["ours"] / speed["their text"]
    times = (
        f"{speed['ours'] / speed['theirs']:.1f} times trafilatura's rate with title and date,"
        f" {text:.1f} times that of its text alone ({speed['their text']:.0f} pages/s)."
    )
    head = [f"## {name}: {len(pages)} pages of {size:.0f} kB", "", "| | Dépêche | trafilatura |"]
    return "\n".join([*head, "|---|---|---|", *rows, "", times])


def timed(read: Callable[[RawPage], Read], raw: RawPage) -> tuple[str, float]:
    """Return the text that a tool reads from a page, and the ms that it takes, the least of a few.

    Read again at once, a page costs less than among others: the processor still has it at hand.
    """
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        found = read(raw)
        taken.append(time.process_time() - started)
    return found.text, 1000 * min(taken)


def agreement(pages: list[Page]) -> str:
    """Return both tools' time for each page, and the share of words in common, the least first."""
    rows = []
    for page in pages:
        (text, taken), (other, longer) = timed(ours, page.raw), timed(theirs, page.raw)
        shown = f"{len(page.raw.data) / 1000:.0f} | {taken:.1f} | {longer:.1f}"
        rows.append((f1(text, other), page.raw.origin, shown))
    lines = [f"| {origin} | {shown} | {score:.2f} |" for score, origin, shown in sorted(rows)]
    head = "| page | kB | Dépêche, ms | trafilatura, ms | F1 of one text by the other |"
    return "\n".join([head, "|---|---|---|---|---|", *lines])


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    facts = ", ".join(f"{name}: {value}" for name, value in machine().items())
    parts = [
        "# Extraction beside trafilatura",
        f"Written by `make bench-extract`, with trafilatura {trafilatura.__version__}. {facts}.",
        "Title and date are right where they are the truth's; F1 is that of the words of the text.",
        section("Sample pages", sample_pages(count)),
    ]
    french = french_pages()
    if french:
        parts += [
            section("French pages of the htmldate test set", french),
            "There is no truth for these texts; this is how far the two tools agree:",
            agreement(french),
        ]
    path = ROOT / "docs/benchmarks-extract.md"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = before[before.index(KEPT) :].rstrip() if KEPT in before else ""
    path.write_text("\n\n".join([*parts, *([kept] if kept else [])]) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
