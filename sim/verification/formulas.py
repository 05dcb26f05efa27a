"""Closed forms: what queueing, reliability, inventory and age-of-information theory say.

Rates are per hour, times in hours. Sources stand with each formula; those without one are in every textbook
(Gross, Shortle, Thompson & Harris, *Fundamentals of Queueing Theory*).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# ---- queues ----------------------------------------------------------------------------------------------------


def erlang_b(load: float, servers: int) -> float:
    """Share of calls lost when nobody can wait."""
    loss = 1.0
    for k in range(1, servers + 1):
        loss = load * loss / (k + load * loss)
    return loss


def erlang_c(load: float, servers: int) -> float:
    """Probability of waiting in M/M/c."""
    loss = erlang_b(load, servers)
    return loss / (1 - load / servers * (1 - loss))


def wait_mmc(rate: float, service: float, servers: int) -> float:
    """Mean wait in queue in M/M/c."""
    return erlang_c(rate / service, servers) / (servers * service - rate)


def time_mmc(rate: float, service: float, servers: int = 1) -> float:
    """Mean time in system in M/M/c."""
    return wait_mmc(rate, service, servers) + 1 / service


def erlang_a(rate: float, service: float, servers: int, impatience: float) -> dict[str, float]:
    """M/M/c+M: probability of waiting and of giving up, mean wait of all, utilisation (birth and death)."""
    weights, states = [1.0], 400
    for n in range(states):
        death = min(n + 1, servers) * service + max(0, n + 1 - servers) * impatience
        weights.append(weights[-1] * rate / death)
    law = np.array(weights) / sum(weights)
    numbers = np.arange(states + 1)
    queue = float(law @ np.maximum(0, numbers - servers))
    return {
        "P(wait)": float(law[servers:].sum()),
        "P(gives up)": impatience * queue / rate,
        "wait": queue / rate,
        "utilisation": float(law @ np.minimum(numbers, servers)) / servers,
    }


def withdrawals(rate: float, service: float, servers: int, calling_off: float) -> dict[str, float]:
    """M/M/c in which every case is withdrawn at a rate, in hand or not: share withdrawn, number inside, utilisation."""
    weights, states = [1.0], 400
    for n in range(1, states + 1):
        weights.append(weights[-1] * rate / (min(n, servers) * service + n * calling_off))
    law, numbers = np.array(weights) / sum(weights), np.arange(states + 1)
    inside = float(law @ numbers)
    return {
        "withdrawn": calling_off * inside / rate,
        "inside": inside,
        "utilisation": float(law @ np.minimum(numbers, servers)) / servers,
    }


def wait_mg1(rate: float, mean: float, variation: float) -> float:
    """Mean wait in M/G/1, ``variation`` the squared coefficient of variation (Pollaczek 1930, Khinchine 1932)."""
    load = rate * mean
    return load * mean * (1 + variation) / (2 * (1 - load))


def wait_held(rate: float, means: Sequence[float]) -> float:
    """Mean wait for one person who is held through several exponential stages of a case (M/G/1)."""
    mean = sum(means)
    return wait_mg1(rate, mean, sum(stage * stage for stage in means) / (mean * mean))


def blocked_cycle(first: float, second: float) -> float:
    """Hours a case of two desks in a row, exponential, work without end before them, no room between: E[max(A, B)]."""
    return first + second - 1 / (1 / first + 1 / second)


def crowd_at_most(mean: float, number: int) -> float:
    """Probability that at most so many are in M/G/inf, whose number inside is Poisson with this mean."""
    return math.exp(-mean) * sum(mean**n / math.factorial(n) for n in range(number + 1))


def crowd_inside(rates: Sequence[float], cycle: float, mean: float, time: float) -> float:
    """Mean number in M(t)/M/inf long after the start, at a time of the cycle; rates of its equal steps (Palm 1943).

    It is the integral of the rate over the past, each arrival still inside with probability exp(-age / mean).
    """
    step = cycle / len(rates)
    total = 0.0
    for place, rate in enumerate(rates):
        for back in (0, 1):  # the part of the latest cycle before the time that lies in this step
            begin, end = (place * step - back * cycle), ((place + 1) * step - back * cycle)
            begin, end = max(begin, time - cycle), min(end, time)
            if begin < end:
                total += rate * mean * (math.exp((end - time) / mean) - math.exp((begin - time) / mean))
    return total / (1 - math.exp(-cycle / mean))


def wait_priority(rates: Sequence[float], mean: float) -> list[float]:
    """Mean waits by class, smaller index first, exponential service, no interruption (Cobham 1954)."""
    residual = sum(rates) * mean * mean
    heavier = np.concatenate([[0.0], np.cumsum(rates) * mean])
    return [float(residual / ((1 - heavier[k]) * (1 - heavier[k + 1]))) for k in range(len(rates))]


def jackson_flows(gains: Floats, routing: Floats) -> Floats:
    """Arrival rates at the stations of an open network."""
    return np.asarray(np.linalg.solve(np.eye(len(gains)) - routing.T, gains), dtype=np.float64)


def machine_repair(machines: int, failure: float, repair: float) -> dict[str, float]:
    """One technician for several machines: mean number down, mean time down, utilisation."""
    weights = [1.0]
    for down in range(machines):
        weights.append(weights[-1] * (machines - down) * failure / repair)
    law = np.array(weights) / sum(weights)
    mean = float(law @ np.arange(machines + 1))
    return {"down": mean, "downtime": mean / (failure * (machines - mean)), "utilisation": 1 - float(law[0])}


def slowest_of(number: int, mean: float) -> float:
    """Mean of the longest of several exponential times."""
    return mean * sum(1 / k for k in range(1, number + 1))


def wait_for_opening(gaps: Sequence[float], cycle: float) -> float:
    """Mean wait of a random arrival for the next open hour."""
    return sum(gap * gap for gap in gaps) / (2 * cycle)


# ---- hand-offs -------------------------------------------------------------------------------------------------


def work_found_by_batch(rate: float, period: float) -> float:
    """Mean work in hand (hours) that a periodic batch of exponential(1) jobs finds (Spitzer 1956)."""
    total = 0.0
    for n in range(1, 4000):
        term = _mean_overrun(rate * n * period, n * period) / n
        total += term
        if term < 1e-13 * total:
            break
    return total


def _mean_overrun(jobs: float, capacity: float) -> float:
    """E[(Y - capacity)+] for Y a Poisson(jobs) sum of exponential(1) times."""
    from scipy.special import gammaincc

    spread = 12 * math.sqrt(jobs) + 40
    number = np.arange(max(1, int(jobs - spread)), int(jobs + spread) + 1, dtype=np.float64)
    logs = number * math.log(jobs) - jobs - np.array([math.lgamma(n + 1) for n in number])
    over = number * gammaincc(number + 1, capacity) - capacity * gammaincc(number, capacity)
    return float(np.exp(logs) @ over)


def time_periodic_transfer(rate: float, period: float) -> float:
    """Mean time from event to done with a periodic transfer to one desk of exponential(1) times."""
    return period / 2 + work_found_by_batch(rate, period) + rate * period / 2 + 1


# ---- pooling ---------------------------------------------------------------------------------------------------


def bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a growing function passes 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


def tolerable_slowdown(load: float, servers: int) -> float:
    """How much slower generalists may be before pooling ``servers`` single desks (service rate 1) loses."""
    alone = 1 / (1 - load)
    return bisect(lambda d: time_mmc(servers * load, 1 - d, servers) - alone, 0.0, 1 - load - 1e-9)


# ---- outages ---------------------------------------------------------------------------------------------------


def time_with_breakdowns(rate: float, service: float, failure: float, repair: float) -> float:
    """Mean time in M/M/1 whose server fails at any time and resumes (White & Christie 1958)."""
    both = failure + repair
    return (both**2 + service * failure) / (both * (repair * (service - rate) - failure * rate))


# ---- information and stock -------------------------------------------------------------------------------------


def age_mm1(rate: float, service: float) -> float:
    """Mean age of information through M/M/1 (Kaul, Yates & Gruteser 2012)."""
    load = rate / service
    return (1 + 1 / load + load**2 / (1 - load)) / service


def peak_age_mm1(rate: float, service: float) -> float:
    """Mean peak age through M/M/1 (Costa, Codreanu & Ephremides 2016)."""
    return 1 / rate + 1 / (service - rate)


def up_to_date(rate: float, period: float, transport: float = 0.0) -> float:
    """Share of reads of a periodic copy that are up to date (Cho & Garcia-Molina 2003)."""
    return -math.expm1(-rate * period) / (rate * period) * math.exp(-rate * transport)


def wrong_two_state(flip: float, period: float) -> float:
    """Share of time a periodic copy of a two-state record is wrong."""
    return (1 + math.expm1(-2 * flip * period) / (2 * flip * period)) / 2


def poisson_law(mean: float, upto: int) -> list[float]:
    """Probabilities of 0 … ``upto``."""
    return [math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(upto + 1)]


def base_stock(demand: float, lead: float, level: int) -> dict[str, float]:
    """Fill rate and mean backorders of a base stock with backlogging and a fixed lead time."""
    law = poisson_law(demand * lead, level + 400)
    return {"fill": sum(law[:level]), "backorders": sum((n - level) * p for n, p in enumerate(law) if n > level)}


def order_filter(lead: int, window: int) -> Floats:
    """Weights of past demands in an order: order-up-to policy with a moving average of ``window`` periods."""
    weights = np.zeros(window + 1)
    weights[0], weights[window] = 1 + lead / window, -lead / window
    return weights


def bullwhip(lead: int, window: int, correlation: float = 0.0) -> float:
    """Variance of orders over variance of demand, AR(1) demand (Chen, Drezner, Ryan & Simchi-Levi 2000)."""
    ratio = lead / window
    return 1 + (2 * ratio + 2 * ratio**2) * (1 - correlation**window)


def bullwhip_chain(leads: Sequence[int], window: int) -> float:
    """The same after several stages that each see only the orders of the stage before, exactly."""
    weights = np.ones(1)
    for lead in leads:
        weights = np.convolve(weights, order_filter(lead, window))
    return float(weights @ weights)


def lead_time_tail(arrivals: float, rate: float, hours: float) -> float:
    """P(W > t) = exp(-(mu - lambda) t) in M/M/1, first come first served (Kleinrock 1975)."""
    return math.exp(-(rate - arrivals) * hours)


def lead_time_quantile(arrivals: float, rate: float, share: float) -> float:
    """Quantile of the (exponential) time in an M/M/1 system (Kleinrock 1975)."""
    return -math.log1p(-share) / (rate - arrivals)


def team_wait_tail(arrivals: float, rate: float, servers: int, hours: float) -> float:
    """P(Wq > t) = C exp(-(c mu - lambda) t) in M/M/c, first come first served (Erlang 1917)."""
    return erlang_c(arrivals / rate, servers) * math.exp(-(servers * rate - arrivals) * hours)


def network(
    gains: Sequence[float], moves: Sequence[Sequence[float]], servers: Sequence[int], rates: Sequence[float]
) -> dict[str, float]:
    """Lead time, visits and touch hours per case, and flow efficiency of an open network (Jackson 1957)."""
    through, outside = jackson_flows(np.asarray(gains), np.asarray(moves)).tolist(), sum(gains)
    inside = sum(flow * time_mmc(flow, rate, staff) for flow, rate, staff in zip(through, rates, servers, strict=True))
    touch = sum(flow / rate for flow, rate in zip(through, rates, strict=True)) / outside
    return {
        "lead_time": inside / outside,
        "visits": sum(through) / outside,
        "touch": touch,
        "efficiency": touch * outside / inside,
    }


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
    return {
        "all_up_separate": availability**systems,
        "all_up_shared": availability,
        "all_down_separate": (1.0 - availability) ** systems,
        "all_down_shared": 1.0 - availability,
    }


def freshest_load() -> float:
    """The load at which the mean age of information in M/M/1 is least (its derivative passes 0)."""
    return bisect(lambda load: -1.0 / load**2 + load * (2.0 - load) / (1.0 - load) ** 2, 0.01, 0.99)


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
