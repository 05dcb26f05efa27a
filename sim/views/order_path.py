"""What the table of critical paths says: where an average order's lead time goes, and which hand-off costs most of it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sim.measures.critical_path import HANDOFF, INSIDE
from sim.views import words
from sim.views.findings import Worlds

USUAL = 0.5
"""Passages per order from which on a hand-off belongs to the way of an average order."""
NAMED = 3
"""Hand-offs that a description names."""


class Costliest(NamedTuple):
    """The hand-off that takes most of an average order's lead time: between whom, and hours per order."""

    source: str
    target: str
    hours: float


def per_order(path: pd.DataFrame, world: str) -> pd.DataFrame:
    """The pieces of one world's path: passages and hours of an average order, every order weighing the same.

    Args:
        path: rows of `sim.measures.critical_path.order_path_of` with `world`, one block per replication.
    """
    keys = ["kind", "source", "target", "subject", "mode"]
    own = path.loc[path["world"] == world] if len(path) else path
    if own.empty:
        return pd.DataFrame(columns=[*keys, "passages", "hours"])
    orders = float(own.groupby("replication")["orders"].first().sum())
    weighted = own[["passages", "hours"]].mul(own["orders"], axis=0) / orders
    return pd.concat([own[keys], weighted], axis=1).groupby(keys, as_index=False)[["passages", "hours"]].sum()


def lead_hours(path: pd.DataFrame, world: str) -> float:
    """Mean lead time of an order: the hours of all pieces."""
    return float(per_order(path, world)["hours"].sum())


def by_route(path: pd.DataFrame, world: str) -> pd.DataFrame:
    """Hand-offs on the path by pair of departments and mode: source, target, mode, passages, hours; costliest first."""
    pieces = per_order(path, world)
    routes = pieces[pieces["kind"] == HANDOFF].groupby(["source", "target", "mode"], as_index=False)
    return routes[["passages", "hours"]].sum().sort_values("hours", ascending=False, kind="stable", ignore_index=True)


def by_pair(path: pd.DataFrame, world: str) -> pd.DataFrame:
    """Hand-offs on the path by pair of departments, in all modes: source, target, passages, hours; costliest first."""
    pairs = by_route(path, world).groupby(["source", "target"], as_index=False)[["passages", "hours"]].sum()
    return pairs.sort_values("hours", ascending=False, kind="stable", ignore_index=True)


def handoff_hours(path: pd.DataFrame, world: str) -> float:
    """Hours of an average order's lead time that hand-offs take."""
    return float(by_route(path, world)["hours"].sum())


def inside_hours(path: pd.DataFrame, world: str) -> pd.Series:
    """Hours of an average order's lead time that it waits or is worked on in each department, largest first."""
    pieces = per_order(path, world)
    stays = pieces[pieces["kind"] == INSIDE].groupby("target")["hours"].sum()
    return stays.sort_values(ascending=False, kind="stable").astype("float64")


def costliest(path: pd.DataFrame, world: str) -> Costliest | None:
    """The pair of departments whose hand-offs, in all modes, take most of an order's lead time; None where none does."""
    pairs = by_pair(path, world)
    if pairs.empty or float(pairs["hours"].iloc[0]) <= 0:
        return None
    return Costliest(str(pairs["source"].iloc[0]), str(pairs["target"].iloc[0]), float(pairs["hours"].iloc[0]))


def usual_way(path: pd.DataFrame, world: str) -> set[tuple[str, str, str]]:
    """Source, target and mode of the hand-offs that an average order passes: those of at least every second order."""
    routes = by_route(path, world)
    pairs = routes.groupby(["source", "target"])["passages"].transform("sum")
    chosen = routes[pairs >= USUAL]
    return set(zip(chosen["source"], chosen["target"], chosen["mode"], strict=True))


def title(path: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """What hand-offs take of an average order in both worlds, and the one that costs most; empty without orders."""
    leads = {world: lead_hours(path, world) for world in worlds}
    if not all(lead > 0 for lead in leads.values()):
        return ""
    hours = {world: handoff_hours(path, world) for world in worlds}
    a, b = worlds
    said = (f"Hand-offs take {words.hours(hours[a])} of an average order's {words.hours(leads[a])} in {a}, "
            f"{words.hours(hours[b])} of {words.hours(leads[b])} in {b}")
    found = [(most.hours, world, most) for world in worlds if (most := costliest(path, world))]
    if not found:
        return said
    _, world, most = max(found, key=lambda entry: entry[0])
    between = f"{names.get(most.source, most.source)} to {names.get(most.target, most.target)}"
    return f"{said}; the costliest, {between}, takes {words.hours(most.hours)} in {world}"


def description(path: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The whole path of an average order in each world, in words."""
    said = []
    for world in worlds:
        lead = lead_hours(path, world)
        if lead <= 0:
            continue
        pairs = by_pair(path, world)
        pairs = pairs[pairs["hours"] > 0].head(NAMED)
        hands = [f"{names.get(source, source)} to {names.get(target, target)} {words.hours(hours)}"
                 for source, target, hours in zip(pairs["source"], pairs["target"], pairs["hours"], strict=True)]
        stays = [f"in {names.get(str(place), str(place))} {words.hours(hours)}"
                 for place, hours in inside_hours(path, world).items()]
        outside = lead - handoff_hours(path, world) - float(inside_hours(path, world).sum())
        said.append(
            f"Critical path of an average order in {world}, {words.hours(lead)}: hand-offs "
            f"{words.hours(handoff_hours(path, world))}{' (' + ', '.join(hands) + ')' if hands else ''}; "
            f"{', '.join([*stays, f'outside {words.hours(outside)}'])}.")
    return " ".join(said)
