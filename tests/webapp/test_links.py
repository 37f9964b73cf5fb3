from hypothesis import given
from hypothesis import strategies as st

from webapp.links import href, ordered, read, toggled

names = st.sampled_from(["q", "place", "from", "x y", "é"])
some_pairs = st.lists(st.tuples(names, st.text(st.characters(codec="utf-8"))), max_size=6).map(
    tuple
)


@given(some_pairs)
def test_an_address_reads_back_to_its_pairs(pairs):
    _, _, query = href("/", pairs).partition("?")
    assert read(query.encode()) == ordered(pairs)


@given(some_pairs, st.text(max_size=3))
def test_toggling_twice_changes_nothing(pairs, value):
    once = toggled(pairs, "place", value)
    assert (("place", value) in once) != (("place", value) in pairs)
    if ("place", value) not in pairs:
        assert toggled(once, "place", value) == pairs


@given(some_pairs, st.randoms())
def test_one_state_has_one_address(pairs, random):
    single = tuple(dict(pairs).items())
    shuffled = list(single)
    random.shuffle(shuffled)
    known = [name for name, _ in single if name in {"q", "place", "from"}]
    if len(known) == len(single):
        assert href("/", tuple(shuffled)) == href("/", single)


def test_a_changed_filter_starts_at_the_first_page():
    assert toggled((("offset", "20"),), "kind", "discours") == (("kind", "discours"),)


@given(st.binary(max_size=60))
def test_any_bytes_are_pairs(query_string):
    for pair in read(query_string):
        href("/", (pair,)).encode()
