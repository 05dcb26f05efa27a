"""What a company file amounts to in money a year when nothing goes wrong."""

from __future__ import annotations

from collections.abc import Mapping

from sim.company.back_office.planning import Planning, unit_cost
from sim.company.budget.volumes import WEEKS_PER_YEAR, Volumes, vacancies_per_week
from sim.company.budget.work import usual_shifts
from sim.company.periods import SPREAD_YEARS
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Primitives


def money(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """Lines of the year's result, income positive: they add up to "profit", and "revenue" stands before them."""
    margin = WEEKS_PER_YEAR * volumes.margin
    web = volumes.web_orders / volumes.orders if volumes.orders else 0.0
    parcels = volumes.web_orders + model.logistics.parcels_of_business_order * volumes.of_businesses
    lines = {
        "margin": margin,
        "sent back": -margin * web * model.customers.returns_share * _web_value_share(volumes),
        "carrier": -WEEKS_PER_YEAR * parcels * model.logistics.carrier_cost,
        "campaigns": -WEEKS_PER_YEAR * volumes.campaigns * model.marketing.cost_per_campaign,
        "holding stock": -_stock_value(model) * model.logistics.holding_per_year,
        "recruiting": -WEEKS_PER_YEAR * vacancies_per_week(model) * model.hr.cost_per_hire,
        "wages": -wages(model),
        "overhead": -model.overhead_per_year,
        "platform and levers": -sum(price.per_year + price.one_off / SPREAD_YEARS for price in world.prices.values()),
    }
    return {"revenue": WEEKS_PER_YEAR * volumes.revenue, **lines, "profit": sum(lines.values())}


def wages(model: CompanyModel) -> float:
    """Pay of all teams for a year, paid leave included."""
    hours: Mapping[str, float] = {name: usual_shifts(model, name) for name in model.teams}
    return WEEKS_PER_YEAR * sum(team.staff * hours[name] * team.wage_per_hour for name, team in model.teams.items())


def _web_value_share(volumes: Volumes) -> float:
    """Value of a mean order of a consumer against a mean order."""
    return volumes.web_value * volumes.orders / volumes.revenue if volumes.revenue else 0.0


def _stock_value(model: CompanyModel) -> float:
    """What the goods on the shelf are worth at first."""
    planning = Planning(model)
    return sum(planning.first_stock(name) * unit_cost(model, name) for name in model.products)
