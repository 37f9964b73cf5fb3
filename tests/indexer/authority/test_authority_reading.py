import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority import (
    Add,
    Authority,
    AuthorityDamaged,
    Hide,
    Merge,
    Rename,
    Split,
    read,
    written,
)

WHOLE = """
[[merge]]
into = "place:iraq"
from = ["place:irak", "place:mesopotamie"]
[[rename]]
entity = "place:kyiv"
fr = "Kyïv"
[[split]]
entity = "person:george-w-bush"
form = "M. Bush"
to = "person:george-bush"
until = 1993-01-20
[[split]]
entity = "person:george-w-bush"
form = "Bush"
to = "person:george-bush"
since = "1989"
until = "1992-12"
[[hide]]
entity = "person:grand-merci"
[[add]]
id = "organisation:Éclair bleu"
fr = "Éclair bleu"
aliases = ["Blue Flash"]
"""
DECISIONS = (
    Merge("place:iraq", ("place:irak", "place:mesopotamie")),
    Rename("place:kyiv", "Kyïv"),
    Split("person:george-w-bush", "M. Bush", "person:george-bush", None, dt.date(1993, 1, 20)),
    Split(
        "person:george-w-bush",
        "Bush",
        "person:george-bush",
        dt.date(1989, 1, 1),
        dt.date(1992, 12, 31),
    ),
    Hide("person:grand-merci"),
    Add("organisation:eclair-bleu", "Éclair bleu", aliases=("Blue Flash",)),
)


def test_every_kind_of_decision_is_read() -> None:
    assert read(WHOLE, "f").decisions == DECISIONS


names = st.text(min_size=1, max_size=12).filter(
    lambda name: (
        name.isprintable() and name == " ".join(name.split()) and any(one.isalnum() for one in name)
    )
)
ids = st.builds("{}:{}".format, st.sampled_from(["place", "person"]), st.sampled_from("abcdefgh"))
dates = st.none() | st.dates()
decisions = st.one_of(
    st.builds(Rename, ids, names, names | st.just("")),
    st.builds(Split, ids, names, st.just("event:z"), st.none(), dates),
    st.builds(Hide, ids),
    st.builds(Add, ids, names, st.just(""), st.lists(names, unique=True).map(tuple)),
)


@given(st.lists(decisions, max_size=6))
def test_what_is_written_is_read_back(made) -> None:
    authority = Authority(tuple(made))
    assert read(written(authority), "f") == authority


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[merge]\n", "line 1"),
        ("[[mrege]]\ninto = 'place:a'", r"\[mrege\] is no decision"),
        ("[merge]\ninto = 'place:a'", r"\[merge\] is no decision"),
        ("\n[[hide]]\nentity = 'place:a'\n[[hide]]\n", r"number 2 \(line 4\) has no 'entity'"),
        ("[[hide]]\nentity = 'place:a'\nwhy = 'x'", "'why', which says nothing"),
        ("[[hide]]\nentity = 'Iraq'", "which is no id"),
        ("[[hide]]\nentity = 'town:iraq'", "which is no id"),
        ("[[hide]]\nentity = 7", "which is no id"),
        ("[[rename]]\nentity = 'place:a'", "neither 'fr' nor 'en'"),
        ("[[rename]]\nentity = 'place:a'\nfr = '--'", "for a name"),
        ('[[rename]]\nentity = "place:a"\nfr = "a\\u001bb"', "for a name"),
        ("[[merge]]\ninto = 'place:a'\nfrom = 'place:b'", "no list in 'from'"),
        ("[[merge]]\ninto = 'place:a'\nfrom = []", "nothing in 'from'"),
        ("[[merge]]\ninto = 'place:a'\nfrom = ['place:a']", "into itself"),
        (
            "[[split]]\nentity='place:a'\nform='x'\nto='place:b'\nsince='2001'\nuntil='2000'",
            "before it begins",
        ),
        ("[[split]]\nentity='place:a'\nform='x'\nto='place:b'\nsince='hier'", "a date in 'since'"),
        ("[[add]]\nid='place:a'\nfr='A'\ncountry='fr'", "two-letter code"),
        ("[[add]]\nid='place:a'", "adds nothing"),
        ("hide = [3]", "is not a table"),
        ("a = " + "[" * 9999, "recursion"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, problem) -> None:
    with pytest.raises(AuthorityDamaged, match=problem) as raised:
        read(text, "data/authority.toml")
    assert "data/authority.toml" in raised.value.sentence()


def merge(into, *sources):
    gone = ", ".join(f"'place:{source}'" for source in sources)
    return f"[[merge]]\ninto = 'place:{into}'\nfrom = [{gone}]\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (merge("a", "b") + merge("b", "a"), "in a circle"),
        (merge("a", "b") + merge("b", "c") + merge("c", "a"), "in a circle"),
        (merge("a", "b") + merge("b", "c") + merge("c", "b"), "into place:"),
        (merge("a", "c") + merge("b", "c"), "into place:a and into place:b"),
    ],
)
def test_merges_that_contradict_each_other_are_refused(text, problem) -> None:
    with pytest.raises(AuthorityDamaged, match=problem):
        read(text, "f")


def test_a_chain_of_merges_leads_to_its_end() -> None:
    text = merge("b", "a") + merge("d", "c") + merge("c", "b", "x")
    assert read(text, "f").merged == dict.fromkeys(
        ["place:a", "place:b", "place:c", "place:x"], "place:d"
    )
