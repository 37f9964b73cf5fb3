import gzip
import re
from importlib.resources import files

import pytest

FOLDER = files("webapp").joinpath("static")
NAMES = [entry.name for entry in FOLDER.iterdir() if entry.is_file()]


def addresses(client, page="/"):
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(page).text)


@pytest.mark.parametrize("page", ["/", "/release/nato:news_1:fr"])
def test_what_a_page_names_may_be_kept_for_ever(client, page):
    assert addresses(client, page)
    for address in addresses(client, page):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.data == FOLDER.joinpath(address.rpartition("/")[2]).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_an_address_of_another_version_gets_what_is_there_and_keeps_nothing(client, name):
    for address in (f"/static/{name}", f"/static/0123456789ab/{name}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_is_sent_compressed_with_its_type(client):
    address = next(one for one in addresses(client) if one.endswith(".css"))
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == FOLDER.joinpath("depeche.css").read_bytes()
    assert answer.mimetype == "text/css"


@pytest.mark.parametrize("path", ["none.css", "../config.py", "%2e%2e/config.py", "a//b", "."])
def test_nothing_else_is_there(client, path):
    assert client.get(f"/static/{path}").status_code == 404
