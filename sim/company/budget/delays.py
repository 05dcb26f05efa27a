"""How long a lead waits for its first answer: closed hours, the way between two departments, colleagues who are busy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from sim.company.hours import rosters
from sim.engine.calendar import WEEK, Calendar
from sim.engine.codes import Mode
from sim.engine.handoff import next_round
from sim.engine.outbox import next_multiple
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Link, Primitives


def hours_to_respond(model: CompanyModel, world: Primitives, waits: Mapping[str, float]) -> Iterator[tuple[float, float]]:
    """For every hour of a week: the share of leads that come in it, and their hours until Sales has answered.

    Args:
        waits: open hours until somebody is free for what goes first, by team; none where a team is left out.
    """
    profile = model.arrivals.web
    total = sum(profile.weekdays) * sum(profile.hours)
    link = world.links["marketing", "sales", "lead"]
    teams = {name: usual_hours(model, name) for name in ("marketing", "sales")}
    for day, of_day in enumerate(profile.weekdays):
        for hour, of_hour in enumerate(profile.hours):
            came = 24.0 * day + hour + 0.5
            yield of_day * of_hour / total, _answered(model, world, link, teams, waits, came) - came


def usual_hours(model: CompanyModel, department: str) -> Calendar:
    """When a department's first team is open in a usual week."""
    team = model.answering_team(department)
    return Calendar.union([roster.calendar(0.0).usual for roster in rosters(model, team, 0.0)])


def _answered(
    model: CompanyModel,
    world: Primitives,
    link: Link,
    teams: dict[str, Calendar],
    waits: Mapping[str, float],
    came: float,
) -> float:
    """When somebody has answered a lead that came at an hour of the week."""
    sales, in_marketing, in_sales = teams["sales"], waits.get("marketing", 0.0), waits.get("sales", 0.0)
    sorted_out = _done(teams["marketing"], came, in_marketing + hours_of(model, "sort a lead"))
    if link.mode == Mode.BATCH:
        there = next_multiple(sorted_out, link.period_hours) if link.period_hours else sorted_out
        there = _done(sales, there, link.conversion_hours)
    elif link.mode == Mode.MANUAL:
        practice = world.practices["sales"]
        sent = _done(teams["marketing"], sorted_out, in_marketing + link.write_hours)
        looks = round(1 / max(0.05, practice.attention)) - 1
        there = next_round(sales, sent, model.information.inbox_round_hours * practice.round_factor, looks)
        there = _done(sales, there, in_sales + link.rekey_hours + link.conversion_hours)
    else:
        there = sorted_out
    return _done(sales, there, in_sales + hours_of(model, "respond to a lead"))


def _done(calendar: Calendar, asked: float, hours: float) -> float:
    """When work is done that is begun at once and goes on in open hours."""
    start = asked if calendar.is_open(asked % WEEK) else calendar.next_opening(asked)
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
    terms = [offered**number / math.factorial(number) for number in range(servers)]
    last = offered**servers / math.factorial(servers) / (1 - busy)
    return last / (sum(terms) + last) * left / servers
