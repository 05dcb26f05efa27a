"""Queues and networks: one team, several teams in turn, opening hours, repair, sign-off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.calendar import Calendar
from sim.engine.kernel import Flow
from sim.engine.team import ABANDONED
from sim.theory import formulas
from sim.theory.lab import Case, Estimate, Floats, Lab, Station, controls, time_average, warm

GAINS = np.array([0.7, 0.0, 0.0])
ROUTES = np.array([[0.0, 0.6, 0.0], [0.0, 0.0, 1.0], [0.10, 0.15, 0.0]])
SERVICES, SERVERS = (0.5, 0.4, 1.2), (3, 3, 1)


def queue(rate: float, mean: float, staff: int, number: int, limit: float) -> Callable[[int], Estimate]:
    """M/M/c: time in system, wait, number in system, shares that take (or wait) longer than ``limit``."""
    station = Station(rate, mean, staff, number)

    def run(replication: int) -> Estimate:
        rows = warm(station.run(replication))
        time, wait = rows["ended"] - rows["asked"], rows["started"] - rows["asked"]
        since, until = rows["asked"][0], rows["asked"][-1]
        return Estimate({"time": time.mean(), "wait": wait.mean(), "P(wait)": float((wait > 0).mean()),
                         "inside": time_average(rows["asked"], rows["ended"], since, until),
                         "P(time > limit)": float((time > limit).mean()),
                         "P(wait > limit)": float((wait > limit).mean()),
                         "p95 of time": float(np.quantile(time, 0.95))}, controls(rows, rate, mean))

    return run


def impatient(rate: float, staff: int, impatience: float, number: int) -> Callable[[int], Estimate]:
    """M/M/c+M with unit service: waiting, giving up, mean wait, utilisation."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        team = lab.team("desk", staff)
        touch, patience = lab.service("touch", 1.0), lab.service("patience", 1 / impatience)
        lab.poisson("callers", rate, number, lambda case: team.work(case, touch(case), patience=patience(case)))
        lab.finish()
        rows = warm(lab.visits())
        wait, gone = rows["started"] - rows["asked"], rows["status"] == ABANDONED
        busy = time_average(rows["started"], rows["ended"], rows["asked"][0], rows["asked"][-1])
        served = rows[~gone]
        known = (len(rows) / (rate * (rows["asked"][-1] - rows["asked"][0])) - 1, served["worked"].mean() - 1)
        return Estimate({"P(wait)": float((wait > 0).mean()), "P(gives up)": float(gone.mean()),
                         "wait": wait.mean(), "utilisation": busy / staff}, known)

    return run


def touch_with_variation(squared: float) -> Callable[[Lab], Callable[[int], float]]:
    """Touch times of mean 1 whose squared coefficient of variation is given (0, 1/n, 1, or more)."""

    def build(lab: Lab) -> Callable[[int], float]:
        if squared == 0:
            return lambda case: 1.0
        parts = round(1 / squared) if squared < 1 else 1
        share = 2 / (1 + squared) if squared > 1 else 1.0
        draw, luck = lab.streams.exponential("touch", 1 / (parts * share)).draw, lab.streams.uniform("kind").draw

        def hours(case: int) -> float:
            if share < 1 and luck(case) >= share:
                return 0.0
            return sum(draw(case, part) for part in range(parts))

        return hours

    return build


def variable(squared: float, number: int) -> Callable[[int], Estimate]:
    """M/G/1 at load 0.8."""
    station = Station(0.8, 1.0, 1, number, touch=touch_with_variation(squared))

    def run(replication: int) -> Estimate:
        rows = warm(station.run(replication))
        known = controls(rows, 0.8, 1.0)
        second = float((rows["worked"] ** 2).mean()) - 1 - squared
        return Estimate({"wait": (rows["started"] - rows["asked"]).mean()}, (*known, second) if squared else known[:1])

    return run


def priorities(number: int) -> Callable[[int], Estimate]:
    """Two classes, the first served first, no interruption."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        team = lab.team("desk", by_priority=True)
        touch = lab.service("touch", 1.0)
        first = 3 * number // 8
        lab.poisson("first", 0.3, first, lambda case: team.work(case, touch(case), priority=1.0))
        lab.poisson("second", 0.5, number - first, lambda case: team.work(case, touch(case), priority=2.0), first)
        lab.finish()
        rows = lab.visits()[number // 20: -number // 50]
        wait, urgent = rows["started"] - rows["asked"], rows["case"] < first
        return Estimate({"first": wait[urgent].mean(), "second": wait[~urgent].mean(),
                         "all": (0.3 * wait[urgent].mean() + 0.5 * wait[~urgent].mean()) / 0.8},
                        controls(rows, 0.8, 1.0))

    return run


def returns(number: int) -> Callable[[int], Estimate]:
    """Front office, back office, quality check with returns to both."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        teams = [lab.team(name, staff) for name, staff in zip(("front", "back", "check"), SERVERS, strict=True)]
        touch = [lab.service(f"touch {place}", 1 / service) for place, service in enumerate(SERVICES)]
        route = lab.streams.uniform("route").draw
        onward = np.cumsum(ROUTES, axis=1).tolist()
        born: list[float] = []
        died: list[float] = []

        def flow(case: int) -> Flow:
            place, visit, begun = 0, 0, lab.env.now
            while place < 3:
                yield teams[place].work(case, touch[place](case, visit))  # type: ignore[call-arg]
                luck = route(case, visit)
                place = next((target for target, upto in enumerate(onward[place]) if luck < upto), 3)
                visit += 1
            born.append(begun)
            died.append(lab.env.now)

        lab.poisson("cases", 0.7, number, lambda case: lab.env.start(flow(case)))
        lab.finish()
        rows, span = lab.visits(), max(born)
        lead = float(np.mean(np.array(died) - np.array(born)))
        work = float(rows["worked"].sum()) / number
        visits = {name: float((rows["team"] == team.code).sum()) / span
                  for name, team in zip(("front", "back", "check"), teams, strict=True)}
        return Estimate({"lead time": lead, "touches": len(rows) / number, "touch hours": work,
                         "flow efficiency": work / lead, **visits})

    return run


def repair_desk(hours: float) -> Callable[[int], Estimate]:
    """Ten systems that fail, one technician."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        desk = lab.team("desk")
        fails, repair = lab.streams.exponential("up", 50.0), lab.streams.exponential("repair", 4.0)

        def system(number: int) -> Flow:
            incident = number << 30
            while True:
                yield lab.env.timeout(fails.draw(incident))
                yield desk.work(incident, repair.draw(incident))
                incident += 1

        for number in range(10):
            lab.env.start(system(number))
        lab.env.run(until=hours)
        desk.close()
        rows = lab.visits()
        rows = rows[rows["asked"] < 0.99 * hours]
        since, until = 0.02 * hours, 0.98 * hours
        return Estimate({"down": time_average(rows["asked"], rows["ended"], since, until),
                         "downtime": float((rows["ended"] - rows["asked"])[rows["asked"] < until].mean()),
                         "utilisation": time_average(rows["started"], rows["ended"], since, until)})

    return run


def sign_off(number: int) -> Callable[[int], Estimate]:
    """Three approvers with all the time in the world: side by side, and one after the other."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        teams = [lab.team(f"approver {n}", number) for n in range(3)]
        touch = lab.streams.exponential("touch", 8.0)
        ended: dict[str, list[float]] = {"parallel": [], "serial": []}

        def parallel(case: int) -> Flow:
            yield lab.env.all_of([team.work(case, touch.draw(case, n)) for n, team in enumerate(teams)])
            ended["parallel"].append(lab.env.now)

        def serial(case: int) -> Flow:
            for n, team in enumerate(teams):
                yield team.work(case, touch.draw(case, n))
            ended["serial"].append(lab.env.now)

        for case in range(number):
            lab.env.start((parallel if case % 2 else serial)(case))
        lab.finish()
        return Estimate({way: float(np.mean(times)) for way, times in ended.items()})

    return run


def light_traffic(calendar: Calendar, weeks: int) -> Callable[[int], Estimate]:
    """Mean wait for an open hour when there is next to nothing to do."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        team = lab.team("desk", 50, calendar=calendar)
        lab.poisson("cases", 5.0, int(5 * 168 * weeks), lambda case: team.work(case, 1e-6))
        lab.env.run(until=168.0 * weeks)
        rows = lab.visits()
        rows = rows[rows["asked"] < 168.0 * (weeks - 1)]
        return Estimate({"wait": float((rows["started"] - rows["asked"]).mean())})

    return run


def _expect_returns() -> dict[str, float]:
    flows: Floats = formulas.jackson_flows(GAINS, ROUTES)
    lead = formulas.jackson_time(GAINS, ROUTES, SERVICES, SERVERS)
    hours = float((flows / np.array(SERVICES)).sum() / 0.7)
    return {"lead time": lead, "touches": float(flows.sum()) / 0.7, "touch hours": hours,
            "flow efficiency": hours / lead, "front": float(flows[0]), "back": float(flows[1]), "check": float(flows[2])}


_PRIORITY = formulas.wait_priority((0.3, 0.5), 1.0)
_C = formulas.erlang_c(4.0, 5)
_EVERY_DAY = Calendar.daily(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 9.0, 17.0)
_WORKDAYS = Calendar.daily(("mon", "tue", "wed", "thu", "fri"), 9.0, 17.0)

CASES = [
    Case("Q1", "one clerk, M/M/1", {"time": 5.0, "wait": 4.0, "inside": 4.0, "P(time > limit)": np.exp(-2.0),
                                    "p95 of time": -5 * np.log(0.05)}, queue(0.8, 1.0, 1, 120_000, 10.0), replications=36,
         slow=True),
    Case("Q2", "team of five, M/M/5", {"P(wait)": _C, "wait": _C, "time": 1 + _C, "inside": 4 * (1 + _C),
                                       "P(wait > limit)": _C * np.exp(-0.5)}, queue(4.0, 1.0, 5, 120_000, 0.5),
         slow=True),
    Case("Q3", "impatient callers, M/M/10+M", formulas.erlang_a(10.0, 1.0, 10, 0.5), impatient(10.0, 10, 0.5, 15_000),
         slow=True),
    *(Case(f"Q4 cs²={squared:g}", "variable task length, M/G/1", {"wait": formulas.wait_mg1(0.8, 1.0, squared)},
           variable(squared, number), slow=True)
      for squared, number in ((0.0, 25_000), (0.25, 40_000), (1.0, 80_000), (2.0, 70_000), (4.0, 110_000))),
    Case("Q5", "important customers first", {"first": _PRIORITY[0], "second": _PRIORITY[1], "all": 4.0},
         priorities(100_000), slow=True),
    Case("Q7", "front office, back office, check with returns", _expect_returns(), returns(5_000)),
    Case("Q9", "IT repair desk", formulas.machine_repair(10, 0.02, 0.25), repair_desk(40_000.0)),
    Case("Q13", "sign-off by three", {"parallel": formulas.slowest_of(3, 8.0), "serial": 24.0}, sign_off(1200)),
    Case("Q16 daily", "opening hours, light traffic", {"wait": formulas.wait_for_opening((16.0,), 24.0)},
         light_traffic(_EVERY_DAY, 10)),
    Case("Q16 week", "opening hours, light traffic",
         {"wait": formulas.wait_for_opening((16.0, 16.0, 16.0, 16.0, 64.0), 168.0)}, light_traffic(_WORKDAYS, 10)),
]
