"""Money, each euro once.

Profit = margin - paid hours - platform and lever costs - write-offs, refunds, fines, carrier and the like.

Rework and regret are "of which" lines: they are already in the paid hours and lost margins and are never subtracted
again. One-off costs of levers are spread evenly over 36 months.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.engine.codes import DutyKind, VisitKind
from sim.measures.measure import Measure
from sim.measures.run import Run

MONEY = "money"
SPREAD_YEARS = 3.0


def labour(run: Run) -> float:
    """Paid hours: everyone employed is paid for every hour on duty, absent or not; overtime with its premium."""
    return run.once(_labour)


def _labour(run: Run) -> float:
    overtime = run.duty[run.duty["overtime"] == DutyKind.OVERTIME].groupby("team", observed=True)["hours"].sum()
    premium = run.facts.overtime_factor
    return float(
        sum(
            facts.wage * (_employed_hours(run, team) + premium * overtime.get(team, 0.0))
            for team, facts in run.facts.teams.items()
            if facts.staff
        )
    )


def _employed_hours(run: Run, team: str) -> float:
    facts = run.facts.teams[team]
    rows = run.noted("staff")
    rows = rows[rows["place"] == team]
    staffed, since, staff = 0.0, 0.0, float(facts.staff)
    for time, value in zip(rows["time"], rows["value"], strict=True):
        staffed += staff * max(0.0, time - max(since, run.facts.warm_up))
        since, staff = time, value
    staffed += staff * max(0.0, run.facts.horizon - max(since, run.facts.warm_up))
    return staffed / 168 * facts.weekly_hours


def running_costs(run: Run) -> float:
    """Overhead, running costs of levers and the spread one-off costs, for the measured period."""
    yearly = run.facts.overhead_per_year + run.facts.lever_cost_per_year + run.facts.lever_one_off / SPREAD_YEARS
    return yearly * run.facts.years


def statement(run: Run) -> pd.DataFrame:
    """The profit statement of the measured period.

    Returns:
        line, amount (currency; income positive), of_which (True for lines that are not added up again).
    """
    booked = run.money.groupby("account", observed=True)["amount"].sum()
    lines = [(str(account), float(amount), False) for account, amount in booked.items()]
    lines.sort(key=lambda line: (line[0] != "margin", line[0]))
    years = run.facts.years
    lines += [
        ("paid hours", -labour(run), False),
        ("overhead", -run.facts.overhead_per_year * years, False),
        ("levers, running", -run.facts.lever_cost_per_year * years, False),
        ("levers, one-off over 36 months", -run.facts.lever_one_off / SPREAD_YEARS * years, False),
    ]
    profit = sum(amount for _, amount, _ in lines)
    lines += [
        ("profit", profit, True),
        ("of which rework hours", -rework_cost(run), True),
        ("of which wrong decisions (expected)", -float(run.decisions["regret"].sum()), True),
    ]
    return pd.DataFrame(lines, columns=["line", "amount", "of_which"])


def rework_cost(run: Run) -> float:
    """Worked hours that put something right, at their wages (already in the paid hours)."""
    visits = run.measured_visits
    rework = visits[visits["kind"] == VisitKind.REWORK].groupby("team", observed=True)["worked"].sum()
    return float(
        sum(run.facts.teams[str(team)].wage * hours for team, hours in rework.items() if str(team) in run.facts.teams)
    )


def profit(run: Run) -> float:
    """Profit of the measured period, per year."""
    table = run.once(statement)
    return float(table.loc[table["line"] == "profit", "amount"].iloc[0]) / run.facts.years


RESIZED_UTILISATION = 0.80


def resized_profit(run: Run) -> float:
    """Profit per year if every team were sized so that its people are at work 80 % of their time.

    A reading of the same run, not a simulation of the smaller company: it says what freed hours are worth.
    """
    visits = run.measured_visits
    worked = visits.groupby("team", observed=True)["worked"].sum()
    needed = sum(
        facts.wage * float(worked.get(team, 0.0)) / RESIZED_UTILISATION
        for team, facts in run.facts.teams.items()
        if facts.staff
    )
    return profit(run) + (labour(run) - needed) / run.facts.years


def _account(*names: str) -> Callable[[Run], float]:
    def yearly(run: Run) -> float:
        rows = run.money[run.money["account"].isin(names)]
        return float(rows["amount"].sum()) / run.facts.years

    return yearly


MEASURES = (
    Measure("profit", "profit", "currency/year", "higher", MONEY, profit, short=True),
    Measure(
        "resized profit",
        "profit if teams were resized to 80 % utilisation",
        "currency/year",
        "higher",
        MONEY,
        resized_profit,
        short=True,
    ),
    Measure(
        "margin", "margin on goods, returns deducted", "currency/year", "higher", MONEY, _account("margin", "returns")
    ),
    Measure("labour", "paid hours", "currency/year", "lower", MONEY, lambda run: labour(run) / run.facts.years),
    Measure(
        "lever costs",
        "running and one-off costs of levers",
        "currency/year",
        "lower",
        MONEY,
        lambda run: run.facts.lever_cost_per_year + run.facts.lever_one_off / SPREAD_YEARS,
    ),
    Measure(
        "losses",
        "write-offs, fines, offers, security, interest",
        "currency/year",
        "higher",
        MONEY,
        _account("write-offs", "fines", "offers", "security", "interest"),
    ),
    Measure(
        "rework cost", "of which rework", "currency/year", "lower", MONEY, lambda run: rework_cost(run) / run.facts.years
    ),
)
