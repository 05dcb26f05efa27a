"""Customers who wait for an order: when they ask where it is, and whom."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.house import House
from sim.company.orders import is_business
from sim.company.topics import WHERE_IS_MY_ORDER
from sim.engine.calendar import DAY
from sim.engine.kernel import Due


class Asks(Due):
    """Somebody who waits for an order loses patience."""

    __slots__ = ("order", "waiting")

    def __init__(self, waiting: WaitingCustomers, order: Case) -> None:
        self.waiting, self.order = waiting, order.key  # the order itself would be kept long after it has come

    def happen(self) -> None:
        """Ask where it is, if it has not come."""
        self.waiting.asks(self.order)


class WaitingCustomers:
    """Some ask while they wait, others when the promised day has passed; who asks exists only because others are slow."""

    def __init__(self, house: House) -> None:
        self.house, self.contacts = house, house.model.contacts
        streams = house.streams
        self._impatience = streams.exponential("order.impatience", 1.0)
        self._asks = streams.uniform("order.asks_when_late")
        self._whom = streams.uniform("order.asks_the_seller")

    def watch(self, order: Case) -> None:
        """See to it that the customer asks in time, if the order has not come by then."""
        env, contacts = self.house.env, self.contacts
        late = max(order.due, env.now) + contacts.late_order_grace_hours
        if contacts.order_contact_days:
            impatient = env.now + DAY * contacts.order_contact_days * self._impatience.draw(order.key)
            if impatient < late:
                env.enter(impatient, Asks(self, order))
                return
        if self._asks.draw(order.key) < contacts.late_order_contact_share:
            env.enter(late, Asks(self, order))

    def asks(self, key: int) -> None:
        """A customer asks for an order that has not come: a business perhaps its seller, all others customer service."""
        order = self.house.cases.open_case_of(key)
        if order is None:
            return
        if is_business(order) and self._whom.draw(order.key) < self.contacts.seller_contact_share:
            self.house.neighbours.sales.chase_order(order)
        else:
            self.house.neighbours.support.contact(WHERE_IS_MY_ORDER, order, failure=True)
