"""`study` on the command line: everything in one report, told before, and read again where it was interrupted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.flags import QUICK
from sim.experiment.enough import most_pairs
from sim.experiment.executors import Evaluate
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import FEWEST_PAIRS
from sim.views.report.contents import charts_of
from tests.experiment import made_up
from tests.first_company import FIRST
from tests.views.made_study import made_study

WORLDS = [str(FIRST / "siloed.toml"), str(FIRST / "integrated.toml")]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Replication]:
    """Runs by formula, which are noted; the folder that is written is only looked at."""
    seen: list[Replication] = []
    kept: dict[str, Any] = {}

    def stored_runs(**_: object) -> Evaluate:
        def evaluate(runs: Any) -> Any:
            seen.extend(runs)
            return made_up.evaluate(runs)

        return evaluate

    def write_folder(study: Any, out: Path, jobs: int) -> Any:
        kept.update(study=study, out=out, jobs=jobs)
        return study

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.experiment.executors.stored_runs", stored_runs)
    monkeypatch.setattr("sim.experiment.study.compare_scenarios", lambda *_, **__: made_study())
    monkeypatch.setattr("sim.views.folder.write_folder", write_folder)
    monkeypatch.setattr("tests.cli.test_study.KEPT", kept)
    return seen


KEPT: dict[str, Any] = {}


def test_nothing_is_missing_in_its_report(run: list[Replication], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", *WORLDS, "--quick", "--jobs", "1"]) == 0
    told = capsys.readouterr()
    study = KEPT["study"]
    assert {"waterfall", "break_even", "win_map", "frontier"} <= {chart.name for chart in charts_of(study)}
    assert "Not run yet" not in told.out
    assert KEPT["out"] == Path("results/siloed_vs_integrated_study")
    cube = study.more.cube
    assert (cube.replications, cube.a.weeks) == (8, QUICK["weeks"]), "as many and as long runs as a comparison's"
    cubes = {run.scenario.fingerprint for run in run[:128]}
    assert len(cubes) == 16, "bundles are the cube's own corners, and not asked for twice"


def test_times_are_said_before_and_progress_after_each_part(
    run: list[Replication], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["study", *WORLDS, "--quick", "--jobs", "2"]) == 0
    said = capsys.readouterr().err.replace("\u00a0", " ")
    lines = said.splitlines()
    assert [line[:2] for line in lines[:4]] == ["1.", "2.", "3.", "4."]
    assert all("at most" in line for line in lines[:4])
    assert "goes on where it stopped" in " ".join(lines)
    assert [line[:6] for line in lines if " done after " in line] == [f"{place} of 4" for place in (1, 2, 3, 4)]
    allowed = sum(int(line.split("up to ")[1].split(" runs")[0].replace(",", "")) for line in lines[1:4])
    ends = 2 * 8  # of the cube, which the comparison has run, and of which there are as many as pairs
    assert len({(one.scenario.fingerprint, one.number) for one in run}) <= allowed + ends


@pytest.mark.usefixtures("run")
def test_without_a_number_the_plan_is_of_the_most_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    """A comparison goes on until its intervals are narrow, so no fewer may be told as what it takes at most."""
    assert main(["study", *WORLDS, "--replications", "auto", "--quick", "--jobs", "1"]) == 0
    whole, cube, *_ = capsys.readouterr().err.replace("\u00a0", " ").splitlines()
    most = int(whole.split("up to ")[1].split(" runs")[0].replace(",", "")) // 2
    a, b = (world.model_copy(update=QUICK) for world in made_up.worlds())
    assert most == most_pairs(a, b) > FEWEST_PAIRS
    assert f"up to {14 * most:,} runs" in cube


def test_what_was_interrupted_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The runs that had finished are read, and no run is done twice."""
    done: list[tuple[str, int]] = []

    def replicate(run: Replication) -> ReplicationResult:
        if len(done) == 40 and not told:
            told.append("interrupted")
            raise KeyboardInterrupt
        done.append((run.scenario.fingerprint, run.number))
        return made_up.evaluate([run])[0]

    told: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr("sim.experiment.executors.replicate", replicate)
    monkeypatch.setattr("sim.experiment.study.compare_scenarios", lambda *_, **__: made_study())
    monkeypatch.setattr("sim.views.folder.write_folder", lambda study, *_: study)
    line = ["study", *WORLDS, "--quick", "--jobs", "1"]
    assert main(line) == 130
    assert len(done) == 40
    assert main(line) == 0
    assert len(done) == len(set(done)) > 128
    assert "Not run yet" not in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_the_main_job_runs_a_small_cube_unless_it_is_in_a_hurry(asked: dict[str, Any]) -> None:
    assert main(["compare", "A", "B"]) == 0
    assert asked["cube"]
    assert main(["compare", "A", "B", "--quick"]) == 0
    assert not asked["cube"]


def test_worlds_that_differ_in_more_than_levers_are_refused_in_a_sentence(
    run: list[Replication], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["study", WORLDS[0], WORLDS[0]]) == 2
    assert "differ in 0 levers" in capsys.readouterr().err
    assert not run
