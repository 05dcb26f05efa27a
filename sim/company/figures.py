"""Figures: what Finance's report says, for those who decide on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.company.customers import Customers


class Figures(NamedTuple):
    """What a report says.

    Attributes:
        campaigns: product → margin that a letter of its campaigns has brought, currency.
        arrears: share of what businesses owe that is overdue.
        waiting: team → days of its work that wait.
    """

    campaigns: Mapping[str, float]
    arrears: float
    waiting: Mapping[str, float]


def arrears_of(customers: Customers) -> float:
    """Share of what business customers owe that is overdue."""
    total = late = 0.0
    for amount, overdue in customers.owed_by_businesses():
        total += amount
        late += min(overdue, amount)
    return late / total if total else 0.0
