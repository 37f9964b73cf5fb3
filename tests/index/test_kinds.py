"""What kinds of releases are called: every kind has labels, and no word means two of them."""

from __future__ import annotations

import pytest

from index.kinds import kinds_called, label
from index.record import Kind


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_kind_is_found_by_its_label_and_by_its_value(kind: Kind, language: str) -> None:
    assert label(kind, language)
    assert kinds_called(label(kind, language)) == {kind}
    assert kinds_called(kind.value) == {kind}


@pytest.mark.parametrize("name", ["press releases", "DÉCLARATIONS", "Speeches", "textes officiels"])
def test_plurals_and_case_are_no_matter(name: str) -> None:
    assert len(kinds_called(name)) == 1


def test_a_word_that_names_no_kind_finds_none() -> None:
    assert not kinds_called("roman")
    assert not kinds_called("")
