import dataclasses

import pytest

from index.record import Document, EntityKind, Mention, Release
from indexer.authority.candidates import candidates, snippet


def document(number, *paragraphs, mentions=(), title="Une visite"):
    release = Release(id=f"r{number}", title=title, paragraphs=paragraphs)
    placed = []
    for entity, surface in mentions:
        start = release.text.index(surface)
        kind = EntityKind(entity.partition(":")[0])
        end = start + len(surface)
        placed.append(Mention(entity, kind, surface, surface, start, end))
    return Document(release=release, mentions=tuple(placed))


def names(*documents, known=(), **options):
    return [one.name for one in candidates(documents, known, **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il a vu Grabelot hier.", ["Grabelot"]),
        ("Grabelot a vu la mer.", []),
        ("La mer est là. Grabelot aussi.", []),
        ("GRABEX a vu la mer.", ["GRABEX"]),
        ("Il a vu M. Grabelot.", ["Grabelot"]),
        ("Il a lu l’Éclair d’Ostrevant.", ["Éclair d’Ostrevant"]),
        ("Il a vu le Comité des Grands Lacs ici.", ["Comité des Grands Lacs"]),
        ("Il a vu d’Artagnan et Al-Habbar.", ["Artagnan", "Al-Habbar"]),
        ("IL A VU LE GRABELOT.", []),
        ("Il est là (Grabelot, hier).", []),
        ("Il a vu 12 km et X.", []),
        ("On y voit 北京 et Ωmega.", []),
    ],
)
def test_what_is_written_like_a_name_is_one_and_not_for_the_sentences_sake(text, found) -> None:
    assert set(names(document(1, text))) == set(found)


def test_what_is_recognised_is_told_only_where_no_list_has_it() -> None:
    one = document(
        1,
        "Il a vu Paris et le colonel Guy Prunier.",
        mentions=[("place:paris", "Paris"), ("person:guy-prunier", "Guy Prunier")],
    )
    (found,) = candidates([one], {"place:paris"})
    assert (found.name, found.entity, found.releases) == ("Guy Prunier", "person:guy-prunier", 1)


def test_names_are_ranked_by_releases_and_have_three_examples() -> None:
    many = [document(n, "Ici vit Grabelot, le grand Grabelot.") for n in range(5)]
    few = [document(n, "Là vit Ostrevant.") for n in range(5, 7)]
    first, second = candidates(few + many, ())
    assert (first.name, first.releases, second.name, second.releases) == (
        *("Grabelot", 5),
        *("Ostrevant", 2),
    )
    assert [one[0] for one in first.examples] == ["r0", "r1", "r2"]
    text = many[0].release.text
    assert text[slice(*first.examples[0][1:])] == "Grabelot"


def test_accents_and_case_make_no_other_name_and_words_written_small_are_none() -> None:
    assert names(document(1, "Ici vit Grabélot."), document(2, "Ici vit Grabelot.")) == ["Grabélot"]
    assert names(document(1, "Voici le Conseil."), document(2, "Voici le conseil.")) == []


def test_what_is_hidden_is_not_told_again() -> None:
    assert names(document(1, "Ici vit Grabelot."), ignored=["grabélot"]) == []


def test_memory_is_bounded_and_what_is_frequent_is_kept() -> None:
    rare = [document(n, f"Ici vit Rare{chr(97 + n % 26)}{chr(97 + n // 26)}.") for n in range(300)]
    often = [document(1000 + n, "Ici vit Grabelot.") for n in range(3)]
    mixed = often[:2] + rare[:150] + often[2:] + rare[150:]
    found = candidates(mixed, (), most=20)
    assert (found[0].name, found[0].releases) == ("Grabelot", 3)
    assert len(found) <= 20


def test_a_snippet_is_cut_between_words_and_keeps_the_name() -> None:
    text = "mot " * 40 + "Grabelot" + " mot" * 40
    shown = snippet(text, 160, 168)
    assert "Grabelot" in shown
    assert shown.startswith("… mot mot")
    assert shown.endswith("mot mot …")
    assert snippet("Ici Grabelot", 4, 12) == "Ici Grabelot"


def test_titles_are_passed_over() -> None:
    assert names(document(1, "Rien.", title="Visite à Grabelot")) == []
    lead = document(1, "Rien.")
    lead = dataclasses.replace(
        lead, release=dataclasses.replace(lead.release, lead="Il a vu Grabelot.")
    )
    assert names(lead) == ["Grabelot"]
