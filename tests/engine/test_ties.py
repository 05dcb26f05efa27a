"""Hand-computed timelines of what happens at one and the same moment, and of what is urgent for whom."""

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


# ---- helpers -------------------------------------------------------------------------------------------------


def test_a_freed_place_among_helpers_is_offered_to_a_colleague() -> None:
    """One helper at a time: the first goes home when x is done at 18, then an idle colleague does y."""
    world = World()
    a, b = world.team("a", [Shift(EARLY, 1), Shift(LATE, 1)], finishes_started=True), world.team("b")
    a.help(b)
    a.helpers_allowed = 1
    world.ask("long", 0.0, b, 100.0)
    world.ask("x", 16.0, b, 2.0)
    world.ask("y", 16.5, b, 1.0)
    assert world.run(99.0) == {"x": 18.0, "y": 19.0}


def test_a_place_freed_for_own_work_is_offered_to_a_colleague() -> None:
    """One may help at a time. At 3 the helper is called to own work that waits; the colleague, free at 4, helps on."""
    world = World()
    a, b = world.team("a", 2), world.team("b")
    a.help(b)
    a.helpers_allowed = 1
    world.ask("long", 0.0, b, 100.0)
    world.ask("own 1", 0.0, a, 4.0)
    world.ask("x", 1.0, b, 2.0)
    world.ask("y", 1.5, b, 1.0)
    world.ask("own 2", 2.0, a, 5.0)
    assert world.run(50.0) == {"x": 3.0, "own 1": 4.0, "y": 5.0, "own 2": 8.0}


@pytest.mark.parametrize("how", ["leaves", "is absent"])
def test_a_place_freed_by_one_who_goes_is_offered_to_a_colleague(how: str) -> None:
    world = World()
    a, b, c = world.team("a", 2), world.team("b"), world.team("c")
    a.help(b)
    a.help(c)
    a.helpers_allowed = 1
    if how == "is absent":
        a.absent = lambda member, day: day == 1 and member.number == 0
    world.ask("b long", 0.0, b, 100.0)
    world.ask("c long", 0.0, c, 100.0)
    world.ask("x", 10.0, b, 30.0)
    world.ask("y", 20.0, c, 1.0)
    if how == "leaves":
        world.at(24.0, lambda: a.leave(a.members[0]))
    # at 24 the helper goes; x, asked for before y, is what the colleague does, for the 16 hours that are left
    assert world.run(99.0) == {"x": 40.0, "y": 41.0}


@pytest.mark.parametrize("arrival", ["comes on duty", "joins", "becomes free", "is allowed"])
@pytest.mark.parametrize("declared", ["b first", "c first"])
def test_a_helper_is_given_what_waits_most_urgently(arrival: str, declared: str) -> None:
    """B's task has waited longer than c's, whichever team was declared first."""
    world = World()
    a = world.team("a", [Shift(EARLY, 1)] if arrival == "comes on duty" else 0 if arrival == "joins" else 1)
    b, c = world.team("b"), world.team("c")
    for team in (b, c) if declared == "b first" else (c, b):
        a.help(team)
    world.ask("own", 0.0, a, 9.0 if arrival == "becomes free" else 0.0)
    if arrival == "is allowed":
        a.helpers_allowed = 0

        def allow() -> None:
            a.helpers_allowed = 1
            a.offer_help()

        world.at(9.0, allow)
    if arrival == "joins":
        world.at(9.0, a.join)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("c long", 0.0, c, 100.0)
    world.ask("x", 1.0, b, 1.0)
    world.ask("y", 2.0, c, 1.0)
    done = world.run(12.0)
    assert (done["x"], done["y"]) == (10.0, 11.0)


def test_two_places_go_to_the_two_most_urgent_tasks_of_two_teams() -> None:
    world = World()
    a, b, c = world.team("a", 2), world.team("b", by_priority=True), world.team("c", by_priority=True)
    a.help(b)
    a.help(c)
    a.helpers_allowed = 0
    for team in (b, c):
        world.ask(f"{team.name} long", 0.0, team, 100.0)
    for name, team, priority in (("b0", b, 0.0), ("b3", b, 3.0), ("c1", c, 1.0), ("c2", c, 2.0)):
        world.ask(name, 1.0, team, 1.0, priority=priority)

    def allow() -> None:
        a.helpers_allowed = 2
        a.offer_help()

    world.at(2.0, allow)
    assert world.run(9.0) == {"b0": 3.0, "c1": 3.0, "c2": 4.0, "b3": 4.0}


def test_own_work_comes_before_that_of_others_however_urgent() -> None:
    world = World()
    a, b = world.team("a", calendar=EARLY), world.team("b", by_priority=True)
    a.help(b)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("urgent", 1.0, b, 1.0, priority=-9.0)
    world.ask("own", 5.0, a, 1.0, priority=9.0)
    assert world.run(12.0) == {"own": 10.0, "urgent": 11.0}


@pytest.mark.parametrize("helper_first", [False, True])
def test_of_those_who_come_on_duty_at_one_moment_ones_own_begin_before_helpers(helper_first: bool) -> None:
    world = World()
    names = ("a", "b") if helper_first else ("b", "a")
    teams = {name: world.team(name, calendar=Calendar.daily(DAYS, 9.0, 17.0)) for name in names}
    teams["a"].help(teams["b"], slowdown=3.0)
    world.ask("b1", 1.0, teams["b"], 1.0)
    world.ask("b2", 2.0, teams["b"], 2.0)
    assert world.run(16.0) == {"b1": 10.0, "b2": 9.0 + 3 * 2.0}


@pytest.mark.parametrize("absent_first", [False, True])
def test_what_the_absent_hand_back_is_in_its_place_before_anybody_of_that_moment_begins(absent_first: bool) -> None:
    """Two calendars open at 9. The one who is absent on Tuesday leaves x, asked for before y, to the other."""
    world = World()
    one, two = Calendar.daily(DAYS, 9.0, 17.0), Calendar.daily(DAYS, 9.0, 18.0)
    team = world.team(staff=[Shift(one, 1), Shift(two, 1)])
    away = 0 if absent_first else 1
    team.absent = lambda member, day: day == 1 and member.number == away
    asks = [("x", 10.0), ("other", 1.0)] if absent_first else [("other", 1.0), ("x", 10.0)]
    for name, hours in asks:
        world.ask(name, 9.0, team, hours)
    world.ask("y", 20.0, team, 1.0)
    # worked on Monday: 8 hours till 17, or 9 till 18
    x = 33.0 + (2.0 if absent_first else 1.0)
    assert world.run(60.0) == {"other": 10.0, "x": x, "y": x + 1.0}


def test_urgent_work_recalls_a_helper() -> None:
    """V recalls the helper at 1; w, of which 3 hours are left, waits in its place and is gone on with at 3."""
    world = World()
    a, b = world.team("a", preemptive=True), world.team("b")
    a.help(b, slowdown=2.0)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("w", 0.0, b, 2.0, priority=1.0)
    world.ask("V", 1.0, a, 2.0, priority=0.0)
    assert world.run(50.0) == {"V": 3.0, "w": 6.0}
    assert world.column("visits", "case", "team", "member", "worked")[1] == (2, b.code, 0, 4.0)
    assert (a.away_helping, a.members[0].pace) == (0, 1.0)


def test_only_what_is_more_urgent_recalls_and_only_in_a_preemptive_team() -> None:
    for preemptive, priority in ((True, 1.0), (True, 2.0), (False, 0.0)):
        world = World()
        a, b = world.team("a", preemptive=preemptive), world.team("b")
        a.help(b)
        world.ask("b long", 0.0, b, 100.0)
        world.ask("w", 0.0, b, 4.0, priority=1.0)
        world.ask("own", 1.0, a, 2.0, priority=priority)
        assert world.run(50.0) == {"w": 4.0, "own": 6.0}


def test_the_least_urgent_of_those_at_home_and_away_is_interrupted() -> None:
    world = World()
    a, b = world.team("a", 2, preemptive=True), world.team("b")
    a.help(b)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("own", 0.0, a, 4.0, priority=2.0)
    world.ask("away", 0.0, b, 4.0, priority=1.0)
    world.ask("V", 1.0, a, 1.0, priority=0.0)
    assert world.run(50.0) == {"V": 2.0, "away": 4.0, "own": 5.0}


def test_what_a_recalled_helper_leaves_goes_to_another_helper() -> None:
    world = World()
    a, b, c = world.team("a", preemptive=True), world.team("b"), world.team("c", calendar=Calendar.daily(DAYS, 0.5, 20.0))
    a.help(b)
    c.help(b)
    world.ask("b long", 0.0, b, 100.0)
    world.ask("w", 0.0, b, 4.0, priority=1.0)
    world.ask("V", 1.0, a, 9.0, priority=0.0)
    assert world.run(50.0) == {"w": 4.0, "V": 10.0}
    assert world.column("visits", "case", "member")[0] == (2, 2)


def test_a_helper_of_others_is_interrupted_for_those_helped() -> None:
    world = World()
    a, b = world.team("a"), world.team("b", preemptive=True)
    a.help(b)
    world.ask("high", 0.0, b, 9.0, priority=0.0)
    world.ask("low", 0.0, b, 4.0, priority=2.0)
    world.ask("V", 1.0, b, 1.0, priority=1.0)
    assert world.run(50.0) == {"V": 2.0, "low": 5.0, "high": 9.0}


def test_a_helper_whose_work_is_complete_is_not_interrupted() -> None:
    """At 2 the helper is done with "low" when one who waited for c asks for V; low is done, then V begins."""
    world = World()
    a, b, c = world.team("a"), world.team("b", preemptive=True), world.team("c")
    a.help(b)

    def flow() -> Flow:
        yield c.work(10, 2.0)
        yield b.work(11, 1.0, priority=1.0)
        world.done["V"] = world.env.now

    world.at(0.0, lambda: world.env.start(flow()))
    world.ask("high", 0.0, b, 9.0, priority=0.0)
    world.ask("low", 0.0, b, 2.0, priority=2.0)
    assert world.run(50.0) == {"low": 2.0, "V": 3.0, "high": 9.0}


def test_nobodys_own_work_is_interrupted_for_others() -> None:
    world = World()
    a, b = world.team("a"), world.team("b", preemptive=True)
    a.help(b)
    world.ask("own", 0.0, a, 4.0, priority=9.0)
    world.ask("high", 0.0, b, 2.0, priority=0.0)
    world.ask("V", 1.0, b, 1.0, priority=0.0)
    assert world.run(50.0) == {"high": 2.0, "V": 3.0, "own": 4.0}


def test_meeting_interruption_and_shift_end_at_one_moment() -> None:
    world = World()
    one, two = world.team("one", 2, preemptive=True, calendar=NINE_TO_FIVE), world.team("two")
    meeting = Meeting([one, two])
    world.ask("low", 9.0, one, 8.0, priority=5.0)
    world.ask("meeting", 16.0, meeting, 1.0)
    world.ask("V", 17.0, one, 1.0, priority=-1.0)
    assert world.run(100.0) == {"low": 17.0, "meeting": 17.0, "V": 34.0}


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
