"""What a request asks for: its query parsed, expanded, and widened where it is a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engine import Match, Problem, SearchRequest
from index.errors import ThesaurusDamaged
from index.query import parse, relaxed
from index.thesaurus.expand import expand, expansions

if TYPE_CHECKING:
    from index.query import Node
    from index.thesaurus import Thesauri, Thesaurus


@dataclass(frozen=True, slots=True)
class Understood:
    """A request's query as an engine is to look for it.

    `typed` is the tree of the query with all its words required, `tree` is what to look for: the
    same, or where `match` is ANY the tree in which one word is enough. `any_of` is that tree where
    it was not asked for, None where there is no choice of words. All are None where the query holds
    nothing to look for.
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
    parsed = parse(request.query)
    if parsed.tree is None:
        return Understood(None, None, None, Match.ALL, parsed.problems)
    typed, problems = parsed.tree, parsed.problems
    if request.expand:
        thesaurus, damage = _current(thesauri)
        problems += damage
        typed = expand(typed, thesaurus)
    # after the expansion, which needs the words of a name side by side
    wide = relaxed(typed)
    asked = parsed.question and request.match is Match.AUTO
    if wide is not None and (asked or request.match is Match.ANY):
        if asked:
            problems = (*problems, Problem(0, "read-as-question"))
        return Understood(typed, wide, None, Match.ANY, problems)
    return Understood(typed, typed, wide, Match.ALL, problems)


def _current(thesauri: Thesauri) -> tuple[Thesaurus, tuple[Problem, ...]]:
    try:
        return thesauri.current(), ()
    except ThesaurusDamaged as error:
        return thesauri.last, (Problem(0, "thesaurus-damaged", str(error.facts["problem"])),)
