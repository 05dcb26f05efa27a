"""What is known, when: ages, stale copies, stock, bullwhip, status chasing."""

from __future__ import annotations

from collections import deque

import numpy as np

from sim.engine.gauges import Age, Level
from sim.engine.handoff import Delay, Handoff
from sim.engine.kernel import Event, Flow
from sim.engine.records import Feed, Record
from sim.engine.streams import case_key, child_key
from sim.engine.team import Team
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model


def age(replication: int, arrivals: float, rate: float, horizon: float) -> Estimate:
    """Age of what is known when every update passes one desk."""
    model = Model(replication, horizon)
    desk, touch, known = model.team("desk"), model.service("touch", 1.0 / rate), Age(model.env)

    def update(case: int) -> Flow:
        born = model.env.now
        yield desk.work(case, touch(case))
        known.update(born)

    model.poisson("update", arrivals, lambda case: model.env.start(update(case)))
    model.run(until=horizon)
    model.env.run()
    model.work_control(desk, 1.0 / rate)
    return model.estimate(age=known.mean, peak=known.peak)


def snapshots(
    replication: int,
    changes: float,
    period: float,
    transport: float,
    horizon: float,
    records: int = 20,
    reads: float = 1.0,
) -> Estimate:
    """Copies brought every ``period`` hours of two-state records that change at random, read at random times.

    Age of what is read, age just before news, share of reads that are up to date, share that show the wrong state.
    """
    model = Model(replication, horizon)
    env, feed, known = model.env, Feed(model.env), Age(model.env)
    facts = [Record(number, False) for number in range(records)]
    which = model.streams.uniform("which")
    ages: list[float] = []
    fresh = wrong = 0

    def change(case: int) -> None:
        fact = facts[int(which.draw(case) * records)]
        fact.write(env.now, not fact.value)

    def copy() -> Flow:
        while True:
            yield env.timeout(period)
            env.start(carry(env.now))

    def carry(as_of: float) -> Flow:
        if transport:
            yield env.timeout(transport)
        feed.bring(as_of)
        known.update(as_of)
        for fact in facts:
            fact.forget_before(as_of)

    def read(_: int) -> None:
        nonlocal fresh, wrong
        if not known.updates:
            return
        for fact in facts:
            seen = feed.read(fact)
            fresh += not seen.unseen
            wrong += seen.value != fact.value
        ages.append(seen.age)

    env.start(copy())
    model.poisson("change", changes * records, change)
    model.poisson("read", reads, read)
    model.run(until=horizon)
    count = len(ages) * records
    return model.estimate(age=np.mean(ages), peak=known.peak, up_to_date=fresh / count, wrong=wrong / count)


def base_stock(
    replication: int, demand: float, lead: float, delay: float, stock: int, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """Every unit sold is ordered anew; the order is known ``delay`` later and delivered ``lead`` after that.

    Controls: number of demands, and how unevenly they fall (squares, cubes of numbers in windows of lead time, Poisson).
    """
    model = Model(replication, horizon, warm_up)
    shop, supplier = model.team("shop"), model.team("supplier")
    handoff = Handoff(model.env, model.journal, model.streams, "order", shop, supplier, Delay(lambda case: delay))
    net, short = Level(model.env, stock), Level(model.env)
    times: list[float] = []
    asked = filled = 0

    def jump(change: int) -> None:
        net.add(change)
        short.set(max(0.0, -net.value))

    def sell(case: int) -> Flow:
        nonlocal asked, filled
        times.append(model.env.now)
        if model.env.now >= warm_up:
            asked += 1
            filled += net.value > 0
        jump(-1)
        yield handoff.send(case)
        yield model.env.timeout(lead)
        jump(1)

    model.env.at(warm_up, short.restart)
    model.poisson("demand", demand, lambda case: model.env.start(sell(case)))
    model.run(until=horizon)
    steps = np.arange(0.0, horizon - lead - delay, 0.5)
    window = np.searchsorted(times, steps + lead + delay) - np.searchsorted(times, steps)
    mean, number = demand * (lead + delay), window.astype(float)
    model.controls.append(float((number**2).mean()) - mean - mean**2)
    model.controls.append(float((number**3).mean()) - mean - 3.0 * mean**2 - mean**3)
    return model.estimate(fill=filled / asked, backorders=short.mean)


def bullwhip(
    replication: int,
    lead: int,
    window: int,
    periods: int,
    *,
    stages: int = 1,
    correlation: float = 0.0,
    shared: bool = False,
) -> Estimate:
    """Order-up-to at every stage by a moving average of the orders below it, or of true demand when that is shared.

    Variance of the last stage's orders over the (known) variance of demand. Control: how much demand really varied.
    """
    model = Model(replication, periods)
    env, noise = model.env, model.streams.uniform("demand")
    books = [Record(stage, 0.0) for stage in range(stages + 1)]  # demand, then the orders of every stage
    feed = Feed(env, live=True)
    seen: list[deque[float]] = [deque(maxlen=window + 1) for _ in range(stages)]
    orders: list[float] = []
    shocks = 0.0

    def order(stage: int) -> float:
        past = seen[stage]
        below: float = feed.read(books[stage]).value
        past.append(feed.read(books[0]).value if shared else below)
        return below + lead * (past[-1] - past[0]) / window if len(past) > window else below

    def company() -> Flow:
        nonlocal shocks
        demand = 0.0
        for period in range(periods):
            yield env.timeout(1.0)
            shock = noise.draw(period) - 0.5
            shocks += shock * shock - 1.0 / 12.0
            demand = correlation * demand + shock
            books[0].write(env.now, demand)
            for stage in range(stages):
                books[stage + 1].write(env.now, order(stage))
            for book in books:
                book.forget_before(env.now)
            if period > 20 * stages + 2 * window:
                orders.append(books[-1].value)

    env.start(company())
    model.run()
    model.controls.append(shocks)
    return model.estimate(ratio=np.square(orders).mean() * 12.0 * (1.0 - correlation**2))


def chasing(
    replication: int, arrivals: float, rate: float, calls: float, horizon: float, warm_up: float = 0.0
) -> Estimate:
    """Every open case calls at rate ``calls``, and somebody else answers: contacts an hour."""
    model = Model(replication, horizon, warm_up)
    env, desk, touch, gap = (
        model.env,
        model.team("desk"),
        model.service("touch", 1.0 / rate),
        model.streams.exponential("call", 1.0 / calls),
    )
    contacts = 0

    def case(key: int) -> None:
        task = desk.work(key, touch(key))
        chase(key, task, 0)

    def chase(key: int, task: Event, number: int) -> None:
        env.at(env.now + gap.draw(key, number), lambda: call(key, task, number))

    def call(key: int, task: Event, number: int) -> None:
        nonlocal contacts
        if not task.triggered:
            contacts += warm_up <= env.now < horizon
            chase(key, task, number + 1)

    model.poisson("case", arrivals, case)
    model.run()
    model.work_control(desk, 1.0 / rate)
    model.burst_controls(model.journal.visits.rows(), 1.0 / rate)
    return model.estimate(contacts=contacts / (horizon - warm_up), inside=model.inside(model.visits()))


def tipping(replication: int, arrivals: float, calls: float, hours: float, backlog: int, horizon: float) -> Estimate:
    """The desk itself (mean 1 h) answers its chasers, first of all, for ``hours`` each; it starts with a backlog.

    Open cases at the end (0 if it has recovered, that is been without any, before).
    """
    model = Model(replication, horizon)
    env = model.env
    desk = Team(env, model.journal, "desk", by_priority=True)
    touch, gap = model.service("touch", 1.0), model.streams.exponential("call", 1.0 / calls)
    opened = backlog

    def case(key: int) -> Flow:
        nonlocal opened
        task = desk.work(key, touch(key), priority=1.0)
        chase(key, task, 0)
        yield task
        opened -= 1

    def arrive(key: int) -> None:
        nonlocal opened
        opened += 1
        env.start(case(key))

    def chase(key: int, task: Event, number: int) -> None:
        env.at(env.now + gap.draw(key, number), lambda: call(key, task, number))

    def call(key: int, task: Event, number: int) -> None:
        if not task.triggered:
            desk.work(child_key(key, "chase", number), hours)
            chase(key, task, number + 1)

    for number in range(backlog):
        env.start(case(case_key("backlog", number)))
    model.poisson("case", arrivals, arrive)
    recovered = False
    for day in range(1, int(horizon / 24.0) + 1):
        env.run(until=24.0 * day)
        recovered = recovered or opened <= backlog / 4
        if recovered or opened > 4 * backlog:
            break
    return model.estimate(recovered=recovered, open=opened, grew=opened > backlog)
