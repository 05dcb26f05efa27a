"""Finance: credit checks, invoices, cash, disputes and refunds, supplier invoices, payroll, closing and taxes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from sim.company import subjects
from sim.company.back_office.on_account import TOGETHER, delay, delay_at_first, on_account
from sim.company.back_office.payables import Payables
from sim.company.back_office.reporting import Reporting
from sim.company.case import BILLED, CLAUSE, DAMAGED, NOTHING, Case
from sim.company.customer import Customer
from sim.company.decisions import REFUND, RefundClaim
from sim.company.house import House
from sim.company.orders import is_business
from sim.company.periods import PERIOD_WEEKS
from sim.company.priorities import LIVE, URGENT
from sim.company.start import UnderWay
from sim.company.topics import INVOICE_DISPUTE, MISSING_REFUND
from sim.company.wrong_entries import wrong_terms
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import WaitKind
from sim.engine.kernel import Alarm, Flow, Signal
from sim.engine.records import Record, Seen
from sim.engine.streams import case_key
from sim.inputs.names import CONTRACT_TERMS, EVERY, OPEN_ITEMS, ORDER_STATUS


class Finance(Payables, Reporting):
    """Bills what Logistics says was shipped, at the terms Legal agreed; keeps the open items Sales decides on."""

    name: ClassVar[str] = "finance"
    receives: ClassVar = Payables.receives | {
        subjects.CREDIT_QUESTION: "check_credit",
        subjects.SHIPMENT: "bill",
        subjects.RETURN_RECEIPT: "refund",
        subjects.GOODS_RECEIPT: "match",
        subjects.PAYROLL: "post_payroll",
        subjects.CREDIT_NOTE: "post_note",
    }
    asks: ClassVar = Payables.asks | {subjects.REQUEST_FOR_FIGURES: (EVERY, subjects.MONTH_END_FIGURES)}
    reads: ClassVar = Payables.reads | {CONTRACT_TERMS: "legal", ORDER_STATUS: "logistics"}
    keeps: ClassVar = (*Reporting.keeps, OPEN_ITEMS)
    does: ClassVar = (
        *Payables.does,
        "make the report",
        "check credit",
        "write an invoice",
        "write a business invoice",
        "send a reminder",
        "apply cash",
        "correct an invoice",
        "settle a dispute",
        "pay a refund",
        "close the books",
        "declare taxes",
        "post the payroll",
    )
    opens: ClassVar[int] = 0

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams, model = house.streams, self.model
        self._delay, self._delay_at_first = delay(model, streams), delay_at_first(model, streams)
        self._proof = streams.uniform("credit.proof")
        self._notices = streams.exponential("invoice.notices_error", DAY * self.model.finance.error_notice_days)
        self._disputes: dict[int, Signal] = {}
        self._patient: dict[int, Alarm] = {}
        self._asked_for: dict[int, Case] = {}

    def start(self) -> None:
        """Close the books at the end of each period."""
        self.env.start(self.periods())
        super().start()

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Invoices on account that have not been paid yet: of businesses, then of consumers who pay later."""
        for number, kind in enumerate(one for one in on_account(self.model) for _ in range(one.number)):
            luck = under_way.who.draw(case_key("old invoice", number))
            buyer = self.customers.business(luck) if kind.business else self.customers.consumer(luck)
            case = self.cases.open_case("old invoice", number, self.name, buyer)
            case.kind, case.value = "invoice", kind.value
            buyer.owes(0.0, case.value)
            if (left := under_way.left.draw(case.key)) < kind.late_share:
                self._late_already(case, buyer, left / kind.late_share)
            else:
                case.due = kind.due_in(left)
                self.later(case, case.due, self.fall_due)
            if number % TOGETHER == 0:
                self.cases.let_rest()

    def _late_already(self, case: Case, buyer: Customer, left: float) -> None:
        """An invoice that was due before the run began, with this share of its delay still to go, is paid, or never."""
        finance, late = self.model.finance, self._delay_at_first.draw(case.key)
        reminded = not buyer.solvent or (1 - left) * late > DAY * finance.reminder_days
        if reminded:
            buyer.owes(0.0, 0.0, case.value)
        then = self.cash_late if reminded else self.cash
        hours, flow = (late, then) if buyer.solvent else (DAY * finance.write_off_days, self.write_off)
        self.later(case, left * hours, flow)

    # ---- credit ----------------------------------------------------------------------------------------------

    def check_credit(self, case: Case) -> Flow:
        """Look at the open items as they are: clear an order with nothing overdue, ask the customer about others.

        Such an order is held until the customer has paid, or has shown that the money is on its way; Finance refuses it
        when neither has happened within ``credit_hold_days``.
        """
        yield self.do(case, "check credit", priority=LIVE)
        customer = case.customer
        assert customer is not None
        refused_at, look = self.env.now + DAY * self.model.finance.credit_hold_days, 0
        while customer.items.value[1] > 0.0 and not (look and self.on_its_way(case, customer, look)):
            if self.env.now >= refused_at:
                return False
            look += 1
            yield self.outside(case, self._until_tomorrow())
        return True

    def on_its_way(self, case: Case, customer: Customer, look: int) -> bool:
        """Whether a customer has shown since the last look that the money is on its way; who cannot pay never does."""
        return customer.solvent and self._proof.draw(case.key, look) < self.model.finance.credit_proof_share

    def _until_tomorrow(self) -> float:
        """Hours until Finance looks again: the next working morning."""
        return self.team.calendar.next_opening((self.env.now // DAY + 1) * DAY) - self.env.now

    # ---- invoices --------------------------------------------------------------------------------------------

    def bill(self, case: Case) -> Flow:
        """Invoice a shipment; cash when the customer pays; a wrong invoice is disputed first."""
        order, customer = case.parent, case.customer
        assert order is not None and customer is not None
        case.value = order.value
        business = is_business(order)
        customer.owes(self.env.now, case.value)
        yield self.do(case, "write a business invoice" if business else "write an invoice")
        if business:
            terms = self.copy_of(CONTRACT_TERMS, customer.terms, wrong_terms)
            if terms.value != customer.terms.value:
                case.wrong |= {"terms"}
        if order.wrong:
            case.wrong |= order.wrong & {"price", "terms"}
        if CLAUSE in order.wrong:
            self.ledger.pay("penalties", "legal", -self.model.legal.clause_cost * case.value, case)
            case.wrong |= {"terms"}
        self._bot_errors(case)
        self.post()
        self.note_campaign(order)
        self.env.start(self.collect(case) if order.pays_later else self.charge(case))

    def _bot_errors(self, case: Case) -> None:
        bots = self.house.automation.bots.get(self.name)
        if bots is not None and bots.broken and bots.spoiled and bots.spoiled[-1] is case:
            case.wrong |= {"price"}

    def later(self, case: Case, hours: float, flow: Callable[[Case], Flow]) -> None:
        """Let an invoice wait for a customer for long; then it goes the way of ``flow``."""
        self.cases.waits_outside(case, hours, self.team, flow)

    def charge(self, case: Case) -> Flow:
        """The money of an order that is paid at once: it comes with the invoice, when that is right."""
        yield from self.settle_wrong(case)
        yield from self.cash(case)

    def collect(self, case: Case) -> Flow:
        """An invoice on account waits until it is due, counted from now; a wrong one is put right first."""
        assert case.customer is not None
        model = self.model.customers
        terms = model.business_terms_days if case.customer.business else model.consumer_terms_days
        case.due = self.env.now + DAY * terms
        yield from self.settle_wrong(case)
        self.later(case, max(0.0, case.due - self.env.now), self.fall_due)

    def fall_due(self, case: Case) -> Flow:
        """An invoice is due: the money comes some days later, or the customer is reminded."""
        yield from self.cut_price(case)
        late, reminded = self.payment_delay(case), DAY * self.model.finance.reminder_days
        if late > reminded:
            self.later(case, reminded, self.remind)
        else:
            self.later(case, late, self.cash)

    def payment_delay(self, case: Case) -> float:
        """How long after it is due an invoice is paid, hours."""
        assert case.customer is not None
        return self._delay.draw(case.key) if case.customer.solvent else float("inf")

    def remind(self, case: Case) -> Flow:
        """Remind a customer, who pays or never will."""
        customer = case.customer
        assert customer is not None
        customer.owes(self.env.now, 0.0, case.value)
        yield self.do(case, "send a reminder")
        if customer.solvent:
            paid = case.due + self.payment_delay(case)
            self.later(case, max(0.0, paid - self.env.now), self.cash_late)
        else:
            self.later(case, DAY * self.model.finance.write_off_days, self.write_off)

    def cash_late(self, case: Case) -> Flow:
        """Money that was overdue has come."""
        assert case.customer is not None
        case.customer.owes(self.env.now, 0.0, -case.value)
        yield from self.cash(case)

    def cash(self, case: Case) -> Flow:
        """Apply the money to the invoice."""
        yield self.do(case, "apply cash")
        assert case.customer is not None
        case.customer.owes(self.env.now, -case.value)
        days = (self.env.now - case.opened) / DAY
        self.ledger.pay("interest", self.name, -case.value * self.model.finance.interest_per_year * days / 365, case)
        self.cases.close(case, "paid")

    def write_off(self, case: Case) -> Flow:
        """Give up on the money."""
        self.ledger.pay("write-offs", self.name, -case.value, case)
        self.cases.close(case, "written off")
        yield from ()

    # ---- disputes and refunds --------------------------------------------------------------------------------

    def settle_wrong(self, case: Case) -> Flow:
        """A wrong invoice: the customer notices, disputes, and pays only when it has been put right."""
        if case.wrong.isdisjoint(BILLED):
            return
        yield self.outside(case, self._notices.draw(case.key))
        yield from self.dispute(case)
        case.wrong -= BILLED

    def dispute(self, case: Case) -> Flow:
        """A customer disputes an invoice, and it is put right."""
        self.cases.begin_rework(case)
        settled = self._disputes[case.key] = Signal(self.env)
        self.neighbours.support.contact(INVOICE_DISPUTE, case, failure=True)
        yield from self.until(case, settled)
        yield self.do(case, "correct an invoice", rework=True)
        self.cases.end_rework(case)

    def cut_price(self, case: Case) -> Flow:
        """A customer who has kept damaged goods disputes the invoice when it is due, and pays it less a part."""
        order = case.parent
        if order is None or DAMAGED not in order.wrong:
            return
        yield from self.dispute(case)
        cut = self.model.finance.disputed_share * case.value
        self.ledger.pay("returns", self.name, -cut, case)
        assert case.customer is not None
        case.customer.owes(self.env.now, -cut)
        case.value -= cut

    def settle_together(self, case: Case) -> Flow:
        """Decide whether the claim is just, by the copies of order status and contract; declined claims come again."""
        subject = case.parent
        if subject is None:
            return True
        if case.kind == INVOICE_DISPUTE:
            just = yield from self._is_just(case, subject)
            settled = self._disputes.get(subject.key)
            if not just:
                yield self.outside(case, self.model.finance.claim_again_hours)
                yield self.do(case, "settle a dispute", rework=True)
            if settled is not None:
                del self._disputes[subject.key]
                settled.fire()
        return True

    def _is_just(self, case: Case, invoice: Case) -> Flow:
        order = invoice.parent
        record = order.record if order is not None else None
        assert case.customer is not None
        finance = self.model.finance
        amount, goodwill = finance.disputed_share * invoice.value, finance.dispute_reject_cost
        if record is None:
            return True
        seen = self.copy_of(ORDER_STATUS, record, lambda *_: "placed")
        view = RefundClaim(seen.value not in ("placed", None), amount, goodwill)
        truth = RefundClaim(record.value != "placed", amount, goodwill)
        pays = self.decide(case, REFUND, view, truth, seen, version=record.version)
        if not pays:
            self.customers.experience(case.customer, self.model.behaviour.declined_claim_score)
        return pays > 0
        yield

    def refund(self, case: Case) -> Flow:
        """Pay for what came back once the books show that it did, or the customer who asked for it has been heard."""
        assert case.customer is not None
        record = case.record
        amount, goodwill = case.value, self.procedures["settle a dispute"].wages  # held, not declined: somebody may ask
        if record is not None:
            truth, seen = RefundClaim(True, amount, goodwill), self._status(record)
            while not self.decide(
                case, REFUND, RefundClaim(seen.value == "received", amount, goodwill), truth, seen, version=record.version
            ):
                seen = yield from self._other_status(case, record, seen)
                if self._heard(case):
                    break
        yield self.do(case, "pay a refund")
        margin = self.model.products[case.product].margin * case.value
        self.ledger.pay("returns", self.name, -margin, case)
        self.customers.experience(case.customer, self.model.behaviour.refund_score)
        if case.key in self._patient:
            self._patient.pop(case.key).cancel()
        self._asked_for.pop(case.key, None)
        self.cases.close(case, "refunded")

    def _status(self, record: Record) -> Seen:
        return self.copy_of(ORDER_STATUS, record, lambda *_: "unknown")

    def _other_status(self, case: Case, record: Record, before: Seen) -> Flow:
        """Look into the books every working morning until they say something else; returns what they say."""
        self.cases.waits(case, WaitKind.INFORMATION, self.team)
        seen = before
        while (seen.version, seen.value) == (before.version, before.value) and not self._heard(case):
            yield self.env.until(self.team.calendar.next_opening((self.env.now // DAY + 1) * DAY))
            seen = self._status(record)
        self.cases.waited(case)
        return seen

    def _heard(self, case: Case) -> bool:
        ticket = self._asked_for.get(case.key)
        return ticket is not None and ticket.status == "solved"

    def watch_refund(self, case: Case) -> None:
        """A customer who has not seen the money after a while asks where it is."""

        def passed() -> None:
            del self._patient[case.key]
            self._asked_for[case.key] = self.neighbours.support.contact(MISSING_REFUND, case, failure=True)

        self._patient[case.key] = self.env.at(self.env.now + DAY * self.model.finance.refund_patience_days, passed)

    def post_note(self, case: Case) -> Flow:
        """Post a credit note."""
        yield self.do(case, "pay a refund")

    # ---- periods ---------------------------------------------------------------------------------------------

    def periods(self) -> Flow:
        """4-4-5 weeks, then close the books."""
        end, number = 0, 0
        while True:
            end += PERIOD_WEEKS[number % 3]
            yield self.env.until(end * WEEK + self.model.timetable.closing_hour)
            self.env.start(self.close_books(self.cases.open_case("month end", number, self.name)))
            number += 1

    def close_books(self, case: Case) -> Flow:
        """Collect every department's figures, close the books, declare the taxes in time."""
        ended = self.env.now
        others = [name for name in self.model.connected if name != self.name]
        yield from self.cases.join(case, [("figures", name, self.collect_figures) for name in others])
        tasks = self.model.finance.closing_tasks
        posting_hours = self._by_hand * self.model.finance.posting_minutes / 60 / tasks
        self._by_hand = 0
        yield from self.cases.join(case, [("closing task", self.name, partial(self.closing_task, posting_hours))] * tasks)
        due = ended + DAY * self.model.finance.tax_days
        if self.has("taxes"):
            yield self.do(case, "declare taxes", priority=URGENT)
        late = self.env.now > due or not self.has("taxes")
        if late:
            self.ledger.pay("fines", self.name, -self.model.finance.tax_fine, case)
        self.cases.close(case, "reported late" if late else "reported")

    def closing_task(self, posting_hours: float, case: Case, _: str) -> Flow:
        """One of the accounts that are closed side by side, once what no system has posted is in it."""
        yield self.do(case, "close the books", priority=LIVE, more_hours=posting_hours)

    def collect_figures(self, case: Case, department: str) -> Flow:
        """Ask one department for its figures; wrong ones are asked for again."""
        yield from self.request(case, subjects.REQUEST_FOR_FIGURES, department)
        if case.wrong:
            self.cases.begin_rework(case)
            self.note_figures(department, wrong=True)
            case.wrong = NOTHING
            yield from self.request(case, subjects.REQUEST_FOR_FIGURES, department)
            self.cases.end_rework(case)
        self.note_figures(department, wrong=False)

    def post_payroll(self, case: Case) -> Flow:
        """Post what HR has prepared; wrong data are paid wrong and put right."""
        yield self.do(case, "post the payroll", priority=LIVE)
        self.neighbours.hr.people_are_paid(case)
        if case.wrong:
            self.cases.begin_rework(case)
            yield from self.inquire(case, "hr")
            yield self.do(case, "post the payroll", rework=True)
            self.cases.end_rework(case)
        self.cases.close(case, "posted")
