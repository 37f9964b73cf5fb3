"""The menu of exports unfolds without scripts, and closes as menus do where they run."""

import pytest
from playwright.sync_api import expect

MENU = ".exports > div"


@pytest.fixture
def unfolded(open_page):
    page = open_page("/?q=Iraq")
    page.click(".exports summary")
    expect(page.locator(MENU)).to_be_visible()
    return page


def test_escape_closes_the_menu_and_leaves_the_focus_on_what_opens_it(unfolded):
    unfolded.keyboard.press("Tab")
    unfolded.keyboard.press("Escape")
    expect(unfolded.locator(MENU)).to_be_hidden()
    expect(unfolded.locator(".exports summary")).to_be_focused()


def test_a_click_beside_the_menu_closes_it(unfolded):
    unfolded.locator(MENU).click(position={"x": 2, "y": 2})
    expect(unfolded.locator(MENU)).to_be_visible()
    unfolded.click("h1")
    expect(unfolded.locator(MENU)).to_be_hidden()


def test_going_on_by_the_tab_key_closes_the_menu(unfolded):
    for _ in unfolded.locator(".exports a").all():
        unfolded.keyboard.press("Tab")
        expect(unfolded.locator(MENU)).to_be_visible()
    unfolded.keyboard.press("Tab")
    expect(unfolded.locator(MENU)).to_be_hidden()


def test_what_the_menu_has_is_taken_with_the_menu_open(unfolded):
    with unfolded.expect_download() as waiting:
        unfolded.click(".exports a >> nth=0")
    assert waiting.value.suggested_filename.endswith(".csv")


def test_without_scripts_the_menu_opens_and_closes_by_its_name(open_page):
    page = open_page("/?q=Iraq", java_script_enabled=False)
    page.click(".exports summary")
    expect(page.locator(MENU)).to_be_visible()
    page.click(".exports summary")
    expect(page.locator(MENU)).to_be_hidden()
