"""The names that are known: entities, and one automaton over all the forms they take."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import ahocorasick

from index.french import slugify
from index.record import Entity, EntityKind
from indexer.entities import tables
from indexer.entities.ambiguity import DEMONYM, PLACE, Ambiguity, ambiguity, folded
from indexer.entities.fold import keys
from indexer.entities.forms import Address, Form, Rule
from indexer.entities.tables import GazetteerInvalid

__all__ = ["Gazetteer", "GazetteerInvalid", "gazetteer"]

_WORD = re.compile(r"[^\W_]+")
_PLURAL_AS_SINGULAR = ("s", "x", "z")
_MOST_LETTERS_DOTTED = 6
_TABLES = (
    ("organisations.tsv", EntityKind.ORGANISATION),
    ("operations.tsv", EntityKind.OPERATION),
    ("events.tsv", EntityKind.EVENT),
)
_FRANCE = "FR"


@dataclass(frozen=True, slots=True)
class Surname:
    """What a surname may stand for.

    `people` are the known bearers whom a title and the surname can mean: all of them, or none where
    the surname is borne by so many that the text must name its bearer in full. `preferred` is the
    one meant where only a title stands before the name, "" where that decides nothing.
    `titled_only` marks surnames that are also words: they never stand alone. `alone` marks those
    that mean the preferred bearer to every reader, in a text that names nobody in full.
    """

    people: tuple[str, ...]
    preferred: str = ""
    titled_only: bool = False
    alone: bool = False


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
        self._ambiguity: Ambiguity = ambiguity({}, ())
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
    def load(cls, directory: Path | None = None, added: Iterable[Entity] = ()) -> Self:
        """Read the data files of a folder, or those of the package.

        `added` are entities of the caller's own. One whose id the files have gives that entity
        further names, and its label, English label and country where it states them; a form that
        two entities share afterwards is the first one's.
        Raises GazetteerInvalid where a file is missing, malformed or contradicts another.
        """
        data = tables.folder(directory)
        self = cls()
        ambiguous = tables.toml(data, "ambiguity.toml")
        countries = list(tables.rows(data, "countries.tsv", 5))
        self._ambiguity = ambiguity(
            ambiguous,
            (form for *row, cell in countries if row[0] != _FRANCE for form in demonyms(cell)),
        )
        for code, label, english, variants, cell in countries:
            place = self._add(EntityKind.PLACE, label, english, variants, code)
            self._add_demonyms(place, demonyms(cell))
        for label, english, variants, cell in tables.rows(data, "places.tsv", 4):
            place = self._add(EntityKind.PLACE, label, english, variants)
            self._add_demonyms(place, demonyms(cell))
        for name, kind in _TABLES:
            for label, english, variants in tables.rows(data, name, 3):
                self._add(kind, label, english, variants)
        women = set()
        for label, english, gender, surnames, variants in tables.rows(data, "persons.tsv", 5):
            person = self._add(EntityKind.PERSON, label, english, variants)
            self._add_surnames(person, label, surnames)
            if gender == "f":
                women.add(person)
        self.women = frozenset(women)
        for entity in added:
            self._add_own(entity)
        self._settle_ambiguity(path=str(data / "ambiguity.toml"))
        self._read_titles(tables.toml(data, "titles.toml"))
        self._build()
        return self

    def _add(
        self, kind: EntityKind, label: str, english: str, variants: str, country: str = ""
    ) -> str:
        """Add an entity with its forms and return its id."""
        entity_id = f"{kind}:{slugify(label)}"
        if entity_id in self._entities:
            raise GazetteerInvalid(path=label, problem=f"{entity_id} stands there twice")
        aliases = tables.listed(variants)
        self._entities[entity_id] = Entity(entity_id, kind, label, aliases, country, english)
        is_looked_for = english and english not in self._ambiguity.labels_only
        for form in (label, *((english,) if is_looked_for else ()), *aliases):
            self._add_form(entity_id, kind, form)
        return entity_id

    def _add_own(self, entity: Entity) -> None:
        """Add an entity of the caller's, or its names to the known one of its id."""
        known = self._entities.get(entity.id)
        if known is None:
            self._entities[entity.id] = entity
            if entity.kind is EntityKind.PERSON:
                self._add_surnames(entity.id, entity.label, "")
        else:
            names = (name for name in entity.names if name and name not in known.names)
            self._entities[entity.id] = replace(
                known,
                label=entity.label or known.label,
                aliases=tuple(dict.fromkeys((*known.aliases, *names))),
                country=entity.country or known.country,
                english=entity.english or known.english,
            )
        for form in filter(None, entity.names):
            self._add_form(entity.id, entity.kind, form)

    def _add_form(self, entity_id: str, kind: EntityKind, form: str) -> None:
        known = self._ambiguity
        condition = known.names.get(form)
        if condition is None and kind is EntityKind.PLACE:
            condition = known.names.get(PLACE)
        is_acronym = len(form) > 1 and form.isupper()
        if kind is EntityKind.EVENT and not known.small.isdisjoint(keys(form.partition(" ")[0])):
            form = form[0].lower() + form[1:]
        rule = Rule.PERSON if kind is EntityKind.PERSON else Rule.NAME
        rule = Rule.ACRONYM if is_acronym else rule
        self._put(form, Form(rule, entity_id, condition=condition))
        if is_acronym and form.isalpha() and len(form) <= _MOST_LETTERS_DOTTED:
            self._put(" ".join(form), Form(rule, entity_id, condition=condition))

    def _add_demonyms(self, place: str, forms: Iterable[str]) -> None:
        condition = self._ambiguity.names.get(DEMONYM)
        for form in forms:
            self._put(form, Form(Rule.DEMONYM, place, weak=True, condition=condition))

    def _add_surnames(self, person: str, label: str, stated: str) -> None:
        """Note the surnames of a person: those stated ("-": none), else all after word one."""
        own: list[str] = []
        for surname in tables.listed(stated) or (label.partition(" ")[2],):
            if not surname or surname == "-":
                continue
            own += (surname_keys := keys(surname))
            if any(key not in self._bearers for key in surname_keys):
                condition = self._ambiguity.surnames.get(surname)
                self._put(surname, Form(Rule.SURNAME, condition=condition), surname_keys)
            for key in surname_keys:
                self._bearers[key].append(person)
        self.full_surnames[person] = tuple(own)

    def _put(self, written: str, form: Form, folded_keys: tuple[str, ...] = ()) -> None:
        """Note what a form stands for; `folded_keys` are its keys where they are known already."""
        starts = [match.start() for match in _WORD.finditer(written)]
        capitals = [place for place in starts if written[place].isupper()]
        for key in folded_keys or keys(written):
            if len(key) == len(written) + 2:
                places = capitals
            else:  # "œ" spelt out, accents that combine: the words keep their order
                in_key = [match.start() - 1 for match in _WORD.finditer(key)]
                places = [in_key[starts.index(place)] for place in capitals]
            complete = form._replace(capitals=tuple(places))
            known = self._forms[key]
            if complete not in known:
                known.append(complete)

    def _settle_ambiguity(self, path: str) -> None:
        """Add what has no name of its own, and decide who bears a surname."""
        known = self._ambiguity
        if unknown := sorted(known.entities() - self._entities.keys()):
            raise GazetteerInvalid(path=path, problem=f"no entity is called {unknown[0]}")
        for written in known.nothing:
            self._put(written, Form(Rule.NOTHING))
        for sense in known.senses:
            form = Form(Rule.NAME, sense.entity, weak=sense.weak, condition=sense.condition)
            self._put(sense.form, form)
        for key, people in self._bearers.items():
            meant = () if key in known.in_full_only else tuple(people)
            only = meant[0] if len(meant) == 1 else ""
            self.surnames[key] = Surname(
                meant,
                known.preferred.get(key, only),
                titled_only=key in known.titled_only,
                alone=key in known.alone,
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
        self.between = frozenset(folded(titles["between"]))
        self.never_names = frozenset(folded(titles["never_names"]))
        self.sentence_openers = frozenset(folded(titles["sentence_openers"]))

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


def demonyms(cell: str) -> tuple[str, ...]:
    """Return the forms of the demonyms that a cell lists, singular and plural.

    >>> demonyms("iraquien|français")
    ('iraquien', 'iraquiens', 'français')
    """
    return tuple(dict.fromkeys(form for one in tables.listed(cell) for form in (one, plural(one))))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once per process."""
    return Gazetteer.load()
