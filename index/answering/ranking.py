"""What makes one release stand before another: every number that ranking depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.schema import PARTS, exact_field, stem_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Weights of BM25F and of nearness, each with its reason.

    A word is one term in all its forms and fields, as `arrays.combined` says: an occurrence weighs
    its part's weight times those of the forms it has there, which add up. "Tuned" is on the
    tuning half of indexer/sample/questions.tsv (benchmarks/bench_ranking.py), with judged.tsv
    (`depeche evaluate`) not to get worse.
    """

    k1: float = 1.2
    """Where frequency saturates: the usual value; 0.9 and 1.5 were no better."""
    b_title: float = 0.5
    b_lead: float = 0.6
    b_body: float = 0.65
    """How much length counts: a title is long for its many subjects less often than a body, and
    releases are of one length more than web pages are; tuned, flat around these."""
    title: float = 3.0
    """A title says what a release is about; less lost judged queries (3 → 1: nDCG −0.01)."""
    lead: float = 1.5
    """A lead is a body's best part, and many releases have none."""
    body: float = 1.0
    stem: float = 0.5
    folded: float = 0.35
    exact: float = 0.15
    """An inflection finds the subject; the form as typed says more, with its accents most: exact
    before folded before stemmed. Tuned: stems alone lost 0.02 MRR."""
    other: float = 0.3
    """A name from the thesaurus is the same thing, but not what was typed; tuned."""
    phrase: float = 0.5
    """Words in quotes or within a name, beside what each would weigh alone; tuned."""
    near: float = 10.0
    near_k: float = 0.4
    """Words that stand together once as they were typed outweigh the same words apart, however
    often: the most that frequency adds to two words is 2.4 idf. Saturates at once."""
    loose: float = 0.25
    backwards: float = 0.5
    """What pairs that stand otherwise than typed count, by 1 / distance², and in the other order:
    four words between are next to nothing, and order counts."""
    depth: int = 1_000
    """Leading hits in which nearness is looked at: a hundred pages of results."""
    foreign: float = 0.6
    """What a release in another language counts beside one in French: names are spelled alike in
    both, and a translation into English, which is shorter, would stand before its original. Tuned:
    1 → 0.6 gained 0.01 nDCG, and no judged query lost; what is asked in English finds English."""
    present: float = 0.0
    """What a word counts for standing there at all: nothing where every hit has all of them."""
    present_of_any: float = 1.0
    """Takes the place of `present` where one word is enough: two of the words once each are worth
    more than one of them often, or in the title. Tuned: 0 → 1 gained 0.01 MRR in each half."""
    title_of_any: float = 1.5
    """Takes the place of `title` there: the title that bears the subject of a question is that of
    many passages, of which one answers; but whole releases lost with less. Tuned."""
    near_of_any: float = 0.7
    """Takes the place of `near` there: the words of a question seldom stand together in its answer.
    Tuned: flat from 0.3 to 1; none lost 0.015 MRR."""

    def of_any(self) -> Ranking:
        """Return the weights where one of the words is enough."""
        return replace(
            self, title=self.title_of_any, near=self.near_of_any, present=self.present_of_any
        )

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
