"""English frames for the English twins: the same themes, organisations, places and persons."""

from __future__ import annotations

from functools import cache

from indexer.sample.grammar import Frame, Slot, Writer, compiled, sections


@cache
def _words() -> dict[str, list[str]]:
    found = {}
    for line in sections("templates/en.txt")["words"]:
        label, _, words = line.partition(":")
        found[label] = [word.strip() for word in words.split(",")]
    return found


def _word(label: str) -> Slot:
    return lambda writer: writer.dice.pick(_words()[label])


def _organisation(writer: Writer) -> str:
    return writer.dice.pick(writer.theme.organisations).english


def _person(writer: Writer) -> str:
    return writer.dice.pick(writer.persons).english


SLOTS: dict[str, Slot] = {
    "org": _organisation,
    "pers": _person,
    "place": lambda writer: writer.theme.places.draw(writer.dice).english,
    "np": lambda writer: "the " + writer.dice.pick(writer.theme.english),
    "date": lambda writer: writer.day,
    "year": lambda writer: str(writer.year - writer.dice.between(1, 9)),
    "year2": lambda writer: str(writer.year + writer.dice.between(1, 5)),
    "num": lambda writer: str(writer.dice.between(20, 900)),
    "adj": _word("adj"),
    "verb": _word("verb"),
    "hum": _word("hum"),
}


@cache
def english() -> dict[str, tuple[Frame, ...]]:
    """Return the compiled English frames by section."""
    return {
        name: tuple(compiled(line, SLOTS) for line in found)
        for name, found in sections("templates/en.txt").items()
        if name != "words"
    }
