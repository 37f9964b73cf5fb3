"""What archive.db tells: why it cannot be used, and the records its questions are answered with."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import DepecheError


class StoreOutdated(DepecheError):
    """The archive {path} has version {found}; this program needs {needed}."""

    hint = "Use the program version that made it, or index the pages again into a new folder."


class StoreDamaged(DepecheError):
    """The archive {path} cannot be read: {problem}."""

    hint = "Restore archive.db from a backup, or index the pages again into a new folder."


class NoArchive(DepecheError):
    """There is no archive.db in {directory}."""

    hint = "Run 'depeche index PATH…' first, or name the right folder with --data."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that gave no release: where it lies, a short reason, the sentence for a person."""

    origin: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it was the last time: its stamp, the digest of its bytes, what became of it.

    Exactly one of `release`, the id of the release it gave, and `refusal` is not None.
    """

    stamp: str
    sha256: str
    release: str | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStats:
    """What archive.db holds, as numbers; `replaced` are texts that no present page gives."""

    releases: int
    captures: int
    replaced: int
    sources: int
    refused: int
    pending: int
