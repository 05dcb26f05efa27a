"""More laws of probability for streams, all by inversion: gamma, triangular, a fixed number, measured numbers.

Of numbers of which several are equal (``Fixed``, ``Measured``) none is lower than another: which of them are among the
lowest is decided by the uniform number behind each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.streams import Uniform


class Gamma(Uniform):
    """Gamma numbers with the given mean and coefficient of variation (1 is exponential)."""

    def __init__(self, key: NDArray[np.uint64], mean: float, variation: float) -> None:
        super().__init__(key)
        self.shape = 1.0 / (variation * variation)
        self.scale = mean / self.shape

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import gammaincinv  # its import is slow and help texts do not need it

        return np.asarray(self.scale * gammaincinv(self.shape, uniforms), dtype=np.float64)

    def _invert(self, uniform: float) -> float:
        return float(self._transform(np.array([uniform]))[0])


class Triangular(Uniform):
    """Numbers from ``least`` to ``most`` of which those near ``mode`` are the most frequent."""

    def __init__(self, key: NDArray[np.uint64], least: float, mode: float, most: float) -> None:
        super().__init__(key)
        self.least, self.most = least, most
        self._turn = (mode - least) / (most - least)
        self._rise = (most - least) * (mode - least)
        self._fall = (most - least) * (most - mode)

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        below = self.least + np.sqrt(uniforms * self._rise)
        above = self.most - np.sqrt((1.0 - uniforms) * self._fall)
        return np.where(uniforms < self._turn, below, above)

    def _invert(self, uniform: float) -> float:
        if uniform < self._turn:
            return self.least + math.sqrt(uniform * self._rise)
        return self.most - math.sqrt((1.0 - uniform) * self._fall)


class Measured(Uniform):
    """Numbers drawn from a list with repetition: the law of what was measured."""

    def __init__(self, key: NDArray[np.uint64], values: Sequence[float]) -> None:
        super().__init__(key)
        self._values = sorted(values)
        self._steps = np.array(self._values)
        self._rank = Uniform(key)

    def _transform(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        last = len(self._steps) - 1
        return self._steps[np.minimum(last, (uniforms * len(self._steps)).astype(np.int64))]

    def _invert(self, uniform: float) -> float:
        return self._values[min(len(self._values) - 1, int(uniform * len(self._values)))]

    def among_lowest(self, share: float, case: int, visit: int = 0) -> bool:
        """Whether this case's number is among the lowest ``share`` of all."""
        return self._rank.draw(case, visit) < share


class Fixed(Measured):
    """One number for all."""

    def __init__(self, key: NDArray[np.uint64], value: float) -> None:
        super().__init__(key, [value])
