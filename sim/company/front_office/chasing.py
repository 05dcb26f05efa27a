"""What sellers chase: approvals that do not come, and orders of businesses that ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.company.case import Case
from sim.company.department import Department
from sim.engine.kernel import Flow


@dataclass(slots=True)
class Approval:
    """What a seller waits for: another department's word on a case."""

    case: Case
    owner: str
    given: bool = False


class Chasing:
    """Sellers who ask how things stand, for themselves and for their customers."""

    def __init__(self, seller: Department) -> None:
        self.seller = seller
        self._again = seller.house.streams.exponential("sales.chases", 1.0)

    def approved(self, case: Case, subject: str) -> Flow:
        """Ask another department for its approval, and ask what has become of it as long as none has come."""
        seller = self.seller
        waiting = Approval(case, seller.asks[subject][0])
        if seller.model.sales.approval_patience_hours:
            seller.env.start(self.chase_approval(waiting))
        answer = yield from seller.request(case, subject)
        waiting.given = True
        return answer

    def chase_approval(self, waiting: Approval) -> Flow:
        """A seller who waits for an approval asks the others about it, again and again."""
        seller, case = self.seller, waiting.case
        patience = seller.model.sales.approval_patience_hours
        while True:
            yield seller.env.timeout(patience * self._again.draw(case.key, case.visit("chase an approval")))
            if waiting.given:
                return
            asking = seller.cases.open_child("chased approval", case, seller.name, failure=True)
            yield seller.do(asking, "chase an answer")
            yield seller.neighbours.colleagues[waiting.owner].do(asking, "answer an inquiry")
            seller.cases.close(asking, "heard")

    def chase_order(self, order: Case) -> None:
        """A business asks its seller where its order is; the seller finds out and calls back."""
        self.seller.start_child(order, "chased order", self.find_order, failure=True)

    def find_order(self, case: Case) -> Flow:
        """Find out what has become of an order, by a look or by asking Logistics, and tell the customer."""
        seller = self.seller
        if not seller.can_see(case):
            yield from seller.inquire(case, "logistics")
        yield seller.do(case, "chase an answer")
        seller.cases.close(case, "told")
