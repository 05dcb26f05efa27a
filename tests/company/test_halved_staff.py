"""No team is a delay and a counter: halve its people, and a measure of ANOTHER department changes for the worse.

In both worlds, paired replications on common random numbers, one week of warm-up. Cases still open at the end count with
their age so far (else the worst of them would be left out), and what is told is the paired difference halved - whole
with its 95 % interval. The integrated world, in which people are trained for each other's work, shows some teams in how
busy those are who help out. What was shown there was looked for on other luck (replications 100 to 105).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from sim.company.simulation import Company
from sim.experiment.statistics import PairedInterval, paired_interval
from sim.measures.customers import churn_per_year, first_contact, lead_response, lost_sales
from sim.measures.hours import departments_of
from sim.measures.information import of_decision
from sim.measures.run import Run
from tests.company.worlds import decoded, plain_company, scenario

PAIRS = 6
WEEKS, LONGER, QUARTER = 5, 8, 13
SILOED, INTEGRATED = "siloed", "integrated"


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
    """Halving ``team`` moves a measure of another department up (1) or down (-1) in a world."""

    team: str
    other: str
    measure: str
    direction: int
    of: Callable[[Run], float]
    weeks: int = WEEKS
    world: str = SILOED
    pairs: int = PAIRS


def time_at_work(team: str) -> Callable[[Run], float]:
    """Share of the hours that a team's people are there in which they work."""
    return lambda run: float(departments_of(run).set_index("team")["utilisation"][team])


ASKS = "tickets asking where an order is"
BUSY = "time at work on cases, of all time there"
EFFECTS = (
    Effect("marketing", "sales", "time until a lead is answered", 1, lead_response),
    Effect("marketing", "sales", BUSY, -1, time_at_work("sales")),
    Effect("sales", "support", "issues solved at the first contact", -1, first_contact),
    Effect("support", "crm", "customers who leave", 1, churn_per_year, QUARTER),
    Effect("crm", "logistics", "wrong ship-to addresses", 1, of_decision("ship-to address").of, pairs=16),
    Effect("finance", "support", "tickets about missing refunds", 1, count_of("missing refund"), QUARTER),
    Effect("warehouse", "support", ASKS, 1, count_of("where is my order")),
    Effect("production", "sales", "wishes that came to nothing", 1, lost_sales, QUARTER, pairs=16),
    Effect("it", "support", "lead time of technical tickets", 1, age_of("technical")),
    Effect("hr", "finance", "time to get a department's month-end figures", 1, age_of("figures"), LONGER),
    Effect("legal", "support", "lead time of complaints", 1, age_of("complaint")),
    Effect("marketing", "sales", "time until a lead is answered", 1, lead_response, world=INTEGRATED),
    Effect("sales", "support", BUSY, 1, time_at_work("support"), world=INTEGRATED),
    Effect("support", "crm", BUSY, 1, time_at_work("crm"), QUARTER, INTEGRATED),
    Effect("crm", "sales", BUSY, 1, time_at_work("sales"), world=INTEGRATED),
    Effect("finance", "hr", BUSY, 1, time_at_work("hr"), world=INTEGRATED),
    Effect("warehouse", "sales", "wishes that came to nothing", 1, lost_sales, world=INTEGRATED),
    Effect("production", "support", ASKS, 1, count_of("where is my order"), world=INTEGRATED),
    Effect("it", "support", "lead time of technical tickets", 1, age_of("technical"), world=INTEGRATED),
    Effect("hr", "finance", BUSY, 1, time_at_work("finance"), world=INTEGRATED),
    Effect("legal", "support", "lead time of complaints", 1, age_of("complaint"), world=INTEGRATED),
)


@cache
def values(world: str, halved: str, weeks: int, replication: int) -> dict[Effect, float]:
    """The measures of one run of the company with one team halved ("" for none), of each effect of so many weeks."""
    staff = {halved: {"staff": plain_company()["teams"][halved]["staff"] // 2}} if halved else {}
    company = Company(scenario(world, {"teams": staff}, weeks=weeks), replication)
    company.run()
    run = decoded(company)
    return {effect: effect.of(run) for effect in EFFECTS if (effect.weeks, effect.world) == (weeks, world)}


def interval_of(effect: Effect) -> PairedInterval:
    """The paired interval of the difference that halving makes."""
    halved, whole = (
        [values(effect.world, name, effect.weeks, replication)[effect] for replication in range(effect.pairs)]
        for name in (effect.team, "")
    )
    return paired_interval(halved, whole)


def test_every_team_is_in_the_table_of_both_worlds_with_another_department() -> None:
    teams = {name: team["department"] for name, team in plain_company()["teams"].items()}
    for world in (SILOED, INTEGRATED):
        assert {effect.team for effect in EFFECTS if effect.world == world} == set(teams)
    assert all(effect.other != teams[effect.team] for effect in EFFECTS)
    assert {effect.other for effect in EFFECTS} <= set(teams.values())


@pytest.mark.slow
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: f"{effect.world}, {effect.team}: {effect.measure}")
def test_halving_a_team_changes_another_department(effect: Effect) -> None:
    """The 95 % interval of the paired difference lies on the expected side of 0."""
    found = interval_of(effect)
    whole = [values(effect.world, "", effect.weeks, replication)[effect] for replication in range(effect.pairs)]
    told = (
        f"{effect.world}, {effect.team} halved: {effect.measure} ({effect.other}) {found.estimate:+.4g} "
        f"[{found.lower:.4g}, {found.upper:.4g}] on {sum(whole) / effect.pairs:.4g}"
    )
    print(told)
    assert (found.lower if effect.direction > 0 else -found.upper) > 0, told
