"""The layout of 2008–2025, in UTF-8. See LAYOUTS.md."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from index.record import Kind
from indexer.sample import dates
from indexer.sample.dress import Blemish
from indexer.sample.layouts.chrome import (
    GENERATOR,
    choose,
    label,
    menu,
    sample_line,
    text,
    words,
)

if TYPE_CHECKING:
    from indexer.sample.records import SampleRelease

_ITEM = (
    '<li class="menu-item level-2"><a class="menu-link" href="{href}" title="{text}">'
    '<span class="menu-text">{text}</span></a></li>'
)
_LANGUAGES = "".join(f"<li>- {name}</li>" for name in ("English", "French", "Ukrainian", "Russian"))


@cache
def _top(language: str) -> str:
    return (
        '<div id="top-bar" class="cf"><ul class="languages">'
        f'{_LANGUAGES}</ul>\n<form action="/search.htm" class="search"><input name="q" type="text">'
        '<button type="submit">OK</button></form>\n<p class="login">'
        f"{words('login', language)[0]} | {words('login', language)[1]}</p></div>\n"
        '<header class="site"><a class="logo" href="/"><img src="/images/logo.png" alt=""></a>\n'
        f'<nav id="main-menu"><ul class="menu level-1">\n{menu(language, item=_ITEM)}\n</ul></nav>'
        "</header>\n"
    )


@cache
def _side(turn: int) -> str:
    titles = words("related", "en")
    rows = "\n".join(
        f'<li class="related-item"><span class="date">{1 + (turn * 5 + place * 3) % 28:02d} '
        f"{dates.ENGLISH_MONTHS[(turn + place) % 12][:3]}. {2009 + (turn + place) % 16}</span> "
        f'<a href="/cps/en/natohq/news_{50000 + turn * 97 + place}.htm">'
        f"{titles[(turn + place) % len(titles)]}</a></li>"
        for place in range(6)
    )
    lines = "\n".join(f"<p>{line}</p>" for line in words("sidebar", "lines")[3:])
    return (
        f'<aside id="side"><h3>Related news</h3><ul class="related">\n{rows}\n</ul>\n'
        f'<h3>Events</h3><ul class="events">\n{rows}\n</ul>\n'
        f'<div class="newsletter"><h3>Newsletter</h3>\n{lines}</div></aside>\n'
    )


@cache
def _foot(language: str) -> str:
    return (
        f'<footer class="site cf"><ul class="foot">\n'
        f"{menu(language, item=_ITEM, first=24)}\n</ul>\n"
        f'<p class="sample">{sample_line(language)}</p></footer>\n'
        "<script>window.dataLayer = window.dataLayer || []; "
        "function track(name) { window.dataLayer.push({event: name}); }</script>\n"
    )


def _date_line(made: SampleRelease) -> str:
    day = made.release.date
    form = made.dress.date_form
    updated = made.release.updated
    if day is None or form not in {"dotted", "range", "issued"}:
        return ""
    items = []
    if form != "issued":
        until = "" if made.dress.until is None else f"- {dates.dotted(made.dress.until)}"
        items = [f"{dates.dotted(day)} {until or '-'}", "|"]
    if updated is not None:
        word = "Mis à jour le" if made.release.language == "fr" else "Last updated"
        items.append(f"{word}: {dates.dotted(updated.date())} {updated:%H:%M}")
    if not items:
        return ""
    return f'<ul class="date-line">{"".join(f"<li>{item}</li>" for item in items)}</ul>\n'


def doc_type(made: SampleRelease) -> str:
    """Return the label line of a page, or "" where its address tells its kind."""
    release = made.release
    if release.reference:
        return release.reference
    plain = {Kind.ACTUALITE, Kind.DOSSIER}
    return "" if release.kind in plain else label(release.kind, release.language)


def _head(made: SampleRelease) -> str:
    release = made.release
    line = doc_type(made)
    out = _date_line(made)
    if line:
        out += f'<p class="doc-type">{text(line)}</p>\n'
    if made.dress.date_form == "issued" and release.date is not None:
        out += f'<p class="issued">Issued on {dates.dotted(release.date)}</p>\n'
    return out


def _with_visible_break(words_of_source: str) -> str:
    """Put a visible tag into a paragraph, in place of its middle blank."""
    place = words_of_source.find(" ", len(words_of_source) // 2)
    if place < 0:
        return words_of_source
    return f"{words_of_source[:place]} <br />{words_of_source[place:]}"


def _content(made: SampleRelease) -> str:
    release = made.release
    blemishes = made.blemishes
    out = []
    if Blemish.LANGUAGE_LINE in blemishes:
        out.append("<p>- French - English</p>")
    if release.lead:
        out.append(f'<div class="lead"><p>{text(release.lead)}</p></div>')
    if Blemish.ENGLISH_CAPTION in blemishes:
        caption = choose(words("captions", "lines"), made.dress.chrome)
        picture = '<img src="/images/stock/20160705_160708-summit.jpg" alt="">'
        figure = made.dress.chrome < 0.6  # noqa: PLR2004 - three pages in five
        out.append(
            f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
            if figure
            else f'{picture}<p class="caption">{caption}</p>'
        )
    paragraphs = list(release.paragraphs)
    if Blemish.VISIBLE_BREAK in blemishes:
        paragraphs[-1] = _with_visible_break(paragraphs[-1])
    out += [f"<p>{text(paragraph)}</p>" for paragraph in paragraphs]
    back = "Retour" if release.language == "fr" else "Back"
    out.append(f'<p class="back"><a href="news.htm">{back}</a></p>')
    return "\n".join(out)


def render(made: SampleRelease) -> bytes:
    """Return the bytes of a page in this layout."""
    release = made.release
    language = release.language
    wrong = Blemish.LANGUAGE_ATTRIBUTE in made.blemishes
    attribute = "en" if wrong else language
    title = text(release.title)
    name = "OTAN" if language == "fr" else "NATO"
    if made.dress.date_form == "issued" and release.date is not None:
        kind = "Texte officiel" if language == "fr" else "Official text"
        day = dates.dotted(release.date).replace(" ", "-")
        head = f"{name} - {kind}: {title}, {day}"
    else:
        head = f"{name} - {title}"
    description = text(release.paragraphs[0][:150]).replace('"', "&quot;")
    page = (
        f'<!DOCTYPE html>\n<html lang="{attribute}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{head}</title>\n<meta name="description" content="{description}">\n{GENERATOR}\n'
        '<link rel="stylesheet" href="/css/site.css">\n</head>\n<body>\n'
        f'{_top(language)}<div id="wrapper" class="cf"><div id="main">\n'
        f'{_head(made)}<h1 class="fs-huge">{title}</h1>\n'
        f'<section class="content cf">\n{_content(made)}\n</section>\n</div>\n'
        f"{_side(int(made.dress.chrome * 40))}</div>\n{_foot(language)}</body>\n</html>\n"
    )
    return page.encode()
