"""Shifts, absence, overtime, joining and leaving."""

from __future__ import annotations

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.codes import DutyKind
from sim.engine.team import Shift
from tests.engine.world import NINE_TO_FIVE, World

EARLY = Calendar.daily(("mon", "tue"), 6.0, 14.0)
LATE = Calendar.daily(("mon", "tue"), 12.0, 20.0)


def test_shifts_have_calendars_of_their_own() -> None:
    world = World()
    team = world.team(staff=[Shift(EARLY, 1), Shift(LATE, 1)])
    for name, at, hours in (("a", 5.0, 7.0), ("b", 6.0, 3.0), ("c", 13.0, 2.0), ("d", 15.0, 1.0), ("e", 19.0, 2.0)):
        world.ask(name, at, team, hours)
    # a: early 6-13; b: late 12-15; c: early 13-14, then tomorrow 6-7; d: late 15-16; e: late 19-20, then 12-13
    assert world.run(100.0) == {"a": 13.0, "b": 15.0, "d": 16.0, "c": 31.0, "e": 37.0}
    assert team.calendar.spans == [(6.0, 20.0), (30.0, 44.0)]


def test_each_stretch_of_duty_is_recorded_once_it_is_over() -> None:
    world = World()
    team = world.team(staff=[Shift(EARLY, 1), Shift(ALWAYS, 1)])
    world.run(33.0)
    team.close()
    assert world.column("duty", "member", "started", "ended", "kind") == [
        (0, 6.0, 14.0, 0),
        (0, 30.0, 33.0, 0),
        (1, 0.0, 33.0, 0),
    ]


def test_one_who_is_absent_hands_back_what_was_begun() -> None:
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    team.absent = lambda member, day: member.number == 0 and day == 1
    world.ask("a", 14.0, team, 5.0)
    world.ask("b", 15.0, team, 3.0)
    world.ask("c", 15.0, team, 1.0)
    # member 0 does 3 h of a on Monday and is away on Tuesday; member 1 goes on with b 33-34, then a 34-36, then c
    assert world.run(100.0) == {"b": 34.0, "a": 36.0, "c": 37.0}
    team.close()
    assert world.column("visits", "case", "member", "started", "worked") == [
        (2, 1, 15.0, 3.0),
        (1, 1, 14.0, 5.0),
        (3, 1, 36.0, 1.0),
    ]
    assert [row for row in world.column("duty", "member", "started", "ended", "kind") if row[0] == 0] == [
        (0, 9.0, 17.0, DutyKind.REGULAR),
        (0, 33.0, 41.0, DutyKind.ABSENT),
        (0, 57.0, 65.0, DutyKind.REGULAR),
        (0, 81.0, 89.0, DutyKind.REGULAR),
    ]
    # the 3 h of a on Monday were member 0's; what member 1 worked without a break up to the end stands in the visit
    assert world.column("stretches", "case", "member", "started", "ended") == [(1, 0, 14.0, 17.0), (2, 1, 15.0, 17.0)]
    assert world.column("visits", "case", "member", "ended", "last") == [
        (2, 1, 34.0, 1.0),
        (1, 1, 36.0, 2.0),
        (3, 1, 37.0, 1.0),
    ]


def test_all_absent_means_the_work_waits_a_day() -> None:
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    team.absent = lambda member, day: day == 1
    world.ask("a", 16.0, team, 2.0)
    world.ask("b", 20.0, team, 1.0)
    assert world.run(100.0) == {"a": 58.0, "b": 58.0}


def test_handed_back_tasks_keep_their_order() -> None:
    world = World()
    team = world.team(staff=3, calendar=NINE_TO_FIVE)
    team.absent = lambda member, day: day == 1 and member.number < 2
    for name, at in (("a", 14.0), ("b", 14.5), ("c", 15.0), ("d", 15.5)):
        world.ask(name, at, team, 4.0)
    # worked on Monday: a 3 h, b 2.5 h, c 2 h; on Tuesday only member 2: c 33-35, a 35-36, b 36-37.5, d 37.5-41
    # and on Wednesday the rest of d
    assert world.run(100.0) == {"c": 35.0, "a": 36.0, "b": 37.5, "d": 57.5}


def test_overtime() -> None:
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    stayed: list[int] = []
    world.ask("a", 15.0, team, 3.0)
    world.ask("b", 15.0, team, 5.0)
    world.ask("c", 15.0, team, 0.5)
    world.at(16.0, lambda: stayed.append(team.extend(2.0, 5)))
    world.at(16.5, lambda: stayed.append(team.extend(2.0, 5)))
    world.at(23.0, lambda: stayed.append(team.extend(2.0, 5)))
    # a is done at 18, c 18-18.5; b 15-19 and 33-34
    assert world.run(40.0) == {"a": 18.0, "c": 18.5, "b": 34.0}
    assert stayed == [2, 0, 0]
    team.close()
    assert world.column("duty", "member", "started", "ended", "kind") == [
        (0, 9.0, 17.0, 0),
        (0, 17.0, 19.0, 1),
        (1, 9.0, 17.0, 0),
        (1, 17.0, 19.0, 1),
        (0, 33.0, 40.0, 0),
        (1, 33.0, 40.0, 0),
    ]


def test_overtime_for_some_and_not_into_the_next_day() -> None:
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    world.ask("a", 15.0, team, 30.0)
    world.ask("b", 15.0, team, 3.0)
    world.at(16.0, lambda: team.extend(50.0, 1))
    assert world.run(100.0) == {"b": 34.0, "a": 61.0}
    team.close()
    assert (0, 17.0, 33.0, 1) in world.column("duty", "member", "started", "ended", "kind")


def test_a_newcomer_starts_when_the_calendar_is_open() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    for name in "abc":
        world.ask(name, 9.0, team, 4.0)
    world.at(10.0, lambda: team.join())
    world.at(20.0, lambda: team.join(speed=2.0))
    world.ask("d", 33.0, team, 1.0)
    # b goes to the newcomer 10-14; c to the first 13-17; on Tuesday d to whoever is longest idle (the first)
    assert world.run(100.0) == {"a": 13.0, "b": 14.0, "c": 17.0, "d": 34.0}
    team.close()
    assert world.column("duty", "member", "started", "ended")[:2] == [(0, 9.0, 17.0), (1, 10.0, 17.0)]
    assert len(team.members) == 3


def test_a_newcomer_with_a_calendar_of_his_own() -> None:
    world = World()
    team = world.team(calendar=NINE_TO_FIVE)
    world.at(2.0, lambda: team.join(LATE))
    world.at(2.0, lambda: team.join(ALWAYS))
    world.ask("a", 3.0, team, 20.0)
    world.ask("b", 3.0, team, 8.0)
    world.ask("c", 3.0, team, 8.0)
    assert world.run(100.0) == {"b": 17.0, "c": 20.0, "a": 23.0}


def test_one_who_leaves_hands_back() -> None:
    world = World()
    team = world.team(staff=2)
    world.ask("a", 0.0, team, 4.0)
    world.ask("b", 0.0, team, 2.0)
    world.at(1.0, lambda: team.leave(team.members[0]))
    assert world.run(100.0) == {"b": 2.0, "a": 5.0}
    team.close()
    assert world.column("visits", "case", "member", "worked") == [(2, 1, 2.0), (1, 1, 4.0)]
    assert world.column("duty", "member", "started", "ended") == [(0, 0.0, 1.0), (1, 0.0, 100.0)]


def test_one_who_leaves_idle_gets_no_more_work() -> None:
    world = World()
    team = world.team(staff=2)
    world.at(1.0, lambda: team.leave(team.members[0]))
    world.ask("a", 2.0, team, 1.0)
    world.ask("b", 2.0, team, 1.0)
    assert world.run(100.0) == {"a": 3.0, "b": 4.0}


def test_one_who_leaves_overnight() -> None:
    world = World()
    team = world.team(staff=2, calendar=NINE_TO_FIVE)
    world.ask("a", 16.0, team, 2.0)
    world.at(20.0, lambda: team.leave(team.members[0]))
    assert world.run(100.0) == {"a": 34.0}


def test_no_more_hours_are_worked_than_people_are_on_duty() -> None:
    world = World()
    team = world.team(staff=[Shift(EARLY, 2), Shift(LATE, 1), Shift(NINE_TO_FIVE, 2)], finishes_started=True)
    absent = world.streams.uniform("absent")
    team.absent = lambda member, day: absent.draw(member.number, day) < 0.3
    gap, touch = world.streams.exponential("gap", 0.5), world.streams.lognormal("touch", 1.0, 1.0)
    now = 0.0
    for number in range(500):
        now += gap.draw(number)
        world.ask(str(number), now, team, touch.draw(number))
        if number % 40 == 0:
            world.at(now, lambda: team.extend(1.5, 1))
    world.run(2000.0)
    team.close()
    worked = sum(world.column("visits", "worked"))
    on_duty = sum(end - start for start, end in world.column("duty", "started", "ended"))
    assert 400.0 < worked <= on_duty
