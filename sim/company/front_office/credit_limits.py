"""Credit limits: what business customers may owe, set every week on Finance's report."""

from __future__ import annotations

from sim.company import subjects
from sim.company.case import Case
from sim.company.decisions import CREDIT, LIMIT, Credit, Limits
from sim.company.figures import arrears_of
from sim.company.front_office.chasing import Chasing
from sim.company.house import House
from sim.company.orders import usual_business_order
from sim.company.reports import ReportReader
from sim.engine.kernel import Flow
from sim.inputs.names import OPEN_ITEMS


class CreditLimits(ReportReader):
    """The part of Sales that says how much may be sold on account."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.usual_business_order = usual_business_order(self.model)
        self.limit = self.usual_limit
        self.check_wages = house.procedures.of("finance", ["check credit"])["check credit"].wages
        self.chasing = Chasing(self)

    @property
    def usual_limit(self) -> float:
        """What a business may owe as a rule, currency."""
        return self.model.sales.credit_limit_orders * self.usual_business_order

    def start(self) -> None:
        """Set the limit every week where there is a report to go by."""
        if self.gets_reports():
            self.env.start(self.after_each_report("credit limit", self.set_limit, "set"))

    def set_limit(self, case: Case) -> None:
        """Decide on Finance's report what businesses may owe; without one, the usual limit stands."""
        told, sales = self.report(), self.model.sales
        if told is None:
            return
        seen, record = told
        weekly, usual = self.model.customers.business_orders_per_week, self.usual_limit
        checks = (1.0 - sales.tight_share) * weekly * self.check_wages
        stake = weekly * self.usual_business_order
        view = Limits(seen.value.arrears, sales.tolerated_arrears, usual, sales.tight_share, stake, checks)
        truth = view._replace(arrears=arrears_of(self.customers))
        self.limit = self.decide(case, LIMIT, view, truth, seen, version=record.version)

    def release_credit(self, case: Case) -> Flow:
        """Decide on the copy of open items; what is held goes to Finance for a check."""
        customer = case.customer
        assert customer is not None
        record, sales = customer.items, self.model.sales
        seen = self.copy_of(OPEN_ITEMS, record)
        limit, check = self.limit, self.check_wages

        def facts(items: tuple[float, float]) -> Credit:
            return Credit(*items, case.value, limit, sales.arrears_risk, sales.default_loss_share, check)

        items = (0.0, 0.0) if self.house.duplicates.other_entry(case, customer) else seen.value
        release = self.decide(case, CREDIT, facts(items), facts(record.value), seen, version=record.version)
        if release:
            return True
        return (yield from self.chasing.approved(case, subjects.CREDIT_QUESTION))
