"""Exact time-weighted statistics: integrals updated at every change, never sampled on a clock."""

from __future__ import annotations

from sim.engine.kernel import Kernel


class Level:
    """The time average of something that jumps (number in system, stock, people on duty)."""

    def __init__(self, env: Kernel, value: float = 0.0) -> None:
        self.env = env
        self.value = value
        self._area = 0.0
        self._since = self._start = env.now

    def set(self, value: float) -> None:
        """Jump to ``value`` now."""
        now = self.env.now
        self._area += self.value * (now - self._since)
        self.value, self._since = value, now

    def add(self, change: float) -> None:
        """Jump by ``change`` now."""
        self.set(self.value + change)

    def restart(self) -> None:
        """Forget the past (end of warm-up)."""
        self._area, self._since, self._start = 0.0, self.env.now, self.env.now

    @property
    def mean(self) -> float:
        """Time average since the start (or restart)."""
        elapsed = self.env.now - self._start
        return (self._area + self.value * (self.env.now - self._since)) / elapsed if elapsed else self.value


class Age:
    """The time-average age of information: grows by one hour an hour, falls when fresher news arrives.

    Args:
        env: the clock.
        born: when what is known at the start was true; now, if left out.
    """

    def __init__(self, env: Kernel, born: float | None = None) -> None:
        self.env = env
        self._since = self._start = env.now
        self._born = env.now if born is None else born
        self._area = 0.0
        self._peaks = 0.0
        self.updates = 0

    def update(self, born: float) -> None:
        """News of what was true at ``born`` arrives; older news than already known changes nothing."""
        if born <= self._born:
            return
        self._advance()
        self._peaks += self.env.now - self._born
        self.updates += 1
        self._born = born

    def _advance(self) -> None:
        now = self.env.now
        self._area += (now - self._since) * ((now + self._since) / 2 - self._born)
        self._since = now

    @property
    def mean(self) -> float:
        """Average age in hours since the start."""
        self._advance()
        elapsed = self.env.now - self._start
        return self._area / elapsed if elapsed else 0.0

    @property
    def peak(self) -> float:
        """Average age just before an update, in hours."""
        return self._peaks / self.updates if self.updates else 0.0
