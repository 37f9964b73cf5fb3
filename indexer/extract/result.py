"""What reading a page gives: the release, and for each field the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.record import Release


@dataclass(frozen=True, slots=True)
class Trace:
    """One field of a release: its name, its value as text, the rule that found it."""

    field: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A release read from one page, and the profile that read it.

    `rules` name what found each field; `encoding` is that of the page and how it was known, with a
    colon between.
    """

    release: Release
    profile: str
    rules: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""

    @property
    def trace(self) -> tuple[Trace, ...]:
        """A trace of each field that has a value, of the date in any case, and of the encoding."""
        return (*self._fields(), Trace("encoding", *self.encoding.split(": ", 1)))

    def _fields(self) -> Iterator[Trace]:
        for name in self.release.__slots__:
            if name == "date_source":
                continue
            value = getattr(self.release, name)
            if name == "paragraphs":
                noun = "paragraph" if len(value) == 1 else "paragraphs"
                shown = f"{len(value)} {noun}, {sum(map(len, value))} characters"
            else:
                shown = ", ".join(value) if isinstance(value, tuple) else str(value or "")
            if shown or name == "date":
                called = "certainty" if name == "date_certainty" else name
                yield Trace(called, shown, self.rules.get(called, "default"))
