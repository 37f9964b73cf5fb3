"""What a reader keeps: put aside, taken out as a file, given back, printed; no file is trusted."""

import json
import re

import pytest
from playwright.sync_api import expect

from webapp.words import Words

KEEP = "[data-keep] button"
ELSEWHERE = (
    "javascript:alert(1)",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "data:,x",
)


@pytest.fixture
def kept(open_page, site):
    """A page of kept things: a release and a search."""
    page = open_page(f"/release/{site.example['release_id']}?q=Iraq")
    page.click(KEEP)
    page.goto("/?q=Kosovo&place=kosovo")
    page.click(KEEP)
    expect(page.locator(KEEP)).to_have_attribute("aria-pressed", "true")
    page.goto("/saved")
    return page


def titles(page):
    return page.locator(".kept a").all_inner_texts()


def saved(items):
    return json.dumps({"format": "depeche-saved-1", "items": items})


def give(page, content):
    page.evaluate("document.getElementById('told').textContent = ''")
    payload = {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    page.set_input_files("#import", payload)
    # not by Playwright's own waiting for a script, which the policy of the page forbids
    page.locator("#told:not(:empty)").wait_for()


def test_what_is_kept_stays_and_leads_back(kept):
    kept.reload()
    assert len(titles(kept)) == 2
    kept.click(".kept a >> nth=0")
    expect(kept).to_have_url(re.compile("/release/"))
    expect(kept.locator(KEEP)).to_have_attribute("aria-pressed", "true")
    kept.click(KEEP)
    kept.goto("/saved")
    assert titles(kept) == ["Kosovo · Lieu\u00a0: Kosovo"]


def test_what_is_kept_goes_out_as_a_file_and_comes_back(kept):
    before = titles(kept)
    with kept.expect_download() as waiting:
        kept.click("#export")
    file = waiting.value.path()
    assert waiting.value.suggested_filename == "depeche.json"
    written = json.loads(file.read_text("utf-8"))
    assert [one["type"] for one in written["items"]] == ["search", "release"]
    for _ in before:
        kept.click(".kept .remove >> nth=0")
    assert titles(kept) == []
    give(kept, file.read_text("utf-8"))
    assert titles(kept) == before
    give(kept, file.read_text("utf-8"))  # again: nothing is there twice
    assert titles(kept) == before


def test_a_file_with_an_address_elsewhere_is_refused_whole(kept):
    before = titles(kept)
    for href in ELSEWHERE:
        give(kept, saved([{"type": "release", "href": href, "title": "x"}]))
        assert titles(kept) == before, href


def test_a_title_from_a_file_stays_text(kept):
    title = "<img src=x onerror=alert(1)>"
    one = {"type": "release", "href": "/release/x", "title": title}
    give(kept, saved([one]))
    assert title in titles(kept)
    assert kept.locator(".kept img").count() == 0


def test_all_kept_releases_are_taken_as_a_bibliography(kept, site):
    with kept.expect_download() as waiting:
        kept.get_by_role("button", name="CSL-JSON").click()
    assert waiting.value.suggested_filename == "depeche.json"
    written = json.loads(waiting.value.path().read_text("utf-8"))
    assert [one["id"] for one in written] == [site.release]


def test_a_kept_release_that_is_not_here_is_told_and_the_others_taken(kept, site):
    elsewhere = ["/release/gone%20%C3%A9", "/other/release/x", "/release/%E9"]
    give(kept, saved([{"type": "release", "href": one, "title": "x"} for one in elsewhere]))
    kept.get_by_role("button", name="RIS").click()
    told = kept.locator("main li").all_inner_texts()
    assert told == ["gone é", "/other/release/x", "/release/%E9"]
    with kept.expect_download() as waiting:
        kept.click("main form button")
    assert f"ID  - {site.release}" in waiting.value.path().read_text("utf-8")
    kept.complaints.clear()  # that the answer was 404 is what the browser logs


def test_where_no_release_is_kept_there_is_none_to_take(open_page):
    page = open_page("/?q=Kosovo")
    page.click(KEEP)
    page.goto("/saved")
    assert len(titles(page)) == 1
    assert not page.locator("#take").is_visible()


def test_what_is_no_such_file_is_told(kept):
    for content in ("", "[]", "{", '{"format": "other", "items": []}'):
        give(kept, content)
        assert len(titles(kept)) == 2, content


def test_on_paper_stands_the_list_alone(kept):
    kept.emulate_media(media="print")
    assert kept.locator(".kept a").first.is_visible()
    for link in kept.locator(".kept a").all():
        printed = link.evaluate("it => getComputedStyle(it, '::after').content")
        assert json.loads(printed) == link.evaluate("it => it.href")
    for place in kept.locator("button, .tools, nav.sections").all():
        assert not place.is_visible()
    assert kept.pdf().startswith(b"%PDF-")


def test_the_button_prints(kept):
    kept.evaluate("window.print = () => { document.title = 'printed'; }")
    kept.click("#print")
    assert kept.title() == "printed"


def test_an_empty_list_tells_how_something_comes_into_it(open_page):
    page = open_page("/saved")
    for place in page.locator(".kept").all():
        assert "Garder" in place.inner_text()


def test_a_date_is_written_in_the_language_of_the_page(kept):
    assert re.fullmatch(r"\d{1,2}(er)?\u00a0\w+ \d{4}", kept.locator(".kept .about").inner_text())
    kept.goto("/saved?lang=en")
    months = "|".join(Words("en").months())
    told = kept.locator(".kept .about").inner_text()
    assert re.fullmatch(rf"\d{{1,2}}\u00a0({months}) \d{{4}}", told)
    give(kept, saved([{"type": "release", "href": "/release/x", "title": "x", "date": "en 1949"}]))
    assert kept.locator(".kept .about").all_inner_texts()[-1] == "en 1949"


def test_where_nothing_can_be_kept_it_is_told_and_nothing_is_lost(kept):
    many = [{"type": "search", "href": f"/?q={n}", "title": str(n)} for n in range(998)]
    give(kept, saved(many))
    assert len(titles(kept)) == 1000
    kept.goto("/?q=Mossoul")
    kept.click(KEEP)
    assert kept.locator(KEEP).get_attribute("aria-pressed") == "false"
    assert "pleine" in kept.locator("[data-keep] [role=status]").inner_text()
    kept.goto("/saved")
    assert len(titles(kept)) == 1000
