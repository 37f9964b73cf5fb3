"""The sample archive as a whole: determinism, proportions, words, lengths, addresses."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import os
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from index.record import Kind
from indexer.sample import (
    Blemish,
    Layout,
    SampleRelease,
    addresses,
    archive,
    pages,
    releases,
    write,
)
from indexer.sample.handwritten import handwritten
from indexer.sample.layouts import render

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 1500
SEED = 7
WORD = re.compile(r"\w+(?:-\w+)*")


@pytest.fixture(scope="module")
def made() -> list[SampleRelease]:
    return list(releases(COUNT, SEED))


@pytest.fixture(scope="module")
def french(made: list[SampleRelease]) -> list[list[str]]:
    """The words of each composed French text."""
    return [
        WORD.findall(one.release.text.lower())
        for one in made
        if one.release.language == "fr" and not one.key and not one.first_path
    ]


def _digest(count: int, seed: int) -> str:
    whole = hashlib.sha256()
    for page in pages(count, seed):
        whole.update(page.path.encode() + b"\0" + page.data + b"\0")
    return whole.hexdigest()


def test_the_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib\nfrom indexer.sample import pages\nwhole = hashlib.sha256()\n"
        "for page in pages(150, 3):\n"
        "    whole.update(page.path.encode() + b'\\0' + page.data + b'\\0')\n"
        "print(whole.hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "12345", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == _digest(150, 3)


def test_a_small_archive_is_the_beginning_of_a_large_one() -> None:
    small = list(pages(50, 1))
    assert len(small) == 50
    assert small == list(pages(220, 1))[:50]


def test_another_seed_gives_other_composed_texts() -> None:
    one, other = (list(releases(180, seed))[-30:] for seed in (1, 2))
    assert not {a.release.text for a in one} & {b.release.text for b in other}


def test_texts_written_by_hand_come_first_and_all(made: list[SampleRelease]) -> None:
    keys = [one.key for one in made if one.key and not one.first_path]
    assert keys == [text.key for text in handwritten()]
    first = made[: len(keys) + sum(text.english is not None for text in handwritten())]
    assert all(one.key or one.twin for one in first)


def test_every_page_has_its_own_path_and_url(made: list[SampleRelease]) -> None:
    assert len({one.path for one in made}) == COUNT
    assert len({one.release.url for one in made}) == COUNT


def test_only_duplicates_share_an_id_and_then_their_words(made: list[SampleRelease]) -> None:
    firsts = {one.path: one for one in made if not one.first_path}
    assert len({one.release.id for one in firsts.values()}) == len(firsts)
    for one in made:
        if one.first_path:
            first = firsts[one.first_path]
            assert one.release.id == first.release.id
            assert one.release.text == first.release.text
            assert one.release.url != first.release.url


def test_busy_days_do_not_share_a_number() -> None:
    days = [dt.date(2016, 10, day) for day in (17, 18, 19)]
    numbers = [addresses.cps_number(day, count) for day in days for count in range(60)]
    assert len(set(numbers)) == len(numbers)


def test_paths_stay_inside_the_folder(made: list[SampleRelease]) -> None:
    for one in made:
        assert not one.path.startswith("/")
        assert ".." not in one.path
        assert len(one.path.encode()) < 240


def test_twins_name_a_french_release(made: list[SampleRelease]) -> None:
    ids = {one.release.id: one.release for one in made if one.release.language == "fr"}
    twins = [one for one in made if one.twin]
    assert twins
    for one in twins:
        assert one.release.language == "en"
        assert one.release.date == ids[one.twin].date
        assert one.release.id == one.twin.removesuffix("fr") + "en"


def test_a_release_has_one_duplicate_and_one_twin_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_DUPLICATES", 0.4)
    monkeypatch.setattr(archive, "_TWINS", 0.4)
    dense = list(releases(600, SEED))
    twins = [one for one in dense if one.twin and not one.first_path]
    assert len(twins) > 60
    assert max(Counter(one.twin for one in twins).values()) == 1
    assert max(Counter(one.release.id for one in dense).values()) == 2
    assert len({one.path for one in dense}) == len(dense)
    originals = {one.release.id: one for one in dense if not one.first_path}
    for one in twins:
        other = originals[one.twin]
        later = Blemish.URL_A_DAY_LATER
        assert (later in one.blemishes) == (later in other.blemishes)


def test_shares_are_those_of_the_real_archive(made: list[SampleRelease]) -> None:
    layouts = Counter(one.layout for one in made)
    assert 0.5 < layouts[Layout.CPS] / COUNT < 0.7
    assert 0.15 < layouts[Layout.DOCU] / COUNT < 0.3
    assert 0.1 < layouts[Layout.MODERN] / COUNT < 0.2
    assert 0.004 < layouts[Layout.TEXT] / COUNT < 0.02
    assert 0.01 < sum(bool(one.first_path) for one in made) / COUNT < 0.03
    assert 0.015 < sum(bool(one.twin) for one in made) / COUNT < 0.06
    assert 0.004 < sum(one.release.date is None for one in made) / COUNT < 0.03


def test_every_kind_year_and_blemish_occurs(made: list[SampleRelease]) -> None:
    assert {one.release.kind for one in made} >= set(Kind) - {Kind.AUTRE}
    years = {one.release.date.year for one in made if one.release.date}
    assert years == set(range(1998, 2026))
    assert {blemish for one in made for blemish in one.blemishes} == set(Blemish)


def test_both_apostrophes_are_usual(made: list[SampleRelease]) -> None:
    composed = [one.release.text for one in made if one.release.language == "fr" and not one.key]
    printed = sum("’" in text and "'" not in text for text in composed) / len(composed)
    typed = sum("'" in text and "’" not in text for text in composed) / len(composed)
    assert 0.3 < printed < 0.6
    assert 0.3 < typed < 0.7


def test_titles_recur_across_years(made: list[SampleRelease]) -> None:
    years: dict[str, set[int]] = {}
    for one in made:
        if one.release.date and not one.first_path:
            years.setdefault(one.release.title, set()).add(one.release.date.year)
    assert sum(len(found) > 1 for found in years.values()) >= 3


def test_lengths_have_a_long_tail(french: list[list[str]]) -> None:
    lengths = sorted(map(len, french))
    mean = sum(lengths) / len(lengths)
    median = lengths[len(lengths) // 2]
    assert 280 < mean < 380
    assert median < mean
    assert lengths[0] < 90
    assert lengths[-1] > 1500


def test_words_follow_zipf(french: list[list[str]]) -> None:
    """About 13,000 forms at 1,500 pages; 20,000 pages hold more than 20,000 (measured by hand)."""
    counts = Counter(word for words in french for word in words)
    assert len(counts) > 9000
    ranked = [count for _, count in counts.most_common()]
    points = [(math.log(rank), math.log(ranked[rank - 1])) for rank in range(10, 3001)]
    x = sum(a for a, _ in points) / len(points)
    y = sum(b for _, b in points) / len(points)
    slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    assert -1.5 < slope < -0.7


def test_words_are_as_frequent_as_in_the_real_archive(french: list[list[str]]) -> None:
    def share(*wanted: str) -> float:
        return sum(all(word in words for word in wanted) for words in french) / len(french)

    assert share("otan") > 0.5
    assert share("awacs") < 0.01
    assert share("mossoul") < 0.01
    assert share("ministre", "iraquien") < 0.005
    assert 0.05 < share("kosovo") < 0.25


def test_every_page_says_that_it_is_a_sample(made: list[SampleRelease]) -> None:
    for one in made[:400]:
        english = one.release.language == "en"
        data = render(one)
        words = b"it is not issued by any institution." if english else b"aucune institution."
        assert data.count(words) == 1
        if one.layout is not Layout.TEXT:
            assert b'<meta name="generator" content="depeche sample">' in data


def test_write_makes_the_files_and_tells_how_many(tmp_path: Path) -> None:
    seen: list[int] = []
    report = write(tmp_path / "new" / "sample", 130, SEED, seen.append)
    expected = {page.path: page.data for page in pages(130, SEED)}
    root = tmp_path / "new" / "sample"
    found = {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }
    assert found == expected
    assert seen == list(range(1, 131))
    assert report.pages == 130
    assert report.bytes == sum(map(len, expected.values()))
    assert sum(report.by_layout.values()) == 130
