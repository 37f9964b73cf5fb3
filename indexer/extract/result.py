"""What reading a page gives: the release, and for each field the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.record import Release


@dataclass(frozen=True, slots=True)
class Trace:
    """One field of a release: its name, its value as text, the rule that found it."""

    field: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A release read from one page, the profile that read it, and a trace of each field."""

    release: Release
    profile: str
    trace: tuple[Trace, ...] = ()
