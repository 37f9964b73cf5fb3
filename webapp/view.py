"""A page of results on its way to the template: what was found, and the address it stands at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index.engine import FILTERS, UNDATED, Bucket, Facet, SearchPage
from index.period import first_day, last_day
from webapp.links import NOT, Pairs, Parts, Slot, href, ordered, parts, period, replaced, without
from webapp.pieces import safe

if TYPE_CHECKING:
    from webapp.words import Words

_DATES = ("from", "to", "undated")


@dataclass(frozen=True, kw_only=True)
class View:
    """What every part of a page is made from.

    `pairs` are the page's own address and `path` its path; links change the one and keep the
    other.
    """

    page: SearchPage
    pairs: Pairs
    words: Words
    path: str

    def to(self, pairs: Pairs) -> str:
        """Return the address with these pairs."""
        return href(self.path, pairs)

    def slot(self, name: str) -> Slot:
        """Return the address of the first page with a place for one more value, escaped.

        `name` is that of its parameter. Most of the facets share one place.
        """
        place = self._parts.place(name)
        if place not in self._slots:
            self._slots[place] = Slot(*map(safe, self._parts.slot(name)))
        return self._slots[place]

    @cached_property
    def _slots(self) -> dict[int, Slot]:
        return {}

    @cached_property
    def more(self) -> Slot:
        """The address of this page with a place for the facet that is shown at length."""
        return parts(self.path, replaced(self.pairs, {"more": ""})).slot("more")

    @cached_property
    def _parts(self) -> Parts:
        return parts(self.path, without(self.pairs))

    @cached_property
    def dates(self) -> Slot:
        """The address of the first page with a place for `from` and `to`, for no dates yet."""
        return parts(self.path, without(self.pairs, *_DATES)).slot("from")

    def label(self, facet: Facet, bucket: Bucket) -> str:
        """Return what a bucket is called."""
        if facet is Facet.YEAR:
            return self.words.date(None) if bucket.value == UNDATED else bucket.label
        if facet is Facet.MONTH:
            return self.words.months()[first_day(bucket.value).month - 1]
        if facet is Facet.DAY:
            return self.words.date(first_day(bucket.value))
        return bucket.called(self.words.language)


class Choice(NamedTuple):
    """One value of a facet: its label, its count in words, where choosing or dropping it leads.

    `within` are the months of a chosen year or the days of a chosen month. `excluded` tells that no
    release may have the value: then `href` leads to where it may.
    """

    label: str
    count: str  # type: ignore[assignment]  # hides a method of tuples, of no use here
    href: str
    selected: bool
    within: tuple[Choice, ...] = ()
    excluded: bool = False


def dated(view: View, bucket: Bucket, within: tuple[Choice, ...] = ()) -> Choice:
    """Return the choice of a year, a month, a day, or of the undated releases."""
    address, selected = leads(view, bucket.value)
    label = view.label(unit(bucket.value), bucket)
    return Choice(label, view.words.number(bucket.count), address, selected, within)


def leads(view: View, value: str) -> tuple[str, bool]:
    """Return where a year, month, day or UNDATED leads when clicked, and if it is chosen."""
    request = view.page.request
    if value == UNDATED:
        target = without(view.pairs, *_DATES)
        if not request.undated:
            target = (*target, ("undated", "1"))
        return view.to(target), request.undated
    chosen = request.date_from and request.date_from == first_day(value)
    if not (chosen and request.date_to == last_day(value)):
        before, after = view.dates
        return f"{before}{span(value)}{after}", False
    # Leaving a day leads back to its month, a month to its year, a year to all years.
    above = value.rpartition("-")[0]
    if above:
        return view.to(period(view.pairs, above, above)), True
    return view.to(without(view.pairs, *_DATES)), True


@lru_cache(maxsize=4096)
def span(value: str) -> str:
    """Return the parameters that choose a year, a month or a day.

    >>> span("2016-10")
    'from=2016-10&to=2016-10'
    """
    return Slot("", "").filled(("from", value), ("to", value))


def unit(value: str) -> Facet:
    """Return what a value of the facets by date stands for.

    >>> unit("2016"), unit("2016-10").value, unit("2016-10-18").value
    (<Facet.YEAR: 'year'>, 'month', 'day')
    """
    return (Facet.YEAR, Facet.MONTH, Facet.DAY)[value.count("-")]


def one_year(page: SearchPage) -> str:
    """Return the year whose months are to be shown: the one chosen, or the only one there is."""
    first, last = page.request.date_from, page.request.date_to
    if (first is None) != (last is None):
        return ""
    years = {bucket.value[:4] for bucket in page.facets.get(Facet.MONTH, ())}
    if first and last:
        years |= {f"{first.year:04}", f"{last.year:04}"}
    return years.pop() if len(years) == 1 else ""


def one_month(page: SearchPage) -> str:
    """Return the month whose days are counted, as YYYY-MM; "" for none."""
    first = page.request.date_from
    return first.isoformat()[:7] if first and Facet.DAY in page.facets else ""


def settled(pairs: Pairs, page: SearchPage) -> Pairs:
    """Write each chosen filter as the engine names it, so that links can take it away again.

    A reader may have typed a label or an alias ("Irak"); the selected bucket says "iraq".
    """
    request = page.request
    for facet in FILTERS if request.filters or request.excluded else ():
        buckets = page.facets.get(facet, ())
        chosen = [bucket.value for bucket in buckets if bucket.selected]
        excluded = [bucket.value for bucket in buckets if bucket.excluded]
        for name, values in ((facet.value, chosen), (NOT + facet.value, excluded)):
            if values:
                kept = tuple(pair for pair in pairs if pair[0] != name)
                pairs = kept + tuple((name, value) for value in values)
    return ordered(pairs)
