"""Customer relations: master data, welcomes, follow-ups, renewals, and offers to customers who might leave."""

from __future__ import annotations

from array import array
from functools import partial
from itertools import count
from typing import ClassVar, NamedTuple

import numpy as np

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.decisions import RETENTION, Relationship, waiting_made, worth_keeping
from sim.company.department import Department
from sim.company.foresight import named, power_left
from sim.company.front_office.reminders import LookedAfter
from sim.company.house import House
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.outbox import next_multiple
from sim.engine.records import Seen
from sim.inputs.names import CONTACT_CENTRE, CUSTOMER_MASTER, TICKET_HISTORY

WHOLE, APART, VISIBLE, NOTICED = 1, 2, 4, 8
"""How a review has looked at a customer: all that is known on one screen; at another entry than the one in which the
matter stands; it could look at all; and what was there was not overlooked."""


class Look(NamedTuple):
    """What a review finds of a customer: as the copy has it, and as it is; the reading, and whether it was possible."""

    customer: Customer
    view: Relationship
    truth: Relationship
    seen: Seen
    visible: bool


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
        "merge customer records",
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
        self._recalls = streams.uniform("crm.somebody_thinks_of_it")
        self._asked_orders = streams.uniform("crm.asked_and_orders")
        self._runs_out = streams.uniform("renewal.customer")
        self._patience = streams.exponential("renewal.patience", 1.0)
        self.looked_after = LookedAfter(self.model.crm, streams, self.customers)
        self._called_at: dict[int, int] = {}
        """Customer → version of the open matters at the time of the last offer."""

    def start(self) -> None:
        """Review the customer base every week; look after loyal customers; remind those whose supplies run out."""
        self.env.start(self.watch())
        self.house.duplicates.begin()
        if self.has("merging of customers"):
            self.env.start(self.look_for_duplicates())
        crm, customers = self.model.crm, self.model.customers
        cares = self.has("loyalty work")
        if cares and crm.loyalty_keeps:
            self.looked_after.begin(listed=self.has("CRM"))
            self.customers.persuades = lambda customer, when: self.looked_after.stays(customer.number, customer.key, when)
        visits = crm.loyalty_per_week if cares else 0.0
        self.cases.arrive("loyalty", visits, self.profiles.office, self.loyalty, self.name)
        renewals = customers.business_orders_per_week * customers.renewals_share
        self.cases.arrive("renewal", renewals, self.profiles.office, self.renewal, self.name, CUSTOMERS)

    def loyalty(self, case: Case) -> Flow:
        """Look after a business: who has been for longest without, as the CRM says; else somebody who comes to mind."""
        care = self.looked_after
        if self.model.crm.loyalty_keeps:
            listed = self.system_does("CRM")
            case.customer = self.customers.get((care.longest_ago if listed else care.comes_to_mind)(case.key))
        yield self.do(case, "look after loyal customers")
        if case.customer is not None:
            care.done(case.customer.number, self.env.now)
        self.cases.close(case, "done")

    def welcome(self, case: Case) -> Flow:
        """Welcome a new business customer."""
        yield self.do(case, "welcome a customer")
        assert case.customer is not None
        self.looked_after.done(case.customer.number, self.env.now)
        self.house.duplicates.may_arise(case, "sales", subjects.NEW_CUSTOMER)
        days = (self.env.now - case.opened) / 24
        self.customers.experience(case.customer, self.model.behaviour.welcome_score - self.customers.wearied(days))
        self.cases.close(case, "welcomed")

    def follow_up(self, case: Case) -> Flow:
        """Ask some customers how the delivery went, where somebody thinks of it; some order again at once."""
        crm, customer = self.model.crm, case.customer
        assert customer is not None
        if self._follows.draw(case.key) < crm.follow_up_share:
            if not self.thought_of(case):
                self.cases.close(case, "forgotten")
                return
            yield self.do(case, "follow up a customer")
            if customer.satisfaction < crm.follow_up_score:
                self.customers.experience(customer, crm.follow_up_score)
            if self._asked_orders.draw(case.key) < crm.follow_up_orders:
                self.start_child(case, "business order", self.neighbours.sales.orders_again)
        self.cases.close(case, "done")

    def thought_of(self, case: Case) -> bool:
        """Whether what falls due is thought of: a CRM reminds of it, without one some of it is in somebody's head."""
        return self.has("CRM") or self._recalls.draw(case.key) < self.model.crm.remembered_share

    def renewal(self, case: Case) -> Flow:
        """The supplies of a business run out: call before it buys elsewhere, when the list of a morning names it."""
        case.customer = self.customers.business(self._runs_out.draw(case.key))
        if self.customers.has_left(case.customer):
            self.cases.close(case, "customer had left")
            return
        yield self.outside(case, next_multiple(self.env.now, DAY, self.model.timetable.reminder_hour) - self.env.now)
        if not self.thought_of(case):
            self.cases.close(case, "forgotten")
            return
        yield from self.until_system(case, "CRM")
        yield self.do(case, "follow up a customer")
        if self.env.now - case.opened > DAY * self.model.crm.renewal_patience_days * self._patience.draw(case.key):
            self.cases.close(case, "bought elsewhere")
            return
        self.start_child(case, "business order", self.neighbours.sales.orders_again)
        self.cases.close(case, "ordered")

    def update_master(self, case: Case) -> Flow:
        """Enter a customer's new data; each field may be entered wrong, and is then wrong for everybody.

        Of a customer with several entries it may be another one that is changed than the one by which is shipped.
        """
        entry = self.do(case, "update customer data", more_hours=self.practice.added_hours)
        yield entry
        customer, information = case.customer, self.model.information
        assert customer is not None
        slips = self.practice.error_factor * self.slips(entry)
        wrong = 1 - (1 - min(1.0, information.keying_error * slips)) ** information.entry_fields
        customer.address.write(self.env.now, customer.home)
        self.house.duplicates.may_arise(case, CONTACT_CENTRE, subjects.CHANGED_DATA)
        if self._entry.draw(case.key) < wrong or "address" in case.wrong:
            customer.address.misenter(-customer.home)
        elif self.house.duplicates.other_entry(case, customer):
            customer.address.misenter(customer.home - 1)
        else:
            customer.address.correct()

    def look_for_duplicates(self) -> Flow:
        """Every week: who stands in the master twice? What is found is merged."""
        for number in count():
            yield self.env.until(number * WEEK + self.model.timetable.customer_review_hour)
            found = self.house.duplicates.found(number)
            if found:
                look = self.cases.open_case("look for duplicates", number, self.name)
                for customer in found:
                    place = customer.number
                    case = self.cases.open_child("merge", look, self.name, ordinal=place, customer=customer)
                    self.env.start(self.merge(case))
                self.cases.close(look, "done")

    def merge(self, case: Case) -> Flow:
        """Make one entry of several."""
        yield self.do(case, "merge customer records")
        assert case.customer is not None
        self.house.duplicates.merge(case.customer)
        self.cases.close(case, "merged")

    def watch(self) -> Flow:
        """Every week: who is in trouble, and who is worth an offer?"""
        number = 0
        while True:
            yield self.env.until(number * WEEK + self.model.timetable.customer_review_hour)
            case = self.cases.open_case("review of customers", number, self.name)
            self.env.start(self.review(case))
            number += 1

    def review(self, case: Case) -> Flow:
        """Read the copies of ticket history of everyone who has been in touch; offers go first where most can be kept.

        Nobody is called twice about the same matter: the question is new once the number of open matters has changed.
        """
        yield self.do(case, "review the customer base")
        rows, glances, worth = array("i"), array("B"), array("d")
        listed = self.has("CRM")
        for customer in self.customers.been_in_touch():
            called = listed and self._called_at.get(customer.number) == customer.troubles.version
            if not called and not self.customers.has_left(customer):
                glance = self.glance_at(case, customer)
                rows.append(customer.row)
                glances.append(glance)
                worth.append(worth_keeping(self.believed(customer, glance)[0]))
        ahead, daily = self.staffing.workload(self.team.name), self.staffing.daily_hours(self.team.name)
        for place in np.argsort(-np.array(worth), kind="stable"):
            customer = self.customers.in_row(rows[place])
            if self.offers(case, self.look(customer, glances[place]), ahead, daily):
                self._called_at[customer.number] = customer.troubles.version
                self.start_child(case, "offer", partial(self.offer, customer))
                ahead += self.procedures["win a customer back"].hours
        self.cases.close(case, "done")

    def glance_at(self, case: Case, customer: Customer) -> int:
        """How a customer is looked at in this review."""
        glance, share = 0, self.practice.whole_view
        if share > 0 and self._whole.draw(customer.key, case.number) < share:
            glance |= WHOLE
        if self.house.duplicates.other_entry(case, customer):
            glance |= APART
        if self.can_see(case):
            glance |= VISIBLE
            if not self.overlooks(case):
                glance |= NOTICED
        return glance

    def look(self, customer: Customer, glance: int) -> Look:
        """What the copy and the truth say of a customer."""
        view, seen = self.believed(customer, glance)
        truth = self.relationship(customer, glance, customer.open_matters, self.yearly_value(customer))
        return Look(customer, view, truth, seen, bool(glance & VISIBLE))

    def believed(self, customer: Customer, glance: int) -> tuple[Relationship, Seen]:
        """What the copy says of a customer, and the reading behind it.

        Of a customer with several entries a part of what it has bought is seen, and maybe not what it complains of.
        """
        seen = self.copy_of(TICKET_HISTORY, customer.troubles)
        yearly = self.yearly_value(customer) / customer.entries
        view = self.relationship(customer, glance, 0 if glance & APART else seen.value, yearly)
        return view if glance & NOTICED else view._replace(troubles=0, satisfaction=1.0), seen

    def relationship(self, customer: Customer, glance: int, troubles: int, yearly: float) -> Relationship:
        """What an offer depends on; how somebody without open matters feels, nobody hears."""
        crm, cost = self.model.crm, self.cost_of_offer(yearly)
        felt = customer.satisfaction if troubles or glance & WHOLE else 1.0
        return Relationship(troubles, felt, yearly, cost, 0.0, crm.churn_gain, crm.kept_years, crm.unhappy_below)

    def offers(self, case: Case, look: Look, ahead: float, daily: float) -> bool:
        """Decide whether to make an offer, or make one because a model says the customer will leave.

        Args:
            ahead: hours of work that wait for the same people.
            daily: hours that they work on a day.
        """
        calls = self.procedures["win a customer back"].hours
        time_cost = waiting_made(calls, ahead, daily, self.model.hr.delay_price)
        view, truth = look.view._replace(time_cost=time_cost), look.truth._replace(time_cost=time_cost)
        version = look.customer.troubles.version
        if self.decide(case, RETENTION, view, truth, look.seen, version=version, visible=look.visible) > 0:
            return True
        named = view._replace(satisfaction=min(view.satisfaction, view.unhappy_below), troubles=max(1, view.troubles))
        return RETENTION.act(named, 0.0) > 0 and self.foreseen_to_leave(case, look.customer)

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

    def cost_of_offer(self, yearly: float) -> float:
        """What making good costs, for a customer of so much margin a year."""
        return self.model.crm.offer_share * max(yearly, self.model.crm.least_yearly_value)

    def offer(self, customer: Customer, case: Case) -> Flow:
        """Call, make good, have Finance post the credit note, and let Sales follow with an offer."""
        case.customer = customer
        talk = self.do(case, "win a customer back")
        yield talk
        self.ledger.pay("offers", self.name, -self.cost_of_offer(self.yearly_value(customer)), case)
        self.customers.experience(customer, self.left_by_tact(talk, self.model.tact.offer_left))
        self.talked(case, talk)
        if customer.business:
            self.start_child(case, "won back", lambda child: self.hand_over(child, subjects.WON_BACK))
        yield from self.pass_on(case, subjects.CREDIT_NOTE)
        self.cases.close(case, "made good")
