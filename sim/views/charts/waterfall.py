"""Chart: what did it? The gap between two worlds as a staircase of the levers' Shapley shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import BETTER, DIFFERENT, UNDECIDED, WORSE, verdict
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.levers import COLOURS, HEAD, gap_of, value_axis
from sim.views.style import layout, look, words
from sim.views.style.cube_words import runs_words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, introduced, own_style
from sim.views.style.scales import Scale
from sim.views.style.words import inside, lever_name

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.attribution import Attribution
    from sim.experiment.study import Study

MAIN = ("profit", "order lead time", "ticket time", "wrong decisions", "cost per case")
"""Measures that get a staircase of their own: money, and one or two of each benefit."""
ROW, BAR, NARROW_ROW = 27.0, 0.56, 44.0
HATCHES = {BETTER: "", WORSE: "////", UNDECIDED: "....", DIFFERENT: "...."}
"""A share that makes things worse is hatched, an undecided one dotted: never colour alone."""


# Its table


def charted(found: Attribution) -> list[str]:
    """The measures that get a staircase, of those that were looked at."""
    return [measure for measure in MAIN if measure in set(found.gaps["measure"])]


def has_cube(study: Study) -> bool:
    """Whether every combination of the levers is stored."""
    return study.more.cube is not None


def _cube(study: Study) -> Attribution:
    assert study.more.cube is not None
    return study.more.cube


def table(study: Study) -> pd.DataFrame:
    """Each lever's share of each charted gap, in people's units, with its interval, and the lever alone."""
    cube, rows = _cube(study), []
    for measure in charted(cube):
        gap, shares, scale = gap_of(cube, measure)
        for row in shares.to_dict("records"):
            amounts = [row[key] * scale.factor for key in ("share", "lower", "upper", "alone", "last")]
            rows.append((gap["label"], scale.unit, lever_name(row["lever"]), *amounts))
    return pd.DataFrame(
        rows, columns=["measure", "unit", "lever", "share", "95 % from", "to", "alone", "with all others"]
    )


# What is drawn


def row_height(*, beside: bool) -> float:
    """Height of a row whose text stands beside the bar, or above it."""
    return ROW if beside else NARROW_ROW


def waterfall(
    axes: Axes, gap: pd.Series, shares: pd.DataFrame, scale: Scale, worlds: Worlds, *, alone_at: float | None = None
) -> Drawn:
    """World A at the top, a bar per lever from where the one before ended, world B at the bottom.

    The thin line at a bar's end is the 95 % interval of its share; the open diamond is where the bar would end if the
    lever were switched on alone, counted from the same start. `alone_at` is where the column of effects alone ends,
    in pixels right of the axes; None writes all text above the bars (narrow pages).
    """
    from matplotlib.patches import Rectangle

    layout.plain(axes)
    layout.grid(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    down = 0.0 if alone_at is not None else 0.2
    axes.set_ylim(len(shares) + 1.5, -0.5)
    marks: dict[str, list[Artist]] = {"bars": [], "intervals": [], "alone": [], "worlds": [], "labels": []}
    level, rows, reach = float(gap["a"]) * scale.factor, [], []
    for place, share in enumerate(shares.to_dict("records"), 1):
        amount, low, high, alone = (float(share[key]) * scale.factor for key in ("share", "lower", "upper", "alone"))
        said = verdict(low, high, str(gap["better"]))
        y, colour = place + down, COLOURS.get(said, look.GREY)
        bar = Rectangle(
            (level, y - BAR / 2), amount, BAR, fc=colour, ec=look.darker(colour), hatch=HATCHES[said] or None, lw=0
        )
        axes.add_patch(bar)
        marks["bars"].append(bar)
        marks["intervals"] += axes.plot([level + low, level + high], [y, y], color=look.INK, lw=1.4, zorder=4)
        marks["alone"] += axes.plot([level + alone], [y], "D", ms=5, mfc=look.ON_DARK, mec=look.INK, mew=1.2, zorder=5)
        axes.plot([level + amount] * 2, [y, y + 1], color=look.INK, alpha=look.FAINT, lw=0.8, zorder=1)
        rows.append({"lever": share["lever"], "start": level, "end": level + amount, "effect": said})
        reach += [level, level + low, level + high, level + alone]
        level += amount
    ends = [(0, float(gap["a"]) * scale.factor, look.WORLDS[0]), (len(shares) + 1, level, look.WORLDS[1])]
    for place, value, colour in ends:
        marks["worlds"] += axes.plot(
            [value, value],
            [place + down - BAR / 2, place + down + BAR / 2],
            color=colour,
            lw=5,
            solid_capstyle="butt",
            zorder=3,
        )
        reach.append(value)
    axes.plot([ends[0][1]] * 2, [down, 1 + down], color=look.INK, alpha=look.FAINT, lw=0.8, zorder=1)
    margin = 0.06 * ((max(reach) - min(reach)) or abs(reach[0]) or 1.0)
    axes.set_xlim(min(reach) - margin, max(reach) + margin)
    value_axis(axes, scale)
    marks["labels"] = _labels(axes, names_of(shares, worlds), figures_of(gap, shares, scale), alone_at)
    return Drawn(pd.DataFrame(rows), marks)


def names_of(shares: pd.DataFrame, worlds: Worlds) -> list[str]:
    """What stands at the left of each row."""
    return [worlds[0], *(lever_name(lever) for lever in shares["lever"]), worlds[1]]


def figures_of(gap: pd.Series, shares: pd.DataFrame, scale: Scale) -> list[tuple[str, str]]:
    """What stands at the right of each row: the share with its interval, and the lever's effect alone."""
    rows = [(scale.value(float(gap["a"])), "")]
    for share in shares.to_dict("records"):
        estimate, limits = scale.signed(share["share"], share["lower"], share["upper"])
        alone, _ = scale.signed(share["alone"], share["alone_lower"], share["alone_upper"])
        rows.append((f"{estimate} {limits}", alone))
    return [*rows, (scale.value(float(gap["b"])), "")]


def widths(names: list[str], figures: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Width of the names, the shares and the effects alone."""
    shares, alone = zip(*figures, strict=True)
    return (
        layout.widest(names, bold=True) + 14,
        layout.widest([*shares, "share [95 %]"], look.SMALL) + 16,
        layout.widest([*alone, "alone"], look.SMALL) + 16,
    )


def _labels(axes: Axes, names: list[str], figures: list[tuple[str, str]], alone_at: float | None) -> list[Artist]:
    on = axes.get_yaxis_transform()
    labels: list[Artist] = []
    for place, (name, (share, alone)) in enumerate(zip(names, figures, strict=True)):
        bold = place in (0, len(names) - 1)
        if alone_at is not None:
            labels.append(layout.write(axes, name, (0, place), on=on, move=(-10, 0), ha="right", bold=bold))
            labels.append(layout.write(axes, share, (1, place), on=on, move=(12, 0), size=look.SMALL, bold=not bold))
            labels.append(layout.write(axes, alone, (1, place), on=on, move=(alone_at, 0), size=look.SMALL, ha="right"))
        else:
            text = _above(name, share, alone, layout.size_of(axes)[0], bold=bold)
            labels.append(layout.write(axes, text, (0, place - 0.32), on=on, size=look.SMALL, bold=bold))
    return labels


def _above(name: str, share: str, alone: str, width: float, *, bold: bool) -> str:
    """A row's text above its bar; the effect alone, which the diamond shows too, only where it fits."""
    texts = [
        (2 * words.GAP).join(parts)
        for parts in ((name, share, f"(alone {alone})"), (name, share))
        if alone or len(parts) == 2
    ]
    return next((text for text in texts if layout.text_width(text, look.SMALL, bold) <= width), texts[-1])


def picture(found: Attribution, measures: Sequence[str], worlds: Worlds, width: float = look.WIDE) -> Picture:
    """The whole figure: a staircase per measure, one under the other, each on its own scale."""
    with own_style():
        parts = [gap_of(found, measure) for measure in measures]
        head = title(*parts[0], worlds)
        known = (
            f"{evidence_of(found)}; solid: better, hatched: worse, dotted: undecided; "
            "line: 95 % interval of the share; ◇: the lever switched on alone"
        )
        names = names_of(parts[0][1], worlds)
        beside = width >= look.NARROW
        figures = [figure for part in parts for figure in figures_of(*part)]
        left, wide, last = widths(names, figures)
        left, right = (left + EDGE, wide + last + EDGE) if beside else (EDGE, EDGE)
        body = row_height(beside=beside) * len(names)
        block = HEAD + body + 46
        page = layout.sheet(width, block * len(parts), head, known)
        said = []
        for place, (gap, shares, scale) in enumerate(parts):
            axes = page.panel(left, place * block + HEAD, width - left - right, body)
            drawn = waterfall(axes, gap, shares, scale, worlds, alone_at=wide + last if beside else None)
            name = words.sentence(str(gap["label"]))
            full = f"{name} ({gap['benefit']})"
            fits = layout.text_width(full, bold=True) <= width - 2 * EDGE
            _head(axes, full if fits else name, left, wide if beside else 0.0, last)
            said.append(_staircase_words(gap, shares, scale, drawn.values, worlds))
    rows = found.shares[found.shares["measure"].isin(measures)]
    return Picture(page.figure, head, " ".join(said), rows)


def evidence_of(found: Attribution) -> str:
    """`8 paired replications`, or by how many shorter runs the shares of a comparison's gap are estimated."""
    if not found.tied_to:
        return words.replications(found.replications)
    return f"the whole gap: {words.replications(found.tied_to)}; its shares: estimated from {runs_words(found)}"


def _head(axes: Axes, name: str, left: float, wide: float, last: float) -> None:
    at = (0.0, 1.0)
    layout.write(axes, name, at, on="axes fraction", move=(EDGE - left, 26), bold=True)
    if wide:
        at = (1.0, 1.0)
        layout.write(axes, "share [95 %]", at, on="axes fraction", move=(12, 8), size=look.SMALL, alpha=look.MUTED)
        layout.write(
            axes, "alone", at, on="axes fraction", move=(wide + last, 8), size=look.SMALL, ha="right", alpha=look.MUTED
        )


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    cube = _cube(study)
    chosen = charted(cube)
    return introduced(
        picture(cube, chosen, study.worlds, width),
        f"A staircase for each of {len(chosen)} measures, from {study.worlds[0]} to {study.worlds[1]}, a step per lever",
    )


# What is said


def title(gap: pd.Series, shares: pd.DataFrame, scale: Scale, worlds: Worlds) -> str:
    """The lever with the largest shown share of a measure's gap."""
    name = inside(str(gap["label"]))
    if verdict(gap["lower"], gap["upper"], "lower") == UNDECIDED:
        lead = f"No difference in {name} is shown between {worlds[0]} and {worlds[1]}"
    else:
        lead = f"{words.sentence(name)}: {scale.interval(gap['gap'], gap['lower'], gap['upper'])} in {worlds[1]}"
    shown = shares[(shares["lower"] > 0) | (shares["upper"] < 0)]
    if not len(shown):
        return f"{lead}; no lever's share of it is shown"
    most = shown.loc[[shown["share"].abs().idxmax()]].iloc[0]
    estimate, _ = scale.signed(most["share"], most["lower"], most["upper"])
    said = f"{estimate}{words.GAP}{scale.unit}".rstrip()
    return f"{lead}; the largest share whose interval leaves out 0 is that of {lever_name(most['lever'])}, {said}"


def why_they_differ(gap: pd.Series, together: pd.Series, scale: Scale) -> str:
    """Why one-at-a-time effects and Shapley shares are not the same, with the numbers."""
    alone = float(gap["gap"]) - float(together["effect"])
    said = scale.interval(together["effect"], together["lower"], together["upper"])
    total = f"{words.number(alone * scale.factor)}{words.GAP}{scale.unit}".rstrip()
    whole = f"{words.number(float(gap['gap']) * scale.factor)}{words.GAP}{scale.unit}".rstrip()
    sure = verdict(together["lower"], together["upper"], "lower") != UNDECIDED
    doubt = "" if sure else " (if at all: its interval holds 0)"
    return (
        f"Switched on one at a time, the levers move {inside(str(gap['label']))} by {total} in sum, all together "
        f"by {whole}: the rest, {said}, exists only in combination{doubt}. A one-at-a-time effect cannot "
        "see it; a Shapley share is the mean gain of a lever over all orders of switching the levers on, so it "
        "includes the lever's part of it, and the shares add up to the whole gap."
    )


def _staircase_words(gap: pd.Series, shares: pd.DataFrame, scale: Scale, drawn: pd.DataFrame, worlds: Worlds) -> str:
    said = [
        f"{lever_name(row['lever'])} {scale.interval(row['share'], row['lower'], row['upper'])}, {effect}"
        for row, effect in zip(shares.to_dict("records"), drawn["effect"], strict=True)
    ]
    return (
        f"{gap['label']}: {scale.value(gap['a'])} in {worlds[0]}, {scale.value(gap['b'])} in {worlds[1]}; "
        f"Shapley shares: {'; '.join(said)}."
    )


CHART = Chart(
    "waterfall",
    "What did it?",
    "Every combination of the levers was run on the same customers. A step is the share of one lever: its mean gain"
    " over all orders of switching the levers on (Shapley). The steps add up to the whole gap. The diamond is what the"
    " lever does alone; where the two differ, levers need or spoil each other. Where these runs are not those of the"
    " comparison, the whole gap is the comparison's, and what they miss of it is laid on the levers by the size of"
    " their shares.",
    draw,
    table,
    when=has_cube,
)
