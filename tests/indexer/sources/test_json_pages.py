"""Releases that are written in JSON: read from every form, had again, and no other JSON."""

import datetime as dt
import json
import zipfile
from functools import partial

import pytest

from indexer import pipeline
from indexer.extract.profile import is_release
from indexer.extract.profile_file import is_json_page, known
from indexer.history import StoreHistory
from indexer.pipeline import Options
from indexer.sources import Found, locate, reread
from indexer.store import Store
from tests.indexer.sources.archives import Archive, page, wacz

TEXT = "La délégation a été reçue par le commandant, puis a visité les installations."
PRESS = {
    "refCd": "IP/21/1234",
    "eventDate": "2021-03-09",
    "docuLanguageResource": {"title": "Décennie numérique", "htmlContent": f"<p>{TEXT}</p>"},
}
MODEL = {"title": "Visite à Mons", "description": "Une visite.", ":items": {"a": {"text": TEXT}}}
API = "https://ec.europa.eu/commission/presscorner/api/documents?reference={}&language=fr"
SITE = "https://www.nato.int/fr/news-and-events/articles/news/2025/09/19/visit"
DOCUMENT, BESIDE = json.dumps(PRESS).encode(), json.dumps(MODEL).encode()
IDS = ["commission:ip_21_1234:fr", "nato:2025/09/19/visit:fr"]
MANIFEST = b'{"name": "site", "version": "1.0", "text": "no release"}'

# The names that people and mirroring tools give them, and JSON that is no release.
NAMED = {"ip_21_1234_fr.json": DOCUMENT, "package.json": MANIFEST}
MIRRORED = {
    "ec.europa.eu/commission/presscorner/api/documents?reference=IP%2F21%2F1234&language=fr": (
        DOCUMENT
    ),
    f"{SITE.removeprefix('https://')}.model.json": BESIDE,
    "www.nato.int/manifest.json": MANIFEST,
    "www.nato.int/fr/news": MANIFEST,
}


def in_folder(place, files):
    for name, data in files.items():
        path = place / "mirror" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place / "mirror"


def in_zip(place, files):
    with zipfile.ZipFile(place / "mirror.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return place / "mirror.zip"


def in_warc(place, _files):
    http = [("Content-Type", "application/json;charset=UTF-8")]
    when = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)  # nothing is published after its capture
    with Archive(place / "crawl.warc.gz") as archive:
        archive.response(API.format("IP/21/1234"), DOCUMENT, when=when, http=http)
        archive.response(f"{SITE}.model.json", BESIDE, when=when, http=http)
        archive.response("https://www.nato.int/manifest.json", MANIFEST, http=http)
    return archive.path


def in_wacz(place, files):
    return wacz(place / "crawl.wacz", [in_warc(place, files)])


@pytest.mark.parametrize("arrives", [in_folder, in_zip, in_warc, in_wacz])
def test_releases_in_json_are_read_from_every_form_and_had_again_as_they_were(
    tmp_path, arrives
) -> None:
    report = pipeline.index([arrives(tmp_path, MIRRORED)], tmp_path / "data", Options(jobs=1))
    assert (report.new, report.refused) == (2, [])
    assert report.ignored >= 1
    with Store(tmp_path / "data") as store:
        assert store.release_ids() == IDS
        press, visit = (store.document(one) for one in IDS)
    assert (press.release.title, str(press.release.date)) == ("Décennie numérique", "2021-03-09")
    assert (press.release.reference, press.release.paragraphs) == ("IP/21/1234", (TEXT,))
    assert (visit.release.lead, visit.release.url) == ("Une visite.", SITE)
    for document, data in ((press, DOCUMENT), (visit, BESIDE)):
        (capture,) = document.captures
        history = StoreHistory(tmp_path / "data")
        assert history.original(document.release.id, capture.sha256).data == data


@pytest.mark.parametrize("arrives", [in_folder, in_zip])
def test_a_document_that_was_saved_under_a_name_of_its_own_is_the_same_release(
    tmp_path, arrives
) -> None:
    report = pipeline.index([arrives(tmp_path, NAMED)], tmp_path / "data", Options(jobs=1))
    assert (report.new, report.refused, report.ignored) == (1, [], 1)
    with Store(tmp_path / "data") as store:
        assert store.release_ids() == IDS[:1]
        (capture,) = store.document(IDS[0]).captures
    assert reread(capture.origin).data == DOCUMENT


def test_the_json_beside_a_page_is_another_capture_of_its_release(tmp_path) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.response(SITE, page("Visite à Mons", TEXT))
        archive.response(f"{SITE}.model.json", BESIDE, http=[("Content-Type", "application/json")])
    pipeline.index([archive.path], tmp_path / "data", Options(jobs=1))
    with Store(tmp_path / "data") as store:
        assert store.release_ids() == IDS[1:]
        assert len(store.document(IDS[1]).captures) == 2


def test_json_that_is_cut_off_is_refused_by_name_and_the_rest_is_read(tmp_path) -> None:
    files = {"ip_21_1234_fr.json": DOCUMENT, "ip_21_1235_fr.json": DOCUMENT[:80]}
    report = pipeline.index([in_folder(tmp_path, files)], tmp_path / "data", Options(jobs=1))
    assert report.new == 1
    (refused,) = report.refused
    assert refused.origin.endswith("ip_21_1235_fr.json")
    assert refused.reason == "unknown-format"


def test_a_mirror_without_endings_has_pages_where_a_profile_knows_the_address(tmp_path) -> None:
    in_folder(
        tmp_path,
        {
            SITE.removeprefix("https://"): page(),
            "www.nato.int/fr/search": page(),
            "www.nato.int/fr/news-and-events/articles/news/2025/09/19/photo.jpg": b"\xff\xd8",
        },
    )
    found = Found(
        is_json_page=partial(is_json_page, own=()),
        is_release=partial(is_release, profiles=known(())),
    )
    assert [one.origin for one in locate([tmp_path], found)] == [
        str(tmp_path / "mirror" / SITE.removeprefix("https://"))
    ]
    assert found.ignored == 2
