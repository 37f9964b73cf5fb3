"""How well names are recognised: mentions beside labels, counted by kind.

A mention is right where it has the place and the entity of a label. Three choices:

- a title before a person ("Lord", "M.") may lie inside or outside of either span;
- demonyms and the like are counted as a kind of their own, `weak`, so that they neither hide nor
  make errors among the places; a weak mention for a strong label is wrong and misses;
- entities that the gazetteer lacks count like all others: their id is the slug of the full name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.record import EntityKind
from indexer.entities.gazetteer import Gazetteer
from indexer.entities.labelled import Label, LabelledText
from indexer.entities.matcher import scan
from indexer.entities.resolve import mentions

WEAK = "weak"
ALL = "all"
ROWS = (*EntityKind, WEAK, ALL)


@dataclass(frozen=True, slots=True)
class Score:
    """Labels that were found, mentions that no label has, labels that were not found."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the mentions that are right, from 0 to 1; 1 where there are none."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the labels that were found, from 0 to 1; 1 where there are none."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


class Disagreement(NamedTuple):
    """A place where recogniser and labeller differ; `entity` is what the one at fault says."""

    key: str
    fault: Literal["wrong", "missed"]
    surface: str
    entity: str
    around: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores by row of `ROWS`, and every disagreement in order of text and place."""

    scores: Mapping[str, Score]
    disagreements: tuple[Disagreement, ...]


def measure(texts: Iterable[LabelledText], gazetteer: Gazetteer) -> Quality:
    """Recognise the names of labelled texts and compare."""
    counts: Counter[tuple[str, str]] = Counter()
    disagreements: list[Disagreement] = []
    for one in texts:
        expected = {_untitled(one.text, label, gazetteer) for label in one.labels}
        found = {
            _untitled(one.text, Label(by.start, by.end, by.entity, by.weak), gazetteer)
            for by in mentions(one.text, gazetteer)
        }
        counts.update((row, "right") for label in expected & found for row in _rows(label))
        counts.update((row, "wrong") for label in found - expected for row in _rows(label))
        counts.update((row, "missed") for label in expected - found for row in _rows(label))
        for label in sorted(expected ^ found):
            surface = one.text[label.start : label.end]
            around = one.text[max(0, label.start - _AROUND) : label.end + _AROUND]
            fault: Literal["wrong", "missed"] = "wrong" if label in found else "missed"
            disagreements.append(Disagreement(one.key, fault, surface, label.entity, around))
    scores = {
        row: Score(counts[row, "right"], counts[row, "wrong"], counts[row, "missed"])
        for row in ROWS
    }
    return Quality(scores, tuple(disagreements))


_AROUND = 40  # characters shown on each side of a disagreement


def _untitled(text: str, label: Label, gazetteer: Gazetteer) -> Label:
    """Take the titles off the front of a person's span."""
    if not label.entity.startswith("person:"):
        return label
    start = label.start
    titles = scan(text[start : label.end], gazetteer).titles
    for title in sorted(titles, key=lambda one: (one.start, -one.end)):
        if label.start + title.start == start and label.start + title.end < label.end:
            start = label.start + title.end + title.form.dotted
            start += len(text[start : label.end]) - len(text[start : label.end].lstrip())
    return label._replace(start=start)


def _rows(label: Label) -> tuple[str, str]:
    return (WEAK if label.weak else label.entity.partition(":")[0]), ALL


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
