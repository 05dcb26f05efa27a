"""What happens to a company at a date: shocks that hit it, and a world that changes under it.

A shock acts through what the departments offer anyway: a platform fails, more cases arrive, suppliers take longer,
people give notice. An event without any strength does nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sim.company.case import Case
from sim.company.company import Company
from sim.engine.kernel import Flow
from sim.engine.platform import Platform
from sim.engine.streams import case_key
from sim.inputs.events_model import Event
from sim.inputs.names import EVERY
from sim.levers.change import moments, newcomers, world_at
from sim.levers.primitives import SHARED_PLATFORM

EXTRA = 1_000_000
"""Cases that come only because of an event have numbers from here on, so that they are nobody else's."""

DEMAND = (
    "order",
    "business order",
    "inbound lead",
    "question live",
    "question written",
    "technical live",
    "technical written",
    "complaint live",
    "complaint written",
    "change of data",
    "data access",
)
"""What customers want, by kind of case."""

COLLEAGUES = ("staff request", "colleague's question", "house purchase")
"""What colleagues want, by kind of case."""

Happening: TypeAlias = Callable[[Company, Event, int], Flow]
"""What an event does, from the moment it begins: (company, event, its place in the scenario's list)."""


def follow_the_calendar(company: Company) -> None:
    """Set the alarms for all that the scenario says will happen."""
    for time in moments(company.scenario):
        if time + company.warm_up > company.env.now:
            _at(company, time, lambda time=time: company.adopt(world_at(company.scenario, time)))  # type: ignore[misc]
    for place, event in enumerate(company.scenario.events):
        if not event.idle:
            _at(
                company,
                event.begins,
                lambda event=event, place=place: company.env.start(  # type: ignore[misc]
                    HAPPENINGS[event.kind](company, event, place)
                ),
            )


def _at(company: Company, time: float, action: Callable[[], object]) -> None:
    """Call at a time of the measured period, unless the run is over by then."""
    if time + company.warm_up < company.horizon:
        company.env.at(time + company.warm_up, lambda: (action(), None)[1])


def outage(company: Company, event: Event, place: int) -> Flow:
    """The system is down for so many hours; nobody in the company can do anything about it."""
    systems = systems_of(company, event)
    for platform in systems:
        platform.fail(f"event {place + 1}")
    yield company.env.timeout(event.hours)
    for platform in systems:
        platform.restore(f"event {place + 1}")


def systems_of(company: Company, event: Event) -> list[Platform]:
    """The systems that an event hits: that of its department, or all."""
    return company.it.systems() if event.department == EVERY else [company.platforms[event.department]]


def demand_peak(company: Company, event: Event, place: int) -> Flow:
    """More customers come, for a while."""
    more_arrivals(company, DEMAND, event.factor, place, event.ends + company.warm_up)
    return
    yield


def more_arrivals(company: Company, kinds: tuple[str, ...], factor: float, place: int, end: float) -> None:
    """Let cases beyond the usual ones arrive from now to ``end`` (hours), so that there are ``factor`` times as many.

    They have numbers and gaps of their own: the usual cases come as they would have, with the luck they would have had.
    """
    for kind in kinds:
        usual = company.arrivals.get(kind)
        if usual is None:
            continue
        gaps = company.streams.exponential(f"{kind}.gaps of event {place + 1}", 1.0)
        times = usual.profile.times(usual.per_week * (factor - 1.0), gaps, f"{kind} {place}", company.horizon)
        extra = [
            (EXTRA * (place + 1) + number, time)
            for number, time in enumerate(times.tolist())
            if company.env.now <= time < end
        ]
        company.env.start(company.let_in(usual, extra))


def supplier_failure(company: Company, event: Event, place: int) -> Flow:
    """What is ordered meanwhile takes longer; where two failures meet, both count."""
    company.logistics.supplier_factor *= event.factor
    yield company.env.timeout(event.ends - event.begins)
    company.logistics.supplier_factor /= event.factor


def resignation_wave(company: Company, event: Event, place: int) -> Flow:
    """Some people of each team give notice; the same ones in every world."""
    luck = company.streams.uniform(f"event {place + 1}.gives notice")
    for name in event.teams or company.teams:
        team = company.teams[name]
        for member in list(team.members):
            if luck.draw(case_key(f"colleague {name}", member.number)) < event.share:
                company.env.start(company.hr.resign(name, team, member))
    return
    yield


def security_incident(company: Company, event: Event, place: int) -> Flow:
    """A system is broken into; IT contains it."""
    for number, platform in enumerate(systems_of(company, event)):
        case: Case = company.open_case("security incident", EXTRA * (place + 1) + number, company.it.name)
        company.env.start(company.it.contain(case, platform, event.severity))
    return
    yield


def acquisition(company: Company, event: Event, place: int) -> Flow:
    """More customers come for good; people who come along must learn the ways of the house."""
    more_arrivals(company, DEMAND, event.factor, place, company.horizon)
    more_arrivals(company, COLLEAGUES, event.people, place, company.horizon)
    company.growth *= event.people
    shared = company.systems.get(SHARED_PLATFORM)
    if shared is not None:  # what is licensed by the head is licensed for them too
        shared.capacity *= event.people
    for name, model in company.model.teams.items():
        for number in range(newcomers(model.staff, event.people)):
            company.hr.take_on(name, number)
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
