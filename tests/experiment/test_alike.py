"""Like with like: at one mix of kinds nothing changes where only the mix does; what changes is what each kind does."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.alike import alike
from sim.experiment.replication import ReplicationResult, simulate
from sim.measures.kinds import KINDS_OF
from tests.company.worlds import scenario

Cells = dict[str, tuple[int, float]]
"""Cases and mean of each kind."""


def outcome(number: int, cells: Cells) -> ReplicationResult:
    rows = [("ticket time", kind, cases, mean) for kind, (cases, mean) in cells.items()]
    table = pd.DataFrame(rows, columns=["measure", "kind", "cases", "mean"])
    return ReplicationResult("world", number, 1, {}, {"kinds": table})


def compared(first: list[Cells], second: list[Cells]) -> pd.Series:
    (row,) = alike(
        [outcome(number, cells) for number, cells in enumerate(first)],
        [outcome(number, cells) for number, cells in enumerate(second)],
    ).to_dict("records")
    return pd.Series(row)


def test_a_mix_that_changes_is_no_change() -> None:
    """Ten hours a fault and one hour a question in both worlds; only the second has mostly questions."""
    first: list[Cells] = [{"question": (10, 1.0), "fault": (90, 10.0)}] * 3
    second: list[Cells] = [{"question": (90, 1.0), "fault": (10, 10.0)}] * 3
    row = compared(first, second)
    assert (row["difference"], row["lower"], row["upper"]) == (0.0, 0.0, 0.0)
    assert row["own_mix"] == pytest.approx(1.9 - 9.1)
    assert (row["a"], row["covered_a"], row["kinds"]) == (5.5, 1.0, 2)


def test_kinds_are_weighed_alike_and_by_hand() -> None:
    """Weights 60 and 40 of 100 (means over both worlds and all pairs); questions take 1 to 3 h less, faults 2 h more."""
    first: list[Cells] = [{"question": (40, 5.0), "fault": (60, 10.0)}] * 3
    second: list[Cells] = [{"question": (80, 5.0 - less), "fault": (20, 12.0)} for less in (1.0, 2.0, 3.0)]
    row = compared(first, second)
    by_pair = [0.6 * -less + 0.4 * 2.0 for less in (1.0, 2.0, 3.0)]
    assert row["difference"] == pytest.approx(sum(by_pair) / 3)
    assert row["lower"] < row["difference"] < row["upper"]
    assert row["upper"] - row["difference"] == pytest.approx(4.302652729749462 * 0.6 / 3**0.5)


def test_kinds_that_one_run_lacks_are_left_out_and_that_is_said() -> None:
    first: list[Cells] = [{"question": (50, 1.0), "return": (50, 9.0)}, {"question": (50, 2.0), "return": (50, 9.0)}]
    second: list[Cells] = [{"question": (60, 3.0), "return": (40, 1.0)}, {"question": (60, 3.0)}]
    row = compared(first, second)
    assert (row["kinds"], row["covered_a"], row["covered_b"]) == (1, 0.5, 0.75)
    assert row["difference"] == pytest.approx(1.5)


def test_differences_that_agree_are_undecided() -> None:
    row = compared([{"question": (50, 4.0)}] * 3, [{"question": (50, 3.0)}] * 3)
    assert row["difference"] == -1.0
    assert pd.isna(row["upper"])


def test_nothing_in_common_gives_no_row() -> None:
    assert alike([outcome(0, {"question": (5, 1.0)})], [outcome(0, {"fault": (5, 1.0)})]).empty


def test_means_of_the_kinds_are_the_measure() -> None:
    """Kind by kind over all cases: exactly the measure of the run."""
    measures, tables = simulate(scenario("siloed", weeks=2, warm_up_weeks=1), 0)
    kinds = tables["kinds"]
    assert set(kinds["measure"]) == set(KINDS_OF)
    for measure, own in kinds.groupby("measure"):
        assert (own["cases"] * own["mean"]).sum() / own["cases"].sum() == pytest.approx(measures[str(measure)], rel=1e-12)
