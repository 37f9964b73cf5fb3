"""Who said it first: against a search of every reading, one by one."""

import datetime as dt
import random
import tracemalloc

import pytest

from index.engine import SearchRequest
from index.engines import open_engine
from index.record import Capture, Release
from index.superseded import appearances, folder
from indexer import pipeline
from indexer.history import StoreHistory
from indexer.store import Store, first_captures, present, reading

BEGIN = dt.datetime(2016, 10, 18, tzinfo=dt.UTC)
WORDS = "mossoul", "varsovie", "cyberdéfense", "otages", "konya", "budget"
RELEASES = 25


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Releases with up to five captures, which came in any order, some at two places, some gone."""
    data = tmp_path_factory.mktemp("archive")
    dice = random.Random(4)
    with Store(data) as store:
        for number in range(RELEASES):
            release_id = f"nato:news_{number}@{number % 3}:fr"
            for days in dice.sample(range(12), dice.randint(1, 5)):
                words = " ".join(dice.sample(WORDS, 3))
                text = f"Le Conseil a parlé de {words} à la réunion numéro {number}."
                origin = f"/{number}/{dice.randrange(2)}.htm"
                capture = Capture(
                    origin=origin,
                    captured_at=BEGIN + dt.timedelta(days=days),
                    sha256=f"{dice.getrandbits(256):064x}",
                )
                release = Release(id=release_id, title=f"Titre {number}", paragraphs=(text,))
                store.put(release, capture, stamp="", profile="")
            if number % 6 == 0:
                for place in range(2):
                    store.forget(f"/{number}/{place}.htm")
    pipeline.reindex(data, pipeline.Options(jobs=1))
    return data


def naive(history, words):
    """Return (time, id, still, sha256) of each release that ever said this."""
    found = []
    for number in range(RELEASES):
        release_id = f"nato:news_{number}@{number % 3}:fr"
        readings = history.readings(release_id)
        said = [one for one in readings if words in one.release.text]
        speaks = present(readings)
        if said:
            still = speaks is not None and words in speaks.release.text
            first = said[0].capture
            found.append((first.captured_at, release_id, still, first.sha256))
    return sorted(found)


@pytest.mark.parametrize("words", [*WORDS, "mossoul varsovie", "otages konya", "nulle part"])
def test_the_first_appearance_is_the_earliest_reading_that_has_the_words(archive, words) -> None:
    history = StoreHistory(archive)
    truth = naive(history, words)
    engines = open_engine(archive), open_engine(folder(archive))
    told = []
    for offset in range(0, RELEASES + 7, 7):
        request = SearchRequest(query=f'"{words}"', limit=7, offset=offset)
        answer = appearances(request, *engines, history)
        assert (answer.total, answer.still) == (len(truth), sum(one[2] for one in truth))
        told += [
            (one.capture.captured_at, one.release_id, one.still, one.capture.sha256)
            for one in answer.found
        ]
    assert told == truth


def test_ids_of_every_hit_are_had_without_their_texts(archive) -> None:
    engine = open_engine(archive)
    for query in ("mossoul", "", "rien de tel"):
        request = SearchRequest(query=query, limit=3)
        matching = list(engine.matching(request))
        streamed = {document.release.id for document in engine.stream(request)}
        assert (set(matching), len(matching)) == (streamed, engine.search(request).total)


def test_memory_does_not_grow_with_what_is_asked_for(archive) -> None:
    def peak(count):
        with reading(archive) as reader:
            tracemalloc.start()
            try:
                replaced = ((f"page:{n}", "0af3") for n in range(count))
                ids = (f"page:{n}" for n in range(count))
                first_captures(reader, ids, replaced, offset=0, limit=10)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(10)
    assert peak(20_000) < 200_000
