"""Events and a changing world, hour by hour in the still company, and in whole runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sim.company import events
from sim.company.arrivals import CUSTOMERS, Profile
from sim.company.back_office.finance import Finance
from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import Mode
from sim.engine.journal import SCHEMA
from sim.engine.kernel import Flow
from sim.inputs.events_model import Event, LeverChange
from sim.inputs.levers_model import LEVERS
from sim.inputs.scenario import Scenario
from sim.levers.primitives import SHARED_PLATFORM, Skill
from sim.measures.lead_time import PARTS, lead_time_parts
from tests.company.worlds import (
    WORLDS,
    assert_timeline,
    begin,
    booked,
    clock,
    decoded,
    its,
    near,
    parts_of,
    scenario,
    still,
    timeline,
)


def happens(company: Company, time: float, kind: str, **values: Any) -> None:
    """Let an event happen to the still company at a time."""
    event = Event(
        kind=kind,
        week=int(time // WEEK),
        day=("mon", "tue", "wed", "thu", "fri", "sat", "sun")[int(time % WEEK // DAY)],
        hour=time % DAY,
        **values,
    )
    assert event.begins == time
    begin(company, time, lambda: events.HAPPENINGS[kind](company.house, event, 0))


def answered(company: Company, case: Case) -> Flow:
    """The first step of a lead, and no more."""
    yield its(company, Sales).do(case, "respond to a lead")
    company.house.cases.close(case, "answered")


def lead_at(company: Company, time: float, number: int = 0) -> Case:
    """A lead that Sales begins to answer at a time; it takes an hour."""
    case = company.house.cases.open_case("lead", number, "sales", company.house.customers.business(0.5))
    case.opened = time
    begin(company, time, lambda: answered(company, case))
    return case


# ---- each kind of event, worked out by hand ----------------------------------------------------------------------


def test_a_platform_is_down_for_so_many_hours() -> None:
    """Sales' system is down from 10:00 to 12:45; a lead in hand from 9:30 stands still meanwhile."""
    company = still()
    lead = lead_at(company, clock(0, 9, 30))
    happens(company, clock(0, 10), "platform outage", department="sales", hours=2.75)
    company.env.run(until=clock(1, 0))
    assert_timeline(company, lead, [("respond to a lead", clock(0, 9, 30), clock(0, 13, 15))])
    assert parts_of(company, lead) == near({"touch": 1.0, "system": 2.75})
    (row,) = decoded(company).outages.to_dict("records")
    assert (row["started"], row["ended"]) == (clock(0, 10), clock(0, 12, 45))


def test_every_system_at_once() -> None:
    company = still()
    happens(company, clock(0, 10), "platform outage", department="every", hours=1.0)
    company.env.run(until=clock(0, 10, 30))
    assert not any(platform.up for platform in company.house.systems.platforms.values())
    company.env.run(until=clock(0, 11, 30))
    assert all(platform.up for platform in company.house.systems.platforms.values())


def visitors(company: Company) -> list[tuple[int, float]]:
    """Let one visitor come every day at midnight; the list fills with (number, time) of all who come."""
    seen: list[tuple[int, float]] = []

    def visit(case: Case) -> Flow:
        seen.append((case.number, company.env.now))
        company.house.cases.close(case, "gone")
        return
        yield

    lognormal = company.house.streams.lognormal
    company.house.streams.exponential = lambda name, mean: lognormal(name, mean, 0.0)  # type: ignore[method-assign, assignment, return-value]
    company.house.cases.arrive("order", 7.0, Profile([1.0] * 7, [1.0] * 24), visit, "sales", CUSTOMERS)
    return seen


def test_more_come_for_a_while() -> None:
    """One a day as usual, and two a day more from 11:00 of day 3 for a day and a half of peak, by their own numbers.

    Gaps are equal here: usual ones come at 24, 48 … h, extra ones at 12, 24 … h; those from 83 h to before 119 h count.
    """
    company = still()
    seen = visitors(company)
    happens(company, clock(3, 11), "demand peak", factor=3.0, weeks=1.5 / 7)
    company.env.run(until=clock(7, 1))
    usual = {number: time for number, time in seen if number < events.EXTRA}
    extra = {number - events.EXTRA: time for number, time in seen if number >= events.EXTRA}
    assert usual == near({day - 1: 24.0 * day for day in range(1, 8)})
    assert extra == near({6: 84.0, 7: 96.0, 8: 108.0})


def test_suppliers_take_twice_as_long_for_a_while() -> None:
    """An order of Monday noon takes 28 days, one placed after the failure 14."""
    company = still()
    happens(company, clock(0, 10), "supplier failure", factor=2.0, weeks=1.0)
    arrived: dict[str, float] = {}

    def buy(name: str) -> Flow:
        yield from its(company, Logistics).buy(company.house.cases.open_case(name, 0, "logistics"))
        arrived[name] = company.env.now

    for name, time in (("before", clock(0, 9)), ("meanwhile", clock(0, 12)), ("after", clock(7, 12))):
        begin(company, time, lambda name=name: buy(name))  # type: ignore[misc]
    company.env.run(until=5 * WEEK)
    assert arrived == near({"before": clock(14, 9), "meanwhile": clock(28, 12), "after": clock(21, 12)})


def test_a_wave_of_notices() -> None:
    """All three of Legal give notice on Monday of week 2 and are gone four weeks later; nobody else goes."""
    company = still()
    staff = {name: len(team.members) for name, team in company.house.staffing.teams.items()}
    happens(company, WEEK, "resignation wave", share=1.0, teams=("legal",))
    company.env.run(until=5 * WEEK - 1)
    assert {name: len(team.members) for name, team in company.house.staffing.teams.items()} == staff
    company.env.run(until=5 * WEEK + 0.5)
    assert {name: len(team.members) for name, team in company.house.staffing.teams.items()} == {**staff, "legal": 0}
    vacancies = [case for case in company.house.cases.open_cases.values() if case.kind == "vacancy"]
    assert sorted(case.opened for case in vacancies) == [WEEK] * 3


def test_the_same_people_give_notice_in_every_world() -> None:
    gone = []
    for mode in (Mode.SHARED, Mode.MANUAL):
        company = still(mode=mode)
        before = {name: {member.number for member in team.members} for name, team in company.house.staffing.teams.items()}
        happens(company, WEEK, "resignation wave", share=0.3)
        company.env.run(until=5 * WEEK + 0.5)
        gone.append(
            {
                name: before[name] - {member.number for member in team.members}
                for name, team in company.house.staffing.teams.items()
            }
        )
    assert gone[0] == gone[1]
    assert 0 < sum(map(len, gone[0].values())) < 61


def test_a_security_incident_twice_as_grave() -> None:
    """Sales' system goes off on Monday 10:00. Twice six hours to see what it is, then 30 h of work from Tuesday 9:00.

    One person works 8 h a day: Friday 15:00. Cost: twice 45,000, of which a quarter is the least for one system.
    """
    company = still()
    happens(company, clock(0, 10), "security incident", department="sales", severity=2.0)
    trust = company.house.customers.reputation
    company.env.run(until=clock(5, 0))
    (row,) = decoded(company).outages.to_dict("records")
    assert (row["platform"], row["started"], row["ended"]) == ("sales software", clock(0, 10), near(clock(4, 15)))
    assert booked(company, "security") == [near((clock(4, 15), -2 * 45_000 * 0.25))]
    assert company.house.customers.reputation == near(trust - 0.10)


def test_an_acquisition_doubles_volume_and_people() -> None:
    """From noon of day 2 two come a day instead of one; every team has twice its people, the new ones at half speed."""
    company = still()
    seen = visitors(company)
    staff = {name: len(team.members) for name, team in company.house.staffing.teams.items()}
    happens(company, clock(2, 12), "acquisition", factor=2.0, people=2.0)
    company.env.run(until=clock(5, 1))
    assert [time for number, time in seen if number < events.EXTRA] == near([24.0 * day for day in range(1, 6)])
    assert [time for number, time in seen if number >= events.EXTRA] == near([72.0, 96.0, 120.0])
    for name, team in company.house.staffing.teams.items():
        assert len(team.members) == 2 * staff[name]
        assert [member.speed for member in team.members[staff[name] :]] == near([0.5] * staff[name])


def test_the_platform_grows_with_those_who_come_along() -> None:
    company = still(practices={"sales": {"platform": SHARED_PLATFORM}})
    before = company.house.systems.platforms["sales"].capacity
    happens(company, clock(2, 12), "acquisition", factor=1.0, people=1.5)
    company.env.run(until=clock(3, 0))
    assert company.house.systems.platforms["sales"].capacity == near(1.5 * before)


# ---- a world that changes during a run ---------------------------------------------------------------------------


def other_ways(company: Company, department: str, **values: Any) -> Any:
    """The company's primitives with other practice of one department."""
    practices = {
        **company.house.world.primitives.practices,
        department: replace(company.house.world.primitives.practices[department], **values),
    }
    return replace(company.house.world.primitives, practices=practices)


def test_slower_from_eleven_on() -> None:
    """At 11:00 Sales becomes a quarter slower: what is in hand since 10:30 takes 40 min more, the next 80 min."""
    company = still()
    leads = [lead_at(company, clock(0, 10, 30)), lead_at(company, clock(0, 12), 1)]
    company.env.at(clock(0, 11), lambda: company.adopt(other_ways(company, "sales", speed=0.75)))
    company.env.run(until=clock(1, 0))
    assert timeline(company, leads[0])[0][2] == near(clock(0, 11, 40))
    assert timeline(company, leads[1])[0][2] == near(clock(0, 13, 20))


def test_moving_onto_the_platform_while_the_old_system_is_down() -> None:
    """Sales' own system fails at 10:00; at 10:30 Sales moves to the shared platform and goes on at once.

    The half hour counts as waiting for a system; what becomes of the old system later stops nobody.
    """
    company = still()
    lead = lead_at(company, clock(0, 9, 30))
    happens(company, clock(0, 10), "platform outage", department="sales", hours=5.0)
    company.env.at(clock(0, 10, 30), lambda: company.adopt(other_ways(company, "sales", platform=SHARED_PLATFORM)))
    company.env.run(until=clock(1, 0))
    assert_timeline(company, lead, [("respond to a lead", clock(0, 9, 30), clock(0, 11, 0))])
    assert parts_of(company, lead) == near({"touch": 1.0, "system": 0.5})
    assert company.house.systems.platforms["sales"].active == 0


def test_moving_onto_a_platform_that_is_down() -> None:
    """The shared platform, which Finance is on, is down from 10:00 to 12:00; Sales moves onto it at 10:30, and waits."""
    company = still(practices={"finance": {"platform": SHARED_PLATFORM}})
    lead = lead_at(company, clock(0, 10))
    happens(company, clock(0, 10), "platform outage", department="finance", hours=2.0)
    company.env.at(clock(0, 10, 30), lambda: company.adopt(other_ways(company, "sales", platform=SHARED_PLATFORM)))
    company.env.run(until=clock(1, 0))
    assert_timeline(company, lead, [("respond to a lead", clock(0, 10), clock(0, 12, 30))])
    assert parts_of(company, lead) == near({"touch": 1.0, "system": 1.5})


def test_a_handoff_changes_between_messages() -> None:
    """By hand until 12:00, at once afterwards; a message under way arrives as it was sent."""
    name = ("sales", "finance", "credit question")
    company = still(links={name: {"mode": Mode.MANUAL, "write_hours": 0.5, "rekey_hours": 0.25}})
    understood: list[float] = []

    def send(number: int) -> Flow:
        yield from company.house.information.carry(company.house.cases.open_case("question", number, "sales"), *name)
        understood.append(company.env.now)

    for number, time in enumerate((clock(0, 11), clock(0, 12, 30))):
        begin(company, time, lambda number=number: send(number))  # type: ignore[misc]
    shared = replace(company.house.world.primitives.links[name], mode=Mode.SHARED)
    company.env.at(
        clock(0, 12),
        lambda: company.adopt(
            replace(company.house.world.primitives, links={**company.house.world.primitives.links, name: shared})
        ),
    )
    company.env.run(until=clock(1, 0))
    assert understood == near([clock(0, 12, 30), clock(0, 13, 15)]), "the second at once, the first at the inbox round"


def test_a_copy_becomes_live_and_old_again() -> None:
    """Hourly copies; live from 10:30; hourly again from 12:10, when the reader knows all that was so at 12:10."""
    name = ("logistics", "sales", "stock")
    company = still(links={name: {"mode": Mode.BATCH, "period_hours": 1.0}})
    feed, batch = company.house.information.feeds[name], company.house.world.primitives.links[name]
    for time, link in ((clock(0, 10, 30), replace(batch, mode=Mode.SHARED)), (clock(0, 12, 10), batch)):
        company.env.at(
            time,
            lambda link=link: company.adopt(  # type: ignore[misc]
                replace(company.house.world.primitives, links={**company.house.world.primitives.links, name: link})
            ),
        )
    known: list[tuple[bool, float]] = []
    for time in (clock(0, 10, 15), clock(0, 10, 45), clock(0, 12, 30), clock(0, 13, 5)):
        company.env.at(time, lambda: known.append((feed.live, feed.known_until)))
    company.env.run(until=clock(0, 14))
    assert [live for live, _ in known] == [False, True, False, False]
    assert [known[0][1], known[2][1], known[3][1]] == near([clock(0, 10), clock(0, 12, 10), clock(0, 13)])


def test_bots_and_helpers_come_and_go() -> None:
    company = still()
    company.adopt(replace(other_ways(company, "finance", bot_share=0.5), skills={"hr": (Skill("finance", 1.2, 2),)}))
    assert company.house.automation.bots["finance"].team.name == "finance bots"
    assert its(company, Finance).procedures["write an invoice"].bots_below > 0
    assert company.house.staffing.teams["hr"].helps == [(company.house.staffing.teams["finance"], 1.2)]
    assert company.house.staffing.teams["hr"].helpers_allowed == 2
    company.adopt(replace(other_ways(company, "finance", bot_share=0.0), skills={}))
    assert its(company, Finance).procedures["write an invoice"].bots_below == 0
    assert company.house.staffing.teams["hr"].helpers_allowed == 0


# ---- whole runs --------------------------------------------------------------------------------------------------


def with_(world: Scenario, **values: Any) -> Scenario:
    return type(world).model_validate({**dict(world), **values})


def rows(world: Scenario) -> dict[str, bytes]:
    """The whole journal of a run."""
    company = Company(world)
    journal = company.run()
    tables = {name: journal.tables[name].rows().tobytes() for name in SCHEMA}
    return tables | {"names": repr(journal.names.names).encode()}


IDLE = (
    Event(kind="platform outage", week=0, department="every", hours=0.0),
    Event(kind="demand peak", week=0, factor=1.0, weeks=1.0),
    Event(kind="supplier failure", week=0, factor=1.0, weeks=1.0),
    Event(kind="resignation wave", week=0, share=0.0),
    Event(kind="security incident", week=0, department="sales", severity=0.0),
    Event(kind="acquisition", week=0, factor=1.0, people=1.0),
)


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_placebo_events_of_no_strength_change_no_bit(levers: str) -> None:
    base = scenario(levers, weeks=2, warm_up_weeks=0)
    assert rows(base) == rows(with_(base, events=IDLE))


def test_placebo_a_lever_that_moves_to_where_it_is_changes_no_bit() -> None:
    """The world is adopted anew in the middle of the run, and is the same."""
    base = scenario("integrated", weeks=2, warm_up_weeks=0)
    stays = LeverChange(lever="process_automation", week=1, level=1.0)
    assert rows(base) == rows(with_(base, lever_changes=(stays,)))


def test_levers_full_at_once_are_levers_full_from_the_start() -> None:
    """Without warm-up, moving every lever at week 0 is the world in which they always stood so."""
    siloed, integrated = (scenario(levers, weeks=1, warm_up_weeks=0) for levers in ("siloed", "integrated"))
    moves = tuple(LeverChange(lever=lever, week=0, level=getattr(WORLDS["integrated"], lever)) for lever in LEVERS)
    assert rows(with_(siloed, lever_changes=moves)) == rows(integrated)


def orders(world: Scenario) -> pd.DataFrame:
    """Wishes that came by themselves, by number: when, and whose."""
    company = Company(world)
    company.run()
    cases = decoded(company).cases
    own = cases[(cases["kind"] == "order") & (cases["parent"] == -1)]
    return own.set_index("number")[["opened", "customer"]].sort_index()


def test_a_peak_moves_nobody_elses_luck_and_meets_both_worlds() -> None:
    """The usual wishes come when and from whom they would have; the extra ones are the same in both worlds."""
    peak = Event(kind="demand peak", week=1, factor=1.5, weeks=1.0)
    without = orders(scenario("siloed", weeks=2, warm_up_weeks=0))
    tables = [
        orders(with_(scenario(levers, weeks=2, warm_up_weeks=0), events=(peak,))) for levers in ("siloed", "integrated")
    ]
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
    usual = tables[0][tables[0].index < events.EXTRA]
    pd.testing.assert_frame_equal(usual, without, check_exact=True)
    extra = tables[0][tables[0].index >= events.EXTRA]
    assert 0.3 < len(extra) / len(without[without["opened"] >= WEEK]) < 0.7
    assert ((extra["opened"] >= WEEK) & (extra["opened"] < 2 * WEEK)).all()


CHANGES: dict[str, Callable[[], dict[str, Any]]] = {
    "in": lambda: {
        "lever_changes": tuple(LeverChange(lever=lever, week=1, level=1.0, ramp_weeks=1) for lever in LEVERS[3:])
    },
    "out": lambda: {"lever_changes": tuple(LeverChange(lever=lever, week=1, level=0.0) for lever in LEVERS[3:])},
    "grown": lambda: {"events": (Event(kind="acquisition", week=1, factor=2.0, people=2.0),)},
}


@pytest.mark.parametrize(("levers", "change"), [("siloed", "in"), ("integrated", "out"), ("integrated", "grown")])
def test_parts_still_sum_to_lead_times(levers: str, change: str) -> None:
    """Lead times split exactly although the world changes under them."""
    company = Company(with_(scenario(levers, weeks=3, warm_up_weeks=0), **CHANGES[change]()))
    company.run()
    parts = lead_time_parts(decoded(company))
    assert float((parts[list(PARTS)].sum(axis=1) - parts["lead"]).abs().max()) < 1e-9
    assert float(parts[list(PARTS)].min().min()) > -1e-9
