"""The sample archive states what is true of each of its pages: an oracle for the profiles.

The pages are written to a folder and read from there, as a mirror of a site is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer import sample
from indexer.extract import extract
from indexer.sources import Found, locate, read

if TYPE_CHECKING:
    from index.record import Release

FIELDS = (
    "id", "url", "title", "lead", "paragraphs", "date", "updated", "reference", "language", "place",
    "flags",
)  # fmt: skip
COUNT = 150


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Release, Release]]:
    """Return (path, what is true, what was read) of the first pages of a sample."""
    folder = tmp_path_factory.mktemp("mirror")
    sample.write(folder, COUNT, 11)
    truth = {str(folder / made.path): made.release for made in sample.releases(COUNT, 11)}
    return [
        (locator.origin, truth[locator.origin], extract(read(locator)).release)
        for locator in locate([folder], Found())
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_what_the_sample_says(
    field: str, pairs: list[tuple[str, Release, Release]]
) -> None:
    wrong = [
        (path, getattr(true, field), getattr(read, field))
        for path, true, read in pairs
        if getattr(true, field) != getattr(read, field)
    ]
    assert not wrong[:3]


def test_kinds_follow_from_label_and_address(pairs: list[tuple[str, Release, Release]]) -> None:
    # A few texts written by hand are of a kind that their page does not name.
    right = sum(true.kind is read.kind for _, true, read in pairs)
    assert right >= 0.97 * len(pairs)
