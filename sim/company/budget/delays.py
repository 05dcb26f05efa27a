"""How long a lead waits for its first answer when nobody is busy: closed hours and the way between two departments."""

from __future__ import annotations

from collections.abc import Iterator

from sim.company.hours import rosters
from sim.engine.calendar import WEEK, Calendar
from sim.engine.codes import Mode
from sim.engine.handoff import next_round
from sim.engine.outbox import next_multiple
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Link, Primitives


def hours_to_respond(model: CompanyModel, world: Primitives) -> Iterator[tuple[float, float]]:
    """For every hour of a week: the share of leads that come in it, and their hours until Sales has answered."""
    profile = model.arrivals.web
    total = sum(profile.weekdays) * sum(profile.hours)
    link = world.links["marketing", "sales", "lead"]
    teams = {name: usual_hours(model, name) for name in ("marketing", "sales")}
    for day, of_day in enumerate(profile.weekdays):
        for hour, of_hour in enumerate(profile.hours):
            came = 24.0 * day + hour + 0.5
            yield of_day * of_hour / total, _answered(model, world, link, teams, came) - came


def usual_hours(model: CompanyModel, department: str) -> Calendar:
    """When a department's first team is open in a usual week."""
    name = next(name for name, team in model.teams.items() if team.department == department)
    return Calendar.union([roster.calendar(0.0).usual for roster in rosters(model, name, 0.0)])


def _answered(model: CompanyModel, world: Primitives, link: Link, teams: dict[str, Calendar], came: float) -> float:
    """When somebody has answered a lead that came at an hour of the week."""
    sorted_out = _done(teams["marketing"], came, hours_of(model, "sort a lead"))
    sales = teams["sales"]
    if link.mode == Mode.BATCH:
        there = next_multiple(sorted_out, link.period_hours) if link.period_hours else sorted_out
        there = _done(sales, there, link.conversion_hours)
    elif link.mode == Mode.MANUAL:
        practice = world.practices["sales"]
        sent = _done(teams["marketing"], sorted_out, link.write_hours)
        looks = round(1 / max(0.05, practice.attention)) - 1
        there = next_round(sales, sent, model.information.inbox_round_hours * practice.round_factor, looks)
        there = _done(sales, there, link.rekey_hours + link.conversion_hours)
    else:
        there = sorted_out
    return _done(sales, there, hours_of(model, "respond to a lead"))


def _done(calendar: Calendar, asked: float, hours: float) -> float:
    """When work is done that is begun at once and goes on in open hours."""
    start = asked if calendar.is_open(asked % WEEK) else calendar.next_opening(asked)
    return start + hours


def hours_of(model: CompanyModel, activity: str) -> float:
    """Mean touch time of an activity, hours."""
    row = model.activities.get(activity)
    return 0.0 if row is None else row.mean_minutes / 60
