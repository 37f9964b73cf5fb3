"""What the packaged data promises, and what a wrong data file says."""

import json
import shutil
import tomllib
import unicodedata
from importlib import resources
from pathlib import Path

import pytest

from index.french import slugify
from index.record import Entity, EntityKind
from indexer.entities import Gazetteer, GazetteerInvalid, gazetteer, mentions
from indexer.entities.fold import fold

_COUNTRIES = Path(__file__).parents[3].parent / "shared/data/countries.json"
_DATA = Path(str(resources.files("indexer.entities") / "data"))
_AMBIGUITY = tomllib.loads((_DATA / "ambiguity.toml").read_text("utf-8"))
# Uninhabited, or under names that mean something else first ("Réunion").
_LEFT_OUT = {
    "AQ", "AS", "AX", "BL", "BQ", "BV", "CC", "CX", "GS", "HM", "IM", "IO", "MF", "MP", "MS", "NF",
    "NU", "PN", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF",
}  # fmt: skip
# Where the list of the test has a typing error, a hyphen or a demonym borrowed from elsewhere.
_OTHER_DEMONYMS = {"AG", "CD", "CG", "FK", "KN", "PM", "SL", "SZ", "VA"}


@pytest.fixture(scope="module")
def countries() -> list[dict[str, object]]:
    if not _COUNTRIES.exists():
        pytest.skip("the shared list of countries is not at hand")
    return json.loads(_COUNTRIES.read_text("utf-8"))


def test_every_country_stands_under_its_code(countries):
    ours = {entity.country for entity in gazetteer().entities.values()} - {""}
    assert {country["cca2"] for country in countries} - _LEFT_OUT == ours


def test_usual_and_official_names_lead_to_the_country(countries):
    by_code = {one.country: one.id for one in gazetteer().entities.values() if one.country}
    for country in countries:
        code = country["cca2"]
        if code in _LEFT_OUT | {"CD", "PW", "MU", "DM", "GD"}:
            continue  # bracketed in the list, or told apart by the words before
        found = mentions(f"Visite : {country['fr']}.", gazetteer())
        assert [one.entity for one in found] == [by_code[code]], country["fr"]


def test_demonyms_lead_to_their_country_and_are_weak(countries):
    by_code = {one.country: one.id for one in gazetteer().entities.values() if one.country}
    for country in countries:
        if country["cca2"] in _LEFT_OUT | _OTHER_DEMONYMS:
            continue
        for demonym in filter(None, country["demonyms_fr"].values()):
            found = mentions(f"une force {demonym.lower()} arrive", gazetteer())
            named = [(one.entity, one.weak) for one in found]
            assert named == [(by_code[country["cca2"]], True)], demonym


def _forms(entity: Entity) -> list[str]:
    """Return the names of an entity that are looked for in texts."""
    shown_only = {entity.english} & set(_AMBIGUITY["labels_only"])
    return [name for name in entity.names if name == entity.label or name not in shown_only]


def test_the_gazetteer_is_large_enough():
    entities = gazetteer().entities.values()
    kinds = [entity.kind for entity in entities]
    assert kinds.count(EntityKind.PERSON) >= 1150
    assert kinds.count(EntityKind.ORGANISATION) >= 420
    assert kinds.count(EntityKind.OPERATION) >= 170
    assert kinds.count(EntityKind.EVENT) >= 130
    assert sum(one.kind is EntityKind.PLACE and not one.country for one in entities) >= 400
    assert len(kinds) >= 2500
    assert len({fold(name).text for one in entities for name in _forms(one)}) >= 6000


def test_ids_are_made_of_kind_and_label():
    for entity_id, entity in gazetteer().entities.items():
        assert entity_id == entity.id == f"{entity.kind}:{slugify(entity.label)}"


def test_no_form_means_two_entities():
    owners: dict[str, str] = {}
    for entity in gazetteer().entities.values():
        for form in _forms(entity):
            assert owners.setdefault(fold(form).text, entity.id) == entity.id, form


def test_every_name_is_found_alone():
    conditional = {form for table in _AMBIGUITY["condition"] for form in table.get("forms", ())}
    for entity in gazetteer().entities.values():
        for form in _forms(entity):
            if form not in conditional:
                found = mentions(f"Voici {form} .", gazetteer())
                assert [one.entity for one in found] == [entity.id], form


def test_a_label_that_is_shown_only_is_the_english_of_an_entity():
    english = {entity.english for entity in gazetteer().entities.values()}
    assert set(_AMBIGUITY["labels_only"]) <= english - {""}


def test_names_are_composed_and_stand_once():
    for entity in gazetteer().entities.values():
        for name in entity.names:
            assert unicodedata.is_normalized("NFC", name), name
        assert entity.english not in (entity.label, *entity.aliases), entity.id
        # An acronym may stand beside its spelling as a name: UNICEF, Unicef.
        spellings = {(fold(name).text, name.isupper()) for name in entity.aliases}
        assert len(spellings) == len(entity.aliases), entity.id


@pytest.mark.parametrize("listed", ["titled_only", "in_full_only", "preferred", "alone"])
def test_what_is_said_of_surnames_concerns_known_ones(listed: str):
    for name in _AMBIGUITY[listed]:
        assert fold(name).text in gazetteer().surnames, name


def test_conditions_concern_known_forms():
    known = {form for one in gazetteer().entities.values() for form in _forms(one)}
    known.update(form for table in _AMBIGUITY["weak"] for form in table["forms"])
    for condition in _AMBIGUITY["condition"]:
        assert set(condition.get("forms", ())) - known <= {"*demonym*", "*place*"}
        for surname in condition.get("surnames", ()):
            assert fold(surname).text in gazetteer().surnames, surname


def test_every_data_file_states_its_source():
    for path in _DATA.iterdir():
        header = [line for line in path.read_text("utf-8").split("\n") if line.startswith("#")]
        assert any("Source" in line for line in header), path.name


def _copy(into: Path) -> Path:
    shutil.copytree(_DATA, into / "data")
    return into / "data"


def test_another_folder_gives_another_gazetteer(tmp_path):
    data = _copy(tmp_path)
    with (data / "places.tsv").open("a", encoding="utf-8") as places:
        places.write("Trifouilly-les-Oies\tGoosetown\tTrifouilly\n")
    own = Gazetteer.load(data)
    known = own.entities["place:trifouilly-les-oies"]
    assert (known.english, known.aliases) == ("Goosetown", ("Trifouilly",))
    found = mentions("à Trifouilly, in Goosetown", own)
    assert [one.entity for one in found] == [known.id] * 2


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("places.tsv", "a\tb\tc\td\te\n"),
        ("places.tsv", "\tb\n"),
        ("places.tsv", "Paris\n"),
        ("ambiguity.toml", "nothing =\n"),
        ("ambiguity.toml", '[[weak]]\nentity = "place:nulle-part"\nforms = ["Nulle"]\n'),
        ("ambiguity.toml", '[[condition]]\nforms = ["Paris"]\nneeds = ["place:nulle-part"]\n'),
    ],
)
def test_a_wrong_data_file_is_named(tmp_path, name, line):
    data = _copy(tmp_path)
    with (data / name).open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(GazetteerInvalid):
        Gazetteer.load(data)


def test_a_missing_data_file_is_named(tmp_path):
    with pytest.raises(GazetteerInvalid, match=r"ambiguity\.toml"):
        Gazetteer.load(tmp_path)


def test_entities_cannot_be_changed():
    with pytest.raises(TypeError):
        gazetteer().entities["place:x"] = None
