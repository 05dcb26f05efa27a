"""Hand-offs: latency against batching, rekeying removed, escalation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.handoff import Batch, Delay, Handoff, Manner
from sim.engine.kernel import Flow
from sim.theory import formulas
from sim.theory.lab import Case, Estimate, Lab, Station, controls, warm


def _route(lab: Lab, manner: Manner, rate: float, number: int, *, first_desk: bool) -> Estimate:
    """Cases go over a hand-off to a desk (from another desk, or straight from the world)."""
    sender, receiver = lab.team("sender"), lab.team("receiver")
    way = Handoff(lab.env, lab.journal, lab.streams, "sender > receiver", sender, receiver, manner)
    first, second = lab.service("first", 1.0), lab.service("second", 1.0)
    born: list[tuple[float, float]] = []

    def flow(case: int) -> Flow:
        begun = lab.env.now
        if first_desk:
            yield sender.work(case, first(case))
        yield way.send(case)
        yield receiver.work(case, second(case))
        born.append((begun, lab.env.now))

    lab.poisson("cases", rate, number, lambda case: lab.env.start(flow(case)))
    lab.env.run(until=1.5 * number / rate)
    times = warm(np.array(sorted(born)))
    rows = lab.visits()
    rows = warm(rows[rows["team"] == receiver.code])
    deliveries = lab.journal.deliveries.rows()
    return Estimate({"time": float((times[:, 1] - times[:, 0]).mean()),
                     "release": float((deliveries["received"] - deliveries["sent"]).mean()),
                     "at the desk": float((rows["ended"] - rows["asked"]).mean())}, controls(rows, rate, 1.0))


def latency(number: int) -> Callable[[int], Estimate]:
    """Desk, a random latency of mean 24, desk."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        hours = lab.streams.exponential("latency", 24.0).draw
        return _route(lab, Delay(hours), 0.8, number, first_desk=True)

    return run


def nightly(period: float, number: int) -> Callable[[int], Estimate]:
    """A scheduled interface in front of one desk."""

    def run(replication: int) -> Estimate:
        return _route(Lab(replication), Batch(period), 0.8, number, first_desk=False)

    return run


def random_latency(mean: float, number: int) -> Callable[[int], Estimate]:
    """The same mean delay as a nightly interface, but case by case."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        luck = lab.streams.uniform("latency").draw
        return _route(lab, Delay(lambda case: 2 * mean * luck(case)), 0.8, number, first_desk=False)

    return run


def by_size(size: int, rate: float, number: int) -> Callable[[int], Estimate]:
    """An interface that runs when ``size`` messages have gathered."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        way = Handoff(lab.env, lab.journal, lab.streams, "sender > receiver", lab.team("sender"), lab.team("receiver"),
                      Batch(period=0.0, size=size))
        lab.poisson("messages", rate, number, way.send)
        lab.finish()
        rows = lab.journal.deliveries.rows()
        return Estimate({"release": float((rows["received"] - rows["sent"]).mean())})

    return run


def desk(rate: float, mean: float, number: int) -> Callable[[int], Estimate]:
    """One desk with and without rekeying."""
    station = Station(rate, mean, 1, number)

    def run(replication: int) -> Estimate:
        rows = warm(station.run(replication))
        return Estimate({"time": (rows["ended"] - rows["asked"]).mean()}, controls(rows, rate, mean))

    return run


def escalation(number: int) -> Callable[[int], Estimate]:
    """A quarter of the cases go on to one manager."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        first, manager = lab.team("desk"), lab.team("manager")
        touch, decide, luck = lab.service("touch", 1.0), lab.service("decide", 1 / 0.3), lab.streams.uniform("luck").draw

        def flow(case: int) -> Flow:
            yield first.work(case, touch(case))
            if luck(case) < 0.25:
                yield manager.work(case, decide(case))

        lab.poisson("cases", 0.8, number, lambda case: lab.env.start(flow(case)))
        lab.finish()
        rows = lab.visits()
        rows = warm(rows[rows["team"] == manager.code])
        time = float((rows["ended"] - rows["asked"]).mean())
        span = float(rows["asked"][-1] - rows["asked"][0])
        return Estimate({"manager": time, "added": time * len(rows) / (0.8 * span)}, controls(rows, 0.2, 1 / 0.3))

    return run


def _batch(period: float) -> dict[str, float]:
    total = formulas.time_periodic_transfer(0.8, period)
    return {"time": total, "release": period / 2, "at the desk": total - period / 2}


CASES = [
    Case("H1", "random latency between two desks", {"time": 34.0}, latency(4000)),
    Case("H2", "periodic transfer, T = 8", _batch(8.0), nightly(8.0, 18_000), slow=True),
    Case("H2b", "periodic transfer, T = 24", _batch(24.0), nightly(24.0, 10_000), slow=True),
    Case("H2b random", "random latency of the same mean 12", {"time": 17.0, "release": 12.0},
         random_latency(12.0, 8_000), slow=True),
    Case("H3 0.8", "size-triggered batch", {"release": 9 / 1.6}, by_size(10, 0.8, 3000)),
    Case("H3 0.4", "size-triggered batch, half the demand", {"release": 9 / 0.8}, by_size(10, 0.4, 3000)),
    Case("H6 busy", "rekeying removed at load 0.8", {"time": 0.8 / (1 - 0.64)}, desk(0.8, 0.8, 15_000)),
    Case("H6 calm before", "the same desk at load 0.4", {"time": 1 / 0.6}, desk(0.4, 1.0, 4000)),
    Case("H6 calm", "rekeying removed at load 0.4", {"time": 0.8 / (1 - 0.32)}, desk(0.4, 0.8, 4000)),
    Case("H7", "escalation to one manager", {"manager": 10.0, "added": 2.5}, escalation(45_000), slow=True),
]
