"""The engine beside idiomatic SimPy on the five-station network, interleaved in one run.

``python -m tests.benchmarks.engine`` prints both against the exact Jackson answer and, last, the ratio of CPU times.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
from time import process_time

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.streams import Streams, case_key
from sim.engine.team import Team

STATIONS = ("sales", "support", "finance", "logistics", "it")
SERVERS = {"sales": 4, "support": 3, "finance": 2, "logistics": 4, "it": 5}
RATES = {"sales": 2.0, "support": 1.75, "finance": 2.2, "logistics": 0.85, "it": 0.72}
ARRIVALS = {"sales": 6.0, "support": 4.0}
ROUTES: dict[str, tuple[tuple[float, str], ...]] = {
    "sales": ((0.50, "finance"), (0.80, "logistics"), (0.90, "it")),
    "support": ((0.10, "finance"), (0.30, "logistics"), (0.80, "it")),
    "finance": (),
    "logistics": (),
    "it": ((0.10, "support"),),
}


def visits_per_hour() -> NDArray[np.float64]:
    """Exact visits an hour at each station, from the traffic equations."""
    gain = np.array([ARRIVALS.get(name, 0.0) for name in STATIONS])
    moves = np.zeros((5, 5))
    for i, name in enumerate(STATIONS):
        before = 0.0
        for upto, target in ROUTES[name]:
            moves[i, STATIONS.index(target)] = upto - before
            before = upto
    visits: NDArray[np.float64] = np.linalg.solve(np.eye(5) - moves.T, gain)
    return visits


def jackson() -> float:
    """Exact mean time in the network (hours per case), from the traffic equations and Erlang C at each station."""
    in_system = 0.0
    for name, rate in zip(STATIONS, visits_per_hour(), strict=True):
        load, servers, loss = rate / RATES[name], SERVERS[name], 1.0
        for k in range(1, servers + 1):
            loss = load * loss / (k + load * loss)
        waits = loss / (1 - load / servers * (1 - loss))
        in_system += load + waits * load / (servers - load)
    return float(in_system / sum(ARRIVALS.values()))


def onward(place: str, luck: float) -> str | None:
    """Where a case goes after ``place``, or None when it leaves."""
    for upto, target in ROUTES[place]:
        if luck < upto:
            return target
    return None


def idiomatic(hours: float, seed: int) -> float:
    """The usual way: a SimPy process per case, ``Resource.request`` and ``timeout``, visits recorded in lists."""
    env = simpy.Environment()
    draw = random.Random(seed)
    desks = {name: simpy.Resource(env, SERVERS[name]) for name in STATIONS}
    cases: list[int] = []
    places: list[str] = []
    asked_at: list[float] = []
    started_at: list[float] = []
    ended_at: list[float] = []
    stays: list[float] = []

    def case(number: int, place: str | None) -> simpy.events.ProcessGenerator:
        born = env.now
        while place is not None:
            asked = env.now
            with desks[place].request() as turn:
                yield turn
                started = env.now
                yield env.timeout(draw.expovariate(RATES[place]))
            cases.append(number)
            places.append(place)
            asked_at.append(asked)
            started_at.append(started)
            ended_at.append(env.now)
            luck = draw.random()
            place = onward(place, luck)
        stays.append(env.now - born)

    def source(place: str, first: int) -> simpy.events.ProcessGenerator:
        number = first
        while True:
            yield env.timeout(draw.expovariate(ARRIVALS[place]))
            env.process(case(number, place))
            number += 2

    for first, place in enumerate(ARRIVALS):
        env.process(source(place, first))
    env.run(until=hours)
    return statistics.fmean(stays)


class Network:
    """The same network written with the engine, its journal on."""

    def __init__(self, seed: int) -> None:
        self.env = Kernel()
        self.journal = Journal()
        streams = Streams(seed, 0)
        self.teams = {name: Team(self.env, self.journal, name, SERVERS[name]) for name in STATIONS}
        self.touch = streams.exponential("touch", 1.0)
        self.route = streams.uniform("route")
        self.gaps = {name: streams.exponential(f"gap.{name}", 1 / rate) for name, rate in ARRIVALS.items()}
        self.stays: list[float] = []
        for name in ARRIVALS:
            self.env.start(self.source(name))

    def case(self, key: int, place: str | None) -> Flow:
        """One case on its way through the departments."""
        teams, touch, route = self.teams, self.touch.draw, self.route.draw
        born, visit = self.env.now, 0
        while place is not None:
            yield teams[place].work(key, touch(key, visit) / RATES[place])
            place = onward(place, route(key, visit))
            visit += 1
        self.stays.append(self.env.now - born)

    def source(self, place: str) -> Flow:
        """Poisson arrivals at one department."""
        first, gap, number = case_key(place, 0), self.gaps[place], 0
        while True:
            yield self.env.timeout(gap.draw(first + number))
            self.env.start(self.case(first + number, place))
            number += 1


def engine(hours: float, seed: int) -> float:
    """Run the network on the engine and return the mean time in it."""
    network = Network(seed)
    network.env.run(until=hours)
    return statistics.fmean(network.stays)


def main() -> None:
    """Run both ways of writing it in short pairs and print the median ratio of CPU times within a pair.

    The two of a pair run within half a second, so that a machine whose speed drifts slows both alike.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=500.0)
    parser.add_argument("--runs", type=int, default=80)
    options = parser.parse_args()
    seconds: dict[str, list[float]] = {"idiomatic SimPy": [], "the engine": []}
    means: dict[str, list[float]] = {"idiomatic SimPy": [], "the engine": []}
    for run in range(options.runs):
        for name, build in (("idiomatic SimPy", idiomatic), ("the engine", engine)):
            gc.collect()
            begun = process_time()
            means[name].append(build(options.hours, 100 + run))
            seconds[name].append(process_time() - begun)
    print(f"exact Jackson mean time in the network: {jackson():.4f} h")
    for name in seconds:
        error = statistics.stdev(means[name]) / len(means[name]) ** 0.5 if options.runs > 1 else float("nan")
        print(
            f"{name}: {statistics.fmean(means[name]):.4f} +- {error:.4f} h over {options.runs} runs of "
            f"{options.hours:g} h, least {min(seconds[name]):.3f} s CPU"
        )
    ratio = statistics.median(a / b for a, b in zip(seconds["the engine"], seconds["idiomatic SimPy"], strict=True))
    print(f"ratio: {ratio:.2f}")


if __name__ == "__main__":
    main()
