"""Statements on load, pooling, skills and joint work (1, 4, 5, 6, 7)."""

from __future__ import annotations

from sim.verification import formulas
from sim.verification.break_evens import pair_capacity
from sim.verification.models import pooling, queues
from sim.verification.statements.claims import (
    Above,
    Below,
    Claim,
    Equals,
    SameSign,
    mean_of,
    percent,
    ratio_of,
    share_saved,
)
from sim.verification.statements.lab import Lab

REKEYING = 0.2
PEOPLE = 5


def gain_depends_on_load(lab: Lab) -> list[Claim]:
    """1: one desk, 1 h of work a case, a fifth of it rekeying that goes away; at 80 % and at 40 % load."""
    claims: list[Claim] = []
    saved = []
    for load in (0.8, 0.4):
        hours, name = lab.hours(18_000.0 if load > 0.5 else 10_000.0), f"{percent(load)} load"
        before = lab.run(queues.station, load, 1.0, 1, hours, warm_up=lab.hours(300.0), bursts=True)
        after = lab.run(queues.station, load, 1.0 - REKEYING, 1, hours, warm_up=lab.hours(300.0), bursts=True)
        first, second = before["lead_time"], after["lead_time"]
        exact, better = formulas.time_mmc(load, 1.0), formulas.time_mmc(load, 1.0 / (1.0 - REKEYING))
        claims += [
            Equals(f"lead time at {name}", exact, first),
            Equals("… without the rekeying", better, second),
            Equals("… share saved", 1.0 - better / exact, share_saved(first, second), "%"),
        ]
        saved.append(1.0 - second.values / first.values)
    return [*claims, Above("saved at 80 % load less saved at 40 %", 0.0, mean_of(saved[0] - saved[1]), "%")]


def generalists_break_even(lab: Lab) -> list[Claim]:
    """4: five single desks become one team whose members are slower; below and above the break-even, at two loads."""
    claims: list[Claim] = []
    for load, slower, hours in ((0.8, (0.12, 0.18), 1_500.0), (0.9, (0.06, 0.09), 4_000.0)):
        limit = formulas.tolerable_slowdown(load, PEOPLE)
        alone = lab.run(queues.station, load, 1.0, 1, lab.hours(10_000.0), warm_up=lab.hours(500.0))
        pools = [
            lab.run(queues.station, load * PEOPLE, 1.0 / (1.0 - slow), PEOPLE, lab.hours(hours), warm_up=lab.hours(300.0))
            for slow in slower
        ]
        for slow, pool in zip(slower, pools, strict=True):
            side = Below if slow < limit else Above
            name = f"{percent(load)} load, {percent(slow)} slower (limit {percent(limit, 2)})"
            claims.append(side(f"lead time, team less desks, {name}", 0.0, pool["lead_time"] - alone["lead_time"]))
    return claims


def two_skills(lab: Lab) -> list[Claim]:
    """5: five departments of one; everyone also learns the next department's work, or everybody's."""
    own, two, everything = (
        lab.run(pooling.chain, PEOPLE, skills, 0.8, lab.hours(1_000.0), lab.hours(100.0)) for skills in (1, 2, PEOPLE)
    )
    second, full = own["wait"] - two["wait"], own["wait"] - everything["wait"]
    exact = formulas.time_mmc(0.8, 1.0) - 1.0 - formulas.wait_mmc(0.8 * PEOPLE, 1.0, PEOPLE)
    return [
        SameSign("wait saved by all five skills", exact, full),
        Above("wait saved by the second skill", 0.0, second),
        Above("… as a share of what all five save", 0.85, ratio_of(second, full), "%"),
    ]


def pooling_unequal_work(lab: Lab) -> list[Claim]:
    """6: short and long cases in one queue; a helper's own customers; and what a priority moves."""
    apart, pooled = (
        lab.run(pooling.unequal_work, [0.8, 0.08], [1.0, 10.0], together, lab.hours(15_000.0), lab.hours(500.0))
        for together in (False, True)
    )
    own_desk = formulas.wait_mmc(0.8, 1.0, 1)
    alone, helping = (
        lab.run(pooling.helper, 0.5, 0.8, helps, lab.hours(5_000.0), lab.hours(100.0)) for helps in (False, True)
    )
    ranked = lab.run(queues.priorities, [0.3, 0.4], lab.hours(24_000.0), lab.hours(300.0))
    alike = formulas.wait_mmc(0.7, 1.0, 1)
    urgent, other = formulas.wait_priority([0.3, 0.4], 1.0)
    return [
        Above(
            "short cases: in one queue with long ones less at a desk of their own",
            0.0,
            pooled["class_0"] - apart["class_0"],
        ),
        Above(
            "short cases wait in one queue (limit: twice the closed form of their own desk)",
            2.0 * own_desk,
            pooled["class_0"],
        ),
        Below("long cases: in one queue less at a desk of their own", 0.0, pooled["class_1"] - apart["class_1"]),
        Above("helper's own cases: helping less not helping", 0.0, helping["own"] - alone["own"]),
        Below("helped department's cases: the same", 0.0, helping["other"] - alone["other"]),
        Equals("urgent cases wait, served first", urgent, ranked["class_0"]),
        Equals("other cases wait, served last", other, ranked["class_1"]),
        Equals("all cases wait, as without the priority", alike, ranked["all"]),
    ]


def collaboration_eats_capacity(lab: Lab) -> list[Claim]:
    """7: three departments, and tasks that need two of them at once."""
    runs, bound = pair_capacity(3)
    full = lab.run(pooling.triangle_capacity, lab.count(500))
    queue = lab.run(pooling.triangle, 0.15, lab.hours(4_500.0), lab.hours(200.0))
    return [
        Equals("joint tasks done, always work waiting", runs, full["capacity"], "per h"),
        Below("… against what each department could do", bound, full["capacity"], "per h"),
        Equals("share of time each department is busy then", runs / bound, full["busy"], "%"),
        Equals("lead time of 0.45 joint tasks an hour, as at one desk", formulas.time_mmc(0.45, 1.0), queue["lead_time"]),
    ]
