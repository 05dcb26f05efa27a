"""A person who stays with a case from one activity to the next; timelines computed by hand."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

import pytest

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.codes import DutyKind, VisitKind, VisitStatus
from sim.engine.holding import Hold, HoldingTeam
from sim.engine.kernel import Flow
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.team import Shift
from tests.engine.test_nobody_idle import idle_beside_work, leave_first, overlooked, stays_away
from tests.engine.world import NINE_TO_FIVE, World

DAYTIME, NIGHT = Calendar([(9.0, 17.0)], 24.0), Calendar([(0.0, 6.0), (22.0, 24.0)], 24.0)


def team_of(world: World, name: str = "desk", staff: Any = 1, **options: Any) -> HoldingTeam:
    return HoldingTeam(world.env, world.journal, name, staff, **options)


def consult(
    world: World,
    team: HoldingTeam,
    at: float,
    case: int,
    first: float = 1.0,
    answer: float = 2.0,
    last: float = 1.0,
    priority: float = 0.0,
) -> None:
    """Someone begins a case, waits for an answer, and ends it; ``done`` has when, ``results`` who did both activities."""

    def flow() -> Flow:
        person = team.hold(case, priority)
        yield (begun := person.work(first, activity=1))
        who = begun.member
        yield world.env.timeout(answer)
        yield (ended := person.work(last, activity=2))
        person.release()
        world.done[str(case)] = world.env.now
        world.results[str(case)] = [worker.code for worker in (who, ended.member) if worker is not None]

    world.at(at, lambda: world.env.start(flow()))


def held(world: World) -> list[tuple[int, int, float, float]]:
    """Case, member, beginning and end of every stretch in which somebody was held."""
    rows = world.column("stretches", "case", "member", "started", "ended", "kind")
    return [row[:4] for row in rows if row[4] == VisitKind.HELD]


def test_the_next_case_waits_until_he_is_released() -> None:
    """An hour, two hours' wait, an hour; then the next one, likewise. Without holding, the second would begin at 1."""
    world = World()
    team = team_of(world)
    consult(world, team, 0.0, 1)
    consult(world, team, 0.0, 2)
    assert world.run(20.0) == {"1": 4.0, "2": 8.0}
    assert held(world) == [(1, 0, 1.0, 3.0), (2, 0, 5.0, 7.0)]
    assert world.column("visits", "case", "activity", "started", "ended", "worked") == [
        (1, 1, 0.0, 1.0, 1.0),
        (1, 2, 3.0, 4.0, 1.0),
        (2, 1, 4.0, 5.0, 1.0),
        (2, 2, 7.0, 8.0, 1.0),
    ]


def test_an_answer_that_is_there_at_once_holds_nobody() -> None:
    world = World()
    team = team_of(world)
    consult(world, team, 0.0, 1, answer=0.0)
    world.ask("next", 0.5, team, 1.0)
    assert world.run(20.0) == {"1": 2.0, "next": 3.0}
    assert held(world) == []


def test_he_stays_the_same_whoever_else_is_free() -> None:
    """Of two, the one who began ends it; the other one does everything else meanwhile."""
    world = World()
    team = team_of(world, staff=2)
    consult(world, team, 0.0, 1)
    world.ask("a", 0.5, team, 1.0)
    world.ask("b", 0.5, team, 1.0)
    assert world.run(20.0) == {"a": 1.5, "b": 2.5, "1": 4.0}
    assert world.results["1"] == [0, 0]


def test_released_during_an_activity_he_is_free_at_its_end_and_longer_chains_hold() -> None:
    world = World()
    team = team_of(world)

    def flow() -> Flow:
        person = team.hold(1)
        for _ in range(3):
            yield person.work(1.0)
            yield world.env.timeout(1.0)
        last = person.work(1.0)
        person.release()
        person.release()
        yield last
        world.done["chain"] = world.env.now

    world.env.start(flow())
    world.ask("next", 0.0, team, 1.0)
    assert world.run(20.0) == {"chain": 7.0, "next": 8.0}
    assert held(world) == [(1, 0, 1.0, 2.0), (1, 0, 3.0, 4.0), (1, 0, 5.0, 6.0)]


def test_one_after_the_other() -> None:
    world = World()
    team = team_of(world)
    person = team.hold(1)
    person.work(1.0)
    with pytest.raises(RuntimeError, match="at a time"):
        person.work(1.0)
    person.release()
    with pytest.raises(RuntimeError, match="release"):
        person.work(1.0)
    with pytest.raises(ValueError, match="hours"):
        team.hold(2).work(-1.0)


def test_who_gives_up_or_is_withdrawn_holds_nobody() -> None:
    world = World()
    team = team_of(world)
    team.work(9, 5.0)
    impatient, cancelled = team.hold(1), team.hold(2)
    impatient.work(1.0, patience=2.0)
    task = cancelled.work(1.0)
    world.at(3.0, lambda: team.withdraw(task))
    world.ask("next", 4.0, team, 1.0)
    assert world.run(20.0) == {"next": 6.0}
    assert team.holds == []
    assert impatient.member is None and cancelled.member is None


def test_who_is_interrupted_in_what_is_withdrawn_is_held_until_he_is_released() -> None:
    world = World()
    team = team_of(world)
    person = team.hold(1)
    task = person.work(9.0)
    world.at(1.0, lambda: team.withdraw(task, interrupt=True))
    world.at(3.0, person.release)
    world.ask("next", 0.5, team, 1.0)
    assert world.run(20.0) == {"next": 4.0}
    assert held(world) == [(1, 0, 1.0, 3.0)]


# ---- closing, absence, outages --------------------------------------------------------------------------------


@pytest.mark.parametrize("finishes", [False, True])
def test_over_night_he_is_at_home(finishes: bool) -> None:
    """Begun at 15, held from 16 to closing at 17 and on Tuesday from 9 to 10, when the answer comes."""
    world = World()
    team = team_of(world, calendar=NINE_TO_FIVE, finishes_started=finishes)
    consult(world, team, 15.0, 1, answer=18.0)
    world.ask("next", 32.0, team, 1.0)
    assert world.run(40.0) == {"1": 35.0, "next": 36.0}
    assert held(world) == [(1, 0, 16.0, 17.0), (1, 0, 33.0, 34.0)]
    team.close()
    assert world.on_duty() == [(0, 9.0, 17.0), (0, 33.0, 40.0)]


def test_an_answer_at_night_waits_for_the_morning() -> None:
    world = World()
    team = team_of(world, calendar=NINE_TO_FIVE)
    consult(world, team, 15.0, 1, answer=4.0)
    world.ask("next", 20.0, team, 1.0)
    assert world.run(40.0) == {"1": 34.0, "next": 35.0}
    assert held(world) == [(1, 0, 16.0, 17.0)]
    assert world.column("visits", "case", "ended", "worked")[:2] == [(1, 16.0, 1.0), (1, 34.0, 1.0)]


@pytest.mark.parametrize(("begins", "finishes"), [(16.0, False), (16.5, True)])
def test_who_ends_the_first_part_at_closing_or_after_it_comes_back_to_the_case(begins: float, finishes: bool) -> None:
    """Done at 17, or in overtime at 17.5; held from 9 on Tuesday to 10, when the answer comes."""
    world = World()
    team = team_of(world, calendar=NINE_TO_FIVE, finishes_started=finishes)
    consult(world, team, begins, 1, answer=34.0 - begins - 1.0)
    world.ask("next", 33.0, team, 1.0)
    assert world.run(40.0) == {"1": 35.0, "next": 36.0}
    assert held(world) == [(1, 0, 33.0, 34.0)]


def test_overtime_counts_while_he_is_held() -> None:
    world = World()
    team = team_of(world, calendar=NINE_TO_FIVE)
    consult(world, team, 15.0, 1, answer=3.0)
    world.at(16.5, lambda: team.extend(4.0, 1))
    assert world.run(40.0) == {"1": 20.0}
    assert held(world) == [(1, 0, 16.0, 19.0)]


@pytest.mark.parametrize("absent", [False, True])
def test_a_case_loses_who_is_absent_and_is_ended_by_whoever_is_free(absent: bool) -> None:
    """Held on Monday from 10; absent on Tuesday, so that the other one, busy until 11, does the end when it is asked."""
    world = World()
    team = team_of(world, staff=2, calendar=NINE_TO_FIVE)
    consult(world, team, 9.0, 1, answer=24.0)
    team.absent = lambda member, day: absent and member.number == 0 and day == 1
    world.ask("other", 33.0, team, 2.0)
    assert world.run(60.0) == {"1": 36.0 if absent else 35.0, "other": 35.0}
    assert world.results["1"] == ([0, 1] if absent else [0, 0])
    assert held(world) == [(1, 0, 10.0, 17.0), *([] if absent else [(1, 0, 33.0, 34.0)])]


def test_a_case_loses_who_leaves() -> None:
    world = World()
    team = team_of(world, staff=2)
    consult(world, team, 0.0, 1)
    world.at(2.0, lambda: team.leave(team.members[0]))
    assert world.run(20.0) == {"1": 4.0}
    assert world.results["1"] == [0, 1]
    assert held(world) == [(1, 0, 1.0, 2.0)]


def test_who_leaves_at_the_end_of_the_first_part_is_not_held() -> None:
    world = World()
    team = team_of(world, staff=2)
    world.env.at(1.0, lambda: team.leave(team.members[0]), rank=-2)
    consult(world, team, 0.0, 1)
    assert world.run(20.0) == {"1": 4.0}
    assert world.results["1"] == [0, 1]
    assert held(world) == []


def test_an_outage_does_not_free_him_and_what_is_asked_meanwhile_waits_for_its_end() -> None:
    """Down from 2 to 6; the answer comes at 3, the end is done from 6 to 7."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    team = team_of(world, platform=platform)
    consult(world, team, 0.0, 1)
    world.ask("next", 0.5, team, 1.0)
    world.at(1.5, lambda: world.results.update(active=platform.active))
    world.at(2.0, platform.fail)
    world.at(6.0, platform.restore)
    assert world.run(20.0) == {"1": 7.0, "next": 8.0}
    assert world.results["active"] == 0
    assert platform.active == 0


def test_nobody_interrupts_who_is_held_but_his_work() -> None:
    """What is urgent at 3.5 interrupts the end of the case; at 2 it finds him held, and is done when the answer comes."""
    world = World()
    team = team_of(world, preemptive=True)
    consult(world, team, 0.0, 1, priority=1.0)
    world.ask("urgent", 3.5, team, 1.0, priority=0.0)
    assert world.run(20.0) == {"urgent": 4.5, "1": 5.0}
    world = World()
    team = team_of(world, preemptive=True)
    consult(world, team, 0.0, 1, priority=1.0)
    world.ask("urgent", 2.0, team, 1.0, priority=0.0)
    assert world.run(20.0) == {"urgent": 4.0, "1": 5.0}


def test_a_preempted_first_part_holds_who_ends_it() -> None:
    """Interrupted at 0.5 by an hour of urgent work, whose end does not hold him; he ends the first part at 2."""
    world = World()
    team = team_of(world, preemptive=True)
    consult(world, team, 0.0, 1, priority=1.0)
    world.ask("urgent", 0.5, team, 1.0, priority=0.0)
    assert world.run(20.0) == {"urgent": 1.5, "1": 5.0}
    assert held(world) == [(1, 0, 2.0, 4.0)]


# ---- helpers ---------------------------------------------------------------------------------------------------


def test_a_helper_of_such_a_team_is_held_and_counts_as_away() -> None:
    """The helper is held by the other team's case until 4; then he does his own work."""
    world = World()
    own, other = team_of(world, "own"), team_of(world, "other", staff=0)
    own.help(other)
    consult(world, other, 0.0, 1)
    world.ask("own work", 0.5, own, 1.0)
    for time in (1.5, 3.5):
        world.at(time, lambda: world.results.update({str(world.env.now): own.away_helping}))
    assert world.run(20.0) == {"1": 4.0, "own work": 5.0}
    assert (world.results["1.5"], world.results["3.5"], own.away_helping) == (1, 1, 0)
    assert held(world) == [(1, 0, 1.0, 3.0)]


def test_the_place_of_a_helper_who_is_released_at_home_goes_to_a_colleague() -> None:
    """One may help at a time: he is held over night. Released at 20, his colleague does the next."""
    world = World()
    own, other = team_of(world, "own", [Shift(NINE_TO_FIVE, 1), Shift(ALWAYS, 1)]), team_of(world, "other", staff=0)
    own.help(other)
    own.helpers_allowed = 1
    world.ask("own work", 0.0, own, 18.0)
    person = other.hold(2)
    world.at(15.0, lambda: person.work(1.0))
    world.at(20.0, person.release)
    world.ask("next", 16.5, other, 1.0)
    assert world.run(30.0) == {"own work": 18.0, "next": 21.0}
    assert held(world) == [(2, 0, 16.0, 17.0)]


def test_a_helper_of_another_team_goes_back() -> None:
    """He does his own work as soon as it waits, and the end of the case when he is free again."""
    world = World()
    own, other = world.team("own"), team_of(world, "other", staff=0)
    own.help(other)
    consult(world, other, 0.0, 1)
    world.ask("own work", 0.5, own, 3.0)
    assert world.run(20.0) == {"own work": 4.0, "1": 5.0}
    assert held(world) == []
    assert own.away_helping == 0


# ---- the end of the run, and whatever happens ------------------------------------------------------------------


def test_the_end_of_the_run_cuts_it_off() -> None:
    world = World()
    team = team_of(world)
    consult(world, team, 0.0, 1, answer=50.0)
    world.run(10.0)
    team.close()
    assert held(world) == [(1, 0, 1.0, 10.0)]
    assert world.on_duty() == [(0, 0.0, 10.0)]
    assert world.column("visits", "status") == [VisitStatus.DONE]


def test_a_hold_is_an_office_that_calls_its_team_in() -> None:
    world = World()
    team = team_of(world)
    hold = Hold(team, 1, 0.0, 0.0)
    team._idle.clear()
    team.queue.push(team.work(1, 1.0))
    team._idle.append(team.members[0])
    hold.call_in()
    assert team.members[0].task is not None


@pytest.mark.parametrize("seed", range(60))
def test_nobody_is_in_two_places_and_hours_add_up(seed: int) -> None:
    """Random worlds: for everybody, hours worked + held ≤ hours there, no two stretches overlap, and every case ends."""
    luck, world = Random(seed), World()
    platform = Platform(world.env, world.journal, "p", luck.choice([1.0, 99.0]))
    teams = [
        team_of(
            world,
            name,
            [Shift(luck.choice([ALWAYS, DAYTIME, NIGHT]), luck.randint(1, 2)) for _ in range(2)],
            platform=luck.choice([None, platform]),
            preemptive=luck.random() < 0.4,
            finishes_started=luck.random() < 0.4,
        )
        for name in "ab"
    ]
    if luck.random() < 0.6:
        teams[0].help(teams[1], luck.choice([1.0, 2.0]))
    for team in teams:
        team.absent = partial(stays_away, luck.random())
        world.at(luck.randrange(100), partial(team.extend, 2.0, 1))
        world.at(luck.randrange(100), partial(leave_first, team))
        world.at(luck.randrange(100), partial(team.join, luck.choice([ALWAYS, DAYTIME])))
    for case in range(60):
        first, answer, last = (float(luck.randint(0, 4)) for _ in range(3))
        priority = float(luck.randint(0, 2))
        consult(world, luck.choice(teams), luck.randrange(100), case, first, answer, last, priority)
    for _ in range(3):
        begin = luck.randrange(100)
        world.at(begin, platform.fail)
        world.at(begin + luck.randint(0, 5), platform.restore)
    while world.env.peek() < 1500.0:
        world.env.step()
        if world.env.peek() > world.env.now:
            assert idle_beside_work([*teams]) == [], world.env.now
            assert overlooked([*teams]) == [], world.env.now
    world.run(1500.0)
    assert set(world.done) == {str(case) for case in range(60)}
    everybody: list[Member] = [member for team in teams for member in team.members]
    assert all(member.task is None for member in everybody)
    assert all(team.away_helping == 0 and team.holds == [] for team in teams)
    assert platform.active == 0
    for team in teams:
        team.close()
    ended = [(one, end - hours, end) for one, end, hours in world.column("visits", "member", "ended", "last") if hours]
    spans = sorted([*ended, *world.column("stretches", "member", "started", "ended")])
    for (one, _, end), (other, start, _) in zip(spans, spans[1:], strict=False):
        assert one != other or start >= end - 1e-9
    rows = world.column("duty", "member", "started", "ended", "kind")
    for member in {one for one, *_ in spans}:
        there = sum(end - start for one, start, end, kind in rows if one == member and kind != DutyKind.ABSENT)
        assert sum(end - start for one, start, end in spans if one == member) <= there + 1e-6
