"""Keys under which a release meets itself in other languages, where nothing names the two together.

Only what is certain makes a key: a date with the institution's own number, or an address that
differs in its language alone. Releases that have a key in common are twins where each is the only
one of its language that has it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.record import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

    from index.record import Release

_NUMBERS = re.compile(r"\d+")
_CODES = re.compile(r"\b[A-Z]{2,}\b")
_REGION = re.compile(r"[-_][a-z]{2}$", re.IGNORECASE)
# news_fr.html, news.fr.html, news-fr: what stands before, the language, the ending
_LAST = re.compile(r"(.+?[._-])([a-z]{2,})(\.[a-z]{3,5})?", re.IGNORECASE)
_LEAST_FIGURES = 4
_ANY = "*"


def twin_keys(release: Release) -> tuple[str, ...]:
    """Return the keys of a release, none where nothing about it is certain."""
    return (*_by_number(release), *_by_address(release))


def _by_number(release: Release) -> Iterator[str]:
    """Yield the key of the institution's own number for a release of a day and a kind.

    The words of a reference differ with the language, its figures and capitals do not.
    """
    figures = _NUMBERS.findall(release.reference)
    numbers = [one.lstrip("0") for one in figures]
    is_long = sum(map(len, figures)) >= _LEAST_FIGURES
    date, institution = release.date, _institution(release)
    if not date or not is_long or not institution or release.kind is Kind.AUTRE:
        return
    # a year or a day is no number of the institution's
    if not {str(part) for part in (date.year, date.month, date.day)}.issuperset(numbers):
        codes = sorted(_CODES.findall(release.reference))
        about = (institution, str(date), release.kind.value, *codes, *numbers)
        yield "number " + " ".join(about)


def _institution(release: Release) -> str:
    """Return the site of a release, by its id where a profile knows it, else by its host."""
    site = release.id.partition(":")[0]
    return _divided(release.url).netloc.removeprefix("www.") if site == "page" else site


def _divided(url: str) -> SplitResult:
    """Return the parts of an address, none of what is no address."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _by_address(release: Release) -> Iterator[str]:
    """Yield the address with its language left out, where it tells the release's own.

    Where the path tells it the day must be the same, too: numbers may be counted in each language.
    """
    own = _languages()["languages"].get(release.language, ())
    parts = _divided(release.url)
    if not parts.netloc or not own:
        return
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    told = [_is_parameter(name) and _is_of(value, own) for name, value in pairs]
    query = urlencode(
        sorted(
            (name, _ANY if its else value) for (name, value), its in zip(pairs, told, strict=True)
        )
    )
    place = f"{_host(parts.netloc, own)}{'/'.join(_path(parts.path, own))}?{query}"
    in_path = _ANY in place.partition("?")[0]
    if in_path and release.date:
        yield f"address {place} {release.date}"
    elif any(told) and not in_path:
        yield f"address {place}"


def _host(host: str, own: list[str]) -> str:
    """Return a host without www., and without the language where its first name is one."""
    first, dot, rest = host.lower().removeprefix("www.").partition(".")
    return _ANY + dot + rest if _is_of(first, own) and "." in rest else first + dot + rest


def _path(path: str, own: list[str]) -> Iterator[str]:
    """Yield the parts of a path, * for each that tells the language."""
    *folders, last = path.split("/")
    for folder in folders:
        yield _ANY if _is_of(folder, own) else folder
    ending = _LAST.fullmatch(last)
    if _is_of(last, own):
        yield _ANY
    elif ending and _is_of(ending[2], own):
        yield f"{ending[1]}{_ANY}{ending[3] or ''}"
    else:
        yield last


def _is_parameter(name: str) -> bool:
    return name.lower() in _languages()["parameters"]


def _is_of(text: str, own: list[str]) -> bool:
    """Tell whether a part of an address is a language, with a region or without.

    >>> _is_of("fr-BE", ["fr"]), _is_of("FR", ["fr"]), _is_of("fresh", ["fr"])
    (True, True, False)
    """
    return _REGION.sub("", text).lower() in own


@cache
def _languages() -> dict[str, Any]:
    text = files("indexer.copies").joinpath("languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
