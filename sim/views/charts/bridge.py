"""Chart: what becomes of the profit? From the profit of A to that of B, a step for each cause, each euro once.

The steps are the lines of both profit statements, gathered by cause; what no cause names is a step of its own, so that
they sum exactly. The last step sizes the teams of B to the work they do: arithmetic on the same runs, not a simulation.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.attribution import WEEKS_OF_YEAR
from sim.experiment.statistics import of_random, same_in_every_pair, t_interval
from sim.experiment.verdicts import BETTER, UNDECIDED, WORSE, toward, verdict
from sim.measures.money import (
    AGENCY,
    BUYING,
    CARRIAGE,
    GROWTH,
    LOSSES,
    MARGIN,
    ONE_OFF,
    RESIZED_UTILISATION,
    RUNNING,
    SCRAP,
)
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.levers import value_axis
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, introduced, own_style
from sim.views.style.scales import Scale, scale_of
from sim.views.style.study_words import Row, names

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

PRICES, REST = "systems and programmes", "everything else"
CAUSES: dict[str, tuple[str, ...]] = {
    "margin on goods": MARGIN,
    "carriage and storage": CARRIAGE,
    "buying and making": (*BUYING, SCRAP),
    "paid hours": ("paid hours", AGENCY),
    "losses and favours": LOSSES,
    "campaigns and hiring": GROWTH,
    PRICES: (RUNNING, ONE_OFF),
}
"""Which lines of the profit statement make up a step."""
CAUSE_OF = {line: cause for cause, lines in CAUSES.items() for line in lines}
"""The step of a line; one that is not there belongs to ``REST``."""
RESIZED = f"teams resized to {100 * RESIZED_UTILISATION:.0f}{words.GAP}% at work"
PROFIT, RESIZED_PROFIT = "profit", "resized profit"
LEVEL, STEP = "level", "step"
ROW, BAR, NARROW_ROW = 28.0, 0.6, 46.0
LEAST_PLOT = 150.0
COLOURS = {BETTER: look.GREEN, WORSE: look.GREY, UNDECIDED: "#C4C9CF"}
HATCHES = {BETTER: "", WORSE: "////", UNDECIDED: "...."}
"""A step that costs is hatched, an undecided one dotted: never colour alone."""


# Its table


def steps(study: Study) -> pd.DataFrame:
    """The bridge, in currency a year.

    Returns:
        name, kind (``LEVEL`` or ``STEP``), amount, lower, upper (its 95 % interval, of a step the paired one; NaN where
        there is none), given (whether it is a price), start and end of its bar, effect (verdict by its own
        interval; empty for a level). Steps between two levels sum to their difference.
    """
    pairs = study.pairs[study.pairs["measure"].isin((PROFIT, RESIZED_PROFIT))]
    values = pairs.pivot_table(index="replication", columns="measure", values=["a", "b"])
    changes = changes_by_cause(study).reindex(values.index).fillna(0.0)
    a, b = names(study)
    rows = [_level(a, values["a"][PROFIT])]
    rows += [_step(str(name), changes[name]) for name in changes]
    rows.append(_level(b, values["b"][PROFIT]))
    if RESIZED_PROFIT in values["b"] and np.isfinite(values["b"][RESIZED_PROFIT]).all():
        rows.append(_step(RESIZED, values["b"][RESIZED_PROFIT] - values["b"][PROFIT]))
        rows.append(_level(f"{b}, resized", values["b"][RESIZED_PROFIT]))
    table = pd.DataFrame(rows)
    ends = table["amount"].where(table["kind"] == LEVEL).ffill()
    within = table["amount"].where(table["kind"] == STEP, 0.0).groupby((table["kind"] == LEVEL).cumsum()).cumsum()
    table["end"] = ends + within
    table["start"] = (table["end"] - table["amount"]).where(table["kind"] == STEP, 0.0)
    return table


def changes_by_cause(study: Study) -> pd.DataFrame:
    """Second world minus first, a year: a column for each cause that differs in any pair, a row per replication."""
    lines = study.tables["statement"]
    lines = lines[~lines["of_which"].astype(bool)]
    yearly = lines.assign(
        cause=lines["line"].map(CAUSE_OF).fillna(REST), amount=lines["amount"] * WEEKS_OF_YEAR / study.a.weeks
    )
    sums = yearly.pivot_table(index=["replication", "cause"], columns="world", values="amount", aggfunc="sum")
    change = sums.reindex(columns=list(study.worlds)).fillna(0.0)
    table = (change[study.worlds[1]] - change[study.worlds[0]]).unstack("cause").fillna(0.0)
    return table[[name for name in (*CAUSES, REST) if name in table and (table[name] != 0).any()]]


def _level(name: str, values: pd.Series[float]) -> Row:
    interval = t_interval(values.to_numpy())
    return {
        "name": name, "kind": LEVEL, "amount": interval.estimate, "lower": interval.lower, "upper": interval.upper,
        "given": False, "effect": "",
    }  # fmt: skip


def _step(name: str, values: pd.Series[float]) -> Row:
    interval = t_interval(values.to_numpy())
    given = name == PRICES and (interval.n < 2 or same_in_every_pair(interval))
    known = of_random(interval)
    effect = toward(interval.estimate, "higher") if given else verdict(known.lower, known.upper, "higher")
    return {
        "name": name, "kind": STEP, "amount": interval.estimate, "lower": known.lower, "upper": known.upper,
        "given": given, "effect": effect,
    }  # fmt: skip


def bridge_scale(rows: pd.DataFrame, currency: str) -> Scale:
    """Thousands where the sums are large."""
    return scale_of("currency/year", currency, [*rows["amount"], *rows["end"]])


def figures(row: Row, scale: Scale) -> str:
    """What stands beside a bar: `+94 [80, 108]`, `−382, given`, or a level."""
    amount, lower, upper = (float(row[key]) for key in ("amount", "lower", "upper"))
    if row["kind"] == LEVEL:
        return words.number(amount * scale.factor, 4)
    estimate, limits = scale.signed(amount, lower, upper)
    return f"{estimate}, given" if row["given"] else f"{estimate} {limits}".rstrip()


def table(study: Study) -> pd.DataFrame:
    """The bridge as people read it."""
    rows = steps(study)
    scale = bridge_scale(rows, study.a.company.currency)
    said = pd.DataFrame({"step": rows["name"]})
    for column, label in (("amount", scale.unit), ("lower", "95 % from"), ("upper", "to")):
        said[label] = rows[column] * scale.factor
    return said.assign(effect=rows["effect"].where(~rows["given"].astype(bool), rows["effect"] + ", given"))


# What is drawn


def bridge(axes: Axes, rows: pd.DataFrame, scale: Scale, *, beside: bool) -> Drawn:
    """A bar for each level, and for each step one from where the one before ended; the line is its 95 % interval.

    Bars of levels begin at 0 unless that would leave too little space for the steps (``begins_at_zero``); then a level is
    a thick line. Arithmetic that was not simulated is dashed.
    """
    from matplotlib.patches import Rectangle

    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    zero, down = begins_at_zero(rows), 0.0 if beside else 0.16
    high = BAR if beside else 0.36
    marks: dict[str, list[Artist]] = {"bars": [], "levels": [], "intervals": [], "labels": []}
    for place, row in enumerate(rows.to_dict("records")):
        y, start, end = place + down, float(row["start"]) * scale.factor, float(row["end"]) * scale.factor
        colour, hatch = COLOURS.get(row["effect"], look.GREY), HATCHES.get(row["effect"], "")
        simulated = RESIZED not in rows["name"].iloc[: place + 1].to_numpy()
        if row["kind"] == LEVEL:
            colour, hatch = look.WORLDS[min(int((rows["kind"][:place] == LEVEL).sum()), 1)], ""
        if row["kind"] == LEVEL and not zero:
            marks["levels"] += axes.plot([end, end], [y - high / 2, y + high / 2], color=colour, lw=5, zorder=3)
        else:
            at, edge = (start, y - high / 2), look.darker(colour)
            bar = Rectangle(at, end - start, high, fc=colour, ec=edge, lw=0, hatch=hatch or None)
            if not simulated:
                bar.set(facecolor="none", edgecolor=colour, linewidth=1.4, linestyle=(0, (4, 2)), hatch=None)
            axes.add_patch(bar)
            marks["levels" if row["kind"] == LEVEL else "bars"].append(bar)
        low, up = ((start if row["kind"] == STEP else 0.0) + float(row[key]) * scale.factor for key in ("lower", "upper"))
        if math.isfinite(low) and math.isfinite(up):
            marks["intervals"] += axes.plot([low, up], [y, y], color=look.INK, lw=1.4, zorder=4)
        if beside and place + 1 < len(rows):
            axes.plot([end, end], [y, y + 1], color=look.INK, alpha=look.FAINT, lw=0.8, zorder=1)
    axes.set_xlim(*_limits(rows, scale, zero=zero))
    value_axis(axes, scale)
    marks["labels"] = _labels(axes, rows, scale, beside=beside)
    return Drawn(rows, marks)


def begins_at_zero(rows: pd.DataFrame) -> bool:
    """Whether bars of levels are drawn from 0: steps then take at least a fifth of the width."""
    low, high = _reach(rows)
    return high - low >= 0.2 * (max(high, 0.0) - min(low, 0.0))


def _reach(rows: pd.DataFrame) -> tuple[float, float]:
    """The least and the largest end of a bar or an interval."""
    from_ = rows["start"].where(rows["kind"] == STEP, 0.0)
    ends = [rows["end"], rows["start"][rows["kind"] == STEP], from_ + rows["lower"], from_ + rows["upper"]]
    values = pd.concat(ends).dropna()
    return float(values.min()), float(values.max())


def _limits(rows: pd.DataFrame, scale: Scale, *, zero: bool) -> tuple[float, float]:
    low, high = (end * scale.factor for end in _reach(rows))
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    margin = 0.04 * ((high - low) or abs(high) or 1.0)
    return (low - margin if low < 0 or not zero else -margin / 8), high + margin


def _labels(axes: Axes, rows: pd.DataFrame, scale: Scale, *, beside: bool) -> list[Artist]:
    on = axes.get_yaxis_transform()
    labels: list[Artist] = []
    for place, row in enumerate(rows.to_dict("records")):
        bold, said = row["kind"] == LEVEL, figures(row, scale)
        if beside:
            labels.append(layout.write(axes, row["name"], (0, place), on=on, move=(-10, 0), ha="right", bold=bold))
            labels.append(layout.write(axes, said, (1, place), on=on, move=(10, 0), size=look.SMALL, bold=bold))
        else:
            text = f"{row['name']}{2 * words.GAP}{said}"
            labels.append(layout.write(axes, text, (0, place - 0.28), on=on, size=look.SMALL, bold=bold))
    return labels


def picture(
    rows: pd.DataFrame, worlds: Worlds, replications: int, currency: str, width: float = look.WIDE, *, note: str = ""
) -> Picture:
    """The whole figure, from its table; `note` stands under the title."""
    with own_style():
        scale = bridge_scale(rows, currency)
        said = title(rows, worlds, scale)
        signs = "hatched: costs, dotted: undecided; line: 95 % interval; dashed: arithmetic, not run"
        known = "; ".join(filter(None, (words.replications(replications), signs, note)))
        left = layout.widest([str(name) for name in rows["name"]], bold=True) + EDGE + 10
        right = layout.widest([figures(row, scale) for row in rows.to_dict("records")], look.SMALL, bold=True) + EDGE + 10
        beside = width - left - right >= LEAST_PLOT
        left, right, pitch = (left, right, ROW) if beside else (EDGE, EDGE, NARROW_ROW)
        body = pitch * len(rows)
        page = layout.sheet(width, body + 50, said, known)
        axes = page.panel(left, 0, width - left - right, body)
        drawn = bridge(axes, rows, scale, beside=beside)
    return Picture(page.figure, said, description(drawn.values, scale), rows)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    rows = steps(study)
    made = picture(rows, names(study), study.replications, study.a.company.currency, width, note=resized_note(study))
    return introduced(made, f"A staircase from the yearly profit of {names(study)[0]} to that of {names(study)[1]}")


# What is said


def title(rows: pd.DataFrame, worlds: Worlds, scale: Scale) -> str:
    """Both profits, and the largest step whose interval leaves out 0."""
    levels = rows[rows["kind"] == LEVEL]["amount"].to_numpy()
    head = f"Profit: {scale.value(levels[0])} in {worlds[0]}, {words.number(levels[1] * scale.factor)} in {worlds[1]}"
    sure = rows[(rows["kind"] == STEP) & (rows["name"] != RESIZED) & rows["effect"].isin((BETTER, WORSE))]
    if sure.empty:
        return f"{head}; no step is shown"
    most = sure.loc[[sure["amount"].abs().idxmax()]].iloc[0]
    return f"{head}; the largest step that is shown is {most['name']}, {words.signed(most['amount'] * scale.factor, 0)}"


def resized_note(study: Study) -> str:
    """What the first world would earn, resized in the same way, so that nobody compares unlike things."""
    row = study.comparison[study.comparison["measure"] == RESIZED_PROFIT]
    if row.empty or not math.isfinite(row["a"].iloc[0]):
        return ""
    scale = bridge_scale(steps(study), study.a.company.currency)
    return f"{names(study)[0]} resized in the same way would earn {scale.value(float(row['a'].iloc[0]))}"


def description(rows: pd.DataFrame, scale: Scale) -> str:
    """Every level and every step."""
    said = [f"{row['name']} {figures(row, scale)}" for row in rows.to_dict("records")]
    return f"In {scale.unit}: {'; '.join(said)}."


CHART = Chart(
    "bridge",
    "What becomes of the profit?",
    "From the profit of the first world to that of the second, a step for each cause, from where the one before ended."
    " Every euro is in one step, so they add up exactly. The line is the 95 % interval of the paired difference. The"
    " last step sizes teams so that people are at work 80 % of their time: arithmetic on the same runs.",
    draw,
    table,
    wide=620.0,
)
