"""Touch times: a stream by the law that the company file gives an activity."""

from __future__ import annotations

from functools import partial

from sim.engine.laws import Fixed, Gamma, Measured, Triangular
from sim.engine.streams import Streams, Uniform
from sim.inputs.touch_model import ActivityModel


def touch_times(streams: Streams, name: str, row: ActivityModel) -> Uniform:
    """The touch times of an activity, hours."""
    if row.law == "triangular":
        least, mode, most = (_hours(minutes) for minutes in (row.least, row.mode, row.most))
        return streams.by_law(name, partial(Triangular, least=least, mode=mode, most=most))
    if row.law == "empirical":
        values = [_hours(minutes) for minutes in row.values or ()]
        return streams.by_law(name, partial(Measured, values=values))
    mean = _hours(row.minutes)
    if row.law == "gamma":
        return streams.by_law(name, partial(Gamma, mean=mean, variation=row.variation))
    if row.law == "exponential":
        return streams.exponential(name, mean)
    if row.law == "fixed":
        return streams.by_law(name, partial(Fixed, value=mean))
    return streams.lognormal(name, mean, row.variation)


def _hours(minutes: float | None) -> float:
    if minutes is None:
        raise ValueError("the law of this touch time needs minutes")  # the company file has been checked for it
    return minutes / 60
