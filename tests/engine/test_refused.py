"""Numbers that are none, or that nothing can take: refused with a sentence, everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from sim.engine.agenda import Entry
from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.journal import MOST_NAMES, Journal
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from sim.engine.team import Shift, Team
from tests.engine.world import World

NAN, INFINITY = math.nan, math.inf


def desk() -> Team:
    return World().team()


def meeting() -> Meeting:
    return Meeting([desk()])


def set_speed(speed: float) -> None:
    desk().members[0].speed = speed


CASES: dict[str, tuple[Callable[[float], object], tuple[float, ...]]] = {
    "hours": (lambda bad: desk().work(1, bad), (-1.0, -1e-300, NAN, INFINITY)),
    "patience": (lambda bad: desk().work(1, 1.0, patience=bad), (-1.0, NAN, -INFINITY)),
    "priority": (lambda bad: desk().work(1, 1.0, priority=bad), (NAN,)),
    "due": (lambda bad: desk().work(1, 1.0, due=bad), (NAN,)),
    "hours of a meeting": (lambda bad: meeting().work(1, bad), (-1.0, NAN, INFINITY)),
    "speed": (set_speed, (0.0, -1.0, NAN, INFINITY)),
    "speed of a newcomer": (lambda bad: desk().join(speed=bad), (0.0, -1.0, NAN, INFINITY)),
    "slowdown": (lambda bad: desk().help(desk(), slowdown=bad), (0.0, -1.0, NAN, INFINITY)),
    "overtime": (lambda bad: desk().extend(bad, 1), (-1.0, NAN, INFINITY)),
    "alarm": (lambda bad: World().env.at(bad, print), (-1.0, NAN, -INFINITY)),
    "until": (lambda bad: World().env.until(bad), (NAN,)),
    "timeout": (lambda bad: World().env.timeout(bad), (-1.0, NAN)),
    "run": (lambda bad: World().env.run(until=bad), (0.0, -1.0, NAN)),
    "capacity": (lambda bad: Platform(World().env, Journal(), "p", bad), (0.0, -1.0, NAN)),
    "people of a shift": (lambda bad: World().team(staff=[Shift(ALWAYS, int(bad))]), (-1.0,)),
    "people": (lambda bad: World().team(staff=int(bad)), (-1.0,)),
    "no shift": (lambda _: World().team(staff=[]), (0.0,)),
    "cycle": (lambda bad: Calendar([(0.0, 1.0)], bad), (0.0, -1.0, NAN, INFINITY)),
    "opening": (lambda bad: Calendar([(bad, 1.0)]), (NAN, -1.0, 1.0)),
    "cycles": (lambda bad: Calendar.union([Calendar([(0.0, 1.0)]), Calendar([(0.0, 1.0)], bad)]), (math.pi,)),
}


@pytest.mark.parametrize(("what", "bad"), [(what, bad) for what, (_, values) in CASES.items() for bad in values])
def test_refused_in_words(what: str, bad: float) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        CASES[what][0](bad)


def everything_due(world: World) -> list[Entry]:
    return [*world.env.soon, *(entry for hour in world.env._later.values() for entry in hour)]


def test_a_speed_set_to_what_it_is_changes_nothing() -> None:
    """Not even the pace at which contention lets a member work, nor a bit of the time at which the work ends."""
    world = World()
    platform = Platform(world.env, world.journal, "p", capacity=1)
    team = world.team(staff=3, platform=platform)
    team.members[2].speed = 0.7
    for name in "abc":
        world.ask(name, 0.1, team, 0.7)

    def again() -> None:
        for member in team.members:
            member.speed = member.speed

    number = [next(world.env.numbers)]
    world.at(0.3, again)
    world.at(0.3, lambda: number.append(len(everything_due(world))))
    done = world.run(50.0)
    assert done == {"a": 0.1 + 0.7, "b": 0.1 + 0.7 / 0.5, "c": 0.1 + 0.7 / (0.7 / 3)}
    assert number[1] == 4  # what the three are to be done with, and the end of the run


def test_most_members_and_names_that_fit() -> None:
    world = World()
    team = world.team(staff=40_000)
    for case in range(40_000):
        team.work(case, 1.0)
    world.run(2.0)
    assert world.column("visits", "member") == list(range(40_000))
    journal = Journal()
    for number in range(MOST_NAMES + 1):
        assert journal.code(str(number)) == number
    with pytest.raises(ValueError, match="at most 32,767 names"):
        journal.code("one too many")
    assert journal.code("7") == 7


@pytest.mark.parametrize(
    ("cycles", "common"), [((24.0, 168.0), 168.0), ((168.0, 24.0), 168.0), ((33.6, 168.0), 168.0), ((48.0, 72.0), 144.0)]
)
def test_a_union_of_calendars_of_different_cycles(cycles: tuple[float, float], common: float) -> None:
    one, two = Calendar([(9.0, 12.0)], cycles[0]), Calendar([(11.0, 17.0)], cycles[1])
    both = Calendar.union([one, two])
    assert both.cycle == common
    for step in range(4 * int(common) * 4):
        time = step / 4 + 0.07
        assert both.is_open(time) == (one.is_open(time) or two.is_open(time)), time


def test_the_calendars_of_a_run_in_which_hours_change_go_with_those_of_a_week() -> None:
    week = Calendar.daily(("mon",), 9.0, 17.0)
    changed = Calendar.in_turn([(0.0, week), (400.0, Calendar.daily(("tue",), 9.0, 17.0))], 1008.0)
    both = Calendar.union([changed, week])
    assert both.cycle == 1008.0
    assert [both.is_open(time) for time in (10.0, 34.0, 514.0, 538.0)] == [True, False, True, True]
