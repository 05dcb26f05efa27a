"""When goods that a customer will not keep will be sent back."""

from __future__ import annotations

from typing import Protocol

from sim.company.case import Case
from sim.engine.kernel import Due


class Receiver(Protocol):
    """Where goods come back to."""

    def comes_back(self, order: Case) -> None:
        """The customer does not want to keep it."""


class UnwantedGoods(Due):
    """Goods that a customer still has, and will not keep."""

    __slots__ = ("order", "receiver")

    def __init__(self, receiver: Receiver, order: Case) -> None:
        self.receiver, self.order = receiver, order

    def happen(self) -> None:
        """They come back."""
        self.receiver.comes_back(self.order)
