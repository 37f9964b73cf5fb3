import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority import (
    Authority,
    AuthorityDamaged,
    AuthorityNotEdited,
    DecisionImpossible,
    Hide,
    Merge,
    Rename,
    change,
    load,
)

KEPT = """# our decisions

# the two spellings
[[hide]]   # by the desk
entity = "place:b"
# checked in 2024

[[hide]]
entity = "place:a"
"""
ODD = """[[rename]]
entity = "place:c"
fr = '''
[[hide]]
x'''
[[hide]]
entity = "place:a"
"""
ODDER = ODD.replace("x'''", "x\n[[hide]]\n'''")


def put(tmp_path, text):
    (tmp_path / "authority.toml").write_bytes(text.encode())


def text(tmp_path):
    return (tmp_path / "authority.toml").read_bytes().decode()


def test_without_a_file_nothing_is_decided_and_the_first_decision_makes_one(tmp_path) -> None:
    assert load(tmp_path) == Authority()
    change(tmp_path, put=[Hide("place:a")])
    assert load(tmp_path).decisions == (Hide("place:a"),)
    assert text(tmp_path).startswith("#")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_decision_is_added_after_all_that_a_person_wrote(tmp_path, end) -> None:
    before = "# mine\n[[hide]]\nentity = 'place:x'   # so\n".replace("\n", end)
    put(tmp_path, before)
    change(tmp_path, put=[Rename("place:a", "À", "A")])
    added = '\n[[rename]]\nentity = "place:a"\nfr = "À"\nen = "A"\n'.replace("\n", end)
    assert text(tmp_path) == before + added


def test_what_is_undone_loses_its_lines_and_no_remark(tmp_path) -> None:
    put(tmp_path, KEPT)
    change(tmp_path, drop=[Hide("place:b")])
    assert text(tmp_path) == (
        "# our decisions\n\n# the two spellings\n# checked in 2024\n\n"
        '[[hide]]\nentity = "place:a"\n'
    )


made = st.lists(
    st.one_of(
        st.builds(Hide, st.sampled_from(["place:a", "place:b", "person:c"])),
        st.builds(Rename, st.sampled_from(["place:a", "place:b"]), st.sampled_from("ÀBC")),
    ),
    unique=True,
    max_size=6,
)


@given(made, made, st.data())
def test_any_decisions_come_and_go_and_the_others_stay(tmp_path_factory, first, more, data) -> None:
    folder = tmp_path_factory.mktemp("data")
    change(folder, put=first)
    gone = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    change(folder, put=more, drop=gone)
    kept = [one for one in first if one not in gone]
    kept += [one for one in more if one not in kept]
    assert load(folder) == Authority(tuple(kept))


@pytest.mark.parametrize("odd", ["hide = [{entity = 'place:a'}]\n", ODD, ODDER])
def test_a_file_that_cannot_be_changed_safely_stays_as_it_is(tmp_path, odd) -> None:
    put(tmp_path, odd)
    with pytest.raises(AuthorityNotEdited):
        change(tmp_path, put=[Hide("place:d")], drop=[Hide("place:a")])
    assert text(tmp_path) == odd


def test_decisions_that_would_contradict_each_other_are_not_written(tmp_path) -> None:
    change(tmp_path, put=[Merge("place:a", ("place:b",))])
    before = text(tmp_path)
    with pytest.raises(DecisionImpossible, match="circle"):
        change(tmp_path, put=[Merge("place:b", ("place:a",))])
    assert text(tmp_path) == before


def test_a_link_into_another_folder_stays_a_link(tmp_path) -> None:
    other = tmp_path / "repository"
    other.mkdir()
    (other / "ours.toml").write_text("# ours\n", "utf-8")
    (tmp_path / "authority.toml").symlink_to(other / "ours.toml")
    change(tmp_path, put=[Hide("place:a")])
    assert (tmp_path / "authority.toml").is_symlink()
    assert "place:a" in (other / "ours.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "line"), [(b"\xff\n", 1), (b"# x\n[[hide]]\nentity = '\xe9'", 3)]
)
def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path, content, line) -> None:
    (tmp_path / "authority.toml").write_bytes(content)
    with pytest.raises(AuthorityDamaged, match=f"line {line} is not UTF-8"):
        load(tmp_path)


def test_a_folder_in_its_place_is_told(tmp_path) -> None:
    (tmp_path / "authority.toml").mkdir()
    with pytest.raises(AuthorityDamaged, match="not a file"):
        load(tmp_path)
