"""Marketing: campaigns on a calendar, whom to write to, the leads that come of them, and content."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import Case
from sim.company.customers import Customer
from sim.company.decisions import AUDIENCE, Recipient
from sim.company.department import LIVE, Department
from sim.company.front_office.content import Library, most_drawn
from sim.company.house import House
from sim.company.wrong_entries import wrong_units
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record, worst_of
from sim.inputs.names import CAMPAIGN_PLAN, CONTACT_CENTRE, CUSTOMER_MASTER, STOCK, TICKET_HISTORY

TUESDAY = 24.0


class Marketing(Department):
    """Plans campaigns; Logistics should know the plan, and customers with a complaint should not be written to."""

    name: ClassVar[str] = "marketing"
    sends: ClassVar = Department.sends | {subjects.LEAD: "sales"}
    asks: ClassVar = Department.asks | {subjects.CAMPAIGN: ("legal", subjects.CAMPAIGN_OPINION)}
    reads: ClassVar = Department.reads | {STOCK: "logistics", TICKET_HISTORY: CONTACT_CENTRE, CUSTOMER_MASTER: "crm"}
    keeps: ClassVar = (*Department.keeps, CAMPAIGN_PLAN)
    does: ClassVar = (
        *Department.does,
        "write content",
        "sort a lead",
        "prepare a campaign",
        "choose the audience",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._product = streams.uniform("campaign.product")
        self._target = streams.uniform("campaign.recipient")
        self._responds = streams.uniform("campaign.response")
        self._delay = streams.exponential("campaign.response_delay", self.model.marketing.response_hours)
        self._lead = streams.uniform("campaign.becomes_lead")
        self._finds = streams.uniform("inbound lead.finds the company")
        self._most_drawn = most_drawn(self.model.marketing)
        self.library = Library(self.model.marketing, ever=self.has("content"))
        self.plan = Record(0, {})

    def start(self) -> None:
        """Prepare a campaign every few weeks; write content; watch what customers think."""
        self.customers.on_leaving = lambda customer: self.ledger.level("left", self.name, customer.number)
        self.env.start(self.survey())
        if self.has("campaigns"):
            self.env.start(self.campaigns())
        leads = self.model.customers.inbound_leads_per_week * self._most_drawn
        self.cases.arrive("inbound lead", leads, self.profiles.web, self.inbound_lead, self.name, CUSTOMERS)
        content = self.model.marketing.content_per_week if self.has("content") else 0.0
        self.cases.arrive("content", content, self.profiles.office, self.content, self.name)

    def survey(self) -> Flow:
        """Note every week how satisfied customers are and how the company is spoken of."""
        while True:
            yield self.env.timeout(WEEK - 1.0 if not self.env.now else WEEK)
            self.ledger.level("satisfaction", self.name, self.customers.mean_satisfaction)
            self.ledger.level("reputation", self.name, self.customers.reputation)
            self.ledger.level("consumers", self.name, self.customers.count(business=False))
            self.ledger.level("businesses", self.name, self.customers.count(business=True))

    def content(self, case: Case) -> Flow:
        """Write a piece of content; whoever finds it may come, some weeks later."""
        yield self.do(case, "write content")
        self.library.publish(self.env.now)
        self.cases.close(case, "published")

    def drawn(self) -> float:
        """How many find the company by what it has written, as a multiple of those who usually do."""
        return self.library.drawn(self.env.now)

    def inbound_lead(self, case: Case) -> Flow:
        """A business that has found the company leaves its wishes on the web: sort it, and hand it to Sales."""
        if self._finds.draw(case.key) >= self.drawn() / self._most_drawn:
            self.cases.close(case, "never heard of it")
            return
        case.customer = self.customers.prospect(case.number)
        yield self.do(case, "sort a lead", priority=LIVE)
        yield from self.pass_on(case, subjects.LEAD)

    def campaigns(self) -> Flow:
        """Start preparing each campaign some weeks before its launch."""
        number, every = 0, self.model.marketing.every_weeks * WEEK
        lead_time = self.model.marketing.preparation_weeks * WEEK
        while True:
            launch = number * every + TUESDAY + self.model.timetable.campaign_hour + lead_time
            yield self.env.until(launch - lead_time)
            case = self.cases.open_case("campaign", number, self.name)
            self.env.start(self.campaign(case, launch))
            number += 1

    def campaign(self, case: Case, launch: float) -> Flow:
        """Choose the goods, prepare, have Legal look at it, choose the audience, launch, pass on the leads."""
        case.product = self.neighbours.logistics.product_at(self._product.draw(case.key))
        expected = self.model.marketing.recipients * self.model.marketing.response_share
        self.announce(case, launch, expected)
        yield self.do(case, "prepare a campaign")
        yield from self.request(case, subjects.CAMPAIGN)
        yield self.do(case, "choose the audience")
        if self.env.now < launch:
            yield from self.until(case, self.env.until(launch))
        elif self.env.now > launch:
            self.announce(case, self.env.now, expected)
        self.launch(case)
        self.ledger.pay("campaigns", self.name, -self.model.marketing.cost_per_campaign, case)
        self.cases.close(case, "launched")

    def campaign_plan(self) -> Record:
        """Record of the campaigns that are planned: product → (launch, expected units)."""
        return self.plan

    def announce(self, case: Case, launch: float, responses: float) -> None:
        """Write the plan: product → (launch, expected units)."""
        units = responses * self.model.customers.units_per_web_order * self.model.marketing.planned_units_factor
        self.plan.write(self.env.now, {**self.plan.value, case.product: (launch, units)})

    def launch(self, case: Case) -> None:
        """Write to the audience; some buy, some ask for an offer, some are annoyed."""
        self.ledger.level("campaign", case.product, 1.0)
        listed: set[int] = set()
        for place in range(self.model.marketing.recipients):
            customer = self._recipient(case, place)
            if customer.number in listed:
                continue
            listed.add(customer.number)
            if self.customers.has_left(customer) or not self.writes_to(case, customer, place):
                continue
            if customer.troubles.value:
                annoyed = customer.satisfaction - self.model.marketing.annoyed_penalty
                self.customers.experience(customer, annoyed)
            elif self._responds.draw(case.key, place) < (
                self.model.marketing.response_share * self.inclination(customer)
            ):
                self.env.start(self.response(case, customer, place))

    def _recipient(self, case: Case, place: int) -> Customer:
        """Who stands at a place of the list: every so-manieth customer, businesses first, from a random one on."""
        recipients, first = self.model.marketing.recipients, self._target.draw(case.key)
        businesses = round(self.model.marketing.business_share * recipients)
        if place < businesses:
            return self.customers.business((first + place / businesses) % 1)
        return self.customers.consumer((first + (place - businesses) / (recipients - businesses)) % 1)

    def writes_to(self, case: Case, customer: Customer, place: int) -> bool:
        """Decide on the copies of ticket history and stock whether to write to a customer."""
        supply = self.neighbours.logistics.supply(case.product)
        seen_stock = self.copy_of(STOCK, supply.record, wrong_units)
        seen = self.copy_of(TICKET_HISTORY, customer.troubles)
        marketing = self.model.marketing
        gain = marketing.response_share * marketing.response_gain * self.model.products[case.product].price
        harm = marketing.annoyed_penalty * gain * marketing.annoyance_factor
        view = Recipient(seen.value, seen_stock.value > 0, gain, harm)
        truth = Recipient(customer.troubles.value, supply.available > 0, gain, harm)
        reading = worst_of(seen, seen_stock)
        visible = self.can_see(case)
        if not visible or self.overlooks(case):
            view = view._replace(troubles=0)
        return (
            self.decide(
                case,
                AUDIENCE,
                view,
                truth,
                reading,
                version=customer.troubles.version,
                visible=visible,
                luck=place / marketing.recipients,
            )
            > 0
        )

    def response(self, campaign: Case, customer: Customer, place: int) -> Flow:
        """A recipient comes: a business may ask for an offer, everybody else buys on the web."""
        as_lead = customer.business and self._lead.draw(campaign.key, place) < self.model.marketing.lead_share
        if as_lead:
            case = self.cases.open_child("lead", campaign, self.name, ordinal=place, customer=customer)
            yield self.do(case, "sort a lead", priority=LIVE)
            yield from self.pass_on(case, subjects.LEAD)
            return
        yield self.env.timeout(self._delay.draw(campaign.key, place))
        case = self.cases.open_child("order", campaign, "sales", ordinal=place, customer=customer)
        marketing, case.product = self.model.marketing, campaign.product
        case.units = marketing.units_of_business if customer.business else marketing.units_of_consumer
        case.value = case.units * self.model.products[case.product].price
        yield from self.neighbours.sales.web_order(case)
