"""Upkeep: what nobody maintains fails sooner, holes let attackers in until a release mends them, changes wait for one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.company.back_office.it import InformationTechnology
from sim.company.back_office.upkeep import FailureClock
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow, Kernel
from sim.engine.platform import Platform
from sim.inputs.names import CapabilityName
from sim.measures.people import open_holes
from tests.company.worlds import always, assert_timeline, begin, clock, decoded, its, near, still

ONE_A_WEEK = {"maintenance_per_week": 9.0, "overdue_days": 5.0, "neglect": 1.0}
"""Each of the nine systems is due for one piece of maintenance a week."""


def without(company: Company, *capabilities: CapabilityName) -> Company:
    """The same company, which has to do without something."""
    company.house.world.without = frozenset(capabilities)
    return company


@pytest.mark.parametrize(("paces", "rings"), [({}, 100.0), ({40.0: 2.0}, 70.0), ({40.0: 2.0, 60.0: 1.0}, 80.0)])
def test_a_clock_of_failures_runs_faster_and_slower(paces: dict[float, float], rings: float) -> None:
    """100 hours: 40 as usual and 60 in half the time; or 40, then 40 in 20 hours, then 20 as usual."""
    env = Kernel()
    watch = FailureClock(env)
    rung: list[float] = []

    def waits() -> Flow:
        yield watch.set(100.0)
        rung.append(env.now)

    env.start(waits())
    for time, pace in paces.items():
        env.at(time, lambda pace=pace: watch.run_at(pace))  # type: ignore[misc]
    env.run(until=200.0)
    assert rung == [near(rings)]


def fails_at(company: Company, piece_at: float) -> float:
    """When the system of Sales fails whose clock has 200 hours to run, and which is due for maintenance at a time."""
    it = its(company, InformationTechnology)
    it._maintained, it._up = always(company, 0.99), always(company, 200.0 / (8.0 * 168.0))
    sales = company.house.systems.platforms["sales"]
    it.upkeep.departments = ["sales"] * 9
    begin(company, 0.0, lambda: it.outages(sales))
    case = company.house.cases.open_case("maintenance", 0, "it")
    begin(company, piece_at, lambda: it.maintain(case))
    company.env.run(until=300.0)
    down = decoded(company).outages.query("cause == 'outage'")["started"].tolist()
    return float(down[0]) if down else sales.down_since or 0.0


def test_maintenance_that_is_done_leaves_the_clock_alone() -> None:
    assert fails_at(still({"it": ONE_A_WEEK}), clock(0, 9)) == near(200.0)


def test_maintenance_that_nobody_does_brings_the_failure_nearer() -> None:
    """Due on Monday at 9:00, lying too long from Saturday 9:00 (129 h): 71 hours are left and pass in half the time."""
    assert fails_at(without(still({"it": ONE_A_WEEK}), "maintenance"), clock(0, 9)) == near(129.0 + 71.0 / 2)


def test_while_the_service_desk_is_down_maintenance_lies() -> None:
    """Down until Sunday midnight: from Saturday 9:00 the clock runs twice as fast, and the system fails as without."""
    company = still({"it": ONE_A_WEEK})
    desk = company.house.systems.platforms["it"]
    begin(company, 0.0, lambda: keep_down(company, desk, 7 * DAY))
    assert fails_at(company, clock(0, 9)) == near(129.0 + 71.0 / 2)


def keep_down(company: Company, platform, until: float) -> Flow:  # type: ignore[no-untyped-def]
    """A system is down from now on."""
    platform.fail("test")
    yield company.env.until(until)
    platform.restore("test")


# ---- holes and releases ------------------------------------------------------------------------------------------

ATTACKED = {"attack_success": 0.1, "hole_success": 0.5, "change_failure": 0.0}


@pytest.mark.parametrize(("holes", "luck", "status"), [(0, 0.2, "kept out"), (0, 0.05, "open"), (2, 0.7, "open")])
def test_who_breaks_in_comes_by_holes(holes: int, luck: float, status: str) -> None:
    """One in ten gets in anyway; two holes let in 1 - 0.9 x 0.5 x 0.5 = 77.5 %."""
    company = still({"it": ATTACKED})
    it = its(company, InformationTechnology)
    it._gets_in, it._hit = always(company, luck), always(company, 0.5)  # all alike: the first system is hit
    it.upkeep.of(company.house.systems.in_use()[0]).holes = holes
    case = company.house.cases.open_case("security incident", 1, "it")
    begin(company, clock(0, 10), lambda: it.attack(case))
    company.env.run(until=clock(0, 11))
    assert case.status == status


@pytest.mark.parametrize(
    ("failure", "lacks", "left"),
    [(0.0, (), 1), (1.0, (), 3), (0.0, ("security",), 3)],
)
def test_a_release_mends_what_was_known_when_it_was_begun(
    failure: float, lacks: tuple[CapabilityName, ...], left: int
) -> None:
    """Two holes on Monday at 9:00, one more at 12:00; done on Tuesday at 16:00 the release brings what it carries."""
    company = without(still({"it": ATTACKED | {"change_failure": failure}}), *lacks)
    it, sales = its(company, InformationTechnology), company.house.systems.platforms["sales"]
    state, brought = it.upkeep.of(sales), []
    state.holes = 2
    state.changes.append(lambda: brought.append(company.env.now))
    case = company.house.cases.open_case("release", 0, "it")
    begin(company, clock(0, 9), lambda: it.release(case, sales))
    company.env.run(until=clock(0, 12))
    state.holes += 1
    company.env.run(until=clock(1, 16, 1))
    assert state.holes == left
    assert brought == ([] if failure else [near(clock(1, 16))])


@pytest.mark.parametrize(("failures", "left", "times"), [((0.0, 0.0), 0, 1), ((1.0, 0.0), 2, 0), ((1.0, 1.0), 3, 0)])
def test_what_one_release_carries_the_next_does_not(failures: tuple[float, float], left: int, times: int) -> None:
    """The second is begun while the first is prepared: it brings only the hole that has been found since."""
    company = still({"it": ATTACKED})
    it, sales = its(company, InformationTechnology), company.house.systems.platforms["sales"]
    state, brought = it.upkeep.of(sales), []
    state.holes = 2
    state.changes.append(lambda: brought.append(company.env.now))
    releases = [it.upkeep.pack(sales, patches=True)]
    state.holes += 1
    releases.append(it.upkeep.pack(sales, patches=True))
    for release, failure in zip(releases, failures, strict=True):
        (it.upkeep.take_back if failure else it.upkeep.bring)(sales, release)
    assert (state.holes, len(brought)) == (left, times)
    assert state.in_hand == 0
    assert len(state.changes) == 1 - times


@pytest.mark.parametrize(("lacks", "expected"), [((), 1.0 + 16 / 24), (("security",), 2.0)])
def test_holes_count_for_as_long_as_they_are_open(lacks: tuple[CapabilityName, ...], expected: float) -> None:
    """Known on Monday and Tuesday at midnight; a release of Monday 9:00 mends the first on Tuesday at 16:00.

    On average over that Tuesday 1 + 16/24 with it, 2 without.
    """
    company = without(still({"it": ATTACKED}), *lacks)
    it, sales = its(company, InformationTechnology), company.house.systems.platforms["sales"]
    company.env.at(0.0, lambda: learns_of_a_hole(it, sales))
    company.env.at(DAY, lambda: learns_of_a_hole(it, sales))
    case = company.house.cases.open_case("release", 0, "it")
    begin(company, clock(0, 9), lambda: it.release(case, sales))
    company.env.run(until=clock(2, 0))
    run = decoded(company)
    run.facts = replace(run.facts, warm_up=DAY, horizon=2 * DAY)
    assert open_holes(run) == near(expected)


def learns_of_a_hole(it: InformationTechnology, platform: Platform) -> None:
    """A way to break in becomes known."""
    it.upkeep.of(platform).holes += 1
    it.note_holes(platform)


# ---- colleagues --------------------------------------------------------------------------------------------------

STOPPED = {"stopped_share": 1.0, "stopped_speed": 0.25, "self_help_hours": 24.0, "change_share": 0.0}


def with_a_broken_tool(company: Company, lead_minutes: float = 60.0) -> float:
    """When the first seller has answered a lead of 9:30 whose tool breaks at 10:00."""
    it = its(company, InformationTechnology)
    it._who, it._asker = always(company, 1e-9), always(company, 1e-9)
    it._shares = [(1.0, "sales")]
    lead = company.house.cases.open_case("lead", 0, "sales", company.house.customers.business(0.5))

    def respond() -> Flow:
        yield its(company, Sales).do(lead, "respond to a lead", more_hours=lead_minutes / 60 - 1)

    begin(company, clock(0, 9, 30), respond)
    request = company.house.cases.open_case("staff request", 0, "it")
    begin(company, clock(0, 10), lambda: it.request_of_colleague(request))
    company.env.run(until=clock(3, 0))
    visits = decoded(company).visits
    return float(visits.loc[visits["activity"] == "respond to a lead", "ended"].iloc[0])


def test_a_colleague_without_his_tool_is_slow_until_he_is_served() -> None:
    """30 min done by 10:00; 85 min until he is served do 21.25 more at a quarter of the speed; 8.75 are left at 11:25."""
    company = still({"it": STOPPED})
    assert with_a_broken_tool(company) == near(clock(0, 11, 33.75))
    assert decoded(company).noted("without a tool")["value"].tolist() == [near(85 / 60)]


def test_a_colleague_whom_nobody_serves_finds_a_way_of_his_own() -> None:
    """He is slow until Tuesday 10:00: of 4 h half an hour is done by 10:00, 2 h in the 8 open ones; 1.5 h are left."""
    company = without(still({"it": STOPPED}), "help for colleagues")
    assert with_a_broken_tool(company, 240.0) == near(clock(1, 11, 30))
    assert decoded(company).noted("without a tool")["value"].tolist() == [24.0]


def test_a_change_comes_with_the_next_release() -> None:
    """A seller works around what he asked for at 80 % of his speed from 11:25 until the release of Friday, 16:00."""
    company = still({"it": STOPPED | {"stopped_share": 0.0, "change_share": 1.0, "work_around_speed": 0.8}})
    it, team = its(company, InformationTechnology), company.house.staffing.teams["sales"]
    assert with_a_broken_tool(company) == near(clock(0, 10, 30))
    assert team.members[0].speed == near(0.8)
    sales = company.house.systems.platforms["sales"]
    case = company.house.cases.open_case("release", 0, "it")
    begin(company, clock(3, 9), lambda: it.release(case, sales))
    company.env.run(until=clock(5, 0))
    assert_timeline(company, case, [("release a change", clock(3, 9), clock(4, 16))])
    assert team.members[0].speed == 1.0
