"""Pages as the systems of the French-language web write them: date, title and text of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.extract import extract
from indexer.page import RawPage

if TYPE_CHECKING:
    from index.record import Release

FOLDER = Path(__file__).parent / "lookalikes"
CAPTURED = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TITLE = "Des pistes refaites à Nantes"
TEXT = tuple(
    f"Le conseil municipal a voté la délibération numéro {n} sur les pistes cyclables de la ville,"
    " qui seront refaites quartier par quartier, et il en suivra les travaux."
    for n in range(6)
)
COMMENT = "Je ne suis pas d'accord avec cet article, et je l'écris ici tout de suite. " * 3


@dataclass(frozen=True)
class Page:
    """A look-alike: its name, what it states ("none" for no date), its address, its markup."""

    name: str
    date: str
    url: str
    markup: str


def pages() -> list[Page]:
    """Return the pages of the data files, whose form press.html describes."""
    found = []
    for path in sorted(FOLDER.glob("*.html")):
        for part in path.read_text(encoding="utf-8").split("\n#= ")[1:]:
            first, markup = part.split("\n", 1)
            name, date, url = [*first.split(" | "), ""][:3]
            found.append(Page(f"{path.stem}: {name}", date.strip(), url.strip(), markup))
    return found


PAGES = pages()


def read(page: Page) -> Release:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    filled = page.markup.replace("{T}", TITLE).replace("{P}", text).replace("{C}", COMMENT)
    html = f"<!DOCTYPE html><html lang='fr'><head>{filled}</body></html>"
    raw = RawPage(origin="page.html", data=html.encode(), captured_at=CAPTURED, url=page.url)
    return extract(raw).release


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_release_is_what_the_page_states(page: Page) -> None:
    release = read(page)
    assert str(release.date or "none") == page.date, release.date_source
    assert release.title == TITLE
    assert [paragraph for paragraph in TEXT if paragraph not in release.paragraphs] == []
    assert "intrus" not in release.text


def test_the_pages_are_many_and_their_names_are_unique() -> None:
    assert len(PAGES) == len({page.name for page in PAGES}) > 150
    assert sum(page.date == "none" for page in PAGES) > 30
