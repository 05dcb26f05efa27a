"""How much work a run would be, before it is begun; what would not end within a day, or not fit, is refused in words.

A run's work is counted in touches: what arrives in its weeks, times the touches an arrival causes, and what recurs
without anybody asking (days of people, scheduled interfaces, looks at stock, outages). Seconds and bytes of a touch
are measured, with its measures, on the default company in its most laborious world, tenfold and fortyfold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

from sim.engine.calendar import WEEK

if TYPE_CHECKING:
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario

TOUCHES = 6.5
"""Touches that an arrival causes (measured: 32,400 touches of 5,100 arrivals with all challenges, no strategy)."""
LIGHT = 0.05
"""Touches that a person's day, a run of an interface or a look at a stock are worth."""
SECONDS_PER_TOUCH = 60e-6
BYTES_PER_TOUCH = 2_000.0
LONGEST = 24 * 3600.0
"""Seconds that a command may take by the estimate."""
MANY_RUNS = 10_000
"""More than any limit of runs that a study asks for."""
DAYS_PER_YEAR = 365.0


def endless(scenarios: Sequence[Scenario], jobs: int = 1, *, streamed: bool = False) -> str:
    """Why runs of these scenarios, one each, on so many processes are not begun; empty when they may be.

    Args:
        streamed: whether their journals leave memory while they go on.
    """
    different = {id(scenario): scenario for scenario in scenarios}
    each = {place: touches_of(scenario) for place, scenario in different.items()}
    touches = [each[id(scenario)] for scenario in scenarios]
    seconds = sum(touches) * SECONDS_PER_TOUCH / jobs
    if seconds > LONGEST:
        runs = f"{len(touches):,} runs" if len(touches) > 1 else "one run"
        arrivals = max(arrivals_per_week(scenario.company) for scenario in different.values())
        return (
            f"would take about {_long(seconds)} by estimate, more than the day that is allowed: {runs} of about "
            f"{_round(max(touches))} touches, from {_round(arrivals)} arrivals a week"
        )
    needed, there = max(touches, default=0.0) * BYTES_PER_TOUCH, memory()
    if there is not None and needed > there and not streamed:
        return (
            f"would need about {_round(needed / 1e9)} GB of memory for one run of about {_round(max(touches))} touches; "
            f"this computer has {there / 1e9:.0f} GB; a journal that is streamed (--stream) leaves memory during the run"
        )
    return ""


def runs_within(seconds: float, scenarios: Sequence[Scenario]) -> int:
    """How often all these scenarios can be run within so many seconds by one process, by estimate.

    One process, so that what follows from it is the same on every number of them.
    """
    once = sum(touches_of(scenario) for scenario in scenarios) * SECONDS_PER_TOUCH
    return int(min(seconds / once, MANY_RUNS)) if once else MANY_RUNS


def touches_of(scenario: Scenario) -> float:
    """Touches of one run, by estimate; the warm-up counts as well."""
    company = scenario.company
    hours = (scenario.weeks + scenario.warm_up_weeks) * WEEK
    repeated = contacts_per_week(company) * (_tries(company, hours) - 1)
    weekly = TOUCHES * (arrivals_per_week(company) + repeated) + _recurring_per_week(company)
    return weekly * (scenario.warm_up_weeks + sum(_growth_by_week(scenario)))


def arrivals_per_week(company: CompanyModel) -> float:
    """What arrives in a week, inside and outside the company."""
    customers, marketing = company.customers, company.marketing
    units = (
        customers.web_orders_per_week * customers.units_per_web_order
        + customers.business_orders_per_week * customers.units_per_business_order
    )
    made = any(product.made for product in company.products.values())
    return (
        contacts_per_week(company)
        + customers.web_orders_per_week
        + customers.business_orders_per_week
        + customers.inbound_leads_per_week
        + customers.moves_per_year * (customers.consumers + customers.businesses) / 52
        + company.crm.loyalty_per_week
        + company.sales.prospecting_per_week
        + marketing.content_per_week
        + marketing.campaigns_at_once * marketing.recipients * marketing.response_share / marketing.every_weeks
        + company.finance.house_purchases_per_week
        + company.it.maintenance_per_week
        + company.it.attacks_per_year * 7 / DAYS_PER_YEAR
        + company.legal.contracts_per_week
        + company.legal.data_requests_per_week
        + company.people * (company.it.requests_per_person_per_week + company.hr.questions_per_person_per_week)
        + (units / company.logistics.batch_units if made else 0.0)
    )


def contacts_per_week(company: CompanyModel) -> float:
    """Customers who get in touch in a week by themselves, those included who ask because an assistant makes it easy."""
    contacts = company.contacts
    easy = contacts.questions_per_week * company.trends.chatbot.easier_share
    return contacts.questions_per_week + easy + contacts.technical_per_week + contacts.complaints_per_week


def _tries(company: CompanyModel, hours: float) -> float:
    """How often a customer of whom nobody ever takes care gets in touch until the run ends."""
    contacts = company.contacts
    return min(1 / max(1e-9, 1 - contacts.retry_share), 1 + hours / contacts.retry_hours)


def _recurring_per_week(company: CompanyModel) -> float:
    """What happens in a week without anybody asking, in touches; a day of a person or a look is a light one."""
    information, interfaces = company.information, len(company.handoffs) + len(company.feeds)
    every = min(information.nightly_hours, information.hourly_hours, information.spreadsheet_hours)
    systems = len(company.departments) + 1
    outages = systems / company.it.outage_every_weeks + systems / company.remedies.platform_outage_every_weeks
    looks = interfaces * WEEK / every + 7 * len(company.products) / company.logistics.review_days
    return outages + LIGHT * (7 * company.people + looks)


def _growth_by_week(scenario: Scenario) -> Iterator[float]:
    """For each measured week what comes in it, as a multiple of what comes by itself."""
    for week in range(scenario.weeks):
        yield prod(
            event.factor * (event.people if event.kind == "acquisition" else 1.0)
            for event in scenario.events
            if event.week <= week and (event.kind == "acquisition" or week <= event.week + event.weeks)
            if event.kind in ("acquisition", "demand peak")
        )


def memory() -> float | None:
    """Bytes of memory of this computer; None where it does not say."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return None


def _long(seconds: float) -> str:
    days = seconds / 86400
    if days < 60:
        return f"{days:.1f} days"
    return f"{_round(days / 365)} years" if days > 730 else f"{days:.0f} days"


def _round(number: float) -> str:
    return f"{number:,.3g}" if number < 1000 else f"{float(f'{number:.2g}'):,.0f}"
