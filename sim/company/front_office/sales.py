"""Sales: web orders that arrive without a seller, repeat orders of businesses, and leads that become orders."""

from __future__ import annotations

import math
from typing import ClassVar

from sim.company.arrivals import OFFICE, WEB
from sim.company.case import Case
from sim.company.company import Company
from sim.company.customers import NEUTRAL
from sim.company.decisions import CREDIT, PROMISE, Credit, Promise
from sim.company.department import Department
from sim.engine.kernel import Flow

ROOM_TO_GROW = 1.25


class Sales(Department):
    """Sells, promises delivery dates and releases credit on what it knows of stock and open items."""

    name: ClassVar[str] = "sales"

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self.receives |= {"lead": self.lead, "order problem": self.clear_up, "won back": self.won_back}
        streams = company.streams
        self._who = streams.uniform("order.customer")
        self._new = streams.uniform("order.newcomer")
        self._heard = streams.uniform("order.heard_well")
        self._what = streams.uniform("order.product")
        self._units = streams.exponential("order.units", 1.0)
        self._browses = streams.uniform("shop visit.customer")
        self._put_off = streams.uniform("order.put_off")
        self._accepts = streams.uniform("order.accepts_promise")
        self._later = streams.uniform("order.pays_later")
        self._qualifies = streams.uniform("lead.qualifies")
        self._wins = streams.uniform("lead.wins")
        self._nonstandard = streams.uniform("lead.nonstandard")
        self._negotiation = streams.lognormal("lead.negotiation", 24 * self.model.sales.negotiation_days, 0.6)
        mean_price = sum(p.price * p.popularity for p in self.model.products.values()) / sum(
            p.popularity for p in self.model.products.values()
        )
        self.usual_business_order = mean_price * self.model.customers.units_per_business_order

    def start(self) -> None:
        """Customers' wishes, day and night; repeat orders in office hours."""
        customers = self.model.customers
        wishes = customers.web_orders_per_week * (1 + (ROOM_TO_GROW - 1) * customers.new_customer_share)
        self.company.arrive("order", wishes, WEB, self.web_wish)
        self.company.arrive("business order", customers.business_orders_per_week, OFFICE, self.business_wish)
        visits = customers.web_orders_per_week * (1 - customers.new_customer_share) * self.practice.personal_gain
        self.company.arrive("shop visit", visits, WEB, self.shop_visit)

    # ---- web orders ------------------------------------------------------------------------------------------

    def web_wish(self, case: Case) -> Flow:
        """Somebody wants to buy on the web."""
        customers, model = self.company.customers, self.model.customers
        share_new = ROOM_TO_GROW * model.new_customer_share
        newcomer = self._new.draw(case.key) < share_new / (share_new + 1 - model.new_customer_share)
        case.customer = customers.newcomer(case.number) if newcomer else customers.consumer(self._who.draw(case.key))
        self._fill_basket(case, model.units_per_web_order)
        if newcomer and self._heard.draw(case.key) >= self._reputation_pull():
            self.company.close(case, "bought elsewhere")
        elif case.customer.churned:
            self.company.close(case, "customer had left")
        elif not newcomer and self._put_off.draw(case.key) >= self.inclination(case.customer):
            self.company.close(case, "put off")
        else:
            yield from self.web_order(case)

    def shop_visit(self, case: Case) -> Flow:
        """A known customer who would not have bought looks around, and buys if what is shown is what is wanted."""
        case.customer = self.company.customers.consumer(self._browses.draw(case.key))
        buys = not case.customer.churned and self.inclination(case.customer) > 1.0
        self.company.close(case, "bought" if buys else "looked only")
        if buys:
            order = self.company.open_child("order", case, self.name)
            self._fill_basket(order, self.model.customers.units_per_web_order)
            yield from self.web_order(order)

    def _reputation_pull(self) -> float:
        behaviour = self.model.behaviour
        pull = behaviour.reputation_pull if behaviour.reputation else 0.0
        return min(1.0, (1 - pull + pull * self.company.customers.reputation / NEUTRAL) / ROOM_TO_GROW)

    def web_order(self, case: Case) -> Flow:
        """Promise a date, and if the customer takes it, let the shop send the order to Logistics."""
        if not self.promise(case):
            self.company.close(case, "refused the date")
            return
        yield from self.pass_on(case, "logistics", "web order")

    def pays_later(self, case: Case) -> bool:
        """Whether this order is paid by invoice."""
        assert case.customer is not None
        return case.customer.business or self._later.draw(case.key) < self.model.customers.pay_later_share

    def _fill_basket(self, case: Case, mean_units: float) -> None:
        logistics = self.company.logistics
        case.product = logistics.product_at(self._what.draw(case.key))
        extra = max(0.0, mean_units - 1.0)
        case.units = 1 + int(self._units.draw(case.key) * extra + 0.5 * (extra > 0))
        case.value = case.units * self.model.products[case.product].price

    def promise(self, case: Case) -> bool:
        """Promise a delivery date on the stock that Sales sees; returns whether the customer accepts it."""
        model, logistics = self.model, self.company.logistics
        stock = logistics.stocks[case.product]
        seen = self.copy_of("stock", "logistics", stock.record, logistics.miscopied)
        backlog = self.copy_of("stock", "logistics", logistics.backlog)
        restock = logistics.planning.restock_days(case.product)
        margin = case.value * model.products[case.product].margin
        late = model.behaviour.late_penalty * 0.2 * margin + 0.05 * margin

        def facts(units: float, days: float) -> Promise:
            return Promise(
                units,
                days,
                case.units,
                model.logistics.promise_days,
                restock,
                margin,
                model.customers.refuse_per_day_of_promise,
                late,
            )

        view, truth = facts(seen.value, backlog.value), facts(stock.available, logistics.backlog.value)
        days = self.decide(case, PROMISE, view, truth, seen, version=stock.record.version)
        case.due = self.env.now + 24 * days
        beyond = max(0.0, days - model.logistics.promise_days)
        return self._accepts.draw(case.key) >= model.customers.refuse_per_day_of_promise * beyond

    # ---- business orders -------------------------------------------------------------------------------------

    def business_wish(self, case: Case) -> Flow:
        """A business customer orders again."""
        case.customer = self.company.customers.business(self._who.draw(case.key))
        self._fill_basket(case, self.model.customers.units_per_business_order)
        if case.customer.churned:
            self.company.close(case, "customer had left")
            return
        yield self.do(case, "take a business order", more_hours=self.practice.added_hours)
        yield from self.sell(case)

    def sell(self, case: Case) -> Flow:
        """Release the credit, promise the date, hand the order to Logistics."""
        released = yield from self.release_credit(case)
        if not released:
            self.company.close(case, "credit refused")
        elif not self.promise(case):
            self.company.close(case, "refused the date")
        else:
            yield from self.pass_on(case, "logistics", "business order")

    def release_credit(self, case: Case) -> Flow:
        """Decide on the copy of open items; what is held goes to Finance for a check."""
        customer = case.customer
        assert customer is not None
        seen = self.copy_of("open items", "finance", customer.items)
        limit = self.model.sales.credit_limit_orders * self.usual_business_order
        margin = case.value * self.model.products[case.product].margin

        def facts(items: tuple[float, float]) -> Credit:
            return Credit(items[0], items[1], case.value, limit, margin, self.model.sales.default_loss_share)

        release = self.decide(
            case, CREDIT, facts(seen.value), facts(customer.items.value), seen, version=customer.items.version
        )
        if release:
            return True
        approved = yield from self.request(case, "finance", "credit question", "credit decision")
        return approved

    # ---- leads -----------------------------------------------------------------------------------------------

    def lead(self, case: Case) -> Flow:
        """Respond, qualify, quote, negotiate, close; a won lead becomes an order."""
        sales, born = self.model.sales, case.opened
        yield self.do(case, "respond to a lead")
        if self._qualifies.draw(case.key) >= self.chance_to_qualify(self.env.now - born):
            self.company.close(case, "not qualified")
            return
        yield self.do(case, "qualify a lead")
        quoting = self.env.now
        self._fill_basket(case, self.model.customers.units_per_business_order)
        yield self.do(case, "prepare a quote")
        if self._nonstandard.draw(case.key) < sales.nonstandard_share:
            yield from self.request(case, "legal", "contract draft", "reviewed contract")
        yield from self.negotiate(case, (self.env.now - quoting) / 24)

    def negotiate(self, case: Case, quote_days: float, left: float = 1.0) -> Flow:
        """Let the customer think, negotiate, win or lose; a slow quote wins less often.

        Args:
            left: share of the customer's time to think that is still to come.
        """
        sales = self.model.sales
        if not case.value:
            self._fill_basket(case, self.model.customers.units_per_business_order)
        yield from self.outside(case, left * self._negotiation.draw(case.key))
        yield self.do(case, "negotiate")
        chance = sales.win_share * (1 - sales.win_loss_per_day) ** quote_days * self.inclination(case.customer)
        if self._wins.draw(case.key) >= chance:
            self.company.close(case, "lost")
            return
        yield self.do(case, "close a deal")
        self.company.close(case, "won")
        self._first_order(case)

    def chance_to_qualify(self, hours: float) -> float:
        """Chance that a lead answered after ``hours`` qualifies: the odds fall with every doubling of the delay."""
        sales = self.model.sales
        odds = sales.qualify_share / (1 - sales.qualify_share) if sales.qualify_share < 1 else math.inf
        odds *= sales.qualify_odds_per_hour ** math.log2(1.0 + hours)
        return odds / (1 + odds) if odds < math.inf else 1.0

    def _first_order(self, lead: Case) -> None:
        def sell(order: Case) -> Flow:
            order.product, order.units, order.value = lead.product, lead.units, lead.value
            yield from self.sell(order)

        self.start_child(lead, "order", sell)
        customer = lead.customer
        if customer is not None and not customer.orders:
            self.start_child(lead, "welcome", lambda case: self.pass_on(case, "crm", "new customer"))

    # ---- what others send back -------------------------------------------------------------------------------

    def clear_up(self, case: Case) -> Flow:
        """Clear up with the customer what was unclear or wrong about an order."""
        yield self.do(case, "clear up an order")

    def won_back(self, case: Case) -> Flow:
        """A customer whom CRM has won back gets an offer."""
        yield self.do(case, "answer a sales request")
        self.company.close(case, "offer made")

    def solve(self, case: Case) -> Flow:
        """Answer what a customer wants to know before buying."""
        yield self.do(case, "answer a sales request")
        return True
