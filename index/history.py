"""What an archive remembers of its releases beside what is searched: captures, bytes, refusals.

The web app and the command line ask it; whoever keeps the archive's captures answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.errors import DepecheError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from index.record import Capture, Release


class OriginalGone(DepecheError):
    """The original of {id} is no longer at {origin}: {problem}."""

    hint = "Put the file back where it lay; its text stays readable and searchable without it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One capture of a release and what was read from it.

    `live` tells that the page still gives this text; else it has been replaced or is gone.
    """

    capture: Capture
    release: Release
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The bytes that were read, as they lie in the file or the web archive record.

    `media_type` and `charset` are what is known of them, else "".
    """

    data: bytes
    media_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPage:
    """A page that gave no release: its place, the reason's slug, the sentence for a person."""

    origin: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCaptures:
    """Releases by the first capture that gave a text asked for, a part of them.

    Of `total` releases `still` have their present text among those asked for. `part` has of each
    release its id, the digest of the text that came first, "" where that is the present one, and
    whether the present one is asked for, too.
    """

    total: int
    still: int
    part: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A release that was read: its id, the moment of the capture, whether its text was another."""

    id: str
    captured_at: dt.datetime
    changed: bool


class History(Protocol):
    """The captures of an archive; safe to share between threads."""

    def readings(self, release_id: str) -> tuple[Reading, ...]:
        """Return every capture of a release, the oldest first; none for an unknown id."""
        ...

    def first_captures(
        self,
        present: Iterable[str],
        superseded: Iterable[tuple[str, str]],
        *,
        offset: int,
        limit: int,
    ) -> FirstCaptures:
        """Order releases by the first capture that gave one of the texts asked for, oldest first.

        `present` are ids of releases whose present text is meant, `superseded` pairs of an id and
        the digest of a text. Memory does not grow with their number.
        """
        ...

    def original(self, release_id: str, sha256: str) -> Original | None:
        """Return the bytes of one capture, None where the release has no such capture.

        Raises OriginalGone where they cannot be had any more, or are no longer the same.
        """
        ...

    def arrivals(self, limit: int = 10) -> tuple[Arrival, ...]:
        """Return the releases that the archive took in last, the last first, each once."""
        ...

    def refusals(self, offset: int = 0, limit: int = 100) -> tuple[RefusedPage, ...]:
        """Return refused pages in the order of their places."""
        ...

    def refused_by_reason(self) -> Mapping[str, int]:
        """Return how many pages are refused for each reason, the most frequent first."""
        ...
