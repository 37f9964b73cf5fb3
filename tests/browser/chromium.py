"""Finds the Chromium of the machine and says how it is started; playwright's own is not loaded.

One without windows opens a page in a sixth of the processor time of a whole one, which opens one
that nobody sees. But it does not do all that a browser does unasked.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

WHOLE = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
WINDOWLESS = "chromium-headless-shell"
# A browser that talks to nobody but the page's host, and starts without asking anything.
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def executable(*, whole: bool = False) -> str | None:
    """Return the path of a Chromium, that of DEPECHE_CHROMIUM first, or None."""
    named = os.environ.get("DEPECHE_CHROMIUM")
    names = (named,) if named else WHOLE if whole else (WINDOWLESS, *WHOLE)
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def launched(playwright: Playwright, path: str) -> Iterator[Browser]:
    """Run a headless Chromium; as root it runs without its sandbox, which refuses root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[*FLAGS, *(["--no-sandbox"] if root else [])],
    )
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Run a headless Chromium by itself."""
    with sync_playwright() as playwright, launched(playwright, path) as browser:
        yield browser


if __name__ == "__main__":
    where = executable(whole=True)
    sys.exit("No Chromium.") if where is None else print(where)  # noqa: T201 - a command's answer
