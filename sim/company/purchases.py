"""Purchases: which levers a company has bought since when, and what they cost it."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers.primitives import Price


class Purchases:
    """The prices of what a company lives by, and since when; money spent once stays spent when a lever is given up.

    Args:
        prices: price of each lever at the beginning of the run.
    """

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._bought = [(0.0, prices)]

    def change(self, now: float, prices: Mapping[str, Price]) -> None:
        """Let other prices hold from now on (hours, never before the last change)."""
        self._bought.append((now, prices))

    def paid_for(self, start: float, end: float) -> tuple[float, float]:
        """What levers cost between two times: by year while they run, and once; both pro rata from when bought.

        Returns:
            yearly running cost and one-off cost, each a mean over the time from start to end.
        """
        if len(self._bought) == 1:
            always = self._bought[0][1].values()
            return sum(price.per_year for price in always), sum(price.one_off for price in always)
        per_year = one_off = 0.0
        spent: dict[str, float] = {}
        ends = [*(since for since, _ in self._bought[1:]), end]
        for (since, prices), until in zip(self._bought, ends, strict=True):
            share = max(0.0, min(until, end) - max(since, start)) / (end - start)
            spent.update({name: max(spent.get(name, 0.0), price.one_off) for name, price in prices.items()})
            per_year += share * sum(price.per_year for price in prices.values())
            one_off += share * sum(spent.values())
        return per_year, one_off
