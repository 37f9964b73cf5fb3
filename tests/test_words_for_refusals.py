"""What is refused on the way in has words on the way out: the rooms know each other only here."""

import pytest

from indexer.reading import PageTooSlow
from indexer.refusal import EmptyPage, Refused
from webapp.information import reason_in_words
from webapp.words import Words, messages


def reasons(error=Refused):
    return {error.reason}.union(*map(reasons, error.__subclasses__()))


def test_the_reasons_of_every_room_are_known_here():
    assert {EmptyPage.reason, PageTooSlow.reason} < reasons()


@pytest.mark.parametrize("reason", sorted(reasons() - {Refused.reason}))
def test_every_reason_a_page_is_refused_for_has_words(reason):
    assert [reason_in_words(reason, Words(language)) for language in ("fr", "en")] != [reason] * 2
    assert f"refused-page.{reason}" in messages()


def test_no_reason_has_words_that_is_none():
    before = "refused-page."
    assert {key.removeprefix(before) for key in messages() if key.startswith(before)} <= reasons()
