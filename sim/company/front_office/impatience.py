"""When somebody who waits for an answer will ask again."""

from __future__ import annotations

from typing import Protocol

from sim.company.front_office.ticket import Ticket
from sim.engine.kernel import Due


class AskedAgain(Protocol):
    """Whom customers ask again."""

    def chase(self, ticket: Ticket, time: int, number: int) -> None:
        """Somebody who waits for the ``time``-th time asks again, having done so ``number`` times before."""


class Impatience(Due):
    """A customer who will ask again: of these there are more than tickets that wait."""

    __slots__ = ("number", "support", "ticket", "time")

    def __init__(self, support: AskedAgain, ticket: Ticket, time: int) -> None:
        self.support, self.ticket, self.time, self.number = support, ticket, time, ticket.chases
        ticket.chases += 1

    def happen(self) -> None:
        """Ask again."""
        self.support.chase(self.ticket, self.time, self.number)
