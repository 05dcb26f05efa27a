"""Who is worse off: like is set beside like, and what costs most hours stands first."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.losers import losers, waits_compared, with_matched_waits
from sim.experiment.replication import ReplicationResult

COLUMNS = ["team", "department", "utilisation", "queue_hours", "visits", "on_duty", "overtime_hours"]


def departments(overtime: float = 0.0) -> pd.DataFrame:
    return pd.DataFrame([("legal", "legal", 0.5, 9.0, 500, 400.0, overtime)], columns=COLUMNS)


def waits(*rows: tuple[str, int, float]) -> pd.DataFrame:
    """Activity, visits, hours of one team."""
    return pd.DataFrame([("legal", *row) for row in rows], columns=["team", "activity", "visits", "hours"])


def split(hours: float, cases: int) -> pd.DataFrame:
    return pd.DataFrame({"flow": ["order"] * 2, "part": ["touch", "queue"], "hours": [hours] * 2, "cases": [cases] * 2})


def outcome(
    number: int, world: str, waited: pd.DataFrame, *, lead: float, cases: int, overtime: float = 0.0
) -> ReplicationResult:
    tables = {"departments": departments(overtime), "waits": waited, "split": split(lead, cases)}
    return ReplicationResult(world, number, 1, {}, tables)


def test_who_is_worse_off_stands_first() -> None:
    """Legal's work waits 3 h longer (worse), orders take less time; a flow of 20 cases a run is labelled as few."""
    first = [outcome(number, "a", waits(("review", 500, 2.0)), lead=5.0, cases=20) for number in range(3)]
    second = [outcome(number, "b", waits(("review", 500, 5.0 + 0.1 * number)), lead=2.0, cases=40) for number in range(3)]
    table = losers(first, second, {"legal": "Legal"})
    assert table.loc[0, "who"] == "Legal"
    assert table.loc[0, "measure"] == "work waits before it is begun, open hours"
    assert table.loc[0, "difference"] == pytest.approx(3.1)
    assert table.loc[0, "hours"] == pytest.approx(3.1 * 500)
    assert table["p"].iloc[0] < table["p_holm"].iloc[0] < 0.05
    assert table["worse"].tolist()[0] and not table["worse"].tolist()[1:].count(True)
    orders = table[table["measure"] == "lead time"].iloc[0]
    assert (orders["who"], orders["a"], orders["b"], orders["few"]) == ("web order to delivery", 10.0, 4.0, True)
    assert not table[table["who"] == "Legal"]["few"].any()


def test_work_that_only_one_world_does_changes_no_wait() -> None:
    """Nothing waits longer; that the short tasks have vanished makes nobody worse off.

    In the first world 100 reviews wait 4 h and 900 short tasks 0 h (mean 0.4 h), in the second 200 reviews wait 4 h.
    """
    first = [outcome(n, "a", waits(("review", 100, 4.0), ("sort", 900, 0.0)), lead=1.0, cases=50) for n in range(3)]
    second = [outcome(n, "b", waits(("review", 200, 4.0)), lead=1.0, cases=50) for n in range(3)]
    table = losers(first, second, {}).set_index("measure")
    row = table.loc["work waits before it is begun, open hours"]
    assert (row["a"], row["b"], row["difference"], row["worse"]) == (4.0, 4.0, 0.0, False)
    both = pd.concat(departments().assign(world=world, replication=n) for world in "ab" for n in range(3))
    assert with_matched_waits(both, first, second)["queue_hours"].tolist() == [4.0] * 6


def test_waits_are_weighed_alike_in_both_worlds() -> None:
    """Each activity waits as long as before, but there are more of the slow ones: the same 2.5 h in both worlds.

    Weights are the mean visits of both: (300 + 100) / 2 of 1 h and (100 + 300) / 2 of 4 h.
    """
    first = [outcome(n, "a", waits(("fast", 300, 1.0), ("slow", 100, 4.0)), lead=1.0, cases=50) for n in range(2)]
    second = [outcome(n, "b", waits(("fast", 100, 1.0), ("slow", 300, 4.0)), lead=1.0, cases=50) for n in range(2)]
    row = losers(first, second, {}).set_index("measure").loc["work waits before it is begun, open hours"]
    assert (row["a"], row["b"]) == (2.5, 2.5)
    table = waits_compared(first, second)
    slow = table[table["activity"] == "slow"]
    assert slow[["visits_a", "visits_b", "a", "b"]].to_numpy().tolist() == [[100, 300, 4.0, 4.0]]


def test_hours_rank_before_per_cent() -> None:
    """49 h more overtime are five times as much as before; an hour more for each of 200 orders is worse."""
    first = [outcome(n, "a", waits(), lead=50.0 + n, cases=200, overtime=12.0 + n) for n in range(4)]
    second = [
        outcome(n, "b", waits(), lead=50.5 + 1.001 * n, cases=200, overtime=61.0 + n + 0.1 * (n % 2)) for n in range(4)
    ]
    table = losers(first, second, {})
    assert table.loc[table["worse"], "measure"].tolist() == ["lead time", "overtime in the period"]
    assert table.loc[0, "hours"] == pytest.approx(200, rel=0.01)
    assert table.loc[1, "hours"] == pytest.approx(49, rel=0.01)
