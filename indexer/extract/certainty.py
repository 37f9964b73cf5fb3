"""How sure a publication date is, in three steps, and what each of them means."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """How sure a publication date is: the values of `Release.date_certainty`.

    STATED: the page's own field or line of publication says it: metadata, markup, a date line.
    INFERRED: it follows from something else: the address, the first or last words of the text, the
    title tag, data of a script, the first day of an event, the day of a speech put up later.
    GUESSED: the nearest thing to it that the page has, such as the time of an update.
    """

    STATED = "stated"
    INFERRED = "inferred"
    GUESSED = "guessed"


MEANINGS = {
    Certainty.STATED: "the page's own date field or date line",
    Certainty.INFERRED: "what address, text or event tell of it",
    Certainty.GUESSED: "another date of the page, for want of its own",
}
