"""The win-rate: a Latin hypercube over the box, who wins by the interval, the hardest company as scenarios."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from sim.experiment.leads import direction, winner
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.robustness import draw_companies, win_rate
from sim.experiment.statistics import t_interval
from sim.experiment.verdicts import UNDECIDED
from sim.inputs.assumptions import Assumption, Assumptions
from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from tests.experiment import made_up

BOX = (
    Assumption(name="restoring", paths=("company.remedies.platform_restore_factor",), low=1, high=9, reason="test"),
    Assumption(name="size", paths=("company.teams.*.staff",), low=0.5, high=2, scale="log", multiply=True, reason="test"),
)


def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
    """B is ahead by 5 less the time to restore, with ±0.5 of luck."""
    results = []
    for run in runs:
        factor, b = run.scenario.company.remedies.platform_restore_factor, run.scenario.levers.integrated_systems
        luck = (-0.5, 0.5, 0.1, -0.1)[run.number % 4]
        results.append(ReplicationResult(run.scenario.name, run.number, 1, {"profit": b * (5 - factor + luck)}))
    return results


def test_every_slice_of_every_range_is_met_once() -> None:
    values = draw_companies(BOX, 20, seed=3)
    assert values.shape == (20, 2)
    slices = np.floor((values[:, 0] - 1) / 8 * 20).astype(int)
    assert sorted(slices) == list(range(20))
    assert sorted(np.floor(np.log(values[:, 1] / 0.5) / np.log(4) * 20).astype(int)) == list(range(20))
    assert (draw_companies(BOX, 20, seed=3) == values).all()


def test_wins_losses_and_the_hardest_company() -> None:
    a, b = made_up.worlds()
    found = win_rate(a, b, BOX, evaluate, companies=40, pairs=4, seed=1)
    table = found.companies
    assert table["lead"].to_numpy() == pytest.approx(5 - table["restoring"].to_numpy())
    for row in table.to_dict("records"):
        interval = t_interval(row["lead"] + np.array([-0.5, 0.5, 0.1, -0.1]))
        assert row["winner"] == winner(interval)
    counts = found.counts
    assert counts["b"] + counts["a"] + counts["undecided"] == 40
    assert min(counts["b"], counts["a"], counts["undecided"]) > 0
    assert found.win_rate.estimate == counts["b"] / 40
    assert found.win_rate.lower < found.win_rate.estimate < found.win_rate.upper
    assert found.decided_rate.n == counts["a"] + counts["b"]
    assert found.drivers["assumption"].iloc[0] == "restoring"
    assert found.drivers["correlation"].iloc[0] == pytest.approx(-1)
    assert found.hardest is not None
    assert [world.company.remedies.platform_restore_factor for world in found.hardest] == [table["restoring"].max()] * 2
    assert [world.levers for world in found.hardest] == [a.levers, b.levers]


def test_the_hardest_company_loads_from_its_file(tmp_path: object) -> None:
    from pathlib import Path

    a, b = made_up.worlds()
    found = win_rate(a, b, BOX, evaluate, companies=4, pairs=2)
    assert found.hardest is not None
    file = Path(str(tmp_path), "hardest.toml")
    file.write_text(print_scenario(found.hardest[0]), encoding="utf-8")
    assert load_scenario(file) == found.hardest[0]


def test_companies_that_failed_count_nowhere() -> None:
    a, b = made_up.worlds()

    def fails(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Oops")
            if "company 2" in run.scenario.name
            else result
            for run, result in zip(runs, evaluate(runs), strict=True)
        ]

    found = win_rate(a, b, BOX, fails, companies=4, pairs=3)
    assert found.counts["failed"] == 1
    assert found.win_rate.n == 3


def test_of_lead_times_the_shorter_wins() -> None:
    """Above 0 B is ahead, whichever direction of the measure is better; the same runs are counted by each."""

    def swift(runs: Sequence[Replication]) -> list[ReplicationResult]:
        return [
            ReplicationResult(
                run.scenario.name,
                run.number,
                1,
                {
                    "order lead time": 50 - (20 - 0.1 * run.number) * run.scenario.levers.integrated_systems,
                    "profit": (run.number - 9.0) * run.scenario.levers.integrated_systems,
                },
            )
            for run in runs
        ]

    found = win_rate(*made_up.worlds(), BOX, swift, companies=4, pairs=3, measure="order lead time")
    assert found.counts == {"b": 4, "a": 0, "undecided": 0, "failed": 0}
    assert found.companies["lead"].to_numpy() == pytest.approx(19.9)
    assert found.hardest is None
    counted = {row["measure"]: row for row in found.by_measure.to_dict("records")}
    assert [counted["order lead time"][key] for key in ("b", "ahead", "ran")] == [4, 4, 4]
    assert [counted["satisfaction"][key] for key in ("failed", "ran")] == [4, 0]
    by_profit = win_rate(*made_up.worlds(), BOX, swift, companies=4, pairs=3)
    assert by_profit.counts["a"] == 4
    pd.testing.assert_frame_equal(
        found.by_measure.iloc[:1],
        by_profit.by_measure[by_profit.by_measure["measure"] == "order lead time"].reset_index(drop=True),
    )


def test_nobody_is_ahead_where_no_direction_is_better() -> None:
    with pytest.raises(Mistakes, match="No direction of the measure 'utilisation' is better"):
        direction("utilisation")
    assert (direction("profit"), direction("order lead time"), direction("losses")) == (1, -1, 1)


def test_an_interval_that_holds_0_decides_nothing() -> None:
    assert winner(t_interval([-1.0, 1.0, 0.5])) == UNDECIDED
    assert winner(t_interval([1.0])) == UNDECIDED
    assert winner(t_interval([1.0, 1.1])) == "b"
    assert winner(t_interval([-1.0, -1.1])) == "a"


@pytest.mark.parametrize("names", [("siloed", "integrated"), ("small_siloed", "small_integrated")])
def test_the_box_that_comes_with_the_program(names: tuple[str, str]) -> None:
    """Every range holds the value of either company, gives valid scenarios at both ends, and has its reason."""
    box = load(made_up.SCENARIOS / "plausible_box.toml")
    assert isinstance(box, Assumptions)
    assert len(box.assumption) >= 20
    a, b = (load_scenario(made_up.SCENARIOS / f"{name}.toml") for name in names)
    from sim.inputs.assumptions import value_in, with_values

    for one in box.assumption:
        assert one.low <= value_in(a, one) <= one.high, one.name
        assert len(one.reason) > 20
    for world in (a, b):
        for share in (0.0, 1.0):
            with_values(world, [(one, one.at(share)) for one in box.assumption])
