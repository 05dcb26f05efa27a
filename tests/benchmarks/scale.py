"""A company of another size: visits, CPU time a visit beside that of the default company, memory, and how it grows.

``python -m tests.benchmarks.scale --people 10000 --weeks 12`` runs a company of so many people once, its journal streamed
to a folder that is removed afterwards. Every quarter of the way the default company is run in between, streamed too, so
that both meet the same machine; in another process, so that its memory is not counted. Growth is the peak of memory at
the end beside that at half of the weeks, of the same run. With ``--measure`` its measures are worked out as well. Linux
only: peaks are the kernel's.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from unittest.mock import patch

from sim.company.checks import scenario_to_run
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from sim.engine.journal import Journal
from sim.experiment.replication import measure, no_garbage_collector
from sim.inputs.own_files import scenario_files
from sim.inputs.scenario import Scenario
from tests.memory.__main__ import peak

QUARTERS = 4
USUAL_WEEKS = 4
"""Weeks of a run of the default company."""


@dataclass
class Watch:
    """What is seen of a run at the end of each of its weeks; CPU time of what runs in between is not its own.

    Attributes:
        peaks: megabytes at most so far.
        usual: seconds of CPU time that a visit of the default company took, run by run.
        other: the process in which those runs are done; ``began``: CPU time at the beginning.
    """

    company: Company
    usual_scenario: Scenario
    weeks: int
    folder: Path
    other: Executor
    peaks: list[float] = field(default_factory=list)
    usual: list[float] = field(default_factory=list)
    began: float = field(default_factory=process_time)

    def week_is_over(self) -> None:
        """Note the peak of memory; at the end of a quarter of the way run the default company."""
        self.peaks.append(peak())
        week = len(self.peaks)
        if week * QUARTERS // self.weeks > (week - 1) * QUARTERS // self.weeks:
            place = self.folder / f"usual {week}"
            self.usual.append(self.other.submit(a_visit, self.usual_scenario, len(self.usual), place).result())
        visits, spent = len(self.company.house.journal.visits), process_time() - self.began
        print(f"week {week}: {visits:,} visits in {spent:,.0f} s, {self.peaks[-1]:,.0f} MB", flush=True)


def a_visit(scenario: Scenario, number: int, folder: Path) -> float:
    """Seconds of CPU time that a visit of a run takes."""
    with no_garbage_collector():
        company = Company(scenario, number)
        began = process_time()
        journal = company.run(folder)
        return (process_time() - began) / len(journal.visits)


def run_watched(watch: Watch, folder: Path) -> Journal:
    """Run; the watch is told of the end of each week. Rows leave the memory every day."""
    company, spill = watch.company, watch.company.house.journal.spill

    def spill_and_tell(least: int = 1) -> None:
        spill(least)
        if company.env.now == WEEK * (len(watch.peaks) + 1):
            watch.week_is_over()

    with patch.object(watch.company.house.journal, "spill", spill_and_tell):
        return watch.company.run(folder)


def report(watch: Watch, building: float, running: float) -> Iterable[str]:
    """What came of it, as lines."""
    visits = len(watch.company.house.journal.visits)
    usual, own = sorted(watch.usual)[len(watch.usual) // 2], running / visits
    people = watch.company.scenario.company.people
    yield f"{people:,} people, {watch.weeks} weeks: {visits:,} visits in {running:,.0f} s of CPU time"
    yield f"building: {building:.1f} s"
    yield f"a visit: {1e6 * own:.1f} us; of the default company {1e6 * usual:.1f} us (median of {len(watch.usual)} runs)"
    yield f"cost ratio: {own / usual:.2f}"
    yield f"peak: {watch.peaks[-1]:,.0f} MB"
    if watch.weeks > 1:
        weeks = watch.weeks // 2
        half = watch.peaks[weeks - 1]
        yield f"growth from {weeks} to {watch.weeks} weeks: {watch.peaks[-1] / half - 1:+.1%} (from {half:,.0f} MB)"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--world", default="typical")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    (file,) = scenario_files(options.world)
    usual = scenario_to_run(file).model_copy(update={"weeks": USUAL_WEEKS, "warm_up_weeks": 0})
    wanted = scenario_to_run(file, options.people).model_copy(update={"weeks": options.weeks, "warm_up_weeks": 0})
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
        no_garbage_collector(),
    ):
        other.submit(a_visit, usual, 0, Path(folder) / "first").result()  # imports and caches
        began = process_time()
        company = Company(wanted, 0)
        building = process_time() - began
        watch = Watch(company, usual, options.weeks, Path(folder), other)
        began = process_time()
        journal = run_watched(watch, Path(folder) / "journal")
        running = process_time() - began
        print(*report(watch, building, running), sep="\n", flush=True)
        if options.measure:
            from sim.measures.run import Run  # pandas takes 60 megabytes, and a run needs none of it

            began = process_time()
            measure(Run(journal, company.facts()))
            print(f"measuring: {process_time() - began:,.0f} s, peak {peak():,.0f} MB")


if __name__ == "__main__":
    main()
