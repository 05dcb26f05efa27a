"""Cross-training and joint work."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.meeting import Meeting
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def chain(
    replication: int,
    departments: int,
    skills: int,
    arrivals: float,
    horizon: float,
    warm_up: float = 0.0,
    *,
    bursts: bool = False,
) -> Estimate:
    """Departments of one agent (mean 1 h) skilled for their own and the next ``skills - 1``; longest queue first.

    ``bursts``: how unevenly work comes is among the controls.
    """
    model = Model(replication, horizon, warm_up)
    teams = [Team(model.env, model.journal, f"team.{place}", longest_queue_first=True) for place in range(departments)]
    for place, team in enumerate(teams):
        for step in range(1, skills):
            team.help(teams[(place + step) % departments])
    touch = model.streams.exponential("touch", 1.0).draw
    luck = model.streams.uniform("department").draw
    model.poisson(
        "case", arrivals * departments, lambda case: teams[int(luck(case) * departments)].work(case, touch(case))
    )
    model.run()
    rows = model.journal.visits.rows()
    model.controls.append(float((rows["worked"] - 1.0).sum()))
    if bursts:
        model.burst_controls(rows, 1.0)
    rows = model.visits()
    return model.estimate(wait=(rows["started"] - rows["asked"]).mean())


def unequal_work(
    replication: int,
    arrivals: Sequence[float],
    means: Sequence[float],
    pooled: bool,
    horizon: float,
    warm_up: float = 0.0,
) -> Estimate:
    """Classes of work of different length (exponential), one person each or one team for all: wait of each class."""
    model = Model(replication, horizon, warm_up)
    touch = model.streams.exponential("touch", 1.0).draw
    teams = (
        [model.team("all", len(means))] * len(means)
        if pooled
        else [model.team(f"class.{kind}") for kind in range(len(means))]
    )

    def arrive(kind: int, rate: float) -> None:
        model.poisson(f"class.{kind}", rate, lambda case: teams[kind].work(case, means[kind] * touch(case), kind))

    for kind, rate in enumerate(arrivals):
        arrive(kind, rate)
    model.run()
    everything = model.journal.visits.rows()
    for kind, mean in enumerate(means):
        worked = everything["worked"][everything["activity"] == kind]
        model.controls += [float((worked - mean).sum()), float((worked * worked - 2.0 * mean * mean).sum())]
    rows = model.visits()
    waits = rows["started"] - rows["asked"]
    return model.estimate(**{f"class_{kind}": waits[rows["activity"] == kind].mean() for kind in range(len(means))})


def helper(replication: int, own: float, other: float, helps: bool, horizon: float, warm_up: float = 0.0) -> Estimate:
    """Two departments of one (mean 1 h); the first may help the second whenever its own desk is empty."""
    model = Model(replication, horizon, warm_up)
    first, second, touch = model.team("helper"), model.team("helped"), model.service("touch", 1.0)
    if helps:
        first.help(second)
    model.poisson("own", own, lambda case: first.work(case, touch(case)))
    model.poisson("other", other, lambda case: second.work(case, touch(case)))
    model.run()
    model.work_control(first, 1.0)
    model.work_control(second, 1.0)
    own_wait, other_wait = (
        float((rows["started"] - rows["asked"]).mean()) for rows in (model.visits(first), model.visits(second))
    )
    return model.estimate(own=own_wait, other=other_wait)


def _triangle(model: Model) -> list[Meeting]:
    teams = [model.team(f"team.{place}") for place in range(3)]
    return [Meeting([teams[place], teams[(place + 1) % 3]]) for place in range(3)]


def triangle(replication: int, arrivals: float, horizon: float, warm_up: float = 0.0) -> Estimate:
    """Three departments of one, three kinds of meetings of two of them (exponential, mean 1 h)."""
    model = Model(replication, horizon, warm_up)
    pairs, touch, luck = _triangle(model), model.service("touch", 1.0), model.streams.uniform("pair")
    model.poisson("meeting", 3.0 * arrivals, lambda case: pairs[int(luck.draw(case) * 3)].work(case, touch(case)))
    model.run()
    once = model.journal.visits.rows()[::2]  # two members take part
    model.controls.append(float((once["worked"] - 1.0).sum()))
    model.burst_controls(once, 1.0)
    rows = model.visits()
    return model.estimate(lead_time=(rows["ended"] - rows["asked"]).mean())


def triangle_capacity(replication: int, tasks: int) -> Estimate:
    """The same, saturated, unit time: meetings an hour, and how busy each department is."""
    model = Model(replication, tasks)
    pairs, luck = _triangle(model), model.streams.uniform("pair")
    for case in range(tasks):
        pairs[int(luck.draw(case) * 3)].work(case, 1.0)
    model.run()
    rows = model.journal.visits.rows()
    end = float(rows["ended"].max())
    return model.estimate(capacity=len(rows) / 2.0 / end, busy=rows["worked"].sum() / (3.0 * end))
