"""The commands about entities as an archivist meets them: words, exit codes, JSON, files."""

import json
import shutil

import pytest

from depeche.cli import run

PAGE = """<html lang="fr"><head><title>Visite {name}</title>
<meta property="article:published_time" content="{date}"></head><body><h1>Visite {name}</h1>
<p>{text} La délégation a été reçue par le commandant, puis a visité les installations.</p>
</body></html>"""
TEXTS = [
    ("1992-05-01", "Le général Guy Prunier est à Paris. Il y a vu le Cercle bleu et Grabelot."),
    ("2004-05-01", "Le général Guy Prunier est à Bagdad. L’OTAN y est, et Grabelot aussi."),
    ("2010-01-01", "L’OTAN et l’UE sont à Bagdad. Plus loin, le Cercle bleu des Alliés."),
]
COMMANDS = ["list", "show", "unknown", "export", "merge", "rename", "split", "hide", "import"]


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    pages = tmp_path_factory.mktemp("pages")
    for number, (date, text) in enumerate(TEXTS):
        page = PAGE.format(name=number, date=date, text=text)
        (pages / f"{number}.htm").write_text(page, "utf-8")
    data = tmp_path_factory.mktemp("archive") / "data"
    assert run(["index", str(pages), "--data", str(data), "--jobs", "1"]) == 0
    return data


@pytest.fixture
def ask(original, tmp_path, capsys):
    data = shutil.copytree(original, tmp_path / "data")

    def asked(*arguments, code=0):
        assert run(["entities", *arguments, "--data", str(data)]) == code
        captured = capsys.readouterr()
        return captured.err if code else captured.out

    asked.data = data
    capsys.readouterr()
    return asked


def as_json(ask, *arguments):
    return json.loads(ask(*arguments, "--json"))


def listed(ask, *arguments):
    return {row["id"]: row["releases"] for row in as_json(ask, "list", *arguments)}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name, capsys) -> None:
    assert run(["entities", name, "--help"]) == 0
    assert f"Example: depeche entities {name} " in capsys.readouterr().out


def test_list_counts_releases_and_narrows(ask) -> None:
    everything = listed(ask)
    assert everything["person:guy-prunier"] == 2
    assert everything["place:bagdad"] == 2
    assert list(everything.values()) == sorted(everything.values(), reverse=True)
    assert set(listed(ask, "--kind", "person")) == {"person:guy-prunier"}
    assert listed(ask, "--starts", "pru") == {"person:guy-prunier": 2}
    assert len(listed(ask, "--limit", "2")) == 2
    assert "person:guy-prunier  Guy Prunier" in ask("list")


def test_show_tells_names_dates_and_company(ask) -> None:
    shown = as_json(ask, "show", "organisation:otan")
    assert (shown["label"], shown["english"], shown["kind"]) == ("OTAN", "NATO", "organisation")
    assert (shown["releases"], shown["first"], shown["last"]) == (2, "2004-05-01", "2010-01-01")
    beside = {
        kind: {row["id"]: row["releases"] for row in rows}
        for kind, rows in shown["appears_with"].items()
    }
    assert beside["place"]["place:bagdad"] == 2
    assert beside["person"] == {"person:guy-prunier": 1}
    assert beside["organisation"] == {"organisation:union-europeenne": 1}
    assert "2 releases" not in ask("show", "place:iraq")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("person:guy-prunie", "person:guy-prunier"),
        ("Prunier", "person:guy-prunier"),
        ("\udce9", ""),
    ],
)
def test_an_unknown_id_is_told_with_the_nearest(ask, typed, near) -> None:
    for arguments in (["show", typed], ["hide", typed], ["merge", "place:paris", typed]):
        told = ask(*arguments, code=2)
        assert "No entity has the id" in told
        assert near in told
    assert not (ask.data / "authority.toml").exists()


def test_merge_and_its_undoing(ask) -> None:
    told = ask("merge", "place:bagdad", "place:paris")
    assert "1 release concerned, 1 release written" in told
    assert listed(ask, "--kind", "place")["place:bagdad"] == 3
    shown = ask("show", "place:paris")
    assert "place:paris is merged into place:bagdad" in shown
    assert "[[merge]]" in shown
    assert "decided already" in ask("merge", "place:bagdad", "place:paris")
    assert "circle" in ask("merge", "place:paris", "place:bagdad", code=2)
    ask("merge", "--undo", "place:bagdad", "place:paris")
    assert listed(ask, "--kind", "place")["place:bagdad"] == 2
    assert "no such decision" in ask("merge", "--undo", "place:bagdad", "place:paris", code=2)


def test_one_of_several_merged_is_taken_back(ask) -> None:
    ask("merge", "place:bagdad", "place:paris", "place:bruxelles")
    ask("merge", "--undo", "place:bagdad", "place:paris")
    shown = as_json(ask, "show", "place:bagdad")
    assert [one["from"] for one in shown["decisions"]] == [["place:bruxelles"]]


def test_rename_and_its_undoing(ask) -> None:
    ask("rename", "place:bagdad", "--fr", "Bagdâd", "--en", "Baghdad City")
    shown = as_json(ask, "show", "place:bagdad")
    assert (shown["label"], shown["english"]) == ("Bagdâd", "Baghdad City")
    assert "Bagdad" in shown["aliases"]
    ask("rename", "place:bagdad", "--undo")
    assert as_json(ask, "show", "place:bagdad")["label"] == "Bagdad"
    ask("rename", "place:bagdad", code=2)


def test_split_by_date_and_its_undoing(ask) -> None:
    ask("split", "person:guy-prunier", "général Guy Prunier", "place:paris", "--until", "1999")
    assert listed(ask)["person:guy-prunier"] == 1
    ask("split", "person:guy-prunier", "Autre", "--undo", code=2)
    ask("split", "person:guy-prunier", "--undo")
    assert listed(ask)["person:guy-prunier"] == 2
    ask("split", "person:guy-prunier", "X", "person:guy-prunier", code=2)


def test_hide_and_its_undoing_after_a_reindex(ask, capsys) -> None:
    ask("hide", "person:guy-prunier")
    assert "person:guy-prunier" not in listed(ask)
    assert run(["reindex", "--data", str(ask.data)]) == 0
    capsys.readouterr()
    shown = as_json(ask, "show", "person:guy-prunier")
    assert (shown["hidden"], shown["label"], shown["releases"]) == (True, "Guy Prunier", 2)
    ask("hide", "--undo", "person:guy-prunier")
    assert listed(ask)["person:guy-prunier"] == 2


def test_unknown_ranks_names_with_examples(ask) -> None:
    found = {row["name"]: row for row in as_json(ask, "unknown")}
    assert found["Guy Prunier"]["id"] == "person:guy-prunier"
    assert (found["Grabelot"]["id"], found["Grabelot"]["releases"]) == ("", 2)
    assert not {"OTAN", "Alliés"} & found.keys()
    for example in found["Grabelot"]["examples"]:
        assert "Grabelot" in example["text"]
        assert example["release"]
    ask("hide", "person:guy-prunier")
    assert "Guy Prunier" not in {row["name"] for row in as_json(ask, "unknown")}


def test_a_table_goes_out_is_changed_and_comes_back(ask, tmp_path) -> None:
    file = tmp_path / "entities.csv"
    ask("export", str(file))
    text = file.read_text("utf-8")
    assert ask("export", "-") == text
    assert "decided already" in ask("import", str(file))
    text = text.replace(",Bagdad,", ",Bagdâd,")
    file.write_text(text + "place:grabelot,place,Grabelot,,,,\n", "utf-8")
    assert "1 added, 1 renamed, 0 with more names" in ask("import", str(file))
    assert listed(ask)["place:grabelot"] == 2
    assert as_json(ask, "show", "place:bagdad")["label"] == "Bagdâd"


def test_a_table_with_a_problem_changes_nothing(ask, tmp_path) -> None:
    file = tmp_path / "entities.csv"
    file.write_text("id,fr\nplace:grabelot,Grabelot\nplace:other,\n", "utf-8")
    assert "line 3" in ask("import", str(file), code=2)
    assert not (ask.data / "authority.toml").exists()


def test_a_damaged_file_of_decisions_is_told_by_every_command(ask) -> None:
    (ask.data / "authority.toml").write_text("# ours\n[[hide]]\nentity = 3\n", "utf-8")
    for arguments in (["list"], ["hide", "place:paris"], ["export", "-"]):
        told = ask(*arguments, code=2)
        assert "authority.toml" in told
        assert "line 2" in told


def test_what_was_decided_by_hand_about_nothing_is_told(ask, capsys) -> None:
    (ask.data / "authority.toml").write_text("[[hide]]\nentity = 'place:nulle'\n", "utf-8")
    assert run(["entities", "hide", "place:paris", "--data", str(ask.data)]) == 0
    assert "names place:nulle, which nothing knows" in capsys.readouterr().err
