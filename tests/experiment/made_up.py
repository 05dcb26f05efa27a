"""Made-up results: measures as a plain formula of a scenario and a replication, so that studies take no time.

The numbers mean nothing, but are exact: every test can work out what must come of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import price_list
from sim.measures.catalogue import MEASURES
from tests.first_company import FIRST

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SIZES = {"share": 0.1, "currency/year": 1e6}
"""About how large measures of a unit are; others are about 50."""


@cache
def worlds() -> tuple[Scenario, Scenario]:
    """Siloed and integrated."""
    return load_scenario(FIRST / "siloed.toml"), load_scenario(FIRST / "integrated.toml")


def progress(scenario: Scenario) -> float:
    """How far a scenario has come, 0 to 1, with two levers that help each other and one that does little."""
    levers = scenario.levers
    systems, culture = levers.integrated_systems, levers.collaborative_culture
    return (
        0.45 * systems
        + 0.15 * culture
        + 0.2 * systems * culture
        + 0.05 * levers.cross_training
        + 0.15 * levers.process_automation
    )


def costs(scenario: Scenario) -> float:
    """What its levers cost a year."""
    prices = price_list(scenario.company, scenario.levers).values()
    return sum(price.per_year + price.one_off / 3 for price in prices)


@cache
def luck(*seed: int) -> float:
    """A number drawn from the standard normal law; the same for the same seed."""
    return float(np.random.default_rng(seed).normal())


def profit(scenario: Scenario, replication: int, paid: float) -> float:
    """More with progress, less with what is paid and with slow restoring of the platform; customers' luck is shared."""
    place = [round(100 * level) for level in scenario.levers.model_dump().values()]
    down = scenario.company.remedies.platform_restore_factor * scenario.levers.integrated_systems
    chance = 3e5 * luck(replication) + 4e4 * luck(replication, *place)
    return 1e6 + chance + 9e5 * progress(scenario) - paid - 6e4 * down


def measures(scenario: Scenario, replication: int, paid: float) -> dict[str, float]:
    """Every measure of the catalogue; `paid` is what the levers cost."""
    values = {}
    for place, measure in enumerate(MEASURES):
        size = next((size for unit, size in SIZES.items() if measure.unit.startswith(unit)), 50.0)
        noise = 0.02 * luck(replication, place)
        sign = -1 if measure.better == "lower" else 1
        values[measure.id] = size * math.exp(sign * (0.4 + 0.1 * (place % 7)) * progress(scenario) + noise)
    values["profit"] = profit(scenario, replication, paid)
    values["resized profit"] = values["profit"] + 3e5 * progress(scenario)
    values["lever costs"] = paid
    return values


def statement(scenario: Scenario, replication: int, own: dict[str, float]) -> pd.DataFrame:
    """A profit statement that ends at the profit: what is paid to people and for levers, and the margin that is left."""
    share = scenario.weeks / 52
    lines = {
        "paid hours": -2e6 + 1e5 * progress(scenario) + 1e4 * luck(replication, 1),
        "levers, running": -own["lever costs"],
    }
    lines = {"margin": own["profit"] - sum(lines.values()), **lines}
    rows = [(line, amount * share, False) for line, amount in lines.items()]
    return pd.DataFrame([*rows, ("profit", own["profit"] * share, True)], columns=["line", "amount", "of_which"])


def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
    """Results of the formula; what a scenario's levers cost is worked out once for all its replications."""
    worlds = {id(run.scenario): run.scenario for run in runs}
    paid = {place: costs(scenario) for place, scenario in worlds.items()}
    found = []
    for run in runs:
        scenario = run.scenario
        own = measures(scenario, run.number, paid[id(scenario)])
        tables = {"statement": statement(scenario, run.number, own)}
        found.append(ReplicationResult(scenario.name, run.number, scenario.seed, own, tables))
    return found
