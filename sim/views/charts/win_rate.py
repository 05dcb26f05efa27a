"""Chart: who wins in many plausible companies? A dot with its interval per company, by its lead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.verdicts import UNDECIDED
from sim.views.charts.chart import Guide
from sim.views.charts.findings import Worlds
from sim.views.charts.leads import WINNERS, lead_words, winner_words
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.scales import Scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.robustness import Robustness

# What is drawn


def company_dots(axes: Axes, companies: pd.DataFrame, scale: Scale) -> Drawn:
    """A dot with its interval per company, sorted by B's mean lead; who wins by colour and marker."""
    rows = companies[companies["winner"] != "failed"].sort_values("lead", ignore_index=True)
    layout.plain(axes)
    layout.grid(axes, "y")
    axes.axhline(0, color=look.INK, lw=1.1, zorder=1)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "cut": []}
    for winner, (_, marker, colour) in WINNERS.items():
        own = rows[rows["winner"] == winner]
        middle, low, high = (own[key].to_numpy(dtype=float) * scale.factor for key in ("lead", "lower", "upper"))
        shown = winner != UNDECIDED
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
        least, most = (rows[key].fillna(rows["lead"]) * scale.factor for key in ("lower", "upper"))
        axes.set_ylim(max(-reach, 1.05 * float(least.min()) or -reach), min(reach, 1.05 * float(most.max()) or reach))
        for place, start, end, who in zip(rows.index, least, most, rows["winner"], strict=True):
            marks["cut"] += layout.cut_heads(axes, start, end, float(place), WINNERS[str(who)][2], "y")
    axes.set_xticks([])
    layout.number_ticks(axes, "y")
    layout.name_axis(axes, x=f"{len(rows)} companies, from the lowest lead to the highest", y=f"lead in {scale.unit}")
    return Drawn(rows, marks)


def picture(found: Robustness, scale: Scale, worlds: Worlds, width: float = look.WIDE) -> Picture:
    """The whole figure."""
    with own_style():
        head = title(found, worlds)
        pairs = int(found.companies["pairs"].max()) if len(found.companies) else 0
        known = (
            f"{lead_words(found.measure, scale, worlds)}; mean and 95 % interval of {words.replications(pairs)}; "
            f"{winner_words(found.counts, worlds)}"
        )
        high = 330.0
        page = layout.sheet(width, high + 40, head, known)
        axes = page.panel(EDGE + 56, 0, width - 2 * EDGE - 62, high)
        company_dots(axes, found.companies, scale)
    return Picture(page.figure, head, description(found, scale, worlds), found.companies)


# What is said


def title(found: Robustness, worlds: Worlds) -> str:
    """The win-rate with its interval, and how many companies stay undecided."""
    counts, rate = found.counts, found.win_rate
    return (
        f"{words.sentence(worlds[1])} is shown to win in {counts['b']} of {rate.n} plausible companies "
        f"({share_words(rate)}), {worlds[0]} in {counts['a']}; {counts['undecided']} undecided"
    )


def description(found: Robustness, scale: Scale, worlds: Worlds) -> str:
    """Who wins, who is ahead on the mean, and the smallest and the largest lead."""
    return (
        f"{title(found, worlds)}. On the mean {worlds[1]} is ahead in {share_words(found.ahead_rate)} of them. Leads "
        f"from {words.number(float(found.companies['lead'].min()) * scale.factor)} to "
        f"{words.number(float(found.companies['lead'].max()) * scale.factor)} {scale.unit}."
    )


def share_words(rate: object) -> str:
    """`62 % [55, 68]`; nothing known is a dash."""
    estimate, lower, upper = (getattr(rate, key) for key in ("estimate", "lower", "upper"))
    if not math.isfinite(estimate):
        return "–"
    return f"{words.number(100 * estimate)}{words.GAP}% [{words.number(100 * lower)}, {words.number(100 * upper)}]"


GUIDE = Guide(
    "Who wins in many plausible companies?",
    "A dot is a company, the line its 95 % interval. Above zero the second world leads. Companies whose line crosses zero"
    " are undecided and count for nobody.",
)
