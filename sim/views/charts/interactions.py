"""Chart: what do levers do only together? A row per set of levers, a panel per measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.verdicts import WORSE, verdict
from sim.views.charts.chart import Guide
from sim.views.charts.levers import COLOURS, HEAD, gap_of, short_names, value_axis
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.scales import Scale
from sim.views.style.words import inside, lever_name, set_name

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.attribution import Attribution

LEAST = 120.0
"""Least width of a panel of marks."""


# What is drawn


def interaction_dots(
    axes: Axes, gap: pd.Series, interactions: pd.DataFrame, scale: Scale, names: Mapping[str, str]
) -> Drawn:
    """A row per set of levers: their extra effect together, with its interval; names left, figures right."""
    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(interactions), 1) - 0.5, -0.5)
    axes.axvline(0, color=look.INK, lw=1.1, zorder=1)
    marks: dict[str, list[Artist]] = {"dots": [], "intervals": [], "labels": []}
    rows, on = [], axes.get_yaxis_transform()
    for place, row in enumerate(interactions.to_dict("records")):
        value, low, high = (float(row[key]) * scale.factor for key in ("effect", "lower", "upper"))
        said = verdict(low, high, str(gap["better"]))
        colour = COLOURS.get(said, look.GREY)
        marks["intervals"] += axes.plot([low, high], [place, place], color=colour, lw=2.6, zorder=3)
        marks["dots"] += axes.plot(
            [value],
            [place],
            look.MARKERS.get(said, "s"),
            ms=5.4,
            mec=colour,
            mew=1.6,
            mfc=look.ON_DARK if said == WORSE else colour,
            zorder=4,
        )
        marks["labels"].append(layout.write(axes, names[row["levers"]], (0, place), on=on, move=(-10, 0), ha="right"))
        marks["labels"].append(
            layout.write(axes, effect_words(row, scale), (1, place), on=on, move=(12, 0), size=look.SMALL)
        )
        rows.append({"levers": row["levers"], "effect": value, "lower": low, "upper": high, "verdict": said})
    value_axis(axes, scale)
    for place, drawn in enumerate(rows):
        layout.cut_heads(axes, drawn["lower"], drawn["upper"], place, COLOURS.get(drawn["verdict"], look.GREY))
    return Drawn(pd.DataFrame(rows), marks)


def picture(found: Attribution, measures: Sequence[str], width: float = look.WIDE) -> Picture:
    """The whole figure, a panel per measure."""
    with own_style():
        rows = found.interactions[found.interactions["measure"].isin(measures)]
        head = title(rows, [inside(str(gap_of(found, measure)[0]["label"])) for measure in measures])
        rows = _largest(rows)
        known = (
            f"extra effect of levers together, mean at sign + less mean at sign −; "
            f"{words.replications(found.replications)}; line: 95 % interval of each by itself"
        )
        names = {levers: set_name(levers) for levers in rows["levers"]}
        said = [effect_words(row, gap_of(found, row["measure"])[2]) for row in rows.to_dict("records")]
        right = layout.widest(said, look.SMALL) + 12 + EDGE
        if width - right - layout.widest(list(names.values())) - EDGE - 14 < LEAST:
            names = {levers: set_name(short) for levers, short in initials(list(names)).items()}
            known += "; levers by their first letters"
        left = layout.widest(list(names.values())) + EDGE + 14
        pitch = 24.0
        size = int(rows.groupby("measure").size().max()) if len(rows) else 1
        block = HEAD + pitch * size + 46
        page = layout.sheet(width, block * len(measures), head, known)
        for place, measure in enumerate(measures):
            gap, _, scale = gap_of(found, measure)
            axes = page.panel(left, place * block + HEAD - 14, max(width - left - right, LEAST), pitch * size)
            interaction_dots(axes, gap, rows[rows["measure"] == measure], scale, names)
            layout.write(
                axes, words.sentence(str(gap["label"])), (0, 1), on="axes fraction", move=(EDGE - left, 14), bold=True
            )
    return Picture(page.figure, head, description(found, rows), rows)


def initials(sets: Sequence[str]) -> dict[str, str]:
    """Short names of sets of levers."""
    short = short_names([lever_name(levers) for levers in sets])
    return {levers: short[lever_name(levers)].replace("+", " + ") for levers in sets}


def _largest(rows: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """Of each measure the largest interactions, in the order of the table."""
    places = [
        place for _, own in rows.groupby("measure", sort=False) for place in own["effect"].abs().nlargest(most).index
    ]
    return rows.loc[sorted(places)]


# What is said


def effect_words(row: Mapping[Any, Any], scale: Scale) -> str:
    """An interaction with its interval."""
    return " ".join(scale.signed(row["effect"], row["lower"], row["upper"]))


def title(rows: pd.DataFrame, measures: Sequence[str] = ()) -> str:
    """How many interactions, of these measures if they are named, are shown, adjusted for those of all measures."""
    if not len(rows):
        return "There is no interaction: one lever has nothing to act with"
    every, shown = len(rows), int((rows["p_holm"] < 0.05).sum())
    of = words.count(every, "interaction") + (f" on {words.listing(measures)}" if measures else "")
    return f"{shown or 'None'} of {of} {'are' if shown > 1 else 'is'} shown (Holm)"


def description(found: Attribution, rows: pd.DataFrame) -> str:
    """Every row that is drawn, with its interval."""
    if not len(rows):
        return title(rows) + "."
    return " ".join(
        f"{row['measure']}: {row['levers']} {effect_words(row, gap_of(found, row['measure'])[2])}."
        for row in rows.to_dict("records")
    )


GUIDE = Guide(
    "What do levers do only together?",
    "A row is a set of levers. Right of zero they give more together than each would add by itself, left of it less; the"
    " line is the 95 % interval of one row by itself, and the title counts what is left after adjusting for all rows.",
)
