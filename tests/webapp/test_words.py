import datetime as dt
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import webapp
from index.record import Damage, EntityKind, Kind, Relation
from webapp.information import examples
from webapp.words import Words, messages

# Named by the flags and the relations of releases.
BY_FLAG = {f"release.{flag}" for flag in (*Damage, *Relation)}
FRENCH, ENGLISH = Words("fr"), Words("en")
SOURCES = [
    path.read_text("utf-8")
    for pattern in ("**/*.py", "templates/**/*.html")
    for path in Path(webapp.__file__).parent.glob(pattern)
]


def fields(message):
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@pytest.mark.parametrize("key", messages())
def test_a_message_is_in_both_languages_with_the_same_fields(key):
    message = messages()[key]
    assert set(message) == {"fr", "en"}
    assert fields(message["fr"]) == fields(message["en"])


@pytest.mark.parametrize(
    "french", [one["fr"] for one in (*messages().values(), *examples())], ids=lambda text: text[:40]
)
def test_french_keeps_its_signs_with_their_words(french):
    assert not re.search(r" [;:!?»]|« ", french)


def test_every_message_named_in_the_code_exists():
    named = {
        key
        for source in SOURCES
        for key in re.findall(r"\b(?:t|words|self)\(['\"]([^'\"{]+)['\"][,)]", source)
    }
    assert len(named) > 50
    assert named <= set(messages())


def test_every_message_is_used():
    whole = "\n".join(SOURCES)
    made = (
        "kind.",
        "error.",
        "refused.",
        "facet.",
        "filter.",
        "sort.",
        "dates.",
        "complete.",
        "site.",
        "captures.field.",
        "empty.without-",
        "refused-page.",
        "release.date-",
    )
    counted = (".none", ".one", ".many")
    for key in messages():
        stem = key.rpartition(".")[0] if key.endswith(counted) else key
        assert key.startswith(made) or stem in whole or key in BY_FLAG, key


@pytest.mark.parametrize("kind", [*Kind])
def test_every_kind_has_a_name(kind):
    assert FRENCH(f"kind.{kind}")


@pytest.mark.parametrize("key", sorted(BY_FLAG))
def test_every_damage_and_relation_has_words(key):
    assert FRENCH(key)


@pytest.mark.parametrize("kind", [*EntityKind])
def test_every_kind_of_entity_has_a_heading(kind):
    assert ENGLISH(f"facet.{kind}")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "Aucun texte trouvé"),
        (1, "1 texte trouvé"),
        (2, "2 textes trouvés"),
        (1234567, "1\u202f234\u202f567 textes trouvés"),
    ],
)
def test_counts_agree_in_number(number, text):
    assert FRENCH.count("results", number) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2016, 1, 1), (2016, 12, 31), "2016"),
        ((2014, 1, 1), (2016, 12, 31), "2014 – 2016"),
        ((2016, 10, 1), (2016, 10, 31), "octobre 2016"),
        ((2016, 1, 1), (2016, 10, 31), "janvier 2016 – octobre 2016"),
        ((2016, 10, 18), (2016, 10, 18), "18\u00a0octobre 2016"),
        ((2016, 10, 1), (2016, 10, 18), "1er\u00a0octobre 2016 – 18\u00a0octobre 2016"),
        (None, (2016, 10, 18), "jusqu’au 18\u00a0octobre 2016"),
        ((2016, 10, 1), None, "depuis le 1er\u00a0octobre 2016"),
        (None, None, ""),
    ],
)
def test_a_range_of_dates_is_written_short(first, last, text):
    assert FRENCH.span(first and dt.date(*first), last and dt.date(*last)) == text


@given(st.dates(), st.dates())
def test_any_range_can_be_written(first, last):
    assert str(first.year) in FRENCH.span(first, last)


def test_a_moment_is_told_in_utc_where_its_zone_is_known():
    paris = dt.timezone(dt.timedelta(hours=2))
    assert ENGLISH.moment(dt.datetime(2016, 10, 1, 1, 5, tzinfo=paris)) == (
        "30\u00a0September 2016 at 23:05 UTC"
    )
