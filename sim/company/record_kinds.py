"""The records that departments keep copies of: their names, and how an entry carried over wrong looks."""

from __future__ import annotations

STOCK = "stock"
ORDER_STATUS = "order status"
OPEN_ITEMS = "open items"
CUSTOMER_MASTER = "customer master"
CAMPAIGN_PLAN = "campaign plan"
DEMAND = "demand"
TICKET_HISTORY = "ticket history"
CONTRACT_TERMS = "contract terms"
BACKLOG = "backlog"

RECORDS = (
    STOCK,
    ORDER_STATUS,
    OPEN_ITEMS,
    CUSTOMER_MASTER,
    CAMPAIGN_PLAN,
    DEMAND,
    TICKET_HISTORY,
    CONTRACT_TERMS,
    BACKLOG,
)


def wrong_units(units: float, luck: float) -> float:
    """A stock figure carried over wrong: up to half as much, or half as much again."""
    return round(units * (0.5 + luck))


def wrong_address(address: float, _: float = 0.0) -> float:
    """An address carried over wrong: nobody's."""
    return -address - 1


def wrong_terms(level: float, _: float) -> float:
    """Terms carried over wrong: those agreed before."""
    return level - 1
