"""How many cases of each kind a company file brings in a week when nothing goes wrong; arithmetic on the file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammaln, ndtr, xlogy  # scipy.stats takes a second to import

from sim.company.back_office.planning import Planning
from sim.company.budget.delays import hours_to_respond
from sim.company.orders import mean_price
from sim.company.periods import PERIOD_WEEKS, WORKING_DAYS
from sim.company.topics import CHANGE_OF_DATA, RETURN, TOPICS
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import TICKET_KINDS, TicketKind
from sim.levers.primitives import Primitives

WEEKS_PER_YEAR = 52.0


@dataclass(frozen=True, slots=True)
class Volumes:
    """Cases a week; money in the company's currency, a week.

    Attributes:
        campaigns: campaigns; none without a department that makes them.
        web_orders: orders of consumers; ``small_business_orders`` are those of businesses that answer a campaign.
        sorted_out: leads that Marketing looks at; ``leads`` are those that it passes on to Sales.
        refused: campaigns that Legal refuses, a second time as a first.
        prospects: leads that sellers find themselves.
        renewals, asked: businesses that are reminded that their supplies run out, and that are asked how a delivery went.
        taken: further orders of businesses that are customers, on the portal or to a seller.
        deals: leads that are won, each an order of a business that has a quote.
        credit_questions: orders of businesses that Sales does not release by itself.
        tickets: contacts that customers have reason for when nothing goes wrong, by kind.
        receipts, batches: deliveries of suppliers, and lots of the own line (what is sent back is sold again).
        materials: deliveries of material; as many times somebody looks whether there must be one.
        late_payers: invoices that are reminded of.
        web_value: value of a mean order of a consumer.
        newcomers_in, customers_out: consumers who come to stay, and those who stop for reasons of their own.
        businesses_in, businesses_out: the same of businesses; some of those won by a quote are customers already.
    """

    campaigns: float
    web_orders: float
    small_business_orders: float
    business_orders: float
    taken: float
    sorted_out: float
    refused: float
    leads: float
    prospects: float
    renewals: float
    asked: float
    qualified: float
    deals: float
    contracts: float
    credit_questions: float
    tickets: dict[TicketKind, float]
    reviews: float
    receipts: float
    batches: float
    materials: float
    late_payers: float
    newcomers_in: float
    customers_out: float
    businesses_in: float
    businesses_out: float
    web_value: float
    revenue: float
    margin: float

    @property
    def orders(self) -> float:
        """All orders."""
        return self.web_orders + self.small_business_orders + self.business_orders

    @property
    def of_businesses(self) -> float:
        """Orders of businesses."""
        return self.small_business_orders + self.business_orders


def volumes(model: CompanyModel, world: Primitives, waits: Mapping[str, float]) -> Volumes:
    """What a company file brings in a week, in a world.

    Args:
        waits: open hours until somebody is free for what goes first, by team.
    """
    customers, sales, marketing = model.customers, model.sales, model.marketing
    campaigns = marketing.campaigns_at_once / marketing.every_weeks if "marketing" in model.connected else 0.0
    responses = campaigns * marketing.recipients * marketing.response_share
    by_businesses = responses * marketing.business_share
    inbound, of_campaigns = customers.inbound_leads_per_week if campaigns else 0.0, by_businesses * marketing.lead_share
    ready, not_ready = inbound * _ready(model), inbound * marketing.unripe_share * (1 - marketing.score_hits)
    prospects = sales.prospecting_per_week * sales.prospect_share
    chance = _chance_to_qualify(model, world, waits)
    by_new = ready * chance + prospects * sales.qualify_share
    qualified = by_new + of_campaigns * chance
    deals = qualified * sales.win_share
    kept = 1 - _turned_away(model)
    web = kept * (customers.web_orders_per_week + responses - by_businesses)
    small = kept * by_businesses * (1 - marketing.lead_share)
    renewals = customers.business_orders_per_week * customers.renewals_share
    again = customers.business_orders_per_week - renewals + renewals * _in_time(model)
    asking = kept * model.crm.follow_up_share
    asked = asking * (again + deals) / (1 - asking * model.crm.follow_up_orders)
    business = kept * (1 - _refused(model)) * (again + deals + asked * model.crm.follow_up_orders)
    total, price, margin = _means(model)
    of_web = mean_units(customers.units_per_web_order)
    units = (web + small) * of_web + business * mean_units(customers.units_per_business_order)
    tickets = _tickets(model, web)
    made = sum(product.popularity for product in model.products.values() if product.made) / total
    return Volumes(
        campaigns=campaigns,
        web_orders=web,
        small_business_orders=small,
        business_orders=business,
        taken=again + asked * model.crm.follow_up_orders,
        sorted_out=inbound + of_campaigns,
        refused=campaigns * _refusals(model),
        leads=ready + of_campaigns + not_ready,
        prospects=prospects,
        renewals=renewals,
        asked=(business + small) * model.crm.follow_up_share,
        qualified=qualified,
        deals=deals,
        contracts=qualified * sales.nonstandard_share,
        credit_questions=business * _credit_question_share(model),
        tickets=tickets,
        reviews=len(model.products) * 7 / model.logistics.review_days,
        receipts=sum(not product.made for product in model.products.values()) * 7 / model.logistics.review_days,
        materials=len(model.materials) * 7 / model.logistics.review_days,
        batches=(units - tickets[RETURN] * of_web) * made / model.logistics.batch_units,
        late_payers=_late(model, business + small + web * customers.pay_later_share),
        newcomers_in=customers.web_orders_per_week * customers.new_customer_share * customers.newcomers_staying,
        customers_out=customers.consumers * customers.consumers_moving_on / WEEKS_PER_YEAR,
        businesses_in=by_new * sales.win_share,
        businesses_out=_moving_on(model),
        web_value=of_web * price,
        revenue=units * price,
        margin=units * margin,
    )


def _means(model: CompanyModel) -> tuple[float, float, float]:
    """Sum of popularities, and mean price and margin of a unit."""
    products = model.products.values()
    total = sum(product.popularity for product in products)
    margin = sum(product.price * product.margin * product.popularity for product in products) / total
    return total, mean_price(model), margin


def _ripens(model: CompanyModel) -> float:
    """Share of leads that one of the letters finds ready to buy before one puts them off."""
    marketing = model.marketing
    still, kept = math.exp(-marketing.nurture_days / marketing.ripening_days), 1 - marketing.nurture_annoys
    return sum(kept * (1 - still) * (kept * still) ** letter for letter in range(marketing.nurture_letters))


def _refusals(model: CompanyModel) -> float:
    """Times that a campaign is refused, on average; what has been changed has no fault."""
    marketing, legal = model.marketing, model.legal
    first = marketing.fault_share * legal.check_finds + (1 - marketing.fault_share) * legal.check_alarms
    return first * sum(legal.check_alarms**time for time in range(marketing.most_refusals))


def _in_time(model: CompanyModel) -> float:
    """Share of businesses that are called before they buy elsewhere: on the next working day."""
    return math.exp(-7 / WORKING_DAYS / model.crm.renewal_patience_days)


def _late(model: CompanyModel, on_account: float) -> float:
    """Invoices on account that are reminded of."""
    return on_account * (1 - _paid_within(model, model.finance.reminder_days))


def _ready(model: CompanyModel) -> float:
    """Share of leads on the web that come to Sales ready to buy: at once, or after some letters."""
    marketing = model.marketing
    ripe = (1 - marketing.unripe_share) * (1 - marketing.score_alarms)
    return ripe + marketing.unripe_share * marketing.score_hits * _ripens(model)


def _moving_on(model: CompanyModel) -> float:
    """Businesses that stop for reasons of their own; some of those looked after (the longest neglected first) stay."""
    crm, businesses = model.crm, model.customers.businesses
    looked_after = min(1.0, crm.loyalty_per_week * crm.loyalty_weeks / max(1, businesses))
    about_to = businesses * model.customers.businesses_moving_on / WEEKS_PER_YEAR
    return about_to * (1 - crm.loyalty_keeps * looked_after)


def _turned_away(model: CompanyModel) -> float:
    """Share of orders that meet an empty shelf, as the safety stock is meant, and do not wait for it to be filled."""
    planning, products = Planning(model), model.products
    total = sum(product.popularity for product in products.values())
    days = sum(planning.restock_days(name) * product.popularity for name, product in products.items()) / total
    refuse = min(1.0, model.customers.refuse_per_day_of_promise * days)
    return float(ndtr(-model.logistics.safety_factor)) * refuse


def chased_share(model: CompanyModel) -> float:
    """Share of deliveries that a planner chases."""
    logistics = model.logistics
    if not logistics.supplier_variation:
        return 0.0
    spread = math.sqrt(math.log1p(logistics.supplier_variation**2))
    beyond = math.log(1.0 + logistics.chase_after_days / logistics.supplier_days)
    return float(ndtr(-(beyond / spread + spread / 2)))


def mean_units(units: float) -> float:
    """Mean units of an order whose file says so many: one, and a whole number of further ones by an exponential law."""
    extra = max(0.0, units - 1.0)
    if not extra:
        return 1.0
    return 1.0 + math.exp(-0.5 / extra) / (1.0 - math.exp(-1.0 / extra))


def _tickets(model: CompanyModel, web_orders: float) -> dict[TicketKind, float]:
    customers = model.customers
    found = {kind: TOPICS[kind].per_week(model.contacts) for kind in TICKET_KINDS if kind in TOPICS}
    found[CHANGE_OF_DATA] = customers.moves_per_year * (customers.consumers + customers.businesses) / WEEKS_PER_YEAR
    found[RETURN] = web_orders * customers.returns_share
    return found


def _chance_to_qualify(model: CompanyModel, world: Primitives, waits: Mapping[str, float]) -> float:
    """Mean chance of a lead to qualify, over the hours of a week at which leads come."""
    sales = model.sales
    if sales.qualify_share >= 1:
        return 1.0
    odds = sales.qualify_share / (1 - sales.qualify_share)
    total = 0.0
    for weight, hours in hours_to_respond(model, world, waits):
        later = odds * sales.qualify_odds_per_hour ** math.log2(1.0 + hours)
        total += weight * later / (1 + later)
    return total


def _credit_question_share(model: CompanyModel) -> float:
    """Share of business orders beyond the limit, or of customers with something overdue.

    A customer's orders are a Poisson process with values of the exponential law; what is open at a new order are those
    of the time until they are paid.
    """
    customers, limit = model.customers, model.sales.credit_limit_orders
    rate = customers.business_orders_per_week / customers.businesses / 7
    open_orders = rate * (customers.business_terms_days + customers.payment_delay_days)
    owed = np.arange(int(limit) + 40)
    chances = np.exp(xlogy(owed, open_orders) - gammaln(owed + 1) - open_orders)
    beyond: float = sum((chances * gammaincc(owed + 1, limit)).tolist())
    overdue = rate * _days_late_beyond(model, model.finance.reminder_days)
    return 1 - (1 - beyond) * math.exp(-overdue)


def _refused(model: CompanyModel) -> float:
    """Share of business orders that are held until Finance refuses them: of those who never pay, or too late for that.

    Others show in time that their money is on its way, on one of the working mornings on which Finance looks.
    """
    customers, finance = model.customers, model.finance
    rate = customers.business_orders_per_week / customers.businesses / 7
    overdue = rate * _days_late_beyond(model, finance.reminder_days + finance.credit_hold_days)
    unshown = math.pow(1 - finance.credit_proof_share, finance.credit_hold_days * WORKING_DAYS / 7)
    return 1 - (1 - customers.insolvent_share) * (1 - unshown * (1 - math.exp(-overdue)))


def _paid_within(model: CompanyModel, days: float) -> float:
    """Share of invoices paid within so many days after they were due."""
    mean, variation = model.customers.payment_delay_days, model.customers.payment_delay_variation
    if not variation:
        return float(mean <= days)
    spread = math.sqrt(math.log1p(variation**2))
    return float(ndtr(math.log(days / mean) / spread + spread / 2))


def _days_late_beyond(model: CompanyModel, days: float) -> float:
    """Mean days of an invoice after so many days of being late; the mean excess of a lognormal law."""
    mean, variation = model.customers.payment_delay_days, model.customers.payment_delay_variation
    if not variation:
        return max(0.0, mean - days)
    spread = math.sqrt(math.log1p(variation**2))
    upto = math.log(days / mean) / spread
    return float(mean * ndtr(spread / 2 - upto) - days * ndtr(-(upto + spread / 2)))


def closings_per_week() -> float:
    """Times a week that the books are closed."""
    return len(PERIOD_WEEKS) / sum(PERIOD_WEEKS)


def vacancies_per_week(model: CompanyModel) -> float:
    """Places that fall empty in a week."""
    return sum(team.staff * team.turnover_per_year for team in model.connected_teams.values()) / WEEKS_PER_YEAR
