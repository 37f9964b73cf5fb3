"""Words as typed → the other forms of the group they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index.french import stemmed_term
from index.thesaurus.lines import key, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.thesaurus.groups import Group
    from index.thesaurus.lines import Form, Identity


class _Target(NamedTuple):
    """A form to look for; `stem` is "" where it has several words or is exact."""

    form: Form
    stem: str


class Thesaurus:
    """Groups of forms, asked by the words of a query. Immutable: threads may share it."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = tuple(groups)
        self._targets: dict[Identity, tuple[_Target, ...]] = {}
        self._exact: set[tuple[str, ...]] = set()
        lengths: dict[str, set[int]] = {}
        for group in self.groups:
            targets = _targets((*group.forms, *group.onward))
            for form in group.forms:
                self._targets[form.identity] = targets
                lengths.setdefault(form.key[0], set()).add(len(form.key))
                if form.spelling:
                    self._exact.add(form.key)
        self._lengths = {
            first: tuple(sorted(several, reverse=True)) for first, several in lengths.items()
        }

    def longest(self, words: Sequence[str], *, exact: bool = False) -> tuple[int, tuple[str, ...]]:
        """Return how many of the leading words form an entry, and the other forms of its group.

        `words` are as typed, one token of `index.french.scan` each; the longest entry counts.
        The forms are as a reader is shown them, in the order of the file, without those that the
        typed words find anyway: the same stem, or a name that holds the words. (0, ()) where
        there is nothing to add.

        Forms that count only as they are written ("=UN") are looked for in vain by folded terms, or
        find far too much: they are left out, or with `exact` come with their "=" before them.
        """
        for length in self._lengths.get(key(words[:1])[0], ()) if words else ():
            if length > len(words):
                continue
            typed = key(words[:length])
            targets = self._entry(typed, words[:length])
            stem = stemmed_term(words[0]) if length == 1 else ""
            others = tuple(
                f"={target.form.text}" if target.form.spelling else target.form.text
                for target in targets
                if (exact or not target.form.spelling)
                and not (stem and target.stem == stem)
                and not _holds(target.form.key, typed)
            )
            if others:
                return length, others
        return 0, ()

    def is_as_written(self, word: str) -> bool:
        """Tell whether a word is a form that counts only as it is written, and is written so.

        >>> from index.thesaurus import load
        >>> load(None).is_as_written("UN"), load(None).is_as_written("un")
        (True, False)
        """
        return (key([word]), spelling([word])) in self._targets

    def _entry(self, typed: tuple[str, ...], words: Sequence[str]) -> tuple[_Target, ...]:
        if typed in self._exact:
            found = self._targets.get((typed, spelling(words)))
            if found is not None:
                return found
        return self._targets.get((typed, ()), ())


def _targets(forms: Iterable[Form]) -> tuple[_Target, ...]:
    """Return what to look for: of forms that find the same, the first; of nested ones, the inner.

    An exact form never stands for another one, nor is it left out.
    """
    loose: list[_Target] = []
    exact: list[_Target] = []
    for form in forms:
        if form.spelling:
            exact.append(_Target(form, ""))
            continue
        stem = stemmed_term(form.text) if len(form.key) == 1 else ""
        if not any(stem == known.stem != "" for known in loose):
            loose.append(_Target(form, stem))
    keys = [target.form.key for target in loose]
    inner = [
        target
        for target in loose
        if not any(
            len(other) < len(target.form.key) and _holds(target.form.key, other) for other in keys
        )
    ]
    return (*inner, *exact)


def _holds(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    """Tell whether terms stand within others, one after the other."""
    size = len(inner)
    return inner[0] in outer and any(
        outer[at : at + size] == inner for at in range(len(outer) - size + 1)
    )
