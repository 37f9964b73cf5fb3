"""Names that no list knows: those a title has announced, and capitalised words nobody recognises.

One pass over documents, in bounded memory: of the names that occur in few releases the rarest are
forgotten when there are too many, so that what is frequent is never lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from indexer.entities.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from index.record import Document, Mention

MOST_NAMES: Final = 200_000
EXAMPLES: Final = 3
_SNIPPET: Final = 60
_LONGEST: Final = 100
_SHORTEST: Final = 3

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_WORD = rf"[{_UPPER}][^\W_]*(?:[-’'.&][^\W_]+)*"
_LINK = r"d[eu]s?|de la|la|le|van|von|der|den|al|el|bin|ben"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?: (?:(?:{_LINK}) |d[’'])?{_WORD})*")
_SMALL = re.compile(r"(?<!\w)[^\W\d_A-Z]{3,}(?!\w)")
_ELIDED = re.compile(r"(?:[ldnsmtj]|qu|jusqu|lorsqu|puisqu)[’']", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;…»«“”\"(•–—-]|\n)[\s\"«“(–—-]*$")
_ABBREVIATED = re.compile(r"\b(?:M|MM|Mme|Mmes|Dr|Pr|St|[A-Z])\.\s*$")


@dataclass(slots=True)
class Candidate:
    """A name as it first stood, in how many releases it stands, and where for example.

    `entity` is the id that recognition made of it, "" where it recognised nothing. `examples` are
    (release id, start, end) of up to EXAMPLES releases, offsets in code points of the text.
    """

    name: str
    entity: str = ""
    releases: int = 0
    examples: list[tuple[str, int, int]] = field(default_factory=list)


def candidates(
    documents: Iterable[Document],
    known: Collection[str],
    ignored: Iterable[str] = (),
    most: int = MOST_NAMES,
) -> list[Candidate]:
    """Return the names that no list knows, by the number of releases, then by name.

    `known` are the ids of the lists, `ignored` names that are not to be told. A word that is
    written small in as many releases is no name. Of at most `most` names the counts are kept; one
    that is forgotten and comes back is counted from there on.
    """
    found: dict[str, Candidate] = {}
    unwanted = {fold(name).text for name in ignored}
    small: Counter[str] = Counter()
    for document in documents:
        release = document.release
        here: set[str] = set()
        for key, (name, entity, start, end) in _named(document, known):
            if key in here or key in unwanted:
                continue
            here.add(key)
            one = found.setdefault(key, Candidate(name, entity))
            one.releases += 1
            if len(one.examples) < EXAMPLES:
                one.examples.append((release.id, start, end))
        small.update(set(_SMALL.findall(release.text)))
        if len(found) > most:
            found = _frequent(found, most // 2)
        if len(small) > most:
            small = Counter(dict(small.most_common(most // 2)))
    names = (one for one in found.values() if one.entity or small[one.name.lower()] < one.releases)
    return sorted(names, key=lambda one: (-one.releases, one.name))


def snippet(text: str, start: int, end: int) -> str:
    """Return a name with some words around it, on one line."""
    first, last = max(0, start - _SNIPPET), min(len(text), end + _SNIPPET)
    before = text[first:start].partition(" ")[2] if first else text[:start]
    after = text[end:last].rpartition(" ")[0] if last < len(text) else text[end:]
    cut = ("… " if first else "", " …" if last < len(text) else "")
    return " ".join(f"{cut[0]}{before}{text[start:end]}{after}{cut[1]}".split())


def _frequent(found: dict[str, Candidate], most: int) -> dict[str, Candidate]:
    kept = sorted(found.items(), key=lambda item: -item[1].releases)[:most]
    return dict(kept)


def _named(
    document: Document, known: Collection[str]
) -> Iterator[tuple[str, tuple[str, str, int, int]]]:
    """Yield (key, (name, entity, start, end)) of every name of a document; keys may repeat."""
    release = document.release
    for one in document.mentions:
        if one.entity not in known:
            yield one.entity, (one.label, one.entity, one.start, one.end)
    mentions = iter(document.mentions)
    following = next(mentions, None)
    for part, offset, text in release.parts():
        # a title may have all its words in capitals, and so may a heading
        if part == "title" or text.isupper():
            continue
        for start, end in _spans(text):
            at, to = offset + start, offset + end
            while following is not None and following.end <= at:
                following = next(mentions, None)
            if not _overlaps(following, to):
                yield fold(text[start:end]).text, (text[start:end], "", at, to)


def _overlaps(mention: Mention | None, end: int) -> bool:
    """Tell whether a mention that ends behind the start of a name begins before its end."""
    return mention is not None and mention.start < end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of what is written like a name, and not only for the sentence's sake."""
    for match in _NAME.finditer(text):
        start, end = match.span()
        elided = _ELIDED.match(text, start, end)
        if elided is not None:
            start = elided.end()
        word = text[start:end]
        if not _SHORTEST <= len(word) <= _LONGEST or not word[0].isupper():
            continue
        before = text[max(0, start - 12) : start]
        begins = _SENTENCE_ENDS.search(before) and not _ABBREVIATED.search(before)
        if not begins or (word.isupper() and word.isalnum()):
            yield start, end
