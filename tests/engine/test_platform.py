"""Outages, and work that pauses and goes on."""

from __future__ import annotations

from functools import partial

from sim.engine.kernel import Flow
from sim.engine.platform import Platform, breakdowns
from tests.engine.world import NINE_TO_FIVE, World


def platform(world: World, capacity: float = float("inf")) -> Platform:
    return Platform(world.env, world.journal, "system", capacity)


def test_work_in_progress_pauses_and_goes_on() -> None:
    world = World()
    system = platform(world)
    team = world.team(staff=2, platform=system)
    world.ask("a", 0.0, team, 4.0)
    world.ask("b", 3.0, team, 1.0)
    world.ask("c", 3.0, team, 1.0, patience=0.5)
    world.at(2.0, system.fail)
    world.at(5.0, system.restore)
    world.ask("d", 6.5, team, 1.0)
    assert world.run(20.0) == {"c": 3.5, "b": 6.0, "a": 7.0, "d": 7.5}
    system.close()
    assert world.column("outages", "started", "ended") == [(2.0, 5.0)]
    assert world.column("visits", "case", "started", "worked")[2] == (1, 0.0, 4.0)


def test_the_platform_is_up_when_the_last_cause_is_gone() -> None:
    world = World()
    system = platform(world)
    team = world.team(platform=system)
    world.ask("a", 0.0, team, 2.0)
    world.at(1.0, lambda: system.fail("virus"))
    world.at(2.0, lambda: system.fail("flood"))
    world.at(2.5, lambda: system.fail("flood"))
    world.at(3.0, lambda: system.restore("virus"))
    world.at(3.5, lambda: system.restore("nothing"))
    world.at(4.0, lambda: system.restore("flood"))
    assert world.run(20.0) == {"a": 5.0}
    assert world.column("outages", "started", "ended", "cause") == [(1.0, 4.0, world.journal.code("virus"))]
    assert system.up


def test_an_outage_over_closing_time() -> None:
    world = World()
    system = platform(world)
    team = world.team(platform=system, calendar=NINE_TO_FIVE)
    world.ask("a", 15.0, team, 3.0)
    world.at(16.0, system.fail)
    world.at(34.0, system.restore)
    assert world.run(100.0) == {"a": 36.0}


def test_an_outage_in_closed_hours_costs_nothing() -> None:
    world = World()
    system = platform(world)
    team = world.team(platform=system, calendar=NINE_TO_FIVE)
    world.ask("a", 16.0, team, 3.0)
    world.at(20.0, system.fail)
    world.at(30.0, system.restore)
    assert world.run(100.0) == {"a": 35.0}
    assert world.column("visits", "worked") == [3.0]


def test_one_who_stays_to_finish_goes_home_in_an_outage() -> None:
    world = World()
    system = platform(world)
    team = world.team(platform=system, calendar=NINE_TO_FIVE, finishes_started=True)
    world.ask("a", 16.0, team, 4.0)
    world.at(18.0, system.fail)
    world.at(19.0, system.restore)
    assert world.run(100.0) == {"a": 35.0}
    team.close()
    assert world.column("visits", "worked") == [4.0]
    assert world.column("duty", "started", "ended", "kind")[:3] == [(9.0, 17.0, 0), (17.0, 18.0, 1), (33.0, 41.0, 0)]


def test_absence_during_an_outage() -> None:
    world = World()
    system = platform(world)
    team = world.team(staff=2, platform=system, calendar=NINE_TO_FIVE)
    team.absent = lambda member, day: member.number == 0 and day == 1
    world.ask("a", 15.0, team, 3.0)
    world.at(16.0, system.fail)
    world.at(35.0, system.restore)
    assert world.run(100.0) == {"a": 37.0}


def test_a_team_built_on_a_system_that_is_down_waits() -> None:
    world = World()
    system = platform(world)
    system.fail()
    team = world.team(platform=system)
    world.ask("a", 0.0, team, 1.0)
    world.at(2.0, system.restore)
    assert world.run(10.0) == {"a": 3.0}


def test_halts_are_counted() -> None:
    world = World()
    team = world.team()
    world.ask("a", 0.0, team, 2.0)
    world.at(1.0, team.halt)
    world.at(2.0, team.halt)
    world.at(3.0, team.resume)
    world.at(4.0, team.resume)
    assert world.run(10.0) == {"a": 5.0}


def test_priorities_hold_after_an_outage() -> None:
    world = World()
    team = world.team(preemptive=True)
    world.ask("low", 0.0, team, 2.0, priority=5.0)
    world.at(1.0, team.halt)
    world.ask("high", 1.5, team, 1.0, priority=1.0)
    world.at(2.0, team.resume)
    assert world.run(10.0) == {"high": 3.0, "low": 4.0}


def test_contention_slows_what_starts_while_many_are_at_work() -> None:
    world = World()
    system = platform(world, capacity=2)
    team = world.team(staff=3, platform=system)
    for name in "abc":
        world.ask(name, 0.0, team, 2.0)
    assert world.run(10.0) == {"a": 2.0, "b": 2.0, "c": 3.0}
    assert world.column("visits", "worked") == [2.0, 2.0, 3.0]
    assert system.active == 0


def test_breakdowns_by_the_clock() -> None:
    world = World()
    system = platform(world)
    world.env.start(breakdowns(system, lambda number: 10.0 + number, lambda number: 1.0))
    world.run(30.0)
    system.close()
    assert world.column("outages", "started", "ended") == [(10.0, 11.0), (22.0, 23.0)]
    world.run(35.5)
    system.close()
    assert world.column("outages", "started", "ended")[2] == (35.0, 35.5)


def test_since_when_it_is_down_is_the_first_cause_and_nothing_while_it_is_up() -> None:
    """Down from 2 for one cause, from 3 for another; up again when the second has gone, at 6."""
    world = World()
    system = platform(world)
    seen: list[float | None] = []
    for time in (1.0, 2.5, 3.5, 5.5, 6.5):
        world.at(time, lambda: seen.append(system.down_since))
    world.at(2.0, lambda: system.fail("a"))
    world.at(3.0, lambda: system.fail("b"))
    world.at(5.0, lambda: system.restore("a"))
    world.at(6.0, lambda: system.restore("b"))
    world.run(10.0)
    assert seen == [None, 2.0, 2.0, 2.0, None]


def test_who_waits_for_a_platform_goes_on_when_the_last_cause_is_gone() -> None:
    """Two wait from 2 and 4, go on at 6 in that order, after those at work; who comes at 7 waits for the next time."""
    world = World()
    system = platform(world)
    team = world.team(platform=system)
    world.ask("task", 0.0, team, 4.0)
    order: list[tuple[str, float]] = []

    def wait(name: str) -> Flow:
        yield system.until_up()
        order.append((name, world.env.now))

    for name, time in (("first", 2.0), ("second", 4.0), ("third", 7.0)):
        world.at(time, partial(world.env.start, wait(name)))
    world.at(1.0, lambda: system.fail("a"))
    world.at(3.0, lambda: system.fail("b"))
    world.at(5.0, lambda: system.restore("a"))
    world.at(6.0, lambda: system.restore("b"))
    world.at(8.0, system.fail)
    world.at(9.0, system.restore)
    assert world.run(20.0) == {"task": 10.0}
    assert order == [("first", 6.0), ("second", 6.0), ("third", 9.0)]
