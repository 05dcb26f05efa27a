"""Cases that wait for somebody outside for weeks, and what is left of them meanwhile when nobody else has them in hand.

A run keeps half a million invoices that are not due yet, each with its order: as objects 1.4 kilobytes, at rest a fifth
of a kilobyte. Who has a case in hand is counted, not guessed: ``Casework`` counts for each case those that have come from
it and are not over, and a process that holds a case which has been closed counts itself.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import NamedTuple, Protocol

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.remembered import Remembered
from sim.company.tally import Tally
from sim.engine.kernel import Due, Flow, Kernel
from sim.engine.records import Record

NUMBERS, WHO = Struct("<qqqddddd"), Struct("<qq")
"""Of a case: number, key, units, opened, closed, due, value, since when it waits. Of its customer: number, row."""


AT_REST = -1
"""In the place of how many hold it: this is not the case any more, but what it was when it came to rest."""


class Alike(NamedTuple):
    """What many cases at rest have in common; they share one."""

    kind: str
    home: str
    status: str
    product: str
    pays_later: bool
    failure: bool
    faulty: bool
    wrong: frozenset[str]
    visits: Tally
    children: Tally
    held: int
    record: tuple[str, int] | None
    waits_for: tuple[int, int] | None
    remembered: Remembered | None


class Keeper(Protocol):
    """Keeps the open cases, those at rest among them."""

    env: Kernel

    def waited(self, case: Case, *, recorded: bool = False) -> None:
        """A wait is over."""

    def alike(self, cases: tuple[Alike, ...]) -> tuple[Alike, ...]:
        """The one of these that all who are like that share."""

    def is_at_rest(self, case: Case, waits: Waits) -> None:
        """A case is at rest."""

    def is_back(self, case: Case) -> None:
        """A case has been woken."""


class Waits(Due):
    """What is due when a case has waited long enough: it goes its way."""

    __slots__ = ("_alike", "_case", "_casework", "_flow", "_numbers", "_origin")

    def __init__(self, casework: Keeper, case: Case, flow: Callable[[Case], Flow]) -> None:
        self._casework, self._flow = casework, flow
        self._case: Case | None = case
        self._alike: tuple[Alike, ...] = ()
        self._numbers = b""
        self._origin: Case | None = None

    def happen(self) -> None:
        """Let it go on."""
        case = self.case()
        self._case = None
        self._casework.waited(case)
        self._casework.env.start(self._flow(case))

    def case(self) -> Case:
        """The case that waits; one at rest is woken."""
        if self._case is None:
            self._case = self.seen()
            self._alike, self._numbers, self._origin = (), b"", None
            self._casework.is_back(self._case)
        return self._case

    def rest(self) -> bool:
        """Keep only what is left to know of the case, and of the one it has come from, if nobody has them in hand.

        What was in hand is not to be worked on any more: ``Casework`` takes no case from it and does not close it.

        Returns:
            Whether there is nothing more to keep: it is at rest now, or has gone its way.
        """
        case = self._case
        if case is None:
            return True
        if case.held or not is_still(case):
            return False
        cases, customer = [case], case.customer
        while (parent := cases[-1].parent) is not None:
            if parent.open or parent.held != 1 or not is_still(parent) or parent.customer is not customer:
                break
            cases.append(parent)
        if case.parent is not None and len(cases) == 1:
            return False
        self._alike = self._casework.alike(tuple(map(_alike, cases)))
        self._numbers = b"".join(map(_numbers, cases)) + (WHO.pack(customer.number, customer.row) if customer else b"")
        self._origin = cases[-1].parent
        self._case = None
        self._casework.is_at_rest(case, self)
        for gone in cases:
            gone.held = AT_REST
        return True

    def seen(self) -> Case:
        """The case as it is; of one at rest what it would be if it were woken."""
        if self._case is not None:
            return self._case
        remembered = self._alike[0].remembered
        customer = Customer(remembered, *WHO.unpack(self._numbers[-WHO.size :])) if remembered is not None else None
        case = self._origin
        for place in reversed(range(len(self._alike))):
            case = _again(self._alike[place], NUMBERS.unpack_from(self._numbers, place * NUMBERS.size), customer, case)
        assert case is not None
        return case


def is_still(case: Case) -> bool:
    """Whether nothing is going on with a case, so that a few numbers say all that is left to know of it."""
    record = case.record
    return (
        case.rework_since < 0
        and not case.branches
        and isinstance(case._visits, tuple)
        and isinstance(case._children, tuple)
        and (record is None or (isinstance(record.value, str) and not record.has_a_past))
    )


def _alike(case: Case) -> Alike:
    record, waiting = case.record, case.waiting
    return Alike(
        case.kind,
        case.home,
        case.status,
        case.product,
        case.pays_later,
        case.failure,
        case.faulty,
        case.wrong,
        case._visits,
        case._children,
        case.held,
        None if record is None else (record.value, record.version),
        None if waiting is None else (waiting[0], waiting[2]),
        None if case.customer is None else case.customer.remembered,
    )


def _numbers(case: Case) -> bytes:
    since = 0.0 if case.waiting is None else case.waiting[1]
    return NUMBERS.pack(case.number, case.key, case.units, case.opened, case.closed, case.due, case.value, since)


def _again(
    alike: Alike,
    numbers: tuple[int, int, int, float, float, float, float, float],
    customer: Customer | None,
    parent: Case | None,
) -> Case:
    number, key, units, opened, closed, due, value, since = numbers
    case = Case(alike.kind, number, key, opened, alike.home, customer, parent)
    case.units, case.closed, case.due, case.value = units, closed, due, value
    case.status, case.product, case.pays_later = alike.status, alike.product, alike.pays_later
    case.failure, case.faulty, case.wrong = alike.failure, alike.faulty, alike.wrong
    case._visits, case._children, case.held = alike.visits, alike.children, alike.held
    if alike.record is not None:
        case.record = Record.again(key, *alike.record)
    if alike.waits_for is not None:
        case.waiting = alike.waits_for[0], since, alike.waits_for[1]
    return case
