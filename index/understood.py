"""What a request asks for: its query parsed, expanded, and widened where it is a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.engine import Match, Problem, SearchRequest
from index.errors import ThesaurusDamaged
from index.query import once, parse, relaxed
from index.thesaurus.expand import expand, expansions

if TYPE_CHECKING:
    from index.query import Node
    from index.thesaurus import Thesauri, Thesaurus


@dataclass(frozen=True, slots=True)
class Understood:
    """A request's query as an engine is to look for it.

    `typed` is the tree of the query with all its words required, every word as often as it was
    typed. `tree` is what to look for: the same with each word once, or where `match` is ANY the
    tree in which one word is enough. `any_of` is that tree where it was not asked for, None where
    there is no choice of words. All are None where the query holds nothing to look for.
    """

    typed: Node | None
    tree: Node | None
    any_of: Node | None
    match: Match
    problems: tuple[Problem, ...]

    @property
    def expanded(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the thesaurus added: the words typed, and the forms looked for too."""
        found = () if self.typed is None else expansions(self.typed)
        return tuple(dict.fromkeys((one.words, one.shown) for one in found))


def understand(request: SearchRequest, thesauri: Thesauri) -> Understood:
    """Read the query of a request.

    Where the archive's thesaurus has been damaged since it was opened, the last one that could be
    read is used, and a problem says so.
    """
    if not request.expand:
        return understood_by(request, None)
    thesaurus, damage = _current(thesauri)
    found = understood_by(request, thesaurus)
    if found.typed is None or not damage:
        return found
    return replace(found, problems=(*found.problems, *damage))


def understood_by(request: SearchRequest, thesaurus: Thesaurus | None) -> Understood:
    """Read the query of a request, and expand it by a thesaurus if there is one."""
    parsed = parse(request.query)
    if parsed.typed is None:
        return Understood(None, None, None, Match.ALL, parsed.problems)
    typed, problems = parsed.typed, parsed.problems
    if thesaurus is not None:
        typed = expand(typed, thesaurus)
        problems = _of_expanded(problems, typed)
    # after the expansion, which needs the words of a name side by side: "York New York"
    tree = once(typed)
    wide = relaxed(tree)
    asked = parsed.question and request.match is Match.AUTO
    if wide is not None and (asked or request.match is Match.ANY):
        if asked:
            problems = (*problems, Problem(0, "read-as-question"))
        return Understood(typed, wide, None, Match.ANY, problems)
    return Understood(typed, tree, wide, Match.ALL, problems)


def _of_expanded(problems: tuple[Problem, ...], typed: Node) -> tuple[Problem, ...]:
    """Return the problems that are left; what the thesaurus knows is more than a function word."""
    if next(expansions(typed), None) is None:
        return problems
    return tuple(problem for problem in problems if problem.code != "only-function-words")


def _current(thesauri: Thesauri) -> tuple[Thesaurus, tuple[Problem, ...]]:
    try:
        return thesauri.current(), ()
    except ThesaurusDamaged as error:
        return thesauri.last, (_damage(error),)


def _damage(error: ThesaurusDamaged) -> Problem:
    """Return what a reader is told: where to look, and no words of one language."""
    if "line" in error.facts:
        return Problem(0, "thesaurus-damaged", str(error.facts["line"]))
    return Problem(0, "thesaurus-unreadable")
