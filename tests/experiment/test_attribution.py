"""Attribution: the cube's corners are scenarios, shares add up exactly, one at a time is something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.experiment.attribution import MOST_LEVERS, Attribution, attribute, corners_of, differing_levers
from sim.experiment.attribution_math import shapley_values
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.levers_model import STRATEGIES
from sim.inputs.mistakes import Mistakes
from tests.experiment import made_up

MEASURES = ("profit", "order lead time", "wrong decisions")


@pytest.fixture(scope="module")
def found() -> Attribution:
    a, b = made_up.worlds()
    return attribute(a, b, made_up.evaluate, replications=5, measures=MEASURES)


def test_the_corners_are_the_scenarios_between() -> None:
    """The first corner is A and the last is B to the last number, so that stored replications are shared."""
    a, b = made_up.worlds()
    assert differing_levers(a, b) == STRATEGIES
    corners = corners_of(a, b, STRATEGIES)
    assert len(corners) == 16
    assert corners[frozenset()].fingerprint == a.fingerprint
    assert corners[frozenset(STRATEGIES)].fingerprint == b.fingerprint
    assert len({scenario.fingerprint for scenario in corners.values()}) == 16
    names = [scenario.name for scenario in corners.values()]
    assert (names[0], names[-1]) == (a.name, b.name)
    assert len(set(names)) == 16, "none is cut off where it becomes another's"
    assert corners[frozenset(STRATEGIES) - {"cross_training"}].name == f"{b.name} without cross training"
    one = corners[frozenset({"cross_training"})]
    assert one.name == "cross training"
    assert differing_levers(a, one) == ("cross_training",)


def test_no_two_corners_of_the_largest_cube_have_one_name() -> None:
    a, _ = made_up.worlds()
    levers = dict.fromkeys(list(type(a.levers).model_fields)[-MOST_LEVERS:], 0.9)
    b = a.model_copy(update={"name": "everything", "levers": a.levers.model_copy(update=levers)})
    names = [scenario.name for scenario in corners_of(a, b, differing_levers(a, b)).values()]
    assert len(set(names)) == len(names) == 2**MOST_LEVERS
    assert max(map(len, names)) <= LONGEST_NAME


def test_shares_add_up_to_the_gap_in_every_replication(found: Attribution) -> None:
    for measure in MEASURES:
        cube = found.cubes[measure]
        whole = cube[frozenset(STRATEGIES)] - cube[frozenset()]
        total = np.sum(list(shapley_values(cube).values()), axis=0)
        assert len(whole) == 5
        assert total == pytest.approx(whole, rel=1e-12)
        own = found.shares[found.shares["measure"] == measure]
        assert own["share"].sum() == pytest.approx(whole.mean())
        assert own["fraction"].sum() == pytest.approx(1.0)


def test_one_at_a_time_misses_what_levers_do_together(found: Attribution) -> None:
    """Systems and culture help each other by 180,000 a year: half of it is in each one's share, none in "alone"."""
    together = found.together.set_index("measure").loc["profit"]
    assert together["lower"] < 1.8e5 < together["upper"]
    shares = found.shares[found.shares["measure"] == "profit"].set_index("lever")
    for lever in ("integrated_systems", "collaborative_culture"):
        row = shares.loc[lever]
        assert row["alone"] < row["share"] < row["last"]
    gap = found.gaps.set_index("measure").loc["profit"]
    assert shares["alone"].sum() + together["effect"] == pytest.approx(gap["gap"])


def test_the_interaction_is_found(found: Attribution) -> None:
    """A product term of 180,000 is a factorial effect of half of it, and shown; others are not there."""
    rows = found.interactions[found.interactions["measure"] == "profit"].set_index("levers")
    assert len(rows) == 11
    helping = "integrated_systems + collaborative_culture"
    pair = rows.loc[helping]
    assert pair["lower"] < 9e4 < pair["upper"]
    assert pair["p_holm"] < 0.05
    assert (rows.drop(index=helping)["effect"].abs() < 5e4).all()


def test_every_gap_has_its_benefit(found: Attribution) -> None:
    benefits = dict(zip(found.gaps["measure"], found.gaps["benefit"], strict=True))
    assert benefits == {"profit": "money", "order lead time": "customer experience", "wrong decisions": "decisions"}


def test_a_run_that_failed_leaves_its_replication_out_everywhere() -> None:
    a, b = made_up.worlds()

    def one_fails(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Traceback\nOops")
            if (run.number, run.scenario.name) == (2, "cross training")
            else made_up.evaluate([run])[0]
            for run in runs
        ]

    found = attribute(a, b, one_fails, replications=4, measures=("profit",))
    assert found.replications == 3
    assert found.failures[["scenario", "replication"]].to_numpy().tolist() == [["cross training", 2]]


def test_three_challenges_are_a_cube_of_eight() -> None:
    a, _ = made_up.worlds()
    none = a.model_copy(update={"name": "none", "levers": type(a.levers)()})
    assert len(corners_of(none, a, differing_levers(none, a))) == 8


def test_what_cannot_be_divided_is_said() -> None:
    a, b = made_up.worlds()
    with pytest.raises(Mistakes, match="differ in 0 levers"):
        attribute(a, a, made_up.evaluate)
    with pytest.raises(Mistakes, match="'information_silos' is not one in which siloed and integrated differ"):
        corners_of(a, b, ["information_silos"])
    with pytest.raises(Mistakes, match="differ in more than levers"):
        corners_of(a, b.model_copy(update={"seed": 7}), STRATEGIES)
    with pytest.raises(Mistakes, match="shares takes 2 replications at least, not 1"):
        attribute(a, b, made_up.evaluate, replications=1, measures=("profit",))
