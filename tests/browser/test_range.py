"""A range of the timeline is chosen by dragging and by the keyboard, and given up."""

from urllib.parse import parse_qsl, urlsplit

import pytest

BARS = ".timeline svg a"


def asked(page):
    return dict(parse_qsl(urlsplit(page.url).query))


def year(page, place):
    return page.locator(BARS).nth(place).get_attribute("data-from")


def middle(page, place):
    box = page.locator(f"{BARS} .slot").nth(place).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def page(open_page):
    page = open_page("/?q=Iraq&place=iraq")
    page.locator(".timeline.ranging").wait_for()
    return page


@pytest.mark.parametrize(("begin", "end"), [(2, 5), (5, 2)])
def test_dragging_chooses_the_range_in_either_direction(page, begin, end):
    first, last = year(page, 2), year(page, 5)
    page.mouse.move(*middle(page, begin))
    page.mouse.down()
    page.mouse.move(*middle(page, end), steps=4)
    assert page.locator(f"{BARS}.picked").count() == 4
    assert page.locator(".timeline output").inner_text().startswith(f"{first} – {last}")
    with page.expect_navigation():
        page.mouse.up()
    assert asked(page) == {"q": "Iraq", "place": "iraq", "from": first, "to": last}


def test_a_click_is_still_a_click(page):
    first = year(page, 3)
    with page.expect_navigation():
        page.mouse.click(*middle(page, 3))
    assert (asked(page)["from"], asked(page)["to"]) == (first, first)


def test_escape_gives_a_dragged_range_up(page):
    before = page.url
    page.mouse.move(*middle(page, 2))
    page.mouse.down()
    page.mouse.move(*middle(page, 5), steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(f"{BARS}.picked").count() == 0
    assert page.url == before


def test_the_arrows_walk_and_shift_extends_a_range_that_is_announced(page):
    assert page.locator(f"{BARS}[tabindex='0']").count() == 1
    page.locator(f"{BARS}[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.from") == year(page, 1)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    told = page.locator(".timeline output").inner_text()
    assert told.startswith(f"{year(page, 1)} – {year(page, 3)}")
    counts = [int(page.locator(BARS).nth(n).get_attribute("data-n")) for n in (1, 2, 3)]
    assert str(sum(counts) or "aucun") in told
    first, last = year(page, 1), year(page, 3)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (asked(page)["from"], asked(page)["to"], asked(page)["place"]) == (first, last, "iraq")


def test_escape_gives_the_range_of_the_keyboard_up(page):
    page.locator(f"{BARS}[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    assert page.locator(f"{BARS}.picked").count() == page.locator(BARS).count()
    page.keyboard.press("Escape")
    assert page.locator(f"{BARS}.picked").count() == 0
    assert page.locator(".timeline output").inner_text() == ""


def test_days_of_a_month_are_dragged_over(open_page):
    page = open_page("/?from=2016-10&to=2016-10")
    page.locator(".timeline.ranging").wait_for()
    page.mouse.move(*middle(page, 0))
    page.mouse.down()
    page.mouse.move(*middle(page, 9), steps=3)
    with page.expect_navigation():
        page.mouse.up()
    assert (asked(page)["from"], asked(page)["to"]) == ("2016-10-01", "2016-10-10")


@pytest.fixture
def touched(open_page):
    """A page and the finger on it: (kind of event, x, y) → what a touch screen would say."""
    page = open_page("/?q=Iraq&place=iraq", viewport={"width": 390, "height": 760}, has_touch=True)
    page.locator(".timeline.ranging").wait_for()
    page.locator(".timeline").scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)

    def finger(kind, *place):
        points = [dict(zip("xy", place, strict=True))] if place else []
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    return page, finger


def test_a_finger_drags_a_range(touched):
    page, finger = touched
    first, last = year(page, 2), year(page, 5)
    (x, y), (to, _) = middle(page, 2), middle(page, 5)
    finger("Start", x, y)
    for step in range(1, 9):
        finger("Move", x + (to - x) * step / 8, y + step % 2)
    assert page.locator(f"{BARS}.picked").count() == 4
    with page.expect_navigation():
        finger("End")
    assert (asked(page)["from"], asked(page)["to"]) == (first, last)


def test_a_finger_that_scrolls_chooses_nothing(touched):
    page, finger = touched
    before = page.url
    x, y = middle(page, 3)
    finger("Start", x, y)
    for step in range(1, 12):
        finger("Move", x + step, y - 20 * step)
    finger("End")
    # looked at from outside: the policy of the page forbids what Playwright's own waiting evaluates
    for _ in range(50):
        if page.evaluate("window.scrollY"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("window.scrollY") > 0
    assert page.locator(f"{BARS}.picked").count() == 0
    assert page.url == before


def test_a_tap_is_a_click(touched):
    page, _ = touched
    first = year(page, 3)
    with page.expect_navigation():
        page.touchscreen.tap(*middle(page, 3))
    assert (asked(page)["from"], asked(page)["to"]) == (first, first)


def test_no_frame_stands_around_a_bar_while_it_is_dragged_over(page):
    page.locator(f"{BARS}[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.mouse.move(*middle(page, 2))
    page.mouse.down()
    page.mouse.move(*middle(page, 5), steps=4)
    style = "it => getComputedStyle(it).outlineStyle"
    assert page.locator(f"{BARS}:focus").evaluate_all(f"them => them.map({style})") in (
        [],
        ["none"],
    )
    page.keyboard.press("Escape")
    page.mouse.up()


@pytest.mark.parametrize("width", [1280, 1120])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_hint_is_not_cut(open_page, width, language):
    page = open_page(
        f"/?from=2016-09&to=2016-09&lang={language}", viewport={"width": width, "height": 760}
    )
    page.locator(".timeline.ranging").wait_for()
    assert page.locator(".timeline output").evaluate("it => it.scrollWidth <= it.clientWidth")
