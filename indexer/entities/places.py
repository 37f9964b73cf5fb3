"""Where names that only a text itself makes known stand in it."""

from collections.abc import Iterable, Iterator

import ahocorasick

from indexer.entities.matcher import Scan

_FEW = 24  # keys that are found sooner one by one than by an automaton made for them


def everywhere(pass_: Scan, keys: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, key) of the source wherever padded, folded keys stand in a text."""
    folded = pass_.folded
    wanted = set(keys)
    found = _one_by_one if len(wanted) <= _FEW else _all
    for last, key in found(folded.text, wanted):
        start, end = folded.span(last - len(key) + 2, last)
        yield start, end, key


def _one_by_one(text: str, keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (place of the last character, key)."""
    for key in keys:
        place = text.find(key)
        while place >= 0:
            last = place + len(key) - 1
            yield last, key
            place = text.find(key, last)  # the space behind one may be that before the next


def _all(text: str, keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (place of the last character, key), in one pass."""
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key, key)
    automaton.make_automaton()
    yield from automaton.iter(text)
