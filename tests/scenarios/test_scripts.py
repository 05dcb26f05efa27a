"""The scripts: each says its question, shares the flags, refuses mistakes in a sentence, and answers end to end."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from sim.cli import given, main, script_table, scripts
from sim.experiment.enough import most_pairs
from sim.experiment.statistics import FEWEST_PAIRS
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from tests.experiment import made_up

HERE = made_up.SCENARIOS
COMPARISONS = {"siloed_vs_integrated": 13, "platform_outage": 10, "peak_season": 13, "growth": 20, "go_live": 26}
"""Scripts that compare two scenarios, and the weeks they measure."""
STUDIES = (
    "strategies",
    "challenges",
    "every_lever",
    "trends",
    "break_even",
    "robustness",
    "what_to_buy_first",
    "screening",
)
LEAST = {
    "strategies": ["--replications", "2"],
    "challenges": ["--replications", "2"],
    "every_lever": ["--replications", "2"],
    "trends": ["--replications", "2"],
    "break_even": ["--quick", "--replications", "2"],
    "robustness": ["--companies", "4", "--replications", "2"],
    "what_to_buy_first": ["--replications", "2", "--budget", "150000"],
    "screening": ["--quick", "--trajectories", "2"],
}
VERDICTS = {
    "strategies": "Profit, k EUR/yr",
    "challenges": "no obstacles and siloed",
    "every_lever": "of 15 levers",
    "trends": "of 8 trends",
    "break_even": "ahead below",
    "robustness": "of 4 plausible companies",
    "what_to_buy_first": "a budget of 150,000",
    "screening": "Morris screening of small typical",
}


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Runs a script's own lines in this process, on made-up outcomes."""
    monkeypatch.setattr(scripts.Order, "evaluate", lambda self, label: made_up.evaluate)
    monkeypatch.setattr("sim.views.style.picture.as_png", lambda _: b"")  # the same figures as SVG are drawn
    monkeypatch.chdir(tmp_path)

    def call(name: str, *words: str) -> int:
        module = script(name)
        monkeypatch.setattr(sys, "argv", [str(HERE / f"{name}.py"), *words])
        flags, sizes = getattr(module, "flags", given.two_files), getattr(module, "SIZES", None)
        return scripts.run_script(str(module.__file__), module.__doc__, module.study, flags=flags, sizes=sizes)

    return call


@pytest.mark.parametrize("name", STUDIES)
def test_a_script_answers_and_writes_its_folder(
    name: str, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "screening":
        pytest.importorskip("SALib")
    assert run(name, *LEAST[name], "--weeks", "2") == 0
    said = capsys.readouterr().out
    assert VERDICTS[name] in said.replace("\u00a0", " ")
    out = tmp_path / "results" / name
    assert said.endswith(f"Charts and tables: {Path('results', name)}\n")
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert facts["command"].startswith(f"python {name}.py")
    for world in facts["worlds"]:
        scenario = load_scenario(out / world["file"])
        assert (scenario.fingerprint, scenario.weeks) == (world["fingerprint"], 2)
    assert list((out / "charts").glob("*.png"))
    assert list((out / "tables").glob("*.csv"))


def test_strategies_is_sixteen_settings_by_twenty(run: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, int]] = []

    def evaluate(runs: Any) -> Any:
        asked.extend((run.scenario.fingerprint, run.number, run.scenario.weeks) for run in runs)
        raise KeyboardInterrupt

    monkeypatch.setattr(scripts.Order, "evaluate", lambda self, label: evaluate)
    assert run("strategies") == 130
    assert len(set(asked)) == 320
    assert {weeks for *_, weeks in asked} == {13}
    asked.clear()
    assert run("strategies", "--quick") == 130
    assert len(asked) == 64


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("strategies", ["--replications", "1"], "this study needs 2 at least"),
        ("strategies", ["--replications", "auto"], "--replications is 'auto'"),
        ("strategies", ["--repliations", "3"], "does not take '--repliations'; did you mean '--replications'?"),
        ("strategies", ["a.toml"], "This takes 2 scenario files (instead of siloed and integrated), but got 1."),
        ("strategies", ["a.toml", "b.toml"], "a.toml: there is no such file"),
        ("challenges", ["a.toml", "b.toml"], "This takes 1 scenario file (instead of siloed), but got 2."),
        ("break_even", ["--measure", "proft"], "'proft', which is no measure; did you mean 'profit'?"),
        ("break_even", ["--measure", "utilisation"], "No direction of the measure 'utilisation' is better"),
        ("robustness", ["--measure", "utilisation"], "No direction of the measure 'utilisation' is better"),
        ("break_even", ["--box", str(HERE / "siloed.toml")], "is no file of kind 'assumptions'."),
        ("robustness", ["--companies", "1"], "--companies is '1'; allowed is a whole number from 2"),
        ("what_to_buy_first", ["--budget", "-3"], "--budget"),
        ("what_to_buy_first", ["--worth", "much"], "--worth is 'much'; allowed is a number above 0."),
    ],
)
def test_mistakes_are_sentences(
    name: str,
    words: list[str],
    sentence: str,
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert run(name, *words) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("name", [*STUDIES, *COMPARISONS])
def test_help_tells_the_question(
    name: str, run: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in COMPARISONS:
        assert as_main(name, monkeypatch, "--help") == 0
    else:
        assert run(name, "--help") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: python scenarios/{name}.py ")
    assert f"default: results/{name})" in " ".join(said.split())
    question = (script(name).__doc__ or "").splitlines()[0]
    assert "?" in question
    assert question in said
    for flag in ("--replications", "--weeks", "--warm-up", "--seed", "--jobs", "--out", "--cluster", "--quick"):
        assert flag in said


def as_main(name: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a script that is run as it stands."""
    monkeypatch.setattr(sys, "argv", [str(HERE / f"{name}.py"), *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(HERE / f"{name}.py"), run_name="__main__")
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_runs_what_its_row_says(
    name: str, quick: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So many runs of so many weeks; where something happens a run is done twice. Results go under the script's name."""
    asked: list[tuple[Scenario, Scenario, int | None]] = []

    def compare_scenarios(a: Scenario, b: Scenario, *, replications: int | None, **_: object) -> None:
        asked.append((a, b, replications))

    places: list[Path] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.experiment.study.compare_scenarios", compare_scenarios)

    def write_folder(_: object, out: Path, __: int) -> SimpleNamespace:
        places.append(out)
        return SimpleNamespace(failures=[])

    monkeypatch.setattr("sim.views.folder.write_folder", write_folder)
    monkeypatch.setattr("sim.views.text.terminal.print_study", lambda study: None)
    assert as_main(name, monkeypatch, *(["--quick"] if quick else [])) == 0
    [(a, b, replications)] = asked
    row = next(row for row in script_table.SCRIPTS if row.file == f"{name}.py")
    for_a_pair = sum(2 if world.shocks else 1 for world in (a, b))
    if quick:
        assert replications is not None
        assert str(replications * for_a_pair) == row.quick_runs
    else:
        assert replications is None, "until the intervals are narrow enough"
        fewest, most = FEWEST_PAIRS * for_a_pair, most_pairs(a, b) * for_a_pair
        assert row.runs == (str(fewest) if fewest == most else f"{fewest} to {most}")
    assert a.weeks == b.weeks == (4 if quick and name == "siloed_vs_integrated" else COMPARISONS[name])
    assert places == [Path("results", name)]


@pytest.mark.parametrize("name", COMPARISONS)
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--repliations", "3"], "does not take '--repliations'; did you mean '--replications'?"),
        (["--weeks", "0"], "--weeks is '0'; allowed is a whole number from 1"),
        (["a.toml"], "does not take 'a.toml'."),
        (["--events", "nowhere.toml"], "nowhere.toml: there is no such file"),
    ],
)
def test_mistakes_of_a_comparison_are_sentences(
    name: str,
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert as_main(name, monkeypatch, *words) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_every_script_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    """In the table of scripts, in `python -m sim --help`, and in scenarios/README.md."""
    files = {path.name for path in HERE.glob("*.py")}
    assert {row.file for row in script_table.SCRIPTS} == files
    assert files == {f"{name}.py" for name in (*STUDIES, *COMPARISONS)}
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    told = (HERE / "README.md").read_text(encoding="utf-8")
    for row in script_table.SCRIPTS:
        assert row.file in said
        assert row.question in " ".join(said.split())
        cells = f"| `python scenarios/{row.file}` | {row.question} | {row.company} | {row.runs} | "
        assert (
            f"{cells}{script_table.minutes(row.seconds)} | {row.quick_runs} | {script_table.minutes(row.quick_seconds)} |"
            in told
        )


def test_minutes() -> None:
    assert [script_table.minutes(seconds) for seconds in (None, 41.6, 99, 390)] == [
        "not measured",
        "42 s",
        "99 s",
        "6 min",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_a_script_runs_the_company(name: str, tmp_path: Path) -> None:
    """The real thing, as small as it can be; run again, it reads every replication from the store."""
    if name == "screening":
        pytest.importorskip("SALib")
    words = [sys.executable, str(HERE / f"{name}.py"), *LEAST[name], "--weeks", "1", "--warm-up", "0", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "INTEROFFICE_CACHE": str(tmp_path / "cache")}
    first = subprocess.run(words, cwd=tmp_path, text=True, capture_output=True, check=False, env=environment)
    assert (first.returncode, first.stderr) == (0, "")
    stored = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.replication")}
    assert stored
    again = subprocess.run(words, cwd=tmp_path, text=True, capture_output=True, check=False, env=environment)
    assert again.stdout == first.stdout
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.replication")} == stored
    assert re.search(r"seed 1", first.stdout)
