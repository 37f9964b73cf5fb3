"""What a page looks like where it is narrow, dark or on paper, and that it does not jump."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import STATES, address

NARROW = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10: no scrolling in two directions
PAPER = {"width": 680, "height": 980}  # A4 within margins of 15 mm, in CSS pixels
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 150);
})"""

MEDIA_BOX = re.compile(rb"/MediaBox \[([^]]*)\]")
# Elements that would change their look little by little, or scroll so.
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  const last = [style.transitionDuration, style.animationDuration].join().split(",");
  return last.some(time => parseFloat(time) > 0) || style.scrollBehavior === "smooth";
}).length"""


def luminance(page, selector):
    """Return how light the background of an element is, from 0 to 1."""
    colour = page.locator(selector).evaluate("it => getComputedStyle(it).backgroundColor")
    red, green, blue = (int(part) / 255 for part in colour[4:-1].split(",")[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_wider_than_a_narrow_screen(open_page, site, name):
    page = open_page(address(STATES[name], site), viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("period", ["", "?from=2016&to=2016", "?from=2016-10&to=2016-10"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_labels_of_the_timeline_stand_apart(open_page, period, language):
    page = open_page(f"/{period or '?'}&lang={language}", viewport=NARROW)
    spans = page.locator(".timeline svg text").evaluate_all(
        "them => them.map(it => it.getBoundingClientRect()).filter(box => box.width)"
        ".map(box => [box.left, box.right])"
    )
    assert len(spans) > 4
    assert all(left > right for (_, right), (left, _) in pairwise(sorted(spans)))


@pytest.mark.parametrize(("width", "height"), [(390, 200), (1120, 250)])
def test_a_comparison_is_drawn_for_the_width_of_the_screen(open_page, width, height):
    page = open_page(
        "/explore?q=Iraq&q=Kosovo&q=Afghanistan&q=OTAN&q=Ukraine",
        viewport={"width": width, "height": 800},
    )
    drawn = page.locator(".chart > svg:visible")
    assert drawn.count() == 1
    assert drawn.bounding_box()["height"] > height
    sizes = drawn.locator("text").evaluate_all("them => them.map(it => it.getBBox().height)")
    scale = drawn.evaluate("it => it.getScreenCTM().a")
    assert min(sizes) * scale >= 10
    table = page.locator(".wide:has(.compared)")
    assert table.evaluate("it => it.scrollWidth <= it.clientWidth")


def test_text_of_twice_the_size_fits_a_narrow_screen(open_page):
    page = open_page("/?q=Iraq&place=iraq", viewport={"width": 640, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_dark_is_dark_and_light_is_light(open_page):
    page = open_page("/?q=Iraq", color_scheme="dark")
    assert luminance(page, "body") < 0.1
    page.emulate_media(color_scheme="light")
    assert luminance(page, "body") > 0.9


@pytest.mark.parametrize("name", ["expanded and oldest", "release", "entity"])
def test_on_paper_there_is_the_text_and_nothing_to_click(open_page, site, name):
    page = open_page(address(STATES[name], site), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("h1").first.is_visible()
    links = ("a.more", "a[download]", "a[type='application/atom+xml']", "a[href*='expand=0']")
    for hidden in ("button", "select", ".take", ".facets", ".paging", ".language", *links):
        for place in page.locator(hidden).all():
            assert not place.is_visible(), hidden
    assert luminance(page, "body") > 0.9 or "rgba(0, 0, 0, 0)" in page.locator("body").evaluate(
        "it => getComputedStyle(it).backgroundColor"
    )
    assert page.pdf().startswith(b"%PDF-")


def test_nothing_is_wider_than_a_sheet_of_paper(open_page, site):
    page = open_page("/", viewport=PAPER)
    page.emulate_media(media="print")
    for name, pattern in STATES.items():
        page.goto(address(pattern, site))
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], name
        for table in page.locator(".sheet .wide").all():
            assert table.evaluate("it => it.scrollWidth <= it.clientWidth"), name


def test_a_table_of_thirty_years_lies_across_the_paper(open_page):
    page = open_page("/batch", viewport={"width": PAPER["height"], "height": PAPER["width"]})
    page.fill("#queries", "Iraq\ndate:1998..2025 OTAN\ndate:1996")
    page.click("button[type=submit] >> nth=0")
    page.locator(".counts").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".counts").bounding_box()["width"] <= PAPER["height"]
    with_size = page.pdf(prefer_css_page_size=True)
    (left, bottom, right, top) = map(float, MEDIA_BOX.search(with_size).group(1).split())
    assert right - left > top - bottom


def test_who_wants_no_motion_sees_none(open_page, site):
    page = open_page("/?q=Iraq", reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0
    page.emulate_media(reduced_motion="reduce")
    for name, pattern in STATES.items():
        page.goto(address(pattern, site))
        assert page.evaluate(MOVING) == 0, name


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_can_be_done_with_a_list_is_seen_without_scrolling(open_page, site, width, language):
    page = open_page(
        address(STATES["results"], site, language), viewport={"width": width, "height": 760}
    )
    boxes = [page.locator(f".take {one}").bounding_box() for one in ("> a", "summary", "button")]
    assert all(box["y"] + box["height"] < 760 for box in boxes)
    # one line on a phone, beside the count where there is room
    assert page.locator(".take").bounding_box()["height"] <= 32
    beside = boxes[0]["x"] > page.locator(".count").bounding_box()["x"] + 100
    assert beside == (width == 1280)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_forms_of_a_list_unfold_over_the_page(open_page, site, language):
    page = open_page(address(STATES["results"], site, language), viewport=NARROW)
    before = page.locator(".hits").bounding_box()
    page.click(".exports summary")
    for link in page.locator(".exports a").all():
        box = link.bounding_box()
        assert box["height"] >= 24
        assert 0 <= box["x"] <= box["x"] + box["width"] <= NARROW["width"]
    assert page.locator(".hits").bounding_box() == before


def test_nothing_moves_when_a_kept_search_is_recognised(open_page):
    page = open_page("/?q=Iraq")
    boxes = "them => them.map(it => JSON.stringify(it.getBoundingClientRect()))"
    page.click(".take button")
    page.reload()
    page.locator(".take [aria-pressed=true]").wait_for()
    kept = page.locator(".take, .take > *, .hits").evaluate_all(boxes)
    page.context.route("**/keep.js", lambda route: route.abort())
    page.reload()
    assert page.locator(".take button").is_hidden()
    assert page.locator(".take, .take > *, .hits").evaluate_all(boxes) == kept
    page.complaints.clear()  # that the script did not come


@pytest.mark.parametrize("name", ["start", "results", "release", "entity"])
def test_nothing_moves_while_a_page_loads(open_page, site, name):
    page = open_page(address(STATES[name], site))
    assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("options", [{}, {"viewport": NARROW}])
def test_the_names_of_a_completion_are_both_read(open_page, options):
    page = open_page("/?lang=en", **options)
    page.click("#q")
    page.keyboard.type("pays")
    first = page.locator(".completions li").first
    expect(first.locator(".form")).to_have_text("Pays-Bas")
    whole = "it => it.scrollWidth <= it.clientWidth && it.getBoundingClientRect().width > 12"
    for name in (".text", ".form", ".n"):
        assert first.locator(name).evaluate(whole), name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
