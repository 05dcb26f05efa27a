"""The whole company beside idiomatic SimPy: CPU time per row of its journal, in units of one SimPy visit.

``python -m tests.benchmarks.company`` runs the company that is frozen in this folder, siloed and integrated, each run
between two short ones of the reference network (``tests/benchmarks/engine.py``) written the usual way in SimPy. Its last
line is the ratio: the mean, over both worlds, of CPU time per row of the journal, as a multiple of SimPy's CPU time per
visit. Building and measuring count apart. Rows are those that the journal had when the benchmark was written: a row that
came later (stretches, absence) takes time, but does not count. No garbage is collected meanwhile, on either side.
"""

from __future__ import annotations

import argparse
import gc
import signal
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import FrameType
from typing import NamedTuple, TypeVar

from sim.company.simulation import Company
from sim.engine.codes import DutyKind
from sim.engine.journal import Journal
from sim.experiment.replication import measure, no_garbage_collector
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.run import Run
from tests.benchmarks.engine import idiomatic, visits_per_hour

T = TypeVar("T")
HERE = Path(__file__).parent
WORLDS = ("siloed", "integrated")
COUNTED = ("visits", "waits", "deliveries", "decisions", "money", "cases", "outages", "levels", "duty")
HOURS = 1_000.0
"""Length of a run of the reference network."""
SAMPLE_SECONDS = 0.001
SAMPLED_RUNS = 3
PARTS = {"engine/journal.py": "journal", "engine/streams.py": "randomness", "engine/": "engine", "": "company"}
"""What part of a run a file belongs to: the first whose beginning fits."""


class Cost(NamedTuple):
    """What one run of the company took, in seconds of CPU time, and what it made of them.

    ``visit`` is what a visit took in idiomatic SimPy just before and after.
    """

    run: float
    building: float
    measuring: float
    writing: float
    visit: float
    rows: int
    visits: int
    orders: int


def timed(what: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the CPU time that it took."""
    gc.collect()
    with no_garbage_collector():
        begun = process_time()
        result = what()
        return result, process_time() - begun


def a_visit(seed: int) -> float:
    """CPU time of a visit in idiomatic SimPy."""
    return timed(lambda: idiomatic(HOURS, seed))[1] / (float(visits_per_hour().sum()) * HOURS)


def rows_of(journal: Journal) -> int:
    """How many rows a journal holds of those that count."""
    absent = int((journal.duty.rows()["kind"] == DutyKind.ABSENT).sum())
    return sum(len(journal.tables[name]) for name in COUNTED) - absent


def orders_of(run: Run) -> int:
    """How many orders were delivered."""
    return int(run.cases["status"].astype(str).str.startswith("delivered").sum())


def write_again(journal: Journal) -> None:
    """Write all rows of a journal into an empty one."""
    copy = Journal()
    for name, table in journal.tables.items():
        rows, pack, extend = table.rows().tolist(), copy.tables[name].pack, copy.tables[name].extend
        for row in rows:
            extend(pack(*row))


def cost(scenario: Scenario, number: int) -> Cost:
    """Run the company once, between two runs of the reference network."""
    before = a_visit(2 * number)
    company, building = timed(lambda: Company(scenario, number))
    journal, seconds = timed(company.run)
    after = a_visit(2 * number + 1)
    run = Run(journal, company.facts())
    _, measuring = timed(lambda: measure(run))
    _, writing = timed(lambda: write_again(journal))
    visit = (before + after) / 2
    return Cost(seconds, building, measuring, writing, visit, rows_of(journal), len(journal.visits), orders_of(run))


def shares(scenario: Scenario) -> dict[str, float]:
    """What share of a run each part of the program takes, by looking again and again at what is being done."""
    found: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        if frame is not None:
            path = frame.f_code.co_filename.replace("\\", "/").rpartition("/sim/")[-1]
            found[next(part for start, part in PARTS.items() if path.startswith(start))] += 1

    before = signal.signal(signal.SIGPROF, look)
    try:
        for number in range(SAMPLED_RUNS):
            company = Company(scenario, number)
            signal.setitimer(signal.ITIMER_PROF, SAMPLE_SECONDS, SAMPLE_SECONDS)
            with no_garbage_collector():
                company.run()
            signal.setitimer(signal.ITIMER_PROF, 0.0)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
    return {part: count / found.total() for part, count in found.items()}


def report(world: str, costs: list[Cost], parts: dict[str, float]) -> float:
    """Print what the runs of one world took; returns the ratio of a row to a visit."""

    def middle(figure: Callable[[Cost], float]) -> float:
        return statistics.median(figure(one) for one in costs)

    ratio = middle(lambda one: one.run / one.rows / one.visit)
    journal = middle(lambda one: one.writing / one.run)
    parts = parts | {"journal": journal, "engine": parts["engine"] + parts.get("journal", 0.0) - journal}
    print(
        f"{world}: a row {ratio:.2f}, a visit {middle(lambda one: one.run / one.visits / one.visit):.1f}, a delivered "
        f"order {middle(lambda one: one.run / one.orders / one.visit):.0f} visits of idiomatic SimPy; a run has "
        f"{middle(lambda one: one.rows):,.0f} rows and takes {min(one.run for one in costs):.2f} s CPU at least"
    )
    print("    " + ", ".join(f"{part} {parts[part]:.0%}" for part in PARTS.values()) + " of a run")
    print(
        f"    besides: building {middle(lambda one: one.building / one.run):.0%}, "
        f"measures {middle(lambda one: one.measuring / one.run):.0%} of a run"
    )
    return ratio


def main() -> None:
    """Run both worlds by turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    scenarios = {world: load_scenario(HERE / f"{world}.toml") for world in WORLDS}
    for scenario in scenarios.values():
        cost(scenario, 0)  # imports and caches
    costs = [{world: cost(scenario, number) for world, scenario in scenarios.items()} for number in range(options.runs)]
    ratios = [report(world, [one[world] for one in costs], shares(scenario)) for world, scenario in scenarios.items()]
    print(f"ratio: {statistics.fmean(ratios):.2f}")


if __name__ == "__main__":
    main()
