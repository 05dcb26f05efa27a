"""Waiting until work has begun; timelines computed by hand."""

from __future__ import annotations

from functools import partial

from sim.engine.beginning import begun
from sim.engine.kernel import Flow
from sim.engine.meeting import Meeting
from sim.engine.platform import Platform
from sim.engine.task import Task
from sim.engine.team import Team
from tests.engine.world import NINE_TO_FIVE, World


def watch(world: World, name: str, team: Team, task: Task) -> None:
    """Note when a task has begun, whether it did, and who does it."""

    def flow() -> Flow:
        came = yield begun(task)
        world.done[name] = world.env.now
        world.results[name] = came, task.member in team.members

    world.env.start(flow())


def test_the_customer_leaves_when_somebody_has_begun() -> None:
    """Two hours' work each at one desk: they begin at 0, 2 and 4, and end as without anybody who waits for it."""
    world = World()
    team = world.team()
    for case in (1, 2, 3):
        watch(world, str(case), team, team.work(case, 2.0))
    assert world.run(10.0) == {"1": 0.0, "2": 2.0, "3": 4.0}
    assert set(world.results.values()) == {(True, True)}
    assert world.column("visits", "case", "started", "ended") == [(1, 0.0, 2.0), (2, 2.0, 4.0), (3, 4.0, 6.0)]


def test_what_has_been_begun_has_been_begun() -> None:
    world = World()
    team = world.team()
    task = team.work(1, 3.0)
    world.at(1.0, partial(watch, world, "late", team, task))
    world.at(5.0, partial(watch, world, "later still", team, task))
    assert world.run(10.0) == {"late": 1.0, "later still": 5.0}
    assert set(world.results.values()) == {(True, True)}


def test_several_may_wait_for_it_and_it_comes_before_the_end_of_what_takes_no_time() -> None:
    world = World()
    team = world.team()
    team.work(1, 1.0)
    task = team.work(2, 0.0)
    order: list[str] = []
    begun(task).callbacks.append(lambda _: order.append("begun"))
    task.callbacks.append(lambda _: order.append("done"))
    assert begun(task) is begun(task)
    world.run(2.0)
    assert order == ["begun", "done"]


def test_it_is_known_before_whatever_else_happens_at_that_moment() -> None:
    """The next begins at 2, when the one before it is done; an alarm for 2 that was set before finds it begun."""
    world = World()
    team = world.team()
    world.at(2.0, lambda: world.results.update(begun=begun(task).triggered))
    team.work(1, 2.0)
    task = team.work(2, 1.0)
    begun(task)
    world.run(5.0)
    assert world.results == {"begun": True}


def test_what_never_begins() -> None:
    """One gives up at 2, one is withdrawn at 3; those who wait learn it, and so does who asks afterwards."""
    world = World()
    team = world.team()
    team.work(1, 9.0)
    impatient, withdrawn = team.work(2, 1.0, patience=2.0), team.work(3, 1.0)
    watch(world, "impatient", team, impatient)
    watch(world, "withdrawn", team, withdrawn)
    world.at(3.0, partial(team.withdraw, withdrawn))
    world.at(4.0, partial(watch, world, "afterwards", team, withdrawn))
    assert world.run(20.0) == {"impatient": 2.0, "withdrawn": 3.0, "afterwards": 4.0}
    assert set(world.results.values()) == {(False, False)}


def test_it_begins_once_however_often_it_goes_on() -> None:
    """Begun at 16 on Monday, after closing on Tuesday at 9; an outage stops it, and somebody urgent takes its place."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    team = world.team(calendar=NINE_TO_FIVE, preemptive=True, platform=platform)
    world.ask("first", 9.0, team, 7.0)
    world.at(10.0, lambda: watch(world, "second", team, team.work(2, 4.0, priority=1.0)))
    world.at(34.0, platform.fail)
    world.at(35.0, platform.restore)
    world.ask("urgent", 36.0, team, 1.0)
    assert world.run(60.0) == {"first": 16.0, "second": 16.0, "urgent": 37.0}
    assert world.column("visits", "case", "started", "ended", "worked")[-1] == (2, 16.0, 38.0, 4.0)


def test_what_is_begun_and_withdrawn_at_the_same_moment_has_been_begun() -> None:
    """At 2 the platform is up again, the work begins, and the customer comes too late."""
    world = World()
    platform = Platform(world.env, world.journal, "p")
    team = world.team(platform=platform)
    platform.fail()
    task = team.work(1, 3.0)
    watch(world, "begun", team, task)

    def restore_and_withdraw() -> None:
        platform.restore()
        team.withdraw(task, interrupt=True)

    world.at(2.0, restore_and_withdraw)
    assert world.run(10.0) == {"begun": 2.0}
    assert world.results["begun"] == (True, True)
    assert world.column("visits", "worked") == [0.0]


def test_a_helper_begins_it() -> None:
    world = World()
    own, other = world.team("own"), world.team("other", staff=0)
    own.help(other)
    world.ask("own work", 0.0, own, 2.0)
    world.at(1.0, lambda: watch(world, "helped", own, other.work(2, 1.0)))
    assert world.run(10.0) == {"own work": 2.0, "helped": 2.0}
    assert world.results["helped"] == (True, True)


def test_a_meeting_has_begun() -> None:
    world = World()
    one, two = world.team("one"), world.team("two")
    meeting = Meeting([one, two])
    one.work(1, 2.0)
    session = meeting.work(2, 1.0)
    assert world.env.run(until=session.begun) is None
    assert world.env.now == 2.0
    assert world.env.run(until=session) is True
    assert world.env.now == 3.0
