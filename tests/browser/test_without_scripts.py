"""Every step of a reader whose browser runs no scripts, or has not loaded them yet."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(open_page):
    return open_page("/", java_script_enabled=False)


def asked(page):
    return dict(parse_qsl(urlsplit(page.url).query))


def test_search_facet_range_release_and_back(page):
    page.fill("#q", "Iraq")
    page.click("form.question .box button")
    assert asked(page)["q"] == "Iraq"
    page.click(".facet.place li a >> nth=0")
    assert "place" in asked(page)
    page.fill("#from", "2000")
    page.fill("#to", "2020")
    page.click(".order button")
    assert (asked(page)["from"], asked(page)["to"]) == ("2000", "2020")
    results = page.url
    page.click(".hits h3 a >> nth=0")
    assert "/release/" in page.url
    expect(page.locator("h1")).to_be_visible()  # the address is there before the page
    page.go_back()
    assert page.url == results


def test_a_list_is_taken_away_and_nothing_offers_what_needs_a_script(page):
    page.goto("/?q=Iraq")
    assert not page.locator("[data-keep] button").is_visible()
    assert page.locator("[data-keep]").bounding_box() is None
    page.click(".exports summary")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="RIS").click()
    assert "TY  - ELEC" in waiting.value.path().read_text("utf-8")


def test_the_timeline_filters_by_its_bars(page):
    page.goto("/?q=Iraq")
    page.locator(".timeline svg a").first.dispatch_event("click")
    page.wait_for_url("**/*from=*")
    assert {"from", "to"} <= asked(page).keys()


def test_a_name_is_found_inside_a_facet(page):
    page.goto("/?q=")
    page.fill(".facet.place .find input[name=starts]", "bru")
    page.press(".facet.place .find input[name=starts]", "Enter")
    expect(page.locator("main a", has_text="Bruxelles").first).to_be_visible()


def test_a_page_is_usable_before_any_script_has_loaded(open_page):
    page = open_page("/")
    page.context.route("**/*.js", lambda _: None)  # a script that never comes
    page.goto("/?q=Iraq", wait_until="commit")
    page.locator(".hits h3 a").first.wait_for()
    page.fill("#q", "Kosovo")
    page.press("#q", "Enter", no_wait_after=True)
    page.wait_for_url("**/*Kosovo*", wait_until="commit")
