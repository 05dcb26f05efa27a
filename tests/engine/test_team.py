"""Queues, closed hours, patience, priorities and preemption."""

from __future__ import annotations

import pytest

from sim.engine.calendar import Calendar
from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.kernel import Flow
from tests.engine.world import NINE_TO_FIVE, World


def test_first_come_first_served_by_two() -> None:
    world = World()
    team = world.team(staff=2)
    for name, at, hours in (("a", 0.0, 3.0), ("b", 1.0, 1.0), ("c", 1.5, 1.0), ("d", 1.5, 1.0)):
        world.ask(name, at, team, hours)
    assert world.run(10.0) == {"b": 2.0, "a": 3.0, "c": 3.0, "d": 4.0}
    assert world.column("visits", "case", "member", "asked", "started", "ended", "worked") == [
        (2, 1, 1.0, 1.0, 2.0, 1.0),
        (1, 0, 0.0, 0.0, 3.0, 3.0),
        (3, 1, 1.5, 2.0, 3.0, 1.0),
        (4, 0, 1.5, 3.0, 4.0, 1.0),
    ]


def test_the_one_who_waits_learns_that_it_is_done_and_by_whom() -> None:
    world = World()
    team = world.team()
    world.ask("a", 0.0, team, 1.0, kind=VisitKind.INFORM, place=3, activity=2)
    task = team.work(99, 1.0)
    world.run(10.0)
    assert world.results == {"a": True}
    assert task.member is team.members[0]
    assert (task.status, task.worked, task.asked, task.started) == (VisitStatus.DONE, 1.0, 0.0, 0.0)
    assert world.column("visits", "activity", "place", "kind", "status")[1] == (2, 3, VisitKind.INFORM, VisitStatus.DONE)


def test_work_pauses_over_closed_hours() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    world.ask("a", 3.0, team, 6.0)
    world.ask("b", 10.0, team, 4.0)
    world.ask("c", 4 * 24 + 16.5, team, 1.0)
    assert world.run(400.0) == {"a": 15.0, "b": 35.0, "c": 177.5}
    assert world.column("visits", "started", "worked") == [(9.0, 6.0), (15.0, 4.0), (112.5, 1.0)]


def test_work_that_fits_to_the_minute_is_done_at_closing_time() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    world.ask("a", 9.0, team, 8.0)
    world.ask("b", 9.0, team, 1.0)
    assert world.run(100.0) == {"a": 17.0, "b": 34.0}


def test_started_work_is_finished_after_hours_where_that_is_the_custom() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE, finishes_started=True)
    world.ask("a", 16.0, team, 3.0)
    world.ask("b", 16.0, team, 1.0)
    assert world.run(100.0) == {"a": 19.0, "b": 34.0}
    team.close()
    assert world.column("duty", "started", "ended", "kind")[:2] == [(9.0, 17.0, 0), (17.0, 19.0, 1)]


def test_after_hours_work_through_the_night_is_booked_exactly() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE, finishes_started=True)
    world.ask("a", 16.0, team, 20.0)
    world.ask("b", 16.0, team, 1.0)
    assert world.run(100.0) == {"a": 36.0, "b": 37.0}
    team.close()
    assert world.column("visits", "worked") == [20.0, 1.0]
    assert world.column("duty", "started", "ended", "kind")[:3] == [(9.0, 17.0, 0), (17.0, 33.0, 1), (33.0, 41.0, 0)]


def test_speed_divides_touch_time_and_may_change_meanwhile() -> None:
    world = World()
    team = world.team()
    team.members[0].speed = 0.5
    world.ask("a", 0.0, team, 1.0)
    world.ask("b", 2.0, team, 3.0)
    world.at(4.0, lambda: setattr(team.members[0], "speed", 2.0))
    assert world.run(10.0) == {"a": 2.0, "b": 5.0}
    assert world.column("visits", "worked") == [2.0, 3.0]


def test_patience_runs_out_only_before_work_begins() -> None:
    world = World()
    team = world.team()
    world.ask("first", 0.0, team, 5.0, patience=1.0)
    world.ask("leaves", 1.0, team, 1.0, patience=2.0)
    world.ask("stays", 2.0, team, 1.0, patience=3.5)
    world.ask("endless", 2.0, team, 1.0, patience=float("inf"))
    lengths: list[int] = []
    for time in (2.5, 3.5):
        world.at(time, lambda: lengths.append(len(team.queue)))
    assert world.run(20.0) == {"leaves": 3.0, "first": 5.0, "stays": 6.0, "endless": 7.0}
    assert world.results == {"leaves": False, "first": True, "stays": True, "endless": True}
    assert lengths == [3, 2]
    assert world.column("visits", "case", "member", "started", "ended", "worked", "status")[0] == (
        2,
        -1,
        3.0,
        3.0,
        0.0,
        VisitStatus.ABANDONED,
    )


@pytest.mark.parametrize("by_priority", [False, True])
def test_one_who_gave_up_is_not_counted(by_priority: bool) -> None:
    world = World()
    team = world.team(by_priority=by_priority)
    for name, at, patience in (("first", 0.0, None), ("stays", 1.0, None), ("leaves", 2.0, 1.0), ("too", 2.0, 2.0)):
        world.ask(name, at, team, 50.0, patience=patience)
    lengths: list[int] = []
    for time in (2.5, 3.5, 4.5):
        world.at(time, lambda: lengths.append(len(team.queue)))
    world.run(5.0)
    assert lengths == [3, 2, 1]


@pytest.mark.parametrize("by_priority", [False, True])
def test_one_who_gave_up_is_passed_over(by_priority: bool) -> None:
    world = World()
    team = world.team(by_priority=by_priority)
    world.ask("first", 0.0, team, 5.0)
    world.ask("leaves", 1.0, team, 1.0, patience=1.0)
    statuses: list[int] = []

    def flow() -> Flow:
        task = team.work(50, 1.0, patience=0.5)
        yield task
        statuses.append(task.status)

    world.at(1.0, lambda: world.env.start(flow()))
    world.ask("next", 1.5, team, 1.0)
    assert world.run(20.0) == {"leaves": 2.0, "first": 5.0, "next": 6.0}
    assert statuses == [VisitStatus.ABANDONED]
    assert len(team.queue) == 0


def test_smaller_priority_first_then_due_then_arrival_without_interruption() -> None:
    world = World()
    team = world.team(by_priority=True)
    world.ask("first", 0.0, team, 2.0, priority=9.0)
    world.ask("late", 0.5, team, 1.0, priority=1.0, due=50.0)
    world.ask("soon", 0.6, team, 1.0, priority=1.0, due=40.0)
    world.ask("also late", 0.7, team, 1.0, priority=1.0, due=50.0)
    world.ask("urgent", 0.8, team, 1.0, priority=0.0)
    assert world.run(10.0) == {"first": 2.0, "urgent": 3.0, "soon": 4.0, "late": 5.0, "also late": 6.0}


def test_preemption_and_going_on_with_what_was_interrupted() -> None:
    world = World()
    team = world.team(preemptive=True)
    world.ask("low", 0.0, team, 4.0, priority=5.0)
    world.ask("same", 0.5, team, 1.0, priority=5.0)
    world.ask("high", 1.0, team, 2.0, priority=1.0)
    world.ask("higher", 2.0, team, 0.5, priority=0.0)
    assert world.run(20.0) == {"higher": 2.5, "high": 3.5, "low": 6.5, "same": 7.5}
    assert world.column("visits", "case", "started", "worked") == [
        (4, 2.0, 0.5),
        (3, 1.0, 2.0),
        (1, 0.0, 4.0),
        (2, 6.5, 1.0),
    ]


def test_the_least_urgent_and_latest_is_interrupted() -> None:
    world = World()
    team = world.team(staff=3, preemptive=True)
    for name, at, priority in (("a", 0.0, 2.0), ("b", 0.1, 3.0), ("c", 0.2, 3.0)):
        world.ask(name, at, team, 4.0, priority=priority)
    world.ask("high", 1.0, team, 1.0, priority=1.0)
    assert world.run(20.0) == {"high": 2.0, "a": 4.0, "b": 4.1, "c": pytest.approx(5.2)}


def test_what_came_overnight_interrupts_at_opening() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE, preemptive=True)
    world.ask("low", 16.0, team, 2.0, priority=5.0)
    world.ask("high", 20.0, team, 1.0, priority=1.0)
    assert world.run(100.0) == {"high": 34.0, "low": 35.0}


def test_the_end_of_the_run_leaves_nothing_out() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    world.ask("begun", 16.0, team, 5.0)
    world.ask("waiting", 16.5, team, 1.0)
    world.run(30.0)
    team.close()
    assert world.column("visits", "case", "member", "started", "ended", "worked", "status") == [
        (1, 0, 16.0, 30.0, 1.0, VisitStatus.OPEN),
        (2, -1, 30.0, 30.0, 0.0, VisitStatus.OPEN),
    ]
    assert world.column("duty", "started", "ended") == [(9.0, 17.0)]


def test_doubling_all_times_doubles_all_results() -> None:
    def run(scale: float) -> list[float]:
        world = World()
        week = Calendar([(scale * a, scale * b) for a, b in NINE_TO_FIVE.spans], cycle=168 * scale)
        team = world.team(staff=2, calendar=week, preemptive=True)
        touch = world.streams.lognormal("touch", scale, 1.5)
        gap = world.streams.exponential("gap", scale * 0.7)
        now = 0.0
        for number in range(400):
            now += gap.draw(number)
            world.ask(str(number), now, team, touch.draw(number), priority=number % 3)
        return list(world.run(scale * 5000).values())

    once, twice = run(1.0), run(2.0)
    assert len(once) == 400
    assert [2 * time for time in once] == twice
