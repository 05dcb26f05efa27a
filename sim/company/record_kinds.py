"""The records that departments keep copies of: their names, and how an entry carried over wrong looks."""

from __future__ import annotations

from sim.inputs.names import RecordName

STOCK: RecordName = "stock"
ORDER_STATUS: RecordName = "order status"
OPEN_ITEMS: RecordName = "open items"
CUSTOMER_MASTER: RecordName = "customer master"
CAMPAIGN_PLAN: RecordName = "campaign plan"
DEMAND: RecordName = "demand"
TICKET_HISTORY: RecordName = "ticket history"
CONTRACT_TERMS: RecordName = "contract terms"
BACKLOG: RecordName = "backlog"


def wrong_units(units: float, luck: float) -> float:
    """A stock figure carried over wrong: up to half as much, or half as much again."""
    return round(units * (0.5 + luck))


def wrong_address(address: float, _: float = 0.0) -> float:
    """An address carried over wrong: nobody's."""
    return -address - 1


def wrong_terms(level: float, _: float) -> float:
    """Terms carried over wrong: those agreed before."""
    return level - 1
