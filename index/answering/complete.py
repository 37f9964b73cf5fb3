"""What was typed so far → ways to go on: entities, titles and words of the archive.

An entity becomes a filter (`lieu:"Kyiv"`), not words: only so does the reader find the number of
releases that was promised, under whatever name they have it. A title becomes a phrase in the title.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from index import deadline
from index.answering.names import names_of
from index.answering.promise import Promise
from index.answering.surface import surface
from index.engine import Completion, CompletionKind
from index.french import fold, folded_terms, tokens
from index.french.lists import function_words
from index.french.rules import APOSTROPHES
from index.query import Part
from index.record import EntityKind
from index.schema import PARTS, slug
from index.suggest import being_typed, has_word, name_key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from index.answering.holdings import Holdings, Scope
    from index.record import Entity
    from index.suggest import Typing
    from index.thesaurus import Thesauri

FIELDS: Final = {
    EntityKind.PERSON: "personne",
    EntityKind.PLACE: "lieu",
    EntityKind.ORGANISATION: "organisation",
    EntityKind.OPERATION: "opération",
    EntityKind.EVENT: "événement",
}
"""The field of the query language for each kind of entity."""

_APOSTROPHES: Final = frozenset(APOSTROPHES)
_PARTS: Final = {None: PARTS, Part.TITLE: PARTS[:1], Part.TEXT: PARTS[1:]}
_LEAST_FOR_TITLES: Final = 3
"""Letters from which on titles are looked up: fewer begin some word of most titles."""
_LEAST_FOR_NAMES: Final = 2
"""Letters from which on a name is looked up after other words, as they may go on otherwise."""
_MOST_FOR_TITLES: Final = 24
"""Words; a title with more is not typed to its end."""

_TRIES: Final = 3
"""So many times the ways that are wanted are looked at, as some find nothing."""


class _Way(NamedTuple):
    """A completion of which may not be known yet how many releases its query finds."""

    kind: CompletionKind
    text: str
    query: str
    form: str = ""
    known: int | None = None
    english: str = ""


def complete(
    typed: str, limit: int, holdings: Holdings[Any], thesauri: Thesauri
) -> tuple[Completion, ...]:
    """Return up to `limit` ways to go on, each once and each finding some release; never raises.

    Entities come first, then titles, then words; among entities those whose name began furthest
    back, then the better match, then the more releases; among words those that find more. Half of
    the places are for entities, a quarter for titles and one for words; what one leaves free is for
    the others in turn. What is not shown is not counted.
    """
    typing = being_typed(typed)
    if typing is None or limit <= 0:
        return ()
    promise, tries = Promise(holdings, thesauri), _TRIES * limit
    seen, named = {typed}, set[str]()

    def found(ways: Iterator[_Way]) -> Iterator[Completion]:
        for way in islice(ways, tries):
            deadline.check()
            if way.query in seen or name_key(way.text) in named:
                continue
            seen.add(way.query)
            count = promise.total(way.query) if way.known is None else way.known
            if count:
                if way.kind is not CompletionKind.TITLE:
                    named.update(map(name_key, (way.text, way.form)))
                yield Completion(way.kind, way.text, way.query, count, way.form, way.english)

    sorts = (
        found(_entities(typing, tries, promise)),
        found(_titles(typing, limit, holdings)),
        found(_words(typing, limit, promise)),
    )
    quarter = limit // 4
    places = (limit - 2 * quarter, quarter, quarter)
    taken = [list(islice(some, room)) for some, room in zip(sorts, places, strict=True)]
    for some, more in zip(taken, sorts, strict=True):
        some.extend(islice(more, limit - sum(map(len, taken))))
    entities, titles, words = taken
    return *entities, *titles, *sorted(words, key=lambda one: -one.count)


def _is_of_words(typing: Typing) -> bool:
    """Tell whether only words may stand where the reader is typing."""
    in_phrase = typing.opening is not None and typing.kind is None
    return in_phrase or typing.part is not None or typing.exact


def _entities(typing: Typing, most: int, promise: Promise[Any]) -> Iterator[_Way]:
    if _is_of_words(typing):
        return
    names, text = names_of(promise.holdings), typing.text
    within = promise.before(text, in_phrase=False) if typing.opening is None else None
    seen: set[str] = set()
    for start in _tellings(typing):
        for one in names.beginning(text[start:], most, typing.kind):
            entity = one.entity
            if entity.id in seen:
                continue
            seen.add(entity.id)
            field = "" if typing.kind else f"{FIELDS[entity.kind]}:"
            begins = _replaced_from(typing, one.name, start)
            if (
                within
                and begins == typing.starts[-1]
                and not _mentioned_in(within, entity, promise)
            ):
                continue
            kept = text[:begins]
            yield _Way(
                CompletionKind(entity.kind.value),
                entity.label,
                f"{kept}{field}{quoted(entity.label)}",
                "" if _begins(entity.label, text[start:]) else one.name,
                None if kept else promise.named(entity),
                entity.english,
            )


def _mentioned_in(within: Scope, entity: Entity, promise: Promise[Scope]) -> bool:
    """Tell whether any of some releases mentions an entity; quicker than counting its query."""
    key = (entity.kind.value, slug(entity.id))
    return promise.holdings.held([[key]], within)[0] > 0


def _replaced_from(typing: Typing, name: str, start: int) -> int:
    """Return where an entity, recognised by what stands from `start` on, takes the place of it.

    "la val" is the beginning of La Valette, although no name is looked up by its article; and
    what follows an apostrophe would be no field.
    """
    if typing.opening is not None:
        return typing.opening
    text = typing.text
    begun = next((at for at in typing.starts if _begins(name, text[at:])), start)
    return max(at for at in typing.starts if at <= begun and text[at - 1 : at] not in _APOSTROPHES)


def _tellings(typing: Typing) -> list[int]:
    """Return where names are looked up: the last word, or words before it that say something."""
    later = [at for at in typing.starts if len(typing.text) - at >= _LEAST_FOR_NAMES]
    telling = [at for at in later if not _is_function_word(typing.text[at:])]
    return telling or list(typing.starts)


def _is_function_word(text: str) -> bool:
    """Tell whether a text begins with a function word."""
    return any(token.function_word for token in tokens(text)[:1])


def _begins(name: str, typed: str) -> bool:
    return has_word(name_key(name), name_key(typed))


def _titles(typing: Typing, limit: int, holdings: Holdings[Any]) -> Iterator[_Way]:
    """Yield titles with the words typed, the last one perhaps unfinished.

    Those that have the words side by side come first, then the newest.
    """
    if typing.kind or typing.exact or typing.part is Part.TEXT:
        return
    start = typing.starts[0]
    typed = folded_terms(typing.text[start:])
    words, rest = (typed, "") if typing.word is None else (typed[:-1], typed[-1])
    if sum(map(len, typed)) < _LEAST_FOR_TITLES or len(typed) > _MOST_FOR_TITLES:
        return
    kept = typing.text[: start if typing.opening is None else typing.opening]
    # a text may well name another release by its title
    field = "titre:" if typing.part is None else ""
    told: set[str] = set()
    for group in holdings.titled(words, rest, limit):
        titles = group
        if not told and len(typed) > 1:
            # none of a later group has the words side by side
            titles = sorted(titles, key=lambda title: not _holds(title, typed))
        for title in titles:
            if (key := name_key(title)) not in told:
                told.add(key)
                yield _Way(CompletionKind.TITLE, title, f"{kept}{field}{quoted(title)}")


def _holds(title: str, typed: list[str]) -> bool:
    """Tell whether a title has the words that were typed side by side, the last one begun."""
    terms = folded_terms(title)
    *words, rest = typed
    size = len(words)
    return any(
        terms[at : at + size] == words and terms[at + size].startswith(rest)
        for at in range(len(terms) - size)
    )


def _words(typing: Typing, limit: int, promise: Promise[Any]) -> Iterator[_Way]:
    """Yield the words of the archive that begin as the last word typed, the most frequent first.

    After other words these are the most frequent in the releases that hold those.
    """
    if typing.kind or typing.word is None:
        return
    prefix = fold(typing.text[typing.word :])
    close = "" if typing.opening is None else '"'
    within = promise.before(typing.text + close, in_phrase=True)
    # not every word that a release holds follows the others in the phrase
    most = _TRIES * limit if close else limit
    holdings, parts = promise.holdings, _PARTS[typing.part]
    for term, _ in holdings.beginning(prefix, parts, most, _without(), within):
        text = surface(holdings, term)
        yield _Way(CompletionKind.WORD, text, f"{typing.text[: typing.word]}{text}{close}")


@cache
def _without() -> frozenset[str]:
    """Return the folded function words, which nobody looks for."""
    return frozenset(map(fold, function_words()))
