"""The archive's own file: what it adds, what is told of a line that cannot be read, edits."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ThesaurusDamaged
from index.thesaurus import FILE, Thesauri, files, load
from index.thesaurus.groups import merge
from index.thesaurus.lines import MAX_FORM, MAX_FORMS, MAX_LINES, read


def write(folder, text):
    (folder / FILE).write_text(text, "utf-8")
    return folder


def test_without_a_file_there_are_the_shipped_groups(tmp_path):
    for folder in (None, tmp_path, tmp_path / "nowhere"):
        assert load(folder).longest(["Irak"]) == (1, ("Iraq",))


def test_a_line_adds_a_group(tmp_path):
    names = load(write(tmp_path, "# mine\n\nsommet\tréunion au sommet\tsummit\n"))
    assert names.longest(["summit"]) == (1, ("sommet",))
    assert names.longest(["Irak"]) == (1, ("Iraq",))


def test_a_line_that_shares_a_form_extends_the_shipped_group(tmp_path):
    names = load(write(tmp_path, "mésopotamie\tIRAK\n"))
    assert names.longest(["Mésopotamie"]) == (1, ("Iraq", "Irak"))


def test_a_shipped_form_can_be_taken_out(tmp_path):
    names = load(write(tmp_path, "-\tIrak\n"))
    assert names.longest(["Irak"]) == names.longest(["Iraq"]) == (0, ())
    assert load(None).longest(["Irak"]) == (1, ("Iraq",))


@pytest.mark.parametrize(
    "text",
    [
        "a1\tb1\r\nc1\td1\r\n",
        "\ufeff# x\na\u00ad1\tb1\nc1\td1",
        "a1\tb1\t\t\t\nc1 \t\u00a0d1\n\t\t\n",
    ],
)
def test_what_editors_and_table_programs_leave_is_read(text):
    lines = read(text.encode(), "test")
    assert [[form.text for form in line.forms] for line in lines] == [["a1", "b1"], ["c1", "d1"]]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"# \n\nIrak\n", "line 3 has one form only (case, accents and hyphens make no other)"),
        (b"Karza\xc3\xaf\tKarzai", "line 1 has one form only (case, accents and hyphens"),
        (b">\tIrak\n", "line 1 has one form only"),
        (b"-\n", "line 1 has no form after '-'"),
        (b"Irak\tIraq\n- Daech\n", "line 2 needs a tab between '-' and the form"),
        (b"> drone\tUAV", "line 1 needs a tab between '>' and the form"),
        (b"Irak\t***", "line 1 has a form without letters or digits"),
        (b"Irak\t=", "line 1 has a form without letters or digits"),
        (b"Irak\tIr\x07aq", "line 1 holds a control character (U+0007)"),
        ("Irak\tIr\u202eaq".encode(), "line 1 holds a control character (U+202E)"),
        (b"a1\tb1\nIrak\t\xff\n", "line 2 is not UTF-8"),
        (b"Irak\t" + b"q" * (MAX_FORM + 1), "line 1 has a form of more than 200 characters"),
        (
            "\t".join(f"f{number}" for number in range(MAX_FORMS + 1)).encode(),
            "line 1 has more than 20 forms",
        ),
        (
            b"\n".join(b"f0\tf%d" % number for number in range(1, MAX_FORMS + 1)),
            "with line 20 a group has more than 20 forms",
        ),
        (b"\n" * (MAX_LINES + 1), "it has more than 100,000 lines"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, text, problem):
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(ThesaurusDamaged) as caught:
        load(tmp_path)
    assert str(tmp_path / FILE) in str(caught.value)
    assert problem in str(caught.value)
    number = re.match(r"(?:with )?line (\d+)", problem)
    assert caught.value.facts.get("line") == (int(number.group(1)) if number else None)


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / FILE)
    with pytest.raises(ThesaurusDamaged, match="it is not a file"):
        load(tmp_path)


def test_a_file_of_any_size_is_refused_before_it_fills_the_memory(tmp_path):
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    with pytest.raises(ThesaurusDamaged, match="more than 32 MB"):
        load(tmp_path)


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from([">", "-", "=", "=UN", "Irak", "# x", "\ufeff", "\u200d", "é", "e\u0301"]),
)
lines = st.lists(st.lists(cells, max_size=5).map("\t".join), max_size=8).map("\n".join)


@given(st.one_of(st.binary(max_size=80), lines.map(lambda text: text.encode("utf-8", "replace"))))
def test_a_file_of_anything_is_read_or_its_error_named(content):
    groups = ()
    with suppress(ThesaurusDamaged):
        groups = merge(read(content, "test"))
    for group in groups:
        for form in (*group.forms, *group.onward):
            assert form.key
            assert form.text == " ".join(form.text.split())
            assert len(form.text) <= MAX_FORM


def test_an_edit_is_seen_and_an_unchanged_file_is_not_read_again(tmp_path):
    thesauri = Thesauri(tmp_path)
    first = thesauri.current()
    assert thesauri.current() is first
    write(tmp_path, "mésopotamie\tIrak\n")
    second = thesauri.current()
    assert second.longest(["Irak"]) == (1, ("Iraq", "mésopotamie"))
    assert thesauri.current() is second
    (tmp_path / FILE).unlink()
    assert thesauri.current().longest(["Irak"]) == (1, ("Iraq",))


def test_an_edit_that_cannot_be_read_is_told_each_time_and_leaves_the_last_one(tmp_path):
    thesauri = Thesauri(write(tmp_path, "mésopotamie\tIrak\n"))
    good = thesauri.current()
    write(tmp_path, "alone\n")
    for _ in range(2):
        with pytest.raises(ThesaurusDamaged, match="line 1"):
            thesauri.current()
    assert thesauri.last is good
    write(tmp_path, "sumer\tIrak\n")
    assert thesauri.current().longest(["sumer"]) == (1, ("Iraq", "Irak"))


def test_before_the_first_question_the_last_one_is_the_shipped_one(tmp_path):
    assert Thesauri(write(tmp_path, "alone\n")).last.longest(["Irak"]) == (1, ("Iraq",))


def test_without_a_folder_nothing_is_looked_for_on_disk():
    assert Thesauri(None).current().longest(["Irak"]) == (1, ("Iraq",))


def test_threads_share_one_reading(tmp_path, monkeypatch):
    read_times = []

    def slow(data):
        read_times.append(data)
        time.sleep(0.05)
        return load(data)

    monkeypatch.setattr(files, "load", slow)
    thesauri = Thesauri(write(tmp_path, "mésopotamie\tIrak\n"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: thesauri.current(), range(64)))
    assert len(read_times) == 1
    assert len({id(one) for one in found}) == 1
