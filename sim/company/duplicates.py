"""Customers who stand in the master more than once: how that comes about, and who is misled by it."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.customers import Customers
from sim.company.ledger import Ledger
from sim.company.world import World
from sim.engine.codes import Mode
from sim.engine.streams import Streams, case_key
from sim.inputs.processes_model import CrmModel

MERGED = 1
"""Entries of a customer in the master as it should be."""


class Duplicates:
    """Entries beyond one that customers have in the master.

    They arise where a customer's data that somebody has keyed in must be found again in the master of another system, by
    a person or by an interface; where all work on one master they never do. Whoever looks at such a customer looks at one
    of its entries, and sees what stands there.
    """

    def __init__(self, crm: CrmModel, streams: Streams, world: World, customers: Customers, ledger: Ledger) -> None:
        self.crm, self.world, self.customers, self.ledger = crm, world, customers, ledger
        self._arises = streams.uniform("duplicate.arises")
        self._at_first = streams.uniform("duplicate.at_first")
        self._looked_at = streams.uniform("duplicate.entry_looked_at")
        self._found = streams.uniform("duplicate.found")
        self.standing: dict[int, Customer] = {}
        """Customers with several entries, by number."""

    def begin(self) -> None:
        """Some customers have two entries when a run begins, where there are several masters."""
        share = self.crm.duplicates_at_first if self.masters_apart("sales", "new customer") else 0.0
        if share:
            for number in range(self.customers.consumers + self.customers.businesses):
                if self._at_first.draw(case_key("customer", number)) < share:
                    self.one_more(self.customers.get(number))

    def masters_apart(self, source: str, subject: str) -> bool:
        """Whether CRM and another department keep masters of their own."""
        link = self.world.primitives.links.get((source, "crm", subject))
        return link is not None and link.mode != Mode.SHARED

    def may_arise(self, case: Case, source: str, subject: str) -> None:
        """A customer's data come from a master of its own: maybe they are entered as somebody new."""
        if self.crm.duplicate_share and self.masters_apart(source, subject):
            arises = self._arises.draw(case.key, case.visit("keyed in")) < self.crm.duplicate_share
            if arises and case.customer is not None:
                self.one_more(case.customer)

    def one_more(self, customer: Customer) -> None:
        """A customer has one entry more."""
        customer.entries += 1
        self.standing[customer.number] = customer
        self._note()

    def merge(self, customer: Customer) -> None:
        """All that is known of a customer stands in one entry again."""
        customer.entries = MERGED
        customer.address.correct()
        self.standing.pop(customer.number, None)
        self._note()

    def found(self, week: int) -> list[Customer]:
        """Those that somebody who looks for them finds in a week."""
        return [
            customer for customer in self.standing.values() if self._found.draw(customer.key, week) < self.crm.merge_finds
        ]

    def other_entry(self, case: Case, customer: Customer) -> bool:
        """Whether the entry that is looked at is another one than that in which the matter stands."""
        if customer.entries == MERGED:
            return False
        return self._looked_at.draw(case.key, case.visit("entry")) >= 1 / customer.entries

    def _note(self) -> None:
        self.ledger.level("duplicates", "crm", len(self.standing))
