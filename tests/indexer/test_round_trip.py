"""A folder, indexed, handed over as a web archive and indexed from there, is the same archive."""

import json
import random
import zipfile
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from index.engine import SearchRequest
from index.engines import open_engine
from indexer import pipeline, sample
from indexer.handover import write_warc
from indexer.history import StoreHistory
from indexer.pipeline import Options
from indexer.store import Store

BODY = "La délégation a visité {place} le {day} mars 2016, puis a été reçue par le commandant."
HTML = "<html lang=fr><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p>"
PLACES = ("Mossoul", "Konya", "Varsovie", "Évreux", "Chișinău", "Mons")
FEED = (
    '<rss version="2.0"><channel><language>fr</language>{}</channel></rss>',
    "<item><title>{title}</title><description>{body}</description></item>",
)


def facts(dice, number):
    body = BODY.format(place=dice.choice(PLACES), day=dice.randrange(2, 29))
    return {"title": f"Visite numéro {number}", "body": body}


def write(folder, seed):
    """Write a folder of everything that a release may lie in, with and without an address."""
    dice = random.Random(seed)
    sample.write(folder / "mirror", 12, seed)
    made = [facts(dice, number) for number in range(30)]
    for number, one in enumerate(made[:6]):
        encoding = dice.choice(["utf-8", "cp1252"]) if "ș" not in one["body"] else "utf-8"
        (folder / f"été {number}.htm").write_text(HTML.format(**one), encoding)
    for number, one in enumerate(made[6:12]):
        (folder / f"note-{number}.txt").write_text("{title}\n\n{body}\n".format(**one), "utf-8")
    rows = [f'"{one["title"]}";"{one["body"]}"' for one in made[12:18]]
    (folder / "table.csv").write_text("titre;texte\n" + "\n".join(rows) + "\n", "utf-8")
    lines = [json.dumps({"title": one["title"], "text": [one["body"]]}) for one in made[18:24]]
    (folder / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    items = "".join(FEED[1].format(**one) for one in made[24:27])
    (folder / "feed.rss").write_text(FEED[0].format(items), "utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(made[27:]):
            archive.writestr(f"dir/{number}.html", HTML.format(**one))
    press = {"title": "Décennie numérique", "htmlContent": f"<p>{made[0]['body']}</p>"}
    told = {"refCd": "IP/21/1234", "eventDate": "2021-03-09", "docuLanguageResource": press}
    (folder / "ip_21_1234_fr.json").write_text(json.dumps(told), "utf-8")
    known = folder / "m" / "www.elysee.fr" / "emmanuel-macron" / "2022" / "03" / "02"
    known.mkdir(parents=True)
    (known / "adresse").write_text(HTML.format(**made[1]), "utf-8")


def hand_over(data, path):
    engine = open_engine(data)
    gone = []
    with path.open("wb") as out:
        done = write_warc(
            engine.stream(SearchRequest()),
            StoreHistory(data),
            out,
            description="round trip",
            on_gone=gone.append,
        )
    assert gone == []
    return done


def held(data):
    """Return what an archive has of each release: its text and facts, and the bytes behind it."""
    history = StoreHistory(data)
    found = {}
    with Store(data) as store:
        for release_id in store.release_ids():
            document = store.document(release_id)
            bytes_of = {
                one.sha256: history.original(release_id, one.sha256).data
                for one in document.captures
            }
            times = sorted((one.captured_at, one.sha256) for one in document.captures)
            found[release_id] = (document.release, bytes_of, times)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_releases_texts_bytes_and_digests_come_back(tmp_path, seed) -> None:
    write(tmp_path / "pages", seed)
    first, second = tmp_path / "first", tmp_path / "second"
    report = pipeline.index([tmp_path / "pages"], first, Options(jobs=1))
    path = tmp_path / "handed.warc.gz"
    done = hand_over(first, path)
    assert (done.captures, done.gone) == (report.new, 0)
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0
    again = pipeline.index([path], second, Options(jobs=1))
    assert (again.new, again.refused) == (report.new, [])
    assert held(second) == held(first)
    onward = tmp_path / "onward.warc.gz"
    hand_over(second, onward)
    assert pages(onward) == pages(path)


def pages(path):
    """Return the address on the web, the type and the bytes of what is in it of pages."""
    with path.open("rb") as file:
        return sorted(
            (
                one.rec_headers.get_header("WARC-Target-URI").partition("file://")[0],
                one.rec_headers.get_header("Content-Type"),
                one.content_stream().read(),
            )
            for one in ArchiveIterator(file)
            if one.rec_type == "resource"
        )
