"""Planning: what Logistics expects of a product, and what it would order for that; arithmetic on the company's data."""

from __future__ import annotations

from collections.abc import Mapping

from sim.company.back_office.stock import Stock
from sim.company.decisions import Replenishment
from sim.engine.calendar import WEEK
from sim.engine.records import Record
from sim.inputs.company_model import CompanyModel


class Planning:
    """Demand, cover and cost of a company's products; it knows no clock, no case and no department."""

    def __init__(self, model: CompanyModel) -> None:
        self.model = model
        popularity = {name: product.popularity for name, product in model.products.items()}
        units, total = usual_weekly_units(model), sum(popularity.values())
        self._usual = {name: units * share / total for name, share in popularity.items()}

    def first_stock(self, name: str) -> int:
        """Units on the shelf when the run begins."""
        logistics, weekly = self.model.logistics, self.usual_weekly_demand(name)
        weeks = logistics.review_days / 7 / 2 + logistics.first_stock_cover * self.cover_weeks(name)
        return int(weekly * weeks + logistics.first_stock_units)

    def usual_weekly_demand(self, product: str) -> float:
        """Units a week that the planner started out with."""
        return self._usual[product]

    def cover_weeks(self, product: str) -> float:
        """Weeks from a review until what it orders must last to."""
        logistics, made = self.model.logistics, self.model.products[product].made
        return logistics.review_days / 7 + (logistics.made_weeks if made else logistics.supplier_days / 7)

    def restock_days(self, product: str) -> float:
        """Days that customers are told to wait when goods are out."""
        logistics, made = self.model.logistics, self.model.products[product].made
        return 7 * logistics.made_weeks if made else logistics.supplier_days

    def average(self, wanted: Record, known_until: float, usual: float) -> float:
        """Units a week: the moving average of what is known, filled up with what the planner started out with.

        Args:
            wanted: record of all units wanted so far.
            known_until: hours up to which the planner is informed.
            usual: units a week that the planner started out with.
        """
        logistics = self.model.logistics
        span = min(logistics.forecast_weeks, known_until / WEEK)
        if span <= 0:
            return usual
        upto: float = wanted.as_of(known_until, known_until).value
        before: float = wanted.as_of(max(0.0, known_until - span * WEEK), known_until).value
        share = span / logistics.forecast_weeks
        return (1 - share) * usual + share * (upto - before) / span

    def outlook(
        self, stock: Stock, available: float, weekly: float, plan: Mapping[str, tuple[float, float]], now: float
    ) -> Replenishment:
        """What a decision to replenish is based on.

        Args:
            stock: the product.
            available: units on the shelf that nobody has been promised.
            weekly: units a week that are expected.
            plan: campaigns by product: (when it is launched, hours; units it will sell).
            now: hours since the beginning of the run.
        """
        logistics, product = self.model.logistics, self.model.products[stock.name]
        cover = self.cover_weeks(stock.name)
        launch, units = plan.get(stock.name, (-1.0, 0.0))
        campaign = units if now <= launch < now + cover * WEEK else 0.0
        cost = unit_cost(self.model, stock.name)
        spread = (logistics.demand_spread * weekly * cover * self.model.customers.units_per_business_order) ** 0.5
        return Replenishment(
            weekly,
            campaign,
            available + stock.on_order - stock.owed,
            cover,
            logistics.safety_factor * spread,
            spread,
            logistics.batch_units if product.made else logistics.supplier_lot,
            cost * logistics.holding_per_year * cover / 52,
            product.price * product.margin * logistics.shortage_share,
        )


def usual_weekly_units(model: CompanyModel) -> float:
    """Units of all products that the company's customers usually want in a week."""
    customers, sales = model.customers, model.sales
    leads = customers.inbound_leads_per_week * model.logistics.planned_lead_factor * sales.qualify_share * sales.win_share
    return (
        customers.web_orders_per_week * customers.units_per_web_order
        + (customers.business_orders_per_week + leads) * customers.units_per_business_order
    )


def unit_cost(model: CompanyModel, product: str) -> float:
    """What one unit costs the company."""
    sold = model.products[product]
    return sold.price * (1 - sold.margin)
