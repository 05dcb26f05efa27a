"""Customers: who they are, what they have lived through with the company, and whether they stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.engine.records import Record
from sim.engine.streams import Streams, case_key
from sim.inputs.company_model import CompanyModel
from sim.inputs.market_model import BehaviourModel

NEUTRAL = 0.75


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
    """

    __slots__ = (
        "address",
        "business",
        "churned",
        "home",
        "in_touch",
        "items",
        "key",
        "number",
        "orders",
        "satisfaction",
        "solvent",
        "spent",
        "terms",
        "troubles",
    )

    def __init__(self, number: int, business: bool, solvent: bool) -> None:
        self.number = number
        self.key = case_key("customer", number)
        self.business = business
        self.solvent = solvent
        self.satisfaction = NEUTRAL
        self.churned = False
        self.orders = 0
        self.spent = 0.0
        self.in_touch = False
        self.home = 0
        self.address = Record(self.key, 0)
        self.items = Record(self.key, (0.0, 0.0))
        self.troubles = Record(self.key, 0)
        self.terms = Record(self.key, 0)

    def owes(self, now: float, amount: float, overdue: float = 0.0) -> None:
        """Change what the customer owes, and how much of it is overdue."""
        owed, late = self.items.value
        self.items.write(now, (max(0.0, owed + amount), max(0.0, late + overdue)))

    def trouble(self, now: float, change: int) -> None:
        """An unsolved matter more (1) or less (-1)."""
        self.in_touch = True
        self.troubles.write(now, max(0, self.troubles.value + change))


class Customers:
    """All customers, their memory and the company's reputation.

    Numbers below ``consumers`` are consumers, then come businesses; people who never bought before get the numbers
    after that, by the number of their wish, so that they are the same people in every world.
    """

    def __init__(self, model: CompanyModel, streams: Streams) -> None:
        self.behaviour: BehaviourModel = model.behaviour
        self.consumers = model.customers.consumers
        self.businesses = model.customers.businesses
        self._insolvent = model.customers.insolvent_share
        self._solvency = streams.uniform("customer.solvency")
        self._leaving = streams.uniform("customer.leaving")
        self._known: dict[int, Customer] = {}
        self.reputation = NEUTRAL
        self.on_leaving: Callable[[Customer], None] | None = None

    def get(self, number: int) -> Customer:
        """The customer with a number."""
        customer = self._known.get(number)
        if customer is None:
            business = self.consumers <= number < self.consumers + self.businesses
            key = case_key("customer", number)
            solvent = not business or self._solvency.draw(key) >= self._insolvent
            customer = self._known[number] = Customer(number, business, solvent)
        return customer

    def consumer(self, luck: float) -> Customer:
        """The existing consumer that a number in (0, 1) points at."""
        return self.get(int(luck * self.consumers))

    def business(self, luck: float) -> Customer:
        """The existing business that a number in (0, 1) points at."""
        return self.get(self.consumers + int(luck * self.businesses))

    def newcomer(self, wish: int) -> Customer:
        """Somebody who never bought before."""
        return self.get(self.consumers + self.businesses + wish)

    @property
    def mean_satisfaction(self) -> float:
        """Mean satisfaction of those who have lived through anything with the company and have not left."""
        felt = [
            customer.satisfaction
            for customer in self._known.values()
            if customer.satisfaction != NEUTRAL and not customer.churned
        ]
        return sum(felt) / len(felt) if felt else NEUTRAL

    @property
    def known(self) -> list[Customer]:
        """Everyone the company has met, in order of their numbers."""
        return [self._known[number] for number in sorted(self._known)]

    def records(self) -> Iterator[Record]:
        """Every record that is kept of them."""
        for customer in self._known.values():
            yield from (customer.address, customer.items, customer.troubles, customer.terms)

    def experience(self, customer: Customer, score: float) -> None:
        """Let an experience (0 terrible, 1 perfect) sink in, with the customer and in the company's reputation."""
        if not self.behaviour.satisfaction:
            return
        weight = self.behaviour.satisfaction_memory
        customer.satisfaction += weight * (max(0.0, min(1.0, score)) - customer.satisfaction)
        if self.behaviour.reputation:
            pull = min(1.0, 1.0 / (24.0 * self.behaviour.reputation_days / 8.0))
            self.reputation += pull * (customer.satisfaction - self.reputation)

    def considers_leaving(self, customer: Customer, case: int, intention: float) -> bool:
        """Whether the customer leaves after this case; ``intention`` is the stated share who would."""
        if not self.behaviour.churn or customer.churned:
            return False
        discontent = (
            1.0 if not self.behaviour.satisfaction else 2.0 * (1.0 - customer.satisfaction) / (2.0 * (1.0 - NEUTRAL))
        )
        if self._leaving.draw(case) < intention * self.behaviour.churn_realism * discontent:
            customer.churned = True
            if self.on_leaving is not None:
                self.on_leaving(customer)
            return True
        return False
