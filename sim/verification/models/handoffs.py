"""Two desks and what lies between them: latency, periodic transfer, batches by size, escalation."""

from __future__ import annotations

import numpy as np

from sim.engine.handoff import Batch, Delay, Handoff, Manner
from sim.engine.kernel import Flow
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def _between(model: Model, sender: Team, receiver: Team, manner: Manner) -> Handoff:
    return Handoff(model.env, model.journal, model.streams, "between", sender, receiver, manner)


def latency(replication: int, arrivals: float, delay: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """Desk (mean 1 h), a latency spread evenly over twice its mean, desk (mean 1 h)."""
    model = Model(replication, horizon, warm_up)
    first, second = model.team("first"), model.team("second")
    touch, spread = model.streams.exponential("touch", 1.0).draw, model.streams.uniform("latency").draw
    handoff = _between(model, first, second, Delay(lambda case: 2.0 * delay * spread(case)))
    stays: list[float] = []

    def case(key: int) -> Flow:
        born = model.env.now
        yield first.work(key, touch(key, 0))
        yield handoff.send(key)
        yield second.work(key, touch(key, 1))
        if born >= warm_up:
            stays.append(model.env.now - born)

    model.poisson("case", arrivals, lambda key: model.env.start(case(key)))
    model.run()
    model.work_control(first, 1.0)
    model.work_control(second, 1.0)
    return model.estimate(lead_time=np.mean(stays))


def periodic_transfer(replication: int, arrivals: float, period: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """Cases released every ``period`` hours to a desk (exponential work, mean 1 h)."""
    model = Model(replication, horizon, warm_up)
    return _carried(model, arrivals, Batch(period))


def random_transfer(replication: int, arrivals: float, delay: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """Cases that reach the same desk after a latency spread evenly over twice its mean."""
    model = Model(replication, horizon, warm_up)
    spread = model.streams.uniform("latency").draw
    return _carried(model, arrivals, Delay(lambda case: 2.0 * delay * spread(case)))


def _carried(model: Model, arrivals: float, manner: Manner) -> Estimate:
    """Lead time of cases that are carried to a desk."""
    desk, touch = model.team("desk"), model.streams.exponential("touch", 1.0).draw
    handoff = _between(model, desk, desk, manner)
    stays: list[float] = []

    def case(key: int) -> Flow:
        born = model.env.now
        yield handoff.send(key)
        yield desk.work(key, touch(key))
        if born >= model.warm_up:
            stays.append(model.env.now - born)

    model.poisson("case", arrivals, lambda key: model.env.start(case(key)))
    model.run()
    model.work_control(desk, 1.0)
    return model.estimate(lead_time=np.mean(stays))


def batch_by_size(replication: int, arrivals: float, size: int, horizon: float) -> Estimate:
    """Wait until enough messages have gathered."""
    model = Model(replication, horizon)
    desk = model.team("desk")
    handoff = _between(model, desk, desk, Batch(0.0, size=size))
    model.poisson("case", arrivals, handoff.send)
    model.run()
    rows = model.journal.deliveries.rows()
    return model.estimate(wait=(rows["received"] - rows["sent"]).mean())


def escalation(
    replication: int, arrivals: float, share: float, rate: float, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """A share of cases goes to one manager: time there, and time added to the average case.

    The desk before it is left out: its output is Poisson (Burke 1956; the ``latency`` model shows it).
    """
    model = Model(replication, horizon, warm_up)
    manager, touch, luck = model.team("manager"), model.service("touch", 1.0 / rate), model.streams.uniform("escalate")

    def case(key: int) -> None:
        if luck.draw(key) < share:
            manager.work(key, touch(key))

    model.poisson("case", arrivals, case)
    model.run()
    model.work_control(manager, 1.0 / rate)
    model.controls.append(len(model.journal.visits) - share * model.arrived["case"])
    rows = model.visits()
    stays = rows["ended"] - rows["asked"]
    return model.estimate(lead_time=stays.mean(), added=stays.sum() / (arrivals * (horizon - warm_up)))
