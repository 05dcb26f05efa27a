"""Statements on batches, platforms, errors and their tails (2, 3, 12, 13)."""

from __future__ import annotations

from sim.verification import formulas
from sim.verification.break_evens import cost_of_batching, wrong_cases
from sim.verification.models import bots, failures, handoffs
from sim.verification.statements.claims import Above, Below, Claim, Equals, SameSign, ratio_of
from sim.verification.statements.lab import Lab

LOAD = 0.8
DAY, WEEK = 24.0, 168.0
EXPORTS = {8.0: 1_900, DAY: 150, WEEK: 15}
"""Hours between two exports, and how many are simulated at full length."""
RANDOM_DAYS = 300


def batching_costs_more(lab: Lab) -> list[Claim]:
    """2: cases reach a desk (1 h each) by an export every so often, or after a random delay of the same mean."""
    alone = formulas.time_mmc(LOAD, 1.0)
    batches = {
        period: lab.run(handoffs.periodic_transfer, LOAD, period, period * lab.count(number), 2.0 * period)
        for period, number in EXPORTS.items()
    }
    random = lab.run(handoffs.random_transfer, LOAD, DAY / 2.0, DAY * lab.count(RANDOM_DAYS), 2.0 * DAY)
    daily = batches[DAY]["lead_time"]
    cost = {period: (runs["lead_time"] - alone) * (2.0 / period) for period, runs in batches.items()}
    return [
        Equals("lead time, export every 24 h", formulas.time_periodic_transfer(LOAD, DAY), daily),
        Equals("lead time, random delay, 12 h on average as well", DAY / 2.0 + alone, random["lead_time"]),
        SameSign(
            "export less random delay",
            formulas.time_periodic_transfer(LOAD, DAY) - DAY / 2.0 - alone,
            daily - random["lead_time"],
        ),
        *(
            Equals(
                f"hours lost per hour of delay, export every {period:.0f} h",
                cost_of_batching(LOAD, period),
                cost[period],
                "",
            )
            for period in EXPORTS
        ),
        Below("… weekly: still less than 1 + load", 1.0 + LOAD, cost[WEEK], ""),
        Equals("hours lost per hour of random delay", 1.0, (random["lead_time"] - alone) * (2.0 / DAY), ""),
    ]


def platform_break_even(lab: Lab) -> list[Claim]:
    """3: a shared platform saves 4 h of delay but stands still every 200 h; short and long repairs."""
    limit = formulas.break_even_outage(LOAD, 1.0, 200.0, 4.0)
    hours = lab.hours(9_000.0)
    apart = lab.run(handoffs.random_transfer, LOAD, 4.0, hours, lab.hours(500.0))
    shared = {
        repair: lab.run(failures.breakdowns, LOAD, 1.0, 1.0 / 200.0, 1.0 / repair, hours, lab.hours(500.0))
        for repair in (6.0, 14.0)
    }
    siloed = 4.0 + formulas.time_mmc(LOAD, 1.0)
    claims: list[Claim] = [Equals("lead time, own systems, 4 h of delay", siloed, apart["lead_time"])]
    for repair, runs in shared.items():
        exact = formulas.time_with_breakdowns(LOAD, 1.0, 1.0 / 200.0, 1.0 / repair) - siloed
        claims.append(
            SameSign(
                f"shared less own, repair takes {repair:.0f} h (break-even {limit:.2f} h)",
                exact,
                runs["lead_time"] - apart["lead_time"],
            )
        )
    return claims


def late_detection(lab: Lab) -> list[Claim]:
    """12: an error found after three desks or at once; and a wrong record worked off by people or by a machine."""
    late, early = (
        lab.run(failures.error_found, 0.6, 0.2, found_late, lab.hours(8_500.0), lab.hours(300.0))
        for found_late in (True, False)
    )
    slow = _three_desks([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.0, 0.0]])
    fast = _three_desks([[0.2, 0.8, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    person = lab.run(bots.wrong_record, 2.0, 0.1, False, 24.0, lab.count(600))
    machine = lab.run(bots.wrong_record, 20.0, 0.0, True, 24.0, lab.count(60))
    return [
        Equals("lead time, a fifth wrong, found at once", fast, early["lead_time"]),
        Equals("lead time, a fifth wrong, found after three desks", slow, late["lead_time"]),
        Equals(
            "wrong cases per wrong entry, person, 2 cases an hour", wrong_cases(2.0, 0.1, 24.0), person["wrong"], "cases"
        ),
        Equals("… machine, 20 cases an hour, notices nothing", wrong_cases(20.0, 0.0, 24.0), machine["wrong"], "cases"),
        Above(
            "… machine over person, more than its speed explains",
            10.0,
            ratio_of(machine["wrong"], person["wrong"]),
            "times",
        ),
    ]


def _three_desks(moves: list[list[float]]) -> float:
    return formulas.network([0.6, 0.0, 0.0], moves, [1, 1, 1], [1.0, 1.0, 1.0])["lead_time"]


def tail_versus_mean(lab: Lab) -> list[Claim]:
    """13: five departments on five systems or on one, each up 98 % of the time."""
    up = 98.0 / (98.0 + 2.0)
    shares = formulas.topology(up, 5)
    weeks = lab.count(416)
    own, shared = (lab.run(failures.topology, systems, 98.0, 2.0, weeks) for systems in (5, 1))
    return [
        Equals("what can be worked on, five systems", up, own["capacity"], "%"),
        Equals("what can be worked on, one system", up, shared["capacity"], "%"),
        Equals("time without any outage, five systems", shares["all_up_separate"], own["all_up"], "%"),
        Equals("time without any outage, one system", shares["all_up_shared"], shared["all_up"], "%"),
        Equals("time with everything down, one system", shares["all_down_shared"], shared["all_down"], "%"),
        Below("… five systems", shares["all_down_shared"] / 100.0, own["all_down"], "%"),
        Above(
            "variance of a week's capacity, one system over five (5 by theory)",
            2.5,
            ratio_of(shared["variance"], own["variance"]),
            "times",
        ),
        Below("worst week in a hundred, one system less five", 0.0, shared["hundredth"] - own["hundredth"], "%"),
        Below("worst week of all, one system less five", 0.0, shared["lowest"] - own["lowest"], "%"),
    ]
