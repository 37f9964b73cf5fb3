"""One browser and one served sample archive for all tests of this folder.

With several processes of pytest all of them run in the first one, which begins with this folder.

Whatever a test does, its pages must talk to no other host and log no error.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest

chromium_of = pytest.importorskip("tests.browser.chromium", reason="playwright is not installed")

from playwright.sync_api import sync_playwright  # noqa: E402 - after what may skip

from tests.browser.site import make, served  # noqa: E402 - after what may skip


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


def chromium_path(*, whole):
    if path := chromium_of.executable(whole=whole):
        return path
    missing = "no Chromium here: install it (Debian: apt-get install chromium)"
    if os.environ.get("DEPECHE_BROWSER") == "required":
        pytest.fail(missing)
    return pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(playwright):
    with chromium_of.launched(playwright, chromium_path(whole=False)) as running:
        yield running


@pytest.fixture(scope="module")
def whole_browser(playwright):
    """One that does unasked all that a browser does."""
    with chromium_of.launched(playwright, chromium_path(whole=True)) as running:
        yield running


@pytest.fixture(scope="session")
def site(browser, tmp_path_factory):  # noqa: ARG001 - no archive is made where nothing can look
    with served(make(tmp_path_factory.mktemp("site"), 200)) as running:
        yield running


@pytest.fixture
def open_page(browser, site):
    """Open a page with options of a browser context, such as its size; close it in the end."""
    contexts, complaints = [], []

    def watch(page):
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda said: said.type == "error" and complain(page, said.text))
        page.on("request", lambda request: foreign(request.url))

    def complain(page, text):
        # what an original page would load is blocked, and the browser says so
        if "/page/" not in page.url or "Content Security Policy" not in text:
            complaints.append(text)

    def foreign(url):
        if urlsplit(url).netloc != urlsplit(site.address).netloc:
            complaints.append(f"request to another host: {url}")

    def opened(path="/", **options):
        context = browser.new_context(base_url=site.address, **{"locale": "fr-FR", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("page", watch)
        page = context.new_page()
        page.complaints = complaints
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
