"""Further closed forms: tails, networks in full, batches by size, rework, outages, contacts. Rates per hour."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.theory.formulas import age_mm1, bisect, erlang_c, jackson_flows, time_mmc, time_with_breakdowns, wait_mmc


def lead_time_tail(arrivals: float, rate: float, hours: float) -> float:
    """P(W > t) = exp(-(mu - lambda) t) in M/M/1, first come first served (Kleinrock 1975)."""
    return math.exp(-(rate - arrivals) * hours)


def lead_time_quantile(arrivals: float, rate: float, share: float) -> float:
    """Quantile of the (exponential) time in an M/M/1 system (Kleinrock 1975)."""
    return -math.log1p(-share) / (rate - arrivals)


def team_wait_tail(arrivals: float, rate: float, servers: int, hours: float) -> float:
    """P(Wq > t) = C exp(-(c mu - lambda) t) in M/M/c, first come first served (Erlang 1917)."""
    return erlang_c(arrivals / rate, servers) * math.exp(-(servers * rate - arrivals) * hours)


def network(gains: Sequence[float], moves: Sequence[Sequence[float]], servers: Sequence[int],
            rates: Sequence[float]) -> dict[str, float]:
    """Lead time, visits and touch hours per case, and flow efficiency of an open network (Jackson 1957)."""
    through, outside = jackson_flows(np.asarray(gains), np.asarray(moves)).tolist(), sum(gains)
    inside = sum(flow * time_mmc(flow, rate, staff) for flow, rate, staff in zip(through, rates, servers, strict=True))
    touch = sum(flow / rate for flow, rate in zip(through, rates, strict=True)) / outside
    return {"lead_time": inside / outside, "visits": sum(through) / outside, "touch": touch,
            "efficiency": touch * outside / inside}


def latency_between(arrivals: float, first: float, second: float, delay: float) -> float:
    """M/M/1, random latency, M/M/1: a latency keeps the stream Poisson (Mirasol 1963; Burke 1956)."""
    return time_mmc(arrivals, first) + delay + time_mmc(arrivals, second)


def wait_for_batch(size: int, arrivals: float) -> float:
    """Mean wait until a batch of ``size`` is full: (K - 1)/(2 lambda)."""
    return (size - 1) / (2.0 * arrivals)


def escalation(arrivals: float, share: float, rate: float) -> tuple[float, float]:
    """Mean time at the manager, and what that adds to the average case (Jackson 1957)."""
    there = time_mmc(share * arrivals, rate)
    return there, share * there


def rework(arrivals: float, rate: float, share: float) -> tuple[float, float]:
    """Visits per case and mean lead time of one desk that repeats a share of its work (Jackson 1957)."""
    return 1.0 / (1.0 - share), 1.0 / (rate * (1.0 - share) - arrivals)


def rolled_quality(shares: Sequence[float]) -> float:
    """Rolled per cent complete and accurate: the product over the steps."""
    return math.prod(shares)


def break_even_outage(arrivals: float, rate: float, between: float, saved: float) -> float:
    """Mean hours to repair at which outages every ``between`` hours cost the lead time that was ``saved``."""
    limit = time_mmc(arrivals, rate) + saved
    most = between * (rate - arrivals) / arrivals - 1e-9
    return bisect(lambda hours: time_with_breakdowns(arrivals, rate, 1.0 / between, 1.0 / hours) - limit, 1e-9, most)


def topology(availability: float, systems: int) -> dict[str, float]:
    """P(all up) and P(all down) of separate systems and of one shared platform."""
    return {"all_up_separate": availability**systems, "all_up_shared": availability,
            "all_down_separate": (1.0 - availability) ** systems, "all_down_shared": 1.0 - availability}


def freshest_load() -> float:
    """The load at which the mean age of information in M/M/1 is least (its derivative passes 0)."""
    return bisect(lambda load: -1.0 / load**2 + load * (2.0 - load) / (1.0 - load) ** 2, 0.01, 0.99)


def least_age(rate: float = 1.0) -> float:
    """The least mean age of information in M/M/1."""
    return age_mm1(freshest_load() * rate, rate)


def snapshot_age(period: float, transport: float = 0.0) -> float:
    """Mean age of a periodic snapshot, T/2 + d."""
    return period / 2.0 + transport


def chasing(arrivals: float, rate: float, calls: float) -> float:
    """Status contacts per hour when every open case calls at rate ``calls`` and others answer (Little 1961)."""
    return calls * arrivals * time_mmc(arrivals, rate)


def tipping_backlog(load: float, calls: float, hours: float) -> float:
    """Open cases above which a desk that answers its own chasers runs away: (1 - load)/(calls hours)."""
    return (1.0 - load) / (calls * hours)


def chatbot(easy: float, easy_minutes: float, hard_minutes: float, taken: float) -> dict[str, float]:
    """Mean handling time before and after a chatbot takes a share of the easy contacts; volume and load left."""
    before = easy * easy_minutes + (1.0 - easy) * hard_minutes
    left = easy * (1.0 - taken)
    volume = left + 1.0 - easy
    after = (left * easy_minutes + (1.0 - easy) * hard_minutes) / volume
    return {"before": before, "after": after, "volume": volume, "load": volume * after / before}


def agents_for(contacts: float, minutes: float, seconds: float) -> int:
    """Fewest agents with a mean answer time of at most ``seconds`` (M/M/c)."""
    rate = 60.0 / minutes
    agents = int(contacts / rate) + 1
    while wait_mmc(contacts, rate, agents) * 3600.0 > seconds:
        agents += 1
    return agents


def chatbot_success(longer: float) -> float:
    """Success below which a bot adds load: bounced contacts take 1 + ``longer`` times as long; 1 - s = 1/(1 + d)."""
    return 1.0 - 1.0 / (1.0 + longer)


def chatbot_induced(load: float) -> float:
    """Induced demand that uses up the gain of a bot which leaves the share ``load`` of the work."""
    return 1.0 / load - 1.0
