"""Withdrawal of what waits, or has been begun, wherever it is; timelines computed by hand, and random worlds."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from sim.engine.calendar import ALWAYS
from sim.engine.codes import VisitStatus
from sim.engine.kernel import COMPLETION, Flow, Process, Withdrawn
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from sim.engine.task import Task
from sim.engine.team import Shift, Team
from tests.engine.test_nobody_idle import HOURS, build, disturb, idle_beside_work, overlooked
from tests.engine.world import NINE_TO_FIVE, World

DONE, WITHDRAWN, HANDED = VisitStatus.DONE, VisitStatus.WITHDRAWN, VisitStatus.HANDED_BACK


def asked(team: Team, hours: list[float]) -> list[Task]:
    """Tasks of these lengths for cases 1, 2, 3 …, asked for now, in this order."""
    return [team.work(case, length) for case, length in enumerate(hours, start=1)]


def visits(world: World) -> list[tuple[int, float, float, float, int]]:
    return world.column("visits", "case", "started", "ended", "worked", "status")


@pytest.mark.parametrize("by_priority", [False, True])
def test_what_waits_leaves_its_queue_and_nobody_else_moves(by_priority: bool) -> None:
    """One desk, four hours of work; the third is withdrawn at 0.5, so the fourth begins at 2 instead of 3."""
    world = World()
    team = world.team(by_priority=by_priority)
    tasks = asked(team, [1.0, 1.0, 1.0, 1.0])
    world.at(0.5, lambda: world.results.update(off=team.withdraw(tasks[2]), waiting=len(team.queue)))
    world.run(10.0)
    assert world.results == {"off": True, "waiting": 2}
    assert visits(world) == [
        (3, 0.5, 0.5, 0.0, WITHDRAWN),
        (1, 0.0, 1.0, 1.0, DONE),
        (2, 1.0, 2.0, 1.0, DONE),
        (4, 2.0, 3.0, 1.0, DONE),
    ]
    assert [task.status for task in tasks] == [DONE, DONE, WITHDRAWN, DONE]
    assert tasks[2].value is None
    assert world.column("visits", "member")[0] == -1


def test_who_waits_for_it_goes_on_at_once_and_patience_ends_in_silence() -> None:
    world = World()
    team = world.team()
    asked(team, [5.0])
    task = team.work(2, 1.0, patience=3.0)

    def customer() -> Flow:
        world.results["served"] = yield task
        world.done["customer"] = world.env.now

    world.env.start(customer())
    world.at(2.0, partial(team.withdraw, task))
    world.run(10.0)
    assert (world.results, world.done) == ({"served": None}, {"customer": 2.0})
    assert [status for *_, status in visits(world)] == [WITHDRAWN, DONE]


def test_what_has_been_begun_ends_unless_it_is_to_be_interrupted() -> None:
    world = World()
    team = world.team(staff=2)
    tasks = asked(team, [4.0, 4.0, 1.0])
    world.at(1.0, lambda: world.results.update(plain=team.withdraw(tasks[0])))
    world.at(1.0, lambda: world.results.update(forced=team.withdraw(tasks[1], interrupt=True)))
    world.run(10.0)
    assert world.results == {"plain": False, "forced": True}
    assert visits(world) == [
        (2, 0.0, 1.0, 1.0, WITHDRAWN),
        (3, 1.0, 2.0, 1.0, DONE),
        (1, 0.0, 4.0, 4.0, DONE),
    ]
    assert world.column("stretches", "case", "member", "started", "ended") == [(2, 1, 0.0, 1.0)]


def test_what_is_complete_at_this_moment_or_over_is_not_withdrawn() -> None:
    world = World()
    team = world.team()
    found: list[bool] = []
    world.env.at(2.0, lambda: found.append(team.withdraw(task, interrupt=True)), COMPLETION)
    (task,) = asked(team, [2.0])
    world.at(3.0, lambda: found.append(team.withdraw(task, interrupt=True)))
    world.run(5.0)
    assert found == [False, False]
    assert visits(world) == [(1, 0.0, 2.0, 2.0, DONE)]


def test_another_team_cannot_withdraw_it() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    with pytest.raises(ValueError, match="two cannot withdraw work of one"):
        two.withdraw(one.work(1, 1.0))


def test_what_was_handed_back_has_been_begun() -> None:
    """Preempted after an hour; it waits, and goes on unless it is interrupted: then its hour stays worked."""
    world = World()
    team = world.team(preemptive=True)
    task = team.work(1, 3.0, priority=2.0)
    world.ask("urgent", 1.0, team, 4.0, priority=0.0)
    world.at(2.0, lambda: world.results.update(plain=team.withdraw(task)))
    world.at(3.0, lambda: world.results.update(forced=team.withdraw(task, interrupt=True), waiting=len(team.queue)))
    world.run(10.0)
    assert world.results == {"urgent": True, "plain": False, "forced": True, "waiting": 0}
    assert visits(world) == [(1, 0.0, 3.0, 1.0, WITHDRAWN), (1, 1.0, 5.0, 4.0, DONE)]


@pytest.mark.parametrize(("finishes", "extra"), [(False, 0.0), (True, 1.0)])
def test_at_night_nobody_is_freed(finishes: bool, extra: float) -> None:
    """Begun at 16 for four hours, withdrawn at 18: an hour is worked, or two where work is finished after closing."""
    world = World()
    team = world.team(calendar=NINE_TO_FIVE, finishes_started=finishes)
    tasks: list[Task] = []
    world.at(16.0, lambda: tasks.append(team.work(1, 4.0)))
    world.at(18.0, lambda: team.withdraw(tasks[0], interrupt=True))
    world.ask("next", 19.0, team, 1.0)
    assert world.run(40.0) == {"next": 34.0}
    team.close()
    assert visits(world)[0] == (1, 16.0, 18.0, 1.0 + extra, WITHDRAWN)
    assert world.on_duty() == [(0, 9.0, 17.0), *([(0, 17.0, 18.0)] if finishes else []), (0, 33.0, 40.0)]


def test_while_the_platform_is_down() -> None:
    """Down from 1 to 5: what waits is withdrawn at 2; what is in hand stands still and is interrupted at 3."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    team = world.team(platform=platform)
    tasks = asked(team, [3.0, 1.0, 1.0])
    world.at(1.0, platform.fail)
    world.at(2.0, lambda: world.results.update(waiting=team.withdraw(tasks[1])))
    world.at(3.0, lambda: world.results.update(hand=team.withdraw(tasks[0], interrupt=True), active=platform.active))
    world.at(5.0, platform.restore)
    world.run(10.0)
    assert world.results == {"waiting": True, "hand": True, "active": 0}
    assert visits(world) == [(2, 2.0, 2.0, 0.0, WITHDRAWN), (1, 0.0, 3.0, 1.0, WITHDRAWN), (3, 5.0, 6.0, 1.0, DONE)]
    assert platform.active == 0


def test_a_helper_who_is_freed_goes_home() -> None:
    """The helper works for the other team until 1, then does what waits in his own."""
    world = World()
    own, other = world.team("own"), world.team("other", staff=0)
    own.help(other)
    task = other.work(1, 4.0)
    world.ask("own work", 0.5, own, 1.0)
    world.at(1.0, lambda: other.withdraw(task, interrupt=True))
    assert world.run(10.0) == {"own work": 2.0}
    assert own.away_helping == 0


def test_the_place_of_a_helper_who_is_at_home_goes_to_a_colleague() -> None:
    """One may help at a time: he goes home at 17 with work in hand. Withdrawn at 20, his colleague does the next."""
    world = World()
    own, other = world.team("own", staff=[Shift(NINE_TO_FIVE, 1), Shift(ALWAYS, 1)]), world.team("other", staff=0)
    own.help(other)
    own.helpers_allowed = 1
    world.ask("own work", 0.0, own, 18.0)
    tasks: list[Task] = []
    world.at(16.0, lambda: tasks.append(other.work(2, 4.0)))
    world.ask("next", 16.5, other, 1.0)
    world.at(20.0, lambda: other.withdraw(tasks[0], interrupt=True))
    assert world.run(30.0) == {"own work": 18.0, "next": 21.0}


def test_what_waited_behind_it_begins() -> None:
    """Desk two is free from 1 on, and kept for a meeting (asked for at 0.6) that needs desk one, busy until 5.

    The head of two's queue, urgent and of 0.9, waits for the meeting, and with it the older one (0.4) behind it, which
    need not wait. When the urgent one is withdrawn at 3, the older one begins.
    """
    world = World()
    one, two = world.team("one"), world.team("two", by_priority=True)
    meeting = Meeting([one, two])
    world.ask("long", 0.0, one, 5.0)
    world.ask("short", 0.0, two, 1.0, priority=0.0)
    world.ask("old", 0.4, two, 1.0, priority=5.0)
    world.ask("meeting", 0.6, meeting, 1.0)
    urgent: list[Task] = []
    world.at(0.9, lambda: urgent.append(two.work(9, 1.0, priority=0.0)))
    world.at(3.0, lambda: two.withdraw(urgent[0]))
    assert world.run(20.0) == {"short": 1.0, "old": 4.0, "long": 5.0, "meeting": 6.0}


# ---- meetings --------------------------------------------------------------------------------------------------


def test_a_meeting_that_waits_is_withdrawn_and_frees_who_was_kept_for_it() -> None:
    """Desk two is kept free for the meeting until it is withdrawn at 2; then its own work begins."""
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    one.work(1, 5.0)
    session = meeting.work(9, 1.0)
    world.ask("own", 1.0, two, 1.0)
    world.at(2.0, lambda: world.results.update(off=meeting.withdraw(session), again=meeting.withdraw(session)))
    assert world.run(20.0) == {"own": 3.0}
    assert (world.results["off"], world.results["again"]) == (True, False)
    assert [row for row in visits(world) if row[0] == 9] == [(9, 2.0, 2.0, 0.0, WITHDRAWN)] * 2
    assert (one.awaited, two.awaited) == (0, 0)
    assert session.value is None


def test_a_meeting_that_has_begun_goes_on_unless_it_is_interrupted() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    first, second = meeting.work(8, 2.0), meeting.work(9, 2.0)
    world.at(1.0, lambda: world.results.update(plain=meeting.withdraw(first)))
    world.at(3.0, lambda: world.results.update(forced=meeting.withdraw(second, interrupt=True)))
    world.run(20.0)
    assert world.results == {"plain": False, "forced": True}
    assert (first.value, second.value) == (True, None)
    assert visits(world) == [*[(8, 0.0, 2.0, 2.0, DONE)] * 2, *[(9, 2.0, 3.0, 1.0, WITHDRAWN)] * 2]


# ---- flows -----------------------------------------------------------------------------------------------------


def test_a_flow_that_is_withdrawn_puts_things_in_order_and_ends() -> None:
    world = World()

    def order() -> Flow:
        try:
            yield world.env.timeout(10.0)
        except Withdrawn:
            world.done["cancelled"] = world.env.now

    def onlooker(process: Process) -> Flow:
        world.results["order"] = yield process
        world.done["onlooker"] = world.env.now

    process = world.env.start(order())
    world.env.start(onlooker(process))
    world.at(3.0, lambda: world.results.update(off=process.withdraw(), again=process.withdraw()))
    assert world.run(20.0) == {"cancelled": 3.0, "onlooker": 3.0}
    assert world.results == {"off": True, "again": False, "order": None}


def test_a_flow_that_is_withdrawn_may_not_wait() -> None:
    world = World()

    def stubborn() -> Flow:
        try:
            yield world.env.timeout(10.0)
        except Withdrawn:
            yield world.env.timeout(1.0)

    process = world.env.start(stubborn())
    with pytest.raises(RuntimeError, match="must end"):
        process.withdraw()


# ---- whatever happens ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_nobody_is_idle_and_every_task_ends_once(seed: int) -> None:
    """Random worlds as in ``test_nobody_idle``, and tasks that are withdrawn at random, waiting or begun."""
    luck, world = Random(1000 + seed), World()
    teams, platforms = build(world, luck)
    disturb(world, luck, teams, platforms)
    tasks: list[Task] = []

    def ask(number: int, team: Team, hours: float, priority: float, later: float, interrupt: bool) -> None:
        task = team.work(10_000 + number, hours, priority=priority)
        tasks.append(task)
        world.env.at(
            world.env.now + later, lambda: world.results.update({str(task): team.withdraw(task, interrupt=interrupt)})
        )

    for number in range(80):
        what = number, luck.choice(teams), float(luck.randint(0, 6)), float(luck.randint(0, 3)), luck.randint(0, 8)
        world.at(luck.randrange(HOURS), partial(ask, *what, luck.random() < 0.5))
    while world.env.peek() < HOURS + 60:
        world.env.step()
        if world.env.peek() > world.env.now:
            assert idle_beside_work(teams) == [], world.env.now
            assert overlooked(teams) == [], world.env.now
            for team in teams:
                assert team.away_helping == sum(m.task is not None and m.task.team is not team for m in team.members)
                assert len(team.queue.tasks()) == len(team.queue)
    for platform in platforms:
        assert platform.active == sum(len(team._at_work()) for team in teams if team.platform is platform)
    for team in teams:
        team.close()
    rows = [row for row in world.column("visits", "case", "status") if row[0] >= 10_000]
    assert sorted(case for case, _ in rows) == list(range(10_000, 10_080))
    assert {status for _, status in rows} >= {DONE, WITHDRAWN}
    assert {case for case, status in rows if status == WITHDRAWN} == {
        task.case for task in tasks if task.status == WITHDRAWN
    }
    worked = sum(world.column("visits", "worked"))
    assert worked <= sum(end - start for _, start, end in world.on_duty()) + 1e-6
