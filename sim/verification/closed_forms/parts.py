"""Withdrawal, people held by a case, crowds, arrivals that vary in time."""

from __future__ import annotations

import math

from sim.verification import formulas
from sim.verification.closed_forms.case import Case, Length, Quantity
from sim.verification.models import parts

STAGES = (0.5, 0.5, 0.5)
"""Hours to begin a case, to wait for the answer, and to end it."""
DAY = (*[0.0] * 4, *[1.0] * 2, 4.0, 6.0, 3.0, 5.0, 2.0, 1.0)
"""Customers an hour, in steps of two hours from midnight."""


def _at(hour: float) -> Quantity:
    return Quantity(
        f"at_{hour:g}", f"inside at {hour:g} o'clock", "", lambda: formulas.crowd_inside(DAY, 24.0, 1.5, hour)
    )


CASES = (
    Case(
        "E1a",
        "team of three, customers cancel what waits (as Erlang A)",
        parts.withdrawals,
        {"arrivals": 3.0, "servers": 3, "calling_off": 0.5},
        Length(1_800.0, warm_up=50.0),
        (
            Quantity("withdrawn", "withdrawn", "%", lambda: formulas.erlang_a(3.0, 1.0, 3, 0.5)["P(gives up)"]),
            Quantity("wait", "wait of all", "h", lambda: formulas.erlang_a(3.0, 1.0, 3, 0.5)["wait"]),
            Quantity("busy", "people busy", "%", lambda: formulas.erlang_a(3.0, 1.0, 3, 0.5)["utilisation"]),
        ),
    ),
    Case(
        "E1b",
        "team of three, customers cancel at any time",
        parts.withdrawals,
        {"arrivals": 3.0, "servers": 3, "calling_off": 0.5, "interrupt": True},
        Length(1_800.0, warm_up=50.0),
        (
            Quantity("withdrawn", "withdrawn", "%", lambda: formulas.withdrawals(3.0, 1.0, 3, 0.5)["withdrawn"]),
            Quantity("inside", "cases inside", "", lambda: formulas.withdrawals(3.0, 1.0, 3, 0.5)["inside"]),
            Quantity("busy", "people busy", "%", lambda: formulas.withdrawals(3.0, 1.0, 3, 0.5)["utilisation"]),
        ),
    ),
    Case(
        "E2",
        "clerk held while colleagues answer (M/G/1)",
        parts.held,
        {"arrivals": 0.4, "means": STAGES},
        Length(15_000.0, warm_up=200.0),
        (
            Quantity("wait", "wait", "h", lambda: formulas.wait_held(0.4, STAGES)),
            Quantity("busy", "clerk at work", "%", lambda: 0.4 * (STAGES[0] + STAGES[2])),
            Quantity("held", "clerk held", "%", lambda: 0.4 * STAGES[1]),
        ),
    ),
    Case(
        "E3",
        "two desks, held until the next has begun",
        parts.blocked,
        {"means": (1.0, 1.0)},
        Length(2_500, of="cases"),
        (
            Quantity("cycle", "hours a case", "h", lambda: formulas.blocked_cycle(1.0, 1.0)),
            Quantity("held", "hours held a case", "h", lambda: formulas.blocked_cycle(1.0, 1.0) - 1.0),
        ),
        controlled=False,
    ),
    Case(
        "E4",
        "customers who think (M/G/∞)",
        parts.crowd,
        {"arrivals": 1.0, "mean": 2.0, "variation": 2.0, "few": 1},
        Length(6_000.0, warm_up=100.0),
        (
            Quantity("inside", "customers inside", "", lambda: 1.0 * 2.0),
            Quantity("nobody", "nobody inside", "%", lambda: math.exp(-2.0)),
            Quantity("few", "at most one inside", "%", lambda: formulas.crowd_at_most(2.0, 1)),
        ),
    ),
    Case(
        "E5",
        "customers by the hour who think (M(t)/M/∞)",
        parts.varying,
        {"rates": DAY, "mean": 1.5, "at": (13.0, 16.0, 21.0)},
        Length(150, of="days"),
        (
            Quantity("noon", "come from 12 to 14", "a day", lambda: 2.0 * DAY[6]),
            _at(13.0),
            _at(16.0),
            _at(21.0),
        ),
        controlled=False,
    ),
)
