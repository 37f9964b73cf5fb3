import datetime as dt
import difflib
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.record import Kind

FOLDER = Path(__file__).parents[3] / "indexer" / "sample" / "texts"
FILES = sorted(FOLDER.glob("*.toml"))
NOTICE = "# Sample texts written for this project; they are not releases of any institution."

Entry = dict[str, Any]

RELEASES: list[Entry] = [
    entry for file in FILES for entry in tomllib.loads(file.read_text("utf-8"))["release"]
]
BY_KEY = {entry["key"]: entry for entry in RELEASES}

REQUIRED = {"key", "kind", "title", "paragraphs"}
OPTIONAL = {"date", "place", "reference", "lead", "corrects", "en"}

each_release = pytest.mark.parametrize("entry", RELEASES, ids=lambda entry: str(entry["key"]))


def french(entry: Entry) -> str:
    return "\n".join([entry["title"], entry.get("lead", ""), *entry["paragraphs"]])


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_a_file_says_that_its_texts_are_samples_and_stays_small(file: Path) -> None:
    assert file.read_text("utf-8").startswith(NOTICE)
    assert file.stat().st_size < 60_000


def test_there_are_enough_texts_with_unique_keys() -> None:
    assert len(RELEASES) >= 64
    assert len(BY_KEY) == len(RELEASES)


@each_release
def test_a_release_has_known_fields_of_the_right_types(entry: Entry) -> None:
    assert set(entry) >= REQUIRED
    assert set(entry) <= REQUIRED | OPTIONAL
    assert entry["kind"] in set(Kind)
    assert type(entry.get("date", dt.date(1998, 1, 1))) is dt.date
    strings = [value for name, value in entry.items() if name not in {"date", "paragraphs", "en"}]
    strings += entry["paragraphs"]
    assert all(isinstance(string, str) and string == string.strip() != "" for string in strings)


@each_release
def test_a_release_has_the_length_of_real_ones(entry: Entry) -> None:
    assert 3 <= len(entry["paragraphs"]) <= 14
    assert 120 <= len(" ".join(entry["paragraphs"]).split()) <= 900


@each_release
def test_a_text_is_composed_and_uses_one_kind_of_apostrophe(entry: Entry) -> None:
    text = french(entry)
    assert unicodedata.is_normalized("NFC", text)
    assert not ("'" in text and "’" in text)
    assert '"' not in text
    assert "  " not in text


@each_release
def test_french_spacing_is_typographic(entry: Entry) -> None:
    text = french(entry)
    for wrong in ("« ", " »", " :", " ;", " ?", " !", " %", "n° "):
        assert wrong not in text


def test_both_apostrophes_are_about_as_common() -> None:
    curly = sum("’" in french(entry) for entry in RELEASES)
    straight = sum("'" in french(entry) for entry in RELEASES)
    assert min(curly, straight) >= len(RELEASES) * 0.4


def test_every_year_has_a_text_and_a_few_have_no_date() -> None:
    years = Counter(entry["date"].year for entry in RELEASES if "date" in entry)
    assert set(years) == set(range(1998, 2026))
    assert 3 <= sum("date" not in entry for entry in RELEASES) <= 4


def test_every_kind_occurs_and_about_a_third_have_a_lead() -> None:
    assert {entry["kind"] for entry in RELEASES} == {str(kind) for kind in Kind}
    assert 0.25 <= sum("lead" in entry for entry in RELEASES) / len(RELEASES) <= 0.45


def test_references_cannot_be_taken_for_real_ones() -> None:
    references = [entry["reference"] for entry in RELEASES if "reference" in entry]
    assert len(references) >= 10
    assert all(int(reference.rsplit(maxsplit=1)[-1]) >= 900 for reference in references)


def test_english_versions_follow_the_french_paragraph_by_paragraph() -> None:
    pairs = [entry for entry in RELEASES if "en" in entry]
    assert len(pairs) >= 6
    for entry in pairs:
        assert set(entry["en"]) == {"title", "paragraphs"}
        assert len(entry["en"]["paragraphs"]) == len(entry["paragraphs"])


def test_corrections_are_later_and_change_only_a_few_words() -> None:
    corrections = [entry for entry in RELEASES if "corrects" in entry]
    assert len(corrections) == 4
    for entry in corrections:
        original = BY_KEY[entry["corrects"]]
        assert entry["date"] > original["date"]
        before, after = (french(release).replace("’", "'") for release in (original, entry))
        assert before != after
        assert difflib.SequenceMatcher(None, before.split(), after.split()).ratio() > 0.9


def test_one_title_stands_in_two_years() -> None:
    originals = [entry for entry in RELEASES if "corrects" not in entry]
    titles = Counter(entry["title"].replace("’", "'") for entry in originals)
    twice = [title for title, count in titles.items() if count > 1]
    assert len(twice) == 1
    assert twice[0].startswith("Cyber Coalition")
