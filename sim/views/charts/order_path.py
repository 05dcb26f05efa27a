"""What the table of critical paths says: where an average order's lead time goes, and which hand-off costs most of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from sim.measures.critical_path import HANDOFF, INSIDE
from sim.views.charts.findings import Worlds
from sim.views.style import words

USUAL = 0.5
"""Passages per order from which on a hand-off belongs to the way of an average order."""
NAMED = 3
"""Hand-offs that a description names."""


class Costliest(NamedTuple):
    """The hand-off that takes most of an average order's lead time: between whom, and hours per order."""

    source: str
    target: str
    hours: float


@dataclass(frozen=True, eq=False)
class AverageOrder:
    """The critical path of an average order of one world.

    Attributes:
        pieces: kind, source, target, subject, mode; passages and hours of an average order.
    """

    pieces: pd.DataFrame

    @classmethod
    def of(cls, path: pd.DataFrame, world: str) -> AverageOrder:
        """The average order of a world, every order weighing the same; one without pieces if the world has no orders.

        Args:
            path: rows of `sim.measures.critical_path.order_path_of` with `world`, one block per replication.
        """
        keys = ["kind", "source", "target", "subject", "mode"]
        own = path.loc[path["world"] == world] if len(path) else path
        if own.empty:
            return cls(pd.DataFrame(columns=[*keys, "passages", "hours"]))
        orders = float(own.groupby("replication")["orders"].first().sum())
        weighted = own[["passages", "hours"]].mul(own["orders"], axis=0) / orders
        return cls(pd.concat([own[keys], weighted], axis=1).groupby(keys, as_index=False)[["passages", "hours"]].sum())

    @cached_property
    def lead(self) -> float:
        """Mean lead time in hours: all pieces together; 0 without orders."""
        return float(self.pieces["hours"].sum())

    @cached_property
    def routes(self) -> pd.DataFrame:
        """Its hand-offs by pair of departments and mode: source, target, mode, passages, hours; costliest first."""
        return self._handoffs_by("source", "target", "mode")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Its hand-offs by pair of departments, in all modes: source, target, passages, hours; costliest first."""
        return self._handoffs_by("source", "target")

    @property
    def handoff_hours(self) -> float:
        """Hours that hand-offs take."""
        return float(self.pairs["hours"].sum())

    @cached_property
    def stays(self) -> pd.Series:
        """Hours that it waits or is worked on in each department, longest first."""
        inside = self.pieces[self.pieces["kind"] == INSIDE].groupby("target")["hours"].sum()
        return inside.sort_values(ascending=False, kind="stable").astype("float64")

    @property
    def outside_hours(self) -> float:
        """Hours outside the company's departments: at carriers, suppliers and customers."""
        return self.lead - self.handoff_hours - float(self.stays.sum())

    @property
    def costliest(self) -> Costliest | None:
        """The pair of departments whose hand-offs, in all modes, take most of it; None where none takes anything."""
        if self.pairs.empty or float(self.pairs["hours"].iloc[0]) <= 0:
            return None
        first = self.pairs.iloc[0]
        return Costliest(str(first["source"]), str(first["target"]), float(first["hours"]))

    @property
    def usual_way(self) -> set[tuple[str, str, str]]:
        """Source, target and mode of the hand-offs that an average order passes: those of at least every second order."""
        passages = self.routes.groupby(["source", "target"])["passages"].transform("sum")
        chosen = self.routes[passages >= USUAL]
        return set(zip(chosen["source"], chosen["target"], chosen["mode"], strict=True))

    def _handoffs_by(self, *keys: str) -> pd.DataFrame:
        own = self.pieces[self.pieces["kind"] == HANDOFF]
        sums = own.groupby(list(keys), as_index=False)[["passages", "hours"]].sum()
        return sums.sort_values("hours", ascending=False, kind="stable", ignore_index=True)


def title(path: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """What hand-offs take of an average order in both worlds, and the one that costs most; empty without orders."""
    a, b = worlds
    orders = {world: AverageOrder.of(path, world) for world in worlds}
    if not all(order.lead > 0 for order in orders.values()):
        return ""
    said = (
        f"Hand-offs take {words.hours(orders[a].handoff_hours)} of an average order's {words.hours(orders[a].lead)} "
        f"in {a}, {words.hours(orders[b].handoff_hours)} of {words.hours(orders[b].lead)} in {b}"
    )
    found = [(most.hours, world, most) for world in worlds if (most := orders[world].costliest)]
    if not found:
        return said
    _, world, most = max(found, key=lambda entry: entry[0])
    between = f"{names.get(most.source, most.source)} to {names.get(most.target, most.target)}"
    return f"{said}; the costliest, {between}, takes {words.hours(most.hours)} in {world}"


def description(path: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The whole path of an average order in each world, in words."""
    said = []
    for world in worlds:
        order = AverageOrder.of(path, world)
        if order.lead <= 0:
            continue
        pairs = order.pairs[order.pairs["hours"] > 0].head(NAMED)
        hands = [
            f"{names.get(source, source)} to {names.get(target, target)} {words.hours(hours)}"
            for source, target, hours in zip(pairs["source"], pairs["target"], pairs["hours"], strict=True)
        ]
        stays = [f"in {names.get(str(place), str(place))} {words.hours(hours)}" for place, hours in order.stays.items()]
        said.append(
            f"Critical path of an average order in {world}, {words.hours(order.lead)}: hand-offs "
            f"{words.hours(order.handoff_hours)}{' (' + ', '.join(hands) + ')' if hands else ''}; "
            f"{', '.join([*stays, f'outside {words.hours(order.outside_hours)}'])}."
        )
    return " ".join(said)
