"""Real French pages that are not part of the project: skipped where they are not at hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from indexer.extract import extract
from indexer.page import RawPage

FOLDER = Path(__file__).parents[4] / "shared/data/pages-fr"
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NAMES = sorted(path.name for path in FOLDER.glob("*.html"))

pytestmark = pytest.mark.skipif(not NAMES, reason="the shared data are not beside this checkout")


@pytest.mark.parametrize("name", NAMES)
def test_publication_date_title_and_text(name: str) -> None:
    truth = json.loads((FOLDER / "dates.json").read_text(encoding="utf-8"))
    raw = RawPage(origin=name, data=(FOLDER / name).read_bytes(), captured_at=CAPTURED)
    release = extract(raw).release
    assert str(release.date) == truth[name]["date"], release.date_source
    assert 10 <= len(release.title) <= 150
    assert len(release.text) > 200
