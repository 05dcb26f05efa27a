"""One customer: who it is, and what it has lived through with the company."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, MutableSequence
from operator import attrgetter
from typing import Generic, TypeVar

from sim.company.remembered import BUSINESS, CHURNED, IN_TOUCH, OWES_NOTHING, SOLVENT, UNSUBSCRIBED, Remembered
from sim.engine.records import Record
from sim.engine.streams import case_key

_KEY = case_key("customer", 0)
Value = TypeVar("Value")


class Everybodys(Generic[Value]):
    """What everybody has, from a column."""

    def __init__(self, column: Callable[[Remembered], MutableSequence[Value]]) -> None:
        self.column = column

    def __get__(self, customer: Customer, owner: type[Customer]) -> Value:
        return self.column(customer.remembered)[customer.row]

    def __set__(self, customer: Customer, value: Value) -> None:
        self.column(customer.remembered)[customer.row] = value


class Rare(Generic[Value]):
    """What few have; all others have the same."""

    def __init__(self, column: Callable[[Remembered], MutableMapping[int, Value]], usual: Value) -> None:
        self.column, self.usual = column, usual

    def __get__(self, customer: Customer, owner: type[Customer]) -> Value:
        return self.column(customer.remembered).get(customer.row, self.usual)

    def __set__(self, customer: Customer, value: Value) -> None:
        if value == self.usual:
            self.column(customer.remembered).pop(customer.row, None)
        else:
            self.column(customer.remembered)[customer.row] = value


class Mark:
    """What is true of a customer, or not."""

    def __init__(self, mark: int) -> None:
        self.mark = mark

    def __get__(self, customer: Customer, owner: type[Customer]) -> bool:
        return customer.remembered.marks[customer.row] & self.mark != 0

    def __set__(self, customer: Customer, value: bool) -> None:
        marks = customer.remembered.marks
        marks[customer.row] = marks[customer.row] | self.mark if value else marks[customer.row] & ~self.mark


class Customer:
    """One customer, as a case or a list has it in hand; all that changes stands in a row of what is remembered.

    Attributes:
        satisfaction: 0 (furious) to 1 (delighted), an average that forgets.
        home: where the customer really lives, a number that grows with every move.
        in_touch: has bought or complained since the last review of customers.
        solvent: whether the customer will pay; nobody in the company can see it directly.
        place: place in the customer base; -1 for those who do not belong to it.
        stays_until: when the customer stops buying for reasons of its own, hours.
        entries: how often the customer stands in the master.
        ripe_at: when a business that has asked for an offer is ready to buy, hours.
        unsubscribed: whether the customer wants no letters.
    """

    __slots__ = ("number", "remembered", "row")

    def __init__(self, remembered: Remembered, number: int, row: int) -> None:
        self.remembered, self.number, self.row = remembered, number, row

    solvent, churned = Mark(SOLVENT), Mark(CHURNED)
    in_touch, unsubscribed = Mark(IN_TOUCH), Mark(UNSUBSCRIBED)
    satisfaction, spent = Everybodys[float](attrgetter("satisfaction")), Everybodys[float](attrgetter("spent"))
    orders, home = Everybodys[int](attrgetter("orders")), Everybodys[int](attrgetter("home"))
    place, stays_until = Everybodys[int](attrgetter("place")), Everybodys[float](attrgetter("stays_until"))
    entries = Rare[int](attrgetter("entries"), 1)
    ripe_at = Rare[float](attrgetter("ripe_at"), 0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Customer) and (self.row, self.remembered) == (other.row, other.remembered)

    def __hash__(self) -> int:
        return self.row

    @property
    def business(self) -> bool:
        """Whether it is a business."""
        return self.remembered.marks[self.row] & BUSINESS != 0

    @property
    def key(self) -> int:
        """What the customer draws by."""
        return _KEY | self.number

    @property
    def address(self) -> Record:
        """Record of the master data; the value is the address the company has been told.

        This and the other records are good for this moment: who wants to know later asks again.
        """
        return self.remembered.address.of(self.row, _KEY | self.number)

    @property
    def items(self) -> Record:
        """Record of (money owed, money overdue)."""
        return self.remembered.items.of(self.row, _KEY | self.number)

    @property
    def troubles(self) -> Record:
        """Record of the number of open complaints and unsolved tickets."""
        return self.remembered.troubles.of(self.row, _KEY | self.number)

    @property
    def terms(self) -> Record:
        """Record of the agreed price level (business customers)."""
        return self.remembered.terms.of(self.row, _KEY | self.number)

    @property
    def open_matters(self) -> int:
        """Number of open complaints and unsolved tickets, as it is now."""
        return self.remembered.troubles.value(self.row)

    def owes(self, now: float, amount: float, overdue: float = 0.0) -> None:
        """Change what the customer owes, and how much of it is overdue."""
        items = self.items
        owed, late = items.value
        value = max(0.0, owed + amount), max(0.0, late + overdue)
        items.write(now, value if any(value) else OWES_NOTHING)

    def trouble(self, now: float, change: int) -> None:
        """An unsolved matter more (1) or less (-1)."""
        self.in_touch = True
        troubles = self.troubles
        troubles.write(now, max(0, troubles.value + change))
