"""Where a text was read is told, the folders of the server are not."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.record import Capture
from webapp.provenance import shown_origin

URL = "https://www.nato.int/docu/pr/p03.htm"


@pytest.mark.parametrize(
    ("origin", "url", "shown"),
    [
        ("/home/anne/in/p03.htm", URL, "p03.htm"),
        ("/home/anne/www.nato.int/docu/pr/p03.htm", URL, "www.nato.int/docu/pr/p03.htm"),
        ("/home/anne/été/é.htm", "https://été/%C3%A9.htm", "été/é.htm"),
        # A page says where it stands: what it says may not choose which folders are shown.
        ("/home/anne/secret/p03.htm", "https://anne/p03.htm", "p03.htm"),
        ("/home/anne/secret/p03.htm", "https://home/anne/x.htm", "p03.htm"),
        ("/home/anne/p03.htm", "file:///home/anne/p03.htm", "p03.htm"),
        ("/home/anne/p03.htm", "http://[", "p03.htm"),
        ("/home/anne/mirror.zip!www.nato.int/a/x.htm", "", "mirror.zip!www.nato.int/a/x.htm"),
        ("/home/anne/mirror.ZIP!a!b.htm", "", "mirror.ZIP!a!b.htm"),
        ("/home/anne/c.warc.gz!<urn:uuid:1>", "", "c.warc.gz!<urn:uuid:1>"),
        ("/home/wow!/secret/x.htm", "", "x.htm"),
        (r"C:\Users\anne\x.htm", "", "x.htm"),
        (r"C:\Users\anne\m.zip!x.htm", "", "m.zip!x.htm"),
        ("https://web.archive.org/web/2003id_/x", "", "https://web.archive.org/web/2003id_/x"),
        ("x.htm", "", "x.htm"),
        ("", "", ""),
    ],
)
def test_an_origin_without_the_folders_of_the_server(origin, url, shown):
    assert shown_origin(origin, url) == shown


names = st.text("abé.", min_size=1, max_size=3)


@given(st.lists(names, max_size=4), names, st.lists(names, min_size=1, max_size=4))
def test_no_folder_is_shown_that_the_address_does_not_tell(folders, name, address):
    url = "https://" + "/".join([*address, "x.htm"])
    *shown, last = shown_origin("/" + "/".join([*folders, name]), url).split("/")
    assert last == name
    assert shown in ([], address)


@pytest.mark.parametrize("address", ["/release/", "/api/release/"])
def test_no_page_tells_a_path_of_the_server(make_engine, browse, engine, address):
    document = engine.get("nato:news_1:fr")
    capture = Capture(
        origin="/home/anne/archive/news_1.htm",
        captured_at=dt.datetime(2020, 5, 1, tzinfo=dt.UTC),
        sha256="ab" * 32,
        url=document.release.url,
    )
    client = browse(make_engine([replace(document, captures=(capture,))]))
    answer = client.get(address + document.release.id).text
    assert "news_1.htm" in answer
    assert "anne" not in answer
