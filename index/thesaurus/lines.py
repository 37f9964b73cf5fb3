"""Reading a thesaurus file: bytes → lines of forms. The format stands at the head of groups.tsv."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from index.errors import ThesaurusDamaged
from index.french import folded_term, scan
from index.french.rules import INVISIBLE, LOSSLESS, apply, drop_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LINES: Final = 100_000
# In characters, of one form.
MAX_FORM: Final = 200
# Of one group.
MAX_FORMS: Final = 20

_EXACT = "="
_COMMENT = "#"
_spaces = re.compile(r"\s+")


class Sign(StrEnum):
    """What the first cell of a line says about the forms that follow."""

    SAME = ""
    ONWARD = ">"
    OUT = "-"


Identity = tuple[tuple[str, ...], tuple[str, ...]]


class Form(NamedTuple):
    """One way to say it: `text` as a reader is shown it, `key` its folded terms, at least one.

    `spelling` is empty, or the words as they must be typed for the form to count.
    """

    text: str
    key: tuple[str, ...]
    spelling: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity:
        """What makes two forms the same form."""
        return self.key, self.spelling


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something; `number` counts from 1, `path` is its file."""

    path: str
    number: int
    sign: Sign
    forms: tuple[Form, ...]


class _UnreadableError(Exception):
    """Says what is wrong with a line."""


def key(words: Iterable[str]) -> tuple[str, ...]:
    """Return the folded terms of words, one token each.

    >>> key(["O.T.A.N.", "Türkiye"])
    ('otan', 'turkiye')
    """
    return tuple(map(folded_term, words))


def spelling(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as `=` compares them: with case and accents, without inner dots and hyphens.

    >>> spelling(["U.N."]), spelling(["Un"])
    (('UN',), ('Un',))
    """
    return tuple(drop_marks(apply(LOSSLESS, word)) for word in words)


def form(text: str) -> Form:
    """Return the form that a cell holds; its key is empty where the cell has no letter or digit.

    >>> form("=UN")
    Form(text='UN', key=('un',), spelling=('UN',))
    """
    shown = text.removeprefix(_EXACT).strip()
    words = [surface for *_, surface in scan(shown)]
    return Form(shown, key(words), spelling(words) if text.startswith(_EXACT) else ())


def read(content: bytes, path: str) -> tuple[Line, ...]:
    """Return the lines that say something.

    Raises ThesaurusDamaged, with the number of the first line that cannot be read as its fact
    `line`; there is none where the whole file is the problem.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        problem = f"line {number} is not UTF-8"
        raise ThesaurusDamaged(path=path, problem=problem, line=number) from None
    if text.count("\n") > MAX_LINES:
        problem = f"it has more than {MAX_LINES:,} lines"
        raise ThesaurusDamaged(path=path, problem=problem)
    return tuple(_lines(text, path))


def _lines(text: str, path: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(_COMMENT):
            continue
        try:
            cells = _cells(line.removesuffix("\r"))
            if cells:
                yield _line(cells, path, number)
        except _UnreadableError as error:
            problem = f"line {number} {error}"
            raise ThesaurusDamaged(path=path, problem=problem, line=number) from None


def _cells(line: str) -> list[str]:
    """Return what stands between the tabs; a table program leaves empty cells at the end."""
    cells = []
    for cell in line.split("\t"):
        hidden = "" if cell.isprintable() else _hidden(cell)
        if hidden:
            raise _UnreadableError(f"holds a control character (U+{ord(hidden):04X})")
        plain = _spaces.sub(" ", apply(LOSSLESS[1:], cell)).strip()
        if len(plain) > MAX_FORM:
            raise _UnreadableError(f"has a form of more than {MAX_FORM} characters")
        if plain:
            cells.append(apply(LOSSLESS[:1], plain))
    return cells


def _hidden(cell: str) -> str:
    """Return the first character that controls and shows nothing, "" where there is none."""
    found = (
        character
        for character in cell
        if unicodedata.category(character) in {"Cc", "Cf"} and character not in INVISIBLE
    )
    return next(found, "")


def _line(cells: list[str], path: str, number: int) -> Line:
    sign = Sign(cells[0]) if cells[0] in set(Sign) else Sign.SAME
    forms: dict[Identity, Form] = {}
    for cell in cells[sign is not Sign.SAME :]:
        if cell[0] in {Sign.ONWARD, Sign.OUT}:
            raise _UnreadableError(f"needs a tab between '{cell[0]}' and the form")
        one = form(cell)
        if not one.key:
            raise _UnreadableError("has a form without letters or digits")
        forms.setdefault(one.identity, one)
    if not forms:
        raise _UnreadableError(f"has no form after '{sign}'")
    if len(forms) == 1 and sign is not Sign.OUT:
        raise _UnreadableError("has one form only (case, accents and hyphens make no other)")
    if len(forms) > MAX_FORMS:
        raise _UnreadableError(f"has more than {MAX_FORMS} forms")
    return Line(path, number, sign, tuple(forms.values()))
