"""Sales: web orders that arrive without a seller, repeat orders of businesses, and leads that become orders."""

from __future__ import annotations

import math
from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import CLAUSE, NOTHING, Case
from sim.company.customer import Customer
from sim.company.decisions import PROMISE, Promise
from sim.company.department import Department
from sim.company.front_office.content import most_drawn
from sim.company.front_office.credit_limits import CreditLimits
from sim.company.front_office.wish import Wish
from sim.company.house import House
from sim.company.priorities import LIVE, NORMAL
from sim.company.start import UnderWay
from sim.company.wrong_entries import wrong_units
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow, nothing_more
from sim.engine.records import Record, Total
from sim.engine.streams import case_key
from sim.inputs.names import CUSTOMER_MASTER, DEMAND, OPEN_ITEMS, STOCK

MOST_WISHES = 256
"""Wishes of one customer who came to stay, at most: their cases are numbered by customer and wish."""
AGAIN = 50_000_000
"""Those numbers begin here, so that they are nobody else's."""
FOUND = 4_000_000
"""Businesses that sellers have found are numbered from here on; with `MOST_WISHES` each, cases still fit into 31 bits."""


class Sales(CreditLimits):
    """Sells, promises delivery dates and releases credit on what it knows of stock and open items."""

    name: ClassVar[str] = "sales"
    receives: ClassVar = Department.receives | {
        subjects.LEAD: "lead",
        subjects.ORDER_PROBLEM: "clear_up",
        subjects.WON_BACK: "won_back",
    }
    sends: ClassVar = Department.sends | {
        subjects.WEB_ORDER: "logistics",
        subjects.BUSINESS_ORDER: "logistics",
        subjects.NEW_CUSTOMER: "crm",
    }
    asks: ClassVar = Department.asks | {
        subjects.CREDIT_QUESTION: ("finance", subjects.CREDIT_DECISION),
        subjects.CONTRACT_DRAFT: ("legal", subjects.REVIEWED_CONTRACT),
    }
    reads: ClassVar = Department.reads | {STOCK: "logistics", OPEN_ITEMS: "finance", CUSTOMER_MASTER: "crm"}
    keeps: ClassVar = (*Department.keeps, DEMAND)
    does: ClassVar = (
        *Department.does,
        "take a business order",
        "look for customers",
        "respond to a lead",
        "qualify a lead",
        "prepare a quote",
        "chase a quote",
        "negotiate",
        "close a deal",
        "clear up an order",
        "answer a sales request",
        "chase an answer",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._who = streams.uniform("order.customer")
        self._new = streams.uniform("order.newcomer")
        self._heard = streams.uniform("order.heard_well")
        self._what = streams.uniform("order.product")
        self._units = streams.exponential("order.units", 1.0)
        self._browses = streams.uniform("shop visit.customer")
        self._put_off = streams.uniform("order.put_off")
        self._accepts = streams.uniform("order.accepts_promise")
        self._later = streams.uniform("order.pays_later")
        self._on_portal = streams.uniform("order.on_portal")
        self._qualifies = streams.uniform("lead.qualifies")
        self._wins = streams.uniform("lead.wins")
        self._nonstandard = streams.uniform("lead.nonstandard")
        self._negotiation = streams.lognormal(
            "lead.negotiation", 24 * self.model.sales.negotiation_days, self.model.sales.negotiation_variation
        )
        self._silent = streams.uniform("lead.silent")
        self._recalls = streams.uniform("lead.seller_thinks_of_it")
        self._turned_away = {name: Total(number) for number, name in enumerate(self.model.products)}
        self._wishes = streams.exponential("customer.wishes", 1.0)
        self._prospects = streams.uniform("prospecting.finds somebody")
        self._newcomers_at_most = self.model.customers.newcomers_at_most * most_drawn(self.model.marketing)

    def turned_away(self, product: str) -> Record:
        """Record of all units of a product that customers did not take because they would have come too late."""
        return self._turned_away[product]

    def start(self) -> None:
        """Customers' wishes, day and night; repeat orders, and looking for customers, in office hours."""
        self.customers.on_joining = self.comes_to_stay
        super().start()
        customers = self.model.customers
        wishes = customers.web_orders_per_week * (1 + (self._newcomers_at_most - 1) * customers.new_customer_share)
        self.cases.arrive("order", wishes, self.profiles.web, self.web_wish, self.name, CUSTOMERS)
        repeats = customers.business_orders_per_week * (1 - customers.renewals_share)
        looks = self.model.sales.prospecting_per_week if self.has("prospecting") else 0.0
        self.cases.arrive("prospecting", looks, self.profiles.office, self.prospecting, self.name)
        self.cases.arrive("business order", repeats, self.profiles.office, self.business_wish, self.name, CUSTOMERS)
        visits = customers.web_orders_per_week * (1 - customers.new_customer_share) * self.practice.personal_gain
        self.cases.arrive("shop visit", visits, self.profiles.web, self.shop_visit, self.name)

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Businesses that have an offer and think about it."""
        quotes = self.model.customers.inbound_leads_per_week * self.model.sales.qualify_share
        for number in range(round(quotes * self.model.sales.negotiation_days / 7)):
            key = case_key("old lead", number)
            buyer = self.customers.business(under_way.who.draw(key))
            case = self.cases.open_case("old lead", number, self.name, buyer)
            case.kind = "lead"
            self.env.start(self.negotiate(case, 0.0, under_way.left.draw(key)))

    # ---- web orders ------------------------------------------------------------------------------------------

    def web_wish(self, case: Case) -> Flow:
        """Somebody wants to buy on the web.

        This and the next two only say which flow follows: tens of thousands of orders are on their way, each with all
        flows that wait for another one.
        """
        customers, model = self.customers, self.model.customers
        share = self._newcomers_at_most * model.new_customer_share
        if self._new.draw(case.key) < share / (share + 1 - model.new_customer_share):
            if self._heard.draw(case.key) >= self._reputation_pull():
                case.customer = customers.stranger(case.number)
                self.cases.close(case, "bought elsewhere")
                return nothing_more()
            case.customer = customers.newcomer(case.number)
        else:
            case.customer = customers.at_first(self._who.draw(case.key), business=False)
        return self.wants_goods(case)

    def wants_goods(self, case: Case) -> Flow:
        """A consumer wants something, and orders it unless gone or put off."""
        customer = case.customer
        assert customer is not None
        self._fill_basket(case, self.model.customers.units_per_web_order)
        if self.customers.has_left(customer):
            self.cases.close(case, "customer had left")
        elif customer.place >= 0 and self._put_off.draw(case.key) >= self.inclination(customer):
            self.cases.close(case, "put off")
        else:
            return self.web_order(case)
        return nothing_more()

    def comes_to_stay(self, customer: Customer, wished: float) -> None:
        """Somebody who never bought before, and wished at a time, is a customer now, with wishes like the others."""
        self.wishes_next(customer, wished, 0)

    def wishes_next(self, customer: Customer, time: float, number: int) -> None:
        """What a customer who came to stay wishes for next, when it would be in any world.

        Args:
            time: of the wish before.
            number: how many wishes there have been by then.
        """
        model, business = self.model.customers, customer.business
        by_themselves = model.business_orders_per_week * (1 - model.renewals_share)
        known = model.web_orders_per_week * (1 - model.new_customer_share)
        per_week = by_themselves / model.businesses if business else known / model.consumers
        profile = self.profiles.office if business else self.profiles.web
        while per_week > 0 and number < MOST_WISHES:
            time = profile.later(time, self._wishes.draw(customer.key, number) / per_week)
            number += 1
            if time > self.env.now:  # others came while the first order was on its way
                if time < self.cases.horizon:
                    self.env.enter(time, Wish(self, customer.number, number))
                return

    def wishes_again(self, who: int, number: int) -> None:
        """A customer who came to stay has another wish, unless gone; then the next one is to come."""
        customer = self.customers.get(who)
        if self.customers.has_left(customer):
            return
        place = AGAIN + self.customers.first_number(customer) * MOST_WISHES + number
        case = self.cases.open_case("business order" if customer.business else "order", place, self.name, customer)
        self.env.start(self.orders_again(case) if customer.business else self.wants_goods(case))
        self.wishes_next(customer, self.env.now, number)

    def shop_visit(self, case: Case) -> Flow:
        """A known customer who would not have bought looks around, and buys if what is shown is what is wanted."""
        case.customer = self.customers.consumer(self._browses.draw(case.key))
        buys = not self.customers.has_left(case.customer) and self.inclination(case.customer) > 1.0
        self.cases.close(case, "bought" if buys else "looked only")
        if buys:
            order = self.cases.open_child("order", case, self.name)
            self._fill_basket(order, self.model.customers.units_per_web_order)
            return self.web_order(order)
        return nothing_more()

    def _reputation_pull(self) -> float:
        behaviour = self.model.behaviour
        pull = behaviour.reputation_pull if behaviour.reputation else 0.0
        drawn = 1 - pull + pull * self.customers.reputation / self.customers.usual
        return min(1.0, drawn * self.neighbours.marketing.drawn() / self._newcomers_at_most)

    def web_order(self, case: Case) -> Flow:
        """Promise a date, and if the customer takes it, let the shop send the order to Logistics."""
        if not self.promise(case):
            self.cases.close(case, "refused the date")
            return nothing_more()
        return self.hand_over(case, subjects.WEB_ORDER)

    def _fill_basket(self, case: Case, mean_units: float) -> None:
        case.product = self.neighbours.logistics.product_at(self._what.draw(case.key))
        extra = max(0.0, mean_units - 1.0)
        case.units = 1 + int(self._units.draw(case.key) * extra + 0.5 * (extra > 0))
        case.value = case.units * self.model.products[case.product].price

    def promise(self, case: Case) -> bool:
        """Promise a delivery date on the stock that Sales sees; returns whether the customer accepts it."""
        model, supply = self.model, self.neighbours.logistics.supply(case.product)
        seen = self.copy_of(STOCK, supply.record, wrong_units)
        backlog = self.copy_of(STOCK, supply.backlog)
        margin = case.value * model.products[case.product].margin
        discontent, work = model.sales.late_cost_of_discontent, model.sales.late_cost_of_work
        late = model.behaviour.late_penalty * discontent * margin + work * margin

        def facts(units: float, days: float) -> Promise:
            return Promise(
                units,
                days,
                case.units,
                model.logistics.promise_days,
                supply.restock_days,
                margin,
                model.customers.refuse_per_day_of_promise,
                late,
            )

        view, truth = facts(seen.value, backlog.value), facts(supply.available, supply.backlog.value)
        days = self.decide(case, PROMISE, view, truth, seen, version=supply.record.version)
        case.due = self.env.now + 24 * days
        beyond = max(0.0, days - model.logistics.promise_days)
        accepted = self._accepts.draw(case.key) >= model.customers.refuse_per_day_of_promise * beyond
        if accepted:
            case.pays_later = self._pays_later(case)
        else:
            lost = self._turned_away[case.product]
            lost.write(self.env.now, lost.value + case.units)
        return accepted

    def _pays_later(self, order: Case) -> bool:
        """Whether an order is paid by invoice."""
        assert order.customer is not None
        return order.customer.business or self._later.draw(order.key) < self.model.customers.pay_later_share

    # ---- business orders -------------------------------------------------------------------------------------

    def business_wish(self, case: Case) -> Flow:
        """A business that has been a customer from the beginning orders again."""
        case.customer = self.customers.at_first(self._who.draw(case.key), business=True)
        return self.orders_again(case)

    def orders_again(self, case: Case) -> Flow:
        """A business customer orders again, on the portal or from a seller, unless gone."""
        assert case.customer is not None
        self._fill_basket(case, self.model.customers.units_per_business_order)
        if self.customers.has_left(case.customer):
            self.cases.close(case, "customer had left")
            return None
        if self._on_portal.draw(case.key) >= self.model.customers.portal_share:
            yield self.do(case, "take a business order", more_hours=self.practice.added_hours)
        return self.sell(case)

    def sell(self, case: Case) -> Flow:
        """Release the credit, promise the date, hand the order to Logistics."""
        released = yield from self.release_credit(case)
        if not released:
            self.cases.close(case, "credit refused")
        elif not self.promise(case):
            self.cases.close(case, "refused the date")
        else:
            return self.hand_over(case, subjects.BUSINESS_ORDER)
        return None

    def chase_order(self, order: Case) -> None:
        """A business asks its seller where its order is."""
        self.chasing.chase_order(order)

    # ---- leads -----------------------------------------------------------------------------------------------

    def prospecting(self, case: Case) -> Flow:
        """Look for businesses that might buy, and talk to one; some want an offer."""
        yield self.do(case, "look for customers")
        found = self._prospects.draw(case.key) < self.model.sales.prospect_share
        self.cases.close(case, "somebody found" if found else "nobody found")
        if found:
            prospect = self.customers.prospect(FOUND + case.number)
            self.env.start(self.lead(self.cases.open_child("lead", case, self.name, customer=prospect)))

    def lead(self, case: Case) -> Flow:
        """Respond, qualify, quote, negotiate, close; a won lead becomes an order.

        Sales software puts new leads on top and knows the prices; without it a lead lies among the other messages.
        """
        sales, born, customer, software = self.model.sales, case.opened, case.customer, self.has("sales software")
        yield self.do(case, "respond to a lead", priority=LIVE if software else NORMAL)
        if customer is not None and customer.ripe_at > self.env.now:
            self.cases.close(case, "not ready to buy")
            return
        if self._qualifies.draw(case.key) >= self.chance_to_qualify(self.env.now - born):
            self.cases.close(case, "not qualified")
            return
        yield self.do(case, "qualify a lead")
        quoting = self.env.now
        self._fill_basket(case, self.model.customers.units_per_business_order)
        yield self.do(case, "prepare a quote", more_hours=0.0 if software else sales.by_hand_minutes / 60)
        if self._nonstandard.draw(case.key) < sales.nonstandard_share:
            yield from self.chasing.approved(case, subjects.CONTRACT_DRAFT)
        yield from self.negotiate(case, (self.env.now - quoting) / 24)

    def negotiate(self, case: Case, quote_days: float, left: float = 1.0) -> Flow:
        """Let the customer think, and ask if need be; negotiate, win or lose; a slow quote wins less often.

        Args:
            left: share of the customer's time to think that is still to come.
        """
        sales = self.model.sales
        if not case.value:
            self._fill_basket(case, self.model.customers.units_per_business_order)
        answers = yield from self.hears_of(case, left * self._negotiation.draw(case.key))
        if not answers:
            self.cases.close(case, "forgotten")
            return
        talk = self.do(case, "negotiate")
        yield talk
        chance = sales.win_share * (1 - sales.win_loss_per_day) ** quote_days * self.inclination(case.customer)
        chance *= self.left_by_tact(talk, self.model.tact.win_left)
        if self._wins.draw(case.key) >= chance:
            self.cases.close(case, "lost")
            return
        yield self.do(case, "close a deal")
        self.cases.close(case, "won")
        self._first_order(case)

    def hears_of(self, quote: Case, hours: float) -> Flow:
        """Wait for the customer to have thought; who is silent must be asked. Returns whether that came in time.

        Sales software reminds of quotes after some days, when it is up; a seller without it may think of one.
        """
        sales, sent = self.model.sales, self.env.now
        if self._silent.draw(quote.key) < sales.silent_share:
            yield self.outside(quote, DAY * sales.chase_days)
            if not self.has("sales software") and self._recalls.draw(quote.key) >= sales.remembered_share:
                yield self.outside(quote, DAY * max(0.0, sales.quote_valid_days - sales.chase_days))
                return False
            yield from self.until_system(quote, "sales software")
            yield self.do(quote, "chase a quote")
            if self.env.now - sent > DAY * sales.quote_valid_days:
                return False
        yield self.outside(quote, max(0.0, sent + hours - self.env.now))
        return True

    def chance_to_qualify(self, hours: float) -> float:
        """Chance that a lead answered after ``hours`` qualifies: the odds fall with every doubling of the delay."""
        sales = self.model.sales
        odds = sales.qualify_share / (1 - sales.qualify_share) if sales.qualify_share < 1 else math.inf
        odds *= sales.qualify_odds_per_hour ** math.log2(1.0 + hours)
        return odds / (1 + odds) if odds < math.inf else 1.0

    def _first_order(self, lead: Case) -> None:
        def sell(order: Case) -> Flow:
            order.product, order.units, order.value = lead.product, lead.units, lead.value
            order.wrong = lead.wrong & {CLAUSE} if lead.wrong else NOTHING
            return self.sell(order)

        self.start_child(lead, "order", sell)
        customer = lead.customer
        if customer is not None and not customer.orders:
            self.start_child(lead, "welcome", lambda case: self.hand_over(case, subjects.NEW_CUSTOMER))

    # ---- what others send back -------------------------------------------------------------------------------

    def clear_up(self, case: Case) -> Flow:
        """Clear up with the customer what was unclear or wrong about an order."""
        talk = self.do(case, "clear up an order")
        yield talk
        self.talked(case, talk)

    def won_back(self, case: Case) -> Flow:
        """A customer whom CRM has won back gets an offer."""
        yield self.do(case, "answer a sales request")
        self.cases.close(case, "offer made")
