"""What a customer who came to stay wishes for next."""

from __future__ import annotations

from typing import Protocol

from sim.engine.kernel import Due


class Wished(Protocol):
    """Where wishes arrive."""

    def wishes_again(self, who: int, number: int) -> None:
        """The customer with this number has the next wish, of which it has had so many by then."""


class Wish(Due):
    """What a customer who came to stay will wish for: of these there are as many as such customers."""

    __slots__ = ("number", "sales", "who")

    def __init__(self, sales: Wished, who: int, number: int) -> None:
        self.sales, self.who, self.number = sales, who, number

    def happen(self) -> None:
        """The customer wishes for it."""
        self.sales.wishes_again(self.who, self.number)
