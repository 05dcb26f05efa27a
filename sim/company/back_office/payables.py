"""Payables: what the company buys is matched with order and receipt, approved, and paid on the terms agreed."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from sim.company import subjects
from sim.company.arrivals import COLLEAGUES
from sim.company.back_office.planning import unit_cost
from sim.company.case import Case
from sim.company.department import Department
from sim.company.house import House
from sim.company.periods import NEVER
from sim.company.priorities import LIVE
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow
from sim.inputs.names import EVERY

SHOP = ""
"""Whoever sells what departments need for themselves: none of them sells anything twice, so that none remembers."""
EXCEPTION = " after an exception"


class Bill(NamedTuple):
    """An approved invoice of a supplier that has not been paid yet; times in hours, value in currency."""

    case: Case
    supplier: str
    value: float
    came: float


class Payables(Department):
    """The part of Finance that owes: three-way match, exceptions, approval by who bought, payment runs."""

    asks: ClassVar = Department.asks | {subjects.INVOICE_TO_APPROVE: (EVERY, subjects.APPROVAL)}
    does: ClassVar = (
        *Department.does,
        "match a supplier invoice",
        "clear an invoice exception",
        "run the payments",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._supplier_error = streams.uniform("supplier invoice.error")
        self._supplier_delay = streams.exponential(
            "supplier invoice.delay", DAY * self.model.finance.supplier_invoice_days
        )
        self._orders_for = streams.uniform("house purchase.department")
        self._notices_price = streams.uniform("supplier invoice.price_noticed")
        self._bills: list[Bill] = []
        self._by_hand = 0
        """Invoices that no system has posted since the books were last closed."""

    def start(self) -> None:
        """Departments buy for themselves; approved invoices are paid once in so many days."""
        per_week = self.model.finance.house_purchases_per_week
        self.cases.arrive("house purchase", per_week, self.profiles.office, self.buy_for_house, self.name, COLLEAGUES)
        if self.model.finance.payment_run_days:
            self.env.start(self.payment_runs())
        super().start()

    # ---- buying for the house --------------------------------------------------------------------------------

    def buy_for_house(self, case: Case) -> Flow:
        """A department buys something for itself; Finance gets the purchase data, later the supplier's invoice.

        Only who bought knows whether it has come as ordered, and signs for it.

        What is not ordered in time somebody gets from a shop, dearer, with a receipt that matches no order.
        """
        departments = [name for name in self.model.connected if name != self.name]
        buyer = departments[int(self._orders_for.draw(case.key) * len(departments))]
        case.home = buyer
        colleague = self.neighbours.colleagues[buyer]
        yield colleague.do(case, "order for the house")
        finance = self.model.finance
        if self.env.now - case.opened > DAY * finance.house_patience_days:
            dearer = finance.house_shop_premium * finance.house_purchase_value
            self.ledger.pay("dearer purchases", buyer, -dearer, case)
            case.wrong |= {"order"}
        yield from colleague.tell(case, subjects.PURCHASE)
        yield self.outside(case, self._supplier_delay.draw(case.key))
        came = self.env.now
        after = yield from self.compare(case, signed=finance.signing_hours > 0)
        if finance.signing_hours:
            yield from self.request(case, subjects.INVOICE_TO_APPROVE, buyer)
        self.approve(case, after, came)

    # ---- matching --------------------------------------------------------------------------------------------

    def match(self, case: Case) -> Flow:
        """An invoice for goods that have been received: match it, and approve it."""
        after = yield from self.compare(case)
        self.approve(case, after, case.opened)

    def compare(self, case: Case, *, signed: bool = False) -> Flow:
        """Match a supplier's invoice with what was ordered and received; what does not match is an exception.

        Where no system has the order and the receipt there is nothing to match with: who ordered says what is right,
        or signs for it. Returns what is said of it when it is approved.

        Args:
            signed: whether who ordered will sign for it anyhow.
        """
        yield self.do(case, "match a supplier invoice")
        dear = self._supplier_error.draw(case.key) < self.model.finance.supplier_error
        matched = self.system_does("ERP")
        if matched and not case.wrong and not dear:
            return ""
        self.cases.begin_rework(case)
        shown = self.can_see(case) if matched else signed
        if case.home != self.name and not shown:
            yield from self.inquire(case, case.home)
        if matched or case.wrong:
            yield self.do(case, "clear an invoice exception", rework=True)
        self.cases.end_rework(case)
        if dear and not matched:
            self.pay_too_much(case)
        return EXCEPTION

    def pay_too_much(self, case: Case) -> None:
        """Who approves from memory notices some wrong prices only."""
        if self._notices_price.draw(case.key) >= self.model.finance.wrong_price_noticed:
            too_much = self.model.suppliers.overbilled_share * self.value_of(case)
            self.ledger.pay("overpaid", self.name, -too_much, case)

    def value_of(self, case: Case) -> float:
        """What a supplier's invoice is about, currency."""
        bought = case.parent
        if bought is None:
            return self.model.finance.house_purchase_value
        if bought.product in self.model.materials:
            return bought.units * self.model.materials[bought.product].cost
        return bought.units * unit_cost(self.model, bought.product)

    # ---- paying ----------------------------------------------------------------------------------------------

    def post(self) -> None:
        """An invoice gets into the books by itself, or is left to be posted by hand when they are closed."""
        self._by_hand += not self.has("ERP")

    def approve(self, case: Case, after: str, came: float) -> None:
        """An invoice is right: it is paid at once, or goes into the payment run that the terms allow to wait for."""
        self.post()
        if not self.model.finance.payment_run_days:
            self.cases.close(case, f"paid{after}")
            return
        supplier = case.parent.product if case.parent is not None else SHOP
        self._bills.append(Bill(case, supplier, self.value_of(case), came))
        self.cases.close(case, f"approved{after}")

    def payment_runs(self) -> Flow:
        """Pay what must not wait for the next run."""
        number, every = 0, DAY * self.model.finance.payment_run_days
        while True:
            number += 1
            yield self.env.until(number * every + self.model.timetable.payment_hour)
            case = self.cases.open_case("payment run", number, self.name)
            self.env.start(self.pay_bills(case, self.env.now + every))

    def pay_bills(self, case: Case, next_run: float) -> Flow:
        """One payment run: go through the list, and pay."""
        yield self.do(case, "run the payments", priority=LIVE)
        due = [bill for bill in self._bills if self.pay_by(bill) < next_run]
        for bill in due:
            self._bills.remove(bill)
            self.pay(bill)
        self.cases.close(case, "done")

    def pay_by(self, bill: Bill) -> float:
        """Until when a bill must be paid: while there is a discount to be had, by then; else on the day it is due.

        A company that keeps no terms of payment pays what it has been dunned for.
        """
        terms = self.model.suppliers
        if not self.has("supplier payment"):
            dunned = bill.came + DAY * (terms.terms_days + terms.dunning_days)
            return dunned if self.env.now >= dunned else NEVER
        discount = bill.came + DAY * terms.discount_days
        return discount if self.env.now <= discount else bill.came + DAY * terms.terms_days

    def pay(self, bill: Bill) -> None:
        """Pay: what comes after the days of discount costs it, what comes late a fee and trust."""
        terms, days = self.model.suppliers, (self.env.now - bill.came) / DAY
        if days > terms.discount_days:
            self.ledger.pay("lost discounts", self.name, -terms.discount_share * bill.value, bill.case)
        if days >= terms.terms_days + terms.dunning_days:
            self.ledger.pay("dunning", self.name, -terms.dunning_fee, bill.case)
        if bill.supplier != SHOP:
            self.house.suppliers.paid(bill.supplier, late=days > terms.terms_days)
