"""Single stations and networks: desks, teams, impatience, priorities, repair, sign-off, opening hours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engine.calendar import Calendar
from sim.engine.codes import VisitStatus
from sim.engine.gauges import Level
from sim.engine.kernel import Flow
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def station(
    replication: int,
    arrivals: float,
    service: float,
    servers: int,
    horizon: float,
    *,
    variation: float = 1.0,
    warm_up: float = 0.0,
    tail: float = 10.0,
    bursts: bool = False,
) -> Estimate:
    """M/G/c, first come first served: lead time, wait, number inside, tails.

    ``bursts``: how unevenly work comes is among the controls, which pays when what is asked for is rare or the desk busy.
    """
    model = Model(replication, horizon, warm_up)
    team, touch = model.team("desk", servers), model.service("touch", service, variation)
    model.poisson("case", arrivals, lambda case: team.work(case, touch(case)))
    model.run()
    if variation:
        squared = service * service * (1.0 + variation)
        model.work_control(team, service, squared if variation != 1.0 else None)
    if bursts:
        model.burst_controls(model.journal.visits.rows(), service, variation)
    rows = model.visits()
    waits, stays = rows["started"] - rows["asked"], rows["ended"] - rows["asked"]
    return model.estimate(
        lead_time=stays.mean(),
        wait=waits.mean(),
        inside=model.inside(model.visits()),
        waits=(waits > 0.0).mean(),
        wait_tail=(waits > tail).mean(),
        lead_time_tail=(stays > tail).mean(),
        p95=np.quantile(stays, 0.95),
    )


def impatient(
    replication: int, arrivals: float, rate: float, servers: int, impatience: float, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """Callers who give up: shares that wait and give up, mean wait of all, utilisation."""
    model = Model(replication, horizon, warm_up)
    team, touch = model.team("agents", servers), model.service("touch", 1.0 / rate)
    patience = model.streams.exponential("patience", 1.0 / impatience).draw
    model.poisson("call", arrivals, lambda case: team.work(case, touch(case), patience=patience(case)))
    model.run()
    rows = model.visits()
    gone = rows["status"] == VisitStatus.ABANDONED
    waits = rows["started"] - rows["asked"]
    return model.estimate(
        waits=(waits > 0.0).mean(),
        abandoned=gone.mean(),
        wait=waits.mean(),
        busy=rows["worked"].sum() / (servers * (horizon - warm_up)),
    )


def priorities(replication: int, arrivals: Sequence[float], horizon: float, warm_up: float = 0.0) -> Estimate:
    """One desk (mean 1 h), most urgent class first, no interruption: wait of each class and of all."""
    model = Model(replication, horizon, warm_up)
    desk, touch = Team(model.env, model.journal, "desk", by_priority=True), model.service("touch", 1.0)

    def arrive(urgency: int, rate: float) -> None:
        model.poisson(f"class.{urgency}", rate, lambda case: desk.work(case, touch(case), urgency, priority=urgency))

    for urgency, rate in enumerate(arrivals):
        arrive(urgency, rate)
    model.run()
    model.work_control(desk, 1.0)
    model.burst_controls(model.journal.visits.rows(), 1.0)
    rows = model.visits()
    waits = rows["started"] - rows["asked"]
    return model.estimate(
        all=waits.mean(),
        **{f"class_{urgency}": waits[rows["activity"] == urgency].mean() for urgency in range(len(arrivals))},
    )


def network(
    replication: int,
    gains: Sequence[float],
    moves: Sequence[Sequence[float]],
    servers: Sequence[int],
    rates: Sequence[float],
    horizon: float,
    warm_up: float = 0.0,
) -> Estimate:
    """An open network: cases enter at rate ``gains`` and go on by ``moves``."""
    model = Model(replication, horizon, warm_up)
    teams = [model.team(f"team.{place}", staff) for place, staff in enumerate(servers)]
    touch, luck = model.streams.exponential("touch", 1.0), model.streams.uniform("route")
    upto = [np.cumsum(row).tolist() for row in moves]
    counted: list[int] = []
    stays: list[float] = []
    visits: list[int] = []

    def case(key: int, place: int) -> Flow:
        born, visit = model.env.now, 0
        while place < len(teams):
            yield teams[place].work(key, touch.draw(key, visit) / rates[place])
            chance = luck.draw(key, visit)
            place = next((to for to, limit in enumerate(upto[place]) if chance < limit), len(teams))
            visit += 1
        if born >= warm_up:
            counted.append(key)
            stays.append(model.env.now - born)
            visits.append(visit)

    def enter(place: int, rate: float) -> None:
        model.poisson(f"case.{place}", rate, lambda key: model.env.start(case(key, place)))

    for place, rate in enumerate(gains):
        if rate:
            enter(place, rate)
    model.run()
    rows = model.journal.visits.rows()
    through = np.linalg.inv(np.eye(len(gains)) - np.asarray(moves)).sum(axis=1)  # visits still to come, by first place
    model.controls.append(
        len(rows) - sum(model.arrived[f"case.{place}"] * through[place] for place, rate in enumerate(gains) if rate)
    )
    for team, rate in zip(teams, rates, strict=True):
        model.work_control(team, 1.0 / rate)
    worked = float(rows["worked"][np.isin(rows["case"], counted)].sum())
    return model.estimate(
        lead_time=np.mean(stays), visits=np.mean(visits), touch=worked / len(stays), efficiency=worked / sum(stays)
    )


def repair_desk(
    replication: int, systems: int, failures: float, repairs: float, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """Systems that fail and wait for one technician: number down, downtime, utilisation."""
    model = Model(replication, horizon, warm_up)
    desk, down = model.team("technician"), Level(model.env)
    up, touch = model.streams.exponential("up", 1.0 / failures), model.streams.exponential("touch", 1.0 / repairs)

    def system(number: int) -> Flow:
        visit = 0
        while True:
            yield model.env.timeout(up.draw(number, visit))
            down.add(1)
            yield desk.work(number, touch.draw(number, visit))
            down.add(-1)
            visit += 1

    for number in range(systems):
        model.env.start(system(number))
    model.env.at(warm_up, down.restart)
    model.run(until=horizon)
    rows = model.visits()
    return model.estimate(
        down=down.mean, downtime=(rows["ended"] - rows["asked"]).mean(), busy=rows["worked"].sum() / (horizon - warm_up)
    )


def sign_off(replication: int, approvers: int, mean: float, cases: int) -> Estimate:
    """Approvers with unlimited capacity: all at once, and one after the other."""
    model = Model(replication, cases)
    crowds = [model.team(f"approver.{number}", 2 * cases) for number in range(approvers)]
    hours = model.streams.exponential("touch", mean)
    parallel: list[float] = []
    serial: list[float] = []

    def at_once(case: int) -> Flow:
        born = model.env.now
        tasks = [crowd.work(case, hours.draw(case, number)) for number, crowd in enumerate(crowds)]
        for task in tasks:  # noqa: UP028  (the kernel sends values in, which a list cannot take)
            yield task
        parallel.append(model.env.now - born)

    def in_turn(case: int) -> Flow:
        born = model.env.now
        for number, crowd in enumerate(crowds):
            yield crowd.work(case, hours.draw(case, number))
        serial.append(model.env.now - born)

    for case in range(cases):
        model.env.start(at_once(2 * case))
        model.env.start(in_turn(2 * case + 1))
    model.run()
    return model.estimate(parallel=np.mean(parallel), serial=np.mean(serial))


def opening_hours(replication: int, calendar: Calendar, arrivals: float, cycles: int) -> Estimate:
    """Wait for a desk to open, over whole cycles; the work itself takes no time (the limit of light traffic)."""
    model = Model(replication, cycles * calendar.cycle)
    desk = Team(model.env, model.journal, "desk", calendar=calendar)
    model.poisson("case", arrivals, lambda case: desk.work(case, 0.0))
    model.run(until=(cycles + 1) * calendar.cycle)
    rows = model.visits()
    return model.estimate(wait=(rows["ended"] - rows["asked"]).mean())
