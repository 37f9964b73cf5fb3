"""What the readers of the three forms fill in, and the release that is made of it."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from index.record import Damage, Kind, Release
from indexer.decode import accents_lost, is_mojibake
from indexer.extract.certainty import MEANINGS, Certainty
from indexer.extract.identity import clean_url, page_id
from indexer.extract.language import decide
from indexer.extract.profile import locate
from indexer.extract.result import Extraction
from indexer.refusal import NoText, NoTitle

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from indexer.extract.profile import Place, Profile


@dataclass(slots=True)
class Draft:
    """A release in the making: its fields, and for each the rule that filled it."""

    title: str = ""
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    date: dt.date | None = None
    date_source: str = ""
    date_certainty: Certainty | None = None
    updated: dt.datetime | None = None
    kind: Kind = Kind.AUTRE
    reference: str = ""
    place: str = ""
    truncated: bool = False
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Tell whether there is what a release cannot be without: a title, and a text."""
        return bool(self.title and (self.paragraphs or self.lead))

    def set_date(self, date: dt.date, rule: str, certainty: Certainty) -> None:
        """Fill in the publication date, its source, and how sure it is."""
        self.date, self.date_source, self.date_certainty = date, rule, certainty


@functools.cache
def _noise() -> re.Pattern[str]:
    text = files("indexer.extract").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    return re.compile("|".join(tomllib.loads(text)["lines"]), re.IGNORECASE)


def clean(
    paragraphs: tuple[str, ...], *, title: str, lead: str, drop: tuple[re.Pattern[str], ...] = ()
) -> tuple[str, ...]:
    """Return the paragraphs without boilerplate lines, repeated title and lead, or repetition.

    >>> clean(("Titre", "Un.", "Un.", "Imprimer"), title="Titre", lead="")
    ('Un.',)
    """
    result: list[str] = []
    for paragraph in paragraphs:
        if paragraph in (title, lead) and not result:
            continue
        if result and paragraph == result[-1]:
            continue
        if _noise().fullmatch(paragraph) or any(rule.search(paragraph) for rule in drop):
            continue
        result.append(paragraph)
    return tuple(result)


def finish(
    draft: Draft,
    *,
    profiles: tuple[Profile, ...],
    origin: str,
    profile: str,
    place: Place | None,
    url: str,
    url_rule: str,
    stated_language: str,
    encoding: str,
    alternates: Iterable[tuple[str, str]] = (),
) -> Extraction:
    """Return the release that a draft makes; raises NoTitle and NoText.

    The language is the address's where a profile knows it, else the text's. `alternates` are
    (language code, address) of what the page names as itself in other languages.
    """
    if place and place.reference and not draft.reference:
        draft.reference, draft.rules["reference"] = place.reference, "URL"
    if not draft.title:
        raise NoTitle(origin=origin)
    if not draft.paragraphs and not draft.lead:
        raise NoText(origin=origin)
    text = "\n\n".join((draft.title, draft.lead, *draft.paragraphs))
    if place and place.language:
        language, language_rule = place.language, "URL"
    else:
        language, language_rule = decide(stated=stated_language, text=text)
    flags = (
        (Damage.ACCENTS_LOST,) * accents_lost(text)
        + (Damage.MOJIBAKE,) * is_mojibake(text)
        + (Damage.TRUNCATED,) * draft.truncated
    )
    release = Release(
        id=place.release_id(language) if place else page_id(url=url, text=text),
        url=url,
        title=draft.title,
        lead=draft.lead,
        paragraphs=draft.paragraphs,
        date=draft.date,
        date_source=draft.date_source,
        date_certainty=str(draft.date_certainty or ""),
        updated=draft.updated,
        kind=draft.kind,
        reference=draft.reference,
        language=language,
        place=draft.place,
        flags=flags,
    )
    release = replace(release, twins=_twins(release, alternates, profiles))
    rules = draft.rules | {
        "id": f"profile {place.profile.name}"
        if place
        else "hash of the URL"
        if url
        else "hash of the text",
        "url": url_rule,
        "date": draft.date_source or "no rule applied",
        "certainty": MEANINGS[draft.date_certainty] if draft.date_certainty else "",
        "language": language_rule,
        "twins": "link alternate",
        "flags": "letters replaced by '?', U+FFFD or others, or a limit reached",
    }
    return Extraction(release=release, profile=profile, rules=rules, encoding=encoding)


def _twins(
    release: Release, alternates: Iterable[tuple[str, str]], profiles: tuple[Profile, ...]
) -> tuple[str, ...]:
    """Return the ids of the pages that a page names as itself in other languages."""
    found: dict[str, None] = {}
    for code, address in alternates:
        language = re.split(r"[-_]", code)[0]
        if language != release.language:
            place = locate(clean_url(address), profiles)
            named = place.release_id(place.language or language) if place else ""
            found[named or page_id(url=address, text="")] = None
    return tuple(one for one in found if one != release.id)
