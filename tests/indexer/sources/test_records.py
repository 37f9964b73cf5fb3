"""Tables and feeds: each row, line or entry is a record, and a record is a release."""

import contextlib
import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.record import Kind
from indexer.extract import extract
from indexer.refusal import DamagedFeed, DamagedRecord, NoTitle, Refused, UnknownColumns
from indexer.sources import Found, locate, read, reread
from indexer.sources.columns import BadColumns, load

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Communiqués</title><language>fr-FR</language>
<item><title>Visite à Mossoul</title><link>https://e.example/a</link>
<pubDate>18 Oct. 2016 12:00:00 GMT</pubDate><description>En bref.</description>
<content:encoded><![CDATA[<p>Le ministre est venu.</p><p>Il est reparti.</p>]]></content:encoded>
</item>
<item><title>Sans texte entier</title><link>https://e.example/b</link>
<description>Le colonel a reçu la délégation.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Communiqués</title>
<entry><title>Visite à Mossoul</title><link rel="self" href="https://e.example/feed/a"/>
<link href="https://e.example/a"/><published>2016-10-18T12:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le ministre est venu.</p>
<p>Il est reparti.</p></div></content></entry></feed>"""


def walk(path, **options):
    refused = []
    found = Found(on_refusal=refused.append, **options)
    return list(locate([path], found)), refused, found


def releases(path, **options):
    located, refused, _ = walk(path, **options)
    assert not refused
    return [extract(read(one)).release for one in located]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-8", "\t")],
)
def test_a_row_is_a_release_under_usual_names_in_any_usual_form(
    tmp_path, encoding, delimiter
) -> None:
    path = tmp_path / "releases.csv"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["Titre", "Date de publication", "Texte", "Lien", "Type", "Référence", "Lieu"])
    row = ["L'été à Mossoul", "18 octobre 2016", 'Un « mot »,\nde "trop".\n\nFin.']
    writer.writerow([*row, "https://e.example/a", "Communiqué", "(2016) 7", "Bruxelles"])
    writer.writerow(["Deuxième", "2016-10-19", "Le texte est ici.", "", "", "", ""])
    path.write_bytes(text.getvalue().encode(encoding))
    first, second = releases(path)
    assert (first.title, first.date.isoformat()) == ("L'été à Mossoul", "2016-10-18")
    assert first.paragraphs == ('Un « mot », de "trop".', "Fin.")
    assert (first.url, first.kind, first.reference, first.place) == (
        *("https://e.example/a", Kind.COMMUNIQUE, "(2016) 7", "Bruxelles"),
    )
    assert (second.title, second.date.isoformat()) == ("Deuxième", "2016-10-19")


def test_a_file_of_columns_says_what_others_hold(tmp_path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("A,B,Titre\nVisite,Le ministre est venu.,non\n", "utf-8")
    columns = tmp_path / "columns.toml"
    columns.write_text('title = "A"\nbody = "B"\n', "utf-8")
    (release,) = releases(table, columns=load(columns))
    assert (release.title, release.paragraphs) == ("Visite", ("Le ministre est venu.",))


@pytest.mark.parametrize("text", ["titel = 'A'", "title = 3", "title", "\0"])
def test_a_file_of_columns_that_says_nothing_is_told(tmp_path, text) -> None:
    path = tmp_path / "columns.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadColumns, match=r"columns\.toml"):
        load(path)


def test_the_trace_names_the_column_of_each_field(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Titre,Texte\nVisite,Le ministre est venu.\n", "utf-8")
    (located,), _, _ = walk(path)
    rules = {one.field: one.rule for one in extract(read(located)).trace}
    assert (rules["title"], rules["paragraphs"]) == ("column Titre", "column Texte")


def test_a_line_of_json_is_a_release_and_a_broken_one_costs_itself(tmp_path) -> None:
    path = tmp_path / "t.jsonl"
    good = {"title": "Visite", "paragraphs": ["Un.", "Deux."], "date": "2016-10-18", "n": 7}
    lines = [json.dumps(good), '{"title": ', "[1]", "", json.dumps({**good, "title": "Autre"})]
    path.write_text("\n".join(lines), "utf-8")
    located, refused, _ = walk(path)
    assert (len(located), refused) == (4, [])
    assert extract(read(located[0])).release.paragraphs == ("Un.", "Deux.")
    for broken in located[1:3]:
        with pytest.raises(DamagedRecord):
            read(broken)
    assert extract(read(located[3])).release.title == "Autre"


def test_a_table_without_title_and_text_is_told_where_it_was_named(tmp_path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    assert [type(one) for one in walk(path)[1]] == [UnknownColumns]
    _, refused, found = walk(tmp_path)
    assert (refused, found.ignored) == ([], 1)


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_an_entry_of_a_feed_is_a_release_with_its_text(tmp_path, text) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(text, "utf-8")
    release = releases(path)[0]
    assert (release.title, release.url) == ("Visite à Mossoul", "https://e.example/a")
    assert release.paragraphs == ("Le ministre est venu.", "Il est reparti.")
    assert (release.date.isoformat(), release.language) == ("2016-10-18", "fr")


def test_what_a_feed_has_only_a_summary_of_has_that_as_its_text(tmp_path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text(RSS, "utf-8")
    assert releases(path)[1].paragraphs == ("Le colonel a reçu la délégation.",)


def test_xml_that_is_no_feed_is_no_page_and_broken_xml_is_told(tmp_path) -> None:
    path = tmp_path / "sitemap.xml"
    path.write_text("<urlset/>", "utf-8")
    located, refused, found = walk(path)
    assert (located, refused, found.ignored) == ([], [], 1)
    path.write_text("<rss><item>", "utf-8")
    assert [type(one) for one in walk(path)[1]] == [DamagedFeed]


def test_a_feed_reads_no_other_file_and_grows_no_entity(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", "utf-8")
    bombs = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "boum"}">' for n in range(9))
    path = tmp_path / "feed.rss"
    path.write_text(
        f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}">{bombs}]>'
        "<rss><item><title>Titre &s; &b8;</title><description>Texte &s;.</description></item></rss>"
    )
    for located in walk(path)[0]:
        data = read(located).data
        assert b"geheim" not in data
        assert len(data) < 1000


def test_a_record_is_read_again_by_its_origin_alone(tmp_path) -> None:
    for name, text in {"a.csv": "title,text\nA,Un.\nB,Deux.\n", "b.rss": RSS}.items():
        (tmp_path / name).write_text(text, "utf-8")
    for located in walk(tmp_path)[0]:
        assert reread(located.origin).data == read(located).data


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.jsonl", "a.rss", "a.tsv"]))
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything_but_refusals(tmp_path_factory, data, name) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(b"title,text\n" * name.endswith("csv") + data)
    for located in walk(path)[0]:
        with contextlib.suppress(Refused):
            extract(read(located))


def test_a_record_without_a_title_is_refused_like_a_page(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("title,text\n,Le ministre est venu.\n", "utf-8")
    (located,), _, _ = walk(path)
    with pytest.raises(NoTitle):
        extract(read(located))
