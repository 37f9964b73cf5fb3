"""axe-core finds nothing to object to, on any page, in both languages and both colour schemes."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import FAILURES, NOT_OURS, STATES, address
from webapp import WebConfig, create_app

# Off unless asked for: nothing to press is smaller than 24 pixels (WCAG 2.2, 2.5.8).
SIZES_TOO = {"rules": {"target-size": {"enabled": True}}}
# No colour depends on the language: each language is tried in a scheme of its own.
SCHEMES = {"fr": "light", "en": "dark"}
# What passes is most of a page: it is not told node by node.
TOLD = {"resultTypes": ["violations"]}


def violations(page, options=None):
    results = Axe().run(page, options={**(options or {}), **TOLD})
    return [
        (found["id"], [node["html"] for node in found["nodes"]][:3])
        for found in results.response["violations"]
    ]


@pytest.mark.parametrize(("language", "scheme"), SCHEMES.items())
@pytest.mark.parametrize("name", STATES)
def test_no_page_has_a_barrier(open_page, site, name, language, scheme):
    path = address(STATES[name], site, language)
    page = open_page(path, reduced_motion="reduce", color_scheme=scheme)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert violations(page, SIZES_TOO) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", FAILURES)
def test_no_failure_has_a_barrier(open_page, site, name, language):
    page = open_page(address(FAILURES[name], site, language))
    assert violations(page) == []
    # That the answer is 404 is what the browser logs; it is the one thing it may.
    assert [said.rpartition("status of ")[2][:3] for said in page.complaints] == ["404"]
    page.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_unfolded_forms_of_a_list_have_no_barrier(open_page, site, scheme):
    page = open_page(address(STATES["results"], site), color_scheme=scheme, reduced_motion="reduce")
    page.click(".exports summary")
    assert page.locator(".exports a").first.is_visible()
    assert violations(page, SIZES_TOO) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_that_is_not_all_there_has_no_barrier(open_page, site, language):
    page = open_page(address("/release/{release_id}", site))
    page.click("[data-keep] button")
    page.evaluate(
        "one => localStorage.setItem('depeche.saved',"
        " JSON.stringify([...JSON.parse(localStorage.getItem('depeche.saved')), one]))",
        {"type": "release", "href": "/release/none", "title": "x"},
    )
    page.goto(f"/saved?lang={language}")
    page.click(".write >> nth=0")
    page.keyboard.type("à vérifier")
    page.click(".write >> nth=1")
    assert violations(page, SIZES_TOO) == []
    page.click("#take button >> nth=0")
    assert page.locator("main li").inner_text() == "none"
    assert violations(page, SIZES_TOO) == []
    page.complaints.clear()  # that the answer is 404 is what the browser logs


def test_every_page_of_the_app_is_tried(site):
    app = create_app(WebConfig(data=site.data))
    client = app.test_client()
    adapter = app.url_map.bind("localhost")
    tried = {adapter.match(urlsplit(address(pattern, site)).path)[0] for pattern in STATES.values()}
    untried = []
    for rule in app.url_map.iter_rules():
        known = rule.endpoint.startswith("static") or rule.endpoint in {*tried, *NOT_OURS}
        if known or "GET" not in (rule.methods or ()):
            continue
        filled = {name: example(rule, name, site) for name in rule.arguments}
        answer = client.get(adapter.build(rule.endpoint, filled))
        if answer.mimetype == "text/html":
            untried.append(rule.rule)
    assert untried == [], "add them to STATES"


def example(rule, name, site):
    """Return something that may stand in a variable part of an address."""
    choices = getattr(rule._converters[name], "items", None)
    return min(choices) if choices else unquote(site.example[name])


def test_the_styles_and_scripts_are_the_app_s_own():
    static = Path(__file__).parents[2] / "webapp/static"
    for path in [*static.rglob("*.css"), *static.rglob("*.js"), *static.rglob("*.svg")]:
        text = path.read_text("utf-8").replace("http://www.w3.org/", "")
        assert "http://" not in text, path
        assert "https://" not in text, path
