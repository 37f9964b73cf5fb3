"""Profiles as files: the shipped ones in profiles/, an archive's own in DATA/profiles/.

An archive's own profiles are asked first, and one that bears a shipped one's name stands for it.
They travel to the processes that read pages as texts, so that a run reads all pages by the same.
"""

from __future__ import annotations

import functools
import re
import string
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from index.errors import DepecheError
from index.record import Kind
from indexer.extract.json_page import BadPath, steps
from indexer.extract.profile import JsonRule, NameRule, Profile, UrlRule, locate
from indexer.extract.selector import BadSelector, parsed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Texts = tuple[tuple[str, str], ...]
"""(file name, TOML) of profiles that are not read yet."""

_SELECTORS = ("marks", "title", "header", "time", "lead", "body", "drop")
_PATTERNS = ("title_noise", "drop_lines")
_STRINGS = ("name", "language_parameter", "body_cell", "mirror_suffix")
_DATES = frozenset({"header", "time", "meta", "url", "opening", "updated", "json"})
_FIELDS = {"sites", "urls", "names", "json", "dates", "plain_opening_from"} | {
    *_SELECTORS, *_PATTERNS, *_STRINGS,
}  # fmt: skip
_OF_URLS = frozenset({
    "pattern", "parameters", "document", "kind", "kinds", "language", "languages", "reference",
    "url", "day_of",
})  # fmt: skip
_OF_NAMES = frozenset({"pattern", "url"})
_OF_JSON = frozenset({"marks", "title", "body", "lead", "date", "reference", "place", "suffix"})
_TOML_LINE = re.compile(r"\s*\(at line (\d+).*\)$")


class BadProfile(DepecheError):
    """The profile {file}, line {line}, cannot be used: {problem}."""

    hint = "Correct the file, or take it away; docs/profiles.md explains every key."


class _Problem(Exception):
    """What is wrong with one key, before it is known where the key stands."""

    def __init__(self, problem: str, key: str, table: str = "", number: int = 0) -> None:
        super().__init__(problem)
        self.key, self.table, self.number = key, table, number


def own_texts(data: Path) -> Texts:
    """Return the profiles that an archive has for itself, by name; none where it has no folder."""
    return tuple((str(path), _text(path)) for path in sorted((data / "profiles").glob("*.toml")))


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadProfile(file=path, line=line, problem="it is not UTF-8") from error


@functools.cache
def shipped() -> tuple[Profile, ...]:
    """Return all shipped profiles, by name."""
    folder = files("indexer.extract").joinpath("profiles")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return tuple(
        parse(entry.name, entry.read_text(encoding="utf-8"))
        for entry in sorted(found, key=lambda entry: entry.name)
    )


@functools.lru_cache(maxsize=8)
def known(own: Texts) -> tuple[Profile, ...]:
    """Return an archive's own profiles and then the shipped ones; raises BadProfile."""
    mine = tuple(parse(name, text) for name, text in own)
    names = {profile.name for profile in mine}
    return mine + tuple(profile for profile in shipped() if profile.name not in names)


def is_json_page(name: str, *, own: Texts) -> bool:
    """Tell whether a profile knows a file's name, or an address, as one of releases in JSON.

    >>> is_json_page("a/ip_21_1234_fr.json", own=()), is_json_page("a/package.json", own=())
    (True, False)
    """
    of_json = tuple(one for one in known(own) if one.json)
    if locate(name, of_json):
        return True
    base = re.split(r"[/\\!]", name)[-1]
    return any(
        bool(one.json and one.json.suffix and base.endswith(one.json.suffix))
        or any(rule.pattern.fullmatch(base) for rule in one.names if base.endswith(".json"))
        for one in of_json
    )


def parse(file: str, text: str) -> Profile:
    """Return the profile that a TOML file describes; raises BadProfile with the line."""
    try:
        return _built(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        line = int(place[1]) if place else len(text.splitlines())
        problem = _TOML_LINE.sub("", str(error))
        raise BadProfile(file=file, line=line, problem=problem) from error
    except _Problem as found:
        line = _line(text, found.key, found.table, found.number)
        raise BadProfile(file=file, line=line, problem=str(found)) from found


def _line(text: str, key: str, table: str, number: int) -> int:
    """Return the line of a key, 1 for the first: of the table's n-th occurrence, else its head."""
    head = 0
    inside, seen = not table, -1
    for at, line in enumerate(text.splitlines(), 1):
        if not table and re.match(rf"\s*\[\[?\s*{re.escape(key)}\s*\]", line):
            return at
        opened = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]", line)
        if opened:
            seen += opened[1] == table
            inside = opened[1] == table and seen == number
            head = at if inside else head
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return at
    return head or 1


def _built(data: dict[str, Any]) -> Profile:
    _only(data, _FIELDS)
    _needed(data, ("name", "sites", "urls"))
    values: dict[str, Any] = {key: _string(data, key) for key in _STRINGS if key in data}
    values |= {key: _strings(data, key, _selector) for key in _SELECTORS if key in data}
    values |= {key: _strings(data, key, _pattern) for key in _PATTERNS if key in data}
    values["dates"] = _strings(data, "dates", _order)
    values["sites"] = _mapping(data, "sites", str)
    if isinstance(data.get("plain_opening_from", 0), bool | str | list | dict):
        raise _Problem("'plain_opening_from' is not a year", "plain_opening_from")
    values["plain_opening_from"] = data.get("plain_opening_from")
    values["urls"] = tuple(_url(rule, at) for at, rule in enumerate(_tables(data, "urls")))
    values["names"] = tuple(_name(rule, at) for at, rule in enumerate(_tables(data, "names")))
    if "json" in data:
        values["json"] = _json(data["json"])
    return Profile(**values)


def _url(rule: dict[str, Any], at: int) -> UrlRule:
    _only(rule, _OF_URLS, "urls", at)
    try:
        parameters = _mapping(rule, "parameters", _pattern)
        pattern = _pattern(_string(rule, "pattern"), "pattern")
        groups = set(pattern.groupindex).union(*(one.groupindex for one in parameters.values()))
        for key in ("document", "reference", "url"):
            _filled(_string(rule, key, needed=key == "document"), groups, key)
        return UrlRule(
            pattern=pattern,
            document=_string(rule, "document"),
            kind=_kind(rule["kind"], "kind") if "kind" in rule else None,
            kinds=_mapping(rule, "kinds", _kind),
            language=_string(rule, "language", needed=False),
            languages=_mapping(rule, "languages", str),
            parameters=parameters,
            reference=_string(rule, "reference", needed=False),
            url=_string(rule, "url", needed=False),
            day_of=_string(rule, "day_of", needed=False),
        )
    except _Problem as found:
        raise _Problem(str(found), found.key, "urls", at) from found


def _name(rule: dict[str, Any], at: int) -> NameRule:
    _only(rule, _OF_NAMES, "names", at)
    try:
        pattern = _pattern(_string(rule, "pattern"), "pattern", ignore_case=False)
        _filled(_string(rule, "url"), {*pattern.groupindex, "host"}, "url")
    except _Problem as found:
        raise _Problem(str(found), found.key, "names", at) from found
    return NameRule(pattern, rule["url"])


def _json(rule: dict[str, Any]) -> JsonRule:
    if not isinstance(rule, dict):
        raise _Problem("'json' is not a table", "json")
    _only(rule, _OF_JSON, "json")
    try:
        values: dict[str, Any] = {
            key: _strings(rule, key, _path) for key in _OF_JSON - {"suffix"} if key in rule
        }
        _needed(values, ("marks", "title", "body"))
        return JsonRule(suffix=_string(rule, "suffix", needed=False), **values)
    except _Problem as found:
        raise _Problem(str(found), found.key, "json") from found


def _only(
    data: dict[str, Any], allowed: set[str] | frozenset[str], table: str = "", at: int = 0
) -> None:
    for key in data:
        if key not in allowed:
            raise _Problem(f"'{key}' is no key of a profile", key, table, at)


def _needed(data: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if not data.get(key):
            raise _Problem(f"'{key}' is missing", key)


def _string(data: dict[str, Any], key: str, *, needed: bool = True) -> str:
    if key not in data and needed:
        raise _Problem(f"'{key}' is missing", key)
    value = data.get(key, "")
    if not isinstance(value, str):
        raise _Problem(f"'{key}' is not a text", key)
    return value


def _strings(data: dict[str, Any], key: str, read: Callable[[str, str], Any]) -> tuple[Any, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Problem(f"'{key}' is not a list of texts", key)
    return tuple(read(one, key) for one in value)


def _mapping(data: dict[str, Any], key: str, read: Callable[..., Any]) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise _Problem(f"'{key}' is not a table of texts", key)
    if read is str:
        return value
    return {name: read(one, key) for name, one in value.items()}


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _Problem(f"'{key}' is not a list of tables: write [[{key}]]", key)
    return value


def _pattern(value: str, key: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    try:
        return re.compile(value, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        raise _Problem(f"'{key}' has the pattern '{value}': {error}", key) from error


def _selector(value: str, key: str) -> str:
    try:
        parsed(value)
    except BadSelector as error:
        raise _Problem(
            f"'{key}' has the selector '{value}', which is not understood", key
        ) from error
    return value


def _path(value: str, key: str) -> str:
    try:
        steps(value)
    except BadPath as error:
        raise _Problem(f"'{key}' has the path '{value}', which is not understood", key) from error
    return value


def _order(value: str, key: str) -> str:
    if value not in _DATES:
        raise _Problem(f"'{key}' has '{value}', which is none of {', '.join(sorted(_DATES))}", key)
    return value


def _kind(value: str, key: str) -> Kind:
    if value not in set(Kind):
        raise _Problem(f"'{key}' has '{value}', which is none of {', '.join(Kind)}", key)
    return Kind(value)


def _filled(template: str, groups: set[str], key: str) -> None:
    """Hold a template to the groups that there are."""
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise _Problem(f"'{key}' has '{template}': {error}", key) from error
    unknown = sorted(names - groups)
    if unknown:
        raise _Problem(f"'{key}' names {{{unknown[0]}}}, which no pattern has", key)
