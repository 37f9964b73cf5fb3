"""Site profiles: what is known of a site's layouts, read from the TOML files in profiles/.

profiles/nato-cps.toml shows every key at work.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from index.record import Kind
from indexer.dates import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class UrlRule:
    """One form of URL path: what document it names, of what kind, in which languages.

    `document` is filled from the pattern's groups; the group `lang` goes through `languages`
    where that is not empty; `year`, `month` and `day` make the URL's date.
    """

    pattern: re.Pattern[str]
    document: str
    kind: Kind | None = None
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameRule:
    """One form of file name of a copied page, and the URL that it stands for."""

    pattern: re.Pattern[str]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One layout of one institution's site; selectors are of `indexer.extract.selector`."""

    name: str
    sites: Mapping[str, str]
    urls: tuple[UrlRule, ...]
    names: tuple[NameRule, ...] = ()
    language_parameter: str = ""
    marks: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    title_noise: tuple[re.Pattern[str], ...] = ()
    header: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    body_cell: str = ""
    drop: tuple[str, ...] = ()
    drop_lines: tuple[re.Pattern[str], ...] = ()
    dates: tuple[str, ...] = ()
    plain_opening_from: int | None = None
    mirror_suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a URL lies: its profile, site, document, and what else the URL tells."""

    profile: Profile
    site: str
    document: str
    url: str
    language: str = ""
    kind: Kind | None = None
    groups: Mapping[str, str] = field(default_factory=dict)

    def release_id(self, language: str) -> str:
        """Return the id of the release: site, document, language."""
        return f"{self.site}:{self.document}:{language}"


def _patterns(values: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(value, re.IGNORECASE) for value in values)


def _build(data: dict[str, Any]) -> Profile:
    """Return the profile that a TOML file describes; an unknown key is a TypeError."""
    urls = tuple(
        UrlRule(
            re.compile(rule["pattern"], re.IGNORECASE),
            rule["document"],
            Kind(rule["kind"]) if "kind" in rule else None,
            rule.get("languages", {}),
        )
        for rule in data.pop("urls")
    )
    names = tuple(
        NameRule(re.compile(rule["pattern"]), rule["url"]) for rule in data.pop("names", [])
    )
    for key in ("title_noise", "drop_lines"):
        data[key] = _patterns(data.pop(key, []))
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return Profile(urls=urls, names=names, **values)


@functools.cache
def profiles() -> tuple[Profile, ...]:
    """Return all shipped profiles, by name."""
    folder = files("indexer.extract").joinpath("profiles")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    texts = [entry.read_text(encoding="utf-8") for entry in sorted(found, key=lambda e: e.name)]
    return tuple(_build(tomllib.loads(text)) for text in texts)


def locate(url: str) -> Place | None:
    """Return what a URL tells by the profiles, or None where none knows it."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    for profile in profiles():
        site = profile.sites.get(host)
        if site is None:
            continue
        for rule in profile.urls:
            match = rule.pattern.match(parts.path)
            if match:
                return _place(profile, site, rule, match, url)
    return None


def _place(profile: Profile, site: str, rule: UrlRule, match: re.Match[str], url: str) -> Place:
    groups = {name: (value or "").lower() for name, value in match.groupdict().items()}
    language = groups.get("lang", "")
    if rule.languages:
        language = rule.languages.get(language, "")
    if profile.language_parameter:
        chosen = parse_qs(urlsplit(url).query).get(profile.language_parameter, [""])[0]
        language = re.split(r"[-_]", chosen)[0].lower() or language
    return Place(
        profile=profile,
        site=site,
        document=rule.document.format(**groups),
        url=url.removesuffix(profile.mirror_suffix),
        language=language,
        kind=rule.kind,
        groups=groups,
    )


def url_of_name(origin: str) -> str:
    """Return the URL that a copied page's file name stands for, or "".

    >>> url_of_name("pages/nato_news_136011_fr.txt")
    'https://www.nato.int/cps/fr/natohq/news_136011.htm'
    """
    name = re.split(r"[/\\!]", origin)[-1]
    for profile in profiles():
        hosts = {site: host for host, site in profile.sites.items()}
        for rule in profile.names:
            match = rule.pattern.fullmatch(name)
            if match and match["site"] in hosts:
                return rule.url.format(host=hosts[match["site"]], **match.groupdict())
    return ""


def url_day(place: Place) -> dt.date | None:
    """Return the date that the groups of a URL make, or None."""
    groups = place.groups
    if not (groups.get("year") and groups.get("month") and groups.get("day")):
        return None
    year = int(groups["year"])
    if len(groups["year"]) == len("98"):
        year = wording.full_year(year)
    return wording.day(year, int(groups["month"]), int(groups["day"]))
