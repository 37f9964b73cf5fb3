"""Looking up: the longest entry, signs, and what is left out because it is found anyway."""

import string

from hypothesis import given
from hypothesis import strategies as st

from index.french import fold, scan
from index.thesaurus import Thesaurus
from index.thesaurus.groups import merge
from index.thesaurus.lines import read


def thesaurus(*lines):
    content = "\n".join(lines).replace(" | ", "\t").encode()
    return Thesaurus(merge(read(content, "test")))


def ask(names, typed, *, exact=False):
    return names.longest([surface for *_, surface in scan(typed)], exact=exact)


def test_nothing_typed_is_no_entry():
    assert thesaurus("Irak | Iraq").longest([]) == (0, ())
    assert Thesaurus(()).longest(["Irak"]) == (0, ())


def test_other_forms_come_in_the_order_of_the_file():
    names = thesaurus("ONU | Nations Unies | United Nations")
    assert ask(names, "nations unies") == (2, ("ONU", "United Nations"))


def test_the_longest_entry_counts_and_the_rest_is_left():
    names = thesaurus("OTAN | NATO", "Conseil OTAN-Russie | NRC", "Russie | Russia")
    assert ask(names, "Conseil OTAN-Russie à Bruxelles") == (3, ("NRC",))
    assert ask(names, "OTAN-Russie") == (1, ("NATO",))
    assert ask(names, "Conseil de sécurité") == (0, ())
    assert ask(names, "Conseil OTAN") == (0, ())


def test_the_beginning_of_an_entry_is_none():
    names = thesaurus("Irak du Nord | Kurdistan", "Irak | Iraq")
    assert ask(names, "Irak") == (1, ("Iraq",))
    assert ask(names, "Irak du") == (1, ("Iraq",))


def test_only_leading_words_are_looked_at():
    assert ask(thesaurus("Irak | Iraq"), "guerre Irak") == (0, ())


def test_case_accents_dots_and_hyphens_make_no_difference():
    names = thesaurus("Türkiye | Turquie", "O.T.A.N. | NATO", "al-Abadi | Haïder")
    assert ask(names, "TURKIYE") == (1, ("Turquie",))
    assert ask(names, "otan") == (1, ("NATO",))
    assert ask(names, "AL ABADI") == (2, ("Haïder",))


def test_an_exact_form_counts_only_as_it_is_written():
    names = thesaurus("ONU | =UN", "un | une")
    assert ask(names, "UN") == (1, ("ONU",))
    assert ask(names, "U.N.") == (1, ("ONU",))
    assert ask(names, "un") == ask(names, "Un") == (1, ("une",))


def test_a_word_is_as_written_where_such_a_form_is():
    names = thesaurus("ONU | =UN | =Force alliée", "EIIL | Daech")
    assert [names.is_as_written(word) for word in ("UN", "U.N.")] == [True, True]
    assert not any(map(names.is_as_written, ("un", "Un", "ONU", "Daech", "Force", "", "😀")))


def test_an_exact_form_is_looked_for_only_where_that_can_be_done():
    names = thesaurus("ONU | =UN | Nations Unies")
    assert ask(names, "ONU") == (1, ("Nations Unies",))
    assert ask(names, "ONU", exact=True) == (1, ("Nations Unies", "=UN"))
    assert ask(thesaurus("ONU | =UN"), "ONU") == (0, ())


def test_one_way_is_one_way():
    names = thesaurus("> | AWACS | E-3A | Sentry")
    assert ask(names, "AWACS") == (1, ("E-3A", "Sentry"))
    assert ask(names, "E-3A") == ask(names, "Sentry") == (0, ())


def test_what_goes_one_way_goes_for_the_whole_group():
    names = thesaurus("> | AWACS | Sentry", "AWACS | NAEW")
    assert ask(names, "NAEW") == (1, ("AWACS", "Sentry"))


def test_a_form_that_goes_both_ways_is_added_once():
    names = thesaurus("> | AWACS | avion radar", "AWACS | avion radar")
    assert ask(names, "AWACS") == (1, ("avion radar",))
    assert ask(names, "avion radar") == (2, ("AWACS",))


def test_lines_that_share_a_form_are_one_group_whatever_their_order():
    names = thesaurus("a1 | b1", "c1 | d1", "B1 | c1", "d1 | e1")
    assert ask(names, "d1") == (1, ("a1", "b1", "c1", "e1"))
    assert ask(names, "e1") == (1, ("a1", "b1", "c1", "d1"))


def test_what_is_taken_out_is_neither_added_nor_adds():
    for lines in (["- | Kiev", "Kyiv | Kiev | Kyjiw"], ["Kyiv | Kiev | Kyjiw", "- | KIEV"]):
        names = thesaurus(*lines)
        assert ask(names, "Kiev") == (0, ())
        assert ask(names, "Kyiv") == (1, ("Kyjiw",))


def test_a_group_of_one_that_is_left_adds_nothing():
    names = thesaurus("Kyiv | Kiev", "- | Kiev")
    assert ask(names, "Kyiv") == (0, ())
    assert not names.groups


def test_what_the_typed_words_find_anyway_is_not_added():
    names = thesaurus("drone | drones | UAV", "Moldova | République de Moldova | Moldavie")
    assert ask(names, "drones") == (1, ("UAV",))
    assert ask(names, "UAV") == (1, ("drone",))
    assert ask(names, "Moldova") == (1, ("Moldavie",))
    assert ask(names, "Moldavie") == (1, ("Moldova",))


def test_no_entry_of_the_longest_words_leaves_the_shorter_one():
    names = thesaurus("Kiev | Kyiv", "Kiev Rus | =KR")
    assert ask(names, "Kiev Rus") == (1, ("Kyiv",))


# Consonants only: no stems meet, no form holds another but by its words.
name = st.lists(st.text("bcdfghjklmnpqrstvwz", min_size=2, max_size=3), min_size=1, max_size=3).map(
    " ".join
)
table = st.lists(st.lists(name, min_size=2, max_size=5, unique=True), max_size=6)


def reference(groups, typed):
    """Return what forms a typed one must find, by following shared forms without any index."""
    known = {typed}
    while more := {form for group in groups if known & {*group} for form in group} - known:
        known |= more
    return known


@given(table)
def test_the_forms_of_joined_groups_find_each_other(groups):
    if any(len(reference(groups, form)) > 20 for group in groups for form in group):
        return
    names = thesaurus(*(" | ".join(group) for group in groups))
    for typed in {form for group in groups for form in group}:
        _, others = ask(names, typed)
        found = [f" {one} " for one in (typed, *others)]
        wanted = reference(groups, typed)
        if others and ask(names, typed)[0] == len(typed.split()):
            assert {*others} <= wanted - {typed}
        for form in wanted:
            shorter = ask(names, typed)[0] < len(typed.split())
            assert shorter or any(one in f" {form} " for one in found)


@given(table, st.lists(st.text("bcdfghjklmnpqrstvwz", min_size=1, max_size=3), max_size=5))
def test_the_entry_is_the_longest_run_of_leading_words(groups, typed):
    names = thesaurus(*(" | ".join(group) for group in groups[:1]))
    entries = {tuple(map(fold, form.split())) for group in groups[:1] for form in group}
    lengths = [size for size in range(1, len(typed) + 1) if tuple(typed[:size]) in entries]
    length, others = names.longest(typed)
    assert bool(others) == bool(length)
    assert length == 0 or length in lengths
    # A longer entry is passed over only where it adds nothing, all others holding its words.
    for longer in (size for size in lengths if size > length):
        inner = f" {' '.join(typed[:longer])} "
        assert all(inner in f" {' '.join(form)} " for form in entries)


@given(st.lists(st.text(max_size=40), max_size=8), st.booleans())
def test_whatever_is_asked_is_answered(words, exact):
    names = thesaurus("Irak | Iraq", "ONU | =UN | Nations Unies", "> | a | b")
    length, others = names.longest(words, exact=exact)
    assert 0 <= length <= len(words)
    assert bool(length) == bool(others)


def test_looking_up_takes_no_longer_for_many_entries_that_begin_alike():
    # A dictionary is asked once for each length of an entry, not once for each entry.
    digits = string.digits + string.ascii_lowercase
    pairs = [f"conseil {a}{b}{c} | x{a}{b}{c}" for a in digits for b in digits for c in "abc"]
    names = thesaurus(*pairs)
    assert names._lengths["conseil"] == (2,)
    assert ask(names, "Conseil zzc") == (2, ("xzzc",))
