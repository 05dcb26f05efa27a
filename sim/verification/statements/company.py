"""Statements on the whole company (14, 15)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.attribution_math import factorial_effects, first_gains, shapley_values
from sim.experiment.losers import losers as who_loses
from sim.experiment.replication import ReplicationResult
from sim.inputs.levers_model import STRATEGIES
from sim.verification.statements.claims import (
    CONFIDENCE,
    Above,
    Apart,
    Below,
    Claim,
    Floats,
    Found,
    Sample,
    mean_of,
    share_saved,
)
from sim.verification.statements.lab import Lab

INTEGRATION, CULTURE, BOTS = "integrated_systems", "collaborative_culture", "process_automation"
CUBE = {
    frozenset(names): dict.fromkeys(names, 1.0)
    for size in range(4)
    for names in combinations((INTEGRATION, CULTURE, BOTS), size)
}
SILOED = frozenset[str]()
HALF_WAY, HALF_WAY_TOGETHER = "half-way", "half-way and culture"
PARTLY = {HALF_WAY: {INTEGRATION: 0.5}, HALF_WAY_TOGETHER: {INTEGRATION: 0.5, CULTURE: 1.0}}
MEASURE = "ticket time"
A_QUARTER = 0.25
MOST_NAMED = 3
UNITS = {"share": "%"}


def interactions(lab: Lab) -> list[Claim]:
    """14: the cube of integration, culture and bots, and integration half-way with and without culture."""
    runs, partly = lab.companies(CUBE), lab.companies(PARTLY)
    cube = {levers: _measured(results, MEASURE) for levers, results in runs.items()}
    effects, shares, alone = factorial_effects(cube), shapley_values(cube), first_gains(cube)
    waits = {world: np.array([hours_by_hand(result) for result in results]) for world, results in partly.items()}
    return [
        Apart("ticket time, interaction of integration and culture", mean_of(effects[frozenset({INTEGRATION, CULTURE})])),
        Apart("… of integration and bots", mean_of(effects[frozenset({INTEGRATION, BOTS})])),
        Apart("… Shapley share less effect alone, integration", mean_of(shares[INTEGRATION] - alone[INTEGRATION])),
        Apart("… Shapley share less effect alone, culture", mean_of(shares[CULTURE] - alone[CULTURE])),
        Apart("… Shapley share less effect alone, bots", mean_of(shares[BOTS] - alone[BOTS])),
        Above("messages keyed in again, saved by bots alone", A_QUARTER, _saved(runs, BOTS, "re-entries"), "%"),
        Below("age of information, saved by bots alone", A_QUARTER, _saved(runs, BOTS, "age at use"), "%"),
        Above("… saved by integration alone", A_QUARTER, _saved(runs, INTEGRATION, "age at use"), "%"),
        Above(
            "hours until a message by hand is understood, integration half-way: as it is less with culture",
            0.0,
            mean_of(waits[HALF_WAY] - waits[HALF_WAY_TOGETHER]),
        ),
    ]


def _saved(runs: Mapping[frozenset[str], Sequence[ReplicationResult]], strategy: str, measure: str) -> Found:
    before, after = (
        Sample(_measured(runs[world], measure), np.empty((len(runs[world]), 0)))
        for world in (SILOED, frozenset({strategy}))
    )
    return share_saved(before, after)


def _measured(results: Sequence[ReplicationResult], measure: str) -> Floats:
    return np.array([result.measures[measure] for result in results])


def hours_by_hand(result: ReplicationResult) -> float:
    """Mean hours from sending a message by hand to its being understood."""
    table = result.tables["handoffs"]
    own = table[table["mode"] == "manual"]
    return float(np.average(own["hours"], weights=own["count"]))


def somebody_loses(lab: Lab) -> list[Claim]:
    """15: everybody for whom the fully integrated company is worse than the siloed one, and how sure that is."""
    runs = lab.companies({"siloed": {}, "integrated": dict.fromkeys(STRATEGIES, 1.0)}, 2 * lab.effort.pairs)
    company = lab.siloed.company
    labels = {name: f"{company.departments[team.department].label} ({name})" for name, team in company.teams.items()}
    table = losers(runs["siloed"], runs["integrated"], labels)
    return [
        Above(f"{row['who']}: {row['measure']}", 0.0, _difference(row), UNITS.get(str(row["unit"]), str(row["unit"])))
        for row in table.head(MOST_NAMED).to_dict("records")
    ] or [_nobody()]


def losers(
    first: Sequence[ReplicationResult], second: Sequence[ReplicationResult], labels: dict[str, str]
) -> pd.DataFrame:
    """Rows of ``sim.experiment.losers`` with cases enough that are worse, with Bonferroni's allowance for the number."""
    table = who_loses(first, second, labels)
    rows = int((~table["few"].astype(bool)).sum()) if len(table) else 0
    if not rows:
        return table
    table = who_loses(first, second, labels, 1.0 - (1.0 - CONFIDENCE) / rows)
    return table[table["worse"] & ~table["few"].astype(bool)]


def _difference(row: Mapping[Hashable, Any]) -> Found:
    return Found(float(row["difference"]), float(row["lower"]), float(row["upper"]), 0.0)


def _nobody() -> Claim:
    return Above("roles or customers that are surely worse off", 0.0, Found(0.0, 0.0, 0.0, 0.0), "")
