"""How long a lead waits for its first answer: closed hours, the way between two departments, colleagues who are busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sim.company.hours import rosters
from sim.engine.calendar import WEEK, Calendar
from sim.engine.codes import Mode
from sim.engine.handoff import next_round
from sim.engine.outbox import next_multiple
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Link, Primitives

MOST_MISSED = 6
"""Looks into an inbox after which whatever lies in it is taken as seen."""

TOGETHER = 6
"""Decimals of an hour by which what comes at once is told from what comes later."""


def hours_to_respond(model: CompanyModel, world: Primitives, waits: Mapping[str, float]) -> Iterator[tuple[float, float]]:
    """For every hour of a week: the share of leads that come in it, and their hours until Sales has answered.

    Args:
        waits: open hours until somebody is free for what goes first, by team; none where a team is left out.
    """
    profile = model.arrivals.web
    total = sum(profile.weekdays) * sum(profile.hours)
    link = world.links.get(("marketing", "sales", "lead"))
    if link is None:
        return
    teams = {name: usual_hours(model, name) for name in ("marketing", "sales")}
    ways = list(_ways(world)) if link.mode == Mode.MANUAL else [(1.0, 0, 0)]
    came = [
        (of_day * of_hour / total, 24.0 * day + hour + 0.5)
        for day, of_day in enumerate(profile.weekdays)
        for hour, of_hour in enumerate(profile.hours)
    ]
    sorted_out = _in_turn(model, "marketing", "sort a lead", waits, came)
    arriving = {
        done: [_there(model, world, link, teams, waits, done, missed, asked_back) for _, missed, asked_back in ways]
        for done in dict.fromkeys(sorted_out)
    }
    sent = [
        (share * chance, there)
        for (share, _), done in zip(came, sorted_out, strict=True)
        for (chance, *_), there in zip(ways, arriving[done], strict=True)
    ]
    answered = _in_turn(model, "sales", "respond to a lead", waits, sent)
    for place, ((share, _), done) in enumerate(zip(sent, answered, strict=True)):
        yield share, done - came[place // len(ways)][1]


def _in_turn(
    model: CompanyModel, department: str, activity: str, waits: Mapping[str, float], asked: Sequence[tuple[float, float]]
) -> list[float]:
    """When a department has done what it is asked for; what comes at once, or while it is closed, is done in turn.

    Args:
        asked: of a week's leads (the share, when).
    """
    calendar, hours = usual_hours(model, department), hours_of(model, activity)
    people, wait = model.teams[model.answering_team(department)].staff, waits.get(department, 0.0)
    begins = {time: round(_opening(calendar, time), TOGETHER) for _, time in asked}
    together: dict[float, float] = {}
    for share, time in asked:
        together[begins[time]] = together.get(begins[time], 0.0) + share * model.customers.inbound_leads_per_week
    done = {
        time: _done(calendar, time, wait + hours + together[begin] / 2 * hours / people) for time, begin in begins.items()
    }
    return [done[time] for _, time in asked]


def _ways(world: Primitives) -> Iterator[tuple[float, int, int]]:
    """How a message may go: the chance of it, looks into the inbox that overlook it, and questions back (one at most)."""
    attention, unclear = max(0.05, world.practices["sales"].attention), world.practices["marketing"].ask_back
    for missed in range(MOST_MISSED + 1):
        seen = attention if missed < MOST_MISSED else 1.0
        for asked_back, chance in ((0, 1.0 - unclear), (1, unclear)):
            yield seen * (1.0 - attention) ** missed * chance, missed, asked_back


def usual_hours(model: CompanyModel, department: str) -> Calendar:
    """When a department's first team is open in a usual week."""
    team = model.answering_team(department)
    return Calendar.union([roster.calendar(0.0).usual for roster in rosters(model, team, 0.0)])


def _there(
    model: CompanyModel,
    world: Primitives,
    link: Link,
    teams: dict[str, Calendar],
    waits: Mapping[str, float],
    sorted_out: float,
    missed: int,
    asked_back: int,
) -> float:
    """When Sales has a lead before it that Marketing has sorted out."""
    sales, in_marketing, in_sales = teams["sales"], waits.get("marketing", 0.0), waits.get("sales", 0.0)
    if link.mode == Mode.BATCH:
        there = next_multiple(sorted_out, link.period_hours) if link.period_hours else sorted_out
        return _done(sales, there, link.conversion_hours)
    if link.mode != Mode.MANUAL:
        return sorted_out
    every = {name: model.information.inbox_round_hours * world.practices[name].round_factor for name in teams}
    sent = _done(teams["marketing"], sorted_out, in_marketing + link.write_hours)
    there = next_round(sales, sent, every["sales"], missed)
    for _ in range(asked_back):
        there = next_round(teams["marketing"], there, every["marketing"])
        there = _done(teams["marketing"], there, in_marketing + model.information.answer_minutes / 60)
        there = next_round(sales, there, every["sales"])
    return _done(sales, there, in_sales + link.rekey_hours + link.conversion_hours)


def _opening(calendar: Calendar, time: float) -> float:
    """Now, or when it opens."""
    return time if calendar.is_open(time % WEEK) else calendar.next_opening(time)


def _done(calendar: Calendar, asked: float, hours: float) -> float:
    """When work is done that is begun at once and goes on in open hours."""
    start = _opening(calendar, asked)
    return calendar.after(start, hours) if hours else start


def hours_of(model: CompanyModel, activity: str) -> float:
    """Mean touch time of an activity, hours."""
    row = model.activities.get(activity)
    return 0.0 if row is None else row.mean_minutes / 60


def wait_for_somebody(people: float, busy: float, tasks: Iterable[tuple[float, float, float]]) -> float:
    """Mean hours until somebody of a team is free for what goes first and interrupts nobody.

    All are busy with Erlang's chance; then the first of them is free after what is left of a task, over their number.

    Args:
        people: how many are there, on average; at least one.
        busy: share of their time in which they work, below 1.
        tasks: (how often, mean hours, coefficient of variation) of what they do.
    """
    tasks = list(tasks)
    work = sum(often * mean for often, mean, _ in tasks)
    if not work:
        return 0.0
    left = sum(often * mean**2 * (1 + variation**2) for often, mean, variation in tasks) / (2 * work)
    servers = max(1, round(people))
    offered = servers * busy
    refused = 1.0  # Erlang's chance of being turned away, server after server: powers and factorials would not fit
    for number in range(1, servers + 1):
        refused = offered * refused / (number + offered * refused)
    return refused / (1 - busy + busy * refused) * left / servers
