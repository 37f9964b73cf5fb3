"""No address gives an error of ours, and no text of a page becomes markup."""

import datetime as dt
import itertools
import json
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.query import Named, parse
from index.record import Capture, Document, Entity, EntityKind, Mention, Release
from webapp.about import naming
from webapp.config import Limits

NAMES = [
    "q",
    "from",
    "to",
    "undated",
    "person",
    "place",
    "organisation",
    "operation",
    "event",
    "kind",
    "starts",
    "sort",
    "limit",
    "offset",
    "lang",
    "more",
    "x",
]
ODD = [
    "",
    "x" * 10_000,
    "ET OU SAUF",
    '"abc',
    "((((",
    "%00",
    "a\x00b",
    "🛰️",
    "-1",
    "1e9",
    "9" * 400,
    "abc",
    "2016-13",
    "0000",
    "9999-12-31",
    "../../etc",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{value}",
    "\u202e",
]


PATHS = [
    "/",
    "/api/search",
    "/release/nato:news_1:fr",
    "/entity/place:iraq",
    "/api/entity/place:iraq",
    "/facet/place",
    "/api/facet/person",
]


@pytest.mark.parametrize("value", ODD)
def test_odd_values_are_answered(client, value):
    for path, name in itertools.product(PATHS, NAMES):
        assert client.get(f"{path}?{urlencode({name: value})}").status_code == 200, (path, name)


@pytest.mark.parametrize(
    "query", ["q=%ed%a0%80", "q=%ff%fe", "%00=%00", "q", "&&==&", "q=a;b", "q=%", "q=%u20ac"]
)
def test_broken_encodings_are_answered(client, query):
    for path in ("/", "/api/search", "/release/page:4", "/facet/place"):
        assert client.get(f"{path}?{query}").status_code == 200, path


@pytest.mark.parametrize("path", ["%00", "%ff", "%ed%a0%80", "a/../b", "x" * 3000, "%3Cscript%3E"])
def test_odd_ids_are_not_found(client, path):
    kinds = [f"{root}entity/{start}" for root in ("/", "/api/") for start in ("", "place:", ":")]
    for root in ("/release/", "/api/release/", "/facet/", "/api/facet/", *kinds):
        response = client.get(root + path)
        assert response.status_code == 404
        # JSON may hold it: nothing shows it as a page.
        assert response.mimetype == "application/problem+json" or "<script>" not in response.text


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/api//search", "/release//x", "/entity//evil.example", "/batch/"]
)
def test_no_address_leads_to_the_host_a_client_names(client, path):
    response = client.get("/", environ_overrides={"PATH_INFO": path, "HTTP_HOST": "evil.example"})
    assert response.status_code == 404
    assert "Location" not in response.headers
    assert "evil" not in response.text


def test_a_page_does_not_repeat_the_host_a_client_names(client):
    for path in ("/", "/release/nato:news_1:fr", "/nothing", "/api/search"):
        response = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil"})
        assert "evil" not in response.text


def test_an_id_may_hold_slashes(make_engine, browse, make_document):
    release = Release(id="site:2025/12//a b?c#d%2F:fr", title="Titre")
    client = browse(make_engine([make_document(release)]))
    link = BeautifulSoup(client.get("/").data, "lxml").select_one(".hits h3 a")
    for root in ("", "/api"):
        assert "Titre" in client.get(root + link["href"]).text


def test_methods_other_than_reading_are_refused(client):
    for path in ("/", "/release/page:4", "/api/search"):
        assert client.head(path).status_code == 200
        assert not client.head(path).data
        assert client.options(path).status_code == 200
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
            response = client.open(path, method=method)
            assert response.status_code == 405
            assert response.headers["Content-Security-Policy"]


def test_raw_bytes_in_the_address_are_answered(client):
    response = client.get("/", environ_overrides={"QUERY_STRING": "q=\xff\xfe caf\xe9"})
    assert response.status_code == 200


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ODD) | st.text()), max_size=6))
def test_any_address_is_answered(client, pairs):
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in pairs)
    for path in ("/", "/api/search", "/release/nato:news_1:fr"):
        too_long = len(path) + len(query) > Limits().address
        assert client.get(f"{path}?{query}").status_code == (414 if too_long else 200)


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ config }}",
]


def poisoned(payload):
    release = Release(
        id=f"x:{payload}",
        url=payload if payload.startswith("javascript") else f"javascript:alert('{payload}')",
        title=payload,
        lead=payload,
        paragraphs=(payload,),
        date=dt.date(2016, 1, 1),
        reference=payload,
        place=payload,
        language=payload,
        flags=(payload,),
    )
    start = release.text.rindex(payload)
    return Document(
        release=release,
        mentions=(
            Mention(
                f"place:{payload}",
                EntityKind.PLACE,
                payload,
                payload,
                start,
                start + len(payload),
            ),
        ),
        captures=(
            Capture(
                origin=payload,
                captured_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
                sha256=payload,
                url=f"{release.url}//example.org",
            ),
        ),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_never_becomes_markup(make_engine, browse, payload):
    document = poisoned(payload)
    client = browse(make_engine([document]))
    asked = urlencode({"q": payload, "place": payload, "from": payload, "kind": payload})
    for address in (
        "/",
        f"/?{asked}",
        f"/?{urlencode({'q': payload, 'place': payload})}",
        f"/release/{quote(document.release.id)}?{asked}",
        f"/release/{quote(payload)}",
        f"/entity/{quote(f'place:{payload}')}?{asked}",
        f"/entity/{quote(payload)}",
        f"/facet/place?{asked}",
        f"/facet/place?{urlencode({'q': payload, 'starts': payload})}",
        f"/{quote(payload)}",
    ):
        page = BeautifulSoup(client.get(address).data, "lxml")
        assert not page.find_all(["img", "iframe", "style", "object"])
        for script in page.select("script:not([type='application/ld+json'])"):
            assert script["src"].startswith("/static/")
            assert not script.get_text()
        for data in page.select("script[type='application/ld+json']"):
            assert json.loads(data.string)["@type"] == "NewsArticle"
        assert len(page.find_all("svg")) <= 1
        for element in page.select("*:not(link[rel^='schema.'])"):
            assert not [name for name in element.attrs if name.startswith("on")]
            target = element.get("href") or element.get("action") or "#"
            assert target.startswith(("/", "#"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_snippets_of_the_api_are_safe_to_show(make_engine, browse, payload):
    client = browse(make_engine([poisoned(payload)]))
    (hit,) = client.get("/api/search").json["hits"]
    bare = hit["snippet"].replace("<mark>", "").replace("</mark>", "")
    assert not set(bare) & set("<>\"'")


def test_nothing_comes_from_another_host(client):
    for address in ("/?q=alli", "/release/nato:news_1:fr", "/entity/place:iraq", "/facet/place"):
        page = BeautifulSoup(client.get(address).data, "lxml")
        elements = page.select("script[src], img, link[rel=stylesheet], link[rel=icon]")
        loaded = [element.get("src") or element.get("href") for element in elements]
        assert loaded
        assert all(target.startswith("/static/") for target in loaded)
        assert not page.find_all(style=True)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_merged_id_leads_to_a_page_of_this_site(make_engine, browse, payload):
    engine = make_engine([poisoned(payload)], merged={"place:old": f"place:{payload}"})
    response = browse(engine).get("/entity/place:old", headers={"Host": "evil.example"})
    assert response.status_code == 301
    assert response.headers["Location"].startswith("/entity/place:")
    assert browse(engine).get(response.headers["Location"]).status_code == 200


def test_an_id_is_shown_no_longer_than_a_name_may_be(client):
    response = client.get(f"/entity/place:{'x' * 3_000}")
    assert response.status_code == 404
    assert "x" * 194 in response.text
    assert "x" * 195 not in response.text


def test_an_endless_id_is_no_question_to_the_engine(client, engine, monkeypatch):
    asked = []
    monkeypatch.setattr(engine, "entity", asked.append)
    client.get(f"/entity/place:{'x' * 194}")
    client.get(f"/entity/place:{'x' * 195}")
    assert asked == [f"place:{'x' * 194}"]


@given(st.text('ab-" :()*~“»', max_size=8))
def test_no_slug_adds_to_the_query_that_names_its_entity(slug):
    for language in ("fr", "en"):
        tree = parse(naming(Entity(f"place:{slug}", EntityKind.PLACE, "x"), language)).tree
        assert tree is None or isinstance(tree, Named)
