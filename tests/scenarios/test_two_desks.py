"""Two desks and ten cases, worked out by hand in both worlds, and when the platform loses."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.experiment.two_desks import both, text
from sim.inputs.loading import load
from sim.inputs.two_desks import TwoDesks
from sim.measures.lead_time import PARTS
from tests.company.worlds import SCENARIOS


def desks(**change: Any) -> TwoDesks:
    model = load(SCENARIOS / "two_desks.toml")
    assert isinstance(model, TwoDesks)
    return model.model_copy(update=change)


def assert_hours(table: pd.DataFrame, column: str, expected: list[float]) -> None:
    assert table[column].tolist() == pytest.approx(expected, abs=1e-12), column


def test_the_file_is_the_one_that_is_worked_out() -> None:
    """One case an hour from 0 to 9; half an hour at each desk; inbox every 2 h; a quarter of an hour to rekey."""
    model = desks()
    assert model.arrivals == tuple(range(10))
    assert (model.front_hours, model.back_hours, model.inbox_every_hours, model.rekey_hours) == (0.5, 0.5, 2.0, 0.25)
    assert model.outage_hours == 0.0


def test_siloed_by_hand() -> None:
    """The back desk looks into its inbox at 2, 4, 6 … and finds two messages each time.

    Take cases 1 (arrived at 0) and 2 (at 1). The front desk is done with them at 0.5 and 1.5. At 2 the back desk finds
    both, rekeys the first (2-2.25) and the second (2.25-2.5), settles the first (2.5-3) and the second (3-3.5).
    Case 1 took 3 h: 1 h of work, 1.75 h until it was rekeyed (0.5-2.25), 0.25 h of queue (2.25-2.5).
    Case 2 took 2.5 h: 1 h of work, 1 h until it was rekeyed (1.5-2.5), 0.5 h of queue (2.5-3).
    The other pairs are the same, two hours later each.
    """
    table = both(desks())["siloed"]
    assert_hours(table, "case", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert_hours(table, "opened_at", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert_hours(table, "closed_at", [3, 3.5, 5, 5.5, 7, 7.5, 9, 9.5, 11, 11.5])
    assert_hours(table, "lead", [3.0, 2.5] * 5)
    assert_hours(table, "touch", [1.0] * 10)
    assert_hours(table, "information", [1.75, 1.0] * 5)
    assert_hours(table, "queue", [0.25, 0.5] * 5)
    assert table[["closed", "system", "outside", "rework"]].to_numpy().sum() == 0.0
    assert table["lead"].mean() == 2.75


def test_integrated_by_hand() -> None:
    """On one platform the back desk takes each case up at once: half an hour and half an hour, no waiting at all."""
    table = both(desks())["integrated"]
    assert_hours(table, "closed_at", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert_hours(table, "lead", [1.0] * 10)
    assert_hours(table, "touch", [1.0] * 10)
    assert table[[part for part in PARTS if part != "touch"]].to_numpy().sum() == 0.0


def test_the_platform_down_for_four_hours_by_hand() -> None:
    """Down from 0 to 4: the front desk begins at 4 and works off its queue, the back desk follows half an hour behind.

    Front desk done at 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5 and, for the case of 9, 9.5. Lead times 5, 4.5, 4, 3.5, 3,
    2.5, 2, 1.5, 1, 1: 2.8 h on average, more than the 2.75 h of the silos. While the system is down cases 1 to 4 wait
    for it: 4, 3, 2 and 1 h; the rest is queue.
    """
    worlds = both(desks(outage_at=0.0, outage_hours=4.0))
    table = worlds["integrated"]
    assert_hours(table, "lead", [5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 1])
    assert_hours(table, "system", [4, 3, 2, 1, 0, 0, 0, 0, 0, 0])
    assert_hours(table, "queue", [0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5, 0, 0])
    assert_hours(table, "touch", [1.0] * 10)
    assert table["lead"].mean() == pytest.approx(2.8)
    assert worlds["siloed"]["lead"].mean() == 2.75, "the silos do not notice"


@pytest.mark.parametrize(("hours", "worse"), [(0.0, False), (2.0, False), (3.5, False), (4.0, True), (8.0, True)])
def test_a_long_outage_makes_integration_worse(hours: float, worse: bool) -> None:
    """The break-even lies between 3.5 h (2.4 h on average) and 4 h (2.8 h) of outage."""
    worlds = both(desks(outage_at=0.0, outage_hours=hours))
    assert (worlds["integrated"]["lead"].mean() > worlds["siloed"]["lead"].mean()) == worse


def test_work_in_hand_stands_still_while_the_platform_is_down() -> None:
    """Down from 0.25 to 1.25: the first case is half done, goes on at 1.25, and is closed at 2 instead of 1."""
    table = both(desks(outage_at=0.25, outage_hours=1.0))["integrated"]
    first = table.iloc[0]
    assert (first["lead"], first["system"], first["touch"]) == (2.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"outage_hours": 3.0},
        {"inbox_every_hours": 0.7},
        {"rekey_hours": 2.0},
        {"arrivals": (0.0, 0.0, 0.0, 5.5)},
        {"back_hours": 1.75},
    ],
)
def test_parts_sum_to_the_lead_time(change: dict[str, Any]) -> None:
    """Whatever the numbers, in both worlds the seven parts of every case sum to its lead time."""
    for table in both(desks(**change)).values():
        assert (table[list(PARTS)].sum(axis=1) - table["lead"]).abs().max() < 1e-9
        assert table[list(PARTS)].to_numpy().min() >= -1e-9


def test_the_printed_table_shows_what_was_worked_out() -> None:
    """`python -m sim desks` prints both worlds with their means."""
    printed = text(desks())
    assert "siloed: mean lead time 2.750 h, of which worked on 1.000 h, waiting for information 1.375 h" in printed
    assert "integrated: mean lead time 1.000 h, of which worked on 1.000 h" in printed
