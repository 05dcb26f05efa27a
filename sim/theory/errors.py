"""Errors, rework and outages."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engine.kernel import Flow
from sim.engine.platform import Platform, breakdowns
from sim.theory import formulas
from sim.theory.lab import Case, Estimate, Lab, controls, time_average, warm

WRONG = 0.2


def rework(number: int) -> Callable[[int], Estimate]:
    """One desk; a fifth of the work is wrong and comes back at once."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        desk = lab.team("desk")
        touch, luck = lab.service("touch", 1.0), lab.streams.uniform("luck").draw
        times: list[tuple[float, float]] = []

        def flow(case: int) -> Flow:
            begun, visit = lab.env.now, 0
            yield desk.work(case, touch(case, visit))  # type: ignore[call-arg]
            while luck(case, visit) < WRONG:
                visit += 1
                yield desk.work(case, touch(case, visit))  # type: ignore[call-arg]
            times.append((begun, lab.env.now))

        lab.poisson("cases", 0.6, number, lambda case: lab.env.start(flow(case)))
        lab.finish()
        rows, ended = warm(lab.visits()), warm(np.array(sorted(times)))
        return Estimate({"visits": len(lab.journal.visits) / number, "time": float((ended[:, 1] - ended[:, 0]).mean())},
                        controls(rows, 0.75, 1.0))

    return run


def detection(late: bool, number: int, wrong: float = WRONG) -> Callable[[int], Estimate]:
    """Three desks; errors made at the first are found there, or only after the third."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        desks = [lab.team(f"desk {n}") for n in range(3)]
        touch = [lab.streams.exponential(f"touch {n}", 1.0).draw for n in range(3)]
        luck = lab.streams.uniform("luck").draw
        times: list[tuple[float, float]] = []

        def flow(case: int) -> Flow:
            begun, visit, place = lab.env.now, 0, 0
            while place < 3:
                yield desks[place].work(case, touch[place](case, visit))
                if place == (2 if late else 0) and luck(case, visit) < wrong:
                    place, visit = 0, visit + 1
                else:
                    place += 1
            times.append((begun, lab.env.now))

        lab.poisson("cases", 0.6, number, lambda case: lab.env.start(flow(case)))
        lab.finish()
        rows, ended = warm(lab.visits()), warm(np.array(sorted(times)))
        again = 0.6 / (1 - wrong)
        flows = (again, again, again) if late else (again, 0.6, 0.6)
        known = [control for desk, rate in zip(desks, flows, strict=True)
                 for control in controls(rows[rows["team"] == desk.code], rate, 1.0)]
        return Estimate({"time": float((ended[:, 1] - ended[:, 0]).mean())}, (known[0], sum(known[1::2])))

    return run


def breaking_down(rate: float, up: float, down: float, number: int) -> Callable[[int], Estimate]:
    """One desk on a platform that fails at any time and lets go on where work stopped."""

    def run(replication: int) -> Estimate:
        lab = Lab(replication)
        system = Platform(lab.env, lab.journal, "system")
        desk = lab.team("desk", platform=system)
        touch = lab.service("touch", 1.0)
        ups, downs = lab.streams.exponential("up", up).draw, lab.streams.exponential("down", down).draw
        lab.env.start(breakdowns(system, ups, downs))
        lab.poisson("cases", rate, number, lambda case: desk.work(case, touch(case)))
        lab.env.run(until=1.2 * number / rate)
        rows = warm(lab.visits())
        rows = rows[: len(rows) - number // 50]
        outages = lab.journal.outages.rows()
        lasted = outages["ended"] - outages["started"]
        hours = float(outages["ended"][-1])
        cycle = up + down
        known = (len(lasted) * cycle / hours - 1, float(lasted.sum()) / hours * cycle / down - 1,
                 float((lasted**2).sum()) / hours * cycle / (2 * down * down) - 1)
        return Estimate({"time": float((rows["ended"] - rows["asked"]).mean()),
                         "inside": time_average(rows["asked"], rows["ended"], rows["asked"][0], rows["asked"][-1])},
                        (*controls(rows, rate, 1.0), *known))

    return run


_R7 = formulas.time_with_breakdowns(0.8, 1.0, 1 / 200, 1 / 8)

CASES = [
    Case("R1", "geometric rework on one desk", {"visits": 1.25, "time": 5.0}, rework(30_000), slow=True),
    Case("R2 late", "error found after three desks", {"time": 15.0}, detection(True, 12_000), slow=True),
    Case("R2 at once", "error found where it is made", {"time": 10.0}, detection(False, 12_000), slow=True),
    Case("R2 none", "no errors", {"time": 7.5}, detection(False, 3_000, 0.0)),
    Case("R5", "a platform that fails", {"time": 14 / 3, "inside": 7 / 3}, breaking_down(0.5, 20.0, 4.0, 30_000),
         slow=True),
    Case("R7", "four hours of latency against an outage of eight", {"time": _R7}, breaking_down(0.8, 200.0, 8.0, 80_000),
         replications=30, slow=True),
]
