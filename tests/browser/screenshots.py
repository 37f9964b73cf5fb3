"""Makes the pictures of docs/ anew: `make screenshots`.

Each shows a page of the sample archive as Chromium shows it, with few colours, so that it is small.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from tests.browser.addresses import address
from tests.browser.chromium import chromium, executable
from tests.browser.site import ROOT, make, served

COUNT = 2000
COLOURS = 64
WIDE, NARROW = {"width": 1120, "height": 760}, {"width": 390, "height": 760}
PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("/?q=Iraq+OU+Kosovo&from=2003&to=2021&not_kind=discours", {"viewport": WIDE}),
    "release": ("/release/{release_id}?q=Iraq", {"viewport": WIDE}),
    "entity": ("/entity/{entity_id}", {"viewport": WIDE}),
    "explore": ("/explore?q=Iraq&q=Kosovo&q=Mossoul#compare", {"viewport": WIDE}),
    "narrow-dark": ("/?q=Iraq&place=iraq", {"viewport": NARROW, "color_scheme": "dark"}),
}
"""Name of the picture in docs/ → the page, and how it is looked at."""


def smaller(png: bytes) -> bytes:
    """Draw a picture with the COLOURS that suit it best."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small = BytesIO()
    picture.save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    """Make all pictures."""
    path = executable()
    if path is None:
        sys.exit("No Chromium.")
    with TemporaryDirectory() as folder:
        data = make(Path(folder), COUNT)
        with served(data) as site, chromium(path) as browser:
            for name, (pattern, options) in PICTURES.items():
                context = browser.new_context(base_url=site.address, **options)
                page = context.new_page()
                page.goto(address(pattern, site))
                picture = smaller(page.screenshot())
                (ROOT / "docs" / f"{name}.png").write_bytes(picture)
                context.close()


if __name__ == "__main__":
    main()
