"""The whole chain: text → tokens with their place in the source, or only their terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from index.french.fold import MAX_TERM, fold, lossless
from index.french.lists import elisions, function_words
from index.french.rules import APOSTROPHES
from index.french.split import scan, surfaces
from index.french.stem import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

T = TypeVar("T")

# A release archive of a million pages has some hundred thousand distinct forms; at this many the
# caches begin anew, which bounds them to about 60 MB.
_CACHED_FORMS: Final = 250_000
_APOSTROPHES: Final = frozenset(APOSTROPHES)


class Token(NamedTuple):
    """One token: `text[start:end] == token.text` in code points of the source.

    `position` counts tokens from 0. `folded` and `stemmed` are the terms that are indexed there.
    `function_word` marks closed-class words ("de", the "l" of "l'OTAN"): they are indexed like any
    other, and only weigh nothing beside words that do carry a subject.
    (A named tuple because a frozen dataclass takes four times as long to build.)
    """

    text: str
    start: int
    end: int
    position: int
    folded: str
    stemmed: str
    function_word: bool


class _Cache(dict[str, T]):
    """Surface → what a function says of it, for the forms seen last."""

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, surface: str) -> T:
        value = self._function(surface)
        if len(surface) <= MAX_TERM:
            if len(self) >= _CACHED_FORMS:
                self.clear()
            self[surface] = value
        return value


def exact_term(surface: str) -> str:
    r"""Return the exact term of one surface of `scan`, remembered: case and accents as written.

    Only what no reader sees is evened out: NFC, invisible characters, the kinds of apostrophes and
    hyphens. It is never empty, and at most MAX_TERM code points long.

    >>> exact_term("Aujourd’hui"), exact_term("E\u0301tat"), exact_term("F‑16")
    ("Aujourd'hui", 'État', 'F-16')
    """
    return _exact[surface]


def folded_term(surface: str) -> str:
    """Return the folded term of one surface of `scan`; what `fold` says, remembered."""
    return _folded[surface]


def stemmed_term(surface: str) -> str:
    """Return the stemmed term of one surface of `scan`; what `stem` says, remembered."""
    return _stemmed[surface]


def with_terms(
    surfaces: Iterable[str], folded: Container[str], stemmed: Container[str]
) -> list[str]:
    """Return the surfaces whose folded term is among some, or whose stemmed term among others.

    >>> with_terms(["Opérations", "à", "Mossoul"], {"mossoul"}, {"oper"})
    ['Opérations', 'Mossoul']
    """
    folds, stems = _folded, _stemmed
    return [one for one in surfaces if folds[one] in folded or stems[one] in stemmed]


def exact_terms(text: str) -> list[str]:
    """Return the exact term at each position, aligned with `folded_terms`.

    >>> exact_terms("L’OTAN à Mossoul")
    ['L', 'OTAN', 'à', 'Mossoul']
    """
    return list(map(_exact.__getitem__, surfaces(text)))


def folded_terms(text: str) -> list[str]:
    """Return the folded term at each position.

    >>> folded_terms("L’OTAN à Mossoul")
    ['l', 'otan', 'a', 'mossoul']
    """
    return list(map(_folded.__getitem__, surfaces(text)))


def stemmed_terms(text: str) -> list[str]:
    """Return the stemmed term at each position, aligned with `folded_terms`.

    >>> stemmed_terms("les opérations de la FIAS")
    ['les', 'oper', 'de', 'la', 'fias']
    """
    return list(map(_stemmed.__getitem__, surfaces(text)))


class Terms(NamedTuple):
    """The terms of a text, aligned: as `folded_terms`, `stemmed_terms` and `exact_terms` say."""

    folded: list[str]
    stemmed: list[str]
    exact: list[str]


def all_terms(text: str) -> Terms:
    """Return the terms of all three forms at each position; the text is cut once.

    >>> all_terms("les États")
    Terms(folded=['les', 'etats'], stemmed=['les', 'etat'], exact=['les', 'États'])
    """
    found = surfaces(text)
    return Terms(
        list(map(_folded.__getitem__, found)),
        list(map(_stemmed.__getitem__, found)),
        list(map(_exact.__getitem__, found)),
    )


def _listed(surface: str) -> bool:
    return lossless(surface).lower() in function_words()


def _elidable(surface: str) -> bool:
    return surface.lower() in elisions()


_exact = _Cache(lossless)
_folded = _Cache(fold)
_stemmed = _Cache(stem)
_function_word = _Cache(_listed)
_elision = _Cache(_elidable)


def _before_apostrophe(text: str, end: int) -> bool:
    return text[end : end + 1] in _APOSTROPHES and text[end + 1 : end + 2].isalnum()


def tokens(text: str) -> list[Token]:
    """Return every token of a text in order; none is dropped.

    >>> [(t.text, t.start, t.folded, t.function_word) for t in tokens("L’Œuvre")]
    [('L', 0, 'l', True), ('Œuvre', 2, 'oeuvre', False)]
    """
    return [
        Token(
            surface,
            start,
            end,
            position,
            _folded[surface],
            _stemmed[surface],
            _function_word[surface] or (_elision[surface] and _before_apostrophe(text, end)),
        )
        for position, (start, end, surface) in enumerate(scan(text))
    ]
