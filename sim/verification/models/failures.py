"""Rework and outages."""

from __future__ import annotations

import numpy as np

from sim.engine.gauges import Level
from sim.engine.kernel import Flow
from sim.engine.platform import Platform
from sim.engine.platform import breakdowns as fail_and_repair
from sim.engine.streams import Exponential
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model
from sim.verification.models.queues import network


def rework(replication: int, arrivals: float, share: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """One desk (mean 1 h) that repeats a share of its work: lead time and visits."""
    return network(replication, [arrivals], [[share]], [1], [1.0], horizon, warm_up)


def error_found(
    replication: int, arrivals: float, share: float, late: bool, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """Three desks (mean 1 h); an error made at the first is found there, or after the third and all is done again."""
    moves = (
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [share, 0.0, 0.0]]
        if late
        else [[share, 1.0 - share, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    )
    return network(replication, [arrivals, 0.0, 0.0], moves, [1, 1, 1], [1.0, 1.0, 1.0], horizon, warm_up)


def breakdowns(
    replication: int, arrivals: float, rate: float, failing: float, repairing: float, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """One desk on a platform that fails at any time: lead time, number inside, share of time up.

    Controls beside arrivals and work: lengths of the first outages and of the times up between them, and squares.
    """
    model = Model(replication, horizon, warm_up)
    platform = Platform(model.env, model.journal, "platform")
    desk, touch = Team(model.env, model.journal, "desk", platform=platform), model.service("touch", 1.0 / rate)
    up, down = model.streams.exponential("up", 1.0 / failing), model.streams.exponential("down", 1.0 / repairing)
    model.env.start(fail_and_repair(platform, up.draw, down.draw))
    model.poisson("case", arrivals, lambda case: desk.work(case, touch(case)))
    model.run(until=horizon)
    end = horizon
    while len(model.journal.visits) < model.arrived["case"]:
        end += 100.0
        model.env.run(until=end)
    model.work_control(desk, 1.0 / rate)
    count = int(0.98 * horizon / (1.0 / failing + 1.0 / repairing))
    model.controls += [*_moments(down, count), _moments(up, count)[0]]
    rows, outages = model.visits(), model.journal.outages.rows()
    return model.estimate(
        lead_time=(rows["ended"] - rows["asked"]).mean(),
        inside=model.inside(rows),
        up=1.0 - float((outages["ended"] - outages["started"]).sum()) / end,
    )


def _moments(lengths: Exponential, count: int) -> tuple[float, float]:
    """By how much the sum of the first ``count`` lengths and of their squares exceed their expectations."""
    drawn = [lengths.draw(number) for number in range(count)]
    return (sum(drawn) - count * lengths.mean, sum(length**2 for length in drawn) - 2.0 * count * lengths.mean**2)


class _Watch:
    """Follows how many platforms are up: the share, whether all are, whether none is."""

    def __init__(self, model: Model, platforms: list[Platform]) -> None:
        self.platforms = platforms
        self.share, self.all_up, self.all_down = Level(model.env, 1.0), Level(model.env, 1.0), Level(model.env, 0.0)
        for platform in platforms:
            platform.dependents.append(self)

    def halt(self) -> None:
        """Note a change."""
        up = sum(platform.up for platform in self.platforms)
        self.share.set(up / len(self.platforms))
        self.all_up.set(float(up == len(self.platforms)))
        self.all_down.set(float(up == 0))

    resume = halt


def topology(replication: int, systems: int, between: float, hours: float, weeks: int) -> Estimate:
    """Systems that are up for ``between`` hours and down for ``hours`` on average: what can be worked on, by week.

    Shares of time with all up and all down; mean, lowest, lowest hundredth and variance of the weekly capacity.
    """
    model = Model(replication, 168.0 * weeks)
    platforms = [Platform(model.env, model.journal, f"system {number}") for number in range(systems)]
    watch = _Watch(model, platforms)
    capacity: list[float] = []

    def calendar() -> Flow:
        for _ in range(weeks):
            yield model.env.timeout(168.0)
            capacity.append(watch.share.mean)
            watch.share.restart()

    for number, platform in enumerate(platforms):
        up = model.streams.exponential(f"up.{number}", between)
        down = model.streams.exponential(f"down.{number}", hours)
        model.env.start(fail_and_repair(platform, up.draw, down.draw))
        model.controls += _moments(down, int(0.98 * model.horizon / (between + hours)))
    model.env.start(calendar())
    model.run(until=model.horizon + 1e-6)
    return model.estimate(
        capacity=np.mean(capacity),
        lowest=np.min(capacity),
        hundredth=np.quantile(capacity, 0.01),
        variance=np.var(capacity, ddof=1),
        all_up=watch.all_up.mean,
        all_down=watch.all_down.mean,
    )
