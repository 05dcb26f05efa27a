"""Who does the work does not matter, and neither a failing replication nor a dying process ends a sweep."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.experiment import executors, replication
from sim.experiment.executors import Serial, Standing, run_all, workers
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store
from sim.inputs.scenario import Scenario
from tests.company.worlds import scenario
from tests.experiment.workers import DEADLY, FAILING, deadly, deadly_once, quick

REPOSITORY = Path(__file__).parents[2]
SCENARIO = scenario(weeks=1, warm_up_weeks=0)


def runs(*numbers: int, world: Scenario = SCENARIO) -> list[Replication]:
    return [Replication(world, number) for number in numbers]


def numbers_of(results: list[ReplicationResult]) -> list[float]:
    return [result.measures["number"] for result in results if not result.cause]


def test_a_failing_replication_is_a_row_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of three raises: the others are there, and its row says where and why."""

    def simulate(
        _: Scenario, number: int, *, with_cases: bool, stream_to: Path | None
    ) -> tuple[dict[str, float], dict[str, object]]:
        if number == FAILING:
            raise ZeroDivisionError("nobody is there")
        return {"number": float(number)}, {}

    monkeypatch.setattr(replication, "simulate", simulate)
    results = run_all(runs(0, FAILING, 2))
    assert numbers_of(results) == [0, 2]
    failed = results[1]
    assert (failed.world, failed.replication, failed.seed, failed.measures) == ("siloed", FAILING, 1, {})
    assert "ZeroDivisionError: nobody is there" in failed.cause
    assert failed.cause.startswith("Traceback (most recent call last)")
    assert "in simulate" in failed.cause


def test_a_real_run_that_fails_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """A department that breaks down on its first case is named in the cause."""
    from sim.company.back_office.legal import Legal

    def broken(self: Legal) -> None:
        raise RuntimeError("Legal is on strike")

    monkeypatch.setattr(Legal, "start", broken)
    (result,) = run_all(runs(0))
    assert "Legal is on strike" in result.cause
    assert result.seconds > 0


def test_an_interrupt_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a sweep; it does not become a row."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(replication, "simulate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_all(runs(0, 1))


def test_one_job_works_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one job nothing is started; an error in the work is kept for whoever asks for the result."""
    monkeypatch.setattr(executors, "replicate", quick)
    (result,) = run_all(runs(0), jobs=1)
    assert result.tables["weeks"]["process"].tolist() == [os.getpid()]
    future = Serial().submit(int, "x")
    with pytest.raises(ValueError, match="invalid literal"):
        future.result()


def test_a_killed_worker_is_survived(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process that is killed once costs nothing but time: all four results come, and are kept."""
    monkeypatch.setattr(executors, "replicate", deadly_once)
    world = SCENARIO.model_copy(update={"description": str(tmp_path / "killed once")})
    wanted = runs(0, DEADLY, 2, 3, world=world)
    results = run_all(wanted, jobs=2, store=Store(tmp_path / "cache"))
    assert numbers_of(results) == [0, DEADLY, 2, 3]
    assert (tmp_path / "killed once").exists()
    assert os.getpid() not in {int(result.tables["weeks"]["process"].iloc[0]) for result in results}
    assert all(Store(tmp_path / "cache").get(run) is not None for run in wanted)


@pytest.mark.slow
def test_only_what_kills_its_worker_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replication that kills every process it is given to becomes a row; nobody else goes down with it.

    It stands first in the list, so that every restart meets it again; this process, which is given nothing of it even
    when it is the only one left, lives to tell.
    """
    monkeypatch.setattr(executors, "replicate", deadly)
    results = run_all(runs(DEADLY, 1, 2), jobs=2)
    assert numbers_of(results) == [1, 2]
    assert "worker process died" in results[0].cause
    assert (results[0].replication, results[0].measures) == (DEADLY, {})


@pytest.mark.slow
def test_the_one_task_left_after_a_crash_is_not_done_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two runs one is stored; the other kills its worker. The test is still running afterwards."""
    monkeypatch.setattr(executors, "MOST_RESTARTS", 0)
    monkeypatch.setattr(executors, "replicate", deadly)
    results = run_all(runs(DEADLY, 1), jobs=2)
    assert "worker process died" in results[0].cause
    assert numbers_of(results) == [1]


def test_apart_means_another_process() -> None:
    """One job, asked to work apart, is a process of its own."""
    with workers(1) as here, workers(1, apart=True) as there:
        assert isinstance(here, Serial) and not isinstance(there, Serial)
        numbers = [executor.submit(os.getpid).result() for executor in (here, there)]
    assert numbers[0] == os.getpid() != numbers[1]


def processes_of(results: list[ReplicationResult]) -> set[int]:
    return {int(result.tables["weeks"]["process"].iloc[0]) for result in results}


def test_standing_workers_answer_again_and_run_nothing_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second call is done by the same process; what is stored is read."""
    monkeypatch.setattr(executors, "replicate", quick)
    standing = Standing(1, Store(tmp_path))
    first = standing(runs(0, 1))
    monkeypatch.setattr(executors, "replicate", deadly)
    assert numbers_of(standing(runs(1, 2, 0))) == [1, 2, 0]
    assert processes_of(first) == {os.getpid()}
    assert numbers_of(standing(runs(0))) == [0]


def test_standing_workers_stay_and_are_replaced_when_they_die(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process of its own for two calls; after a death the runs are done all the same, but for the deadly one."""
    monkeypatch.setattr(executors, "replicate", deadly)
    monkeypatch.setattr(executors, "MOST_RESTARTS", 0)
    standing = Standing(2, Store())
    try:
        before = processes_of(standing(runs(0)))
        assert os.getpid() not in before
        found = standing(runs(1, DEADLY))
        assert [bool(result.cause) for result in found] == [False, True]
        assert numbers_of(standing(runs(3))) == [3]
    finally:
        standing.close()


def test_workers_end_when_the_process_that_started_them_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        """import os, time
from sim.experiment.executors import workers
if __name__ == "__main__":
    with workers(1, apart=True) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
""",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if _is_defunct(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker is still there")


def _is_defunct(process: int) -> bool:
    """Whether a process has ended and only its entry is left, as nobody has asked for its exit code."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
