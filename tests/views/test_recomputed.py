"""Every number of the four facts and of the bridge, recomputed from the journals by plain loops that share no code."""

from __future__ import annotations

import functools
import json
import math
from collections import defaultdict

import numpy as np
import pytest
from scipy import stats

from sim.experiment.attribution import attribute, corner
from sim.experiment.replication import replicate, run_once
from sim.views.charts import bridge
from sim.views.report import what_if
from sim.views.report.run import data
from sim.views.text.four_facts import FACTS, four_facts
from sim.views.text.published import published_table
from tests.measures.second_way import Told
from tests.views.replay_study import WORLDS, run_of, short_study
from tests.views.replay_study import world as scenario_of

PAIRS = 3
BY_HAND = {
    "margin on goods": {"margin", "returns"},
    "carriage and storage": {"carrier", "holding"},
    "buying and making": {"lost discounts", "dunning", "dearer purchases", "overpaid", "unclaimed goods", "scrap"},
    "paid hours": {"agency"},
    "losses and favours": {"write-offs", "fines", "penalties", "offers", "security", "interest"},
    "campaigns and hiring": {"campaigns", "recruiting"},
}
"""Accounts of the ledger by cause, a second time."""


@functools.cache
def told(name: str) -> list[Told]:
    """The journals of the study's runs."""
    runs = (run_of(name), *(run_once(scenario_of(name), number) for number in range(1, PAIRS)))
    return [Told(run.journal, run.facts) for run in runs]


def yearly(own: Told) -> dict[str, float]:
    """A run's income and cost a year by cause, each row of the ledger once."""
    amounts: dict[str, float] = defaultdict(float)
    for row in own.rows("money"):
        if row["time"] > own.begin:
            account = own.name(row["account"])
            amounts[next((cause for cause, names in BY_HAND.items() if account in names), bridge.REST)] += row["amount"]
    amounts["paid hours"] -= own.wages()
    amounts[bridge.PRICES] -= (own.facts.lever_cost_per_year + own.facts.lever_one_off / 3) * own.years
    amounts[bridge.REST] -= own.facts.overhead_per_year * own.years
    return {cause: amount / own.years for cause, amount in amounts.items()}


def resized(own: Told) -> float:
    """What teams sized to the work they did would save, a year."""
    needed = 0.0
    for team, hours in own.worked().items():
        there, _, absent = own.duty()[team]
        needed += own.facts.teams[team].wage * hours / 0.8 * (1 + (absent / there if there else 0.0))
    return (own.wages() - needed) / own.years


def interval(values: list[float]) -> tuple[float, float, float]:
    """Mean and 95 % t-interval."""
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
    half = float(stats.t.ppf(0.975, len(values) - 1)) * deviation / math.sqrt(len(values))
    return mean, mean - half, mean + half


def test_the_facts_come_from_the_journal() -> None:
    by_hand = []
    for world in WORLDS:
        runs = []
        for own in told(world):
            ages = [row["age"] for row in own.decisions() if math.isfinite(row["age"])]
            runs.append({**own.headline(), "age at use": sum(ages) / len(ages)})
        by_hand.append({measure: float(np.mean([run[measure] for run in runs])) for _, measure, _ in FACTS})
    shares = {"wrong decisions", "hidden work"}
    facts = four_facts(short_study())
    assert [fact.measure for fact in facts] == [measure for _, measure, _ in FACTS]
    for fact in facts:
        factor = 100 if fact.measure in shares else 1
        assert (fact.a, fact.b) == pytest.approx([factor * one[fact.measure] for one in by_hand], rel=1e-9), fact.measure


def test_every_step_of_the_bridge_comes_from_the_journal() -> None:
    rows = bridge.steps(short_study()).set_index("name")
    a, b = ([yearly(own) for own in told(world)] for world in WORLDS)
    causes = {cause for run in (*a, *b) for cause in run}
    for cause in causes:
        changes = [two.get(cause, 0.0) - one.get(cause, 0.0) for one, two in zip(a, b, strict=True)]
        if cause not in rows.index:
            assert changes == pytest.approx([0.0] * PAIRS, abs=1e-6), cause
            continue
        mean, low, high = interval(changes)
        assert rows.loc[cause, "amount"] == pytest.approx(mean, rel=1e-9), cause
        if cause == bridge.PRICES:
            assert rows.loc[cause, "given"]
        else:
            assert [rows[limit][cause] for limit in ("lower", "upper")] == pytest.approx([low, high], rel=1e-7), cause
    for world, runs in zip(WORLDS, (a, b), strict=True):
        mean, low, high = interval([sum(run.values()) for run in runs])
        found = [rows[limit][world] for limit in ("amount", "lower", "upper")]
        assert found == pytest.approx([mean, low, high], rel=1e-9)
    mean, low, high = interval([resized(own) for own in told("integrated")])
    found = [rows[limit][bridge.RESIZED] for limit in ("amount", "lower", "upper")]
    assert found == pytest.approx([mean, low, high], rel=1e-7)


def test_the_corners_of_the_sliders_come_from_the_journal() -> None:
    """Facts and bridge at a corner, one lever of four, from the journals of its own runs."""
    a, b = (scenario_of(world).model_copy(update={"weeks": 1}) for world in WORLDS)
    lever = frozenset({"integrated_systems"})
    cube = attribute(a, b, lambda runs: [replicate(run) for run in runs], replications=2, levers=[*lever])
    journals = [run_once(corner(a, b, lever), number) for number in range(2)]
    for number, own in enumerate(Told(run.journal, run.facts) for run in journals):
        for cause, amount in yearly(own).items():
            if cause in what_if.by_cause(cube):
                assert what_if.by_cause(cube)[cause][lever][number] == pytest.approx(amount, rel=1e-9, abs=1e-6), cause
        by_hand = own.headline()
        for _, measure, _ in FACTS[1:]:
            assert cube.cubes[measure][lever][number] == pytest.approx(by_hand[measure], rel=1e-9), measure


def test_steps_sum_exactly_from_level_to_level() -> None:
    rows = bridge.steps(short_study())
    levels = rows[rows["kind"] == bridge.LEVEL]
    for (one, first), (two, second) in zip(levels.iloc[:-1].iterrows(), levels.iloc[1:].iterrows(), strict=True):
        between = rows["amount"].iloc[int(str(one)) + 1 : int(str(two))]
        assert first["amount"] + between.sum() == pytest.approx(second["amount"], rel=1e-12)
    assert len(levels) == 3


def test_the_page_s_data_holds_the_same_numbers() -> None:
    content = json.loads(data(short_study(), {"seed": 1}, published_table(short_study())))
    rows = bridge.steps(short_study())
    assert [row["name"] for row in content["bridge"]] == rows["name"].tolist()
    assert [row["amount"] for row in content["bridge"]] == pytest.approx(rows["amount"].tolist())
    assert [one["a"] for one in content["facts"]] == [fact.a for fact in four_facts(short_study())]
