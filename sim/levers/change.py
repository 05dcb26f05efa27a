"""The world as a function of time: levers that move at dates, go-lives that cost speed at first, companies that grow.

Times are hours from the start of the measured period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.engine.calendar import WEEK
from sim.inputs.company_model import CompanyModel
from sim.inputs.events_model import Event, LeverChange
from sim.inputs.levers_model import Levers
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import level_at, receiver, world
from sim.levers.primitives import SHARED_PLATFORM, Practice, Primitives

BEFORE = -1.0


def moments(scenario: Scenario) -> list[float]:
    """When the world changes: steps of levers, weekly steps of a go-live's dip, people who come along."""
    times = {event.begins for event in scenario.events if event.people > 1}
    for change in scenario.lever_changes:
        times.update(change.begins + week * WEEK for week in range(change.ramp_weeks + 1))
        times.update(change.begins + week * WEEK for week in range(int(change.go_live.dip_weeks) + 1))
        times.update(change.begins + weeks * WEEK for weeks in (change.go_live.dip_weeks, change.go_live.parallel_weeks))
    return sorted(times)


def world_at(scenario: Scenario, time: float) -> Primitives:
    """The primitives of the scenario's world at a time; before the measured period, those it begins with."""
    company = grown(scenario.company, scenario.events, time)
    primitives = world(company, levels_at(scenario.levers, scenario.lever_changes, time))
    for change in scenario.lever_changes:
        if change.go_live.weeks and change.begins <= time < change.begins + change.go_live.weeks * WEEK:
            before = world(company, levels_at(scenario.levers, scenario.lever_changes, change.begins + BEFORE))
            primitives = at_first(before, primitives, change, (time - change.begins) / WEEK)
    return primitives


def levels_at(levers: Levers, changes: Sequence[LeverChange], time: float) -> Levers:
    """The levels of all levers at a time; a ramp moves one weekly step at the end of each of its weeks."""
    for change in sorted(changes, key=lambda change: change.begins):
        if change.begins <= time:
            steps = min(change.ramp_weeks, int((time - change.begins) / WEEK))
            share = steps / change.ramp_weeks if change.ramp_weeks else 1.0
            start = _level_before(levers, change)
            levers = _moved(levers, change, change.level if share == 1.0 else start + share * (change.level - start))
    return levers


def _level_before(levers: Levers, change: LeverChange) -> float:
    """Where the lever stands in the place in which it moves."""
    if change.interface:
        usual = level_at(levers, change.lever, receiver(change.interface))
        return levers.by_interface.get(change.interface, {}).get(change.lever, usual)
    return level_at(levers, change.lever, change.department)


def _moved(levers: Levers, change: LeverChange, level: float) -> Levers:
    for table, place in (("by_department", change.department), ("by_interface", change.interface)):
        if place:
            places = getattr(levers, table)
            return levers.model_copy(update={table: {**places, place: {**places.get(place, {}), change.lever: level}}})
    return levers.model_copy(update={change.lever: level})


def at_first(before: Primitives, after: Primitives, change: LeverChange, weeks: float) -> Primitives:
    """What a platform is like some weeks after go-live, for the departments that came onto it.

    People are slower by the dip, which shrinks by the week to nothing; the front office also enters everything in the
    old way for a while.
    """
    start = change.go_live
    left = max(0.0, 1.0 - int(weeks) / start.dip_weeks) if start.dip else 0.0
    added = start.parallel_minutes / 60 if weeks < start.parallel_weeks else 0.0

    def new_to_it(name: str, practice: Practice) -> Practice:
        if practice.platform != SHARED_PLATFORM or before.practices[name].platform == SHARED_PLATFORM:
            return practice
        return replace(
            practice, speed=practice.speed * (1.0 - start.dip * left), added_hours=practice.added_hours + added
        )

    return replace(after, practices={name: new_to_it(name, practice) for name, practice in after.practices.items()})


def grown(company: CompanyModel, events: Sequence[Event], time: float) -> CompanyModel:
    """The company with the people who have come along by a time; what is bought per person is bought for them too."""
    for event in events:
        if event.people > 1 and event.begins <= time:
            teams = {
                name: team.model_copy(update={"staff": team.staff + newcomers(team.staff, event.people)})
                for name, team in company.teams.items()
            }
            company = company.model_copy(update={"teams": teams})
    return company


def newcomers(staff: int, people: float) -> int:
    """How many come along to a team of ``staff``, when there are ``people`` times as many afterwards."""
    return round(staff * (people - 1.0))
