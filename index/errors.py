"""One class per fact; the docstring is the sentence a person reads, {…} filled from `facts`.

Only the command line and the web app's views turn these into words. `hint` says what to do next.
"""

from __future__ import annotations

from typing import ClassVar


class DepecheError(Exception):
    """Something went wrong that a person can act on."""

    hint: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the class's docstring with the facts filled in."""
        return (type(self).__doc__ or "").split("\n", 1)[0].format(**self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only facts must survive the way back from a worker process.
        return (_rebuild, (type(self), self.facts))


def _rebuild(error: type[DepecheError], facts: dict[str, object]) -> DepecheError:
    return error(**facts)


class NoIndex(DepecheError):
    """There is no index in {directory}."""

    hint = "Run 'depeche index PATH…' first, or name the right folder with --data."


class IndexDamaged(DepecheError):
    """The index file {path} is damaged: {problem}."""

    hint = "Run 'depeche reindex' to build the index again from archive.db; no page is read again."


class IndexOutdated(DepecheError):
    """The index in {directory} has schema version {found}; this program needs {needed}."""

    hint = "Run 'depeche reindex' to build it again from archive.db; no page is read again."


class IndexLocked(DepecheError):
    """Another process is writing to {directory}."""

    hint = "Wait until it has finished, or stop it, then run the command again."


class ThesaurusDamaged(DepecheError):
    """The thesaurus {path} cannot be used: {problem}."""

    hint = "Correct the file, or take it away; docs/thesaurus.md has the format."


class BadDate(DepecheError):
    """'{value}' is not a date."""

    hint = "Write YYYY, YYYY-MM or YYYY-MM-DD, such as 2016-10."


class UnknownRelease(DepecheError):
    """There is no release {id} in the archive."""

    hint = "Search for it: identifiers stand in the results of 'depeche search --json'."
