"""The names of a spaCy pipeline, merged in where one is asked for: `pip install depeche[spacy]`.

The environment variable DEPECHE_SPACY holds the name or the folder of the pipeline, such as
`fr_core_news_md`; without it spaCy is not even imported. Our own mentions stand: the pipeline only
adds names that overlap none of them.
"""

import bisect
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from index.errors import DepecheError
from index.french import slugify
from index.record import EntityKind, Mention
from indexer.entities.gazetteer import Gazetteer

VARIABLE = "DEPECHE_SPACY"
# The labels of spaCy's French pipelines, and of those that were trained on other corpora.
_KINDS = {
    "PER": EntityKind.PERSON,
    "PERSON": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "GPE": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
    "EVENT": EntityKind.EVENT,
}
_LONGEST_NAME = 100  # characters; what is longer is no name


class SpacyMissing(DepecheError):
    """DEPECHE_SPACY asks for the pipeline {name}, but spaCy is not installed."""

    hint = "Install it with: pip install depeche[spacy]. Or unset DEPECHE_SPACY."


class PipelineMissing(DepecheError):
    """The spaCy pipeline {name} that DEPECHE_SPACY asks for is not installed."""

    hint = "Install it with: python -m spacy download NAME. Or unset DEPECHE_SPACY."


def merged(text: str, found: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the mentions with those that the pipeline adds, in order of place.

    Raises SpacyMissing or PipelineMissing where DEPECHE_SPACY asks for what is not there.
    """
    pipeline = _asked_for()
    return found if pipeline is None else with_names_of(pipeline, text, found, gazetteer)


def with_names_of(
    pipeline: Any,  # noqa: ANN401 - spacy.Language, where spaCy is installed
    text: str,
    found: Sequence[Mention],
    gazetteer: Gazetteer,
) -> tuple[Mention, ...]:
    """Return the mentions with those that a spaCy pipeline adds, in order of place."""
    starts = [one.start for one in found]
    added = [
        one
        for one in _names(pipeline, text, gazetteer)
        if not _overlaps(one.start, one.end, found, starts)
    ]
    return tuple(sorted((*found, *added), key=lambda one: one.start))


@lru_cache(maxsize=1)
def _asked_for() -> Any | None:  # noqa: ANN401 - as above
    """Return the pipeline that the environment asks for, loaded once per process."""
    name = os.environ.get(VARIABLE, "").strip()
    if not name:
        return None
    try:
        import spacy  # noqa: PLC0415 - an extra, and slow to import
    except ModuleNotFoundError as error:
        raise SpacyMissing(name=name) from error
    try:
        return spacy.load(name)
    except OSError as error:
        raise PipelineMissing(name=name) from error


def _names(pipeline: Any, text: str, gazetteer: Gazetteer) -> Iterator[Mention]:  # noqa: ANN401
    """Yield what the pipeline names, with places in the text."""
    for offset in range(0, len(text), pipeline.max_length):
        document = pipeline(text[offset : offset + pipeline.max_length])
        for span in document.ents:
            surface = span.text.strip()
            kind = _KINDS.get(span.label_)
            if kind is None or not surface[:1].isupper() or len(surface) > _LONGEST_NAME:
                continue
            slug = slugify(surface)
            if not slug:
                continue
            start = offset + span.start_char + span.text.index(surface)
            known = gazetteer.entities.get(f"{kind}:{slug}")
            label = known.label if known is not None else " ".join(surface.split())
            yield Mention(f"{kind}:{slug}", kind, label, surface, start, start + len(surface))


def _overlaps(start: int, end: int, found: Sequence[Mention], starts: Sequence[int]) -> bool:
    after = bisect.bisect_left(starts, end)
    return after > 0 and found[after - 1].end > start
