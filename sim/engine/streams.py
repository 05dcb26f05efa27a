"""Random numbers: one stream per purpose, one number per (case, visit), read in any order.

A stream's key is a hash of (seed, replication, name of the purpose), so a new purpose moves nobody else's numbers.
Within a stream the number of (case, visit) does not depend on when it is asked for: two worlds that ask in another
order still meet the same customers. The first visits of numbered cases are made in rows of 128 cases by one
counter-based Philox generator (30 microseconds a row) and read by indexing; later visits and child cases, which are few
and scattered, are hashed one by one (1 microsecond). All are transformed by inversion, so that couplings between worlds
are monotone. Old rows are forgotten and, should a slow case come back to one, made again: no more than ``KEPT_ROWS`` of a
stream and visit are kept. ``Streams.forget`` gives back those not asked for since, where memory counts.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

ROW_BITS = 7
ROW = 1 << ROW_BITS
KEPT_ROWS = 2048
MANY_ROWS = 4096
"""Of all streams of a run: some five megabytes."""
ROW_VISITS = 4
_COUNTED_BITS = 10
"""Of a case's number: they count within a block of the generator's counter, the rest names the block."""
_COUNTED = 1 << _COUNTED_BITS
CHILD = 1 << 62
_MASK = (1 << 64) - 1
_WITHIN = ROW - 1
_NORMAL = NormalDist()


@lru_cache(maxsize=4096)
def hash64(name: str) -> int:
    """A 64-bit hash of a name, the same on every machine and in every process."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def mix(value: int) -> int:
    """Scramble 64 bits (the finaliser of SplitMix64; Steele, Lea & Flood 2014)."""
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & _MASK
    return value ^ (value >> 31)


@lru_cache(maxsize=4096)  # the worlds of a pair have the same streams
def _key_of(seed: int, replication: int, purpose: int) -> NDArray[np.uint64]:
    """The key of a stream; one array for all who have it, so nobody may write to it."""
    spawn = (replication, purpose & 0xFFFFFFFF, purpose >> 32)
    key = SeedSequence(seed, spawn_key=spawn).generate_state(2, np.uint64).astype(np.uint64)
    key.flags.writeable = False
    return key


def case_key(kind: str, number: int) -> int:
    """The key under which a case draws: permanent, and apart for every kind of case."""
    return (hash64(kind) & 0xFFFFF) << 40 | number


def child_key(parent: int, kind: str, ordinal: int) -> int:
    """The key of the ``ordinal``-th child of a kind (rework, chasing, a return …) of a parent case."""
    return mix((parent * 0x9E3779B97F4A7C15 + hash64(kind) + ordinal * 0xD1B54A32D192ED03) & _MASK) >> 2 | CHILD


class Dice:
    """Rows of uniform numbers, any of any stream: one generator whose key and counter are set anew for each.

    A generator of its own for each row would take three times as long. No two threads may share one.
    """

    def __init__(self) -> None:
        self._bits = Philox(0)
        self._generator = Generator(self._bits)
        self._state = self._bits.state

    def row(self, key: NDArray[np.uint64], visit: int, row: int, count: int = ROW) -> NDArray[np.float64]:
        """The numbers of one visit of ``ROW`` cases in a row (or ``count``, as far as the block goes), in (0, 1)."""
        place = row << ROW_BITS
        begin = (place & _COUNTED - 1) >> 2, visit, place >> _COUNTED_BITS, 0  # a count makes four numbers
        self._state["state"] = {"key": key, "counter": np.array(begin, dtype=np.uint64)}
        self._bits.state = self._state
        return np.maximum(self._generator.random(count), 2.0**-54)


class Uniform:
    """Numbers in (0, 1), one for every (case, visit)."""

    def __init__(self, key: NDArray[np.uint64]) -> None:
        self._key = key
        self.dice: Dice | None = None
        self._salt = int(key[0])
        self._hashed, self._hash = 0, mix(self._salt)
        self._rows: tuple[dict[int, array[float]], ...] = tuple({} for _ in range(ROW_VISITS))
        self._before: list[dict[int, array[float]]] = [{}] * ROW_VISITS

    def draw(self, case: int, visit: int = 0) -> float:
        """The number of this case's visit; the same whenever and however often it is asked for."""
        if case < CHILD and visit < ROW_VISITS:
            try:
                return self._rows[visit][case >> ROW_BITS][case & _WITHIN]
            except KeyError:
                return self._make(case >> ROW_BITS, visit)[case & _WITHIN]
        if case != self._hashed:  # a child often draws several numbers in a row
            self._hashed, self._hash = case, mix(self._salt ^ case)
        bits = self._hash + (visit + 1) * 0x9E3779B97F4A7C15 & _MASK  # from here mix(bits), without the call
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & _MASK
        return self._invert((((bits ^ (bits >> 31)) >> 12) + 0.5) * 2.0**-52)

    def draws(self, first: int, count: int) -> NDArray[np.float64]:
        """The numbers of the first visit of so many cases from a key on, as ``draw`` gives them; none are kept."""
        if self.dice is None:
            self.dice = Dice()
        block, end = first >> _COUNTED_BITS, first + count
        numbers = [
            self._transform(self.dice.row(self._key, 0, place << _COUNTED_BITS - ROW_BITS, _COUNTED))
            for place in range(block, (end - 1 >> _COUNTED_BITS) + 1)
        ]
        begin = first - (block << _COUNTED_BITS)
        return np.concatenate([np.empty(0), *numbers])[begin : begin + count]

    def _make(self, number: int, visit: int) -> array[float]:
        rows = self._rows[visit]
        if len(rows) >= KEPT_ROWS:
            del rows[next(iter(rows))]
        row = self._before[visit].pop(number, None)
        if row is None:
            if self.dice is None:
                self.dice = Dice()
            row = array("d", self._transform(self.dice.row(self._key, visit, number)).tobytes())
        rows[number] = row
        return row

    @property
    def kept(self) -> int:
        """How many rows are kept."""
        return sum(map(len, self._rows)) + sum(map(len, self._before))

    def forget(self) -> None:
        """Give back the memory of numbers not asked for since this was done last; who asks for one gets it again."""
        self._before = [rows.copy() for rows in self._rows]
        for rows in self._rows:
            rows.clear()

    def quantile(self, share: float) -> float:
        """The value below which ``share`` (0 to 1, ends excluded) of the numbers lie."""
        return self._invert(share)

    def among_lowest(self, share: float, case: int, visit: int = 0) -> bool:
        """Whether this case's number is among the lowest ``share`` (0 to 1, ends excluded) of all."""
        return self.draw(case, visit) < self.quantile(share)

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        return uniforms

    def _invert(self, uniform: float) -> float:
        return uniform


Kind = TypeVar("Kind", bound=Uniform)


class Exponential(Uniform):
    """Exponential numbers with the given mean."""

    def __init__(self, key: NDArray[np.uint64], mean: float) -> None:
        super().__init__(key)
        self.mean = mean

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        return -self.mean * np.log1p(-uniforms)

    def _invert(self, uniform: float) -> float:
        return -self.mean * math.log1p(-uniform)


class Lognormal(Uniform):
    """Lognormal numbers with the given mean and coefficient of variation (0 gives the mean itself)."""

    def __init__(self, key: NDArray[np.uint64], mean: float, variation: float) -> None:
        super().__init__(key)
        self.sigma = math.sqrt(math.log1p(variation * variation))
        self.scale = mean * math.exp(-self.sigma * self.sigma / 2)

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import ndtri  # its import is slow and help texts do not need it

        return self.scale * np.exp(self.sigma * ndtri(uniforms))

    def _invert(self, uniform: float) -> float:
        return self.scale * math.exp(self.sigma * _NORMAL.inv_cdf(uniform))


class Streams:
    """All streams of one replication.

    Args:
        seed: the scenario's seed.
        replication: number of the replication, from 0; (seed, replication) alone repeats a run.
    """

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication
        self._names: dict[int, str] = {}
        self._made: list[Uniform] = []
        self._dice = Dice()

    def forget(self) -> None:
        """Give back, if many are kept, the memory of numbers not asked for since they last were: of cases long ended."""
        if sum([stream.kept for stream in self._made]) > MANY_ROWS:
            for stream in self._made:
                stream.forget()

    def _key(self, name: str) -> NDArray[np.uint64]:
        digest = hash64(name)
        if digest in self._names:
            raise ValueError(f"stream {name!r} is already in use (as {self._names[digest]!r})")
        self._names[digest] = name
        return _key_of(self.seed, self.replication, digest)

    def _known(self, stream: Kind) -> Kind:
        self._made.append(stream)
        stream.dice = self._dice
        return stream

    def uniform(self, name: str) -> Uniform:
        """A stream of numbers in (0, 1) for one purpose."""
        return self._known(Uniform(self._key(name)))

    def exponential(self, name: str, mean: float) -> Exponential:
        """A stream of exponential numbers for one purpose."""
        return self._known(Exponential(self._key(name), mean))

    def lognormal(self, name: str, mean: float, variation: float) -> Lognormal:
        """A stream of lognormal numbers for one purpose (touch times: Brown et al., see facts on service times)."""
        return self._known(Lognormal(self._key(name), mean, variation))

    def by_law(self, name: str, law: Callable[[NDArray[np.uint64]], Kind]) -> Kind:
        """A stream for one purpose of numbers by any law: what makes it of a key (``sim/engine/laws.py`` has some)."""
        return self._known(law(self._key(name)))
