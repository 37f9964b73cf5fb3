"""Site profiles: what is known of a site's layouts, and what a URL tells by them.

docs/profiles.md explains every key; `indexer.extract.profile_file` reads the files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from indexer.dates import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from index.record import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRule:
    """One form of address: what document it names, of what kind, in which language.

    `pattern` is of the path, `parameters` are patterns of whole values of the query. `document`,
    `reference` and `url` are filled from the groups of all of them, in lower case; the reference
    is then put in capitals, and `url` is the address that the page is shown under. The group
    `lang` goes through `languages`, and `type` through `kinds`, where these are not empty;
    `language` is that of every page. `year`, `month` and `day` make the URL's date. `day_of` names
    what the pages are dated by, "the speech", where that is not their publication.
    """

    pattern: re.Pattern[str]
    document: str
    kind: Kind | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    language: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    reference: str = ""
    url: str = ""
    day_of: str = ""

    def groups(self, path: str, query: str) -> dict[str, str] | None:
        """Return the groups of an address in lower case, or None where it has another form."""
        match = self.pattern.match(path)
        if match is None:
            return None
        groups = match.groupdict()
        values = parse_qs(query) if self.parameters else {}
        for name, pattern in self.parameters.items():
            value = pattern.fullmatch(values.get(name, [""])[0])
            if value is None:
                return None
            groups |= value.groupdict()
        return {name: (value or "").lower() for name, value in groups.items()}


@dataclass(frozen=True, slots=True)
class NameRule:
    """One form of file name of a copied page, and the URL that it stands for."""

    pattern: re.Pattern[str]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRule:
    """Where the fields of a release stand in a page's JSON; paths of `indexer.extract.json_page`.

    A page has the layout where every one of `marks` is in it. `suffix` is what the address of the
    JSON has more than the page's.
    """

    marks: tuple[str, ...]
    title: tuple[str, ...]
    body: tuple[str, ...]
    lead: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One layout of one institution's site; selectors are of `indexer.extract.selector`."""

    name: str
    sites: Mapping[str, str]
    urls: tuple[UrlRule, ...]
    names: tuple[NameRule, ...] = ()
    json: JsonRule | None = None
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
    reference: str = ""
    day_of: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)

    def release_id(self, language: str) -> str:
        """Return the id of the release: site, document, language."""
        return f"{self.site}:{self.document}:{language}"


def locate(url: str, profiles: tuple[Profile, ...]) -> Place | None:
    """Return what a URL tells by the profiles, or None where none knows it."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    for profile in profiles:
        site = profile.sites.get(host)
        if site is None:
            continue
        suffix = profile.json.suffix if profile.json else ""
        for rule in profile.urls:
            groups = rule.groups(parts.path.removesuffix(suffix), parts.query)
            if groups is not None:
                return _place(profile, site, rule, groups, url.removesuffix(suffix))
    return None


def is_release(url: str, profiles: tuple[Profile, ...]) -> bool:
    """Tell whether a profile knows an address as one of a release."""
    return locate(url, profiles) is not None


def _place(profile: Profile, site: str, rule: UrlRule, groups: dict[str, str], url: str) -> Place:
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
        url=rule.url.format(**groups) if rule.url else url.removesuffix(profile.mirror_suffix),
        language=rule.language or language,
        kind=rule.kinds.get(groups.get("type", ""), rule.kind),
        reference=rule.reference.format(**groups).upper(),
        day_of=rule.day_of,
        groups=groups,
    )


def url_of_name(origin: str, profiles: tuple[Profile, ...]) -> str:
    """Return the URL that a copied page's file name stands for, or ""."""
    name = re.split(r"[/\\!]", origin)[-1]
    for profile in profiles:
        for rule in profile.names:
            match = rule.pattern.fullmatch(name)
            if match:
                hosts = {site: host for host, site in profile.sites.items()}
                groups = match.groupdict()
                host = hosts.get(groups.get("site", ""), next(iter(profile.sites)))
                return rule.url.format(host=host, **groups)
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
