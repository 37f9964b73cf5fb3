"""The layout of 2025: login lines before the page, rich text blocks. See LAYOUTS.md."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from index.record import Kind
from indexer.sample import dates
from indexer.sample.addresses import HOST
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
    '<li class="cmp-navigation__item cmp-navigation__item--level-1">'
    '<a class="cmp-navigation__item-link" href="{href}" data-cmp-clickable="true" '
    'aria-label="{text}"><span class="cmp-navigation__item-text">{text}</span></a></li>'
)
_LONG = 8


@cache
def _login(language: str, turn: int) -> str:
    """Return 8 to 25 lines; a third of them in a list."""
    lines = words("login", language)
    count = 8 + turn % 18
    first = "\n".join(f"<p>{text(line)}</p>" for line in lines[: count - count // 3])
    rest = "\n".join(f"<li>{text(line)}</li>" for line in lines[count - count // 3 : count])
    return f'<div class="login-banner" data-component="login">\n{first}\n<ul>{rest}</ul></div>\n'


@cache
def _header(language: str) -> str:
    return (
        '<header class="cmp-experiencefragment cmp-experiencefragment--header">'
        f'<nav class="cmp-navigation"><ul class="cmp-navigation__group">\n'
        f"{menu(language, item=_ITEM)}\n</ul></nav></header>\n"
    )


@cache
def _related(language: str, turn: int) -> str:
    titles = words("related", language)
    cards = []
    for place in range(6):
        title = titles[(turn + place) % len(titles)]
        day = f"{2019 + (turn + place) % 7}-{1 + (turn + place * 5) % 12:02d}-{1 + turn % 28:02d}"
        cards.append(
            f'<div class="ca12-card"><time class="card-date" datetime="{day}">{day}</time>'
            f'<h3 class="card-title"><a href="/{language}/news-and-events/articles/news/'
            f'{day.replace("-", "/")}/item-{turn}-{place}">{text(title)}</a></h3>'
            f'<p class="card-text">{text(titles[(turn + place + 5) % len(titles)])}.</p></div>'
        )
    return '<section class="related-articles">\n' + "\n".join(cards) + "\n</section>\n"


@cache
def _footer(language: str) -> str:
    return (
        '<footer class="cmp-experiencefragment cmp-experiencefragment--footer"><ul>\n'
        f"{menu(language, item=_ITEM, first=20)}\n</ul>\n"
        f'<p class="sample">{sample_line(language)}</p></footer>\n'
    )


def _block(paragraphs: tuple[str, ...], *, listed: bool) -> str:
    """Return a rich text block; with `listed` its last two paragraphs are list items."""
    cut = len(paragraphs) - 2 if listed else len(paragraphs)
    out = [f"<p>{text(paragraph)}</p>" for paragraph in paragraphs[:cut]]
    if listed:
        items = "".join(f"<li>{text(paragraph)}</li>" for paragraph in paragraphs[cut:])
        out.append(f"<ul>{items}</ul>")
    return (
        '<div class="ca04-rich-text"><div class="cmp-text__background-container">\n'
        + "\n".join(out)
        + "\n</div></div>\n"
    )


def _body(made: SampleRelease) -> str:
    paragraphs = made.release.paragraphs
    chance = made.dress.chrome
    listed = len(paragraphs) > 3 and chance < 0.25  # noqa: PLR2004 - a quarter of the pages
    figure = ""
    if Blemish.ENGLISH_CAPTION in made.blemishes:
        caption = choose(words("captions", "lines"), chance)
        figure = (
            '<figure class="cmp-image"><img src="/content/dam/photo.jpg" alt="">'
            f"<figcaption>{caption}</figcaption></figure>\n"
        )
    if len(paragraphs) <= _LONG:
        return _block(paragraphs, listed=listed) + figure
    half = len(paragraphs) // 2
    return (
        _block(paragraphs[:half], listed=False) + figure + _block(paragraphs[half:], listed=listed)
    )


def render(made: SampleRelease) -> bytes:
    """Return the bytes of a page in this layout."""
    release = made.release
    language = release.language
    form = made.dress.date_form
    title = text(release.title)
    quoted = title.replace('"', "&quot;")
    # The canonical address is the first one, also where this page stands at a second one.
    url = f"https://{HOST}/{made.url_path}"
    day = release.date
    published = stamp = ""
    if day is not None and form in {"meta", "both"}:
        published = (
            f'<meta property="article:published_time" content="{day.isoformat()}T12:00:00.000Z">\n'
        )
    if day is not None and form in {"time", "both"}:
        words_of_day = (dates.french if language == "fr" else dates.english)(day)
        stamp = f'<time class="cmp-date" datetime="{day.isoformat()}">{words_of_day}</time>\n'
    kind = release.reference or (
        "" if release.kind is Kind.ACTUALITE else label(release.kind, language)
    )
    kind_line = f'<p class="cmp-article-type">{text(kind)}</p>\n' if kind else ""
    lead = f'<p class="cmp-article-lead">{text(release.lead)}</p>\n' if release.lead else ""
    turn = int(made.dress.chrome * 36)
    name = "OTAN" if language == "fr" else "NATO"
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{title} | {name}</title>\n<link rel="canonical" href="{url}">\n'
        f'<meta property="og:title" content="{quoted}">\n<meta property="og:url" content="{url}">\n'
        f"{published}{GENERATOR}\n</head>\n<body>\n{_login(language, turn)}{_header(language)}"
        f"<main>\n"
        f'{kind_line}<h1 class="cmp-title__text">{title}</h1>\n{stamp}{lead}{_body(made)}</main>\n'
        f"{_related(language, turn)}{_footer(language)}</body>\n</html>\n"
    )
    return page.encode()
