"""The names that are known: entities, and one automaton over all the forms they take."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import ahocorasick

from index.french import slugify
from index.record import Entity, EntityKind
from indexer.entities import tables
from indexer.entities.fold import keys
from indexer.entities.forms import Address, Condition, Form, Rule
from indexer.entities.tables import GazetteerInvalid

__all__ = ["Gazetteer", "GazetteerInvalid", "gazetteer"]

_WORD = re.compile(r"[^\W_]+")
_PLURAL_AS_SINGULAR = ("s", "x", "z")
_MOST_LETTERS_DOTTED = 6


@dataclass(frozen=True, slots=True)
class Surname:
    """What a surname may stand for.

    `people` are all the known bearers. `preferred` is the one meant where only a title stands
    before the name, "" where that decides nothing. `titled_only` marks surnames that are also
    words: they never stand alone.
    """

    people: tuple[str, ...]
    preferred: str = ""
    titled_only: bool = False


class Gazetteer:
    """Known entities and their forms, ready for matching; never changes once built.

    `surnames` maps the folded key of a surname to its bearers, `full_surnames` the id of a person
    to the keys of their surnames; `women` are the ids of the persons addressed as Mme. `between`,
    `never_names` and `sentence_openers` are folded words: those that may stand between an office
    and a name, that are never part of a name, and that bear a capital only where a sentence begins.
    `automaton` finds every key with its length and forms.
    """

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._forms: dict[str, list[Form]] = defaultdict(list)
        self._conditions: dict[str, Condition] = {}
        self._bearers: dict[str, list[str]] = defaultdict(list)
        self.surnames: dict[str, Surname] = {}
        self.full_surnames: dict[str, tuple[str, ...]] = {}
        self.women: frozenset[str] = frozenset()
        self.between: frozenset[str] = frozenset()
        self.never_names: frozenset[str] = frozenset()
        self.sentence_openers: frozenset[str] = frozenset()
        self.automaton: Any = ahocorasick.Automaton()

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Every known entity by id."""
        return MappingProxyType(self._entities)

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Read the data files of a folder, or those of the package.

        Raises GazetteerInvalid where a file is missing, malformed or contradicts another.
        """
        data = tables.folder(directory)
        self = cls()
        ambiguity = tables.toml(data, "ambiguity.toml")
        self._read_conditions(ambiguity)
        for code, label, variants, demonyms in tables.rows(data, "countries.tsv", 4):
            place = self._add(EntityKind.PLACE, label, tables.listed(variants), code)
            self._add_demonyms(place, tables.listed(demonyms))
        for label, variants in tables.rows(data, "places.tsv", 2):
            self._add(EntityKind.PLACE, label, tables.listed(variants))
        for label, variants in tables.rows(data, "organisations.tsv", 2):
            self._add(EntityKind.ORGANISATION, label, tables.listed(variants))
        women = set()
        for label, gender, surnames, variants in tables.rows(data, "persons.tsv", 4):
            person = self._add(EntityKind.PERSON, label, tables.listed(variants))
            self._add_surnames(person, label, surnames)
            if gender == "f":
                women.add(person)
        self.women = frozenset(women)
        self._read_ambiguity(ambiguity, path=str(data / "ambiguity.toml"))
        self._read_titles(tables.toml(data, "titles.toml"))
        self._build()
        return self

    def _add(
        self, kind: EntityKind, label: str, variants: tuple[str, ...], country: str = ""
    ) -> str:
        """Add an entity with its forms and return its id."""
        entity_id = f"{kind}:{slugify(label)}"
        if entity_id in self._entities:
            raise GazetteerInvalid(path=label, problem=f"{entity_id} stands there twice")
        self._entities[entity_id] = Entity(entity_id, kind, label, variants, country)
        for form in (label, *variants):
            self._add_form(entity_id, kind, form)
        return entity_id

    def _add_form(self, entity_id: str, kind: EntityKind, form: str) -> None:
        condition = self._conditions.get(form)
        is_acronym = len(form) > 1 and form.isupper()
        rule = Rule.PERSON if kind is EntityKind.PERSON else Rule.NAME
        rule = Rule.ACRONYM if is_acronym else rule
        self._put(form, Form(rule, entity_id, condition=condition))
        if is_acronym and form.isalpha() and len(form) <= _MOST_LETTERS_DOTTED:
            self._put(" ".join(form), Form(rule, entity_id, condition=condition))

    def _add_demonyms(self, place: str, forms: tuple[str, ...]) -> None:
        condition = self._conditions.get("*demonym*")
        for form in dict.fromkeys(form for one in forms for form in (one, plural(one))):
            self._put(form, Form(Rule.DEMONYM, place, weak=True, condition=condition))

    def _add_surnames(self, person: str, label: str, stated: str) -> None:
        """Note the surnames of a person: those stated ("-": none), else all after word one."""
        surnames = tables.listed(stated) or (label.partition(" ")[2],)
        surnames = tuple(surname for surname in surnames if surname and surname != "-")
        self.full_surnames[person] = tuple(key for one in surnames for key in keys(one))
        for surname in surnames:
            for key in keys(surname):
                if not self._bearers[key]:
                    self._put(surname, Form(Rule.SURNAME))
                self._bearers[key].append(person)

    def _put(self, written: str, form: Form) -> None:
        capitals = [match[0][0].isupper() for match in _WORD.finditer(written)]
        for key in keys(written):
            words = _WORD.finditer(key)
            places = [
                word.start() - 1 for word, capital in zip(words, capitals, strict=True) if capital
            ]
            complete = form._replace(capitals=tuple(places))
            if complete not in self._forms[key]:
                self._forms[key].append(complete)

    def _read_conditions(self, ambiguity: Mapping[str, Any]) -> None:
        for table in ambiguity.get("condition", ()):
            condition = Condition(
                after=_keys_of(table, "after"),
                not_after=_keys_of(table, "not_after"),
                not_before=_keys_of(table, "not_before"),
                unless=_keys_of(table, "unless"),
                needs=frozenset(table.get("needs", ())),
                not_among_capitals=table.get("not_among_capitals", False),
            )
            for form in table["forms"]:
                self._conditions[form] = condition

    def _read_ambiguity(self, ambiguity: Mapping[str, Any], path: str) -> None:
        for form in ambiguity.get("nothing", ()):
            self._put(form, Form(Rule.NOTHING))
        for table in ambiguity.get("weak", ()):
            for form in table["forms"]:
                condition = self._conditions.get(form)
                self._put(form, Form(Rule.NAME, table["entity"], weak=True, condition=condition))
        titled_only = {key for name in ambiguity.get("titled_only", ()) for key in keys(name)}
        preferred = {
            key: person
            for name, person in ambiguity.get("preferred", {}).items()
            for key in keys(name)
        }
        named = {table["entity"] for table in ambiguity.get("weak", ())} | set(preferred.values())
        named.update(*(condition.needs for condition in self._conditions.values()))
        if unknown := sorted(named - self._entities.keys()):
            raise GazetteerInvalid(path=path, problem=f"no entity is called {unknown[0]}")
        for key, people in self._bearers.items():
            only = people[0] if len(people) == 1 else ""
            self.surnames[key] = Surname(
                tuple(people), preferred.get(key, only), key in titled_only
            )

    def _read_titles(self, titles: Mapping[str, Any]) -> None:
        for name, address in (
            ("man", Address.MAN),
            ("woman", Address.WOMAN),
            ("several", Address.SEVERAL),
            ("rank", Address.RANK),
            ("office", Address.OFFICE),
        ):
            for title in titles[name]:
                dotted = title.endswith(".")
                self._put(title.rstrip("."), Form(Rule.TITLE, address=address, dotted=dotted))
        self.between = _keys_in(titles["between"])
        self.never_names = _keys_in(titles["never_names"])
        self.sentence_openers = _keys_in(titles["sentence_openers"])

    def _build(self) -> None:
        for key, forms in self._forms.items():
            self.automaton.add_word(key, (len(key), tuple(forms)))
        self.automaton.make_automaton()


def plural(demonym: str) -> str:
    """Return the plural of a French demonym.

    >>> plural("iraquien"), plural("français"), plural("sud-coréenne")
    ('iraquiens', 'français', 'sud-coréennes')
    """
    return demonym if demonym.endswith(_PLURAL_AS_SINGULAR) else f"{demonym}s"


def _keys_of(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(key for word in table.get(name, ()) for key in keys(word))


def _keys_in(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in keys(word))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once per process."""
    return Gazetteer.load()
