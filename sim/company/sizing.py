"""A company of another size: f times as much comes in, and there are as many people as that is work for.

What there is more of is of the usual size: more products that sell as well, more campaigns with the usual audience,
more orders of the usual kind. Touch times, prices, shares and hours stay. ``RULES`` says what grows with what. Teams
follow by arithmetic: hours of work by the budget, over hours on duty, at the utilisation that the team has as the file
has it. How much comes in is found so that all teams together are the people who were asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import ValidationError

from sim.company.budget.budget import TeamBudget, budget
from sim.inputs.company_model import CompanyModel
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.levers_model import Levers
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario

USUAL = Levers(information_silos=0.5, cultural_differences=0.5, incompatible_technologies=0.5)
"""The world for which teams are planned, whatever world a scenario is: as ``typical``."""
MOST_BUSY = 0.9
"""Utilisation that no team is planned beyond, unless the file has it so."""
ROUNDS = 12
"""Times that volumes and people are fitted to each other at most; each leaves a twentieth of what is missing, or less."""
NEAR, ALMOST = 1e-6, 1e-9
"""What may be missing of the people who were asked for; a difference of rounding."""


class With(Enum):
    """What a number grows with."""

    DEMAND = "what comes in"
    PEOPLE = "people"
    PARTS = "whole multiples of the company's usual people"
    AUDIENCE = "what comes in, shared among the campaigns of a week"


RULES: dict[str, With] = {
    "overhead_per_year": With.PEOPLE,
    "customers.consumers": With.DEMAND,
    "customers.businesses": With.DEMAND,
    "customers.web_orders_per_week": With.DEMAND,
    "customers.business_orders_per_week": With.DEMAND,
    "customers.inbound_leads_per_week": With.DEMAND,
    "contacts.questions_per_week": With.DEMAND,
    "contacts.technical_per_week": With.DEMAND,
    "contacts.complaints_per_week": With.DEMAND,
    "sales.prospecting_per_week": With.DEMAND,
    "marketing.content_per_week": With.DEMAND,
    "marketing.campaigns_at_once": With.PARTS,
    "marketing.recipients": With.AUDIENCE,
    "crm.loyalty_per_week": With.DEMAND,
    "logistics.counted_per_day": With.PARTS,
    "finance.closing_tasks": With.PARTS,
    "finance.house_purchases_per_week": With.PEOPLE,
    "finance.tax_fine": With.DEMAND,
    "it.maintenance_per_week": With.PEOPLE,
    "it.security_cost": With.DEMAND,
    "hr.payroll_parts": With.PARTS,
    "legal.contracts_per_week": With.DEMAND,
    "legal.data_requests_per_week": With.DEMAND,
    "remedies.bots": With.PARTS,
    "remedies.costs.*.one_off": With.PEOPLE,
    "remedies.costs.*.per_year": With.PEOPLE,
    "trends.back_office_bots.servers": With.PARTS,
}
"""Every number that another size changes; ``products`` (more, and material goes into them as into the old ones) and
``teams`` (staff) have functions of their own."""

STAYS: dict[str, str] = {
    "departments": "a department more would be another company",
    "it.outage_every_weeks": "of a system, and there are as many systems",
    "it.release_every_weeks": "of a system: a change is written once, however many work with it",
    "it.attacks_per_year": "as often, but what succeeds costs more",
    "it.holes_per_year": "in each system, and there are as many systems",
    "it.on_call": "restores one system at a time",
    "it.requests_per_person_per_week": "of each person",
    "hr.questions_per_person_per_week": "of each person",
    "legal.fine": "of one late answer",
    "legal.campaign_fine": "of one campaign, and there are more",
    "marketing.cost_per_campaign": "of one campaign, and there are more",
    "logistics.batch_units": "of one lot, and there are more",
    "logistics.first_stock_units": "of one product, and there are more",
    "logistics.supplier_lot": "of one product, and there are more",
}
"""Amounts that one could think grow, and why they do not."""


def sized(scenario: Scenario, size: int | None = None) -> Scenario:
    """The scenario with a company of the size that is asked for, here or by itself; the same one where none is.

    Raises:
        Mistakes: when what the size makes of a number is more than a company may have.
    """
    size = size or scenario.company_size
    if size is None:
        return scenario
    return scenario.model_copy(update={"company": of_size(scenario.company, size), "company_size": None})


def of_size(model: CompanyModel, size: int) -> CompanyModel:
    """A company like this one with so many people; itself, if it has as many.

    Raises:
        Mistakes: when a number becomes more than a company may have.
    """
    if size == model.people:
        return model
    usual = {row.team: row for row in _teams(model)}
    ratio = size / model.people
    factor, staff = ratio, {name: max(1, round(ratio * row.staff)) for name, row in model.teams.items()}
    for _ in range(ROUNDS):
        wanted, least = _wanted(usual, _teams(_grown(model, factor, ratio, staff)), model)
        connected = {name: max(wanted[name], least[name]) for name in model.connected_teams}
        before, missing = dict(staff), size / sum(connected.values())
        factor *= missing
        staff |= _whole(connected, least, size)
        if staff == before and abs(missing - 1.0) < NEAR:
            break
    return _grown(model, factor, ratio, staff)


# ---- people ------------------------------------------------------------------------------------------------------


def _teams(model: CompanyModel) -> tuple[TeamBudget, ...]:
    """Work and people of every team in the world that is planned for."""
    return budget(Scenario(name="size", company=model, levers=USUAL)).teams


def _wanted(
    usual: Mapping[str, TeamBudget], teams: tuple[TeamBudget, ...], model: CompanyModel
) -> tuple[dict[str, float], dict[str, int]]:
    """People of each team at its usual utilisation, and the fewest it may have.

    The fewest: one for each of its shifts, and so many that it is not planned beyond ``MOST_BUSY``.
    """
    wanted, least = {}, {}
    for row in teams:
        busy, each = usual[row.team].utilisation, row.on_duty / row.people
        wanted[row.team] = row.hours / (busy * each) if busy else float(row.people)
        shifts = len(model.teams[row.team].hours)
        least[row.team] = max(shifts, math.ceil(row.hours / (max(MOST_BUSY, busy) * each) - ALMOST))
    return wanted, least


def _whole(wanted: Mapping[str, float], least: Mapping[str, int], size: int) -> dict[str, int]:
    """Whole people, so many in all: each team's number rounded down, the rest to whom most is missing."""
    staff = {name: max(least[name], math.floor(people + ALMOST)) for name, people in wanted.items()}
    left = size - sum(staff.values())
    by_lack = sorted(wanted, key=lambda name: staff[name] - wanted[name])
    for name in by_lack[: max(0, left)]:
        staff[name] += 1
    for name in [name for name in reversed(by_lack) if staff[name] > least[name]][: max(0, -left)]:
        staff[name] -= 1
    return staff


# ---- the rest ----------------------------------------------------------------------------------------------------


def _grown(model: CompanyModel, factor: float, ratio: float, staff: Mapping[str, int]) -> CompanyModel:
    """The company with ``factor`` times as much to do, ``ratio`` times the people, who are divided so."""
    data = model.model_dump()
    parts = max(1, round(ratio))
    times = {
        With.DEMAND: factor,
        With.PEOPLE: ratio,
        With.PARTS: ratio,
        With.AUDIENCE: factor
        * model.marketing.campaigns_at_once
        / max(1, round(ratio * model.marketing.campaigns_at_once)),
    }
    for path, rule in RULES.items():
        for table, key in _places(data, path.split(".")):
            table[key] = _times(table[key], times[rule])
    for row in data["materials"].values():
        row["goes_into"] = _more_products(row["goes_into"], parts)
    data["products"] = _more_products(data["products"], parts)
    for name, row in data["teams"].items():
        row["staffing"] = [
            {**hours, "staff": _share(hours["staff"], row["staff"], staff[name])} for hours in row["staffing"]
        ]
        row["staff"] = staff[name]
    try:
        return CompanyModel.model_validate(data)
    except ValidationError as error:
        raise Mistakes([_too_much(dict(fault)) for fault in error.errors(include_url=False)]) from None


def _too_much(fault: Mapping[str, Any]) -> str:
    where, words = ".".join(map(str, fault["loc"])), fault["msg"]
    return f"A company of so many people cannot be: {where} would be {fault['input']}; {words[0].lower()}{words[1:]}."


def _places(table: Any, names: list[str]) -> list[tuple[Any, str]]:
    """Each table with the key in it that a path leads to, in which * stands for every name."""
    first, *rest = names
    if not rest:
        return [(table, first)]
    inner = list(table.values()) if first == "*" else [table[first]]
    return [place for one in inner for place in _places(one, rest)]


def _times(number: float, factor: float) -> float:
    """So many times a number, to six digits; whole ones stay whole and are one at least."""
    if isinstance(number, int):
        return max(min(1, number), round(number * factor))
    return float(f"{number * factor:.6g}")


def _more_products(products: Mapping[str, Any], times: int) -> dict[str, Any]:
    """Every product, or what is said of it, so many times, alike; the new ones have a number behind their name."""
    more = dict(products)
    for place in range(2, times + 1):
        behind = f" ({place})"
        for name, product in products.items():
            more[name[: LONGEST_NAME - len(behind)] + behind] = product
    return more


def _share(there: int, of: int, now: int) -> int:
    """How many are there of now so many, where so many of a number were; somebody, where somebody was."""
    return min(now, max(min(1, there), round(there * now / of)))
