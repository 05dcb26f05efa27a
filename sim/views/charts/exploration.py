"""Chart: what have my tries shown? A panel per measure, a mark with its interval per try, the latest one at the right."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.verdicts import UNDECIDED
from sim.views.charts import work_in_progress
from sim.views.charts.chart import Guide
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.scales import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.exploration import Exploration, Try

MOST_TRIES = 8
"""Tries that are shown; older ones stand in the history's table."""
DIGITS = 2


def length_words(one: Try) -> str:
    """How much evidence an answer is: `4 pairs of 2 weeks after 1 of warm-up, in 1.9 s`."""
    scenario = one.scenario
    weeks = words.count(scenario.weeks, "week")
    return (
        f"{words.count(one.replications, 'pair')} of {weeks} after {scenario.warm_up_weeks} of warm-up, answered in "
        f"{words.number(one.seconds, DIGITS)}{words.GAP}s" + (f"; {one.failed.rstrip('.')}" if one.failed else "")
    )


def title_of(one: Try, currency: str) -> str:
    """What the latest try shows, measure by measure that is decided."""
    rows = one.comparison
    if (rows[["difference", "lower", "upper"]] == 0).all(axis=None):
        return f"Try {one.number} is exactly the reference: every difference is 0"
    shown = rows[rows["verdict"] != UNDECIDED]
    said = [
        f"{row['label'].split(',')[0]} {_amount(row, scale_of_row(row, currency))}" for row in shown.to_dict("records")
    ]
    left = len(rows) - len(shown)
    if not said:
        return f"Try {one.number}: nothing is shown yet in {words.count(left, 'measure')}"
    rest = f"; {left} undecided" if left else ""
    return f"Try {one.number}: {'; '.join(said[:3])}{f' and {len(said) - 3} more' if len(said) > 3 else ''}{rest}"


def _amount(row: Mapping[Hashable, Any], scale: Scale) -> str:
    estimate, _ = scale.signed(row["difference"], row["lower"], row["upper"])
    return f"{estimate}{words.GAP}{'points' if scale.unit == '%' else scale.unit}".strip()


def scale_of_row(row: Mapping[Hashable, Any], currency: str) -> Scale:
    """The scale of a measure in a comparison."""
    return scale_of(str(row["unit"]), currency, [float(row["a"]), float(row["b"])])


def answer_table(one: Try, currency: str) -> pd.DataFrame:
    """A row per measure in people's units: both worlds, difference with its interval, verdict."""
    rows = []
    for row in one.comparison.to_dict("records"):
        scale = scale_of_row(row, currency)
        estimate, limits = scale.signed(row["difference"], row["lower"], row["upper"])
        rows.append(
            (
                row["label"],
                scale.unit,
                words.number(row["a"] * scale.factor),
                words.number(row["b"] * scale.factor),
                f"{estimate} {limits}".strip(),
                row["verdict"],
            )
        )
    return pd.DataFrame(rows, columns=["measure", "unit", "reference", "your try", "difference [95 %]", "verdict"])


def tries_picture(exploration: Exploration, width: float = look.WIDE) -> Picture:
    """Every measure's difference to the reference, try by try."""
    tries, currency = exploration.tries[-MOST_TRIES:], exploration.reference.company.currency
    latest = exploration.last
    with own_style():
        title = title_of(latest, currency)
        moved = "; ".join(exploration.moved(latest)) or "all levers as in the reference"
        known = (
            f"try {latest.number}: {moved}. {words.sentence(length_words(latest))}. "
            f"Less {exploration.reference.name}; small dots: pairs; thick line: 95 % interval, "
            "thin: adjusted for all panels (Holm), cut where the panel ends; "
            "● better, ◇ worse, ■ undecided"
        )
        across = 1 if width < look.NARROW else 3
        wide, high = (width - 2 * EDGE) / across, 190.0
        measures = exploration.measures
        page = layout.sheet(width, -(-len(measures) // across) * high, title, known)
        frames = []
        for place, measure in enumerate(measures):
            axes = page.panel(EDGE + place % across * wide + 48, place // across * high + 34, wide - 66, high - 78)
            frames.append(tries_of_measure(axes, tries, measure, currency).values)
    table = pd.concat(frames, ignore_index=True)
    said = " ".join(
        f"{row['measure']}: {row['difference [95 %]']} {row['unit']} {row['verdict']}."
        for row in answer_table(latest, currency).to_dict("records")
    )
    return Picture(page.figure, title, f"{known}. {said}", table)


def row_of(one: Try, measure: str) -> dict[str, Any]:
    """A measure's row of a try's comparison."""
    rows = one.comparison[one.comparison["measure"] == measure].to_dict("records")
    return {str(key): value for key, value in rows[0].items()}


def tries_of_measure(axes: Axes, tries: Sequence[Try], measure: str, currency: str) -> Drawn:
    """Marks of one measure: pairs, both intervals and the mean of each try, at the try's number."""
    layout.grid(axes, "y")
    rows = [row_of(one, measure) for one in tries]
    scale = scale_of(str(rows[-1]["unit"]), currency, [value for row in rows for value in (row["a"], row["b"])])
    marks: dict[str, list[Artist]] = {"pairs": [], "intervals": [], "adjusted": [], "means": []}
    marks["zero"] = [axes.axhline(0, color=look.INK, lw=1.1, zorder=1)]
    for one, row in zip(tries, rows, strict=True):
        colour = look.verdict_colour(row["verdict"])
        own = one.pairs[one.pairs["measure"] == measure]
        single = ((own["b"] - own["a"]) * scale.factor).tolist()
        beside = [one.number + 0.16] * len(single)
        marks["pairs"] += axes.plot(beside, single, "o", ms=2.6, color=look.INK, alpha=look.FAINT, zorder=2)
        for key, ends, thick in (("intervals", ("lower", "upper"), 3.6), ("adjusted", ("lower_holm", "upper_holm"), 1.1)):
            limits = [float(row[end]) * scale.factor for end in ends]
            marks[key] += axes.plot([one.number] * 2, limits, color=colour, lw=thick, zorder=3)
        face = look.verdict_face(row["verdict"])
        marks["means"] += axes.plot(
            [one.number],
            [float(row["difference"]) * scale.factor],
            look.MARKERS.get(str(row["verdict"]), "s"),
            ms=6,
            mec=colour,
            mfc=face,
            mew=1.6,
            zorder=4,
        )
    _limits(axes, marks)
    axes.set_xlim(tries[0].number - 0.6, max(tries[-1].number, tries[0].number + 2) + 0.6)
    axes.set_xticks([one.number for one in tries], [str(one.number) for one in tries])
    axes.locator_params(axis="y", nbins=5)
    layout.number_ticks(axes, "y")
    name = f"{words.sentence(str(rows[-1]['label']).split(',')[0].split(' (')[0])}, {scale.unit}".rstrip(", ")
    layout.write(
        axes,
        layout.cut(name, layout.size_of(axes)[0] + 40, bold=True),
        (0, 1),
        on="axes fraction",
        move=(-40, 14),
        bold=True,
    )
    layout.name_axis(axes, x="try")
    values = pd.DataFrame(
        [
            {
                "try": one.number,
                "measure": measure,
                "difference": row["difference"] * scale.factor,
                "lower": row["lower"] * scale.factor,
                "upper": row["upper"] * scale.factor,
                "unit": scale.unit,
                "verdict": row["verdict"],
            }
            for one, row in zip(tries, rows, strict=True)
        ]
    )
    return Drawn(values, marks)


def _limits(axes: Axes, marks: dict[str, list[Artist]]) -> None:
    """Space for pairs and plain intervals; adjusted ones of few pairs are so long that they would hide all else."""
    from matplotlib.lines import Line2D

    heights = [0.0]
    for key in ("pairs", "intervals"):
        for mark in marks[key]:
            assert isinstance(mark, Line2D)
            heights += [float(height) for height in np.asarray(mark.get_ydata()) if math.isfinite(height)]
    margin = 0.08 * (max(heights) - min(heights)) or 1.0
    axes.set_ylim(min(heights) - margin, max(heights) + margin)


def band_picture(exploration: Exploration, width: float = look.WIDE) -> Picture | None:
    """Cases in progress in both worlds, all pairs of the latest try with their band; None where runs sent none."""
    latest = exploration.last
    if not len(latest.progress):
        return None
    worlds = exploration.reference.name, latest.scenario.name
    days = work_in_progress.begin_of(latest.scenario)
    shade = pd.DataFrame([("warm-up", 0, days)], columns=["label", "start_day", "end_day"]) if days else None
    return work_in_progress.picture(latest.progress, worlds, shade, width, begin=days)


GUIDE = Guide(
    "What have my tries shown?",
    "A panel is a measure, a mark a try, the latest at the right; zero is the reference. Small dots are single pairs, the"
    " thick line is the 95 % interval, the thin one is adjusted for all panels. A try counts once its thin line is clear"
    " of zero.",
)
