import re
from pathlib import Path

import pytest

from indexer.entities import gazetteer, mentions

_MARKED = re.compile(r"\{([^|{}]+)\|([^|{}]+)(\|weak)?\}")
_LABELLED = Path(__file__).with_name("labelled.txt")
_RELEASE = Path(__file__).parents[3].parent / "shared/data/release/nato_news_136011_fr.txt"

# Floors: a change may raise them and not lower them.
_PRECISION = 0.98
_RECALL = 0.98

Span = tuple[int, int, str, bool]


def _labelled() -> list[tuple[str, set[Span]]]:
    lines = [line for line in _LABELLED.read_text("utf-8").split("\n") if not line.startswith("#")]
    return [_unmark(marked) for marked in "\n".join(lines).strip().split("\n\n")]


def _unmark(marked: str) -> tuple[str, set[Span]]:
    text, spans, reached = "", set(), 0
    for match in _MARKED.finditer(marked):
        text += marked[reached : match.start()]
        spans.add((len(text), len(text) + len(match[2]), match[1], bool(match[3])))
        text += match[2]
        reached = match.end()
    return text + marked[reached:], spans


def _found(text: str) -> set[Span]:
    return {(one.start, one.end, one.entity, one.weak) for one in mentions(text, gazetteer())}


def test_precision_and_recall_on_the_labelled_paragraphs_stay_above_their_floors():
    right = wrong = missed = 0
    report = []
    for text, expected in _labelled():
        found = _found(text)
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
        report += [("wrong", text[s:e], rest) for s, e, *rest in sorted(found - expected)]
        report += [("missed", text[s:e], rest) for s, e, *rest in sorted(expected - found)]
    assert right / (right + wrong) >= _PRECISION, report
    assert right / (right + missed) >= _RECALL, report


@pytest.mark.skipif(not _RELEASE.exists(), reason="the shared release is not at hand")
def test_the_real_release_names_who_and_what_it_is_about():
    named = {one.label for one in mentions(_RELEASE.read_text("utf-8"), gazetteer())}
    assert named == {
        "OTAN",
        "Iraq",
        "Jens Stoltenberg",
        "Ibrahim Al-Jaafari",
        "Mossoul",
        "EIIL",
        "Haider Al-Abadi",
        "Varsovie",
        "Jordanie",
        "Conseil de l'Atlantique Nord",
    }
