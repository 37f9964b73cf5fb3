"""What a newcomer types: each slip is named with what to do next, and costs nothing."""

import os
import stat

import pytest

from depeche.cli import COMMANDS, run
from indexer import sample


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An archive of twelve sample pages."""
    folder = tmp_path_factory.mktemp("rough")
    sample.write(folder / "pages", 12, 1)
    assert run(["index", str(folder / "pages"), "--data", str(folder / "data")]) == 0
    return folder / "data"


@pytest.fixture
def ask(data, capsys):
    """Run a command on the archive; return its exit code, what it wrote, what it complained of."""

    def asked(*arguments):
        code = run([*arguments, "--data", str(data)])
        return code, *capsys.readouterr()

    return asked


@pytest.mark.parametrize("command", [["reindex"], ["entities", "merge", "place:a", "place:b"]])
def test_what_only_works_on_an_archive_makes_no_folder_where_there_is_none(
    tmp_path, capsys, command
) -> None:
    assert run([*command, "--data", str(tmp_path / "none")]) == 2
    assert "depeche index" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_pages_is_told(tmp_path, capsys) -> None:
    (tmp_path / "empty").mkdir()
    for command in (["index"], ["explain"]):
        run([*command, str(tmp_path / "empty"), "--data", str(tmp_path / "data")])
        assert "No page was found" in capsys.readouterr().err, command


@pytest.mark.parametrize("arguments", [["index", ""], ["index", "pages", "--data", ""]])
def test_an_empty_name_is_not_the_folder_one_is_in(
    tmp_path, monkeypatch, capsys, arguments
) -> None:
    (tmp_path / "pages").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert "empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_a_pipe_named_as_a_page_is_refused_at_once(tmp_path, capsys) -> None:
    os.mkfifo(tmp_path / "page.html")
    assert run(["index", str(tmp_path), "--data", str(tmp_path / "data")]) == 1
    assert "page.html cannot be read: it is no regular file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.warc.gz", "a.wacz"])
def test_an_empty_web_archive_is_refused_by_name(tmp_path, capsys, name) -> None:
    (tmp_path / name).touch()
    assert run(["index", str(tmp_path), "--data", str(tmp_path / "data")]) == 1
    assert f"refused (empty): {tmp_path / name} is empty." in capsys.readouterr().err


@pytest.mark.parametrize("command", [["export", "--csv"], ["entities", "export"]])
def test_what_is_written_to_a_pipe_or_through_a_link_leaves_them_as_they_are(
    data, tmp_path, command
) -> None:
    pipe, link, file = tmp_path / "pipe", tmp_path / "link.csv", tmp_path / "file.csv"
    os.mkfifo(pipe)
    link.symlink_to(file)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for place in (pipe, link):
            assert run([*command, str(place), "--data", str(data)]) == 0
        assert os.read(reader, 9) == file.read_bytes()[:9] != b""
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (["--csv", "-", "--jsonl", "-"], "a file of its own"),
        (["--csv", "no/such/folder.csv"], "there is no folder 'no/such'"),
        (["--csv", "."], "is a directory"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_looked_for(
    ask, named, told
) -> None:
    code, out, err = ask("export", *named)
    assert (code, out) == (2, "")
    assert told in err


def test_a_sample_is_not_written_among_pages_of_one_s_own(tmp_path, capsys) -> None:
    (tmp_path / "mine.html").write_text("<h1>à moi</h1>")
    assert run(["sample", "--count", "3", "--into", str(tmp_path)]) == 2
    assert "mine.html" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.html"]
    for _ in range(2):  # over a sample goes a sample
        assert run(["sample", "--count", "40", "--into", str(tmp_path / "new")]) == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} <= sample.FOLDERS


def test_a_query_needs_no_quotation_marks(ask) -> None:
    assert (
        ask("search", "OTAN", "Iraq", "--json")[1].partition('"took')[0]
        == (ask("search", "OTAN Iraq", "--json")[1].partition('"took')[0])
    )


def test_days_that_are_exchanged_are_put_right_and_told(ask) -> None:
    code, out, err = ask("search", "--from", "2020", "--to", "1990-06", "--limit", "0")
    assert code == 0
    assert "--from was after --to" in err
    right = ask("search", "--from", "1990-06", "--to", "2020", "--limit", "0")
    assert out.split(" (")[0] == right[1].split(" (")[0] != "0 releases"
    assert right[2] == ""


def test_filters_that_leave_nothing_are_told(ask) -> None:
    without = "12 releases without the filters."
    assert without in ask("search", "--place", "Atlantide")[1]
    assert without in ask("search", "--to", "1900")[1]
    assert "without" not in ask("search", "xyzzyx")[1]
    assert "without" not in ask("search", "xyzzyx", "--place", "Atlantide")[1]


def test_an_unknown_kind_is_no_kind_to_be_left_out(ask) -> None:
    code, _, err = ask("search", "OTAN", "--not-kind", "roman")
    assert code == 2
    assert "communique" in err


def test_the_list_of_commands_tells_each_in_one_whole_line(capsys) -> None:
    run(["--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert "..." not in listed
    assert all(f"\n  {name} " in listed for name in COMMANDS)
    run(["entities", "--help"])
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


def test_sites_are_listed_in_two_columns(tmp_path, capsys) -> None:
    run(["fetch", "--list", "--data", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 5
    starts = {line.rindex("  ", 0, 30) for line in lines}
    assert len(starts) == 1
