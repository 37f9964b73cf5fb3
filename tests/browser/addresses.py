"""The pages that are tried: every page of the app at least once, and its states that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.site import Site

# What each page looks like in which state; {…} are filled in by `Site.example`.
STATES = {
    "start": "/",
    "results": "/?q=Iraq",
    "chosen": "/?q=Iraq&place=iraq&from=2003&to=2016",
    "expanded and oldest": "/?q=Irak&sort=oldest",
    "nothing": "/?q=%22abc+def%22&place=iraq&from=2003",
    "problems": "/?q=titre:(%22abc&from=abc",
    "undated": "/?undated=1",
    "excluded": "/?q=Iraq&not_place=iraq&not_kind=discours",
    "days": "/?from=2016-10&to=2016-10",
    "release": "/release/{release_id}?q=Iraq",
    "entity": "/entity/{entity_id}",
    "facet values": "/facet/{facet}?starts=b",
    "batch": "/batch",
    "explore": "/explore?q=Iraq&q=Kosovo",
    "shares": "/explore?q=Iraq&q=Stoltenbreg&share=1",
    "saved": "/saved",
    "about": "/about",
    "captures": "/captures/{release_id}",
    "original page": "/page/{sha256}/{release_id}",
    "API": "/api/v1/",
}
# Bytes of others, shown in a frame of "original page" and as they are.
NOT_OURS = {"captures.original"}
# Pages that answer with an error: the browser logs the status itself.
FAILURES = {
    "no such page": "/nowhere",
    "no such release": "/release/none",
}


def address(pattern: str, site: Site, language: str = "fr") -> str:
    """Fill in a pattern of STATES and ask for a language."""
    path = pattern.format(**site.example)
    return path + ("" if language == "fr" else ("&" if "?" in path else "?") + f"lang={language}")
