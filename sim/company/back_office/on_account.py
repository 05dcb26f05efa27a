"""Invoices on account that are open when a run begins, each at its place on the way of a company that has always run.

Whoever looks at a random moment finds as many as are sent a day times the days until one is paid. By that share some are
not due yet, and as far from it as from any other day of their terms; others are late, the more probably the later they
are (the inspection paradox; Cox, Renewal Theory, 1962).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.company.orders import usual_business_order, usual_web_order
from sim.engine.calendar import DAY
from sim.engine.streams import Lognormal, Streams
from sim.inputs.company_model import CompanyModel

TOGETHER = 4096
"""Invoices that are put to rest together when a run begins."""


@dataclass(frozen=True, slots=True)
class OnAccount:
    """Invoices to one kind of customer.

    Attributes:
        business: whether they go to businesses.
        per_week: how many are sent a week.
        terms, late: days until one is due, and mean days from then until it is paid.
        value: of a usual one, currency.
    """

    business: bool
    per_week: float
    terms: float
    late: float
    value: float

    @property
    def number(self) -> int:
        """How many are open at a random moment."""
        return round(self.per_week * (self.terms + self.late) / 7)

    @property
    def late_share(self) -> float:
        """Share of them that are late."""
        return self.late / (self.terms + self.late)

    def due_in(self, left: float) -> float:
        """Hours until one is due that has this share of its way to go and is not late."""
        return DAY * (left - self.late_share) * (self.terms + self.late)


def on_account(model: CompanyModel) -> Iterable[OnAccount]:
    """Those of businesses, who order again or have been won, then those of consumers who pay later."""
    customers, sales = model.customers, model.sales
    won = customers.inbound_leads_per_week * sales.qualify_share * sales.win_share
    late = customers.payment_delay_days
    yield OnAccount(
        True,
        customers.business_orders_per_week + won,
        customers.business_terms_days,
        late,
        usual_business_order(model),
    )
    yield OnAccount(
        False,
        customers.web_orders_per_week * customers.pay_later_share,
        customers.consumer_terms_days,
        late,
        usual_web_order(model),
    )


def delay(model: CompanyModel, streams: Streams) -> Lognormal:
    """Hours from due to paid."""
    customers = model.customers
    return streams.lognormal(
        "invoice.payment_delay", DAY * customers.payment_delay_days, customers.payment_delay_variation
    )


def delay_at_first(model: CompanyModel, streams: Streams) -> Lognormal:
    """Hours from due to paid of an invoice that is found to be late: long delays are found more often.

    Weighted by its length, a lognormal law keeps its variation and has a mean 1 + variation² times as large.
    """
    customers = model.customers
    variation = customers.payment_delay_variation
    days = customers.payment_delay_days * (1 + variation**2)
    return streams.lognormal("invoice.payment_delay_at_first", DAY * days, variation)
