"""Invoices on account that are open when a run begins are those of a company that has always run."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.company.back_office.on_account import OnAccount, delay_at_first, on_account
from sim.engine.calendar import DAY
from sim.engine.streams import Streams
from sim.inputs.loading import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DRAWS = 200_000


def test_by_hand() -> None:
    """Seven a week, due after 30 days, paid 10 days later: 40 are open, of which a quarter are late."""
    seven = OnAccount(True, 7.0, 30.0, 10.0, 100.0)
    assert seven.number == 40
    assert seven.due_in(1.0) == 30 * DAY
    assert seven.late_share == 0.25
    assert seven.due_in(0.25) == 0.0
    assert seven.due_in(0.75) == 20 * DAY


def test_days_left_are_those_of_a_random_moment() -> None:
    """The mean time left is E[D²] / 2 E[D], where D is the time from sent to paid (renewal theory)."""
    model = load_scenario(SCENARIOS / "typical.toml").company
    businesses, _ = on_account(model)
    variation = model.customers.payment_delay_variation
    mean = businesses.terms + businesses.late
    expected = (mean**2 + (variation * businesses.late) ** 2) / (2 * mean)

    luck = np.random.default_rng(1)
    late = delay_at_first(model, Streams(1, 0))
    left = []
    for key, share in enumerate(luck.random(DRAWS)):
        if share < businesses.late_share:
            left.append(share / businesses.late_share * late.draw(key) / DAY)
        else:
            left.append(businesses.due_in(share) / DAY + businesses.late)
    error = np.std(left) / np.sqrt(DRAWS)
    assert abs(np.mean(left) - expected) < 4 * error
