"""What was typed so far → ways to go on: entities, titles and words of the archive.

An entity becomes a filter (`lieu:"Kyiv"`), not words: only so does the reader find the number of
releases that was promised, under whatever name they have it. A title becomes a phrase.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from whoosh.query import compound, positional
from whoosh.query.terms import Prefix, Term

from index.engine import Completion, CompletionKind
from index.engines.whoosh.arrays import Ask, Order
from index.engines.whoosh.layout import from_bytes
from index.engines.whoosh.vocabulary import beginning, surface
from index.french import fold, folded_terms, tokens
from index.french.lists import function_words
from index.french.rules import APOSTROPHES
from index.query import Part
from index.record import EntityKind
from index.schema import ENTITY_FACETS, PARTS
from index.suggest import Names, being_typed, has_word, name_key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.query.qcore import Query

    from index.engines.whoosh.snapshot import Commit
    from index.record import Entity
    from index.suggest import Typing

TITLE: Final = PARTS[0]
FIELDS: Final = {
    EntityKind.PERSON: "personne",
    EntityKind.PLACE: "lieu",
    EntityKind.ORGANISATION: "organisation",
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

_names: WeakKeyDictionary[Commit, Names] = WeakKeyDictionary()
_making = Lock()


def complete(typed: str, limit: int, commit: Commit) -> tuple[Completion, ...]:
    """Return up to `limit` ways to go on, each once; never raises.

    Entities come first, then titles, then words; among entities those whose name began furthest
    back, then the better match, then the more releases. At least a quarter of the places each are
    for titles and for words, where there are any.
    """
    typing = being_typed(typed)
    if typing is None or limit <= 0:
        return ()
    entities = [] if _is_of_words(typing) else list(_entities(typing, limit, commit))
    quarter = limit // 4
    room = limit - min(len(entities), limit - 2 * quarter)
    titles = [] if typing.kind or typing.exact else list(_titles(typing, room, commit))
    room = max(quarter, room - len(titles))
    words = [] if typing.kind else list(_words(typing, room, commit))
    named = {name_key(name) for one in entities for name in (one.text, one.form)}
    words = [word for word in words if name_key(word.text) not in named]
    return tuple(one for one in _shared((entities, titles, words), limit) if one.query != typed)


def names_of(commit: Commit) -> Names:
    """Return the names of the entities of a commit, made when first asked for."""
    with _making:
        names = _names.get(commit)
        if names is None:
            names = _names[commit] = Names(_mentioned(commit))
        return names


def _mentioned(commit: Commit) -> Iterator[tuple[Entity, int]]:
    """Yield the entities that releases mention, each with their number."""
    for facet in ENTITY_FACETS:
        counts: Counter[bytes] = Counter()
        for leaf in commit.arrays.leaves:
            field = leaf.arrays.fields.get(facet.value)
            if field is None or not field.terms.count:
                continue
            starts = np.asarray(field.starts).astype(np.int64)
            held = np.diff(starts)
            if leaf.alive is not None:
                # a term without postings is never kept
                held = np.add.reduceat(leaf.alive.take(field.docs), starts[:-1], dtype=np.int64)
            slugs = field.terms.some(range(field.terms.count))
            counts.update(dict(zip(slugs, held.tolist(), strict=True)))
        for slug, count in counts.items():
            entity = commit.entities.get(f"{facet.value}:{from_bytes(slug)}")
            if entity is not None and count:
                yield entity, count


def _is_of_words(typing: Typing) -> bool:
    """Tell whether only words may stand where the reader is typing."""
    in_phrase = typing.opening is not None and typing.kind is None
    return in_phrase or typing.part is not None or typing.exact


def _entities(typing: Typing, limit: int, commit: Commit) -> Iterator[Completion]:
    names, text = names_of(commit), typing.text
    seen: set[str] = set()
    for start in _tellings(typing):
        for one in names.beginning(text[start:], limit, typing.kind):
            entity = one.entity
            if entity.id in seen:
                continue
            seen.add(entity.id)
            field = "" if typing.kind else f"{FIELDS[entity.kind]}:"
            kept = text[: _replaced_from(typing, one.name, start)]
            yield Completion(
                CompletionKind(entity.kind.value),
                entity.label,
                f"{kept}{field}{quoted(entity.label)}",
                one.releases,
                "" if _begins(entity.label, text[start:]) else one.name,
            )
        if len(seen) >= limit:
            return


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


def _titles(typing: Typing, limit: int, commit: Commit) -> Iterator[Completion]:
    """Yield titles with the words typed, the last one perhaps unfinished.

    Those that have the words side by side come first, then the newest.
    """
    if typing.part is Part.TEXT:
        return
    start = typing.starts[0]
    typed = folded_terms(typing.text[start:])
    words, rest = (typed, "") if typing.word is None else (typed[:-1], typed[-1])
    if sum(map(len, typed)) < _LEAST_FOR_TITLES or len(typed) > _MOST_FOR_TITLES:
        return
    kept = typing.text[: start if typing.opening is None else typing.opening]
    found: dict[str, tuple[str, int]] = {}
    for number in _with_words(words, rest, limit, commit):
        title = commit.stored(number).release.title
        shown, count = found.get(name_key(title), (title, 0))
        found[name_key(title)] = shown, count + 1
    for title, count in sorted(found.values(), key=lambda one: not _holds(one[0], typed)):
        yield Completion(CompletionKind.TITLE, title, kept + quoted(title), count)


def _with_words(words: list[str], rest: str, limit: int, commit: Commit) -> list[int]:
    """Return documents with some words in the title and one that begins with `rest`, newest first.

    Those that have the words side by side are looked for first.
    """
    begun = [Prefix(TITLE, rest)] if rest else []
    terms: list[Query] = [Term(TITLE, word) for word in words]
    wanted = [compound.And([*terms, *begun])]
    if len(terms) > 1:
        wanted.insert(0, compound.And([positional.Sequence(terms), *begun]))
    found: dict[int, None] = {}
    for query in wanted:
        ask = Ask(query=query, order=Order.NEWEST, limit=limit)
        found |= {number: None for number, _ in commit.collector.ask(ask).page}
    return list(found)[:limit]


def _holds(title: str, typed: list[str]) -> bool:
    """Tell whether a title has the words that were typed side by side, the last one begun."""
    terms = folded_terms(title)
    *words, rest = typed
    size = len(words)
    return any(
        terms[at : at + size] == words and terms[at + size].startswith(rest)
        for at in range(len(terms) - size)
    )


def _words(typing: Typing, limit: int, commit: Commit) -> Iterator[Completion]:
    """Yield the words of the archive that begin as the last word typed, the most frequent first."""
    if typing.word is None:
        return
    prefix = fold(typing.text[typing.word :])
    close = "" if typing.opening is None else '"'
    for term, count in beginning(commit, prefix, _PARTS[typing.part], limit, _without()):
        text = surface(commit, term)
        query = f"{typing.text[: typing.word]}{text}{close}"
        yield Completion(CompletionKind.WORD, text, query, count)


@cache
def _without() -> frozenset[str]:
    """Return the folded function words, which nobody looks for."""
    return frozenset(map(fold, function_words()))


def _shared(found: Sequence[Sequence[Completion]], limit: int) -> list[Completion]:
    """Return completions of each sort, as many as there is room for.

    Half of the places are for the first sort, a quarter for each other; what one leaves free is
    for the others in turn.
    """
    quarter = limit // 4
    places = [limit - 2 * quarter, quarter, quarter]
    taken = [min(len(some), room) for some, room in zip(found, places, strict=True)]
    for at, some in enumerate(found):
        taken[at] += min(len(some) - taken[at], limit - sum(taken))
    return [one for some, count in zip(found, taken, strict=True) for one in some[:count]]
