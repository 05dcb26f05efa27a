"""Whatever happens at whichever moment: nobody is idle beside work that he may do, and nothing is done twice or lost."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from sim.engine.calendar import ALWAYS, Calendar
from sim.engine.codes import VisitStatus
from sim.engine.meeting import Meeting
from sim.engine.member import Member
from sim.engine.platform import Platform
from sim.engine.team import Shift, Team
from tests.engine.world import World

DAYTIME, LONG = Calendar([(9.0, 17.0)], 24.0), Calendar([(8.0, 20.0)], 24.0)
NIGHT = Calendar([(0.0, 6.0), (22.0, 24.0)], 24.0)
HOURS = 120


def stays_away(salt: float, member: Member, day: int) -> bool:
    """Absent three days in ten, the same whenever it is asked."""
    return Random(f"{salt} {member.number} {day}").random() < 0.3


def build(world: World, luck: Random) -> tuple[list[Team], list[Platform]]:
    """Three teams that help each other in a chain, on two platforms, of all habits; times in whole hours, for ties."""
    platforms = [Platform(world.env, world.journal, name, luck.choice([1.0, 2.0, 99.0])) for name in ("p", "q")]
    teams = [
        world.team(
            name,
            staff=[Shift(luck.choice([ALWAYS, DAYTIME, NIGHT, LONG]), luck.randint(1, 2)) for _ in range(2)],
            platform=luck.choice([None, *platforms]),
            by_priority=luck.random() < 0.3,
            preemptive=luck.random() < 0.4,
            finishes_started=luck.random() < 0.3,
            longest_queue_first=luck.random() < 0.3,
        )
        for name in "abc"
    ]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        if luck.random() < 0.6:
            teams[one].help(teams[other], slowdown=luck.choice([1.0, 2.0]))
    teams[0].helpers_allowed = luck.choice([1, 99])
    for team in teams:
        if luck.random() < 0.5:
            team.absent = partial(stays_away, luck.random())
    return teams, platforms


def leave_first(team: Team) -> None:
    """Let the first member go."""
    team.leave(team.members[0])


def disturb(world: World, luck: Random, teams: list[Team], platforms: list[Platform]) -> None:
    """Work, meetings, outages, newcomers, leavers, overtime and other speeds, all at whole hours."""
    meeting = Meeting(teams[: luck.choice([2, 2, 3])]) if luck.random() < 0.5 else None
    for number in range(luck.randint(50, 250)):
        patience, priority = luck.choice([None, None, 0.0, 2.0, 9.0]), float(luck.randint(0, 3))
        time, team, hours = luck.randrange(HOURS), luck.choice(teams), float(luck.randint(0, 5))
        world.ask(str(number), time, team, hours, priority=priority, patience=patience)
    for number in range(luck.randint(0, 8) if meeting else 0):
        world.ask(f"meeting {number}", luck.randrange(HOURS), meeting or teams[0], float(luck.randint(0, 3)))
    for platform in platforms:
        for _ in range(3):
            begin = luck.randrange(HOURS)
            world.at(begin, platform.fail)
            world.at(begin + luck.randint(0, 5), platform.restore)
    for team in teams:
        world.at(luck.randrange(HOURS), partial(team.join, luck.choice([ALWAYS, LONG]), luck.choice([0.5, 2.0])))
        world.at(luck.randrange(HOURS), partial(leave_first, team))
        world.at(luck.randrange(HOURS), partial(team.extend, 2.0, 1))
        world.at(luck.randrange(HOURS), partial(setattr, team.members[-1], "speed", 2.0))


def idle_beside_work(teams: list[Team]) -> list[str]:
    """Who could begin something now and does not, unless he is kept free for a meeting that all can soon come to."""
    found = []
    for team in teams:
        task = team.queue.head()
        if task is None or team.halted:
            continue
        if team._free() and not team._kept_free(task):
            found.append(f"{team.name} of {team.name}")
        for helper in team.helped_by:
            if helper.away_helping < helper.helpers_allowed and helper._free() and not helper._kept_free(task):
                found.append(f"{helper.name} for {team.name}")
    return found


def overlooked(teams: list[Team]) -> list[str]:
    """Who does something less urgent than what waits, in a preemptive team that does not go by longest queues."""
    now = teams[0].env.now
    return [
        f"{member.team.name} {member.number} for {team.name}"
        for team in teams
        if team.preemptive
        and not team.longest_queue_first
        and not team.halted
        and (task := team.queue.head()) is not None
        and not team.meetings
        for member in team.members
        if member.task is not None and member.off_at > now and member.task.priority > task.priority
    ]


@pytest.mark.parametrize("seed", range(150))
def test_nobody_is_idle_and_nothing_is_lost(seed: int) -> None:
    luck, world = Random(seed), World()
    teams, platforms = build(world, luck)
    disturb(world, luck, teams, platforms)
    while world.env.peek() < HOURS + 60:
        world.env.step()
        if world.env.peek() > world.env.now:
            assert idle_beside_work(teams) == [], world.env.now
            assert overlooked(teams) == [], world.env.now
            for team in teams:
                assert team.away_helping == sum(m.task is not None and m.task.team is not team for m in team.members)
                assert len([*team.queue.tasks()]) == len(team.queue)
    for platform in platforms:
        assert platform.active == sum(len(team._at_work()) for team in teams if team.platform is platform)
    for team in teams:
        team.close()
    alone = [row for row in world.column("visits", "case", "status") if row[1] != VisitStatus.OPEN]
    ended = [name for name in world.done if not name.startswith("meeting")]
    assert len({case for case, _ in alone}) >= len(ended)
    rows = world.column("visits", "case", "team")
    assert len(rows) == len(set(rows))
    worked = sum(world.column("visits", "worked"))
    assert worked <= sum(end - start for _, start, end in world.on_duty()) + 1e-6
