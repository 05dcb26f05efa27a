"""One customer: who it is, and what it has lived through with the company."""

from __future__ import annotations

from sim.engine.records import Record
from sim.engine.streams import case_key

NEVER = float("inf")
OWES_NOTHING = (0.0, 0.0)


class Customer:
    """One customer.

    Attributes:
        satisfaction: 0 (furious) to 1 (delighted), an average that forgets.
        home: where the customer really lives, a number that grows with every move.
        address: record of the master data; the value is the address the company has been told.
        items: record of (money owed, money overdue).
        troubles: record of the number of open complaints and unsolved tickets.
        terms: record of the agreed price level (business customers).
        in_touch: has bought or complained since the last review of customers.
        solvent: whether the customer will pay; nobody in the company can see it directly.
        place: place in the customer base; -1 for those who do not belong to it.
        stays_until: when the customer stops buying for reasons of its own, hours.
        entries: how often the customer stands in the master.
        ripe_at: when a business that has asked for an offer is ready to buy, hours.
        unsubscribed: whether the customer wants no letters.
        first_wish: when somebody wished for the first time who never bought before, hours.
    """

    __slots__ = (
        "address",
        "business",
        "churned",
        "entries",
        "first_wish",
        "home",
        "in_touch",
        "items",
        "key",
        "number",
        "orders",
        "place",
        "ripe_at",
        "satisfaction",
        "solvent",
        "spent",
        "stays_until",
        "terms",
        "troubles",
        "unsubscribed",
    )

    def __init__(self, number: int, business: bool, solvent: bool, satisfaction: float) -> None:
        self.number = number
        self.key = case_key("customer", number)
        self.business = business
        self.solvent = solvent
        self.satisfaction = satisfaction
        self.churned = False
        self.orders = 0
        self.spent = 0.0
        self.in_touch = False
        self.home = 0
        self.place = -1
        self.stays_until = NEVER
        self.entries = 1
        self.ripe_at = 0.0
        self.unsubscribed = False
        self.first_wish = 0.0
        self.address = Record(self.key, 0)
        self.items = Record(self.key, OWES_NOTHING)
        self.troubles = Record(self.key, 0)
        self.terms = Record(self.key, 0)

    @property
    def records(self) -> tuple[Record, ...]:
        """All that is kept of the customer."""
        return self.address, self.items, self.troubles, self.terms

    def owes(self, now: float, amount: float, overdue: float = 0.0) -> None:
        """Change what the customer owes, and how much of it is overdue."""
        owed, late = self.items.value
        self.items.write(now, (max(0.0, owed + amount), max(0.0, late + overdue)))

    def trouble(self, now: float, change: int) -> None:
        """An unsolved matter more (1) or less (-1)."""
        self.in_touch = True
        self.troubles.write(now, max(0, self.troubles.value + change))
