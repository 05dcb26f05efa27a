"""A made-up study whose outcome is known, for all tests of views."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment import comparison
from sim.experiment.study import Study
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES
from sim.measures.lead_time import PARTS
from sim.views.style import words
from sim.views.text.evidence import SERIES
from tests.views import tables

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WORLDS = tables.WORLDS
FLOWS = ("order", "business order", "question", "technical", "complaint")
MEANS = {
    "order lead time": (97.0, 55.0),
    "ticket time": (45.0, 14.0),
    "lever costs": (0.0, 386_000.0),
    "profit": (284_000.0, 810_000.0),
    "resized profit": (900_000.0, 1_400_000.0),
    "wrong decisions": (0.123, 0.001),
    "churn": (0.18, 0.17),
}
"""Means of both worlds; what is not named is a little better in the second."""


@cache
def scenario(name: str, weeks: int = 13, warm_up_weeks: int = 4) -> Scenario:
    """One of the program's own scenarios."""
    return load_scenario(SCENARIOS / f"{name}.toml").model_copy(update={"weeks": weeks, "warm_up_weeks": warm_up_weeks})


@cache
def made_study(
    replications: int = 8, noise: float = 0.02, names: tuple[str, str] = WORLDS, **means: tuple[float, float]
) -> Study:
    """A study of made-up numbers; means by measure, with underscores for spaces, overrule `MEANS`."""
    a, b = (scenario(world).model_copy(update={"name": name}) for world, name in zip(WORLDS, names, strict=True))
    pairs = made_pairs(replications, noise, {**MEANS, **{key.replace("_", " "): mean for key, mean in means.items()}})
    made = {**made_tables(), "statement": made_statement(pairs)}
    own = {name: table.replace({"world": dict(zip(WORLDS, names, strict=True))}) for name, table in made.items()}
    return Study(
        a, b, comparison.compare(pairs), pairs, made_losers(), made_twins(names), made_failures(0), own,
        made_warm_up(names, 2), replications, 61.7
    )  # fmt: skip


def made_pairs(replications: int, noise: float, means: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Every measure of every pair."""
    rng = np.random.default_rng(3)
    rows = []
    for measure in MEASURES:
        usual = (0.5, 0.4) if measure.unit.startswith("share") else (10.0, 8.0)
        first, second = means.get(measure.id, usual)
        if measure.better == "higher" and measure.id not in means:
            first, second = second, first
        for replication in range(replications):
            common, luck = rng.normal(0, noise), 0.0 if measure.arithmetic else 1.0
            values = (mean * (1 + luck * (common + rng.normal(0, noise))) for mean in (first, second))
            rows.append((measure.id, replication, *values))
    return pd.DataFrame(rows, columns=["measure", "replication", "a", "b"])


def made_losers(worse: int = 2) -> pd.DataFrame:
    """The first so many are worse off."""
    rows = [
        ("Marketing", "work waits before it is begun", "h", 12.0, 20.7, 8.7, 7.9, 9.5, 8, False),
        ("Legal", "time at work on cases", "share", 0.61, 0.79, 0.18, 0.15, 0.21, 8, False),
        ("complaint", "lead time", "h", 30.0, 40.0, 10.0, 1.0, 19.0, 8, True),
        ("HR", "overtime in the period", "h", 0.0, 3.0, 3.0, 1.0, 5.0, 8, False),
        ("IT", "time at work on cases", "share", 0.6, 0.5, -0.1, -0.2, -0.05, 8, False),
        *((f"Team {n}", "lead time", "h", 10.0, 11.0, 1.0, 0.5, 1.5, 8, False) for n in range(6)),
    ]
    columns = ["who", "measure", "unit", "a", "b", "difference", "lower", "upper", "replications", "few"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        worse=[place < worse for place in range(len(table))],
        p=0.01,
        p_holm=[0.01 if place == 0 else 0.1 for place in range(len(table))],
        hours=300.0 - 10.0 * np.arange(len(table)),
    )


def made_twins(names: tuple[str, str] = WORLDS) -> pd.DataFrame:
    """Six cases: four twins, two of which share a name, one case of each world alone; parts add up."""
    rng = np.random.default_rng(9)
    kept = [("order 1", "both"), ("order 2", "both"), ("question 3", "both"), ("question 3", "both")]
    kept += [("order 1/chaser 1", f"{names[0]} only"), ("order 2/offer 1", f"{names[1]} only")]
    rows = []
    for name, where in kept:
        row: dict[str, Any] = {"name": name, "kind": name.rsplit(" ", 1)[0], "replication": 0, "in": where}
        for letter, world in zip("ab", names, strict=True):
            parts = rng.uniform(0, 9, len(PARTS)) if where in ("both", f"{world} only") else np.full(len(PARTS), np.nan)
            here = bool(np.isfinite(parts[0]))
            row |= {f"status_{letter}": "done" if here else np.nan, f"opened_at_{letter}": 1.0 if here else np.nan}
            row |= {f"closed_at_{letter}": 1.0 + parts.sum(), f"lead_{letter}": parts.sum()}
            row |= {f"{part}_{letter}": hours for part, hours in zip(PARTS, parts, strict=True)}
        rows.append(row)
    table = pd.DataFrame(rows)
    table.loc[1, "status_b"] = "open"
    return table


def made_failures(number: int) -> pd.DataFrame:
    """Runs that failed, with a traceback that names a place on somebody's disk."""
    cause = 'Traceback (most recent call last):\n  File "/home/somebody/sim/x.py", line 1\nValueError: no stock'
    rows = [("integrated", 3 + place, 1, cause) for place in range(number)]
    return pd.DataFrame(rows, columns=["world", "replication", "seed", "cause"])


def made_warm_up(names: tuple[str, str] = WORLDS, weeks: float = 2.0, declared: int = 4) -> pd.DataFrame:
    """A check in which every series settles after so many weeks."""
    rows = [(w, s, weeks, declared, weeks <= declared) for w in names for s in SERIES]
    return pd.DataFrame(rows, columns=["world", "series", "weeks_to_cut", "declared_weeks", "enough"])


@cache
def made_tables() -> dict[str, pd.DataFrame]:
    """All that the charts take, for two replications."""
    rng = np.random.default_rng(1)
    split, teams = [], []
    for world in WORLDS:
        for replication in range(2):
            for flow in FLOWS:
                cases = 12 if flow == "complaint" else 200
                split += [(world, replication, flow, part, rng.uniform(0.1, 9), cases) for part in PARTS]
            for team, model in scenario("siloed").company.teams.items():
                load = rng.uniform(0.4, 0.9)
                teams.append((world, replication, team, model.department, load, rng.uniform(1, 9), 300, 2.0))
    handoffs = pd.concat([tables.handoffs().assign(replication=number) for number in range(2)], ignore_index=True)
    weeks = [(world, r, w, 9.0) for world in WORLDS for r in range(2) for w in range(17)]
    run = ["world", "replication"]
    return {
        "split": pd.DataFrame(split, columns=[*run, "flow", "part", "hours", "cases"]),
        "quantiles": tables.ecdf(replications=2, flows=FLOWS),
        "wip": tables.wip(replications=2),
        "handoffs": handoffs.assign(subject="order", wrong=0.0, ask_backs=0.0),
        "order_path": tables.order_path(),
        "departments": pd.DataFrame(
            teams, columns=[*run, "team", "department", "utilisation", "queue_hours", "visits", "overtime_hours"]
        ),
        "weeks": pd.DataFrame(weeks, columns=[*run, "week", "order_hours"]),
    }


def made_statement(pairs: pd.DataFrame, weeks: int = 13) -> pd.DataFrame:
    """Profit statements that end at each pair's profit; what is left over is the margin."""
    rng, rows = np.random.default_rng(4), []
    values = pairs.pivot_table(index="replication", columns="measure", values=["a", "b"], dropna=False)
    for letter, world in zip("ab", WORLDS, strict=True):
        for replication, own in values[letter].iterrows():
            profit, levers = (float(own[name]) * weeks / 52 for name in ("profit", "lever costs"))
            lines = {"paid hours": -1e5 * rng.uniform(1, 2), "write-offs": -1e3 * rng.uniform(1, 2)}
            lines |= {"levers, running": -levers, "campaigns": -1e3 * rng.uniform(1, 2)}
            lines = {"margin": profit - sum(lines.values()), **lines}
            of_which = {"profit": profit, "of which rework hours": -1e3 * rng.uniform(1, 2)}
            rows += [(world, replication, line, amount, False) for line, amount in lines.items()]
            rows += [(world, replication, line, amount, True) for line, amount in of_which.items()]
    return pd.DataFrame(rows, columns=["world", "replication", "line", "amount", "of_which"])


def row_of(study: Study, measure: str) -> dict[str, Any]:
    """One row of the comparison."""
    rows = study.comparison[study.comparison["measure"] == measure]
    return {str(key): value for key, value in rows.iloc[0].items()}


def flat(text: str) -> str:
    """One line, plain spaces."""
    return " ".join(text.replace(words.GAP, " ").split())


def vars_of(study: Study) -> dict[str, Any]:
    """The fields of a study."""
    return {name: getattr(study, name) for name in study.__dataclass_fields__}


def changed(study: Study, **fields: Any) -> Study:
    """The study with other fields."""
    return Study(**{**vars_of(study), **fields})
