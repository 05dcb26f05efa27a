"""Bundles: the best under a budget by a fair selection, the frontier, who is dominated."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from sim.experiment.bundles import READINGS, BundleRuns, choose, frontier, offers_of
from sim.experiment.failures import StudyFailed
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.mistakes import Mistakes
from tests.experiment import made_up


@pytest.fixture(scope="module")
def runs() -> BundleRuns:
    return BundleRuns(offers_of(*made_up.worlds()), made_up.evaluate)


def test_offers_are_all_bundles_with_their_prices(runs: BundleRuns) -> None:
    assert len(runs.offers) == 16
    assert (runs.offers[0].name, runs.offers[0].one_off) == ("nothing", 0.0)
    single = {offer.levers[0]: offer.one_off for offer in runs.offers if len(offer.levers) == 1}
    for offer in runs.offers:
        assert offer.one_off == pytest.approx(sum(single[lever] for lever in offer.levers))


def test_the_best_of_all_is_best_but_for_the_indifference_zone(runs: BundleRuns) -> None:
    expected = {
        offer.name: 9e5 * made_up.progress(offer.scenario)
        - made_up.costs(offer.scenario)
        - 6e4 * 1.3 * offer.scenario.levers.integrated_systems
        for offer in runs.offers
    }
    choice = choose(runs, indifference=5e4, first_stage=10, most_replications=40)
    assert expected[choice.best.name] > max(expected.values()) - 5e4
    assert sum(value > max(expected.values()) - 5e4 for value in expected.values()) <= 3
    assert choice.selection.decided
    assert choice.table["best"].sum() == 1


def test_the_lead_over_nothing_is_of_the_replications_both_had(runs: BundleRuns) -> None:
    choice = choose(runs, indifference=5e4, first_stage=10, most_replications=40)
    after = choice.table["dropped_after"].iloc[0]
    assert choice.table["bundle"].iloc[0] == "nothing"
    assert choice.lead.n == after < choice.selection.replications
    best = [offer.name for offer in runs.offers].index(choice.best.name)
    gains = [runs.found[best, number]["profit"] - runs.found[0, number]["profit"] for number in range(choice.lead.n)]
    assert choice.lead.estimate == pytest.approx(np.mean(gains))
    assert choice.lead.half_width == pytest.approx(
        stats.t.ppf(0.975, len(gains) - 1) * np.std(gains, ddof=1) / math.sqrt(len(gains))
    )
    nothing = choose(runs, budget=1.0, indifference=5e4, first_stage=10)
    assert (nothing.lead.estimate, nothing.lead.half_width) == (0, 0)


def test_a_budget_leaves_out_what_is_dearer(runs: BundleRuns) -> None:
    choice = choose(runs, budget=150_000, indifference=5e4, first_stage=10)
    assert (choice.table["one_off"] <= 150_000).all()
    assert "integrated systems" not in choice.best.name
    poor = choose(runs, budget=1.0, indifference=5e4, first_stage=10)
    assert poor.best.name == "nothing"
    with pytest.raises(Mistakes, match="allows none of the 15 bundles"):
        choose(BundleRuns(runs.offers[1:], made_up.evaluate), budget=1.0, indifference=1.0)


def test_dropped_bundles_are_not_run_again() -> None:
    """After the first stage only those still in question get further replications, a block at a time."""
    asked: list[tuple[str, int]] = []

    def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
        asked.extend((run.scenario.name, run.number) for run in runs)
        return made_up.evaluate(runs)

    runs = BundleRuns(offers_of(*made_up.worlds()), evaluate)
    choice = choose(runs, indifference=1e4, first_stage=5, most_replications=12)
    assert len(asked) == len(set(asked))
    assert len(asked) < 16 * 12
    assert choice.selection.replications <= 12


def test_the_frontier_is_dearer_and_better_step_by_step(runs: BundleRuns) -> None:
    table = frontier(runs, replications=10)
    on = table[table["dominated_by"] == ""].sort_values("cost")
    assert (np.diff(on["benefit"]) > 0).all()
    assert table.loc[table["bundle"] == "nothing", ["cost", "benefit", "net"]].to_numpy().tolist() == [[0, 0, 0]]
    assert table["net"].to_numpy() == pytest.approx((table["benefit"] - table["cost"]).to_numpy())
    for row in table[table["dominated_by"] != ""].to_dict("records"):
        better = table[table["bundle"] == row["dominated_by"]].iloc[0]
        assert better["cost"] <= row["cost"]
        assert better["benefit"] >= row["benefit"]


def test_both_readings_read_the_same_runs(runs: BundleRuns) -> None:
    assert set(READINGS) == {"profit", "resized profit"}
    resized = choose(runs, reading="resized profit", indifference=5e4, first_stage=10)
    assert resized.selection.means[0] == pytest.approx(runs.values("resized profit", 0, 10).mean())
    assert resized.budget == math.inf


def test_a_failed_run_is_said() -> None:
    offers = offers_of(*made_up.worlds())

    def fails(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Traceback\nValueError: no") for run in runs
        ]

    with pytest.raises(StudyFailed, match="'nothing'.*1 run of 1 failed.*replication 0 of siloed: ValueError: no"):
        BundleRuns(offers, fails).run([0], [0])
