"""The groups that ship: what they hold, what they find, and what they must not."""

from importlib import resources

import pytest

from index.french import fold, scan, stem
from index.french.lists import function_words
from index.thesaurus import load
from index.thesaurus.lines import Sign, read

CONTENT = (resources.files("index.thesaurus") / "groups.tsv").read_bytes()
LINES = read(CONTENT, "groups.tsv")
SHIPPED = load(None)


def words(text):
    return [surface for *_, surface in scan(text)]


def folded(text):
    return tuple(map(fold, words(text)))


def within(outer, inner):
    return f" {' '.join(inner)} " in f" {' '.join(outer)} "


def finds_a_text_with(looked_for, wanted):
    """Tell whether a search for one form finds a text that holds the other."""
    if looked_for.startswith("="):
        return within(words(wanted), words(looked_for))
    if len(words(looked_for)) == 1:
        # A single word is looked for by its stem.
        return stem(words(looked_for)[0]) in map(stem, words(wanted))
    return within(folded(wanted), folded(looked_for))


def finds(thesaurus, typed, wanted):
    _, others = thesaurus.longest(words(typed), exact=True)
    return any(finds_a_text_with(one, wanted) for one in (typed, *others))


# The examples of the issue, then those of the house style.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OTAN", "NATO"),
        ("EIIL", "Daech"),
        ("Daech", "État islamique"),
        ("EIIL", "État islamique"),
        ("FIAS", "ISAF"),
        ("Irak", "Iraq"),
        ("Kiev", "Kyiv"),
        ("Moldova", "Moldavie"),
        ("Türkiye", "Turquie"),
        ("iraquien", "irakien"),
        ("iraquiennes", "irakiennes"),
        ("Tchéquie", "République tchèque"),
        ("Macédoine du Nord", "ex-République yougoslave de Macédoine"),
        ("Mossoul", "Mosul"),
        ("Karzaï", "Karzai"),
        ("Chișinău", "Chisinau"),
        ("Šekerinska", "Shekerinska"),
        ("ONU", "Nations Unies"),
        ("UE", "Union européenne"),
        ("CPEA", "EAPC"),
        ("PPP", "Partnership for Peace"),
        ("Poutine", "Putin"),
        ("Kadhafi", "Gaddafi"),
        ("drone", "UAV"),
        ("engins explosifs improvisés", "IED"),
        ("ADM", "armes de destruction massive"),
    ],
)
def test_an_example_finds_the_other_way_of_saying_it(one, other):
    assert finds(SHIPPED, one, other)
    assert finds(SHIPPED, other, one)


def test_there_are_groups_for_this_archive():
    assert len(SHIPPED.groups) >= 200


@pytest.mark.parametrize("group", SHIPPED.groups, ids=lambda group: group.forms[0].text)
def test_every_form_of_a_group_finds_every_other(group):
    for typed in group.forms:
        for wanted in (*group.forms, *group.onward):
            assert finds(SHIPPED, typed.text, wanted.text), (typed.text, wanted.text)


def test_no_form_stands_twice():
    own = [
        form.identity
        for line in LINES
        for form in (line.forms[:1] if line.sign is Sign.ONWARD else line.forms)
    ]
    assert len(own) == len(set(own))
    for line in CONTENT.decode().splitlines():
        cells = [] if line.startswith("#") else line.split("\t")
        # Two spellings that are one to the search are a remark for nobody.
        keys = [(folded(cell), cell.startswith("=")) for cell in cells]
        assert len(keys) == len(set(keys)), line


def test_an_everyday_word_counts_only_as_it_is_written():
    everyday = function_words() | {"can", "cor", "cou", "ici", "eau", "amis", "coin", "est", "us"}
    plain = {fold(word) for word in everyday}
    for group in SHIPPED.groups:
        for form in (*group.forms, *group.onward):
            if len(form.key) == 1:
                assert form.spelling or form.key[0] not in plain, form.text
                assert len(form.key[0]) > 1


def test_forms_are_written_as_a_reader_is_shown_them():
    for group in SHIPPED.groups:
        for form in (*group.forms, *group.onward):
            assert form.text == form.text.strip()
            assert tuple(map(fold, form.key)) == form.key
            assert form.key == folded(form.text)


def test_no_line_of_the_shipped_file_takes_out():
    assert all(line.sign is not Sign.OUT for line in LINES)


@pytest.mark.parametrize(
    "typed",
    ["réfugiés", "Grande-Bretagne", "Bosniaque", "Macédoine", "Alliance", "un", "can", "eau"],
)
def test_words_that_are_merely_related_are_no_names_of_each_other(typed):
    _, others = SHIPPED.longest(words(typed), exact=True)
    assert not {"migrants", "Royaume-Uni", "bosnien", "Macédoine du Nord", "OTAN", "ONU"} & {
        *others
    }
    assert not {"Conseil de l'Atlantique Nord", "Émirats arabes unis"} & {*others}


def test_the_treaty_is_not_looked_for_inside_the_name_of_the_organisation():
    assert finds(SHIPPED, "Traité de l'Atlantique Nord", "Traité de Washington")
    _, others = SHIPPED.longest(words("Traité de Washington"))
    assert "Traité de l'Atlantique Nord" not in others
