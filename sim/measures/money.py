"""Money, each euro once.

Profit = margin - paid hours - platform and lever costs - write-offs, refunds, fines, carrier and the like.

Rework and regret are "of which" lines: they are already in the paid hours and lost margins and are never subtracted
again. One-off costs of levers are spread evenly over 36 months.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.company.periods import SPREAD_YEARS
from sim.engine.codes import VisitKind
from sim.measures.hours import hours_of, teams_of_people, work_of
from sim.measures.measure import Measure
from sim.measures.run import Run, about
from sim.measures.summed import accounts_of, booked, decisions_summed

MONEY = "money"

MARGIN = ("margin", "returns")
CARRIAGE = ("carrier", "holding")
LOSSES = ("write-offs", "fines", "penalties", "offers", "security", "interest")
BUYING = ("lost discounts", "dunning", "dearer purchases", "overpaid", "unclaimed goods")
SCRAP, AGENCY = "scrap", "agency"
GROWTH = ("campaigns", "recruiting")
"""Accounts that departments book to, by what they have to do with."""
SPREAD_MONTHS = round(12 * SPREAD_YEARS)
RUNNING, ONE_OFF = "levers, running", f"levers, one-off over {SPREAD_MONTHS} months"
"""Lines of the statement: what levers cost."""


def labour(run: Run) -> float:
    """Paid hours: on duty and absent, and overtime with its premium, team by team (see ``sim.measures.hours``)."""
    return run.once(_labour)


def _labour(run: Run) -> float:
    hours, premium = hours_of(run), run.facts.overtime_factor
    contract = hours["on_duty"] + hours["absent"]
    return float(((contract + premium * hours["overtime_hours"]) * run.once(_wages)).sum())


def _wages(run: Run) -> pd.Series:
    return pd.Series({team: run.facts.teams[team].wage for team in teams_of_people(run)}, dtype=float)


def running_costs(run: Run) -> float:
    """Overhead, running costs of levers and the spread one-off costs, for the measured period."""
    yearly = run.facts.overhead_per_year + run.facts.lever_cost_per_year + run.facts.lever_one_off / SPREAD_YEARS
    return yearly * run.facts.years


def statement(run: Run) -> pd.DataFrame:
    """The profit statement of the measured period.

    Returns:
        line, amount (currency; income positive), of_which (True for lines that are not added up again).
    """
    lines = [(str(account), float(amount), False) for account, amount in accounts_of(run).items()]
    lines.sort(key=lambda line: (line[0] != "margin", line[0]))
    years = run.facts.years
    lines += [
        ("paid hours", -labour(run), False),
        ("overhead", -run.facts.overhead_per_year * years, False),
        (RUNNING, -run.facts.lever_cost_per_year * years, False),
        (ONE_OFF, -run.facts.lever_one_off / SPREAD_YEARS * years, False),
    ]
    profit = sum(amount for _, amount, _ in lines)
    lines += [
        ("profit", profit, True),
        ("of which rework hours", -run.once(rework_cost), True),
        ("of which wrong decisions (expected)", -float(decisions_summed(run)["regret"].sum()), True),
    ]
    return pd.DataFrame(lines, columns=["line", "amount", "of_which"])


def paid_once(a_year: float) -> float:
    """What was paid once, by what each year bears of it."""
    return a_year * SPREAD_YEARS


def rework_cost(run: Run) -> float:
    """Worked hours that put something right, at their wages (already in the paid hours)."""
    work = work_of(run)
    rework = work[work["kind"] == VisitKind.REWORK].groupby("team", observed=True)["hours"].sum()
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

    A reading of the same run, not a simulation of the smaller company: it says what freed hours are worth. People are
    absent, and paid for it, in the same proportion as they are; nobody works overtime.
    """
    hours = hours_of(run)
    absent = (hours["absent"] / hours["on_duty"].where(hours["on_duty"] > 0)).fillna(0.0)
    needed = hours["worked"] / RESIZED_UTILISATION * (1 + absent)
    return profit(run) + (labour(run) - float((needed * run.once(_wages)).sum())) / run.facts.years


def _account(*names: str) -> Callable[[Run], float]:
    def yearly(run: Run) -> float:
        return booked(run, *names) / run.facts.years

    return yearly


def campaign_result(run: Run) -> float:
    """Margin of what was delivered in answer to campaigns, less what campaigns cost, per year."""
    campaigns = np.sort(run.of_kind("campaign", columns=["case"], anyhow=True)["case"].to_numpy())
    answers = run.chosen("cases", ["case"], about(campaigns, "parent"), by=["parent"])["case"]
    of_answers, margin = about(np.sort(answers)), run.code.get("margin", -1)
    won = run.chosen(
        "money",
        ["amount"],
        lambda rows: (rows["account"] == margin) & of_answers(rows) & run.booked(rows),
        by=("time", "case", "account"),
    )
    return (booked(run, "campaigns") + float(won["amount"].sum())) / run.facts.years


MEASURES = (
    Measure("profit", "profit", "currency/year", "higher", MONEY, profit, short=True, signed=True),
    Measure(
        "resized profit",
        "profit if teams were resized to 80 % utilisation",
        "currency/year",
        "higher",
        MONEY,
        resized_profit,
        short=True,
        signed=True,
    ),
    Measure(
        "margin",
        "margin on goods, returns deducted",
        "currency/year",
        "higher",
        MONEY,
        _account(*MARGIN),
        signed=True,
    ),
    Measure("labour", "paid hours", "currency/year", "lower", MONEY, lambda run: labour(run) / run.facts.years),
    Measure(
        "lever costs",
        "running and one-off costs of levers",
        "currency/year",
        "lower",
        MONEY,
        lambda run: run.facts.lever_cost_per_year + run.facts.lever_one_off / SPREAD_YEARS,
        arithmetic=True,
    ),
    Measure(
        "losses",
        "write-offs, fines, penalties, offers, security, interest",
        "currency/year",
        "higher",
        MONEY,
        _account(*LOSSES),
        signed=True,
    ),
    Measure(
        "purchase losses",
        "lost discounts, dunning, dearer, overpaid and unclaimed goods",
        "currency/year",
        "higher",
        MONEY,
        _account(*BUYING),
        signed=True,
    ),
    Measure(
        "campaign result",
        "margin of answers to campaigns, less their cost",
        "currency/year",
        "higher",
        MONEY,
        campaign_result,
        signed=True,
    ),
    Measure("fines", "fines", "currency/year", "higher", MONEY, _account("fines"), signed=True),
    Measure(
        "penalties",
        "what clauses of contracts cost",
        "currency/year",
        "higher",
        MONEY,
        _account("penalties"),
        signed=True,
    ),
    Measure(
        "rework cost",
        "of which rework",
        "currency/year",
        "lower",
        MONEY,
        lambda run: run.once(rework_cost) / run.facts.years,
    ),
)
