"""Chart: between whom does time pass? Department by department, both worlds on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import findings
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.routes import (
    delay_colour,
    department_table,
    handoffs_a_run,
    labels_of,
    ordered,
    pairs_table,
    slowest,
)
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

ROW_NAME = 90.0
HEAD = 58.0
"""Height above the cells for the panel's name and the names of the offices."""


# What is drawn


def handoff_heatmap(panels: Sequence[Axes], handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Mean hours from sent to understood, from row to column, weighted by deliveries; a panel per world.

    Front office first. Numbers stand in the cells, so the one colour scale of both panels needs no key. A
    panel that stands beside the first goes without row names.
    """
    table = ordered(departments, handoffs)
    scale = findings.delay_range(handoffs)
    marks: dict[str, list[Artist]] = {"cells": [], "numbers": [], "labels": []}
    values = []
    for i, (axes, world) in enumerate(zip(panels, worlds, strict=True)):
        beside = i > 0 and abs(axes.get_position().y0 - panels[0].get_position().y0) < 1e-6
        pairs = findings.hours_between(handoffs, world)
        values.append(pairs.assign(world=world))
        _cells(axes, pairs, list(table["department"]), scale, marks)
        marks["labels"] += _frame(axes, table, pairs, world, worlds, with_rows=not beside)
    return Drawn(pd.concat(values, ignore_index=True), marks)


def row_label_width(departments: pd.DataFrame, handoffs: pd.DataFrame) -> float:
    """Space the row names need at the left of the first panel."""
    lines = [line for label in ordered(departments, handoffs)["label"] for line in row_lines(str(label))]
    return layout.widest(lines, look.SMALL) + 10


def row_lines(label: str) -> list[str]:
    """A department's name beside its row."""
    return layout.wrap(label, ROW_NAME, look.SMALL)


def _cells(
    axes: Axes,
    pairs: pd.DataFrame,
    names: list[str],
    scale: tuple[float, float, bool],
    marks: dict[str, list[Artist]],
) -> None:
    from matplotlib.patches import Rectangle

    width, _ = layout.size_of(axes)
    cell = width / max(len(names), 1)
    axes.set_xlim(0, len(names))
    axes.set_ylim(len(names), 0)
    axes.set_axis_off()
    used = set()
    for row in pairs.to_dict("records"):
        x, y = names.index(row["target"]), names.index(row["source"])
        used.add((x, y))
        colour = delay_colour(row["hours"], scale)
        box = Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, fc=colour, lw=0)
        axes.add_patch(box)
        marks["cells"].append(box)
        text = cell_text(row["hours"])
        size = min(look.SMALL, look.SMALL * (cell - 4) / max(layout.text_width(text, look.SMALL), 1))
        at = (x + 0.5, y + 0.5)
        marks["numbers"].append(layout.write(axes, text, at, size=size, colour=look.ink_on(colour), ha="center"))
    free = [(x, y) for x in range(len(names)) for y in range(len(names)) if (x, y) not in used]
    if free:
        xs, ys = zip(*free, strict=True)
        axes.plot([x + 0.5 for x in xs], [y + 0.5 for y in ys], ".", ms=2, color=look.INK, alpha=0.3, mew=0)


def cell_text(hours: float) -> str:
    """Two digits; what rounds to less than a hundredth is said to be less."""
    if 0 < hours < 0.01:
        return "<.01"
    return words.number(round(hours, 2), 2 if hours < 100 else 3)


def _frame(
    axes: Axes, table: pd.DataFrame, pairs: pd.DataFrame, world: str, worlds: Worlds, *, with_rows: bool
) -> list[Artist]:
    """Panel name, office names and line between the offices, department names."""
    width, height = layout.size_of(axes)
    mean = float(pairs["total"].sum() / pairs["count"].sum()) if len(pairs) else 0.0
    top = "axes fraction"
    said = f"{words.hours(mean)} per delivery" if len(pairs) else "no deliveries"
    drawn = layout.heading(axes, world, said, look.world_colour(world, worlds), (0, 1), top, up=43)
    cell = width / max(len(table), 1)
    for office, name in look.OFFICES.items():
        places = [i for i, value in enumerate(table["office"]) if value == office]
        if not places:
            continue
        text = next((t for t in (f"to {name}", name) if layout.text_width(t, look.SMALL) < cell * len(places)), "")
        left = (places[0] + 0.03) / len(table)
        right = (places[-1] + 0.97) / len(table)
        drawn.append(layout.write(axes, text, (left, 1), on=top, move=(0, 16), size=look.SMALL, alpha=look.MUTED))
        drawn += axes.plot(
            [left, right],
            [1 + 5 / height] * 2,
            transform=axes.transAxes,
            clip_on=False,
            color=look.INK,
            alpha=look.FAINT,
            lw=0.9,
        )
        if places[0] > 0:
            for line in (axes.axhline(places[0]), axes.axvline(places[0])):
                line.set(color=look.INK, alpha=look.FAINT, linewidth=0.9)
                drawn.append(line)
    for i, label in enumerate(table["label"]):
        if with_rows:
            on, text = axes.get_yaxis_transform(), "\n".join(row_lines(str(label)))
            drawn.append(layout.write(axes, text, (0, i + 0.5), on=on, move=(-7, 0), size=look.SMALL, ha="right"))
        at, on = (i + 0.5, 0.0), axes.get_xaxis_transform()
        drawn.append(
            layout.write(
                axes,
                label,
                at,
                on=on,
                move=(4, -6),
                size=look.SMALL,
                ha="right",
                va="top",
                rotation=45,
                rotation_mode="anchor",
            )
        )
    return drawn


def column_label_height(departments: pd.DataFrame, handoffs: pd.DataFrame) -> float:
    """Space the slanted column names need under a panel."""
    return 0.72 * layout.widest(list(ordered(departments, handoffs)["label"]), look.SMALL) + 16


def picture(
    handoffs: pd.DataFrame,
    departments: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    width: float = look.WIDE,
) -> Picture:
    """The whole figure, from its tables: panels side by side, in a narrow figure one above the other."""
    with own_style():
        said = title(handoffs, departments, worlds)
        known = (
            "hours from sent to understood, mean per delivery, from row to column;"
            f" {words.replications(replications)}; one colour scale for both"
        )
        left = EDGE + row_label_width(departments, handoffs)
        foot = column_label_height(departments, handoffs)
        cells = max(len(ordered(departments, handoffs)), 4)
        side = (width - left - EDGE - 28) / 2
        stacked = side < max(26.0 * cells, 230)
        side = min(width - left - EDGE if stacked else side, 46.0 * cells)
        block = HEAD + side + foot
        page = layout.sheet(width, block * (2 if stacked else 1) + 6, said, known)
        first = page.panel(left, HEAD, side, side)
        second = page.panel(left, block + HEAD, side, side) if stacked else page.panel(left + side + 28, HEAD, side, side)
        drawn = handoff_heatmap((first, second), handoffs, departments, worlds)
    text = description(drawn.values, labels_of(departments), worlds)
    return Picture(page.figure, said, text, handoffs)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(handoffs_a_run(study), department_table(study), study.worlds, study.replications, width)


# What is said


def title(handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds) -> str:
    """The slowest hand-off of both worlds, and the same one in the other."""
    names = labels_of(departments)
    pairs = {world: findings.hours_between(handoffs, world) for world in worlds}
    slowest = [(float(pairs[world]["hours"].max()), world) for world in worlds if len(pairs[world])]
    if not slowest:
        return f"No hand-offs in {worlds[0]} nor in {worlds[1]}"
    _, there = max(slowest, key=lambda entry: entry[0])
    row = pairs[there].iloc[int(pairs[there]["hours"].argmax())]
    other = worlds[1] if there == worlds[0] else worlds[0]
    same = pairs[other]
    same = same.loc[(same["source"] == row["source"]) & (same["target"] == row["target"]), "hours"]
    between = f"{names.get(row['source'], row['source'])} to {names.get(row['target'], row['target'])}"
    rest = f"in {other} it takes {words.hours(float(same.iloc[0]))}" if len(same) else f"{other} does not have it"
    return f"The slowest hand-off, {between}, takes {words.hours(float(row['hours']))} in {there}; {rest}"


def description(pairs: pd.DataFrame, names: dict[str, str], worlds: Worlds) -> str:
    """The slowest five of each panel; the rest stands in the table."""
    return slowest("Heat maps of mean hours from sent to understood, by department.", pairs, names, worlds)


CHART = Chart(
    "handoffs",
    "Between whom does time pass?",
    "Rows hand over to columns. A number is the mean of hours from sending a message to its being understood: "
    "written, found in the inbox, keyed in, asked back. Both worlds share one colour scale.",
    draw,
    pairs_table,
)
