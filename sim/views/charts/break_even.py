"""Chart: when does it not pay? The lead of one world over the other along one assumption, and where it turns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.views.charts.chart import WIDER, Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.leads import lead_words
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, introduced, own_style
from sim.views.style.scales import Scale, measure_scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.break_even import BreakEven
    from sim.experiment.study import Study

# Its tables


def is_stored(study: Study) -> bool:
    """Whether the values of every assumption have been run."""
    return study.more.break_evens is not None


def lines_table(found: Sequence[BreakEven]) -> pd.DataFrame:
    """Assumption and every value that was run with the lead of B, its interval and pairs."""
    frames = [one.line.assign(assumption=one.assumption.name) for one in found]
    rows = pd.concat(frames, ignore_index=True)
    return rows[["assumption", *[column for column in rows.columns if column != "assumption"]]]


def table(study: Study) -> pd.DataFrame:
    """Each assumption with its own value, its range and the value at which the winner changes."""
    rows = [
        (one.assumption.name, one.default, one.assumption.low, one.assumption.high, one.root, one.lower, one.upper)
        for one in study.more.break_evens or ()
    ]
    return pd.DataFrame(rows, columns=["assumption", "scenarios' own", "from", "to", "break-even", "95 % from", "to "])


# What is drawn


def break_even_line(
    axes: Axes,
    line: pd.DataFrame,
    root: tuple[float, float, float],
    default: float,
    scale: Scale,
    *,
    logarithmic: bool,
    name: str,
) -> Drawn:
    """Mean lead of B with its band over the values that were run.

    The root stands as a diamond on the line of no lead with its interval, the scenarios' own value as a dotted
    upright line. An interval that is open goes to the edge and ends in an arrow head.
    """
    layout.plain(axes)
    layout.grid(axes, "y")
    x = line["value"].to_numpy(dtype=float)
    middle, low, high = (line[key].to_numpy(dtype=float) * scale.factor for key in ("lead", "lower", "upper"))
    if logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(x.min(), x.max())
    marks: dict[str, list[Artist]] = {"line": [], "band": [], "root": [], "default": [], "zero": []}
    marks["band"] = [axes.fill_between(x, low, high, color=look.GREY, alpha=0.28, lw=0, zorder=1)]
    marks["line"] = [*axes.plot(x, middle, "o-", color=look.INK, ms=3.6, lw=1.6, zorder=3)]
    marks["zero"] = [axes.axhline(0, color=look.INK, lw=1.1, zorder=2)]
    if x.min() <= default <= x.max():
        marks["default"] = [axes.axvline(default, color=look.INK, alpha=look.MUTED, lw=1.2, ls=":", zorder=2)]
    ends = np.concatenate([middle, low[np.isfinite(low)], high[np.isfinite(high)]])
    bottom, top = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    axes.set_ylim(bottom - 0.06 * (top - bottom), top + 0.06 * (top - bottom))
    marks["root"] = _root(axes, root, (float(x.min()), float(x.max())))
    _ticks(axes, logarithmic=logarithmic)
    layout.name_axis(axes, x=name)
    return Drawn(line, marks)


def _root(axes: Axes, root: tuple[float, float, float], limits: tuple[float, float]) -> list[Artist]:
    place, lower, upper = root
    if not math.isfinite(place):
        return []
    left, right = max(lower, limits[0]), min(upper, limits[1])
    drawn: list[Artist] = [
        *axes.plot([left, right], [0, 0], color=look.PURPLE, lw=5, alpha=0.9, zorder=4, solid_capstyle="butt")
    ]
    for end, edge, head in ((lower, left, "<"), (upper, right, ">")):
        if end != edge:
            drawn += axes.plot([edge], [0], head, ms=8, color=look.PURPLE, zorder=5, clip_on=False)
    drawn += axes.plot([place], [0], "D", ms=7.5, mfc=look.ON_DARK, mec=look.PURPLE, mew=2.2, zorder=6)
    return drawn


def _ticks(axes: Axes, *, logarithmic: bool) -> None:
    from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

    width, _ = layout.size_of(axes)
    if logarithmic:
        low, high = axes.get_xlim()
        steps = LogLocator(subs=(1.0, 2.0, 5.0) if width > 180 else (1.0, 3.0))
        inside = [float(tick) for tick in steps.tick_values(low, high) if low <= tick <= high]
        axes.xaxis.set_major_locator(FixedLocator(inside if len(inside) > 1 else [low, high]))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.locator_params(axis="x", nbins=max(3, int(width / 60)))
    axes.locator_params(axis="y", nbins=5)
    for axis in "xy":
        layout.number_ticks(axes, axis)


def picture(found: Sequence[BreakEven], scale: Scale, worlds: Worlds, width: float = look.WIDE) -> Picture:
    """The whole figure: a line per assumption, each in its own panel."""
    with own_style():
        head = title(found, worlds)
        pairs = min((int(one.line["pairs"].min()) for one in found), default=0)
        known = (
            f"{lead_words(found[0].measure, scale, worlds)}; {words.replications(pairs)} at each dot, 95 % band; "
            "◇ break-even with its interval; dotted: the scenarios' own value"
        )
        across = 1 if width < look.NARROW else 3
        wide, high = (width - 2 * EDGE) / across, 268.0
        page = layout.sheet(width, -(-len(found) // across) * high, head, known)
        for place, one in enumerate(found):
            left, top = EDGE + place % across * wide + 52, place // across * high + 44
            axes = page.panel(left, top, wide - 70, high - 100)
            assumption = one.assumption
            name = assumption.unit or ("factor on what the scenarios say" if assumption.multiply else "value")
            break_even_line(
                axes,
                one.line,
                (one.root, one.lower, one.upper),
                one.default,
                scale,
                logarithmic=assumption.scale == "log",
                name=name,
            )
            over = layout.cut(words.sentence(assumption.name), wide - 30, bold=True)
            layout.write(axes, over, (0, 1), on="axes fraction", move=(-44, 28), bold=True)
            root = root_words(one.root, one.lower, one.upper)
            layout.write(axes, f"break-even {root}", (0, 1), on="axes fraction", move=(-44, 12), size=look.SMALL)
    return Picture(page.figure, head, description(found, worlds, scale), lines_table(found))


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    found = study.more.break_evens or ()
    values = [value for one in found for value in one.line["lead"]]
    scale = measure_scale("profit", study.a.company.currency, values)[1]
    return introduced(
        picture(found, scale, study.worlds, width),
        f"For each of {words.count(len(found), 'assumption')} a line with its band: the difference in profit"
        " over the values that were run",
    )


# What is said


def title(found: Sequence[BreakEven], worlds: Worlds) -> str:
    """How many of the assumptions turn the verdict within their ranges."""
    turning = [one.assumption.name for one in found if one.inside]
    if not turning:
        return f"None of {words.count(len(found), 'assumption')} changes who is ahead within its range"
    some = words.listing(turning[:3]) + (f" and {len(turning) - 3} more" if len(turning) > 3 else "")
    return (
        f"{len(turning)} of {words.count(len(found), 'assumption')} can change who is ahead, "
        f"{worlds[0]} or {worlds[1]}: {some}"
    )


def turning_words(found: BreakEven, worlds: Worlds, scale: Scale) -> str:
    """Where the winner changes along one assumption, or that it does not."""
    name, own = found.assumption.name, words.number(found.default)
    reach = f"{words.number(found.assumption.low)} to {words.number(found.assumption.high)}"
    if not found.inside:
        ahead = worlds[1] if float(found.line["lead"].mean()) > 0 else worlds[0]
        holds = ((found.line["lower"] <= 0) & (found.line["upper"] >= 0)).any()
        doubt = "; for some of these values the interval holds 0" if holds else ""
        return f"{words.sentence(name)}: {ahead} is ahead on the mean over the whole range, {reach}{doubt}"
    below, above = before_and_after(found, worlds)
    ends = [
        words.number(end) if math.isfinite(end) else f"beyond {words.number(edge)}"
        for end, edge in ((found.lower, found.assumption.low), (found.upper, found.assumption.high))
    ]
    return (
        f"{words.sentence(name)}: below {words.number(found.root)} {below} is ahead, above it {above} "
        f"(95{words.GAP}% interval {ends[0]} to {ends[1]}; the scenarios say {own})"
    )


def description(found: Sequence[BreakEven], worlds: Worlds, scale: Scale) -> str:
    """Every assumption with the value at which the winner changes."""
    return " ".join(f"{turning_words(one, worlds, scale)}." for one in found)


def before_and_after(found: BreakEven, worlds: Worlds) -> Worlds:
    """Who is ahead below the root and who above it."""
    line = found.line
    rising = (
        float(line.loc[line["value"] > found.root, "lead"].iloc[0]) > 0
        if (line["value"] > found.root).any()
        else float(line.loc[line["value"] < found.root, "lead"].iloc[-1]) < 0
    )
    return worlds if rising else (worlds[1], worlds[0])


def root_words(root: float, lower: float, upper: float, *, unit: str = "") -> str:
    """`1.9 [1.2, 2.6]`; an open end is said so; `none in range`."""
    if not math.isfinite(root):
        return "none in range"
    ends = [words.number(end) if math.isfinite(end) else "open" for end in (lower, upper)]
    return f"{words.number(root)}{words.GAP + unit if unit else ''} [{ends[0]}, {ends[1]}]"


CHART = Chart(
    "break_even",
    "When does it not pay?",
    "One assumption at a time is moved over a wide range. Above zero the second world earns more. The band is the 95 %"
    " interval of the paired difference; where it holds zero, nobody is shown to win.",
    draw,
    table,
    when=is_stored,
    wide=WIDER,
)
