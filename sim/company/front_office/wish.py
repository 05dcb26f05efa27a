"""What a customer who came to stay wishes for next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.kernel import Due

if TYPE_CHECKING:
    from sim.company.front_office.sales import Sales


class Wish(Due):
    """What a customer who came to stay will wish for: of these there are as many as such customers."""

    __slots__ = ("number", "sales", "who")

    def __init__(self, sales: Sales, who: int, number: int) -> None:
        self.sales, self.who, self.number = sales, who, number

    def happen(self) -> None:
        """The customer wishes for it."""
        self.sales.wishes_again(self.who, self.number)
