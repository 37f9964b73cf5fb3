"""The command that measures the ranking, as a person meets it."""

from __future__ import annotations

import json

import pytest

from depeche.cli import run
from index.engines import open_writer
from index.record import Document, Release

JUDGED = "mission\ttitle\t3\nmission\tbody\t1\nséminaire\tbody\t2\n"


@pytest.fixture
def archive(tmp_path):
    texts = {"title": ("La mission", "Un corps."), "body": ("Un titre", "Mission du séminaire.")}
    with open_writer(tmp_path) as writer:
        for name, (title, body) in texts.items():
            writer.put(Document(release=Release(id=name, title=title, paragraphs=(body,))))
    return tmp_path


@pytest.fixture
def evaluate(archive, capsys):
    """Run the command on judgements; return its exit code, what it says and what it complains."""
    path = archive / "judged.tsv"

    def evaluate(judged, *arguments):
        path.write_text(judged, "utf-8")
        code = run(["evaluate", str(path), "--data", str(archive), *arguments])
        return code, *capsys.readouterr()

    return evaluate


def test_it_prints_the_mean_of_each_metric(evaluate) -> None:
    code, out, err = evaluate(JUDGED)
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["2", "queries", "nDCG@10", "MRR@10", "recall@100"],
        ["mean", "1.000", "1.000", "1.000"],
    ]


def test_each_query_is_shown_on_demand_the_worst_first(evaluate) -> None:
    code, out, _ = evaluate(JUDGED + "absent\tbody\t1\n", "--per-query")
    rows = [line.split() for line in out.splitlines()]
    assert code == 0
    assert rows[1] == ["0.000", "0.000", "0.000", "0", "absent"]
    assert rows[2] == ["1.000", "1.000", "1.000", "2", "mission"]


def test_another_setting_stands_beside_with_what_got_better_and_worse(evaluate) -> None:
    code, out, _ = evaluate(JUDGED, "--against", "title=0")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line}
    assert code == 0
    assert float(rows["against"][0]) < float(rows["mean"][0]) == 1
    assert rows["better"][0] in {"1", "by"}
    assert "better by nDCG@10:" in out
    assert out.splitlines()[-1].endswith("→ 1.000  mission")
    code, out, _ = evaluate(JUDGED, "--set", "title=0", "--against", "title=3")
    assert "worse by nDCG@10:" in out


def test_json_has_queries_means_rankings_and_the_comparison(evaluate) -> None:
    code, out, _ = evaluate(JUDGED, "--json", "--set", "k1=2", "--against", "title=0")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"ranking", "queries", "means", "missing", "against", "comparison"}
    assert answer["ranking"]["k1"] == 2
    assert answer["against"]["ranking"]["title"] == 0
    assert answer["against"]["ranking"]["k1"] != 2
    assert answer["queries"][1] == {
        "query": "séminaire", "total": 1, "nDCG@10": 1, "MRR@10": 1, "recall@100": 1,
    }  # fmt: skip
    compared = answer["comparison"]["nDCG@10"]
    assert [one["query"] for one in compared["better"]] == ["mission"]
    assert (compared["worse"], compared["p"]) == ([], 1)


def test_judged_releases_that_are_not_there_are_listed_and_told_by_the_exit_code(evaluate) -> None:
    code, out, err = evaluate(JUDGED + "mission\tgone\t3\n")
    assert code == 1
    assert "not in the index: gone" in err
    assert "mean" in out


@pytest.mark.parametrize(
    ("judged", "arguments", "complaint"),
    [
        ("mission\ttitle\t9\n", (), "line 1 has the grade '9'"),
        ("", (), "without a judgement"),
        (JUDGED, ("--set", "fame=1"), "there is no 'fame'; there is k1"),
        (JUDGED, ("--against", "k1=much"), "'much' is not a number"),
        (JUDGED, ("--data", "/nowhere"), "no index"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(evaluate, judged, arguments, complaint) -> None:
    code, _, err = evaluate(judged, *arguments)
    assert code == 2
    assert complaint in err
    assert "Traceback" not in err


def test_no_judgements_can_steer_the_terminal(evaluate) -> None:
    # A bell, not an escape: those are taken out where the output is no terminal.
    _, out, err = evaluate("mission \x07a\tbody\x07\t1\nmission\tbody\t1\n", "--per-query")
    _, _, complaint = evaluate("mission\x07\tbody\t1\n" * 2)
    assert "\x07" not in out + err + complaint
    _, out, _ = evaluate(JUDGED.replace("mission", "mission\x07"), "--against", "title=0")
    assert "→" in out
    assert "\x07" not in out
