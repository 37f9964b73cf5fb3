"""Look-alike pages of the sites that have profiles: every field of the record of each."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from indexer.extract import Extraction, extract
from indexer.page import RawPage
from indexer.refusal import UnknownFormat

FILE = Path(__file__).parent / "sites/sites.html"
CAPTURED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXT = tuple(
    f"Le conseil municipal a voté la délibération numéro {number} sur les pistes cyclables de la"
    " ville, qui seront refaites quartier par quartier."
    for number in range(5)
)
PAGES = [part.split("\n", 1) for part in FILE.read_text(encoding="utf-8").split("\n#= ")[1:]]


def read(url: str, name: str, content: str) -> Extraction:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    page = content.replace("{P}", text)
    if not name.endswith(".json"):
        page = f"<!DOCTYPE html><html lang='fr'><head>{page}</body></html>"
    return extract(RawPage(origin=name, data=page.encode(), captured_at=CAPTURED, url=url))


@pytest.mark.parametrize(("head", "content"), PAGES, ids=[head[:60] for head, _ in PAGES])
def test_every_field_is_what_the_page_says(head: str, content: str) -> None:
    url, name, identity, date, certainty, kind, reference = map(str.strip, head.split("|"))
    found = read(url, name, content)
    release = found.release
    assert release.title == "Des pistes refaites"
    assert release.paragraphs == TEXT
    assert (release.id, release.kind.value, release.reference) == (identity, kind, reference)
    assert (str(release.date), release.date_certainty) == (date, certainty), release.date_source
    assert release.lead == ""
    assert found.profile != "generic"


def test_json_and_page_of_one_document_are_one_release() -> None:
    model = next(read(*map(str.strip, head.split("|")[:2]), content) for head, content in PAGES
                 if ".model.json" in head)  # fmt: skip
    assert model.release.url == (
        "https://www.nato.int/fr/news-and-events/articles/news/2025/09/19/tracks"
    )


@pytest.mark.parametrize(
    "data",
    [
        "[]",
        '{"title": "Un titre"}',
        '{"docuLanguageResource": {"title": "Un titre", "htmlContent": 5}}',
        '{"docuLanguageResource": ["a"]}',
        '{"refCd": ',
        '{"a": ' * 90_000,
        json.dumps({"title": "Un titre", "items": [{"text": " "}]}),
    ],
)
def test_other_json_is_refused_by_name(data: str) -> None:
    with pytest.raises(UnknownFormat):
        read("", "a.json", data)
