"""Marketing: campaigns on a calendar, whom to write to, the leads that come of them, and content."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.arrivals import CUSTOMERS
from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.decisions import AUDIENCE, BUDGET, CampaignBudget, Recipient
from sim.company.department import Department
from sim.company.front_office.content import Library, most_drawn
from sim.company.front_office.nurturing import Nursery
from sim.company.house import House
from sim.company.priorities import LIVE
from sim.company.reports import ReportReader
from sim.company.start import UnderWay
from sim.company.topics import COMPLAINT
from sim.company.wrong_entries import wrong_units
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record, worst_of
from sim.engine.streams import case_key
from sim.inputs.names import CAMPAIGN_PLAN, CONTACT_CENTRE, CUSTOMER_MASTER, STOCK, TICKET_HISTORY

TUESDAY = 24.0
IN_TOUCH = 200_000_000
"""Businesses that get letters when a run begins are numbered from here on among those that never bought before."""


class Marketing(ReportReader):
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
        "change a campaign",
        "choose the audience",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams = house.streams
        self._product = streams.uniform("campaign.product")
        self._target = streams.uniform("campaign.recipient")
        self._written = streams.uniform("campaign.written_to")
        self._responds = streams.uniform("campaign.response")
        self._delay = streams.exponential("campaign.response_delay", self.model.marketing.response_hours)
        self._lead = streams.uniform("campaign.becomes_lead")
        self._finds = streams.uniform("inbound lead.finds the company")
        self._faulty = streams.uniform("campaign.faulty")
        self._fined = streams.uniform("campaign.fined")
        self._complains = streams.uniform("campaign.complaint")
        self._minds = streams.uniform("campaign.minds_getting_it_twice")
        self._unsubscribes = streams.uniform("campaign.unsubscribes")
        self.nursery = Nursery(house)
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

    def put_in_progress(self, under_way: UnderWay) -> None:
        """Leads that are not ready yet and get letters."""
        if not self.has("marketing automation"):
            return
        every = DAY * self.model.marketing.nurture_days
        for number in range(self.nursery.in_touch_at_first()):
            prospect, key = self.customers.prospect(IN_TOUCH + number), case_key("old inbound lead", number)
            ago = under_way.left.draw(key) * self.model.marketing.nurture_letters * every
            if self.nursery.still_in_touch(key, prospect, ago):
                case = self.cases.open_case("old inbound lead", number, self.name, prospect)
                case.kind = "inbound lead"
                self.env.start(self.nurture(case, prospect, *divmod(ago, every)))

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
            return None
        case.customer = self.customers.prospect(case.number)
        unripe = self.nursery.grows(case, case.customer)
        yield self.do(case, "sort a lead", priority=LIVE)
        if self.system_does("marketing automation") and self.nursery.scored_unripe(case, unripe=unripe):
            return self.nurture(case, case.customer)
        return self.hand_over(case, subjects.LEAD)

    def nurture(self, case: Case, prospect: Customer, sent: float = 0.0, since: float = 0.0) -> Flow:
        """Keep in touch with a lead that is not ready; when a letter finds it ready, it goes to Sales.

        Args:
            sent: letters that it has got already; ``since``: hours since the last one.
        """
        for letter in range(int(sent), self.model.marketing.nurture_letters):
            yield self.outside(case, DAY * self.model.marketing.nurture_days - since)
            since = 0.0
            yield from self.until_system(case, "marketing automation")
            if self.nursery.put_off(case.key, letter):
                self.ledger.level("unsubscribed", self.name, prospect.number)
                self.cases.close(case, "unsubscribed")
                return
            if prospect.ripe_at <= self.env.now:
                self.cases.close(case, "ripened")
                self.start_child(case, "lead", lambda ripe: self.hand_over(ripe, subjects.LEAD))
                return
        self.cases.close(case, "never ready")

    def campaigns(self) -> Flow:
        """Start preparing each campaign some weeks before its launch."""
        number, every = 0, self.model.marketing.every_weeks * WEEK
        lead_time = self.model.marketing.preparation_weeks * WEEK
        while True:
            launch = number * every + TUESDAY + self.model.timetable.campaign_hour + lead_time
            yield self.env.until(launch - lead_time)
            at_once = self.model.marketing.campaigns_at_once
            luck = self._product.draw(case_key("campaign", number * at_once))
            for place in range(at_once):
                case = self.cases.open_case("campaign", number * at_once + place, self.name)
                case.product = self.neighbours.logistics.product_at((luck + place / at_once) % 1)
                self.env.start(self.campaign(case, launch))
            number += 1

    def campaign(self, case: Case, launch: float) -> Flow:
        """Announce the goods, prepare, have Legal look at it, choose the audience, launch, pass on the leads."""
        expected = self.model.marketing.recipients * self.model.marketing.response_share
        self.announce(case, launch, expected)
        yield self.do(case, "prepare a campaign")
        case.faulty = self._faulty.draw(case.key) < self.model.marketing.fault_share
        cleared = yield from self.cleared(case)
        if not cleared:
            self.announce(case, launch, 0.0)
            self.cases.close(case, "dropped")
            return
        yield self.do(case, "choose the audience")
        if self.env.now < launch:
            yield from self.until(case, self.env.until(launch))
        yield from self.until_system(case, "marketing automation")
        if self.env.now > launch:
            self.announce(case, self.env.now, expected)
        share = self.budget(case)
        self.launch(case, share)
        self.ledger.pay("campaigns", self.name, -share * self.model.marketing.cost_per_campaign, case)
        if case.faulty and self._fined.draw(case.key) < self.model.legal.campaign_fined_share:
            self.ledger.pay("fines", self.name, -self.model.legal.campaign_fine, case)
        self.cases.close(case, "launched")

    def cleared(self, case: Case) -> Flow:
        """Have Legal look at it and change what it refuses; returns whether it may go out. Some are refused too often."""
        if not self.has("campaign checks"):
            return True
        for _ in range(self.model.marketing.most_refusals):
            approved = yield from self.request(case, subjects.CAMPAIGN)
            if approved:
                return True
            self.cases.begin_rework(case)
            yield self.do(case, "change a campaign", rework=True)
            case.faulty = False
            self.cases.end_rework(case)
        return (yield from self.request(case, subjects.CAMPAIGN))

    def campaign_plan(self) -> Record:
        """Record of the campaigns that are planned: product → (launch, expected units)."""
        return self.plan

    def announce(self, case: Case, launch: float, responses: float) -> None:
        """Write the plan: product → (launch, expected units)."""
        units = responses * self.model.customers.units_per_web_order * self.model.marketing.planned_units_factor
        self.plan.write(self.env.now, {**self.plan.value, case.product: (launch, units)})

    def budget(self, case: Case) -> float:
        """Decide on Finance's report how large a part of the list is written to; without one, to all of it."""
        told = self.report()
        if told is None:
            return 1.0
        seen, record = told
        marketing, product = self.model.marketing, self.model.products[case.product]
        thought = marketing.response_share * marketing.response_gain * product.price
        cost, letters = marketing.cost_per_campaign / marketing.recipients, marketing.recipients
        view = CampaignBudget(seen.value.campaigns.get(case.product, thought), cost, letters, marketing.least_share)
        bought = marketing.business_share * marketing.units_of_business
        bought += (1.0 - marketing.business_share) * marketing.units_of_consumer
        truth = view._replace(gain=marketing.response_share * bought * product.margin * product.price)
        return self.decide(case, BUDGET, view, truth, seen, version=record.version)

    def launch(self, case: Case, share: float = 1.0) -> None:
        """Write to the audience, or to a share of it; some buy, some ask for an offer, some are annoyed."""
        self.ledger.level("campaign", case.product, 1.0)
        automated = self.system_does("marketing automation")
        listed: set[int] = set()
        for place in range(self.model.marketing.recipients):
            customer = self._recipient(case, place)
            if customer.number in listed:
                continue
            listed.add(customer.number)
            if self.customers.has_left(customer) or (share < 1.0 and self._written.draw(case.key, place) >= share):
                continue
            if automated and (customer.unsubscribed or not self.writes_to(case, customer, place)):
                continue
            if customer.unsubscribed or (case.faulty and self.complains(case, place)):
                self.objects(case, customer, place)
            elif customer.open_matters or self.gets_it_twice(case, customer, place):
                self.annoyed(case, customer, place)
            elif self._responds.draw(case.key, place) < (
                self.model.marketing.response_share * self.inclination(customer)
            ):
                self.env.start(self.response(case, customer, place))

    def gets_it_twice(self, case: Case, customer: Customer, place: int) -> bool:
        """Whether somebody with two entries in the master gets two letters, and minds."""
        return customer.entries > 1 and self._minds.draw(case.key, place) < self.model.crm.twice_annoys

    def annoyed(self, case: Case, customer: Customer, place: int) -> None:
        """A letter comes at the wrong time: the customer likes the company less, and may want no more of them."""
        self.customers.experience(customer, customer.satisfaction - self.model.marketing.annoyed_penalty)
        if self._unsubscribes.draw(case.key, place) < self.model.marketing.unsubscribe_share:
            customer.unsubscribed = True
            self.ledger.level("unsubscribed", self.name, customer.number)

    def complains(self, case: Case, place: int) -> bool:
        """Whether somebody takes offence at a campaign that should never have gone out."""
        return self._complains.draw(case.key, place) < self.model.marketing.fault_complaints

    def objects(self, case: Case, customer: Customer, place: int) -> None:
        """Somebody who wants no letters, or no such letter, complains about it."""
        self.annoyed(case, customer, place)
        if self.complains(case, place):
            letter = self.cases.open_child("letter", case, self.name, failure=True, ordinal=place, customer=customer)
            self.neighbours.support.contact(COMPLAINT, letter, failure=True)
            self.cases.close(letter, "complained about")

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
        troubles, marketing = customer.troubles, self.model.marketing
        seen = self.copy_of(TICKET_HISTORY, troubles)
        gain = marketing.response_share * marketing.response_gain * self.model.products[case.product].price
        harm = marketing.annoyed_penalty * gain * marketing.annoyance_factor
        view = Recipient(seen.value, seen_stock.value > 0, gain, harm)
        truth = Recipient(troubles.value, supply.available > 0, gain, harm)
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
                version=troubles.version,
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
            return self.hand_over(case, subjects.LEAD)
        yield self.env.timeout(self._delay.draw(campaign.key, place))
        case = self.cases.open_child("order", campaign, "sales", ordinal=place, customer=customer)
        marketing, case.product = self.model.marketing, campaign.product
        case.units = marketing.units_of_business if customer.business else marketing.units_of_consumer
        case.value = case.units * self.model.products[case.product].price
        return self.neighbours.sales.web_order(case)
