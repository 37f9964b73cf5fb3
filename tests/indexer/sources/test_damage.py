"""Well-formed files with some bytes changed: no reader raises anything but a refusal."""

import contextlib
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.refusal import Refused
from indexer.sources import Found, locate, read
from tests.indexer.sources.archives import Archive, page, wacz

CSV = "titre;date;texte\n" + 'Visite;18/10/2016;"Le ministre ""est"" venu."\n' * 4
JSON = '{"title": "Visite", "date": "2016-10-18", "text": ["Un.", "Deux."]}\n' * 4
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<entry><title>Visite</title><link href="https://www.nato.example/a"/><updated>2016-10-18T08:00:00Z
</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p></div></content>
</entry></feed>"""
RSS = """<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>
<language>fr</language><item><title>Visite</title><pubDate>19 Sep. 2025 12:00:00 GMT</pubDate>
<c:encoded><![CDATA[<p>Le ministre est venu.</p>]]></c:encoded></item></channel></rss>"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the bytes of a sound file of each kind, by its name."""
    folder = tmp_path_factory.mktemp("whole")
    files = {"a.csv": CSV, "a.jsonl": JSON, "a.atom": ATOM, "a.rss": RSS}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", page())
        archive.writestr("http://www.nato.example/b.html", page())
    with Archive(folder / "a.warc.gz") as archive:
        archive.response("https://www.nato.example/a", page())
        archive.revisit("https://www.nato.example/a", "https://www.nato.example/a")
    wacz(folder / "a.wacz", [folder / "a.warc.gz"])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    "name", ["a.csv", "a.jsonl", "a.atom", "a.rss", "a.zip", "a.warc.gz", "a.wacz"]
)
@settings(max_examples=100)
@given(
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4), st.booleans()), max_size=5
    ),
    cut=st.floats(0, 1),
)
def test_damage_raises_nothing_but_refusals(tmp_path_factory, whole, name, changes, cut) -> None:
    data = bytearray(whole[name])
    for where, some, inserted in changes:
        place = int(where * len(data))
        data[place : place + len(some) * (not inserted)] = some
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(data[: len(data) - int(cut * len(data)) * (cut > 0.5)])
    for located in locate([path], Found()):
        with contextlib.suppress(Refused):
            read(located)
