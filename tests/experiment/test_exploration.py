"""Trying levers: exact zeros, pairs that are used again, a history that can be read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sim.experiment.exploration import PAIRS, Exploration
from sim.experiment.failures import StudyFailed
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.scenario import Scenario
from tests.experiment import made_up


class Counted:
    """Made-up results, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Scenario, int]] = []

    def __call__(self, runs: Sequence[Replication]) -> list[ReplicationResult]:
        self.asked += [(run.scenario, run.number) for run in runs]
        return made_up.evaluate(runs)


def exploration(**more: object) -> Exploration:
    return Exploration(made_up.worlds()[0], made_up.evaluate, **more)  # type: ignore[arg-type]


def lost(runs: Sequence[Replication]) -> list[ReplicationResult]:
    """All of them."""
    return [ReplicationResult(run.scenario.name, run.number, run.scenario.seed, {}, cause="lost") for run in runs]


def test_the_reference_itself_differs_by_exactly_nothing() -> None:
    one = exploration().try_levers({})
    assert one.replications == PAIRS
    assert (one.comparison[["difference", "lower", "upper"]] == 0).all(axis=None)


def test_a_try_is_the_paired_comparison_of_its_measures() -> None:
    a, _ = made_up.worlds()
    explored = exploration(measures=("profit", "order lead time"), pairs=5)
    one = explored.try_levers({"integrated_systems": 1.0})
    assert one.comparison["measure"].tolist() == ["profit", "order lead time"]
    moved = a.model_copy(update={"levers": a.levers.model_copy(update={"integrated_systems": 1.0})})
    paid = made_up.costs(moved) - made_up.costs(a)
    expected = [made_up.profit(moved, number, paid) - made_up.profit(a, number, 0.0) for number in range(5)]
    row = one.comparison.iloc[0]
    assert row["difference"] == pytest.approx(sum(expected) / 5)
    assert row["lower"] < row["difference"] < row["upper"]
    assert (row["lower_holm"], row["upper_holm"]) != (row["lower"], row["upper"]) or row["p"] > 0.025


def test_sharpening_keeps_the_pairs_and_adds_new_ones() -> None:
    explored = exploration()
    first = explored.try_levers({"process_automation": 0.5})
    second = explored.sharpen()
    assert (second.number, second.replications) == (first.number, 2 * PAIRS)
    kept = second.pairs[second.pairs["replication"] < PAIRS].reset_index(drop=True)
    assert kept.equals(first.pairs)
    assert len(explored.tries) == 1
    width = [one.comparison.set_index("measure").loc["order lead time", ["lower", "upper"]] for one in (first, second)]
    assert width[1]["upper"] - width[1]["lower"] < width[0]["upper"] - width[0]["lower"]


def test_levers_that_are_not_named_stand_as_in_the_reference() -> None:
    explored = exploration()
    explored.try_levers({"integrated_systems": 1.0})
    second = explored.try_levers({"chatbot": 0.5})
    assert second.levers["integrated_systems"] == 0.0
    assert second.levers["information_silos"] == 1.0
    assert explored.moved(second) == ["chatbot 0.5"]


def test_the_same_setting_twice_is_one_try() -> None:
    evaluate = Counted()
    explored = Exploration(made_up.worlds()[0], evaluate)
    first = explored.try_levers({"chatbot": 1.0})
    asked = len(evaluate.asked)
    assert explored.try_levers({"chatbot": 1.0}) is first
    assert len(evaluate.asked) == asked == 2 * PAIRS


def test_the_history_has_a_row_per_try() -> None:
    explored = exploration()
    explored.try_levers({})
    explored.try_levers({"integrated_systems": 1.0})
    explored.sharpen()
    table = explored.history()
    assert table["levers"].tolist() == ["as the reference", "integrated systems 1"]
    assert table["pairs"].tolist() == [PAIRS, 2 * PAIRS]
    last = explored.last.comparison.set_index("measure")["difference"]
    assert table["profit"].tolist() == [0.0, last["profit"]]
    explored.forget()
    with pytest.raises(LookupError):
        _ = explored.last


def test_failed_runs_are_told_and_their_pairs_left_out() -> None:
    def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
        good = made_up.evaluate(runs)
        return [
            ReplicationResult(one.world, one.replication, one.seed, {}, cause="lost") if one.replication == 1 else one
            for one in good
        ]

    one = Exploration(made_up.worlds()[0], evaluate).try_levers({"chatbot": 1.0})
    assert one.replications == PAIRS - 1
    assert one.failed == ("2 runs of 8 failed for good, counted nowhere; the first, replication 1 of siloed: lost.")


def test_a_try_of_which_no_pair_finished_is_none() -> None:
    """Nothing is concluded from 0 pairs; what was tried before stays."""
    explored = exploration()
    before = explored.try_levers({"chatbot": 0.5})
    explored.evaluate = lost
    why = r"no pair finished: \d+ runs of \d+ failed for good.*siloed: lost"
    with pytest.raises(StudyFailed, match=why):
        explored.try_levers({"chatbot": 1.0})
    with pytest.raises(StudyFailed, match=why):
        explored.sharpen()
    assert explored.tries == [before]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"chatbots": 1.0}, "there is no lever 'chatbots'"),
        ({"chatbot": 1.5}, "'chatbot' is 1.5; allowed is a number from 0 to 1"),
    ],
)
def test_a_wrong_level_is_a_sentence(levels: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        exploration().try_levers(levels)


def test_one_pair_no_measure_and_an_unknown_one_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        exploration(pairs=1)
    with pytest.raises(ValueError, match="there is no measure 'luck'"):
        exploration(measures=("luck",))
    with pytest.raises(ValueError, match="nothing to compare"):
        exploration(measures=())
