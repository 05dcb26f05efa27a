"""Who is interrupted, and whether somebody becomes free, is what a look at everybody would find."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.helping import Helping
from sim.engine.in_hand import SPARE
from sim.engine.member import Member
from sim.engine.task import MOMENT, Task
from sim.engine.team import Team
from tests.engine.test_nobody_idle import HOURS, build, disturb
from tests.engine.world import World

SEEDS = 40


def by_looking_at_all(team: Helping, task: Task) -> Member | None:
    """Whose task is the least urgent of those that may be interrupted."""
    lesser = [
        (other.priority, other.due, other.asked, other.order, member)
        for member in team._crew()
        if (other := member.task) is not None
        and (other.team is team or member.team is team)
        and other.priority > task.priority
        and member.off_at > team.env.now
        and not member.complete
    ]
    return max(lesser)[-1] if lesser else None


def becomes_free(team: Helping) -> bool:
    """Whether any of the members does, at this very moment."""
    now = team.env.now
    return any(one.ends <= now + MOMENT and one.task is not None and one.off_at > now for one in team.members)


def never_close(team: Team) -> None:
    """Let everybody be there day and night."""
    team.keep_hours([ALWAYS] * len(team.members))


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether somebody became free, whenever somebody was looked for who does."""
    found: list[bool] = []
    wait_a_moment = Helping._wait_a_moment

    def both(team: Helping) -> bool:
        wanted = becomes_free(team)
        assert wait_a_moment(team) == wanted
        found.append(wanted)
        return wanted

    monkeypatch.setattr(Helping, "_wait_a_moment", both)
    return found


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Member | None]:
    """Whoever was interrupted, or that nobody was, whenever somebody was looked for."""
    found: list[Member | None] = []
    interrupted_for = Helping._interrupted_for

    def both(team: Helping, task: Task) -> Member | None:
        wanted = by_looking_at_all(team, task) if team.preemptive else None
        assert interrupted_for(team, task) is wanted
        found.append(wanted)
        return wanted

    monkeypatch.setattr(Helping, "_interrupted_for", both)
    return found


def test_who_is_interrupted_has_the_least_urgent_work_in_hand(compared: list[Member | None], looked: list[bool]) -> None:
    for seed in range(SEEDS):
        luck, world = Random(seed), World()
        teams, platforms = build(world, luck)
        disturb(world, luck, teams, platforms)
        for team in teams:
            world.at(luck.randrange(HOURS), partial(team.hasten, luck.randrange(HOURS), luck.choice([0.5, 1.0])))
            world.at(luck.randrange(HOURS), partial(never_close, team))
        world.env.run(until=HOURS + 60)
    assert sum(member is not None for member in compared) > 10 * SEEDS
    assert sum(member is None for member in compared) > 10 * SEEDS
    assert sum(looked) > 5
    assert len(looked) - sum(looked) > 10 * SEEDS


def test_who_comes_back_to_what_was_begun_may_be_interrupted(compared: list[Member | None]) -> None:
    """Nobody is there when the urgent work is asked for that is not interrupted; the next morning somebody is."""
    world = World()
    team = world.team("a", 2, calendar=Calendar([(9.0, 17.0)], 24.0), preemptive=True)
    for name in "xy":
        world.ask(name, 9.0, team, 12.0, priority=2.0)
    world.ask("at once", 10.0, team, 1.0, priority=1.0)
    world.ask("at night", 20.0, team, 1.0, priority=0.0)
    world.ask("later", 34.0, team, 1.0, priority=1.0)
    assert world.run(99.0) == {"at once": 11.0, "at night": 34.0, "later": 35.0, "x": 37.0, "y": 40.0}
    assert len([member for member in compared if member is not None]) >= 2


def test_what_has_been_done_is_not_kept() -> None:
    world = World()
    team = world.team("a", 1, preemptive=True)
    for number in range(20 * SPARE):
        world.ask(f"usual {number}", 2.0 * number, team, 1.5, priority=0.0)
        world.ask(f"urgent {number}", 2.0 * number + 1.0, team, 0.2, priority=-1.0)
    done = world.run(50.0 * SPARE)
    assert done["urgent 7"] == pytest.approx(15.2)
    assert done["usual 7"] == pytest.approx(15.7)
    assert team.in_hand is not None
    assert len(team.in_hand._heap) <= SPARE + 2
