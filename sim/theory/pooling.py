"""Pooling, cross-training and joint work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.kernel import Flow
from sim.engine.team import Meeting, Team
from sim.theory import formulas
from sim.theory.lab import Case, Estimate, Lab, Station, controls, fast_desk, waits_at_one_desk, warm

DEPARTMENTS = 5


def pooled(rate: float, mean: float, staff: int, number: int) -> Callable[[int], Estimate]:
    """One queue for ``staff`` people; the control variate is one person who is as fast as all of them."""
    station = Station(rate, mean, staff, number)

    def run(replication: int) -> Estimate:
        everything = station.run(replication)
        rows = warm(everything)
        return Estimate({"wait": (rows["started"] - rows["asked"]).mean(),
                         "time": (rows["ended"] - rows["asked"]).mean()},
                        (*controls(rows, rate, mean), fast_desk(everything, rate, mean, staff)))

    return run


def chain(skills: int, number: int) -> Callable[[int], Estimate]:
    """Five departments of one person who can each do the work of the next ``skills`` - 1 too; longest queue first."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        teams = [lab.team(f"department {n}", longest_queue_first=True) for n in range(DEPARTMENTS)]
        for n, team in enumerate(teams):
            for step in range(1, skills):
                team.help(teams[(n + step) % DEPARTMENTS])
        touch = lab.service("touch", 1.0)

        def send(team: Team) -> Callable[[int], object]:
            return lambda case: team.work(case, touch(case))

        for n, team in enumerate(teams):
            lab.poisson(team.name, 0.8, number, send(team), n * number)
        lab.finish()
        everything = lab.visits()[:-number // 4]
        rows = warm(everything)
        known = controls(rows, 0.8 * DEPARTMENTS, 1.0)
        return Estimate({"wait": (rows["started"] - rows["asked"]).mean()},
                        (*known, fast_desk(everything, 0.8 * DEPARTMENTS, 1.0, DEPARTMENTS)) if skills > 1 else known)

    return run


def joint_work(number: int) -> Callable[[int], Estimate]:
    """Three departments of one person, three kinds of task that need two of them each: in fact one desk at load 0.9.

    The control variate is that one desk with the same arrivals and touch times.
    """

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        pairs = _pairs(lab)
        touch = lab.service("touch", 1.0)
        record: list[tuple[float, float, float]] = []

        def flow(case: int, pair: Meeting) -> Flow:
            asked, hours = lab.env.now, touch(case)
            yield pair.work(case, hours)
            record.append((asked, hours, lab.env.now))

        def arrive(pair: Meeting) -> Callable[[int], object]:
            return lambda case: lab.env.start(flow(case, pair))

        for n, pair in enumerate(pairs):
            lab.poisson(f"pair {n}", 0.3, number, arrive(pair), n * number)
        lab.finish()
        asked, hours, ended = np.array(sorted(record)).T
        desk = waits_at_one_desk(asked, hours) + hours
        return Estimate({"time": float((ended - asked)[number // 10:].mean())}, (float(desk[number // 10:].mean()) - 10,))

    return run


def saturated(number: int) -> Callable[[int], Estimate]:
    """The same with unit times and always something waiting."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        for pair in _pairs(lab):
            for case in range(number):
                pair.work(case, 1.0)
        lab.finish()
        rows = lab.visits()
        last = float(rows["ended"].max())
        return Estimate({"capacity": 3 * number / last, "busy": float(rows["worked"].sum()) / (3 * last)})

    return run


def _pairs(lab: Lab) -> list[Meeting]:
    teams = [lab.team(name) for name in "abc"]
    return [Meeting([teams[n], teams[(n + 1) % 3]]) for n in range(3)]


_D5 = formulas.tolerable_slowdown(0.6, 5)
_CHAIN = {1: 4.0, 2: 0.986, 3: 0.659, 5: formulas.wait_mmc(4.0, 1.0, 5)}

CASES = [
    Case("P1 silo 0.9", "one of five silos", {"wait": 9.0}, pooled(0.9, 1.0, 1, 10_000)),
    Case("P1 pool 0.9", "one pool", {"wait": formulas.wait_mmc(4.5, 1.0, 5)}, pooled(4.5, 1.0, 5, 25_000), slow=True),
    Case("P2", "generalists just slow enough to lose", {"time": 2.5}, pooled(3.0, 1 / (1 - _D5), 5, 8_000)),
    *(Case(f"P4 k={skills}", "cross-training in a chain", {"wait": wait}, chain(skills, number), slow=True)
      for (skills, wait), number in zip(_CHAIN.items(), (11_000, 5_000, 4_000, 3_000), strict=True)),
    Case("P7", "joint work of two of three", {"time": 10.0}, joint_work(1_000)),
    Case("P7 saturated", "joint work of two of three, capacity", {"capacity": 1.0, "busy": 2 / 3}, saturated(100)),
]
