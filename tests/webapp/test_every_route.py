"""Every route of the app, with any values in its path and address: an answer, never our error.

The routes are read off the app, so that a new one cannot be forgotten.
"""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.kept import GONE, ID, NEW, OLD, Kept
from webapp import WebConfig, create_app
from webapp.links import NOT, ORDER

RULES = sorted(
    create_app(WebConfig(data=Path("absent"), metrics=True)).url_map.iter_rules(), key=str
)
# What addresses bear besides the parameters of a search.
NAMES = [
    *ORDER,
    *("at", "before", "after", "file", "cursor", "queries", "form", "share", f"{NOT}x", "x", ""),
]
TEXT = st.text(max_size=20) | st.sampled_from(
    ["", "0", "1", "-1", "9" * 30, "2016", "2016-10", "2016-13-01", "iraq", "Iraq | kosovo",
     "newest", "place", "%00", "\x00", "(((", '"', "titre:", "lieu:iraq", "\udcff", "<b>", "../..",
     "{0}", "fr"]
)  # fmt: skip
# What a part of a path may really be; anything else is tried beside it.
KNOWN = {
    "release_id": [ID, "nato:news_1:en"],
    "entity_id": ["place:iraq", "person:jens-stoltenberg"],
    "sha256": [OLD, NEW, GONE],
    "name": ["place"],
    "year": ["2016", "0", "undated"],
    "part": ["1", "99"],
}
BODIES = st.sampled_from(["queries=Kosovo", "queries=q;from%0AIraq;x", '{"queries": ["a"]}']) | TEXT
FORMS = ["application/x-www-form-urlencoded", "application/json", "text/csv", "multipart/form-data"]


@pytest.fixture(scope="module")
def asked():
    """Clients of an app with a history, one for all examples."""
    return {}


@pytest.mark.parametrize("rule", RULES, ids=str)
@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data())
def test_any_address_of_any_route_is_answered(asked, engine, rule, data):
    if "client" not in asked:
        config = WebConfig(data=Path("absent"), engine=engine, history=Kept(), metrics=True)
        asked["client"] = create_app(config).test_client()
    path = filled(rule, data)
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), TEXT), max_size=5))
    query = "&".join(
        f"{quote(name)}={quote(value, errors='surrogatepass')}" for name, value in pairs
    )
    for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
        body = {}
        if method == "POST":
            content = data.draw(BODIES).encode("utf-8", "replace")
            body = {"data": content, "content_type": data.draw(st.sampled_from(FORMS))}
        with asked["client"].open(f"{path}?{query}", method=method, **body) as response:
            whole = response.get_data()  # what is streamed may fail late
        assert response.status_code < 500, (path, query)
        assert response.status_code != 429, "the limit would hide what is tried"
        assert whole or response.status_code in {200, 204, 301, 302, 304}


def filled(rule, data):
    """Return the path of a rule with something in its variable parts."""

    def value(found):
        choices = getattr(rule._converters[found[1]], "items", None)
        known = st.sampled_from(sorted(choices or KNOWN.get(found[1], ["1"])))
        return quote(data.draw(known | TEXT), safe="", errors="surrogatepass")

    return re.sub(r"<(?:[^<>]*:)?(\w+)>", value, rule.rule)
