"""One lever at a time: few scenarios, effects worked out by hand, the price, and a harm only where one is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from sim.experiment.one_at_a_time import (
    ALONE,
    LAST,
    LOOKED_AT,
    PRIMARY,
    OneAtATime,
    compare_grounds,
    contrasts_of,
    one_at_a_time,
    verdict_of,
)
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.levers_model import CHALLENGES, STRATEGIES
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES
from sim.views.answers.lever_tables import effect_table, how_to_read
from tests.experiment import made_up

HALF_OF_THREE = 4.302652729749462 / 3**0.5
"""Half a 95 % interval of three values that lie 1 apart: Student's t for two degrees of freedom over the root of 3."""


def formula(scenario: Scenario, replication: int) -> dict[str, float]:
    """Systems earn 100 + the replication's number, and 40 + that number more with culture, which earns nothing alone.

    They bring two hours of overtime and a thousandth for each replication's number. Training shortens tickets by 3 h in
    even replications and lengthens them by 3 h in odd ones. Automation makes 1 % more customers leave, always.
    """
    levers = scenario.levers
    systems, culture = levers.integrated_systems, levers.collaborative_culture
    return {
        "profit": 1000.0 + systems * (100 + replication + (40 + replication) * culture),
        "overtime": 10 + (2 + 0.001 * replication) * systems,
        "churn": 0.1 * (1 + replication) + 0.01 * levers.process_automation,
        "ticket time": 20 + 3 * levers.cross_training * (-1) ** (replication + 1),
    }


def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
    return [
        ReplicationResult(run.scenario.name, run.number, run.scenario.seed, formula(run.scenario, run.number))
        for run in runs
    ]


@pytest.fixture(scope="module")
def found() -> OneAtATime:
    return one_at_a_time(contrasts_of(*made_up.worlds()), evaluate, replications=3)


def row(found: OneAtATime, lever: str, reading: str, measure: str) -> pd.Series:
    table = found.effects
    return table[(table["lever"] == lever) & (table["reading"] == reading) & (table["measure"] == measure)].iloc[0]


def test_few_scenarios_are_run_and_each_once() -> None:
    """Four levers: A, B, four times A with one more, four times B with one less; three replications of each."""
    asked: list[tuple[str, int]] = []

    def count(runs: Sequence[Replication]) -> list[ReplicationResult]:
        asked.extend((run.scenario.fingerprint, run.number) for run in runs)
        return evaluate(runs)

    one_at_a_time(contrasts_of(*made_up.worlds()), count, replications=3)
    assert len(asked) == len(set(asked)) == 3 * (2 * 4 + 2)


def test_a_contrast_differs_in_its_lever_only() -> None:
    a, b = made_up.worlds()
    contrasts = contrasts_of(a, b)
    assert [(one.lever, one.reading) for one in contrasts[:2]] == [(STRATEGIES[0], ALONE), (STRATEGIES[0], LAST)]
    for one in contrasts:
        changed = {
            name
            for name in type(a.levers).model_fields
            if getattr(one.without.levers, name) != getattr(one.having.levers, name)
        }
        assert changed == {one.lever}
        assert one.ground == "siloed"
        assert (one.without if one.reading == ALONE else one.having).fingerprint == (
            a if one.reading == ALONE else b
        ).fingerprint


def test_other_levers_may_differ_too() -> None:
    """From no obstacle to everything, one challenge at a time: the strategies are among the others."""
    a, b = made_up.worlds()
    none = a.model_copy(update={"name": "no obstacles", "levers": type(a.levers)()})
    last = [one for one in contrasts_of(none, b, CHALLENGES) if one.reading == LAST]
    assert [one.lever for one in last] == list(CHALLENGES)
    assert all(one.without.levers.integrated_systems == 1.0 for one in last)


def test_effects_by_hand(found: OneAtATime) -> None:
    """100, 101 and 102 alone; 140, 142 and 144 when culture is there: means and intervals with pencil and paper."""
    alone, last = (row(found, "integrated_systems", reading, "profit") for reading in (ALONE, LAST))
    assert (alone["without"], alone["having"], alone["effect"]) == pytest.approx((1000.0, 1101.0, 101.0))
    assert (alone["lower"], alone["upper"]) == pytest.approx((101 - HALF_OF_THREE, 101 + HALF_OF_THREE))
    assert (last["effect"], last["upper"] - last["effect"]) == pytest.approx((142.0, 2 * HALF_OF_THREE))
    assert (alone["verdict"], alone["replications"]) == ("better", 3)


def test_what_needs_others_does_nothing_alone(found: OneAtATime) -> None:
    alone, last = (row(found, "collaborative_culture", reading, "profit") for reading in (ALONE, LAST))
    assert (alone["effect"], alone["lower"], alone["upper"], alone["verdict"]) == (0, 0, 0, "undecided")
    assert (last["effect"], last["verdict"]) == (41.0, "better")


def test_the_price_is_the_declared_one(found: OneAtATime) -> None:
    """Automation: 90,000 once and 45,000 a year, and the profit statement spreads the first over three years."""
    assert ["process_automation", 90_000, 45_000, 75_000] in found.prices.to_numpy().tolist()


def test_the_price_is_what_the_profit_statement_counts() -> None:
    found = one_at_a_time(contrasts_of(*made_up.worlds()), made_up.evaluate, replications=2)
    for reading in (ALONE, LAST):
        for price in found.prices.to_dict("records"):
            assert row(found, price["lever"], reading, "lever costs")["effect"] == pytest.approx(price["a_year"])


def test_a_lever_that_only_costs_is_given() -> None:
    """Training changes nothing and costs: its profit is its price, no test. Systems' gains are random, culture's too."""

    def priced(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(one.world, one.replication, 1, {**one.measures, **after_price(run, one.measures)})
            for run, one in zip(runs, evaluate(runs), strict=True)
        ]

    def after_price(run: Replication, measures: Mapping[str, float]) -> dict[str, float]:
        price = made_up.costs(run.scenario)
        return {"profit": measures["profit"] - price, "lever costs": price}

    found = one_at_a_time(contrasts_of(*made_up.worlds()), priced, replications=3)
    price = dict(zip(found.prices["lever"], found.prices["a_year"], strict=True))
    only_costs = row(found, "cross_training", ALONE, "profit")
    assert only_costs["verdict"] == "given"
    assert math.isnan(only_costs["p"])
    assert [only_costs[key] for key in ("effect", "lower", "upper")] == pytest.approx([-price["cross_training"]] * 3)
    assert row(found, "integrated_systems", ALONE, "profit")["verdict"] != "given"
    assert row(found, "collaborative_culture", LAST, "profit")["verdict"] != "given"
    assert row(found, "cross_training", ALONE, "lever costs")["verdict"] == "given"
    alone = effect_table(found, "alone", ALONE).splitlines()
    assert ["^" in line for line in alone] == [False, False, True, True, True], (
        "systems' gain is random, the others' none"
    )
    last = effect_table(found, "with all others", LAST).splitlines()
    assert ["^" in line for line in last] == [False, False, False, True, True], "culture's gain needs systems"
    assert "^ given: its price" in how_to_read()


def test_a_harm_is_named_where_it_is_shown_and_nowhere_else(found: OneAtATime) -> None:
    """Overtime by systems is all but certain; tickets by training go both ways, so no harm of training is shown."""
    (harm,) = found.worse[["lever", "measure", "effect"]].to_numpy().tolist()
    assert harm == ["integrated_systems", "overtime", pytest.approx(2.001)]
    assert not len(found.better)
    tickets = row(found, "cross_training", ALONE, "ticket time")
    assert tickets["effect"] == pytest.approx(-1.0)
    assert tickets["verdict"] == "undecided"


def test_a_harm_by_chance_is_not_named() -> None:
    """Nothing but noise in forty measures: some intervals leave out 0, and none does once all are adjusted for."""

    def noise(runs: Sequence[Replication]) -> list[ReplicationResult]:
        seeds = [[run.number, int(run.scenario.fingerprint[:8], 16)] for run in runs]
        values = [np.random.default_rng(seed).normal(10, 1, len(MEASURES)) for seed in seeds]
        return [
            ReplicationResult(
                run.scenario.name,
                run.number,
                1,
                {measure.id: float(value) for measure, value in zip(MEASURES, own, strict=True)},
            )
            for run, own in zip(runs, values, strict=True)
        ]

    found = one_at_a_time(contrasts_of(*made_up.worlds()), noise, replications=10)
    looked = found.effects[found.effects["measure"].isin(PRIMARY)]
    assert (looked["verdict"] == "worse").any()
    assert not len(found.worse)


def test_all_that_is_looked_at_is_adjusted_for_together(found: OneAtATime) -> None:
    own = found.effects[found.effects["measure"].isin(LOOKED_AT)]
    assert found.effects.loc[~found.effects["measure"].isin(LOOKED_AT), "p_holm"].isna().all()
    tests = int(own["p"].notna().sum())
    ranked = own.dropna(subset="p").sort_values("p", ignore_index=True)
    assert ranked["p_holm"].to_numpy(dtype=float)[0] == pytest.approx(ranked["p"].to_numpy(dtype=float)[0] * tests)


def test_what_is_primary_holds_no_price_and_has_a_direction() -> None:
    by_id = {measure.id: measure for measure in MEASURES}
    assert set(PRIMARY) <= set(by_id)
    assert len(set(PRIMARY)) == len(PRIMARY)
    assert all(by_id[name].better != "neither" for name in PRIMARY)
    assert not {"profit", "resized profit", "cost per case", "lever costs"} & set(PRIMARY)


def test_two_grounds_are_compared_pair_by_pair() -> None:
    """Systems bring 100 + r without culture and 140 + 2 r with it: 40, 41 and 42 more."""
    a, b = made_up.worlds()
    cultured = a.model_copy(
        update={"name": "cultured", "levers": a.levers.model_copy(update={"collaborative_culture": 1.0})}
    )
    contrasts = contrasts_of(a, b, ["integrated_systems"]) + contrasts_of(cultured, b, ["integrated_systems"])
    table = compare_grounds(one_at_a_time(contrasts, evaluate, replications=3), "siloed", "cultured")
    alone = table.set_index("reading").loc[ALONE]
    assert (alone["first"], alone["second"], alone["extra"]) == pytest.approx((101.0, 142.0, 41.0))
    assert alone["extra_lower"] == pytest.approx(41.0 - HALF_OF_THREE)


def test_a_run_that_failed_leaves_its_pair_out() -> None:
    def one_fails(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Traceback\nOops")
            if (run.number, run.scenario.name) == (1, "cross training")
            else evaluate([run])[0]
            for run in runs
        ]

    found = one_at_a_time(contrasts_of(*made_up.worlds()), one_fails, replications=3)
    assert found.replications == 2
    assert row(found, "cross_training", ALONE, "profit")["replications"] == 2
    assert row(found, "integrated_systems", ALONE, "profit")["replications"] == 3
    assert found.failures[["scenario", "replication"]].to_numpy().tolist() == [["cross training", 1]]


def test_what_cannot_be_asked_is_said() -> None:
    a, b = made_up.worlds()
    with pytest.raises(Mistakes, match="differ in no lever"):
        contrasts_of(a, a)
    with pytest.raises(Mistakes, match="'chatbot' is not one in which siloed and integrated differ"):
        contrasts_of(a, b, ["chatbot"])
    with pytest.raises(Mistakes, match="a lever takes 2 replications at least, not 1"):
        one_at_a_time(contrasts_of(a, b), evaluate, replications=1)


def test_verdicts() -> None:
    said = [
        verdict_of(1, 0.01, "higher"),
        verdict_of(1, 0.01, "lower"),
        verdict_of(-1, 0.05, "lower"),
        verdict_of(-2, 0.01, "neither"),
        verdict_of(1, float("nan"), "lower"),
    ]
    assert said == ["better", "worse", "undecided", "different", "undecided"]


def test_equal_differences_are_no_certainty(found: OneAtATime) -> None:
    """Three times the same +1 % (but for rounding) tells nothing of their spread: no test, no harm is shown."""
    left = row(found, "process_automation", ALONE, "churn")
    assert left["effect"] == pytest.approx(0.01)
    assert left["verdict"] == "undecided"
    assert math.isnan(left["p"])
    assert math.isnan(left["upper"])
