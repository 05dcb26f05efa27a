"""Chart 8, second half: who wins over two assumptions at once, and over many plausible companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.layout import Drawn
from sim.views.style.scales import Scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

WINNERS = {"b": ("●", "o", look.WORLDS[1]), "a": ("◇", "D", look.WORLDS[0]), "undecided": ("■", "s", look.GREY)}
"""For each winner its sign in words, its marker and its colour."""


def win_map(axes: Axes, table: pd.DataFrame, names: tuple[str, str], scale: Scale) -> Drawn:
    """A cell per pair of values, coloured and marked by who wins, with B's mean lead in it.

    `table` has first, second, lead and winner; `names` name the axes. A cell is as strong as its lead is large against
    the largest.
    """
    from matplotlib.patches import Rectangle

    layout.plain(axes)
    firsts, seconds = (sorted(table[key].unique()) for key in ("first", "second"))
    axes.set_xlim(-0.5, len(firsts) - 0.5)
    axes.set_ylim(-0.5, len(seconds) - 0.5)
    marks: dict[str, list[Artist]] = {"cells": [], "labels": []}
    most = float(table["lead"].abs().max()) or 1.0
    for row in table.to_dict("records"):
        x, y = firsts.index(row["first"]), seconds.index(row["second"])
        sign, _, colour = WINNERS[str(row["winner"])]
        strength = 0.16 + 0.5 * abs(float(row["lead"])) / most if row["winner"] != "undecided" else 0.16
        cell = Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, fc=colour, alpha=strength, lw=0)
        axes.add_patch(cell)
        marks["cells"].append(cell)
        amount = words.signed(float(row["lead"]) * scale.factor, 0 if scale.factor < 1 else 1)
        marks["labels"].append(layout.write(axes, sign, (x, y), move=(0, 9), ha="center"))
        marks["labels"].append(layout.write(axes, amount, (x, y), move=(0, -8), size=look.SMALL, ha="center"))
    axes.set_xticks(range(len(firsts)), [words.number(value) for value in firsts])
    axes.set_yticks(range(len(seconds)), [words.number(value) for value in seconds])
    layout.name_axis(axes, x=names[0], y=names[1])
    return Drawn(table, marks)


def company_dots(axes: Axes, companies: pd.DataFrame, scale: Scale) -> Drawn:
    """A dot with its interval per company, sorted by B's mean lead; who wins by colour and marker."""
    rows = companies[companies["winner"] != "failed"].sort_values("lead", ignore_index=True)
    layout.plain(axes)
    layout.grid(axes, "y")
    axes.axhline(0, color=look.INK, lw=1.1, zorder=1)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": []}
    for winner, (_, marker, colour) in WINNERS.items():
        own = rows[rows["winner"] == winner]
        middle, low, high = (own[key].to_numpy(dtype=float) * scale.factor for key in ("lead", "lower", "upper"))
        shown = winner != "undecided"
        marks["intervals"].append(axes.vlines(own.index, low, high, color=colour, lw=1.1, alpha=0.55, zorder=2 + shown))
        marks["dots"] += axes.plot(
            own.index,
            middle,
            marker,
            ms=3.8,
            mec=colour,
            mew=1.2,
            ls="",
            zorder=4 + shown,
            mfc=look.ON_DARK if winner == "a" else colour,
        )
    axes.set_xlim(-1, max(len(rows), 1))
    if len(rows):
        values = rows["lead"].to_numpy(dtype=float) * scale.factor
        reach = 1.6 * float(np.abs(values).max()) or 1.0
        axes.set_ylim(
            max(-reach, float(rows["lower"].min()) * scale.factor * 1.05 or -reach),
            min(reach, float(rows["upper"].max()) * scale.factor * 1.05 or reach),
        )
    axes.set_xticks([])
    layout.number_ticks(axes, "y")
    layout.name_axis(axes, x=f"{len(rows)} companies, from the lowest lead to the highest", y=f"lead in {scale.unit}")
    return Drawn(rows, marks)


def winner_words(counts: dict[str, int], worlds: Worlds) -> str:
    """Who the marks stand for and how many there are: `● integrated wins 31 · …`."""
    said = {"b": f"{worlds[1]} wins", "a": f"{worlds[0]} wins", "undecided": "undecided"}
    return " · ".join(
        f"{WINNERS[winner][0]} {text} {counts.get(winner, 0)}".replace(" ", words.GAP) for winner, text in said.items()
    )
