"""Break-even: a root that is known is found, with an interval; a range without one says so; runs are not repeated."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from sim.experiment import break_even
from sim.experiment.break_even import has_strategies, interval_of_root, leads_at, win_map
from sim.experiment.replication import Replication, ReplicationResult, simulate
from sim.inputs.assumptions import Assumption, with_values
from sim.inputs.loading import load
from sim.inputs.scenario import Scenario
from sim.views.charts.break_even import before_and_after
from tests.experiment import made_up

RESTORE = Assumption(
    name="restoring",
    paths=("company.remedies.platform_restore_factor",),
    low=1,
    high=9,
    only_strategies=True,
    reason="test",
)
IMPATIENCE = Assumption(
    name="impatience", paths=("company.customers.refuse_per_day_of_promise",), low=0, high=0.1, reason="test"
)


class Counted:
    """Profit of A 0, of B a line that falls by 2 a unit from 8 at 0, and ±1 of luck; counts what it ran."""

    def __init__(self) -> None:
        self.run: list[tuple[str, float, int]] = []

    def __call__(self, runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(run.scenario.name, run.number, 1, {"profit": self.profit(run.scenario, run.number)})
            for run in runs
        ]

    def profit(self, scenario: Scenario, replication: int) -> float:
        factor = scenario.company.remedies.platform_restore_factor
        self.run.append((scenario.name, factor, replication))
        luck = (-1.0, 1.0)[replication % 2]
        return 100 * luck + (8 + luck - 2 * factor if has_strategies(scenario) else 0.0)


def test_the_root_of_a_line() -> None:
    """Mean 8 - 2x is 0 at 4; the limits of the interval, 8 - 2x ± half, at 4 ± half/2."""
    a, b = made_up.worlds()
    found = break_even.break_even(a, b, RESTORE, Counted(), replications=4)
    half = float((found.line["upper"] - found.line["lead"]).iloc[0])
    differences = 8 + np.array([-1.0, 1.0, -1.0, 1.0])
    assert half == pytest.approx(3.182446 * differences.std(ddof=1) / 2, rel=1e-5)
    assert found.root == pytest.approx(4.0, abs=0.02 * 8)
    assert found.lower == pytest.approx(4 - half / 2)
    assert found.upper == pytest.approx(4 + half / 2)
    assert found.inside
    assert found.default == b.company.remedies.platform_restore_factor


def test_the_world_without_strategies_is_run_once() -> None:
    """An assumption about strategies only changes nothing in it, so one value serves for all."""
    a, b = made_up.worlds()
    evaluate = Counted()
    leads_at(a, b, [[(RESTORE, 2.0)], [(RESTORE, 3.0)]], evaluate, replications=2, measure="profit")
    own = b.company.remedies.platform_restore_factor
    assert sorted(evaluate.run) == sorted(
        [("siloed", own, 0), ("siloed", own, 1), *(("integrated", value, run) for value in (2.0, 3.0) for run in (0, 1))]
    )


@pytest.mark.slow
def test_what_is_about_strategies_only_changes_no_other_world() -> None:
    """The measures of siloed are the same, bit for bit, with every such assumption at its lowest and at its highest."""
    siloed = made_up.worlds()[0].model_copy(update={"weeks": 2, "warm_up_weeks": 0})
    for file in ("plausible_box", "break_even"):
        own = [one for one in load(made_up.SCENARIOS / f"{file}.toml").assumption if one.only_strategies]  # type: ignore[attr-defined]
        assert own
        runs = [simulate(with_values(siloed, [(one, one.at(share)) for one in own]), 0)[0] for share in (0, 1)]
        plain = simulate(siloed, 0)[0]
        for run in runs:
            assert all(run[name] == value or math.isnan(value) for name, value in plain.items())


def test_no_turn_within_the_range() -> None:
    a, b = made_up.worlds()
    short = RESTORE.model_copy(update={"high": 2.0})
    found = break_even.break_even(a, b, short, Counted(), replications=4)
    assert not found.inside
    assert math.isnan(found.lower)
    assert len(found.line) == break_even.GRID


def test_the_root_on_a_logarithmic_scale_and_at_an_end() -> None:
    a, b = made_up.worlds()
    logarithmic = RESTORE.model_copy(update={"scale": "log", "low": 0.5, "high": 50.0})
    assert break_even.break_even(a, b, logarithmic, Counted(), replications=4).root == pytest.approx(4.0, rel=0.03)
    at_the_end = RESTORE.model_copy(update={"low": 4.0})
    found = break_even.break_even(a, b, at_the_end, Counted(), replications=4)
    assert found.root == 4.0
    assert found.lower == -math.inf


def test_an_interval_may_be_open() -> None:
    line = pd.DataFrame({"value": [0.0, 1.0, 2.0], "lower": [-1.0, -2.0, -3.0], "upper": [3.0, 1.0, -1.0]})
    assert interval_of_root(line, 0.8) == (-math.inf, 1.5)


def test_the_quicker_world_is_ahead() -> None:
    """Of a lead time the sign turns: above the root, where restoring takes long, siloed is quicker."""

    def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(
                "",
                run.number,
                1,
                {
                    "order lead time": 50
                    + (run.scenario.company.remedies.platform_restore_factor - 4) * run.scenario.levers.integrated_systems
                },
            )
            for run in runs
        ]

    a, b = made_up.worlds()
    (leads,) = leads_at(a, b, [[(RESTORE, 3.0)]], evaluate, replications=3, measure="order lead time")
    assert leads.tolist() == [1.0] * 3
    found = break_even.break_even(a, b, RESTORE, evaluate, replications=3, measure="order lead time")
    assert found.root == pytest.approx(4.0, rel=0.01)
    assert before_and_after(found, ("siloed", "integrated")) == ("integrated", "siloed")


def test_the_map_has_a_cell_for_every_pair() -> None:
    a, b = made_up.worlds()
    table = win_map(a, b, RESTORE, IMPATIENCE, Counted(), replications=4, width=3)
    assert table[["first", "second"]].to_numpy().tolist() == [[x, y] for x in (1, 5, 9) for y in (0, 0.05, 0.1)]
    assert table["lead"].to_numpy() == pytest.approx(8 - 2 * table["first"].to_numpy())
    assert table["winner"].to_list() == ["b"] * 3 + ["a"] * 6
