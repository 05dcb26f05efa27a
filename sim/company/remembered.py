"""What a company remembers of its customers: a row each, in columns, and records that are whole only while they change.

Millions of customers would take a kilobyte each as objects; here one takes some sixty bytes. A ``Customer`` says who
somebody is and which row is theirs; it holds nothing itself, so that any number of them may speak of the same person.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from itertools import compress, repeat
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.engine.records import AT_FIRST, Record
from sim.inputs.names import CONTRACT_TERMS, CUSTOMER_MASTER, OPEN_ITEMS, TICKET_HISTORY, RecordName

Value = TypeVar("Value")
OWES_NOTHING = (0.0, 0.0)
BUSINESS, SOLVENT, CHURNED, IN_TOUCH, UNSUBSCRIBED = 1, 2, 4, 8, 16
"""What is true of somebody or not, in the column of marks."""


class Quiet(Protocol[Value]):
    """Values and versions of records to which nothing happens, by row."""

    def add(self, rows: int) -> None:
        """So many rows more."""

    def get(self, row: int) -> tuple[Value, int]:
        """Value and version of a row."""

    def put(self, row: int, value: Value, version: int) -> None:
        """Set value and version of a row."""


class Few:
    """Whole numbers, naught at first, that change for few."""

    def __init__(self) -> None:
        self.changed: dict[int, tuple[int, int]] = {}

    def add(self, rows: int) -> None:
        """Rows more take nothing."""

    def get(self, row: int) -> tuple[int, int]:
        """Number and version of a row."""
        return self.changed.get(row, (0, 0))

    def put(self, row: int, value: int, version: int) -> None:
        """Set number and version of a row."""
        self.changed[row] = value, version


class Numbers:
    """Whole numbers, naught at first."""

    def __init__(self) -> None:
        self.values, self.versions = array("i"), array("i")

    def add(self, rows: int) -> None:
        """So many rows more."""
        self.values.extend(repeat(0, rows))
        self.versions.extend(repeat(0, rows))

    def get(self, row: int) -> tuple[int, int]:
        """Number and version of a row."""
        return self.values[row], self.versions[row]

    def put(self, row: int, value: int, version: int) -> None:
        """Set number and version of a row."""
        self.values[row], self.versions[row] = value, version


class Amounts:
    """Pairs of amounts of money, nothing at first."""

    def __init__(self) -> None:
        self.owed, self.versions = array("d"), array("i")
        self.overdue: dict[int, float] = {}

    def add(self, rows: int) -> None:
        """So many rows more."""
        self.owed.extend(repeat(0.0, rows))
        self.versions.extend(repeat(0, rows))

    def get(self, row: int) -> tuple[tuple[float, float], int]:
        """Amounts and version of a row."""
        value = self.owed[row], self.overdue.get(row, 0.0)
        return value if any(value) else OWES_NOTHING, self.versions[row]

    def put(self, row: int, value: tuple[float, float], version: int) -> None:
        """Set amounts and version of a row."""
        self.owed[row], overdue = value
        if overdue:
            self.overdue[row] = overdue
        else:
            self.overdue.pop(row, None)
        self.versions[row] = version


class Records(Generic[Value]):
    """One record of every customer: whole from when it is written until nothing but value and version is left to know."""

    def __init__(self, quiet: Quiet[Value]) -> None:
        self._quiet = quiet
        self._whole: dict[int, Record] = {}
        self.add = quiet.add
        """So many rows more."""

    def of(self, row: int, key: int) -> Record:
        """The record of a row, for no longer than this moment; ``key`` is the record's."""
        record = self._whole.get(row)
        return AskedFor(self, row, key, *self._quiet.get(row)) if record is None else record

    def value(self, row: int) -> Value:
        """What is true now."""
        record = self._whole.get(row)
        if record is None:
            return self._quiet.get(row)[0]
        value: Value = record.value
        return value

    def keep(self, row: int, record: Record) -> None:
        """A record that has been asked for is written to.

        Raises:
            RuntimeError: when it has been written to since it was asked for.
        """
        if self._whole.setdefault(row, record) is not record:
            raise RuntimeError(f"record {record.key} has been asked for before it was written to")

    def forget_before(self, time: float) -> None:
        """Drop what no reader who is up to date as of ``time`` can see; of records without a past the value is kept."""
        kept = {}
        for row, record in self._whole.items():
            record.forget_before(time)
            if record.has_a_past:
                kept[row] = record
            else:
                self._quiet.put(row, record.value, record.version)
                record.end()
        self._whole = kept


class AskedFor(Record):
    """A quiet record that somebody wants to read; it is kept when it is written to."""

    __slots__ = ("_records", "_row")

    def __init__(self, records: Records[Value], row: int, key: int, value: Value, version: int) -> None:
        self.key = key  # all that ``Record`` would set, without a call more: one is made at every look
        self._times, self._values, self._first, self._faults = AT_FIRST, (value,), version, None
        self._records: Records[Value] | None = records
        self._row = row

    def _is_kept(self) -> None:
        if self._records is not None:
            self._records.keep(self._row, self)
            self._records = None

    def write(self, now: float, value: object) -> None:
        """Set a new true value."""
        self._is_kept()
        super().write(now, value)

    def misenter(self, value: object) -> None:
        """Note a wrong entry."""
        self._is_kept()
        super().misenter(value)


class Remembered:
    """The rows of the customers there are at first, by their numbers, and of all whom the company meets later.

    Attributes:
        numbers: of the customers.
        satisfaction, spent, orders, home, place, stays_until, marks: columns; ``Customer`` says what they mean.
        entries, ripe_at: what few have, by row.
        address, items, troubles, terms: records.
    """

    def __init__(self) -> None:
        self.numbers, self.place = array("i"), array("i")
        self.satisfaction, self.spent, self.stays_until = array("d"), array("d"), array("d")
        self.orders, self.home = array("i"), array("i")
        self.marks = array("B")
        self.entries: dict[int, int] = {}
        self.ripe_at: dict[int, float] = {}
        self.address, self.troubles, self.terms = Records(Few()), Records(Numbers()), Records(Few())
        self.items = Records(Amounts())
        self.records: dict[RecordName, Records[int] | Records[tuple[float, float]]] = {
            CUSTOMER_MASTER: self.address,
            OPEN_ITEMS: self.items,
            TICKET_HISTORY: self.troubles,
            CONTRACT_TERMS: self.terms,
        }

    def add(
        self,
        numbers: Sequence[int],
        places: Sequence[int],
        satisfaction: float,
        stays_until: Sequence[float],
        marks: Sequence[int],
    ) -> int:
        """So many more are remembered, each with a number, a place, and so on; returns the first one's row."""
        first, more = len(self.numbers), len(numbers)
        self.numbers.extend(numbers)
        self.place.extend(places)
        self.satisfaction.extend(repeat(satisfaction, more))
        self.stays_until.extend(stays_until)
        self.marks.extend(marks)
        self.spent.extend(repeat(0.0, more))
        self.orders.extend(repeat(0, more))
        self.home.extend(repeat(0, more))
        for records in self.records.values():
            records.add(more)
        return first

    def rows_with(self, mark: int) -> NDArray[np.intp]:
        """Rows of those with a mark, in order of their numbers."""
        rows = np.flatnonzero(np.array(self.marks) & mark)
        return rows[np.argsort(np.frombuffer(self.numbers, dtype=np.intc)[rows], kind="stable")]

    def mean_satisfaction(self, now: float, usual: float) -> float:
        """Mean satisfaction of those who have lived through anything and have not left; ``usual`` if there are none."""
        felt = (np.frombuffer(self.satisfaction) != usual) & (np.frombuffer(self.stays_until) > now)
        felt &= np.frombuffer(self.marks, dtype=np.uint8) & CHURNED == 0
        people = np.count_nonzero(felt)
        return math.fsum(compress(self.satisfaction, felt.tobytes())) / people if people else usual

    def forget(self, known: Callable[[RecordName], float]) -> None:
        """Drop what no reader can see any more; ``known`` says up to when all copies of a record are informed, hours."""
        for name, records in self.records.items():
            records.forget_before(known(name))
