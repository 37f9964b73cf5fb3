"""Lines → groups: lines that share a form are one group, and what is to go is taken out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import ThesaurusDamaged
from index.thesaurus.lines import MAX_FORMS, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.thesaurus.lines import Form, Identity, Line


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that find each other, and what they find `onward`, one way, that does not find them."""

    forms: tuple[Form, ...]
    onward: tuple[Form, ...] = ()


@dataclass(slots=True)
class _Growing:
    forms: dict[Identity, Form] = field(default_factory=dict)
    onward: dict[Identity, Form] = field(default_factory=dict)

    def take(self, forms: Iterable[Form], onward: Iterable[Form]) -> None:
        for form in forms:
            self.forms.setdefault(form.identity, form)
        for form in onward:
            self.onward.setdefault(form.identity, form)


def merge(lines: Iterable[Line]) -> tuple[Group, ...]:
    """Return the groups that lines make together, in the order in which they first appear.

    A line joins the group that has one of its forms, and where several have, they become one; of a
    one-way line this is asked of its first form alone. The forms of a line that takes out are gone
    from every group, wherever the line stands and however they are spelled.
    Raises ThesaurusDamaged where a group grows over MAX_FORMS.
    """
    groups: dict[int, _Growing] = {}
    of: dict[Identity, int] = {}
    out: set[tuple[str, ...]] = set()
    for order, line in enumerate(lines):
        if line.sign is Sign.OUT:
            out.update(form.key for form in line.forms)
            continue
        one_way = line.sign is Sign.ONWARD
        own, onward = (line.forms[:1], line.forms[1:]) if one_way else (line.forms, ())
        met = sorted({of[form.identity] for form in own if form.identity in of})
        first = met[0] if met else order
        group = groups.setdefault(first, _Growing())
        group.take(own, onward)
        for other in met[1:]:
            gone = groups.pop(other)
            group.take(gone.forms.values(), gone.onward.values())
        if len(group.forms.keys() | group.onward.keys()) > MAX_FORMS:
            problem = f"with line {line.number} a group has more than {MAX_FORMS} forms"
            raise ThesaurusDamaged(path=line.path, problem=problem, line=line.number)
        of.update(dict.fromkeys(group.forms, first))
    return tuple(kept for group in groups.values() if (kept := _without(group, out)))


def _without(growing: _Growing, out: set[tuple[str, ...]]) -> Group | None:
    """Return the group without what is out, None where nothing is left to find."""
    forms = tuple(form for form in growing.forms.values() if form.key not in out)
    onward = tuple(
        form
        for form in growing.onward.values()
        if form.key not in out and form.identity not in growing.forms
    )
    return Group(forms, onward) if forms and len(forms) + len(onward) > 1 else None
