"""`depeche copies` and `depeche history --against`, over the sample's corrected versions."""

import json

import pytest

from depeche.cli import run
from indexer import sample
from indexer.sample.handwritten import handwritten

COUNT = sum(1 + (text.english is not None) for text in handwritten())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")
    sample.write(folder / "pages", COUNT, 3)
    assert run(["index", str(folder / "pages"), "--data", str(folder / "data")]) == 0
    return str(folder / "data")


def corrected():
    """Return the pairs of ids that the sample says are one text before and after correction."""
    ids = {made.key: made.release.id for made in sample.releases(COUNT, 3) if not made.twin}
    return {
        frozenset((ids[key], ids[key.removesuffix("-corr")]))
        for key in ids
        if key.endswith("-corr")
    }


def test_every_corrected_version_is_in_a_group_with_what_it_corrects(data, capsys) -> None:
    assert run(["copies", "--json", "--data", data]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {frozenset(copy["id"] for copy in group) for group in told["found"]} == corrected()
    assert told["groups"] == len(corrected())
    assert all(copy["likeness"] >= 0.8 for group in told["found"] for copy in group)


def test_groups_are_read_by_people_too_and_a_limit_is_told(data, capsys) -> None:
    assert run(["copies", "--limit", "1", "--data", data]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{2 * len(corrected())} releases in {len(corrected())} groups.")
    assert f"{len(corrected()) - 1} more" in out


def test_higher_likeness_leaves_fewer_groups(data, capsys) -> None:
    assert run(["copies", "--json", "--least", "1.0", "--data", data]) == 0
    assert json.loads(capsys.readouterr().out)["groups"] == 0


def test_what_differs_between_two_releases_is_told_word_by_word(data, capsys) -> None:
    ids = {made.key: made.release.id for made in sample.releases(COUNT, 3)}
    pair = (ids["2003-fias-commandement"], ids["2003-fias-commandement-corr"])
    assert run(["history", pair[0], "--against", pair[1], "--data", data]) == 0
    out = capsys.readouterr().out
    assert "[-environ-] {+un peu plus de+}" in out
    assert "date: 2003-08-11 → 2003-08-12" in out
    assert run(["history", pair[0], "--against", pair[1], "--json", "--data", data]) == 0
    assert json.loads(capsys.readouterr().out)["against"] == pair[1]
    assert run(["history", pair[0], "--against", "page:none", "--data", data]) == 2


def test_an_archive_that_was_not_compared_says_so(tmp_path, capsys) -> None:
    assert run(["copies", "--data", str(tmp_path)]) == 2
    assert "depeche reindex" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
