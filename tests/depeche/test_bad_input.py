"""A folder of everything that can be wrong with a page: each is told by name, the rest goes on."""

import json
import os
import zipfile

import pytest

from depeche.cli import run

GOOD = (
    "<html lang='fr'><head><meta charset='{charset}'><title>{title}</title>"
    "<meta property='article:published_time' content='{date}'></head><body><h1>{title}</h1>"
    "<p>La délégation a visité le musée des transmissions, puis le jardin des cigognes. Elle a été "
    "reçue à midi par le commandant de la base, qui lui a présenté les travaux en cours.</p>"
    "{more}</body></html>"
)


def page(title, *, charset="utf-8", encoding="utf-8", date="2016-10-18", more=""):
    text = GOOD.format(title=title, charset=charset, date=date, more=more)
    return text.encode(encoding)


# name → bytes; what is refused, and why
REFUSED = {
    "empty.html": (b"", "empty"),
    "spaces.html": (b" \n\t ", "empty"),
    "binary.html": (bytes(range(256)) * 50, "binary"),
    "image.htm": (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "binary"),
    "document.html": (b"%PDF-1.7\n" + b"x" * 500, "pdf"),
    "large.html": (b"<p>texte</p>" * 4_500_000, "too-large"),
    "no-title.html": (GOOD.partition("<body>")[2].partition("</h1>")[2].encode(), "no-title"),
    "no-text.html": (b"<html><head><title>Rien</title></head><body></body></html>", "no-text"),
}
TAKEN = {
    "good.html": page("Visite ordinaire"),
    "nested.html": page("Visite profonde", more="<div>" * 10_000 + "fin" + "</div>" * 10_000),
    "unclosed.html": page("Visite ouverte", more="<b><i>" * 5_000),
    "wrong-charset.html": page("Visite déclarée à tort", charset="utf-8", encoding="cp1252"),
    "no-charset.html": page("Visite à Évreux", charset="", encoding="cp1252"),
    "unknown-charset.html": page("Visite étrangère", charset="klingon"),
    "entities.html": page(
        "Visite &amp; caf&eacute &#xZZ; &#99999999; &inconnu; &", more="&#0;&#1;"
    ),
    "undated.html": page("Visite sans date", date=""),
    "future.html": page("Visite future", date="2093-01-01"),
    "utf16.html": page("Visite large", charset="utf-16").decode().encode("utf-16"),
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, data in {**{k: v for k, (v, _) in REFUSED.items()}, **TAKEN}.items():
        (folder / name).write_bytes(data)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere.html").symlink_to("nowhere.html")
    with zipfile.ZipFile(folder / "odd.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.html", page("Visite hors les murs"))
        archive.writestr("bomb.html", b"0" * 30_000_000)
        archive.writestr("inside.html", page("Visite compressée"))
    (folder / "cut.zip").write_bytes((folder / "odd.zip").read_bytes()[:-40])
    data = tmp_path_factory.mktemp("archive")
    code = run(["index", str(folder), "--data", str(data), "--jobs", "1"])
    return folder, data, code


def said(capsys, *arguments):
    assert run(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys, data):
    rows = said(capsys, "stats", "--refused", "--json", "--data", str(data))["refused"]
    return {os.path.basename(row["origin"]): row["reason"] for row in rows}  # noqa: PTH119 (zip!member)


def test_each_bad_page_is_listed_with_its_reason_and_no_other(answer, capsys):
    _, data, code = answer
    wanted = {name: reason for name, (_, reason) in REFUSED.items()}
    wanted |= {
        "nowhere.html": "unreadable",
        "outside.html": "unsafe-member",
        "odd.zip!bomb.html": "zip-bomb",
        "cut.zip": "damaged-zip",
    }
    assert refused(capsys, data) == wanted
    assert code == 1


@pytest.mark.parametrize("name", TAKEN)
def test_the_rest_is_taken(answer, capsys, name):
    folder, _, _ = answer
    assert run(["explain", str(folder / name)]) == 0, capsys.readouterr()


def test_what_is_taken_can_be_searched(answer, capsys):
    _, data, _ = answer
    found = said(capsys, "search", "cigognes", "--limit", "50", "--json", "--data", str(data))
    assert found["total"] == len(TAKEN) + 1
    titles = {hit["title"] for hit in found["hits"]}
    assert {
        "Visite déclarée à tort",
        "Visite à Évreux",
        "Visite large",
        "Visite compressée",
    } <= titles


def test_a_date_that_cannot_be_is_no_date(answer, capsys):
    _, data, _ = answer
    found = said(capsys, "search", "future OU étrangère", "--json", "--data", str(data))
    dates = {hit["title"]: hit["date"] for hit in found["hits"]}
    assert dates == {"Visite future": None, "Visite étrangère": "2016-10-18"}


def test_a_second_run_lists_them_again_and_reads_nothing_new(answer, capsys):
    folder, data, _ = answer
    before = refused(capsys, data)
    assert run(["index", str(folder), "--data", str(data), "--jobs", "1"]) == 1
    out = capsys.readouterr().out
    assert "0 new, 0 changed" in out
    assert "0 releases written" in out
    assert refused(capsys, data) == before
