"""The whole way of a reader who has no mouse: search, facet, range, release, back."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

PRESSES = 150


def asked(page):
    return dict(parse_qsl(urlsplit(page.url).query))


def tab_to(page, selector):
    """Press Tab until the first element that the selector names has the focus."""
    page.keyboard.press("Tab")
    for _ in range(PRESSES):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by the Tab key")


def enter(page):
    """Press Enter and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focus_is_seen(page):
    return page.evaluate(
        "() => { const style = getComputedStyle(document.activeElement);"
        " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_search_facet_range_release_and_back_without_a_mouse(open_page, language):
    page = open_page("/" if language == "fr" else "/?lang=en")
    # The field of a start page has the focus already.
    page.keyboard.type("Iraq")
    enter(page)
    assert asked(page)["q"] == "Iraq"
    found = page.locator("h1").inner_text()

    tab_to(page, ".facet.place li:nth-child(3) a")
    assert focus_is_seen(page)
    enter(page)
    place = asked(page)["place"]
    assert page.locator(f".chips a[aria-label*='{chosen(page)}']").count() == 1
    assert page.locator("h1").inner_text() != found

    tab_to(page, "#from")
    page.keyboard.type("2000")
    page.keyboard.press("Tab")
    page.keyboard.type("2020")
    enter(page)
    assert (asked(page)["from"], asked(page)["to"]) == ("2000", "2020")
    assert asked(page)["place"] == place
    assert page.locator("html").get_attribute("lang") == language
    results = page.url

    tab_to(page, ".hits h3 a")
    title = page.evaluate("document.activeElement.innerText")
    enter(page)
    assert page.locator("h1").inner_text() == title
    assert page.locator("html").get_attribute("lang") == language
    page.go_back()  # a headless browser has no window that would hear Alt and the arrow
    assert page.url == results


def chosen(page):
    return page.locator(".facet.place a[aria-current] .value").first.inner_text()


def test_the_link_over_the_masthead_leads_to_the_text(open_page):
    page = open_page("/?q=Iraq")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => document.activeElement === link")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_completion_is_chosen_by_the_arrows_and_announced(open_page):
    page = open_page("/")
    page.keyboard.insert_text("Stolt")  # at once: one question, one answer
    page.locator("#completions [role=option]").first.wait_for()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    named = page.locator("#q").get_attribute("aria-activedescendant")
    assert page.locator(f"#{named}").get_attribute("aria-selected") == "true"
    query = page.locator("#q").input_value()
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == "Stolt"
    page.keyboard.insert_text("e")
    page.locator("#completions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    enter(page)
    assert asked(page)["q"] == query


def test_the_timeline_is_walked_by_the_keyboard(open_page):
    page = open_page("/?q=Iraq")
    tab_to(page, ".timeline svg, .timeline svg a")
    assert page.evaluate("document.activeElement.tagName") == "a"  # the drawing itself is no stop
    assert focus_is_seen(page)
    enter(page)
    assert {"from", "to"} <= asked(page).keys()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_who_is_named_together_is_walked_by_the_keyboard(open_page, site, language):
    page = open_page(f"/entity/{site.example['entity_id']}?lang={language}")
    curve = page.locator(".graph a path").first
    shown = "it => getComputedStyle(it).strokeOpacity"
    assert curve.evaluate(shown) == "0"
    tab_to(page, ".graph a:has(path)")
    assert focus_is_seen(page)
    assert page.locator(".graph a:focus path").first.evaluate(shown) == "1"
    name = page.evaluate("document.activeElement.getAttribute('aria-label')").split(",")[0]
    enter(page)
    assert page.locator("h1").inner_text() == name
