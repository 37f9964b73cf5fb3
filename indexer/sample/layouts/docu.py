"""The layout of 1998–2008: tables, English side bars, single-byte encodings. See LAYOUTS.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.sample import dates
from indexer.sample.addresses import HOST, docu_section
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

_LINE = re.compile(r"(.{58,}?) ")
_REFERENCE = re.compile(r"(?=\(\d{4}\))")
_ITEM = (
    '<a href="{href}"><font face="Arial, Helvetica" size="1" color="#FFFFFF">{text}</font></a><br>'
)
_SECTIONS = {
    "fr": {"pr": "Communiqués de presse", "update": "Actualités", "speech": "Discours"},
    "en": {"pr": "Press releases", "update": "Updates", "speech": "Speeches"},
}
_ENTITIES = {
    "é": "eacute", "è": "egrave", "à": "agrave", "ê": "ecirc", "ç": "ccedil", "ô": "ocirc",
    "î": "icirc", "û": "ucirc", "ù": "ugrave", "â": "acirc", "ë": "euml", "ï": "iuml",
    "É": "Eacute", "À": "Agrave", "«": "laquo", "»": "raquo", "\u00a0": "nbsp", "°": "deg",
}  # fmt: skip
_TO_ENTITIES = str.maketrans({letter: f"&{name};" for letter, name in _ENTITIES.items()})


def _header(made: SampleRelease) -> str:
    release = made.release
    parts: list[str] = []
    if release.reference:
        name, *number = _REFERENCE.split(release.reference, maxsplit=1)
        parts = [name.strip(), *number]
    else:
        parts = [label(release.kind, release.language)]
    day = release.date
    if day is not None:
        french = release.language == "fr"
        match made.dress.date_form:
            case "full":
                parts.append(dates.french(day) if french else dates.english(day))
            case "short":
                parts.append(dates.french_short(day))
            case "place":
                parts.append(f"{made.dress.place}, le {dates.french(day)}")
    return "<br>\n".join(text(part) for part in parts)


def _paragraph(words_of_source: str, *, broken: bool) -> str:
    return _LINE.sub(r"\1<br>\n" if broken else r"\1\n", text(words_of_source))


def _caption(made: SampleRelease) -> str:
    if Blemish.ENGLISH_CAPTION not in made.blemishes:
        return ""
    caption = choose(words("captions", "lines"), made.dress.chrome)
    return (
        '<table align="right" width="180" border="0" cellpadding="4"><tr><td>'
        '<img src="/images/b990301a.jpg" width="170" height="120" alt=""><br>\n'
        f'<font size="1"><i>{caption}</i></font></td></tr></table>\n'
    )


def _page(made: SampleRelease) -> str:
    release = made.release
    language = release.language
    section = docu_section(release.kind)
    updated = release.updated
    line = "" if updated is None else dates.dashed(updated.date())
    broken = Blemish.HARD_BREAKS in made.blemishes
    name = release.reference or _SECTIONS[language][section]
    head = f"{'OTAN' if language == 'fr' else 'NATO'} - {text(name)}"
    if release.date is not None and made.dress.date_form == "full":
        head += " - " + (dates.french if language == "fr" else dates.english)(release.date)
    declared = made.dress.declared
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">\n'
    side = "\n<p>".join(
        f'<font face="Arial" size="1" color="#CCCCFF">{text(entry)}</font>'
        for entry in words("sidebar", "lines")
    )
    lead = ""
    if release.lead:
        lead = f"<p><i>{_paragraph(release.lead, broken=broken)}</i></p>\n"
    body = "\n<p>".join(_paragraph(entry, broken=broken) for entry in release.paragraphs)
    update = "Mise-à-jour:" if language == "fr" else "Updated:"
    home = "Page d'accueil" if language == "fr" else "Home page"
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">\n<html>\n<head>\n'
        f"<title>{head}</title>\n{meta if declared else ''}{GENERATOR}\n</head>\n"
        '<body bgcolor="#FFFFFF" text="#000000" link="#003366" topmargin="0">\n'
        '<table width="100%" border="0" cellspacing="0" cellpadding="2"><tr><td bgcolor="#003366">'
        '<img src="/images/banner.gif" width="468" height="60" alt="On-line library">\n'
        '<font size="1" color="#FFFFFF"> - <a href="f.htm">French</a> - <a href="e.htm">English</a>'
        "</font></td></tr></table>\n"
        '<table width="100%" border="0" cellspacing="0" cellpadding="6">\n<tr>\n'
        '<td width="150" valign="top" bgcolor="#003366">\n'
        f"{menu('en', item=_ITEM, last=14)}\n<p>{side}\n</td>\n"
        '<td valign="top">\n<table width="100%" border="0"><tr>\n'
        f'<td><font face="Arial" size="1">{update} {line}</font></td>\n'
        '<td align="right"><font face="Arial" size="1">'
        f"{_SECTIONS[language][section]}</font></td>\n"
        "</tr></table>\n"
        f'<table border="0" cellpadding="4"><tr><td><b>{_header(made)}</b></td></tr></table>\n'
        f'<h2 align="center">{text(release.title)}</h2>\n{lead}{_caption(made)}<p>{body}\n'
        '<hr noshade size="1">\n<center><font size="1">[ '
        f'<a href="/home.htm">{home}</a> | '
        f'<a href="/docu/home.htm">{_SECTIONS[language]["pr"]}</a> | '
        f'<a href="http://{HOST}/search.htm">Index</a> ]</font></center>\n'
        f'<p><font size="1">{sample_line(language)}</font></p>\n'
        "</td>\n</tr></table>\n</body>\n</html>\n"
    )


def render(made: SampleRelease) -> bytes:
    """Return the bytes of a page in this layout, in its encoding."""
    page = _page(made)
    if Blemish.CHARACTER_ENTITIES in made.blemishes:
        page = page.translate(_TO_ENTITIES)
    if Blemish.ACCENTS_LOST in made.blemishes:
        return page.encode("ascii", "replace")
    return page.encode(made.dress.encoding, "xmlcharrefreplace")
