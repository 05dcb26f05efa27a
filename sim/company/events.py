"""What happens to a company at a date: shocks that hit it, and a world that changes under it.

A shock acts through what the departments offer anyway: a platform fails, more cases arrive, suppliers take longer,
people give notice. An event without any strength does nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from sim.company.arrivals import COLLEAGUES, CUSTOMERS
from sim.company.house import House
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.streams import case_key
from sim.inputs.events_model import Event
from sim.inputs.scenario import Scenario
from sim.levers.change import moments, newcomers, world_at
from sim.levers.primitives import Primitives

EXTRA = 1_000_000
"""Cases that come only because of an event have numbers from here on, so that they are nobody else's; in a company to
which more come, from the first multiple of it that leaves room for the usual ones and for those of one event."""

Happening: TypeAlias = Callable[[House, Event, int], Flow]
"""What an event does, from the moment it begins: (house, event, its place in the scenario's list)."""


def follow_the_calendar(scenario: Scenario, house: House, adopt: Callable[[Primitives], None]) -> None:
    """Set the alarms for all that the scenario says will happen; ``adopt`` puts another world in force."""
    for time in moments(scenario):
        if time + house.warm_up > house.env.now:
            _at(house, time, partial(_change, scenario, time, adopt))
    for place, event in enumerate(scenario.events):
        if not event.idle:
            _at(house, event.begins, partial(_happen, house, event, place))


def _at(house: House, time: float, action: Callable[[], None]) -> None:
    """Call at a time of the measured period, unless the run is over by then."""
    if time + house.warm_up < house.cases.horizon:
        house.env.at(time + house.warm_up, action)


def _change(scenario: Scenario, time: float, adopt: Callable[[Primitives], None]) -> None:
    adopt(world_at(scenario, time))


def _happen(house: House, event: Event, place: int) -> None:
    house.env.start(HAPPENINGS[event.kind](house, event, place))


def outage(house: House, event: Event, place: int) -> Flow:
    """The system is down for so many hours; nobody in the company can do anything about it."""
    systems = house.systems.of(event.department)
    for platform in systems:
        platform.fail(f"event {place + 1}")
    yield house.env.timeout(event.hours)
    for platform in systems:
        platform.restore(f"event {place + 1}")


def demand_peak(house: House, event: Event, place: int) -> Flow:
    """More customers come, for a while."""
    more_wishes(house, CUSTOMERS, event.factor, place, event.ends + house.warm_up)
    return
    yield


def more_wishes(house: House, of: str, factor: float, place: int, end: float) -> None:
    """Let wishes beyond the usual ones come from now to ``end`` (hours), so that there are ``factor`` times as many.

    They have numbers and gaps of their own: the usual cases come as they would have, with the luck they would have had.
    """
    env, cases = house.env, house.cases
    for usual in [arrivals for arrivals in cases.arrivals.values() if arrivals.wish_of == of]:
        gaps = house.streams.exponential(f"{usual.kind}.gaps of event {place + 1}", 1.0)
        times = usual.profile.times(usual.per_week * (factor - 1.0), gaps, f"{usual.kind} {place}", cases.horizon)
        first = first_number(usual.per_week, cases.horizon, factor)
        extra = [(first * (place + 1) + number, time) for number, time in enumerate(times) if env.now <= time < end]
        env.start(cases.let_in(usual, extra))


def first_number(per_week: float, horizon: float, factor: float) -> int:
    """The first number of the cases that the first event of a scenario brings, of a kind of which so many come a week."""
    return EXTRA * max(1, math.ceil((1.0 + factor) * per_week * horizon / WEEK / EXTRA))


def supplier_failure(house: House, event: Event, place: int) -> Flow:
    """What is ordered meanwhile takes longer; where two failures meet, both count."""
    house.neighbours.logistics.suppliers_slow_down(event.factor)
    yield house.env.timeout(event.ends - event.begins)
    house.neighbours.logistics.suppliers_recover(event.factor)


def resignation_wave(house: House, event: Event, place: int) -> Flow:
    """Some people of each team give notice; the same ones in every world."""
    luck = house.streams.uniform(f"event {place + 1}.gives notice")
    for name in event.teams or house.staffing.teams:
        for member in house.staffing.employed(name):
            if luck.draw(case_key(f"colleague {name}", member.number)) < event.share:
                house.env.start(house.neighbours.hr.resign(name, member))
    return
    yield


def security_incident(house: House, event: Event, place: int) -> Flow:
    """A system is broken into; IT contains it."""
    for number, platform in enumerate(house.systems.of(event.department)):
        house.env.start(house.neighbours.it.incident(EXTRA * (place + 1) + number, platform, event.severity))
    return
    yield


def acquisition(house: House, event: Event, place: int) -> Flow:
    """More customers come for good; people who come along must learn how things are done here."""
    more_wishes(house, CUSTOMERS, event.factor, place, house.cases.horizon)
    more_wishes(house, COLLEAGUES, event.people, place, house.cases.horizon)
    house.systems.more_people(event.people)
    for name, model in house.model.teams.items():
        for number in range(newcomers(model.staff, event.people)):
            house.neighbours.hr.take_on(name, number)
    return
    yield


HAPPENINGS: Mapping[str, Happening] = {
    "platform outage": outage,
    "demand peak": demand_peak,
    "supplier failure": supplier_failure,
    "resignation wave": resignation_wave,
    "security incident": security_incident,
    "acquisition": acquisition,
}
"""Every kind of event (``sim.inputs.events_model.EVENT_KINDS``) and what it does."""
