"""Reading judgements, and the sample's own."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import Judged, JudgementsDamaged, read
from index.evaluation.judgements import parse
from indexer import sample

QUERIES, QUESTIONS = 100, 250
ASKED = 40


def written() -> dict[str, int]:
    """Return id → number of paragraphs of every French text written by hand."""
    made = [one for one in sample.releases(110, 1) if one.key]
    return {one.release.id: len(one.release.paragraphs) for one in made}


def test_queries_stand_in_file_order_with_their_grades() -> None:
    content = "# judged\n\nb b\tr1\t3\r\na\tr2\t0\nb b\tr2\t1\na\tr1\t2\n"
    expected = (Judged("b b", {"r1": 3, "r2": 1}), Judged("a", {"r2": 0, "r1": 2}))
    assert parse(content.encode(), "x") == expected
    assert parse(b"\xef\xbb\xbf" + content.encode(), "x") == expected


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"a\tr1\t1\na\tr2", 2, "has 2 cells"),
        (b"a\tr1\t1\tx", 1, "has 4 cells"),
        (b"# x\na\tr1\t4", 2, "grade '4'"),
        (b"a\tr1\t-1", 1, "grade '-1'"),
        (b"a\tr1\t", 1, "grade ''"),
        ("a\tr1\t²".encode(), 1, "grade '²'"),
        (b"\tr1\t1", 1, "no query"),
        (b"a\t \t1", 1, "no release id"),
        (b"a\tr1\t1\nb\tr1\t1\na\tr1\t2", 3, "a second time"),
        (b"a\tr1\t1\nb\tr1\t0", 2, "nothing is relevant"),
        (b"a\tr1\t1\n\xe9\tr1\t1", 2, "not UTF-8"),
        (b"# none\n", 2, "without a judgement"),
        (b"", 1, "without a judgement"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_and_line(tmp_path, content, line, problem) -> None:
    path = tmp_path / "judged.tsv"
    path.write_bytes(content)
    with pytest.raises(JudgementsDamaged) as caught:
        read(path)
    assert f"{path} cannot be used: line {line} " in str(caught.value)
    assert problem in str(caught.value)


@given(st.binary() | st.text(alphabet="a1\t\n#\r2 ").map(str.encode))
def test_any_bytes_are_judgements_or_that_error(content) -> None:
    try:
        judged = parse(content, "x")
    except JudgementsDamaged:
        return
    assert all(any(one.grades.values()) for one in judged)


def test_the_judged_queries_of_the_sample_are_about_its_texts() -> None:
    with resources.as_file(resources.files("indexer.sample") / "judged.tsv") as path:
        judged = read(path)
    assert len(judged) >= QUERIES
    assert sum(one.query.endswith(" ?") for one in judged) >= ASKED
    ids = {one.release.id for one in sample.releases(110, 1)}
    texts = written().keys() | {text.removesuffix("fr") + "en" for text in written()} & ids
    assert {release for one in judged for release in one.grades} <= texts


def test_the_questions_of_the_sample_each_have_a_paragraph() -> None:
    lines = (resources.files("indexer.sample") / "questions.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    paragraphs = written()
    assert len({question for question, _, _ in rows}) == len(rows) >= QUESTIONS
    assert all(question.endswith(" ?") for question, _, _ in rows)
    assert all(int(number) < paragraphs[release] for _, release, number in rows)
