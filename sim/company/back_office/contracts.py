"""Contracts: drafts that are not standard, and standing contracts whose last day of notice must not be missed."""

from __future__ import annotations

from typing import ClassVar

from sim.company.case import CLAUSE, Case
from sim.company.department import Department
from sim.company.house import House
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow

LAPSED = "lapsed"


class Contracts(Department):
    """The part of Legal that agrees terms and keeps them."""

    does: ClassVar = (*Department.does, "review a contract", "maintain contracts")

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._risky = streams.uniform("contract.has_a_clause_that_costs")
        self._found = streams.uniform("contract.clause_is_found")
        self._partner = streams.uniform("contract upkeep.partner")
        self._overlooked = streams.uniform("contract upkeep.overlooked")
        self._bought = [name for name, product in self.model.products.items() if not product.made]
        self._supplier_share = self.model.legal.supplier_share if self._bought else 0.0

    def start(self) -> None:
        """Standing contracts come to their end, one after the other."""
        per_week = self.model.legal.contracts_per_week
        self.cases.arrive("contract upkeep", per_week, self.profiles.office, self.upkeep, self.name)

    # ---- drafts ----------------------------------------------------------------------------------------------

    def review(self, case: Case) -> Flow:
        """Review a contract that is not standard; the agreed terms are on record from now on."""
        legal = self.model.legal
        risky = self._risky.draw(case.key) < legal.risky_share
        if self.has("contracts"):
            yield self.do(case, "review a contract")
            risky = risky and self._found.draw(case.key) >= legal.review_finds
        if risky:
            case.wrong |= {CLAUSE}
            self.ledger.level("clause left", self.name, 1.0)
        if case.customer is not None:
            self.put_on_record(case)

    def put_on_record(self, case: Case) -> None:
        """File what has been agreed; without a place for documents it stays in a drawer, and the old terms stand."""
        assert case.customer is not None
        terms = case.customer.terms
        old = terms.entered
        terms.write(self.env.now, terms.value + 1)
        if not self.system_does("document management"):
            terms.misenter(old)

    # ---- standing contracts ----------------------------------------------------------------------------------

    def upkeep(self, case: Case) -> Flow:
        """Renew a standing contract, if possible before the last day of notice; the system reminds some days before."""
        case.due = case.opened + DAY * self.model.legal.reminder_days
        yield from self.come_upon(case)
        yield self.do(case, "maintain contracts")
        if self.env.now <= case.due:
            self.renewed(case)
            self.cases.close(case, "done")
        else:
            self.lapsed(case)
            self.cases.close(case, LAPSED)

    def come_upon(self, case: Case) -> Flow:
        """Where no system reminds, some contracts come to mind only when the other side says that they have ended."""
        legal = self.model.legal
        if not self.has("document management") and self._overlooked.draw(case.key) < legal.overlooked_share:
            yield self.outside(case, DAY * (legal.reminder_days + legal.overlooked_days))

    def with_a_supplier(self, case: Case) -> str:
        """The supplier a standing contract is with; "" where it is with a business customer."""
        share, luck = self._supplier_share, self._partner.draw(case.key)
        return self._bought[int(luck / share * len(self._bought))] if luck < share else ""

    def renewed(self, case: Case) -> None:
        """The contract goes on at agreed prices."""
        supplier = self.with_a_supplier(case)
        if supplier:
            self.house.suppliers.contract(supplier, holds=True)

    def lapsed(self, case: Case) -> None:
        """Too late: a supplier asks list prices until the next contract, a business looks elsewhere."""
        supplier = self.with_a_supplier(case)
        if supplier:
            self.house.suppliers.contract(supplier, holds=False)
        elif self.model.legal.lapse_leaves:
            customer = self.customers.business(self._left_place(case))
            self.customers.considers_leaving(customer, case.key, self.model.legal.lapse_leaves)

    def _left_place(self, case: Case) -> float:
        """Which of the businesses a contract is with: what the draw for the partner leaves over, in (0, 1)."""
        share = self._supplier_share
        return (self._partner.draw(case.key) - share) / (1.0 - share)
