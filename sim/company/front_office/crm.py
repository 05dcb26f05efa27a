"""Customer relations: master data, welcomes, follow-ups, and offers to customers who might leave."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from sim.company import subjects
from sim.company.case import Case
from sim.company.customers import Customer
from sim.company.decisions import RETENTION, Relationship
from sim.company.department import Department
from sim.company.foresight import named, power_left
from sim.company.house import House
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.inputs.names import CONTACT_CENTRE, CUSTOMER_MASTER, TICKET_HISTORY


class CustomerRelations(Department):
    """Owns the customer master and keeps watch over who might leave."""

    name: ClassVar[str] = "crm"
    receives: ClassVar = Department.receives | {
        subjects.NEW_CUSTOMER: "welcome",
        subjects.DELIVERY: "follow_up",
        subjects.CHANGED_DATA: "update_master",
    }
    sends: ClassVar = Department.sends | {subjects.WON_BACK: "sales", subjects.CREDIT_NOTE: "finance"}
    reads: ClassVar = Department.reads | {TICKET_HISTORY: CONTACT_CENTRE}
    keeps: ClassVar = (*Department.keeps, CUSTOMER_MASTER)
    does: ClassVar = (
        *Department.does,
        "look after loyal customers",
        "welcome a customer",
        "follow up a customer",
        "update customer data",
        "review the customer base",
        "win a customer back",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._entry = streams.uniform("crm.entry_error")
        self._follows = streams.uniform("crm.follows_up")
        self._foreseen = streams.uniform("customer.foreseen_to_leave")
        self._whole = streams.uniform("customer.seen_as_a_whole")

    def start(self) -> None:
        """Review the customer base every week; look after loyal customers."""
        self.env.start(self.watch())
        self.cases.arrive("loyalty", self.model.crm.loyalty_per_week, self.profiles.office, self.loyalty, self.name)

    def loyalty(self, case: Case) -> Flow:
        """Look after a loyal customer."""
        yield self.do(case, "look after loyal customers")
        self.cases.close(case, "done")

    def welcome(self, case: Case) -> Flow:
        """Welcome a new business customer."""
        yield self.do(case, "welcome a customer")
        assert case.customer is not None
        days = (self.env.now - case.opened) / 24
        self.customers.experience(case.customer, self.model.behaviour.welcome_score - self.customers.wearied(days))
        self.cases.close(case, "welcomed")

    def follow_up(self, case: Case) -> Flow:
        """Ask some customers how the delivery went."""
        if self._follows.draw(case.key) < self.model.crm.follow_up_share:
            yield self.do(case, "follow up a customer")
        self.cases.close(case, "done")

    def update_master(self, case: Case) -> Flow:
        """Enter a customer's new data; each field may be entered wrong, and is then wrong for everybody."""
        yield self.do(case, "update customer data", more_hours=self.practice.added_hours)
        customer, information = case.customer, self.model.information
        assert customer is not None
        wrong = 1 - (1 - information.keying_error * self.practice.error_factor) ** information.entry_fields
        customer.address.write(self.env.now, customer.home)
        if self._entry.draw(case.key) < wrong or "address" in case.wrong:
            customer.address.misenter(-customer.home)
        else:
            customer.address.correct()

    def watch(self) -> Flow:
        """Every week: who is in trouble, and who is worth an offer?"""
        number = 0
        while True:
            yield self.env.until(number * WEEK + self.model.timetable.customer_review_hour)
            case = self.cases.open_case("review of customers", number, self.name)
            self.env.start(self.review(case))
            number += 1

    def review(self, case: Case) -> Flow:
        """Read the copies of ticket history of everyone who has been in touch, and make offers."""
        yield self.do(case, "review the customer base")
        for customer in self.customers.known:
            if customer.in_touch and not self.customers.has_left(customer) and self.offers(case, customer):
                self.start_child(case, "offer", partial(self.offer, customer))
            customer.in_touch = False
        self.cases.close(case, "done")

    def offers(self, case: Case, customer: Customer) -> bool:
        """Decide on the copy whether to make an offer, or make one because a model says the customer will leave."""
        crm, yearly = self.model.crm, self.yearly_value(customer)
        cost = crm.offer_share * max(yearly, crm.least_yearly_value)
        whole = self.practice.whole_view > 0 and self._whole.draw(customer.key, case.number) < self.practice.whole_view
        seen = self.copy_of(TICKET_HISTORY, customer.troubles)

        def facts(troubles: int) -> Relationship:
            felt = customer.satisfaction if troubles or whole else 1.0
            return Relationship(troubles, felt, yearly, cost, crm.churn_gain, crm.unhappy_below, crm.least_worth)

        view, truth = facts(seen.value), facts(customer.troubles.value)
        visible = self.can_see(case)
        if not visible or self.overlooks(case):
            view = view._replace(troubles=0, satisfaction=1.0)
        offer = self.decide(case, RETENTION, view, truth, seen, version=customer.troubles.version, visible=visible)
        return offer > 0 or (yearly > crm.least_worth * cost and self.foreseen_to_leave(case, customer))

    def foreseen_to_leave(self, case: Case, customer: Customer) -> bool:
        """Whether a model names this customer as one who is about to leave; some who are not are named too."""
        model = self.world.prediction
        if not model.churn + model.churn_alarms:
            return False
        faded = power_left(self.env.now - self.world.foreseen_since, model.drift, model.retrain_weeks)
        return named(
            customer.satisfaction < self.model.crm.unhappy_below,
            self._foreseen.draw(customer.key, case.number),
            model.churn,
            model.churn_alarms,
            faded=faded,
        )

    def yearly_value(self, customer: Customer) -> float:
        """Margin a customer brings in a year at the rate of this run, currency."""
        weeks = max(self.model.crm.least_weeks, self.env.now / WEEK)
        return customer.spent * 52 / weeks

    def offer(self, customer: Customer, case: Case) -> Flow:
        """Call, make good, have Finance post the credit note, and let Sales follow with an offer."""
        case.customer = customer
        yield self.do(case, "win a customer back")
        cost = self.model.crm.offer_share * max(self.yearly_value(customer), self.model.crm.least_yearly_value)
        self.ledger.pay("offers", self.name, -cost, case)
        self.customers.experience(customer, 1.0)
        if customer.business:
            self.start_child(case, "won back", lambda child: self.pass_on(child, subjects.WON_BACK))
        yield from self.pass_on(case, subjects.CREDIT_NOTE)
        self.cases.close(case, "made good")
