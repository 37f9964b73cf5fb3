"""What docs/api.md shows is what the API answers."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from webapp.api.document import OPERATIONS

TEXT = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(GET|POST) (/api/v1/\S+)` \|", TEXT, re.MULTILINE)
# What stands in capitals, and an example of it.
EXAMPLES = {"/ID": {"entity": "/place:iraq"}, "/FACET": {"facet": "/place"}}


def address(path):
    kind = path.split("/")[3]
    for capitals, of in EXAMPLES.items():
        path = path.replace(capitals, of.get(kind, "/nato:news_1:fr"))
    return path


def test_the_table_has_every_operation_once():
    told = sorted((method, re.sub("/[A-Z]+$", "/", path)) for method, path in ROWS)
    made = sorted(
        ("POST" if one.path == "/batch" else "GET", "/api/v1" + re.sub("{.*}", "", one.path))
        for one in OPERATIONS
    )
    assert told == made


@pytest.mark.parametrize("path", [path for method, path in ROWS if method == "GET"])
def test_each_address_of_the_table_answers(client, path):
    assert client.get(address(path)).status_code == 200


def test_the_loop_ends_with_every_hit(client, engine):
    (following,) = re.findall(r"next='(.*?)'", TEXT)
    assert client.get(following).status_code == 200
    following, found = following.replace("q=Kosovo&limit=100", "limit=3"), []
    while following:
        page = client.get(following).json
        found += [hit["id"] for hit in page["hits"]]
        following = page["next"]
    assert sorted(found) == sorted(document.release.id for document in engine.documents)


def test_the_error_is_the_one_shown(client):
    asked, shown = re.search(r"\$ curl -s (http\S+)\n(\{.*?\})\n```", TEXT, re.DOTALL).groups()
    place = urlsplit(asked)
    answer = client.get(f"{place.path}?{place.query}")
    assert answer.json == json.loads(shown)
    assert answer.mimetype == "application/problem+json"


def test_the_questions_are_counted(client):
    (body,) = re.findall(r'`(\{"queries".*?\})`', TEXT, re.DOTALL)
    answer = client.post("/api/v1/batch", data=body, content_type="application/json")
    assert answer.status_code == 200
    assert [one["query"]["q"] for one in answer.json["answers"]] == ["Kosovo", "AWACS"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "ris", "bibtex", "csl-json", "xlsx"])
def test_each_form_of_an_export_is_named_and_there(client, form):
    assert f"`{form}`" in TEXT
    with client.get(f"/export/{form}") as answer:
        assert answer.status_code == 200
