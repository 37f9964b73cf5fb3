"""The API does what its OpenAPI document says, whatever it is asked."""

import json

import pytest
import schemathesis
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from webapp.api import models
from webapp.api.document import OPERATIONS, openapi
from webapp.links import ORDER

ROOT = "/api/v1"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def described(client):
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", client.application)


@pytest.mark.parametrize("path", [one.path for one in OPERATIONS])
def test_every_answer_is_as_described(described, path):
    method = "POST" if path == "/batch" else "GET"

    @given(described[ROOT + path][method].as_strategy())
    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    asked()


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/search?q=mossoul&limit=1&from=abc", models.Search),
        ("/search?limit=2", models.Search),
        ("/timeline?place=iraq", models.Timeline),
        ("/complete?q=mo", models.Completions),
        ("/facet/place?starts=ir", models.FacetValues),
        ("/release/nato:news_1:fr", models.Release),
        ("/similar/nato:news_1:fr", models.Similar),
        ("/entity/place:iraq", models.Entity),
        ("/health", models.Health),
    ],
)
def test_an_answer_reads_back_through_its_type(client, path, model):
    model.model_validate_json(client.get(ROOT + path).data)


def test_the_document_has_every_parameter_of_a_search():
    told = openapi(ROOT)["paths"][f"{ROOT}/search"]["get"]["parameters"]
    assert {one["name"] for one in told} == {*ORDER, "cursor"} - {"starts"}


def test_the_document_is_openapi_3_1(client):
    document = client.get(f"{ROOT}/openapi.json").json
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()
    assert set(document["paths"]) == {ROOT + one.path for one in OPERATIONS}
    text = json.dumps(document)
    for name in document["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in text


def test_the_page_is_there_without_its_last_slash(client):
    response = client.get(ROOT, headers={"Host": "evil.example"})
    assert response.status_code == 200
    assert "evil" not in response.text


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_the_page_shows_all_of_it_and_loads_nothing(client, lang):
    page = BeautifulSoup(client.get(f"{ROOT}/{lang}").data, "lxml")
    for one in OPERATIONS:
        assert page.find(id=one.name)
    for name in openapi(ROOT)["components"]["schemas"]:
        assert page.find(id=f"type-{name}") or name in page.get_text()
    assert not page.select("script, iframe, img, [style]")
    for form in page.select("form.try"):
        assert client.get(form["action"]).status_code in {200, 404}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.text(max_size=5) | st.integers(), st.lists).map(
        lambda value: json.dumps({"queries": value}).encode()
    ),
    st.sampled_from(["application/json", "text/csv", "text/plain", "x/y", ""]),
)
def test_any_batch_is_answered(client, data, media_type):
    response = client.post(f"{ROOT}/batch", data=data, content_type=media_type)
    assert response.status_code in {200, 400}
    model = models.BatchAnswers if response.status_code == 200 else models.Problem
    model.model_validate_json(response.data)
