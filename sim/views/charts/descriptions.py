"""Text alternatives: what a chart shows, in words and numbers, for people who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.views.charts import findings
from sim.views.charts.findings import Worlds
from sim.views.style import look, words


def of_differences(rows: pd.DataFrame, notes: Sequence[str], worlds: Worlds) -> str:
    """Every row with both means, change, interval and verdict."""
    said = []
    for row in rows.to_dict("records"):
        a, b = (words.with_unit(row[key], str(row["unit"])) for key in "ab")
        change = words.with_interval(row["change"], row["lower_all"], row["upper_all"], "%")
        said.append(f"{row['name']}: {a} to {b}, {change}, {row['verdict']}.")
    head = f"Dots with 95 % intervals for the change from {worlds[0]} to {worlds[1]}, one row per measure."
    return " ".join([head, *said, *(f"{note}." for note in notes)])


def of_lead_times(ecdf: pd.DataFrame, worlds: Worlds, flows: Sequence[str]) -> str:
    """Median and ninth tenth of every flow."""
    said = []
    for flow in flows:
        for world in worlds:
            half, most = map(words.hours, findings.pooled_quantiles(ecdf, world, flow, (0.5, 0.9)))
            said.append(f"{flow}, {world}: half within {half}, nine in ten within {most}.")
    return " ".join(["Cumulative shares of cases finished within a time, on a logarithmic axis.", *said])


def of_split(split: pd.DataFrame, worlds: Worlds, flows: Sequence[str]) -> str:
    """Every part of every bar."""
    said = []
    for flow in flows:
        for world in worlds:
            hours = findings.parts_of(split, world, flow)
            parts = [f"{look.PARTS[str(p)][0]} {words.hours(float(h))}" for p, h in hours.items() if h > 0]
            said.append(f"{flow}, {world}: {words.hours(float(hours.sum()))} in all; {', '.join(parts)}.")
    return " ".join(["Stacked bars of the mean lead time of a finished case.", *said])


def of_progress(wip: pd.DataFrame, worlds: Worlds, shocks: pd.DataFrame | None) -> str:
    """Peak and last day of both lines, and the shocks."""
    said = []
    for world in worlds:
        band = findings.bands(wip, world)
        if len(band):
            day, cases = findings.peak(wip, world)
            last = words.number(float(band["median"].iloc[-1]))
            said.append(f"{world}: peak {words.number(cases)} on day {words.number(day)}, at the end {last}.")
    said += [
        f"{row['label']}: day {words.number(row['start_day'])} to {words.number(row['end_day'])}."
        for row in (shocks.to_dict("records") if shocks is not None else [])
    ]
    return " ".join(["Cases in progress by day: median and 10 to 90 % band.", *said])


def of_handoffs(pairs: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The slowest five of each panel; the rest stands in the table."""
    return _slowest("Heat maps of mean hours from sent to understood, by department.", pairs, names, worlds)


def of_network(routes: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The slowest five of each panel; the rest stands in the table."""
    return _slowest("Maps of hand-offs between front office and back office.", routes, names, worlds)


def _slowest(head: str, rows: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    said = [head]
    for world in worlds:
        here = rows.loc[rows["world"] == world].sort_values("hours", ascending=False, kind="stable")
        listed = [
            f"{names.get(row['source'], row['source'])} to {names.get(row['target'], row['target'])}"
            f" {words.hours(row['hours'])}"
            for row in here.head(5).to_dict("records")
        ]
        said.append(f"{world}: {len(here)} routes, slowest {words.listing(listed)}." if listed else f"{world}: none.")
    return " ".join(said)
