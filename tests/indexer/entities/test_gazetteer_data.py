"""What the packaged data promises, and what a wrong data file says."""

import json
import shutil
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from index.french import slugify
from index.record import EntityKind
from indexer.entities import Gazetteer, GazetteerInvalid, gazetteer, mentions
from indexer.entities.fold import fold

_COUNTRIES = Path(__file__).parents[3].parent / "shared/data/countries.json"
_DATA = Path(str(resources.files("indexer.entities") / "data"))
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


def test_the_gazetteer_is_large_enough():
    entities = gazetteer().entities.values()
    kinds = [entity.kind for entity in entities]
    assert kinds.count(EntityKind.PERSON) >= 600
    assert kinds.count(EntityKind.PLACE) >= 700
    assert kinds.count(EntityKind.ORGANISATION) >= 230
    names = {fold(name).text for one in entities for name in (one.label, *one.aliases)}
    assert len(names) >= 2300


def test_ids_are_made_of_kind_and_label():
    for entity_id, entity in gazetteer().entities.items():
        assert entity_id == entity.id == f"{entity.kind}:{slugify(entity.label)}"


def test_no_form_means_two_entities():
    owners: dict[str, str] = {}
    for entity in gazetteer().entities.values():
        for form in (entity.label, *entity.aliases):
            assert owners.setdefault(fold(form).text, entity.id) == entity.id, form


def test_every_name_is_found_alone():
    conditional = {"Alliance", "Dominique", "Grenade", "Maurice", "Florence", "Virginie"}
    for entity in gazetteer().entities.values():
        for form in (entity.label, *entity.aliases):
            if form not in conditional:
                found = mentions(f"Voici {form} .", gazetteer())
                assert [one.entity for one in found] == [entity.id], form


def test_what_is_said_of_ambiguous_names_concerns_known_ones():
    ambiguity = tomllib.loads((_DATA / "ambiguity.toml").read_text("utf-8"))
    for name in (*ambiguity["titled_only"], *ambiguity["preferred"]):
        assert fold(name).text in gazetteer().surnames, name
    known = {form for one in gazetteer().entities.values() for form in (one.label, *one.aliases)}
    known.update(form for table in ambiguity["weak"] for form in table["forms"])
    for condition in ambiguity["condition"]:
        assert set(condition["forms"]) - known <= {"*demonym*"}


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
        places.write("Trifouilly-les-Oies\tTrifouilly\n")
    own = Gazetteer.load(data)
    assert own.entities["place:trifouilly-les-oies"].aliases == ("Trifouilly",)
    assert [one.entity for one in mentions("à Trifouilly", own)] == ["place:trifouilly-les-oies"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("places.tsv", "a\tb\tc\n"),
        ("places.tsv", "\tb\n"),
        ("places.tsv", "Paris\n"),
        ("ambiguity.toml", "nothing =\n"),
        ("ambiguity.toml", '[[weak]]\nentity = "place:nulle-part"\nforms = ["Nulle"]\n'),
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
