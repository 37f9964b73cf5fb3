"""A page that wants to get out of its frame: it reaches no host and leads nowhere, clicked or not.

The other host is a port that is listened to: a connection without a request is seen as well.
"""

from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import pipeline
from tests.browser.site import served
from tests.browser.trap import trap

PAGE = Path(__file__).with_name("hostile.html")
LINKS = ("plain", "top", "blank", "script", "slash", "data", "image", "drawn", "maths")
BUTTONS = ("send", "away")
SETTLE = 400  # ms, for what a browser does unasked
PATIENCE = 10_000  # ms, until it has done so where it must


@pytest.fixture(scope="module")
def browser(whole_browser):
    return whole_browser


@pytest.fixture(scope="module")
def outside(browser):  # noqa: ARG001 - no port is listened to where nothing can look
    with trap() as listening:
        yield listening


@pytest.fixture(scope="module")
def site(outside, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    page = folder / "page.html"
    page.write_text(PAGE.read_text("utf-8").replace("TRAP", outside.address), "utf-8")
    pipeline.index([page], folder / "data", pipeline.Options(jobs=1))
    with served(folder / "data") as running:
        yield running


@pytest.fixture
def looked_at(browser, site, outside):
    """Open the original, in its frame or by itself; nothing may have moved or left in the end."""
    outside.caught.clear()
    with browser.new_context(base_url=site.address) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()

        def opened(path):
            address = f"/{path}/{site.sha256}/{quote(site.release)}"
            page.goto(address)
            page.wait_for_timeout(SETTLE)
            return page.frames[1] if path == "page" else page.main_frame

        yield opened
        page.wait_for_timeout(SETTLE)
        assert outside.caught == []
        assert len(context.pages) == 1
        assert all(frame.url.startswith(site.address) for frame in page.frames)


def test_a_policy_alone_would_not_keep_a_browser_from_connecting(browser, site, outside):
    outside.caught.clear()
    with browser.new_context() as context:
        policy = {"Content-Security-Policy": "sandbox; default-src 'none'"}
        body = f"<!doctype html><iframe src={outside.address}></iframe>"
        answer = {"content_type": "text/html", "headers": policy, "body": body}
        context.route(f"{site.address}/**", lambda route: route.fulfill(**answer))
        page = context.new_page()
        page.goto(f"{site.address}/original")
        for _ in range(PATIENCE // SETTLE):
            page.wait_for_timeout(SETTLE)
            if outside.caught:
                break
    assert outside.caught == [""]


@pytest.mark.parametrize("path", ["page", "original"])
def test_looked_at_it_reaches_nobody(looked_at, path):
    frame = looked_at(path)
    assert "/original/" in frame.url
    assert "L’Alliance a confirmé" in frame.locator("body").inner_text()


@pytest.mark.parametrize("path", ["page", "original"])
def test_clicked_it_leads_nowhere(looked_at, path):
    frame = looked_at(path)
    before = frame.url
    for name in (*LINKS, *BUTTONS):
        frame.locator(f"#{name}").click(force=True)
    frame.locator("#plain").click(modifiers=["Control"])
    frame.page.wait_for_timeout(SETTLE)
    assert frame.url == before


def test_the_address_of_a_link_is_still_told(looked_at, outside):
    frame = looked_at("page")
    for name in ("plain", "top", "blank", "drawn"):
        assert frame.locator(f"#{name}").get_attribute("title").startswith(outside.address)
    assert frame.locator("#plain").evaluate("it => getComputedStyle(it).cursor") == "help"
