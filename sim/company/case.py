"""Cases: units of work with an identity that is the same in every world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.company.periods import NEVER
from sim.company.tally import NOTHING_YET, Tally
from sim.engine.records import Record

if TYPE_CHECKING:
    from sim.company.customer import Customer

NOTHING: frozenset[str] = frozenset()
"""What is wrong with most cases."""
BILLED = frozenset({"price", "items", "terms"})
DAMAGED = "damaged"
"""Goods that the customer has kept for less money."""
CLAUSE = "clause"
"""What is wrong with a contract in which something stands that will cost the company."""


class Case:
    """A unit of work: an order, a ticket, an invoice and so on.

    Of some millions a run holds those that are open, and those that open ones have come from: what most have nothing of
    (faults, children, branches) takes no memory until they have.

    Attributes:
        key: what the case draws its random numbers by; the same in every world.
        number: counts per kind; of a child case, its place among its parent's children of the kind.
        place: among all cases of the run, in the order in which they were opened.
        visits: what it has come for, and how often; the luck of the next time goes by that.
        wrong: names of the fields that are recorded wrong on this case.
        faulty: whether there is something wrong with it that a check may find.
        failure: the case exists only because something went wrong (failure demand).
        value: money at stake, currency.
        home: the department that opened it.
        held: how many have it in hand: cases that have come from it and are not over, processes that are not its own.
        pays_later: whether the customer pays this order by invoice.
        branches: cases that now go side by side for this one, which waits for the last of them.
        waiting: (kind of wait, since, code of the team) while the case waits for something other than its turn.
    """

    __slots__ = (
        "_children",
        "branches",
        "closed",
        "customer",
        "due",
        "failure",
        "faulty",
        "held",
        "home",
        "key",
        "kind",
        "number",
        "opened",
        "parent",
        "place",
        "pays_later",
        "product",
        "record",
        "rework_since",
        "status",
        "units",
        "value",
        "visits",
        "waiting",
        "wrong",
    )

    def __init__(
        self,
        kind: str,
        number: int,
        key: int,
        opened: float,
        home: str,
        customer: Customer | None = None,
        parent: Case | None = None,
    ) -> None:
        self.kind = kind
        self.number = number
        self.key = key
        self.opened = opened
        self.home = home
        self.customer = customer
        self.parent = parent
        self.place = 0
        self.closed = -1.0
        self.status = "open"
        self.due = NEVER
        self.value = 0.0
        self.units = 0
        self.product = ""
        self.pays_later = False
        self.failure: bool = parent is not None and parent.failure
        self.faulty = False
        self.held = 0
        self.rework_since = -1.0
        self.wrong = NOTHING
        self.visits: Tally = NOTHING_YET
        self._children: Tally = NOTHING_YET
        self.record: Record | None = None
        self.branches: Sequence[Case] = ()
        self.waiting: tuple[int, float, int] | None = None

    @property
    def open(self) -> bool:
        """Whether the case is still in progress."""
        return self.closed < 0

    def visit(self, purpose: str) -> int:
        """How often this case has come for ``purpose`` before; counts one more."""
        number, self.visits = self.visits.after[purpose]
        return number

    def next_visit(self, purpose: str) -> int:
        """How often this case has come for ``purpose`` before."""
        return self.visits.after[purpose][0]

    def next_child(self, kind: str) -> int:
        """How many children of a kind this case has had; counts one more."""
        number, self._children = self._children.after[kind]
        return number
