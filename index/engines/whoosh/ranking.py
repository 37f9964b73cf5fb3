"""What makes one release stand before another: every number that ranking depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.schema import PARTS, exact_field, stem_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Weights of BM25F and of nearness; `depeche evaluate` says what a change of one does.

    A word is one term in all its forms and fields, as `arrays.combined` says: the weight of an
    occurrence is that of its part (`title`, `lead`, `body`) times those of the forms it has, which
    add up: a stem in any case, the folded form and the exact one where they are as typed. A form
    that the thesaurus added weighs `other` times as much.

    `k1` is where frequency saturates, `b_title`, `b_lead` and `b_body` how much length counts: a
    title is never long for its many subjects, a body often is.

    `phrase` weighs what is asked for in quotes or stands for a name of several words. `near` weighs
    pairs of words that stand as they were typed, `backwards` is the share of it for pairs the other
    way round, and `depth` the number of leading hits in which that is looked at.

    `title_of_any` takes the place of `title` where one of the words is enough: a title that bears
    the subject of a question is that of many texts, of which one passage answers.
    """

    k1: float = 1.2
    b_title: float = 0.5
    b_lead: float = 0.6
    b_body: float = 0.65
    title: float = 3.0
    lead: float = 1.5
    body: float = 1.0
    stem: float = 0.5
    folded: float = 0.35
    exact: float = 0.15
    other: float = 0.3
    phrase: float = 0.5
    near: float = 10.0
    near_k: float = 0.4
    loose: float = 0.25
    backwards: float = 0.5
    depth: int = 1_000
    title_of_any: float = 1.0
    near_of_any: float = 0.5

    def of_any(self) -> Ranking:
        """Return the weights where one of the words is enough."""
        return replace(self, title=self.title_of_any, near=self.near_of_any)

    def parts(self) -> dict[str, float]:
        """Return the weight of each part."""
        return dict(zip(PARTS, (self.title, self.lead, self.body), strict=True))

    def lengths(self) -> dict[str, float]:
        """Return BM25F's b of each text field."""
        bs = dict(zip(PARTS, (self.b_title, self.b_lead, self.b_body), strict=True))
        return {
            field: b
            for part, b in bs.items()
            for field in (part, stem_field(part), exact_field(part))
        }


DEFAULT = Ranking()
