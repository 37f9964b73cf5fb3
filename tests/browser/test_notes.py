"""A reader's notes on what is kept: written, kept, given away, merged, printed; none is lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_saved import KEEP, give, kept, saved, titles

__all__ = ["kept"]  # the fixture: a release and a search that are kept

NOTE = "À vérifier : le « départ »\n<b>deux</b> lignes"


def write(page, text):
    """Write a note on the first thing kept, and close its field."""
    page.click(".kept .write >> nth=0")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def notes(page):
    return [one.text_content() for one in page.locator(".kept .note").all()]


def items(page):
    return json.loads(page.evaluate("localStorage.getItem('depeche.saved')"))


def one(note=None, href="/release/x"):
    bare = {"type": "release", "href": href, "title": "x"}
    return bare if note is None else bare | {"note": note}


def test_a_note_stays_as_it_was_written(kept):
    write(kept, NOTE)
    expect(kept.locator(".kept .write").first).to_be_focused()
    assert kept.locator(".kept .write").first.inner_text() == "Modifier la note"
    kept.reload()
    assert notes(kept) == [NOTE, ""]
    assert kept.locator(".kept .note").first.inner_text() == NOTE
    assert kept.locator(".kept b").count() == 0


def test_a_note_is_kept_letter_by_letter(kept):
    kept.click(".kept .write >> nth=0")
    kept.keyboard.type("Sans fin")
    kept.reload()
    assert notes(kept)[0] == "Sans fin"


def test_a_search_may_have_a_note_too(kept):
    kept.click(".kept .write >> nth=1")
    kept.keyboard.type("chaque lundi")
    assert [one.get("note") for one in items(kept)] == ["chaque lundi", None]


@pytest.mark.parametrize("left", ["", "  "])
def test_an_empty_note_is_none(kept, left):
    write(kept, NOTE)
    kept.click(".kept .write >> nth=0")
    kept.fill("textarea >> nth=0", left)
    kept.keyboard.press("Escape")
    assert kept.locator(".kept .write").first.inner_text() == "Ajouter une note"
    assert not kept.locator(".kept .note").first.is_visible()
    assert ["note" in one for one in items(kept)] == [False, False]


def test_a_note_ends_where_it_could_no_longer_be_read_back(kept):
    kept.click(".kept .write >> nth=0")
    kept.keyboard.insert_text("é" * 3000)
    kept.reload()
    assert notes(kept)[0] == "é" * 2000


def test_notes_go_out_with_the_list_and_come_back(kept):
    write(kept, NOTE)
    with kept.expect_download() as waiting:
        kept.click("#export")
    file = waiting.value.path().read_text("utf-8")
    for _ in titles(kept):
        kept.click(".kept .remove >> nth=0")
    give(kept, file)
    assert notes(kept) == [NOTE, ""]


def test_a_note_of_one_s_own_does_not_give_way_to_a_file(kept):
    give(kept, saved([one(), one("aussi", "/release/y"), one("mien", "/release/z")]))
    give(kept, saved([one("neuf"), one("autre", "/release/y"), one("mien", "/release/z")]))
    assert notes(kept)[1:4] == ["neuf", "aussi", "mien"]
    assert kept.locator("#told").inner_text().replace("\u00a0", " ") == (
        "Ajouts à la liste : 0 · notes ajoutées : 1 · notes d’ici laissées telles quelles : 1"
    )


@pytest.mark.parametrize("note", [7, None, ["x"], "x" * 2001])
def test_a_file_with_what_is_no_note_is_refused_whole(kept, note):
    give(kept, saved([{**one(), "note": note}]))
    assert len(titles(kept)) == 2


def test_what_is_removed_can_be_put_back_with_its_note(kept):
    give(kept, saved([one("un"), one("deux", "/release/y")]))
    before = items(kept)
    kept.click(".kept .remove >> nth=1")
    assert len(items(kept)) == len(before) - 1
    kept.keyboard.press("Enter")  # the focus is on what puts it back
    assert items(kept) == before
    assert kept.locator("#told").inner_text() == ""


def test_a_release_that_is_dropped_on_its_page_has_its_note_back_when_it_is_kept_again(kept):
    write(kept, NOTE)
    kept.click(".kept a >> nth=0")
    expect(kept.locator(KEEP)).to_have_attribute("aria-pressed", "true")
    kept.click(KEEP)
    assert "note" in kept.locator("[data-keep] [role=status]").inner_text()
    kept.click(KEEP)
    assert kept.locator("[data-keep] [role=status]").inner_text() == ""
    assert [one.get("note") for one in items(kept)] == [NOTE, None]


def test_a_search_that_is_dropped_on_its_page_has_its_note_back_too(kept):
    kept.click(".kept .write >> nth=1")
    kept.keyboard.type(NOTE)
    kept.click(".kept a >> nth=1")
    expect(kept.locator(KEEP)).to_have_attribute("aria-pressed", "true")
    for _ in range(2):
        kept.click(KEEP)
        assert kept.locator("[data-keep] [role=status]").inner_text() == ""
    assert [one.get("note") for one in items(kept)] == [NOTE, None]


def test_a_note_is_not_lost_where_the_list_is_changed_in_another_window(kept):
    kept.click(".kept .write >> nth=0")
    kept.keyboard.type("un")
    other = kept.context.new_page()
    other.goto("/saved")
    other.click(".kept .remove >> nth=0")
    kept.keyboard.type(" deux")
    assert [one.get("note") for one in items(kept)] == ["un deux", None]
    assert kept.locator("textarea").first.is_visible()


def test_on_paper_stands_the_note_and_no_field(kept):
    kept.click(".kept .write >> nth=0")
    kept.keyboard.type("sur papier")
    kept.emulate_media(media="print")
    note, link = kept.locator(".kept .note").first, kept.locator(".kept a").first
    assert note.inner_text() == "sur papier"
    assert note.bounding_box()["y"] > link.bounding_box()["y"] + 5  # below its title
    for place in kept.locator("button, textarea, .note >> nth=1").all():
        assert not place.is_visible()
