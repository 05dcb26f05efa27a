"""Rework and outages."""

from __future__ import annotations

from sim.engine.platform import Platform
from sim.engine.platform import breakdowns as fail_and_repair
from sim.engine.streams import Exponential
from sim.engine.team import Team
from sim.theory.judgement import Estimate
from sim.theory.model import Model
from sim.theory.queues import network


def rework(replication: int, arrivals: float, share: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """One desk (mean 1 h) that repeats a share of its work: lead time and visits."""
    return network(replication, [arrivals], [[share]], [1], [1.0], horizon, warm_up)


def error_found(replication: int, arrivals: float, share: float, late: bool, horizon: float,
                warm_up: float = 0.0) -> Estimate:
    """Three desks (mean 1 h); an error made at the first is found there, or after the third and all is done again."""
    moves = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [share, 0.0, 0.0]] if late else \
        [[share, 1.0 - share, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    return network(replication, [arrivals, 0.0, 0.0], moves, [1, 1, 1], [1.0, 1.0, 1.0], horizon, warm_up)


def breakdowns(replication: int, arrivals: float, rate: float, failing: float, repairing: float, horizon: float,
               warm_up: float = 0.0) -> Estimate:
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
    return model.estimate(lead_time=(rows["ended"] - rows["asked"]).mean(), inside=model.inside(rows),
                          up=1.0 - float((outages["ended"] - outages["started"]).sum()) / end)


def _moments(lengths: Exponential, count: int) -> tuple[float, float]:
    """By how much the sum of the first ``count`` lengths and of their squares exceed their expectations."""
    drawn = [lengths.draw(number) for number in range(count)]
    return (sum(drawn) - count * lengths.mean, sum(length**2 for length in drawn) - 2.0 * count * lengths.mean**2)
