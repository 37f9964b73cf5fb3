"""Pages of a known layout: fields by the selectors of the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.record import Kind
from indexer.dates import machine_date, plausible
from indexer.extract import header, labels
from indexer.extract import profile as profiles
from indexer.extract.body import paragraphs_of
from indexer.extract.certainty import Certainty
from indexer.extract.document import of_tree
from indexer.extract.draft import Draft, clean
from indexer.extract.scan import Scan
from indexer.extract.selector import picked, select_all
from indexer.extract.titles import without_site
from indexer.extract.tree import drop, lines, text_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from indexer.extract.head import Head
    from indexer.extract.profile import Place, Profile

_LONGEST_LINE = 200
_LONGEST_TITLE = 1000  # characters; in a longer one patterns would look for noise for too long
_CERTAINTY = {
    "header": Certainty.STATED,
    "time": Certainty.STATED,
    "meta": Certainty.STATED,
    "url": Certainty.INFERRED,
    "opening": Certainty.INFERRED,
    "updated": Certainty.GUESSED,
}
_OF_THE_DAY = frozenset({"header", "time"})  # what a profile's `day_of` speaks of


def read(
    root: HtmlElement,
    head: Head,
    *,
    profile: Profile,
    place: Place | None,
    captured_at: dt.datetime,
) -> Draft | None:
    """Read a pruned page by a profile; None where it does not have the profile's layout."""
    drop(select_all(root, profile.drop))
    titles, timed, led, bodies = picked(
        root, profile.title, profile.time, profile.lead, profile.body
    )
    titled_by, heading = next(((by, el) for by, el in titles if text_of(el)), ("", None))
    cell = _cell(heading, profile.body_cell) if heading is not None else None
    draft = Draft(title=_title(heading, head, profile))
    found = header.read(_header_lines(root, profile, heading if cell is not None else None, cell))
    times = [el.get("datetime") or text_of(el) for _, el in timed]
    leads = [(selector, text_of(el)) for selector, el in led]
    if cell is not None and heading is not None:
        _drop_before(heading, cell)
        regions = [cell]
        rule = f"the {profile.body_cell} around the title"
    else:
        chosen = {el: selector for selector, el in reversed(bodies)}
        regions = _outermost([el for _, el in bodies])
        rule = ", ".join(dict.fromkeys(f"selector {chosen[region]}" for region in regions))
    if not regions:
        document = of_tree(root)
        region = Scan(document).region()
        if region is not None:
            regions, rule = [document.nodes[region]], "densest text block"
    if heading is not None:
        drop([heading])
    body = paragraphs_of(regions)
    body = clean(body, title=draft.title, lead="", drop=profile.drop_lines)
    led_by, draft.lead = next(
        ((by, lead) for by, lead in leads if _is_lead(lead, body, regions, profile)), ("", "")
    )
    draft.paragraphs = body[1:] if draft.lead and body[:1] == (draft.lead,) else body
    if not draft.paragraphs and not draft.lead:
        return None
    draft.updated = found.updated
    draft.reference, draft.place = found.reference, found.place
    draft.kind = found.kind or (place.kind if place and place.kind else Kind.AUTRE)
    draft.rules = {
        "title": f"selector {titled_by}" if heading is not None else "title tag",
        "paragraphs": rule,
        "lead": f"selector {led_by}",
        "kind": "label line" if found.kind else "URL",
        "reference": "label line",
        "updated": "date line",
        "place": "place line",
    }
    _date(
        draft, found, profile=profile, place=place, times=times, head=head, captured_at=captured_at
    )
    return draft


def _title(heading: HtmlElement | None, head: Head, profile: Profile) -> str:
    """Return the heading's text, else the title tag's without what the site adds to it."""
    title = text_of(heading) if heading is not None else head.meta("og:title") or head.title
    if heading is None and not profile.title_noise:
        return without_site(title, "")
    for noise in profile.title_noise if len(title) <= _LONGEST_TITLE else ():
        title = noise.sub("", title)
    return title.strip()


def _cell(heading: HtmlElement, tag: str) -> HtmlElement | None:
    """Return the nearest element of a tag around the heading."""
    return next(iter(heading.iterancestors(tag)), None) if tag else None


def _header_lines(
    root: HtmlElement, profile: Profile, before: HtmlElement | None, cell: HtmlElement | None
) -> list[str]:
    """Return the lines of the header elements; within a cell, of those before the heading."""
    elements = select_all(cell if cell is not None else root, profile.header)
    if before is not None and cell is not None:
        order = {element: place for place, element in enumerate(cell.iter())}
        elements = [el for el in elements if order.get(el, len(order)) < order[before]]
    found: list[str] = []
    for element in elements:
        found += [line for line in lines(element) if len(line) <= _LONGEST_LINE]
    return found


def _drop_before(heading: HtmlElement, cell: HtmlElement) -> None:
    """Take out what stands before the heading in its cell."""
    node = heading
    while node is not None and node is not cell:
        parent = node.getparent()
        drop(list(node.itersiblings(preceding=True)))
        if parent is not None:
            parent.text = None
        node = parent


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    """Return elements with text, each once and without those inside another one."""
    chosen = dict.fromkeys(elements)
    outer = (
        element
        for element in chosen
        if not any(ancestor in chosen for ancestor in element.iterancestors())
    )
    return [element for element in outer if text_of(element)]


def _is_lead(
    lead: str, body: tuple[str, ...], regions: list[HtmlElement], profile: Profile
) -> bool:
    """Tell whether a text is set apart: the whole first paragraph, or not in the body at all."""
    if not lead or not profile.lead:
        return False
    return body[:1] == (lead,) or not any(lead in text_of(region) for region in regions)


def _date(
    draft: Draft,
    found: header.Header,
    *,
    profile: Profile,
    place: Place | None,
    times: list[str],
    head: Head,
    captured_at: dt.datetime,
) -> None:
    """Fill in the date by the profile's order of rules."""
    first = draft.lead if draft.lead and not draft.paragraphs else "".join(draft.paragraphs[:1])
    url_day = profiles.url_day(place) if place else None
    url_year = _url_year(place)
    start = header.opening(
        first,
        year=found.year or url_year,
        before=found.updated.date() if found.updated else None,
        plain_from=profile.plain_opening_from,
    )
    if start and not draft.place:
        draft.place = start.place
    updated = found.updated.date() if found.updated else None
    if updated and url_year not in {None, updated.year}:
        updated = None
    metas = (head.dates.get(name, "") for name in labels.metas("published"))
    day_of = place.day_of if place else ""
    candidates: dict[str, Iterable[tuple[dt.date | None, str]]] = {
        "header": [(found.date, f"date line: {found.date_line}"[:90])],
        "time": ((machine_date(value), "time") for value in times),
        "meta": ((machine_date(value), "meta") for value in metas if value),
        "url": [(url_day, "url")],
        "opening": [(start.date, start.rule)] if start else [],
        "updated": [(updated, "date of update, for want of another")],
    }
    for name in profile.dates:
        for date, rule in candidates[name]:
            if date is not None and plausible(date, captured_at):
                spoken = name in _OF_THE_DAY and day_of
                of_event = name == "header" and found.until is not None
                sure = Certainty.INFERRED if spoken or of_event else _CERTAINTY[name]
                which = f", the day of {day_of}" if spoken else ""
                draft.set_date(date, f"{profile.name} {rule}{which}", sure)
                return


def _url_year(place: Place | None) -> int | None:
    """Return the year that stands in a URL as four figures."""
    year = place.groups.get("year", "") if place else ""
    return int(year) if len(year) == len("1998") else None
