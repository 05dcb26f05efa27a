"""Whether a company stands still over a year: slopes of what must not drift, of many runs, with intervals.

python -m tests.company.stationarity scenarios/typical.toml --runs 20
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.company.simulation import Company
from sim.experiment.statistics import holm, t_interval
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.customers import DELIVERED, ORDERS
from sim.measures.recovery import work_in_progress
from sim.measures.run import Run

YEAR, QUARTER, WEEK = 52, 13, 168
COLUMNS = ["series", "slope", "lower", "upper", "p", "p_holm"]


def series_of(run: Run) -> pd.DataFrame:
    """One row a week of the run, warm-up included: what must not drift."""
    weeks = int(run.facts.horizon // WEEK)
    cases = run.cases
    delivered = cases[cases["kind"].isin(ORDERS) & cases["status"].isin(DELIVERED)]
    invoices = cases[cases["kind"] == "invoice"]
    wip = run.once(work_in_progress)
    ends = WEEK * np.arange(1, weeks + 1) - 1.0
    money = run.chosen("money", ("time", "account", "amount"))
    held = money[money["account"] == run.code["holding"]]
    return pd.DataFrame(
        {
            "consumers": run.noted("consumers")["value"].to_numpy()[:weeks],
            "businesses": run.noted("businesses")["value"].to_numpy()[:weeks],
            "orders": np.bincount((delivered["closed"] // WEEK).astype(int), minlength=weeks)[:weeks],
            "receivables": [invoices["value"][(invoices["opened"] <= t) & (invoices["closed"] > t)].sum() for t in ends],
            "stock": -np.bincount((held["time"] // WEEK).astype(int), weights=held["amount"], minlength=weeks)[:weeks],
            "work in progress": wip.groupby(wip["day"] // 7)["cases"].mean().to_numpy()[:weeks],
        }
    )


def slopes_of(scenario: Scenario, replication: int) -> dict[str, float]:
    """Of one run of a year: by how much of its mean each series grows in a quarter, after the warm-up."""
    company = Company(scenario.model_copy(update={"weeks": YEAR}), replication)
    run = Run(company.run(), company.facts())
    table = series_of(run).iloc[round(run.facts.warm_up / WEEK) :]
    weeks = np.arange(len(table))
    return {
        str(name): float(QUARTER * np.polyfit(weeks, values.to_numpy(dtype=float), 1)[0] / values.mean())
        for name, values in table.items()
    }


def judged(slopes: Iterable[dict[str, float]]) -> pd.DataFrame:
    """The columns of ``COLUMNS``: mean slope a quarter as a share of the mean, its 95 % interval, p, and p by Holm."""
    table = pd.DataFrame(list(slopes))
    rows = []
    for name, own in table.items():
        found = t_interval(own.to_numpy())
        rows.append((name, found.estimate, found.lower, found.upper, found.p_value))
    result = pd.DataFrame(rows, columns=COLUMNS[:-1])
    return result.assign(p_holm=holm(result["p"].to_numpy()))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.jobs) as pool:
        slopes = pool.map(partial(slopes_of, load_scenario(given.file)), range(given.runs))
        print(judged(slopes).round(4).to_string(index=False))


if __name__ == "__main__":
    main()
