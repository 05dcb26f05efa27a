"""What an old number is worth: a signal that returns to its mean, and orders that already tell of demand."""

from __future__ import annotations

from collections import deque
from math import exp, sqrt
from statistics import NormalDist

from sim.engine.kernel import Flow
from sim.engine.records import Feed, Record
from sim.verification.break_evens import last_order_weight, order_weight
from sim.verification.judgement import Estimate
from sim.verification.models.model import Model

LAG = 6
_NORMAL = NormalDist()


def mean_reverting(replication: int, rate: float, age: float, reads: int) -> Estimate:
    """Squared errors of acting on a copy ``age`` hours old of a signal of mean 0, variance 1, reverting at ``rate``.

    Returns:
        The loss with the raw copy, with the copy shrunk by what its age tells, and with no copy (the mean is assumed).
    """
    step = age / LAG
    model = Model(replication, reads * step)
    env, signal, feed, noise = model.env, Record(0, 0.0), Feed(model.env), model.streams.uniform("noise").draw
    stays, news = exp(-rate * step), deque([0.0], maxlen=LAG + 1)
    kept = exp(-rate * age)
    losses = [0.0, 0.0, 0.0]
    shocks = 0.0

    def company() -> Flow:
        nonlocal shocks
        value = _NORMAL.inv_cdf(noise(0))
        signal.write(0.0, value)
        for number in range(1, reads + LAG):
            yield env.timeout(step)
            shock = _NORMAL.inv_cdf(noise(number))
            shocks += shock * shock - 1.0
            value = stays * value + sqrt(1.0 - stays * stays) * shock
            signal.write(env.now, value)
            news.append(env.now)
            feed.bring(news[0])
            if number >= LAG:
                decide(value, feed.read(signal).value)
                signal.forget_before(news[0])

    def decide(truth: float, copy: float) -> None:
        for place, guess in enumerate((copy, kept * copy, 0.0)):
            losses[place] += (truth - guess) ** 2

    env.start(company())
    model.run()
    model.controls.append(shocks)
    raw, shrunk, none = (loss / reads for loss in losses)
    return model.estimate(raw=raw, shrunk=shrunk, none=none)


def order_forecasts(replication: int, lead: int, correlation: float, periods: int) -> Estimate:
    """A supplier forecasts a shop's next order: with demand shared, from the last order, from all orders.

    Demand follows AR(1) with shocks of variance 1; the shop orders up to its best forecast over ``lead`` periods. Squared
    errors of the three forecasts.
    """
    model = Model(replication, periods)
    env, noise = model.env, model.streams.uniform("demand").draw
    demand, order, live = Record(0, 0.0), Record(1, 0.0), Feed(model.env, live=True)
    react = order_weight(lead, correlation)
    onwards = correlation * (1.0 + react) - react  # expected next order per unit of demand now
    single = last_order_weight(lead, correlation)
    errors = [0.0, 0.0, 0.0]
    shocks = 0.0

    def company() -> Flow:
        nonlocal shocks
        told = 0.0  # the demand that the orders so far imply
        forecasts = (0.0, 0.0, 0.0)
        for period in range(periods):
            yield env.timeout(1.0)
            before, shock = demand.value, _NORMAL.inv_cdf(noise(period))
            shocks += shock * shock - 1.0
            demand.write(env.now, correlation * before + shock)
            order.write(env.now, demand.value + react * (demand.value - before))
            for place, forecast in enumerate(forecasts):
                errors[place] += (order.value - forecast) ** 2
            seen = live.read(order).value
            told = (seen + react * told) / (1.0 + react)
            forecasts = (onwards * live.read(demand).value, single * seen, onwards * told)
            demand.forget_before(env.now)
            order.forget_before(env.now)

    env.start(company())
    model.run()
    model.controls.append(shocks)
    shared, last, history = (error / periods for error in errors)
    return model.estimate(shared=shared, last=last, history=history)
