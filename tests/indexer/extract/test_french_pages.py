"""Real French pages that are not part of the project: skipped where they are not at hand."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from indexer.extract import extract
from indexer.page import RawPage

FOLDER = Path(__file__).parents[4] / "shared/data/pages-fr"
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NAMES = sorted(path.name for path in FOLDER.glob("*.html"))

BODIES = [
    line.split("\t")
    for line in (Path(__file__).parent / "french_bodies.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

pytestmark = pytest.mark.skipif(not NAMES, reason="the shared data are not beside this checkout")


@pytest.mark.parametrize("name", NAMES)
def test_publication_date_title_and_text(name: str) -> None:
    truth = json.loads((FOLDER / "dates.json").read_text(encoding="utf-8"))
    raw = RawPage(origin=name, data=(FOLDER / name).read_bytes(), captured_at=CAPTURED)
    release = extract(raw).release
    assert str(release.date) == truth[name]["date"], release.date_source
    assert 10 <= len(release.title) <= 150
    assert len(release.text) > 200


@pytest.mark.parametrize(("name", "count", "first", "last"), BODIES)
def test_the_text_begins_and_ends_where_it_does(
    name: str, count: str, first: str, last: str
) -> None:
    raw = RawPage(origin=name, data=(FOLDER / name).read_bytes(), captured_at=CAPTURED)
    words = re.findall(r"\w+", " ".join(extract(raw).release.paragraphs))
    assert (" ".join(words[:3]), " ".join(words[-3:])) == (first, last)
    assert abs(len(words) - int(count)) <= int(count) / 50
