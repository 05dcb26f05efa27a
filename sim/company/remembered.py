"""What a company remembers of its customers: a row each, in columns, and records that are whole only while they change.

Millions of customers would take a kilobyte each as objects; here one takes some ninety bytes. A ``Customer`` says who
somebody is and which row is theirs; it holds nothing itself, so that any number of them may speak of the same person.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.engine.records import Record
from sim.inputs.names import CONTRACT_TERMS, CUSTOMER_MASTER, OPEN_ITEMS, TICKET_HISTORY, RecordName

Value = TypeVar("Value")
OWES_NOTHING = (0.0, 0.0)
BUSINESS, SOLVENT, CHURNED, IN_TOUCH, UNSUBSCRIBED = 1, 2, 4, 8, 16
"""What is true of somebody or not, in the column of marks."""


class Quiet(Protocol[Value]):
    """The values of records to which nothing happens, by row."""

    def add(self) -> None:
        """A row more."""

    def get(self, row: int) -> Value:
        """The value of a row."""

    def put(self, row: int, value: Value) -> None:
        """Set the value of a row."""


class Numbers:
    """Whole numbers, naught at first."""

    def __init__(self) -> None:
        self.values = array("i")

    def add(self) -> None:
        """A row more."""
        self.values.append(0)

    def get(self, row: int) -> int:
        """The number of a row."""
        return self.values[row]

    def put(self, row: int, value: int) -> None:
        """Set the number of a row."""
        self.values[row] = value


class Amounts:
    """Pairs of amounts of money, nothing at first."""

    def __init__(self) -> None:
        self.owed, self.overdue = array("d"), array("d")

    def add(self) -> None:
        """A row more."""
        self.owed.append(0.0)
        self.overdue.append(0.0)

    def get(self, row: int) -> tuple[float, float]:
        """The amounts of a row."""
        value = self.owed[row], self.overdue[row]
        return value if any(value) else OWES_NOTHING

    def put(self, row: int, value: tuple[float, float]) -> None:
        """Set the amounts of a row."""
        self.owed[row], self.overdue[row] = value


class Records(Generic[Value]):
    """One record of every customer: whole from when somebody asks for it until nothing but its value is left to know."""

    def __init__(self, quiet: Quiet[Value]) -> None:
        self._quiet = quiet
        self._versions = array("i")
        self._whole: dict[int, Record] = {}

    def add(self) -> None:
        """A row more."""
        self._quiet.add()
        self._versions.append(0)

    def of(self, row: int, key: int) -> Record:
        """The record of a row, for no longer than this moment; ``key`` is the record's."""
        record = self._whole.get(row)
        if record is None:
            record = self._whole[row] = Record.again(key, self._quiet.get(row), self._versions[row])
        return record

    def value(self, row: int) -> Value:
        """What is true now."""
        record = self._whole.get(row)
        if record is None:
            return self._quiet.get(row)
        value: Value = record.value
        return value

    def forget_before(self, time: float) -> None:
        """Drop what no reader who is up to date as of ``time`` can see; of records without a past the value is kept."""
        kept = {}
        for row, record in self._whole.items():
            record.forget_before(time)
            if record.has_a_past:
                kept[row] = record
            else:
                self._quiet.put(row, record.value)
                self._versions[row] = record.version
                record.end()
        self._whole = kept


class Remembered:
    """The rows of everybody the company has met, in the order in which it met them.

    Attributes:
        numbers: of the customers.
        satisfaction, spent, orders, home, place, stays_until, marks: columns; ``Customer`` says what they mean.
        entries, ripe_at, first_wish: what few have, by row.
        address, items, troubles, terms: records.
    """

    def __init__(self) -> None:
        self.numbers, self.place = array("q"), array("i")
        self.satisfaction, self.spent, self.stays_until = array("d"), array("d"), array("d")
        self.orders, self.home = array("i"), array("i")
        self.marks = array("B")
        self.entries: dict[int, int] = {}
        self.ripe_at: dict[int, float] = {}
        self.first_wish: dict[int, float] = {}
        self.address, self.troubles, self.terms = Records(Numbers()), Records(Numbers()), Records(Numbers())
        self.items = Records(Amounts())
        self.records: dict[RecordName, Records[int] | Records[tuple[float, float]]] = {
            CUSTOMER_MASTER: self.address,
            OPEN_ITEMS: self.items,
            TICKET_HISTORY: self.troubles,
            CONTRACT_TERMS: self.terms,
        }

    def add(self, number: int, place: int, satisfaction: float, stays_until: float, marks: int) -> int:
        """Somebody has been met; returns the row."""
        self.numbers.append(number)
        self.place.append(place)
        self.satisfaction.append(satisfaction)
        self.stays_until.append(stays_until)
        self.marks.append(marks)
        self.spent.append(0.0)
        self.orders.append(0)
        self.home.append(0)
        for records in self.records.values():
            records.add()
        return len(self.numbers) - 1

    def rows_with(self, mark: int) -> NDArray[np.intp]:
        """Rows of those with a mark, in order of their numbers."""
        rows = np.flatnonzero(np.array(self.marks) & mark)
        return rows[np.argsort(np.frombuffer(self.numbers, dtype=np.int64)[rows], kind="stable")]

    def mean_satisfaction(self, now: float, usual: float) -> float:
        """Mean satisfaction of those who have lived through anything and have not left; ``usual`` if there are none."""
        people, total = 0, 0.0
        for satisfaction, until, marks in zip(self.satisfaction, self.stays_until, self.marks, strict=True):
            if satisfaction != usual and until > now and not marks & CHURNED:
                people += 1
                total += satisfaction
        return total / people if people else usual

    def forget(self, known: Callable[[RecordName], float]) -> None:
        """Drop what no reader can see any more; ``known`` says up to when all copies of a record are informed, hours."""
        for name, records in self.records.items():
            records.forget_before(known(name))
