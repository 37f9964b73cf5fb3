"""Writes docs/benchmarks-web.md from the figures of all runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs/benchmarks-web.md"
HEAD = """# How fast the web app is

The page is written by

    make bench-web              # 20,000 sample pages
    make bench-web SIZE=200000

which measures one size anew and leaves the figures of the others as they were
(`benchmarks/results-web.json`).

**At the server** is the time from the arrival of a request to the last byte of its answer, as the
access log has it, asked one after the other over one connection: whole pages with facets, timeline,
passages and marks, compressed. No address is asked twice. Pages are of seven kinds that take turns:
two words, one word sorted by date or relevance, a phrase or a word, a word and a name that is
chosen, either of two words within years, a name on one of its first four pages, and the first four
letters of a word. Completions are for what is typed of titles and names, two to twelve letters.
**Processor time** is what the server took in all for such a page, network and all: where other
work went on beside the run, it is the figure to go by.

**The smallest answer** (`/healthz`) is asked for a thousand times before the pages and after the
completions. It tells how fast the machine was just then: the same program has been seen to take
twice as long an hour later, so figures of different hours are best compared as multiples of it.

**A second** is how many of such pages come over eight connections at once, asked for by a program
on the same machine, which takes its share of the processors.
"""
TRIED = """## What was tried

At 20,000 pages, in pairs of one run while other work went on, so that nobody tries it again
unawares; processor time each:

- a server in Rust by WSGI (granian 2.8.9, BSD) for waitress: the smallest answer took 0.32 and
  0.37 ms, was 0.38 and 0.41; a page of results as long as before.
- Records in blocks of zstd (zstandard 0.25), as large as now, or of LZ4 (lz4 4.4.5), a third
  larger, held in memory for the trial: 5 % more for a page.
- Each record packed by itself, with 8 kB of others for a dictionary (zlib's, by ISA-L): unpacked in
  19 µs, was 28, and a fourteenth smaller; but packed in twice the time, 20 µs a release more.
- What a hit shows in blocks apart from the rest of its record: 2 to 3 µs less for a hit, computed.
- Which documents have the commonest values, as bits, in the index for all workers: each finds them
  out once, in 20 ms of 200,000 pages (6 MB); a page is as long.
- Numbers of documents widened once for all that is looked up by them in scoring: the same.
- Facets at 200,000 pages: one number for all values of a document within a group of eight that are
  often together, and all others beside, in one row: a search 0.94 as long, but the queries of
  [docs/benchmarks.md](benchmarks.md) 1.3 to 2.4 times as long, where rare values are never counted
  now. In rows apart from the others: the same as codes of a byte. Some rows at a time: more.
- What a form of a word is found under in each field, kept from question to question: the same.
- Empty places left out before rare values are counted: 0.85 of the time, 0.2 % of a page; before
  codes are: 1.3 to 1.7 times as long.
- A look whether a piece of text has anything to be escaped before it is: 1.6 times as long.
- The memory of the process put into large pages (Linux 6.1, MADV_COLLAPSE): 2 to 4 % less for a
  page, 1 % at 200,000. Not done: it would have to be asked for again as memory grows.
- All modules of `index/` and `webapp/` compiled as they are by Cython 3.3: 2 to 3 % less.
- Python's collector of cycles stopped, or less often: the same; it runs once in six pages, for what
  is young.
- The headers of each answer set one by one where they are not there yet, for all that are missing
  at once: 2 % more of what a page costs besides its search.
- Which codes a document has as 240 bits, half as long as its row of codes, and the bits of all hits
  added up by carry-save adders (Harley and Seal) in numpy: 0.8 of the time for 15,000 hits, 1 % of
  a page at 200,000, as long for 3,000.
- The items of a facet filled in together, column by column, for one by one: 1.1 times as long, as
  most lists are short.
- The thread of the network not woken where an answer has gone out whole (waitress' lookahead of one
  request): 1.1 to 1.3 times as much for a page.
- No session opened for a request, no look whether a hook is a coroutine (`session_interface` and
  `ensure_sync` of Flask replaced): 6 µs less, 0.1 % of a page, computed.
- Of a hit, at 200,000 pages: whether the words of a phrase stand side by side, asked of a text with
  one gap between any two words before each is looked for: the same. The last sentence before a mark
  looked for from behind, by each sign that ends one: 4 % more for its passages.
- Records unpacked by libdeflate (deflate 0.9): 17 µs for a block, 21 by ISA-L, 0.4 % of a page,
  computed; by zlib-ng (1.1) 27. ISA-L told how long they are: the same. The 512 records last had,
  kept: a tenth of the hits of 900 pages found theirs, 0.3 % of a page, computed.
- What single words of a question were found in, kept for the next questions (64 MB): 1 % less.
- Python's threads asked to hand over after 30 ms, no longer 5: the same rate with two workers.
- Of finding, at 200,000 pages: the postings of all forms of a word put together and scored at once:
  1.2 times as long, for few postings the same; their norms by codes of a byte: 1.04. How near words
  stand only where that can still bring a hit onto the page: 0.9 of that, 0.5 % of a page, computed.
  Sums of frequencies kept for every 8 to 32 postings, for 64: 1.07 to 1.3 times as long. A frequent
  word of a phrase searched for at each place it could stand: 0.95 of the phrases, 0.1 % of a page.
  Which forms stand in the same documents, kept: 0.35 %. The terms of a form looked up once for its
  size and its scores, or the parts of an OU added up among what they found: the same.
- Each of two processes kept on a core of its own: 1 to 7 % less for a page, but the same rate where
  what asks runs on these cores, too. Not done: CPUAffinity of systemd and taskset are there for it.
"""


def write(known: dict[str, Any]) -> None:
    """Write the page."""
    sections = [_section(int(size), known[size]) for size in sorted(known, key=int)]
    PAGE.write_text("\n".join([HEAD, *sections, TRIED]), "utf-8")


def _section(size: int, found: dict[str, Any]) -> str:
    facts = "; ".join(f"{name} {value}" for name, value in found["machine"].items())
    page, completion = found["page"], found["completion"]
    asked = size == 200_000  # for which the goals are
    rows = [
        ("a page of results, one worker, p50", f"{page['p50']:.1f} ms", "8 ms"),
        ("… p95", f"{page['p95']:.1f} ms", "25 ms"),
        ("… p99", f"{page['p99']:.1f} ms", ""),
        ("… processor time, mean", f"{page['processor']:.1f} ms", ""),
        *_smallest(found),
        ("a completion, one worker, p50", f"{completion['p50']:.1f} ms", ""),
        ("… p95", f"{completion['p95']:.1f} ms", "10 ms"),
        ("pages of results a second, one worker", f"{found['one_worker']['per_second']:.0f}", ""),
        ("… two workers", f"{found['two_workers']['per_second']:.0f}", "300"),
        ("the first page, compressed", f"{found['first_page_bytes'] / 1000:.1f} kB", "60 kB"),
        ("a page of results, compressed, median", f"{page['bytes'] / 1000:.1f} kB", ""),
    ]
    lines = [
        f"## {size:,} pages",
        "",
        f"{found['releases']:,} releases; {facts}; load by {found['two_workers']['by']}.",
        *([found["note"]] if found["note"] else []),
        "",
        "| | measured |" + (" asked for |" if asked else ""),
        "|---|---|" + ("---|" if asked else ""),
        *(f"| {name} | {value} |" + (f" {goal} |" if asked else "") for name, value, goal in rows),
        "",
        "| pages by kind | p50 | p95 |",
        "|---|---|---|",
        *(
            f"| {kind} | {cuts['p50']:.1f} ms | {cuts['p95']:.1f} ms |"
            for kind, cuts in found["classes"].items()
        ),
        "",
    ]
    return "\n".join(lines)


def _smallest(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the row of the smallest answer; runs of before it was asked for have none."""
    if "smallest" not in found:
        return []
    before, after = found["smallest"]
    times = found["page"]["processor"] * 2 / (before + after)
    told = f"{before:.2f} and {after:.2f} ms; a page takes {times:.0f} times as long"
    return [("the smallest answer, processor time, before and after", told, "")]
