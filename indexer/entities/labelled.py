"""Texts in which people have labelled the names: read from the form of indexer/sample/labelled.

The rules of labelling stand in GUIDELINES.md beside the packaged sets.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from index.errors import DepecheError
from index.record import EntityKind

SETS = ("tuning", "heldout")
_HEAD = re.compile(r"^=== (?P<key>[^|\n]+?) *(?:\|.*)?$", re.MULTILINE)
_MARKED = re.compile(r"\[(?P<surface>[^][]+)\]\((?P<weak>~?)(?P<entity>[a-z]+:[a-z0-9-]+)\)")
_KINDS = frozenset(EntityKind)


class LabelsInvalid(DepecheError):
    """The labelled text {key} cannot be read: {problem}."""

    hint = "The form is told in indexer/sample/labelled/GUIDELINES.md."


class Label(NamedTuple):
    """What a person says that (start, end) of a text names; offsets are code points."""

    start: int
    end: int
    entity: str
    weak: bool


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without its marks, and its labels in order of place."""

    key: str
    text: str
    labels: tuple[Label, ...]


def parse(source: str) -> tuple[LabelledText, ...]:
    r"""Read the texts of a labelled file.

    Raises LabelsInvalid for a mark that is not closed, names no kind, or stands in another.

    >>> parse("=== a | note\nÀ [Mosul](place:mossoul).\n")[0].labels
    (Label(start=2, end=7, entity='place:mossoul', weak=False),)
    """
    heads = list(_HEAD.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    return tuple(
        _unmark(head["key"], source[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def _unmark(key: str, marked: str) -> LabelledText:
    pieces: list[str] = []
    labels: list[Label] = []
    reached = length = 0
    for match in _MARKED.finditer(marked):
        if match["entity"].partition(":")[0] not in _KINDS:
            raise LabelsInvalid(key=key, problem=f"{match['entity']} has no known kind")
        pieces += (marked[reached : match.start()], match["surface"])
        start = length + match.start() - reached
        length = start + len(match["surface"])
        labels.append(Label(start, length, match["entity"], bool(match["weak"])))
        reached = match.end()
    text = "".join([*pieces, marked[reached:]])
    if stray := re.search(r"[][]", text):
        near = text[max(0, stray.start() - 20) : stray.end() + 20]
        raise LabelsInvalid(key=key, problem=f"a bracket stands outside a mark near “{near}”")
    return LabelledText(key, text, tuple(labels))


def read(path: Path) -> tuple[LabelledText, ...]:
    """Read a labelled file; raises LabelsInvalid, and OSError where there is none."""
    return parse(path.read_text(encoding="utf-8"))


@cache
def packaged(name: str) -> tuple[LabelledText, ...]:
    """Return one of the packaged `SETS`: rules may be made with tuning, never with heldout."""
    file = resources.files("indexer.sample") / "labelled" / f"{name}.txt"
    return parse(file.read_text(encoding="utf-8"))
