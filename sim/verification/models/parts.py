"""Parts of the engine that make work less simple: withdrawal, people held by a case, crowds, arrivals that vary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sim.engine.arrivals import Cycle
from sim.engine.beginning import begun
from sim.engine.codes import VisitKind, VisitStatus
from sim.engine.crowd import Crowd
from sim.engine.holding import HoldingTeam
from sim.engine.kernel import Flow
from sim.engine.streams import case_key
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def withdrawals(
    replication: int,
    arrivals: float,
    servers: int,
    calling_off: float,
    horizon: float,
    *,
    interrupt: bool = False,
    warm_up: float = 0.0,
) -> Estimate:
    """A team (mean 1 h, two kinds of urgency) whose customers cancel from outside what waits, or what is in hand too."""
    model = Model(replication, horizon, warm_up)
    team, touch = Team(model.env, model.journal, "desk", servers, by_priority=True), model.service("touch", 1.0)
    until, urgent = model.streams.exponential("cancels", 1.0 / calling_off).draw, model.streams.uniform("urgency").draw

    def arrive(case: int) -> None:
        task = team.work(case, touch(case), priority=round(urgent(case)))
        model.env.at(model.env.now + until(case), lambda: None if team.withdraw(task, interrupt=interrupt) else None)

    model.poisson("case", arrivals, arrive)
    model.run()
    rows = model.visits()
    return model.estimate(
        withdrawn=(rows["status"] == VisitStatus.WITHDRAWN).mean(),
        wait=(rows["started"] - rows["asked"]).mean(),
        inside=model.inside(rows),
        busy=rows["worked"].sum() / (servers * (horizon - warm_up)),
    )


def held(replication: int, arrivals: float, means: Sequence[float], horizon: float, warm_up: float = 0.0) -> Estimate:
    """One person who begins a case, is held until a crowd of others has answered, and ends it: three stages."""
    model = Model(replication, horizon, warm_up)
    desk, others = HoldingTeam(model.env, model.journal, "desk"), Crowd(model.env, model.journal, "others")
    first, answer, last = (model.service(f"stage {place}", mean) for place, mean in enumerate(means))

    def case(key: int) -> Flow:
        person = desk.hold(key)
        yield person.work(first(key), activity=1)
        yield others.work(key, answer(key))
        yield person.work(last(key), activity=2)
        person.release()

    model.poisson("case", arrivals, lambda key: model.env.start(case(key)))
    model.run()
    drawn = [model.service_drawn(f"stage {place}", "case") for place in range(len(means))]
    model.controls += [float((stage - mean).sum()) for stage, mean in zip(drawn, means, strict=True)]
    first_visits = model.journal.visits.rows()
    first_visits = first_visits[(first_visits["team"] == desk.code) & (first_visits["activity"] == 1)]
    first_visits = first_visits[np.argsort(first_visits["case"], kind="stable")]
    first_visits["worked"] = np.sum(drawn, axis=0)
    model.burst_controls(first_visits, sum(means), sum(mean * mean for mean in means) / sum(means) ** 2)
    rows, stretches = model.visits(desk), model.journal.stretches.rows()
    stretches = stretches[stretches["kind"] == VisitKind.HELD]
    began = rows[rows["activity"] == 1]
    return model.estimate(
        wait=(began["started"] - began["asked"]).mean(),
        busy=rows["worked"].sum() / (horizon - warm_up),
        held=(stretches["ended"] - stretches["started"]).sum() / horizon,
    )


def blocked(replication: int, means: tuple[float, float], cases: int) -> Estimate:
    """Two desks without room between: who ends a case at the first is held until the second has begun it."""
    model = Model(replication, 0.0)
    first, second = HoldingTeam(model.env, model.journal, "first"), model.team("second")
    hours = [model.service(name, mean) for name, mean in zip(("first", "second"), means, strict=True)]
    beginnings: list[float] = []

    def line() -> Flow:
        for case in range(cases):
            person = first.hold(case)
            yield person.work(hours[0](case))
            yield begun(second.work(case, hours[1](case)))
            beginnings.append(model.env.now)
            person.release()

    model.env.start(line())
    model.run()
    stretches = model.journal.stretches.rows()
    return model.estimate(
        cycle=np.mean([later - earlier for earlier, later in pairwise(beginnings)]),
        held=(stretches["ended"] - stretches["started"]).sum() / (cases - 1),
    )


def crowd(
    replication: int, arrivals: float, mean: float, variation: float, few: int, horizon: float, warm_up: float
) -> Estimate:
    """Customers who think (M/G/inf): mean number, and shares of time with nobody and with at most a ``few`` inside."""
    model = Model(replication, horizon, warm_up)
    customers, touch = Crowd(model.env, model.journal, "customers"), model.service("touch", mean, variation)
    model.poisson("case", arrivals, lambda case: customers.work(case, touch(case)))
    model.run()
    rows = model.journal.visits.rows()
    times = np.concatenate([rows["asked"], rows["ended"]])
    order = np.argsort(times, kind="stable")
    inside = np.cumsum(np.repeat([1, -1], len(rows))[order])
    edges = np.clip(times[order], warm_up, horizon)
    spans = np.diff(edges, append=horizon) / (horizon - warm_up)
    return model.estimate(inside=spans @ inside, nobody=spans[inside == 0].sum(), few=spans[inside <= few].sum())


def varying(
    replication: int, rates: Sequence[float], mean: float, at: Sequence[float], days: int, warm_up_days: int = 2
) -> Estimate:
    """Customers who come by the hour of the day and think (M(t)/M/inf): numbers inside at times of day, and who came."""
    model = Model(replication, 24.0 * (days + warm_up_days))
    day, per_day = Cycle(rates, 24.0), sum(rates) * 24.0 / len(rates)
    customers, touch = Crowd(model.env, model.journal, "customers"), model.service("touch", mean)
    times = day.times(per_day, model.streams.exponential("gap", 1.0), case_key("case", 0), model.horizon)

    def arrivals() -> Flow:
        for number, time in enumerate(times.tolist()):
            yield model.env.until(time)
            customers.work(case_key("case", number), touch(case_key("case", number)))

    model.env.start(arrivals())
    model.run()
    rows = model.journal.visits.rows()
    came, gone = np.sort(rows["asked"]), np.sort(rows["ended"])
    mornings = 24.0 * (warm_up_days + np.arange(days))
    inside = {
        f"at_{hour:g}": (np.searchsorted(came, mornings + hour) - np.searchsorted(gone, mornings + hour)).mean()
        for hour in at
    }
    noon = np.searchsorted(came, mornings + 14.0) - np.searchsorted(came, mornings + 12.0)
    return model.estimate(noon=noon.mean(), **inside)
