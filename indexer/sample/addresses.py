"""Where a sample page stands: its document name and its path, by the rules of LAYOUTS.md."""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from index.record import Kind
from indexer.sample.dates import ENGLISH_MONTHS

HOST = "www.nato.example"
FOLDERS = frozenset({HOST, HOST.removeprefix("www."), "texts"})
"""What stands in the folder of a sample, and nothing else does."""
SITE = "sample"


class Layout(StrEnum):
    """The forms a sample page comes in."""

    DOCU = "docu"
    CPS = "cps"
    MODERN = "2025"
    TEXT = "text"


# Letters that count the documents of a day; e and f mark the language.
_LETTERS = "abcdghijklmnopqrstuvwxyz"
_EPOCH = dt.date(1998, 1, 1)
_A_DAY = 20
_SECTIONS = {
    Kind.DISCOURS: "news-and-events/events/transcripts",
    Kind.TRANSCRIPTION: "news-and-events/events/transcripts",
    Kind.EVENEMENT: "news-and-events/events",
    Kind.TEXTE_OFFICIEL: "about-us/official-texts-and-resources/official-texts",
    Kind.DECLARATION: "about-us/official-texts-and-resources/official-texts",
}
_TYPES = {
    Kind.DISCOURS: "opinions",
    Kind.TRANSCRIPTION: "opinions",
    Kind.TEXTE_OFFICIEL: "official_texts",
    Kind.COMMUNIQUE: "official_texts",
    Kind.DECLARATION: "official_texts",
    Kind.DOSSIER: "topics",
}


def letters(number: int) -> str:
    """Count with letters, without e and f.

    >>> letters(0), letters(4), letters(24)
    ('a', 'g', 'aa')
    """
    head, last = divmod(number, len(_LETTERS))
    return (letters(head - 1) if head else "") + _LETTERS[last]


def docu_section(kind: Kind) -> str:
    """Return the folder under /docu/ for a kind."""
    if kind in {Kind.DISCOURS, Kind.TRANSCRIPTION}:
        return "speech"
    return "update" if kind in {Kind.ACTUALITE, Kind.EVENEMENT, Kind.DOSSIER} else "pr"


def series(layout: Layout, kind: Kind, filed: dt.date) -> str:
    """Return the name of the series in which documents of this sort are numbered from 0."""
    if layout is Layout.MODERN:
        return f"2025/{filed.isoformat()}"
    if layout is Layout.DOCU:
        section = docu_section(kind)
        return f"{section}/{filed.year}" if section == "pr" else f"{section}/{filed.isoformat()}"
    return f"cps/{filed.isoformat()}"


def _docu(kind: Kind, filed: dt.date, number: int, language: str) -> tuple[str, str]:
    mark = "e" if language == "en" else "f"
    section = docu_section(kind)
    if section == "pr":
        document = f"p{filed:%y}-{number + 1:03d}"
        return document, f"docu/pr/{filed.year}/{document}{mark}.htm"
    if section == "speech":
        document = f"s{filed:%y%m%d}{letters(number)}"
        tail = "e" if language == "en" else ""
        return document, f"docu/speech/{filed.year}/{document}{tail}.htm"
    if filed.year < 2004:
        count = letters(number) if number else ""
        name = f"{filed:%m%d}{count}{mark}.htm"
        return f"u{filed:%Y%m%d}{count}", f"docu/update/{filed.year}/{name}"
    count = letters(number)
    month = f"{filed:%m}-{ENGLISH_MONTHS[filed.month - 1][:3].lower()}"
    path = f"docu/update/{filed.year}/{month}/{mark}{filed:%m%d}{count}.htm"
    return f"u{filed:%Y%m%d}{count}", path


def cps_number(filed: dt.date, number: int) -> int:
    """Return the number in a cps address, which grows with the day as on the real site.

    >>> cps_number(dt.date(2016, 10, 18), 1)
    147301
    """
    days = (filed - _EPOCH).days
    if number < _A_DAY:
        return 10_000 + days * _A_DAY + number
    return 1_000_000 + days * 1000 + number


def cps_folder(filed: dt.date, number: int) -> str:
    """Return the folder of a cps page; the later pages of a day go to a SID folder of the month."""
    if number == 0:
        return "natolive" if filed.year < 2012 else "natohq"
    group = (filed.year * 12 + filed.month) * 1000 + number // 64
    return f"SID-{group * 2_654_435_761 % 2**32:08X}-{group * 40_503 % 2**32:08X}/natolive"


def address(
    layout: Layout, kind: Kind, filed: dt.date, number: int, *, slug: str, language: str = "fr"
) -> tuple[str, str]:
    """Return (document, path under the host) of the page with this number in its series.

    >>> address(Layout.DOCU, Kind.COMMUNIQUE, dt.date(1999, 3, 2), 0, slug="")
    ('p99-001', 'docu/pr/1999/p99-001f.htm')
    >>> address(Layout.DOCU, Kind.ACTUALITE, dt.date(2005, 5, 26), 0, slug="")
    ('u20050526a', 'docu/update/2005/05-may/f0526a.htm')
    """
    if layout is Layout.DOCU:
        return _docu(kind, filed, number, language)
    if layout is Layout.MODERN:
        section = _SECTIONS.get(kind, "news-and-events/articles/news")
        name = f"{slug}-{number + 1}" if number else slug
        document = f"{filed:%Y/%m/%d}/{name}"
        return document, f"{language}/{section}/{document}"
    document = f"{_TYPES.get(kind, 'news')}_{cps_number(filed, number)}"
    # A text copy's name has no folder; such a page is taken to stand in natohq.
    folder = "natohq" if layout is Layout.TEXT else cps_folder(filed, number)
    return document, f"cps/{language}/{folder}/{document}.htm"


def file_path(layout: Layout, url_path: str, document: str, language: str, number: int) -> str:
    """Return the path of the page's file under the archive's folder."""
    if layout is Layout.TEXT:
        return f"texts/{number // 1000:03d}/{SITE}_{document}_{language}.txt"
    tail = ".html" if layout is Layout.MODERN or "?" in url_path else ""
    return f"{HOST}/{url_path}{tail}"


def second_path(layout: Layout, url_path: str, choice: float) -> str:
    """Return another address of the same release, with its host, as a file path; `choice` is 0…1.

    >>> second_path(Layout.CPS, "cps/fr/natohq/news_1.htm", 0.9)
    'www.nato.example/cps/en/natohq/news_1.htm?selectedLocale=fr.html'
    """
    bare = HOST.removeprefix("www.")
    if layout is Layout.MODERN:
        return f"{bare}/{url_path}.html"
    if layout is not Layout.CPS or choice < 0.3:
        return f"{bare}/{url_path}"
    if choice < 0.6:
        folder = "natohq" if "/natolive/" in url_path else "natolive"
        language, name = url_path.split("/")[1], url_path.rpartition("/")[2]
        return f"{HOST}/cps/{language}/{folder}/{name}"
    other = url_path.replace("cps/fr/", "cps/en/", 1)
    return f"{HOST}/{other}?selectedLocale=fr.html"


def english_path(layout: Layout, french: str) -> str:
    """Return the address of the English form of a page.

    >>> english_path(Layout.DOCU, "docu/update/2005/05-may/f0526a.htm")
    'docu/update/2005/05-may/e0526a.htm'
    """
    if layout is not Layout.DOCU:
        return french.replace("cps/fr/", "cps/en/") if layout is Layout.CPS else "en" + french[2:]
    head, _, name = french.rpartition("/")
    stem = name.removesuffix(".htm")
    if "/speech/" in french:
        stem += "e"
    else:
        stem = "e" + stem[1:] if stem.startswith("f") else stem[:-1] + "e"
    return f"{head}/{stem}.htm"
