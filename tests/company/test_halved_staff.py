"""No department is a delay and a counter: halve its people, and a measure of ANOTHER department changes for the worse.

Siloed world, paired replications on common random numbers, one week of warm-up. Cases still open at the end count with
their age so far (else the worst of them would be left out), and what is told is the paired difference halved - whole
with its 95 % interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from sim.company.simulation import Company
from sim.experiment.statistics import PairedInterval, paired_interval
from sim.measures.customers import churn_per_year, first_contact, lead_response
from sim.measures.hours import departments_of
from sim.measures.information import of_decision
from sim.measures.run import Run
from tests.company.worlds import decoded, plain_company, scenario

PAIRS = 6
WEEKS, LONGER = 5, 8


def age_of(kind: str) -> Callable[[Run], float]:
    """Mean hours from opening to closing of all cases of a kind, or to the end of the run."""

    def age(run: Run) -> float:
        return float(run.cases.loc[run.cases["kind"] == kind, "lead"].mean())

    return age


def count_of(kind: str) -> Callable[[Run], float]:
    """Number of cases of a kind."""

    def count(run: Run) -> float:
        return float((run.cases["kind"] == kind).sum())

    return count


@dataclass(frozen=True)
class Effect:
    """Halving ``department`` moves a measure of another department up (1) or down (-1)."""

    department: str
    other: str
    measure: str
    direction: int
    of: Callable[[Run], float]
    weeks: int = WEEKS


def time_at_work(team: str) -> Callable[[Run], float]:
    """Share of the hours that a team's people are there in which they work."""
    return lambda run: float(departments_of(run).set_index("team")["utilisation"][team])


EFFECTS = (
    Effect("marketing", "sales", "time until a lead is answered", 1, lead_response),
    Effect("marketing", "sales", "time at work on cases, of all time there", -1, time_at_work("sales")),
    Effect("sales", "support", "issues solved at the first contact", -1, first_contact),
    Effect("support", "crm", "customers who leave", 1, churn_per_year, LONGER),
    Effect("crm", "logistics", "wrong ship-to addresses", 1, of_decision("ship-to address").of),
    Effect("finance", "support", "tickets about missing refunds", 1, count_of("missing refund")),
    Effect("logistics", "support", "tickets asking where an order is", 1, count_of("where is my order")),
    Effect("it", "support", "lead time of technical tickets", 1, age_of("technical")),
    Effect("hr", "finance", "time to get a department's month-end figures", 1, age_of("figures"), LONGER),
    Effect("legal", "support", "lead time of complaints", 1, age_of("complaint")),
)


@cache
def values(halved: str, weeks: int, replication: int) -> dict[str, float]:
    """The measures of one run of the company with one department halved ("" for none), by name."""
    teams = {
        name: {"staff": team["staff"] // 2}
        for name, team in plain_company()["teams"].items()
        if team["department"] == halved
    }
    company = Company(scenario("siloed", {"teams": teams}, weeks=weeks), replication)
    company.run()
    run = decoded(company)
    return {effect.measure: effect.of(run) for effect in EFFECTS if effect.weeks == weeks}


def interval_of(effect: Effect) -> PairedInterval:
    """The paired interval of the difference that halving makes."""
    halved, whole = (
        [values(name, effect.weeks, replication)[effect.measure] for replication in range(PAIRS)]
        for name in (effect.department, "")
    )
    return paired_interval(halved, whole)


def test_every_department_is_in_the_table_with_another() -> None:
    """Nine departments, each with a measure that is not its own."""
    assert {effect.department for effect in EFFECTS} == set(plain_company()["departments"])
    assert all(effect.other != effect.department for effect in EFFECTS)
    assert {effect.other for effect in EFFECTS} <= set(plain_company()["departments"])


@pytest.mark.slow
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: f"{effect.department}: {effect.measure}")
def test_halving_a_department_changes_another(effect: Effect) -> None:
    """The 95 % interval of the paired difference lies on the expected side of 0."""
    found = interval_of(effect)
    told = (
        f"{effect.department} halved: {effect.measure} ({effect.other}) {found.estimate:+.4g} "
        f"[{found.lower:.4g}, {found.upper:.4g}] on "
        f"{sum(values('', effect.weeks, r)[effect.measure] for r in range(PAIRS)) / PAIRS:.4g}"
    )
    print(told)
    assert (found.lower if effect.direction > 0 else -found.upper) > 0, told
