"""Hand-computed timelines of what happens at one and the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import permutations

import pytest

from sim.engine.calendar import ALWAYS, DAYS, Calendar
from sim.engine.codes import VisitStatus
from sim.engine.kernel import COMPLETION, DUTY, LAST, NORMAL, Flow, Kernel
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from sim.engine.team import Shift, Team
from tests.engine.world import NINE_TO_FIVE, World

EARLY, LATE = Calendar.daily(DAYS, 9.0, 17.0), Calendar.daily(DAYS, 9.0, 22.0)


# ---- the order within a moment -------------------------------------------------------------------------------


RANKS = {"complete": COMPLETION, "duty": DUTY, "normal": NORMAL, "last": LAST}


@pytest.mark.parametrize("order", [*permutations(RANKS)])
def test_ranks_decide_whatever_was_scheduled_first(order: tuple[str, ...]) -> None:
    env = Kernel()
    happened: list[str] = []
    for name in order:
        env.at(1.0, partial(happened.append, name), RANKS[name])
    env.run(until=2.0)
    assert happened == ["complete", "duty", "normal", "last"]


@pytest.mark.parametrize("patience_first", [False, True])
def test_who_can_be_served_when_patience_ends_is_served(patience_first: bool) -> None:
    """A is done at 2, when B's patience ends; a change of speed at 1 plans A's end after the end of patience."""
    world = World()
    desk = world.team()
    world.ask("A", 0.0, desk, 3.0 if patience_first else 2.0)
    world.ask("B", 0.0, desk, 1.0, patience=2.0)
    if patience_first:
        world.at(1.0, lambda: setattr(desk.members[0], "speed", 2.0))
        world.at(2.0, lambda: setattr(desk.members[0], "speed", 1.0))
    assert world.run(10.0) == {"A": 2.0, "B": 3.0}
    assert world.results["B"] is True


@pytest.mark.parametrize("event", ["open", "resume", "join", "help"])
def test_who_can_be_served_when_patience_ends_is_served_by_whoever_comes_then(event: str) -> None:
    world = World()
    desk = world.team(calendar=NINE_TO_FIVE)
    if event == "open":
        world.ask("B", 5.0, desk, 1.0, patience=4.0)
    elif event == "resume":
        world.at(9.0, desk.halt)
        world.ask("B", 10.0, desk, 1.0, patience=2.0)
        world.at(11.0, lambda: world.at(12.0, desk.resume))
    else:
        world.ask("A", 9.0, desk, 5.0)
        world.ask("B", 10.0, desk, 1.0, patience=2.0)
        spare = world.team("spare", staff=[Shift(Calendar.daily(DAYS, 12.0, 20.0), 1)])
        if event == "help":
            spare.help(desk)
        else:
            world.at(11.0, lambda: world.at(12.0, desk.join))
    assert world.run(20.0)["B"] == (10.0 if event == "open" else 13.0)
    assert world.results["B"] is True


def test_patience_of_no_time_at_all() -> None:
    world = World()
    desk = world.team()
    world.ask("at once", 0.0, desk, 2.0, patience=0.0)
    world.ask("as A ends", 2.0, desk, 1.0, patience=0.0)
    world.ask("too late", 2.0, desk, 1.0, patience=0.0)
    assert world.run(9.0) == {"at once": 2.0, "too late": 2.0, "as A ends": 3.0}
    assert world.results == {"at once": True, "too late": False, "as A ends": True}


def test_one_who_is_freed_at_a_moment_is_free_for_what_is_asked_then() -> None:
    """Own member and helper: the own one is free again at 2, when "next" is asked for; the helper is not called."""
    world = World()
    desk, spare = world.team(), world.team("spare")
    spare.help(desk, slowdown=2.0)
    world.ask("next", 2.0, desk, 1.0)
    world.ask("first", 0.0, desk, 2.0)
    assert world.run(9.0) == {"first": 2.0, "next": 3.0}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_no_helper_is_called_while_a_second_one_becomes_free(order: tuple[str, str]) -> None:
    """Two are done at 2; whoever waited for the first asks anew at once, and the second does it, not the helper."""
    world = World()
    desk, spare = world.team(staff=2), world.team("spare")
    spare.help(desk, slowdown=4.0)

    def again() -> Flow:
        yield desk.work(10, 2.0)
        yield desk.work(11, 1.0)
        yield desk.work(12, 1.0)
        world.done["again"] = world.env.now

    if order[0] == "a":
        world.at(0.0, lambda: world.env.start(again()))
    world.ask("b", 0.0, desk, 2.0)
    if order[0] == "b":
        world.at(0.0, lambda: world.env.start(again()))
    assert world.run(9.0) == {"b": 2.0, "again": 4.0}


def test_nobody_is_interrupted_while_a_colleague_becomes_free() -> None:
    """At 2 one member is done; what its waiter asks for is urgent, and the member who is done then, too, takes it."""
    world = World()
    desk = world.team(staff=3, preemptive=True)

    def flow() -> Flow:
        yield desk.work(10, 2.0, priority=1.0)
        yield desk.work(11, 1.0, priority=0.0)
        world.done["urgent"] = world.env.now

    world.ask("long", 0.0, desk, 5.0, priority=1.0)
    world.at(0.0, lambda: world.env.start(flow()))
    world.ask("short", 0.0, desk, 2.0, priority=1.0)
    world.ask("waits", 1.0, desk, 3.0, priority=1.0)
    # at 2 "waits" goes to the one who is free first; the urgent one to the other; "long" is not interrupted
    assert world.run(20.0) == {"short": 2.0, "urgent": 3.0, "long": 5.0, "waits": 5.0}


@pytest.mark.parametrize("urgent_first", [False, True])
def test_work_complete_when_something_urgent_comes_is_done(urgent_first: bool) -> None:
    world = World()
    desk = world.team(preemptive=True)
    asks = [("V", 2.0, 5.0, 0.0), ("L", 0.0, 2.0, 1.0)]
    for name, at, hours, priority in asks if urgent_first else asks[::-1]:
        world.ask(name, at, desk, hours, priority=priority)
    assert world.run(100.0) == {"L": 2.0, "V": 7.0}
    assert world.column("visits", "started", "ended", "worked") == [(0.0, 2.0, 2.0), (2.0, 7.0, 5.0)]


@pytest.mark.parametrize("outage_first", [False, True])
def test_work_complete_when_an_outage_begins_is_done(outage_first: bool) -> None:
    world = World()
    platform = Platform(world.env, world.journal, "p")
    desk = world.team(platform=platform)
    if outage_first:
        world.at(2.0, platform.fail)
    world.ask("L", 0.0, desk, 2.0)
    world.ask("next", 1.0, desk, 1.0)
    if not outage_first:
        world.at(2.0, platform.fail)
    world.at(12.0, platform.restore)
    assert world.run(100.0) == {"L": 2.0, "next": 13.0}
    assert platform.active == 0


def test_work_that_rounding_leaves_a_hair_of_is_complete_too() -> None:
    """0.1 + 0.2 is not 0.3: what is left of it at 0.3, 6e-17 hours, does not wait till the outage is over."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    desk = world.team(platform=platform)
    world.at(0.3, platform.fail)
    world.ask("L", 0.1, desk, 0.2)
    world.at(12.0, platform.restore)
    assert world.run(100.0) == {"L": pytest.approx(0.3)}


def test_an_outage_of_no_time_at_all_changes_nothing() -> None:
    world = World()
    platform = Platform(world.env, world.journal, "p")
    desk = world.team(staff=2, platform=platform)
    world.ask("ends then", 0.0, desk, 2.0)
    world.ask("goes on", 0.0, desk, 3.0)
    world.at(2.0, platform.fail)
    world.at(2.0, platform.restore)
    assert world.run(9.0) == {"ends then": 2.0, "goes on": 3.0}
    assert world.column("visits", "worked") == [2.0, 3.0]


def test_work_without_length_is_done_at_once_and_before_an_outage_at_that_moment() -> None:
    world = World()
    desk = world.team(preemptive=True)

    def flow() -> Flow:
        task = desk.work(1, 0.0, priority=1.0)
        desk.halt()
        urgent = desk.work(2, 0.0)
        yield task
        world.done["nothing"] = world.env.now
        yield urgent
        world.done["urgent"] = world.env.now

    world.at(3.0, lambda: world.env.start(flow()))
    world.at(5.0, desk.resume)
    assert world.run(9.0) == {"nothing": 3.0, "urgent": 5.0}


def test_work_without_length_keeps_the_order() -> None:
    world = World()
    desk = world.team()
    for name in "abc":
        world.ask(name, 1.0, desk, 0.0)
    assert list(world.run(9.0).items()) == [("a", 1.0), ("b", 1.0), ("c", 1.0)]


def test_closing_time_outage_urgency_and_the_end_of_work_at_one_moment() -> None:
    """At 17 L is complete, V comes, the platform fails, all go home: L is done; V waits for 9 and for the platform."""
    for order in permutations(range(3)):
        world = World()
        platform = Platform(world.env, world.journal, "p")
        desk = world.team(calendar=NINE_TO_FIVE, preemptive=True, platform=platform)
        steps: list[Callable[[], None]] = [
            partial(world.ask, "L", 16.0, desk, 1.0, priority=1.0),
            partial(world.ask, "V", 17.0, desk, 1.0, priority=0.0),
            partial(world.at, 17.0, platform.fail),
        ]
        for place in order:
            steps[place]()
        world.at(34.0, platform.restore)
        assert world.run(100.0) == {"L": 17.0, "V": 35.0}, order


def test_work_that_is_over_when_its_worker_leaves_is_done() -> None:
    world = World()
    desk = world.team(staff=2)

    def flow() -> Flow:
        task = desk.work(1, 0.0)
        desk.leave(desk.members[0])
        yield task
        world.done["done"] = world.env.now

    world.ask("other", 0.0, desk, 5.0)
    world.at(1.0, lambda: world.env.start(flow()))
    desk.members.reverse()
    world.run(9.0)
    assert world.done == {"done": 1.0, "other": 5.0}


def test_work_finished_after_hours_as_the_next_day_begins_is_done_by_one_who_is_absent_then() -> None:
    world = World()
    desk = world.team(staff=2, calendar=NINE_TO_FIVE, finishes_started=True)
    desk.absent = lambda member, day: day == 1 and member.number == 0
    world.ask("till nine", 16.0, desk, 17.0)
    world.ask("next", 33.0, desk, 1.0)
    assert world.run(50.0) == {"till nine": 33.0, "next": 34.0}
    assert world.column("visits", "case", "member") == [(1, 0), (2, 1)]


def test_what_is_due_as_the_run_ends_is_left_open() -> None:
    world = World()
    desk = world.team()
    world.ask("complete", 0.0, desk, 10.0)
    world.ask("too late", 10.0, desk, 1.0)
    assert world.run(10.0) == {}
    desk.close()
    assert world.column("visits", "worked", "status") == [(10.0, VisitStatus.OPEN)]


# ---- places among equals -------------------------------------------------------------------------------------


def by_arrival(world: World) -> Team:
    return world.team(staff=2)


def by_priority(world: World) -> Team:
    return world.team(staff=2, by_priority=True)


@pytest.mark.parametrize("build", [by_arrival, by_priority])
def test_what_is_taken_from_two_hands_keeps_its_place_among_equals(build: Callable[[World], Team]) -> None:
    """A, B, C, D are asked for at one moment. Those with A and B leave; who comes does A, B, C, D in this order."""
    for first in (0, 1):
        world = World()
        desk = build(world)
        for name in "ABCD":
            world.ask(name, 0.0, desk, 2.0)

        def change(desk: Team = desk, first: int = first) -> None:
            desk.leave(desk.members[first])
            desk.leave(desk.members[0])
            desk.join(ALWAYS)

        world.at(1.0, change)
        assert world.run(50.0) == {"A": 2.0, "B": 3.0, "C": 5.0, "D": 7.0}


def test_the_interrupted_keeps_its_place_before_its_equal() -> None:
    world = World()
    desk = world.team(preemptive=True)
    world.ask("A", 0.0, desk, 4.0, priority=1.0)
    world.ask("B", 0.0, desk, 4.0, priority=1.0)
    world.ask("V", 1.0, desk, 1.0, priority=0.0)
    assert world.run(100.0) == {"V": 2.0, "A": 5.0, "B": 9.0}


def test_the_later_of_two_equals_is_interrupted() -> None:
    world = World()
    desk = world.team(staff=2, preemptive=True)
    for name, due in (("A", 5.0), ("B", 5.0)):
        world.ask(name, 0.0, desk, 4.0, priority=1.0, due=due)
    world.ask("V", 1.0, desk, 1.0, priority=0.0)
    assert world.run(100.0) == {"V": 2.0, "A": 4.0, "B": 5.0}


def test_what_is_due_later_is_interrupted_though_it_was_asked_for_before() -> None:
    world = World()
    desk = world.team(staff=2, preemptive=True)
    world.ask("A", 0.0, desk, 4.0, priority=1.0, due=90.0)
    world.ask("B", 0.5, desk, 4.0, priority=1.0, due=50.0)
    world.ask("V", 1.0, desk, 1.0, priority=0.0)
    assert world.run(100.0) == {"V": 2.0, "B": 4.5, "A": 5.0}


def test_one_who_hands_a_meeting_back_leaves_it_where_it_was_asked_for() -> None:
    world = World()
    one, two = world.team("one", 2), world.team("two")
    meeting = Meeting([one, two])
    world.ask("a", 0.0, one, 1.5)
    world.ask("meeting", 0.0, meeting, 2.0)
    world.ask("b", 0.5, one, 1.0)
    world.at(1.0, lambda: one.leave(one.members[1]))
    assert world.run(20.0) == {"a": 1.5, "meeting": 2.5, "b": 3.5}
