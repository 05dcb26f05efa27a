"""Hand-computed timelines of helpers, and of urgent work, where several things happen at one moment."""

from __future__ import annotations

import pytest

from sim.engine.calendar import DAYS, Calendar
from sim.engine.kernel import Flow
from sim.engine.meeting import Meeting
from sim.engine.team import Shift
from tests.engine.world import NINE_TO_FIVE, World

EARLY, LATE = Calendar.daily(DAYS, 9.0, 17.0), Calendar.daily(DAYS, 9.0, 22.0)


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
