"""What a worker takes: little, run after run; and streamed, as much in a year as in half of one."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from sim.company.facts import Facts
from sim.company.simulation import PARTS, Company
from sim.experiment.replication import measure, run_once
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.run import Run
from tests.first_company import FIRST

WORLDS = ("siloed", "integrated")
MOST_MEGABYTES = {False: 500, True: 200}
"""Of a worker that runs and measures 13 weeks of the default company, by whether its journal is streamed."""
MOST_GROWTH = 1.05
"""Of a year beside half of one, of the run itself and measured too."""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are read from /proc")


def peaks(file: str | Path, weeks: int, folder: Path | None = None) -> tuple[float, float]:
    """Peak of a run, and of run and measuring, in a process of its own, megabytes."""
    words = [str(file), str(weeks), *([str(folder)] if folder else [])]
    answer = subprocess.run(
        [sys.executable, "-m", "tests.memory", *words], capture_output=True, text=True, check=True, timeout=900
    )
    ran, measured = map(float, answer.stdout.split())
    return ran, measured


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_a_streamed_year_takes_as_much_memory_as_half_of_one(world: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    file = FIRST / f"{world}.toml"
    half, year = peaks(file, 26, tmp_path / "half"), peaks(file, 52, tmp_path / "year")
    print(f"{world}: run {half[0]:.0f} -> {year[0]:.0f} MB, with measuring {half[1]:.0f} -> {year[1]:.0f} MB")
    assert year[0] <= MOST_GROWTH * half[0]
    assert year[1] <= MOST_GROWTH * half[1]


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("streams", [False, True])
def test_a_worker_takes_at_most_500_megabytes_and_200_streamed(world: str, streams: bool, tmp_path: Path) -> None:
    if streams:
        pytest.importorskip("pyarrow")
    _, peak = peaks(world, 13, tmp_path / "journal" if streams else None)
    assert peak <= MOST_MEGABYTES[streams]


STREAM_AND_ASK = """
from pathlib import Path
from sim.company.simulation import Company
from sim.inputs.loading import load_scenario
from tests.first_company import FIRST
scenario = load_scenario(FIRST / "siloed.toml").model_copy(update={"weeks": 1, "warm_up_weeks": 1})
Company(scenario, 0).run(Path("journal"))
import pyarrow
print(pyarrow.default_memory_pool().backend_name)
"""


def test_a_streamed_run_takes_memory_where_python_does(tmp_path: Path) -> None:
    """Pyarrow decides where for good when it is imported, so it is asked in a process that has not."""
    pytest.importorskip("pyarrow")
    places = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    fresh = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    answer = subprocess.run(
        [sys.executable, "-c", STREAM_AND_ASK],
        cwd=tmp_path,
        env=fresh | {"PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert answer.stdout.split() == ["system"]


def small(world: str, weeks: int = 2) -> Scenario:
    return load_scenario(FIRST / f"{world}.toml").model_copy(update={"weeks": weeks, "warm_up_weeks": 1})


@pytest.mark.parametrize("world", WORLDS)
def test_a_streamed_run_keeps_a_day_of_rows(world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a journal holds in memory at the end of a part of a day does not grow with the days."""
    pytest.importorskip("pyarrow")
    monkeypatch.setattr("sim.company.simulation.GROUP_BYTES", 2**12)
    company = Company(small(world, 7), 0)
    held: list[int] = []
    spill = company.house.journal.spill

    def watched(least: int = 1) -> None:
        spill(least)
        held.append(sum(len(table._in_memory()) * table.size for table in company.house.journal.tables.values()))

    monkeypatch.setattr(company.house.journal, "spill", watched)
    journal = company.run(tmp_path / "journal")
    assert len(held) == 8 * 7 * PARTS + 1
    assert held[-1] == 0
    assert max(held) < 2**12 * len(journal.tables)
    assert sum(len(table) * table.size for table in journal.tables.values()) > 20 * max(held)


def test_a_worker_gives_back_what_it_has_run_and_measured() -> None:
    """Neither the company nor the decoded run is there any more when nobody asks for it."""
    companies: list[weakref.ref[Company]] = []
    facts = Company.facts

    def noted(self: Company) -> Facts:
        companies.append(weakref.ref(self))
        return facts(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Company, "facts", noted)
        run = run_once(small("siloed", 1), 0)
    measure(run, with_cases=True)
    assert [company() for company in companies] == [None]
    decoded: weakref.ref[Run] = weakref.ref(run)
    gc.disable()
    try:
        del run
        assert decoded() is None, "it is in a circle: only the garbage collector finds it"
    finally:
        gc.enable()
