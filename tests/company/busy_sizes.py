"""How busy companies of other sizes are, by runs, beside what is planned for them and beside the default company.

``python -m tests.company.busy_sizes --people 500 2000 --weeks 4`` prints a row for each team of each size.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.company.checks import scenario_to_run
from sim.company.simulation import Company
from sim.experiment.replication import no_garbage_collector
from sim.inputs.own_files import scenario_files
from sim.inputs.scenario import Scenario
from sim.measures.hours import hours_of
from sim.measures.run import Run
from tests.company.sizes import teams

SMALL_TEAM, NEAR = 10, 0.05
"""From so many people on a team is to be as busy as that of the default company, within so much."""


def busy(scenario: Scenario, runs: int) -> dict[str, float]:
    """Of each team, the mean over runs of worked hours as a share of hours on duty and overtime; of all as "all"."""
    shares = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder, no_garbage_collector():
            company = Company(scenario, number)
            hours = hours_of(Run(company.run(Path(folder) / "journal"), company.facts()))
        hours.loc["all"] = hours.sum()
        shares.append(hours["worked"] / (hours["on_duty"] + hours["overtime_hours"]))
    means = pd.concat(shares, axis=1).mean(axis=1)
    return {str(name): float(share) for name, share in means.items()}


def rows(sizes: list[int], weeks: int, usual_runs: int) -> Iterator[str]:
    """The table, line by line; one run of each size, which is large enough to say it."""
    (file,) = scenario_files("typical")
    usual = busy(scenario_to_run(file).model_copy(update={"weeks": weeks}), usual_runs)
    for size in sizes:
        scenario = scenario_to_run(file, size).model_copy(update={"weeks": weeks})
        planned, ran = teams(scenario.company), busy(scenario, 1)
        for name, share in ran.items():
            people, by_budget = (
                (size, "") if name == "all" else (planned[name].people, f"{planned[name].utilisation:.0%}")
            )
            off = share - usual[name]
            wide = " !" if people >= SMALL_TEAM and abs(off) > NEAR else ""
            cells = (
                f"{size:,}",
                name,
                f"{people:,}",
                by_budget,
                f"{share:.1%}",
                f"{usual[name]:.1%}",
                f"{100 * off:+.1f}{wide}",
            )
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[500])
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--usual-runs", type=int, default=8)
    options = parser.parse_args()
    print(
        "| size | team | people | planned | by a run | default company | points |",
        "|---|---|---:|---:|---:|---:|---:|",
        sep="\n",
    )
    for row in rows(options.people, options.weeks, options.usual_runs):
        print(row, flush=True)


if __name__ == "__main__":
    main()
