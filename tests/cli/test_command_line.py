"""Command lines, good and bad: what is passed on, one sentence for a mistake, defaults, help."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.commands.catalogue import COMMANDS
from sim.cli.flags import usable_processors
from tests.inputs.small_company import write_scenario

REPOSITORY = Path(__file__).parents[2]
BAD = {
    "--quick": "Begin with a command: compare, study, journey, explain, diff, replay, export, gallery, published, "
    "pairing, oracle, systems, levers, verify, desks, check, schema, init, company; python -m sim --help explains them.",
    "comprae A B": "'comprae' is not a command; did you mean 'compare'?",
    "dance": "'dance' is not a command; allowed are compare, study, journey, explain",
    "compare A": "compare takes two scenario files, A and B, but got 1.",
    "compare A B --replications 0": "--replications is '0'; allowed is a whole number from 1 to 10,000, or",
    "compare A B --replications -5": "--replications is '-5'; allowed is a whole number from 1",
    "compare A B --replications many": "--replications is 'many'; allowed is",
    "compare A B --replications 1e3": "--replications is '1e3'; allowed is",
    "compare A B --replications 10001": "--replications is '10001'; allowed is",
    "compare A B --jobs 0": "--jobs is '0'; allowed is a whole number from 1 to 512.",
    "compare A B --jobs -1": "--jobs is '-1'; allowed is",
    "compare A B --jobs two": "--jobs is 'two'; allowed is",
    "compare A B --weeks nan": "--weeks is 'nan'; allowed is a whole number from 1 to 520 (weeks that are",
    "compare A B --weeks inf": "--weeks is 'inf'; allowed is",
    "compare A B --weeks -inf": "--weeks needs a value.",
    "compare A B --weeks 2.5": "--weeks is '2.5'; allowed is",
    "compare A B --weeks 0": "--weeks is '0'; allowed is",
    "compare A B --weeks ٣": "--weeks is '٣'; allowed is",
    "compare A B --weeks=": "--weeks is ''; allowed is",
    "compare A B --weeks": "--weeks needs a value.",
    "compare A B --warm-up -1": "--warm-up is '-1'; allowed is a whole number from 0 to 104",
    "compare A B --seed text": "--seed is 'text'; allowed is a whole number from 0 to 9,223,372,036,854,775,807.",
    "compare A B --seed 9223372036854775808": "--seed is '9223372036854775808'; allowed is",
    "compare A B --seed -1": "--seed is '-1'; allowed is",
    "compare A B --out A": "--out is 'A', which is a file; allowed is a folder that is or can be made.",
    "compare A B --out A/deeper/still": "A is a file; allowed is a folder that is or can be made.",
    "compare A B --out=": "--out is '', which is no name; allowed is",
    "compare A B --out dangling": "--out is 'dangling', which is not a folder; allowed is",
    "compare A B --cluster ::": "--cluster is '::'; allowed is the address of a dask scheduler",
    "compare A B --cluster=": "--cluster is ''; allowed is",
    "compare A B --quick=yes": "--quick takes no value.",
    "compare A B --replication 3": "compare does not take '--replication'; did you mean '--replications'?",
    "compare A B --warmup=3": "compare does not take '--warmup'; did you mean '--warm-up'?",
    "verify --jobs 0": "--jobs is '0'; allowed is a whole number from 1 to 512.",
    "verify --weeks 3": "verify does not take '--weeks'",
    "verify A": "verify does not take 'A'.",
    "compare A B -x": "compare does not take '-x'.",
    "compare A nowhere": "nowhere: there is no such file",
    "compare A .": ".: is a folder; name a file in it.",
    "journey order-1 A": "journey CASE takes two scenario files, A and B, but got 1.",
    "journey order-1 A B --replication -1": "--replication is '-1'; allowed is a whole number from 0",
    "replay A": "replay takes two scenario files, A and B, but got 1.",
    "replay A B --out .": "--out is '.', which is a folder; allowed is a file to write.",
    "replay A B --out=": "--out is '', which is no name; allowed is a file to write.",
    "replay A B --out A/replay.html": "its folder is",
    "oracle A B": "oracle takes one scenario file, but got 2.",
    "oracle A --replications 1": "To say anything of what knowing is worth takes 2 replications at least, not 1.",
    "oracle A --replications auto": "--replications is 'auto', which only compares two scenarios; allowed here is",
    "init": "init needs a folder that is new or empty, as in: python -m sim init my_company.",
    "init .": ". is not empty, and nothing of it is overwritten; name a folder that is new or empty.",
    "init A": "FOLDER is 'A', which is a file; allowed is a folder that is empty or can be made.",
    "init one two": "init does not take 'two'.",
    "check": "check needs at least one file.",
    "check A nowhere": "nowhere: there is no such file",
    "check A --quick": "check does not take '--quick'.",
    "schema A": "schema does not take 'A'.",
}


@pytest.mark.parametrize("line", BAD)
def test_bad_command_line(line: str, folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    assert BAD[line] in err
    assert err.count("\n") == 1
    assert out == "" or line.startswith("check A")
    assert not asked
    assert sorted(folder.rglob("*")) == before


def test_folder_that_may_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused by the system; simulated, as the tests may run as a user whom nothing is refused."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert main(["compare", "A", "B", "--out", "new/results"]) == 2
    assert f"but nothing may be written to {folder}; allowed is" in capsys.readouterr().err
    assert main(["compare", "A", "B"]) == 2
    assert "name another folder with --out" in capsys.readouterr().err


def test_default_folder_that_is_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "results").write_text("", encoding="utf-8")
    assert main(["compare", "A", "B"]) == 2
    assert f"The results would go to {Path('results', 'A_vs_B')}, but " in capsys.readouterr().err


def test_defaults(folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "A", "B"]) == 0
    assert capsys.readouterr().out == "study\n"
    a, b = asked["a"], asked["b"]
    assert (a.weeks, a.warm_up_weeks, a.seed, b.levers.information_silos) == (13, 4, 1, 1.0)
    assert asked | {"a": 0, "b": 0} == {
        "a": 0,
        "b": 0,
        "replications": None,
        "jobs": usable_processors(),
        "out": Path("results/A_vs_B"),
        "cluster": None,
        "stream_to": None,
        "cube": True,
    }
    assert not (folder / "results").exists()


def test_one_failed_run_is_an_exit_code(folder: Path, asked: dict[str, Any]) -> None:
    asked["failures"] = ["one"]
    assert main(["compare", "A", "B"]) == 1


def test_flags_are_passed_on(folder: Path, asked: dict[str, Any]) -> None:
    line = "compare A --weeks 2 --warm-up 0 --seed 9 --jobs 3 B --replications 7 --out there/deep"
    assert main(line.split()) == 0
    for scenario in (asked["a"], asked["b"]):
        assert (scenario.weeks, scenario.warm_up_weeks, scenario.seed) == (2, 0, 9)
    assert (asked["replications"], asked["jobs"], asked["out"]) == (7, 3, Path("there/deep"))


def test_the_last_of_two_flags_counts(folder: Path, asked: dict[str, Any]) -> None:
    """So that what a person adds to a script's own words wins."""
    line = "compare A B --weeks 2 --replications 3 --weeks 5 --replications auto"
    assert main(line.split()) == 0
    assert asked["a"].weeks == 5
    assert asked["replications"] is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", (13, 4, None)),
        ("--replications 12", (13, 4, 12)),
        ("--quick", (4, 1, 4)),
        ("--quick --weeks 6", (6, 1, 4)),
        ("--warm-up 0 --quick", (4, 0, 4)),
        ("--quick --replications 9", (4, 1, 9)),
        ("--quick --replications auto", (4, 1, None)),
    ],
)
def test_quick(line: str, expected: tuple[int, int, int | None], folder: Path, asked: dict[str, Any]) -> None:
    assert main(["compare", "A", "B", *line.split()]) == 0
    assert (asked["a"].weeks, asked["a"].warm_up_weeks, asked["replications"]) == expected


def test_scenarios_of_different_length_are_not_compared(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    write_scenario(folder, "weeks = 5\nseed = 2\n", name="B")
    assert main(["compare", "A", "B"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "A has seed = 1 but B has 2" in first
    assert "A has weeks = 13 but B has 5" in second
    assert "say --weeks" in second
    assert main(["compare", "A", "B", "--weeks", "5", "--seed", "1"]) == 0


def test_streaming(
    folder: Path, capsys: pytest.CaptureFixture[str], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is asked for; without pyarrow, with a cluster or where a file is, a sentence says so."""
    words = ["compare", "A", "B", "--stream", str(folder / "journals")]
    with monkeypatch.context() as dask:
        dask.setattr("importlib.util.find_spec", lambda name: object())
        assert main([*words, "--cluster", "tcp://10.0.0.5:8786"]) == 2
    assert "--stream does not go with --cluster" in capsys.readouterr().err
    (folder / "file").touch()
    assert main([*words[:-1], str(folder / "file")]) == 2
    assert "which is a file" in capsys.readouterr().err
    monkeypatch.setattr("sim.company.streamed.find_spec", lambda name: None)
    assert main(words) == 2
    assert "--stream needs pyarrow, which is not installed" in capsys.readouterr().err
    monkeypatch.setattr("sim.company.streamed.find_spec", lambda name: object())
    assert main(words) == 0
    assert asked["stream_to"] == folder / "journals"


def test_cluster_without_dask(
    folder: Path, capsys: pytest.CaptureFixture[str], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["compare", "A", "B", "--cluster", "tcp://10.0.0.5:8786"]) == 2
    assert "--cluster needs dask.distributed" in capsys.readouterr().err
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert main(["compare", "A", "B", "--cluster", "tcp://10.0.0.5:8786"]) == 0
    assert asked["cluster"] == "tcp://10.0.0.5:8786"


def test_journey(folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    line = "journey order-17 A B --replication 3 --quick --jobs 2"
    assert main(line.split()) == 0
    place = Path("results", "journey_order_17")
    assert capsys.readouterr().out == f"once upon a time\n\nIts way as a picture: {place / 'journey.svg'}\n"
    assert (asked["case"], asked["replication"], asked["a"].weeks) == ("order-17", 3, 4)
    assert asked["out"] == place
    assert main(["journey", "Order 17/invoice 1", "A", "B", "--out", "here"]) == 0
    assert asked["out"] == Path("here")


def test_a_journey_of_several_cases_has_no_picture(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "order-18", "A", "B"]) == 0
    assert capsys.readouterr().out == "once upon a time\n"
    assert "out" not in asked


def test_journey_of_the_own_scenarios(folder: Path, asked: dict[str, Any]) -> None:
    assert main(["journey", "order-17"]) == 0
    assert (asked["case"], asked["a"].name, asked["b"].name) == ("order-17", "siloed", "integrated")
    assert main(["journey"]) == 0
    assert (asked["case"], asked["a"].name, asked["b"].name) == (None, "siloed", "integrated")
    assert asked["replication"] == 0


def test_comparison_of_the_own_scenarios(folder: Path, asked: dict[str, Any]) -> None:
    """Those that come with the program, unless there are some of these names in ./scenarios; or any by their name."""
    assert main(["compare"]) == 0
    assert (asked["a"].name, asked["b"].name, asked["out"]) == (
        "siloed",
        "integrated",
        Path("results/siloed_vs_integrated"),
    )
    assert main(["compare", "typical", "A"]) == 0
    assert (asked["a"].name, asked["b"].name, asked["out"]) == ("typical", "small", Path("results/typical_vs_A"))
    (folder / "scenarios").mkdir()
    for name in ("siloed", "integrated"):
        shutil.copy(folder / "company.toml", folder / "scenarios" / "company.toml")
        write_scenario(folder / "scenarios", "weeks = 3\n", name=f"{name}.toml")
    assert main(["compare"]) == 0
    assert (asked["a"].name, asked["a"].weeks, asked["b"].name, asked["b"].weeks) == ("small", 3, "small", 3)


def test_alone_it_says_what_it_is_and_what_to_do_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Interoffice simulates a company")
    assert err == ""
    firsts = re.findall(r"^  python -m sim (\w+)", out, re.MULTILINE)
    assert firsts == ["compare", "journey", "init"]
    assert set(firsts) <= {command.name for command in COMMANDS}
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/somewhere/bin/interoffice", "interoffice"),
        ("interoffice.exe", "interoffice"),
        ("interoffice-script.py", "interoffice"),
        ("/somewhere/sim/__main__.py", "python -m sim"),
        ("", "python -m sim"),
    ],
)
def test_it_calls_itself_as_it_was_called(
    called: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert main([]) == 0
    assert f"{name} --help lists all" in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} COMMAND")
    assert main(["desks", "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} desks ")


def test_check_tells_of_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "A", "company.toml"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("A: no mistakes (fingerprint ")
    assert out.splitlines()[1] == "company.toml: no mistakes"
    assert err == ""


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([command.name, "--help"] for command in COMMANDS)])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("usage: python -m sim")


@pytest.mark.parametrize("command", ["published", "pairing"])
def test_auto_is_for_comparisons(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "A", "--replications", "auto"]) == 2
    assert "which only compares two scenarios; allowed here is a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "usual"), [("compare", "or auto, as unless"), ("pairing", "60"), ("published", "20")]
)
def test_help_says_how_many_replications(command: str, usual: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (f"paired runs, {usual}" if "auto" in usual else f"paired runs (default {usual})") in said
