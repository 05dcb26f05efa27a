"""Cases that wait for somebody outside for weeks, and what is left of them meanwhile when nobody else has them in hand.

A run keeps half a million invoices that are not due yet, each with its order: as objects 1.4 kilobytes, at rest a sixth
of a kilobyte, which lies in a drawer (``sim/company/drawers.py``). Who has a case in hand is counted, not guessed:
``Casework`` counts for each case those that have come from it and are not over, and a process that holds a case which has
been closed counts itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from struct import Struct
from typing import NamedTuple, Protocol

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.remembered import Remembered
from sim.company.tally import Tally
from sim.engine.kernel import Due, Flow, Kernel
from sim.engine.records import Record

NUMBERS, WHO, PLACE = Struct("<Iqqidddd"), Struct("<ii"), Struct("<I")
"""Of a case: place, number, key, units, opened, since when it waits (or when it closed), due, value. Of its customer:
number, row."""
AT_REST = -1
"""In the place of how many hold it: this is not the case any more, but what it was when it came to rest."""


class Alike(NamedTuple):
    """What many cases at rest have in common; they share one.

    What they are about is not in it: a hundred products would make as many of each story.
    """

    kind: str
    home: str
    status: str
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

    def is_at_rest(self, case: Case) -> None:
        """A case is at rest."""

    def is_due(self, waits: Waits) -> None:
        """A case at rest will be due today."""

    def is_opened(self, day: int) -> None:
        """A day has come, and what was to be due then is on the agenda."""

    def is_back(self, case: Case) -> None:
        """A case has been woken."""


class Waits(Due):
    """What is due when a case has waited long enough: it goes its way."""

    __slots__ = ("_alike", "_case", "_casework", "_numbers", "_origin", "_products", "flow")

    def __init__(self, casework: Keeper, case: Case | None, flow: Callable[[Case], Flow]) -> None:
        self._casework, self.flow = casework, flow
        self._case = case
        self._alike: tuple[Alike, ...] = ()
        self._products: tuple[str, ...] = ()
        self._numbers = b""
        self._origin: Case | None = None

    @classmethod
    def at_rest(
        cls,
        casework: Keeper,
        flow: Callable[[Case], Flow],
        alike: tuple[Alike, ...],
        products: tuple[str, ...],
        left: bytes,
        origin: Case | None,
    ) -> Waits:
        """One that rests: what ``left`` said of it then."""
        waits = cls(casework, None, flow)
        waits._alike, waits._products, waits._numbers, waits._origin = alike, products, left, origin
        return waits

    def left(self) -> tuple[tuple[Alike, ...], tuple[str, ...], bytes, Case | None]:
        """What is left to know of one that rests.

        Returns:
            What many share, products, numbers, and the case it comes from if that does not rest.
        """
        return self._alike, self._products, self._numbers, self._origin

    @property
    def place(self) -> int:
        """Of the case, among all."""
        return place_in(self._numbers, 0) if self._case is None else self._case.place

    @property
    def key(self) -> int:
        """Of the case."""
        key: int = NUMBERS.unpack_from(self._numbers)[2] if self._case is None else self._case.key
        return key

    def happen(self) -> None:
        """Let it go on."""
        case = self.case()
        self._case = None
        self._casework.waited(case)
        self._casework.env.start(self.flow(case))

    def case(self) -> Case:
        """The case that waits; one at rest is woken."""
        if self._case is None:
            self._case = self.seen()
            self._alike, self._products, self._numbers, self._origin = (), (), b"", None
            self._casework.is_back(self._case)
        return self._case

    def rest(self) -> bool:
        """Keep only what is left to know of the case, and of the one it has come from, if nobody has them in hand.

        What was in hand is not to be worked on any more: ``Casework`` takes no case from it and does not close it.

        Returns:
            Whether it is at rest now.
        """
        case = self._case
        if case is None or case.held or not is_still(case):
            return False
        cases, customer = [case], case.customer
        while (parent := cases[-1].parent) is not None:
            if parent.open or parent.held != 1 or not is_still(parent) or parent.customer is not customer:
                break
            cases.append(parent)
        if case.parent is not None and len(cases) == 1:
            return False
        self._alike = self._casework.alike(tuple(map(_alike, cases)))
        self._products = _products(*[case.product for case in cases])
        self._numbers = b"".join(map(_numbers, cases)) + (WHO.pack(customer.number, customer.row) if customer else b"")
        self._origin = cases[-1].parent
        self._case = None
        self._casework.is_at_rest(case)
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
            case.product = self._products[place]
        assert case is not None
        return case


def bytes_of(alike: tuple[Alike, ...]) -> int:
    """How many bytes the numbers of a case at rest take, with those it has come from."""
    return NUMBERS.size * len(alike) + (WHO.size if alike[0].remembered is not None else 0)


def place_in(numbers: bytes | bytearray, begin: int) -> int:
    """The place of a case among all, of which the numbers stand there."""
    place: int = PLACE.unpack_from(numbers, begin)[0]
    return place


def is_still(case: Case) -> bool:
    """Whether nothing is going on with a case, so that a few numbers say all that is left to know of it."""
    record = case.record
    return (
        case.rework_since < 0
        and not case.branches
        and (case.open or case.waiting is None)
        and isinstance(case.visits, tuple)
        and isinstance(case._children, tuple)
        and (record is None or (isinstance(record.value, str) and not record.has_a_past))
    )


@lru_cache(maxsize=4096)
def _products(*products: str) -> tuple[str, ...]:
    """What a case and those it has come from are about; one tuple for all that are about the same."""
    return products


def _alike(case: Case) -> Alike:
    record, waiting = case.record, case.waiting
    return Alike(
        case.kind,
        case.home,
        case.status,
        case.pays_later,
        case.failure,
        case.faulty,
        case.wrong,
        case.visits,
        case._children,
        case.held,
        None if record is None else (record.value, record.version),
        None if waiting is None else (waiting[0], waiting[2]),
        None if case.customer is None else case.customer.remembered,
    )


def _numbers(case: Case) -> bytes:
    since = case.closed if case.waiting is None else case.waiting[1]
    return NUMBERS.pack(case.place, case.number, case.key, case.units, case.opened, since, case.due, case.value)


def _again(
    alike: Alike,
    numbers: tuple[int, int, int, int, float, float, float, float],
    customer: Customer | None,
    parent: Case | None,
) -> Case:
    place, number, key, units, opened, since, due, value = numbers
    case = Case(alike.kind, number, key, opened, alike.home, customer, parent)
    case.place, case.units, case.due, case.value = place, units, due, value
    case.status, case.pays_later = alike.status, alike.pays_later
    case.failure, case.faulty, case.wrong = alike.failure, alike.faulty, alike.wrong
    case.visits, case._children, case.held = alike.visits, alike.children, alike.held
    if alike.record is not None:
        case.record = Record.again(key, *alike.record)
    if alike.waits_for is None:
        case.closed = since
    else:
        case.waiting = alike.waits_for[0], since, alike.waits_for[1]
    return case
