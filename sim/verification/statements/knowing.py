"""Statements on updates, stale numbers, chasing and chatbots (8, 9, 10, 11)."""

from __future__ import annotations

from sim.verification import formulas
from sim.verification.break_evens import chatbot_load, forecast_errors, oldest_useful, shrunk_loss, stale_loss
from sim.verification.models import bots, information, signals
from sim.verification.statements.claims import Above, Below, Claim, Equals, Found, SameSign, percent, ratio_of, share_of
from sim.verification.statements.lab import Lab, ModelRuns

REVERTING = 0.05
CALLS, CALL_HOURS = 0.02, 0.25
NO_CALLS = 1e-9
CONTACTS = 100.0
MIX = (0.6, 4.0, 12.0)
TAKEN, LONGER = 0.8, 0.5
ANSWER_SECONDS = 50.0


def more_updates_older(lab: Lab) -> list[Claim]:
    """8: all updates pass one desk; and orders react to a shorter or longer memory of demand."""
    best = formulas.freshest_load()
    ages = {
        load: lab.run(information.age, load, 1.0, lab.hours(hours))
        for load, hours in ((0.25, 2_500.0), (best, 3_000.0), (0.75, 9_500.0))
    }
    swings = {window: lab.run(information.bullwhip, 2, window, lab.count(1_200)) for window in (20, 5, 1)}
    claims: list[Claim] = [
        Equals(f"age of information, {load:.3f} updates an hour", formulas.age_mm1(load, 1.0), runs["age"])
        for load, runs in ages.items()
    ]
    claims += [
        Above("… 0.750 less the best", 0.0, ages[0.75]["age"] - ages[best]["age"]),
        Above("… 0.250 less the best", 0.0, ages[0.25]["age"] - ages[best]["age"]),
    ]
    claims += [
        Equals(
            f"variance of orders over demand, memory of {window}", formulas.bullwhip(2, window), runs["ratio"], "times"
        )
        for window, runs in swings.items()
    ]
    return [*claims, Above("… memory of 1 less memory of 20", 0.0, swings[1]["ratio"] - swings[20]["ratio"], "times")]


def stale_worse_than_none(lab: Lab) -> list[Claim]:
    """9: acting on an old number, or on none; and sharing demand with someone who has all the orders."""
    limit, reads = oldest_useful(REVERTING), lab.count(4_000)
    losses = {age: lab.run(signals.mean_reverting, REVERTING, age, reads) for age in (6.0, limit, 24.0)}
    claims: list[Claim] = []
    for age, runs in losses.items():
        if age == limit:
            claims.append(
                Equals(f"loss with a copy {age:.2f} h old (1 without any)", stale_loss(REVERTING, age), runs["raw"], "")
            )
        else:
            claims.append(
                SameSign(
                    f"loss, copy {age:.0f} h old less no copy (limit {limit:.2f} h)",
                    stale_loss(REVERTING, age) - 1.0,
                    runs["raw"] - runs["none"],
                    "",
                )
            )
    forecasts = lab.run(signals.order_forecasts, 2, 0.7, lab.count(2_000))
    exact = forecast_errors(2, 0.7)
    return [
        *claims,
        SameSign(
            "… 24 h old but used according to its age",
            shrunk_loss(REVERTING, 24.0) - 1.0,
            losses[24.0]["shrunk"] - losses[24.0]["none"],
            "",
        ),
        SameSign(
            "sharing demand, error less than by last order",
            exact["shared"] - exact["last"],
            forecasts["shared"] - forecasts["last"],
            "",
        ),
        Equals(
            "sharing demand, error over error by all orders",
            exact["shared"] / exact["history"],
            ratio_of(forecasts["shared"], forecasts["history"]),
            "times",
        ),
    ]


def chasing_tips(lab: Lab) -> list[Claim]:
    """10: a desk answers its own chasers; backlogs around the tipping point, with chasing and with self-service."""
    busy, quiet = 0.8, 0.4
    tips, later = (formulas.tipping_backlog(load, CALLS, CALL_HOURS) for load in (busy, quiet))
    small, large = round(tips / 4), round(2 * tips)

    def recovered(load: float, calls: float, backlog: int) -> Found:
        return share_of(lab.run(information.tipping, load, calls, CALL_HOURS, backlog, 2_400.0)["recovered"])

    return [
        Above(
            f"desks at {percent(busy)} load that recover from {small} open cases (tips at {tips:.0f})",
            0.5,
            recovered(busy, CALLS, small),
            "%",
        ),
        Below(f"… from {large} open cases", 0.5, recovered(busy, CALLS, large), "%"),
        Above(f"… from {large}, status by self-service, nobody calls", 0.5, recovered(busy, NO_CALLS, large), "%"),
        Above(
            f"desks at {percent(quiet)} load, {large} open cases, calls (tips at {later:.0f})",
            0.5,
            recovered(quiet, CALLS, large),
            "%",
        ),
    ]


def chatbot_savings(lab: Lab) -> list[Claim]:
    """11: a chatbot takes 80 % of the easy contacts; agents needed, and where it stops paying."""
    before, after = formulas.chatbot(*MIX, 0.0), formulas.chatbot(*MIX, TAKEN)
    agents = formulas.agents_for(CONTACTS, before["before"], ANSWER_SECONDS)
    fewer = formulas.agents_for(CONTACTS * after["volume"], after["after"], ANSWER_SECONDS)

    def run(staff: int, **bot: float) -> ModelRuns:
        return lab.run(bots.chatbot, CONTACTS, staff, MIX, lab.hours(120.0), lab.hours(2.0), **bot)

    people, bot, less = run(agents), run(fewer, taken=TAKEN), run(fewer - 1, taken=TAKEN)
    claims: list[Claim] = [
        Equals("contacts that still reach people", after["volume"], ratio_of(bot["contacts"], people["contacts"]), "%"),
        Equals("work that still reaches people", after["load"], ratio_of(bot["load"], people["load"]), "%"),
        Below(
            f"time to answer, {fewer} agents and bot less {agents} agents",
            10.0,
            (bot["answer"] - people["answer"]) * 3600.0,
            "s",
        ),
        Above(
            f"… {fewer - 1} agents and bot less {agents} agents", 10.0, (less["answer"] - people["answer"]) * 3600.0, "s"
        ),
    ]
    return claims + _where_a_bot_harms(lab, agents)


def _where_a_bot_harms(lab: Lab, agents: int) -> list[Claim]:
    """Agents' work with a bot less without, on both sides of the break-even of its success and of induced demand."""
    success = percent(formulas.chatbot_success(LONGER))
    induced = percent(formulas.chatbot_induced(formulas.chatbot(*MIX, TAKEN)["load"]))
    changes = [
        (f"it settles {percent(share)} (limit {success})", {"success": share, "longer": LONGER}) for share in (0.5, 0.2)
    ]
    changes += [(f"{percent(extra)} more contacts (limit {induced})", {"induced": extra}) for extra in (0.2, 0.6)]
    staff, hours = 2 * agents, lab.hours(40.0)
    without = lab.run(bots.chatbot, CONTACTS, staff, MIX, hours, lab.hours(2.0))
    claims: list[Claim] = []
    for name, change in changes:
        exact = chatbot_load(CONTACTS, MIX, TAKEN, **change) - chatbot_load(CONTACTS, MIX, 0.0)
        runs = lab.run(bots.chatbot, CONTACTS, staff, MIX, hours, lab.hours(2.0), taken=TAKEN, **change)
        claims.append(SameSign(f"agents' work, bot less none, {name}", exact, runs["load"] - without["load"], "h/h"))
    return claims
