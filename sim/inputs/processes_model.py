"""How each department does its own business, as frozen data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.inputs.fields import Frozen, NotNegative, Positive, Share


class SalesModel(Frozen):
    """How leads become orders."""

    qualify_share: Share = Field(description="share of leads qualified when answered within the hour")
    qualify_odds_per_hour: Positive = Field(
        description="factor on the odds to qualify for a lead answered one hour "
        "later; it falls further with the logarithm of the delay"
    )
    win_share: Share = Field(description="share of quotes won at the usual quote time")
    win_loss_per_day: Share = Field(description="relative loss of winning chance per day the quote takes")
    nonstandard_share: Share = Field(description="share of quotes whose contract Legal must review")
    negotiation_days: Positive
    credit_limit_orders: Positive = Field(description="credit limit as a multiple of the mean order value")
    default_loss_share: Share = Field(description="share of an order's value lost when an insolvent customer buys")


class MarketingModel(Frozen):
    """Campaigns."""

    content_per_week: NotNegative
    every_weeks: Annotated[int, Field(ge=1)]
    recipients: Annotated[int, Field(ge=1)]
    response_share: Share
    lead_share: Share = Field(description="share of responses of businesses that become leads instead of web orders")
    cost_per_campaign: NotNegative
    annoyed_penalty: Share = Field(description="fall of satisfaction of a customer with an open complaint")


class LogisticsModel(Frozen):
    """Stock, carrier, suppliers, own production."""

    carrier_hours: Positive
    carrier_variation: NotNegative
    carrier_cost: NotNegative = Field(description="currency per parcel")
    pick_error: Share
    promise_days: Positive = Field(description="promised lead time when the goods are in stock")
    supplier_days: Positive
    supplier_variation: NotNegative
    review_days: Annotated[int, Field(ge=1, le=28)] = Field(description="days between replenishment reviews")
    forecast_weeks: Annotated[int, Field(ge=1, le=26)]
    safety_factor: NotNegative = Field(description="safety stock in standard deviations of lead-time demand")
    holding_per_year: Share = Field(description="cost of holding stock, share of its value per year")
    shortage_share: Share = Field(description="share of margin lost on a unit that is short")
    batch_units: Annotated[int, Field(ge=1)] = Field(description="units of a production batch")
    miscount_share: Share = Field(description="share of goods receipts booked with a wrong quantity")


class FinanceModel(Frozen):
    """Closing, deadlines and the cost of money."""

    house_purchases_per_week: NotNegative
    supplier_error: Share = Field(description="share of supplier invoices that are wrong from the start")
    supplier_invoice_days: Positive
    tax_days: Positive = Field(description="days after the end of a period until tax is due")
    tax_fine: NotNegative
    interest_per_year: Share
    dispute_reject_cost: NotNegative = Field(description="goodwill lost when a justified claim is turned down")


class ItModel(Frozen):
    """Outages, requests, releases, security."""

    requests_per_person_per_week: NotNegative
    maintenance_per_week: NotNegative
    outage_every_weeks: Positive = Field(description="mean weeks between failures of one system")
    restore_hours: Positive = Field(description="mean touch hours to restore a system")
    restore_variation: NotNegative
    release_every_weeks: Annotated[int, Field(ge=1)]
    change_failure: Share = Field(description="share of releases that take their system down")
    security_incidents_per_year: NotNegative
    containment_hours: Positive
    security_cost: NotNegative
    detect_hours: Positive = Field(description="mean hours until a broken interface or bot is noticed")


class HrModel(Frozen):
    """People coming, going and being away."""

    questions_per_person_per_week: NotNegative
    absence: Share
    search_days: Positive = Field(description="mean elapsed days from advertisement to accepted offer")
    search_variation: NotNegative
    cost_per_hire: NotNegative
    ramp_weeks: NotNegative = Field(description="weeks until a new colleague works at full speed")
    ramp_start: Annotated[float, Field(gt=0, le=1)] = Field(description="speed of a new colleague on the first day")
    overtime_factor: Positive = Field(description="pay of an overtime hour relative to a regular one")
    overtime_hours: Positive = Field(description="hours of overtime a day for those who stay")
    delay_price: NotNegative = Field(description="what an hour of work left for another day is thought to cost")
    overtime_above_days: Positive = Field(description="backlog, in days of the team's work, above which people stay")


class LegalModel(Frozen):
    """Requests with deadlines."""

    contracts_per_week: NotNegative
    data_requests_per_week: NotNegative
    deadline_days: Positive
    fine: NotNegative
