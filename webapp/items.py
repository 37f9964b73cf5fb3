"""The values of a facet as items of a list: to choose, to exclude, to take away again."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from webapp.links import NOT, toggled, written
from webapp.pieces import begun, joined, piece, safe
from webapp.view import Choice, View
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from index.engine import Bucket, Facet


def items(view: View, facet: Facet, buckets: Iterable[Bucket]) -> Markup:
    """Return values of one of FILTERS as the items of a list."""
    words, language, name = view.words, view.words.language, facet.value
    number = words.number
    (before, after), (before_not, after_not) = view.slot(name), view.slot(NOT + name)
    return joined(
        [
            _item(_marked(view, facet, bucket), words)
            if bucket.selected or bucket.excluded
            else _offered(name, bucket.value, bucket.called(language), bucket.form, language)(
                before, after, number(bucket.count), before_not, after_not
            )
            for bucket in buckets
        ]
    )


@lru_cache(maxsize=8192)
def _offered(facet: str, value: str, label: str, form: str, language: str) -> Callable[..., str]:
    """Return what an item that may be chosen or excluded says, whatever else was asked for."""
    return begun(
        "offered",
        *("before", "after", "count", "before_not", "after_not"),
        chosen=written(facet, value),
        excluded=written(NOT + facet, value),
        label=_with(form, label),
        title=Words(language)("facets.except", value=label),
    )


def _with(form: str, label: str) -> str:
    """Return what a value is called with the other name that it was found by, "" for none."""
    return piece("called", label=label, form=form) if form else label


def _marked(view: View, facet: Facet, bucket: Bucket) -> Choice:
    """Return the choice of a chosen or excluded value, which takes it away."""
    name = NOT + facet.value if bucket.excluded else facet.value
    return Choice(
        label=_with(bucket.form, view.label(facet, bucket)),
        count=view.words.number(bucket.count),
        href=view.to(toggled(view.pairs, name, bucket.value)),
        selected=bucket.selected,
        excluded=bucket.excluded,
    )


def listed(choices: Iterable[Choice], words: Words) -> Markup:
    """Return the items of a list of choices."""
    return joined([_item(one, words) for one in choices])


def _item(one: Choice, words: Words) -> str:
    address, label = one.href, one.label
    if one.excluded:
        told, readmit = words("facets.excluded"), words("facets.readmit")
        return piece("excluded", href=address, label=label, excluded=told, readmit=readmit)
    within = piece("within", choices=listed(one.within, words)) if one.within else ""
    form = _chosen(words.language) if one.selected else _choice()
    return form(safe(address), safe(label), one.count, within)


@cache
def _choice() -> Callable[..., str]:
    return begun("choice", "href", "label", "count", "beside")


@cache
def _chosen(language: str) -> Callable[..., str]:
    remove = Words(language)("facets.remove")
    return begun("chosen", "href", "label", "count", "beside", remove=remove)
