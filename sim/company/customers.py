"""Customers: who they are, what they have lived through with the company, and whether they stay."""

from __future__ import annotations

import heapq
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sim.company.customer import Customer
from sim.company.periods import NEVER
from sim.company.remembered import BUSINESS, CHURNED, IN_TOUCH, SOLVENT, Remembered
from sim.engine.calendar import WEEK
from sim.engine.kernel import Kernel
from sim.engine.streams import Streams, case_key
from sim.inputs.company_model import CompanyModel
from sim.inputs.market_model import BehaviourModel

UNKNOWN = -1
"""The row of somebody whom the company has not met."""
PROSPECTS = 1_000_000_000
"""Businesses that never bought before have numbers from here on, by the number of their lead."""


class Base:
    """The customers of one kind who buy again and again: places, who holds each, and those that are empty.

    Whoever comes to stay takes the place that has been empty longest, so that what meets "somebody" meets one of those
    who are customers now.

    Args:
        first: number of the first customer; the others follow.
        stays: hours that each of the customers there are at first will stay, in order of their numbers.
        horizon: the end of the run, hours; who stays longer leaves in none.
    """

    def __init__(self, first: int, stays: Sequence[float], horizon: float = NEVER) -> None:
        self.first, self.horizon = first, horizon
        self.held = array("i", range(first, first + len(stays)))
        until = np.array(stays)  # they may be millions, and most will not leave in a run
        order = np.argsort(until, kind="stable")[: np.count_nonzero(until <= horizon)]
        self._leave_at, self._leaving, self._ended = until[order], order.astype(np.int32), 0
        self._ends: list[tuple[float, int, int]] = []
        self._soonest = self._next_end()
        self._empty: deque[int] = deque()
        self.people = len(stays)

    def at(self, luck: float) -> int:
        """Number of the customer at the place that a number in (0, 1) points at, who may have left."""
        return self.held[int(luck * len(self.held))]

    def let_go(self, now: float, stays_on: Callable[[int, float], float] | None = None) -> None:
        """Empty the places of those whose time is over.

        Args:
            stays_on: (number, when the time is over) → until when that customer stays after all, hours.
        """
        while self._soonest <= now:
            until, number, place = self._next()
            if self.held[place] == number:
                longer = stays_on(number, until) if stays_on is not None else until
                if longer > until:
                    self._stays(longer, number, place)
                else:
                    self.leaves(place)

    def _next_end(self) -> float:
        first = float(self._leave_at[self._ended]) if self._ended < len(self._leave_at) else NEVER
        return min(first, self._ends[0][0]) if self._ends else first

    def _next(self) -> tuple[float, int, int]:
        """Whose time is over first: when, the number, the place."""
        if self._ends and self._ends[0][0] == self._soonest:
            over = heapq.heappop(self._ends)
        else:
            place = int(self._leaving[self._ended])
            over = self._soonest, self.first + place, place
            self._ended += 1
        self._soonest = self._next_end()
        return over

    def _stays(self, until: float, number: int, place: int) -> None:
        if until <= self.horizon:
            heapq.heappush(self._ends, (until, number, place))
            self._soonest = min(self._soonest, until)

    def leaves(self, place: int) -> None:
        """The customer at a place leaves."""
        self.held[place] = -1 - self.held[place]  # nobody's number, and still who it was
        self._empty.append(place)
        self.people -= 1

    def joins(self, number: int, until: float) -> int:
        """A customer comes to stay; returns the place."""
        if self._empty:
            place = self._empty.popleft()
            self.held[place] = number
        else:
            place = len(self.held)
            self.held.append(number)
        self._stays(until, number, place)
        self.people += 1
        return place


class Customers:
    """All customers, their memory and the company's reputation.

    Numbers below ``consumers`` are consumers, then come businesses: the customers there are at first. Consumers who never
    bought before get the numbers after that, by the number of their wish, businesses those from ``PROSPECTS`` on, by that
    of their lead, so that they are the same in every world. Some of them come to stay; others leave, because of what they
    have lived through or for reasons of their own.
    """

    def __init__(self, model: CompanyModel, streams: Streams, env: Kernel, horizon: float) -> None:
        self.env = env
        self.behaviour: BehaviourModel = model.behaviour
        self.model = model.customers
        self.usual = model.behaviour.usual_satisfaction
        self.consumers, self.businesses = model.customers.consumers, model.customers.businesses
        self._solvency = streams.uniform("customer.solvency")
        self._leaving = streams.uniform("customer.leaving")
        self._staying = streams.uniform("customer.staying")
        self._moves_on = streams.exponential("customer.moves_on", 52 * WEEK)
        self.remembered = Remembered()
        self._rows = array("i")
        """Of consumers who come later, by their wishes; of the customers there are at first the number is the row."""
        self._rows_of_prospects: dict[int, int] = {}
        self._bases: dict[bool, Base] = {}
        for business, first, count in ((False, 0, self.consumers), (True, self.consumers, self.businesses)):
            stays = self._stays(first, count, business)
            base = self._bases[business] = Base(first, stays, horizon)
            self.remembered.add(base.held, range(count), self.usual, stays, self._marks(first, count, business))
        self.reputation = self.usual
        self.on_joining: Callable[[Customer, float], None] | None = None
        self.on_leaving: Callable[[Customer], None] | None = None
        self.persuades: Callable[[Customer, float], bool] | None = None
        """Whether a business that is about to move on, at a time, stays after all."""
        self._persuaded: dict[int, int] = {}

    def _moving_on(self, business: bool) -> float:
        """The share of them who move on in a year."""
        return self.model.businesses_moving_on if business else self.model.consumers_moving_on

    def _stay(self, key: int, business: bool, time: int = 0) -> float:
        share = self._moving_on(business)
        return self._moves_on.draw(key, time) / share if share > 0 else NEVER

    def _stays(self, first: int, count: int, business: bool) -> array[float]:
        share = self._moving_on(business)
        drawn = self._moves_on.draws(case_key("customer", first), count) / share if share > 0 else np.full(count, NEVER)
        return array("d", drawn.tobytes())

    def _stays_on(self, number: int, until: float) -> float:
        """Until when somebody whose time is over stays after all: as long again, if somebody persuades."""
        customer = self.get(number)
        if self.persuades is None or not self.persuades(customer, until):
            return until
        time = self._persuaded[number] = self._persuaded.get(number, 0) + 1
        customer.stays_until = until + self._stay(customer.key, customer.business, time)
        return customer.stays_until

    def _let_go(self, business: bool) -> Base:
        """The base of a kind, without those who have moved on by now."""
        base = self._bases[business]
        base.let_go(self.env.now, self._stays_on if business and self.persuades is not None else None)
        return base

    # ---- who they are ----------------------------------------------------------------------------------------

    def get(self, number: int) -> Customer:
        """The customer with a number."""
        if number >= PROSPECTS:
            row = self._rows_of_prospects.get(number, UNKNOWN)
            if row == UNKNOWN:
                row = self._rows_of_prospects[number] = self._meet(number, business=True)
        elif (wish := number - self.consumers - self.businesses) >= 0:
            rows = self._rows
            row = rows[wish] if wish < len(rows) else UNKNOWN
            if row == UNKNOWN:
                rows.extend([UNKNOWN] * (wish + 1 - len(rows)))
                row = rows[wish] = self._meet(number, business=False)
        else:
            row = number
        return Customer(self.remembered, number, row)

    def _meet(self, number: int, business: bool) -> int:
        """Somebody whom the company comes across for the first time; returns the row."""
        return self.remembered.add([number], [-1], self.usual, [NEVER], self._marks(number, 1, business))

    def _marks(self, first: int, count: int, business: bool) -> array[int]:
        if not business:
            return array("B", bytes([SOLVENT]) * count)
        solvent = self._solvency.draws(case_key("customer", first), count) >= self.model.insolvent_share
        return array("B", (BUSINESS | SOLVENT * solvent).astype(np.uint8).tobytes())

    def consumer(self, luck: float) -> Customer:
        """The consumer at the place that a number in (0, 1) points at; the last one there, if the place is empty."""
        return self._somebody(luck, business=False)

    def business(self, luck: float) -> Customer:
        """The business at the place that a number in (0, 1) points at; the last one there, if the place is empty."""
        return self._somebody(luck, business=True)

    def _somebody(self, luck: float, business: bool) -> Customer:
        number = self._let_go(business).at(luck)
        return self.get(number if number >= 0 else -1 - number)

    def at_first(self, luck: float, *, business: bool) -> Customer:
        """Of the customers there were at first the one that a number in (0, 1) points at."""
        return self.get(self.consumers + int(luck * self.businesses) if business else int(luck * self.consumers))

    def newcomer(self, wish: int) -> Customer:
        """A consumer who never bought before."""
        return self.get(self.consumers + self.businesses + wish)

    def stranger(self, wish: int) -> Customer:
        """A consumer who never bought before, and does not now: nothing is remembered."""
        return Customer(self.remembered, self.consumers + self.businesses + wish, UNKNOWN)

    def prospect(self, lead: int) -> Customer:
        """A business that never bought before."""
        return self.get(PROSPECTS + lead)

    def first_number(self, customer: Customer) -> int:
        """Of somebody who was no customer at first: the number of the wish, or the lead, that brought them."""
        return customer.number - (PROSPECTS if customer.business else self.consumers + self.businesses)

    def has_left(self, customer: Customer) -> bool:
        """Whether a customer does not buy any more."""
        remembered, row = self.remembered, customer.row
        if remembered.marks[row] & CHURNED:
            return True
        if remembered.stays_until[row] > self.env.now:
            return False
        if self.persuades is not None and customer.business and customer.place >= 0:
            self._let_go(business=True)
        return remembered.stays_until[row] <= self.env.now

    def count(self, *, business: bool) -> int:
        """How many customers of a kind there are now."""
        return self._let_go(business).people

    def all_of(self, *, business: bool) -> list[int]:
        """Numbers of the customers of a kind there are now, in order of their places."""
        return [number for number in self._let_go(business).held if number >= 0]

    @property
    def mean_satisfaction(self) -> float:
        """Mean satisfaction of those who have lived through anything with the company and have not left."""
        self._let_go(business=True)  # first: who is persuaded to stay may be met by that
        return self.remembered.mean_satisfaction(self.env.now, self.usual)

    @property
    def known(self) -> list[Customer]:
        """Everyone the company has met, in order of their numbers."""
        return [self.get(number) for number in sorted(self.remembered.numbers)]

    def in_row(self, row: int) -> Customer:
        """The customer whose row it is."""
        return Customer(self.remembered, self.remembered.numbers[row], row)

    def been_in_touch(self) -> Iterator[Customer]:
        """Those who have been in touch since this was asked last, in order of their numbers."""
        for row in self.remembered.rows_with(IN_TOUCH):
            customer = self.in_row(int(row))
            customer.in_touch = False
            yield customer

    def owed_by_businesses(self) -> Iterator[tuple[float, float]]:
        """What each business owes, and how much of it is overdue, in order of their numbers."""
        for row in self.remembered.rows_with(BUSINESS):
            yield self.remembered.items.value(int(row))

    # ---- what they live through ------------------------------------------------------------------------------

    def experience(self, customer: Customer, score: float) -> None:
        """Let an experience (0 terrible, 1 perfect) sink in, with the customer and in the company's reputation."""
        if not self.behaviour.satisfaction:
            return
        weight, felt = self.behaviour.satisfaction_memory, customer.satisfaction
        customer.satisfaction = felt = felt + weight * (max(0.0, min(1.0, score)) - felt)
        if self.behaviour.reputation:
            pull = min(1.0, 1.0 / (24.0 * self.behaviour.reputation_days / self.behaviour.reputation_step_hours))
            self.reputation += pull * (felt - self.reputation)

    def wearied(self, days: float) -> float:
        """What so many days of waiting take from an experience."""
        return self.behaviour.waiting_day_penalty * min(days, self.behaviour.waiting_days_felt)

    def served(self, customer: Customer, margin: float, wished: float) -> None:
        """An order has arrived that somebody wished for at a time, hours.

        Who never bought before may come to stay, the more likely the happier.
        """
        remembered, row = self.remembered, customer.row
        remembered.orders[row] += 1
        remembered.marks[row] |= IN_TOUCH
        remembered.spent[row] += margin
        if customer.place < 0 and not customer.churned and self._comes_to_stay(customer):
            base = self._let_go(customer.business)
            customer.stays_until = self.env.now + self._stay(customer.key, customer.business)
            customer.place = base.joins(customer.number, customer.stays_until)
            if self.on_joining is not None:
                self.on_joining(customer, wished)

    def _comes_to_stay(self, customer: Customer) -> bool:
        felt = customer.satisfaction / self.usual if self.behaviour.satisfaction else 1.0
        share = 1.0 if customer.business else self.model.newcomers_staying
        return customer.orders == 1 and self._staying.draw(customer.key) < share * felt

    def considers_leaving(self, customer: Customer, case: int, intention: float) -> bool:
        """Whether the customer leaves after this case; ``intention`` is the stated share who would."""
        if not self.behaviour.churn or self.has_left(customer):
            return False
        discontent = (1.0 - customer.satisfaction) / max(1e-9, 1.0 - self.usual) if self.behaviour.satisfaction else 1.0
        if self._leaving.draw(case) < intention * self.behaviour.churn_realism * discontent:
            customer.churned = True
            if customer.place >= 0:
                self._bases[customer.business].leaves(customer.place)
                if self.on_leaving is not None:
                    self.on_leaving(customer)
            return True
        return False
