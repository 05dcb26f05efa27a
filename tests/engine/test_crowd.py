"""Teams without a limit; timelines computed by hand."""

from __future__ import annotations

from sim.engine.crowd import Crowd
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from tests.engine.world import NINE_TO_FIVE, World


def test_nobody_waits_and_there_are_as_many_as_were_needed_at_a_time() -> None:
    """Three at once, then one an hour later when one of them is free again."""
    world = World()
    crowd = Crowd(world.env, world.journal, "customers")
    for name, at, hours in (("a", 0.0, 1.0), ("b", 0.0, 2.0), ("c", 0.0, 3.0), ("d", 1.5, 1.0)):
        world.ask(name, at, crowd, hours)
    for time in (0.5, 1.25, 1.75, 4.0):
        world.at(time, lambda: world.results.update({str(world.env.now): crowd.busy}))
    assert world.run(5.0) == {"a": 1.0, "b": 2.0, "d": 2.5, "c": 3.0}
    assert [world.results[time] for time in ("0.5", "1.25", "1.75", "4.0")] == [3, 2, 3, 0]
    assert len(crowd.members) == 3
    assert world.column("visits", "asked", "started", "worked") == [
        (0.0, 0.0, 1.0),
        (0.0, 0.0, 2.0),
        (1.5, 1.5, 1.0),
        (0.0, 0.0, 3.0),
    ]


def test_a_crowd_that_is_closed_begins_when_it_opens_and_goes_on_the_next_day() -> None:
    """Suppliers from 9 to 17: two asked at 7 begin at 9; an order of three hours at 16 is done on Tuesday at 11."""
    world = World()
    crowd = Crowd(world.env, world.journal, "suppliers", NINE_TO_FIVE)
    world.ask("early", 7.0, crowd, 1.0)
    world.ask("early too", 7.0, crowd, 2.0)
    world.ask("late", 16.0, crowd, 3.0)
    assert world.run(50.0) == {"early": 10.0, "early too": 11.0, "late": 35.0}
    crowd.close()
    assert world.on_duty() == [(0, 9.0, 17.0), (1, 9.0, 17.0), (0, 33.0, 41.0), (1, 33.0, 41.0)]


def test_somebody_new_works_by_the_hours_that_are_left() -> None:
    """The first asked at 16.5: half an hour until closing, the rest on Tuesday."""
    world = World()
    crowd = Crowd(world.env, world.journal, "suppliers", NINE_TO_FIVE)
    world.ask("late", 16.5, crowd, 1.0)
    assert world.run(60.0) == {"late": 33.5}


def test_a_crowd_without_its_platform_waits() -> None:
    world = World()
    platform = Platform(world.env, world.journal, "portal")
    crowd = Crowd(world.env, world.journal, "customers", platform=platform)
    world.at(1.0, platform.fail)
    world.at(4.0, platform.restore)
    world.ask("before", 0.0, crowd, 2.0)
    world.ask("while down", 2.0, crowd, 1.0)
    assert world.run(10.0) == {"before": 5.0, "while down": 5.0}


def test_customers_withdraw() -> None:
    world = World()
    crowd = Crowd(world.env, world.journal, "customers")
    task = crowd.work(1, 5.0)
    world.at(2.0, lambda: world.results.update(plain=crowd.withdraw(task), forced=crowd.withdraw(task, interrupt=True)))
    world.run(10.0)
    assert world.results == {"plain": False, "forced": True}
    assert world.column("visits", "ended", "worked") == [(2.0, 2.0)]


def test_a_meeting_with_a_crowd_waits_for_the_others_only() -> None:
    """The clerk is busy until 3 and kept for the meeting before what was asked for later; a customer is always there."""
    world = World()
    crowd, clerk = Crowd(world.env, world.journal, "customers"), world.team("clerk")
    meeting = Meeting([crowd, clerk])
    clerk.work(1, 3.0)
    world.ask("meeting", 1.0, meeting, 1.0)
    world.ask("later", 2.0, clerk, 1.0)
    world.ask("customer", 2.0, crowd, 1.0)
    assert world.run(10.0) == {"customer": 3.0, "meeting": 4.0, "later": 5.0}


def test_a_meeting_with_a_crowd_that_is_closed_waits_for_it() -> None:
    world = World()
    crowd, clerk = Crowd(world.env, world.journal, "suppliers", NINE_TO_FIVE), world.team("clerk")
    meeting = Meeting([crowd, clerk])
    world.ask("meeting", 7.0, meeting, 1.0)
    world.ask("own", 7.5, clerk, 1.0)
    assert world.run(20.0) == {"own": 8.5, "meeting": 10.0}
