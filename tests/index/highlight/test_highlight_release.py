import pytest

from index.highlight import Form, Mark, Marker, merged, passages, shown
from index.query import And, Named, Not, Or, Part, Phrase, Within, Word, parse
from index.record import EntityKind, Mention, Release

RELEASE = Release(
    id="x",
    title="Mali: l'OTAN",
    lead="Le Mali et l'OTAN.",
    paragraphs=("Un avion.", "Au Mali", "—", "l'OTAN demeure."),
)
IRAQ = Named(EntityKind.PLACE, "Irak")


def mention(surface, entity, text):
    start = text.index(surface)
    kind = EntityKind.PLACE
    return Mention(entity, kind, entity, surface, start, start + len(surface))


def marked(tree, release=RELEASE, **options):
    spans = merged(Marker(tree, **options).in_release(release))
    return [release.text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("otan", ["OTAN", "OTAN", "OTAN"]),
        ('"Mali l OTAN"', ["Mali: l'OTAN"]),
        ('"OTAN le"~9', []),  # title and lead
        ('"OTAN un"~9', []),  # lead and body
        ('"avion au"', []),  # a place is left free between paragraphs, as in the index
        ('"avion au"~1', ["avion.\n\nAu"]),
        ('"Mali l"~1', ["Mali: l", "Mali et l"]),  # and so it is where one has no word
        ('"Mali l"~2', ["Mali: l", "Mali et l", "Mali\n\n—\n\nl"]),
    ],
)
def test_words_stand_side_by_side_as_they_do_in_the_index(query, expected):
    assert marked(parse(query).tree) == expected


def test_what_is_asked_of_the_title_is_marked_in_the_title_only():
    assert merged(Marker(Within(Part.TITLE, Word("mali"))).in_release(RELEASE)) == [(0, 4)]
    assert marked(Within(Part.TEXT, Word("mali"))) == ["Mali", "Mali"]


def test_named_entities_are_marked_where_they_are_mentioned():
    text = RELEASE.text
    mentions = [mention("Mali", "place:mali", text), mention("avion", "place:iraq", text)]
    ids = {IRAQ: {"place:iraq", "place:iraq-2"}}
    marker = Marker(And((Word("demeure"), IRAQ)), ids.__getitem__)
    start = text.index("avion")
    assert marker.mentions(mentions) == [Mark(start, start + 5, 1, Form.FOLDED)]
    spans = merged(marker.in_release(RELEASE, mentions))
    assert [text[start:end] for start, end in spans] == ["avion", "demeure"]


def test_a_mention_without_letters_is_not_marked():
    marker = Marker(IRAQ, lambda _: ["place:iraq"])
    assert marker.mentions([mention("", "place:iraq", RELEASE.text)]) == []


def test_excluded_entities_are_not_marked():
    mentions = [mention("Mali", "place:iraq", RELEASE.text)]
    marker = Marker(And((Word("x"), Not(IRAQ))), lambda _: ["place:iraq"])
    assert marker.in_release(RELEASE, mentions) == []


def test_an_entity_named_twice_has_a_mark_for_each_naming_in_the_query():
    names = Or((IRAQ, Within(Part.TEXT, Named(EntityKind.PLACE, "Iraq"))))
    marker = Marker(names, lambda _: ["place:iraq"])
    (first, second) = marker.mentions([mention("Mali", "place:iraq", RELEASE.text)])
    assert first[:2] == second[:2]
    assert (first.word, second.word) == (0, 1)


@pytest.mark.parametrize("title", ["Mali: l'OTAN", ""])
@pytest.mark.parametrize("lead", ["Le Mali et l'OTAN.", ""])
@pytest.mark.parametrize("paragraphs", [("Un avion.", "Au Mali"), ()])
def test_title_and_passages_hold_their_own_marks(title, lead, paragraphs):
    release = Release(id="x", title=title, lead=lead, paragraphs=paragraphs)
    marker = Marker(parse("mali otan avion").tree)
    head, best = shown(release, marker.in_release(release))
    assert head.text == title
    assert list(head.marks) == marker.marks(title)
    rest = "\n\n".join(filter(None, (lead, *paragraphs)))
    found = [passage.text[start:end] for passage in best for start, end in passage.marks]
    assert found == [rest[start:end] for start, end in marker.marks(rest)]


@pytest.mark.parametrize("title", ["Mali: l'OTAN, " * 40, ""])
def test_the_best_passages_are_those_of_the_text_below_the_title(title):
    far = "Rien ici. " * 60
    paragraphs = ("Un avion, " * 9, far, "Le Mali, l'OTAN, un avion.", far, "Un avion au Mali.")
    release = Release(id="x", title=title, paragraphs=paragraphs)
    marker, rest = Marker(parse("mali otan avion").tree), "\n\n".join(paragraphs)
    _, best = shown(release, marker.in_release(release))
    assert best == passages(rest, marker.found(rest))
    assert [one.text[:11] for one in best] == ["Le Mali, l'", "Un avion au"]


def test_a_mention_that_runs_on_from_the_title_is_marked_in_the_title_to_its_end():
    head, _ = shown(RELEASE, [Mark(6, 20)])
    assert head.marks == ((6, 12),)


def test_a_phrase_is_one_word_of_the_query():
    marker = Marker(And((Phrase((Word("avion"),)), Word("mali"))))
    assert {mark.word for mark in marker.in_release(RELEASE)} == {0, 1}
