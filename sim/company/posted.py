"""Cases that lie in the outbox of an interface after all that is done about them where they come from."""

from __future__ import annotations

from typing import Protocol

from sim.company.case import Case
from sim.engine.handoff import Batch, Handoff
from sim.engine.kernel import GONE, Flow, Kernel, Signal


class Receiver(Protocol):
    """Who gets a case."""

    def take(self, case: Case, subject: str) -> Flow:
        """Handle a case that has come over a hand-off."""


class Carrier(Protocol):
    """Who takes a case along."""

    env: Kernel

    def has_left(self, posted: Posted) -> None:
        """Take what has left the outbox to the receiver, and let it go the receiver's way."""


class Posted(Signal):
    """A case in an outbox: when it leaves it goes on by itself. No process can wait for that: to the clock it is over."""

    __slots__ = ("carrier", "case", "handoff", "manner", "receiver", "sending", "sent", "subject")

    def __init__(
        self,
        carrier: Carrier,
        handoff: Handoff,
        manner: Batch,
        case: Case,
        subject: str,
        receiver: Receiver,
        sending: int,
    ) -> None:
        self.env, self.callbacks, self.sent = carrier.env, GONE, carrier.env.now
        self.carrier, self.handoff, self.manner = carrier, handoff, manner
        self.case, self.subject, self.receiver, self.sending = case, subject, receiver, sending

    def fire(self, value: object = None) -> None:
        """It leaves."""
        self.carrier.has_left(self)
