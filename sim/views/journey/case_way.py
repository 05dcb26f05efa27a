"""The way of one case through both worlds, title and description too: a lane for each, on one clock from its opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import swatches
from sim.views.charts.findings import Worlds
from sim.views.journey.words import duration, in_one_unit, when
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HEAD, NUMBERS, BAR, THIN, LABEL_LINE, GAP, AXIS = 24.0, 20.0, 34.0, 12.0, 17.0, 20.0, 26.0
MOST_LABELS, MOST_BRANCHES = 9, 4
LEAST_SHARE = 0.01
"""A step is told in words if it takes at least this share of its case's own lead time."""
NUMBER_GAP, ENTRY_GAP = 12.0, 22.0
TICKS = (1 / 60, 5 / 60, 0.25, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0, 168.0, 336.0, 672.0, 2016.0, 4368.0, 8736.0)
"""Hours between two ticks, the closest first."""


def picture_of(
    name: str, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds, evidence: str, width: float = look.WIDE
) -> Picture:
    """A case's way as a whole figure, from its tables."""
    with own_style():
        title = title_of(name, way, cases, worlds)
        alike = cases["opened"].nunique() == 1
        openings = [
            when(row["opened"], full=True) + ("" if alike else f" in {row['world']}") for row in cases.to_dict("records")
        ]
        known = f"opened in {words.listing(list(dict.fromkeys(openings)))}; {evidence}: a single case, not an average"
        wide = width - 2 * EDGE
        page = layout.sheet(width, way_height(way, cases, worlds, wide), title, known)
        case_way(page.panel(EDGE, 0, wide, page.height), way, cases, worlds)
    return Picture(page.figure, title, description_of(way, cases), {"": way, "cases": cases})


def title_of(name: str, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds) -> str:
    """How long the case took in both worlds, and the part of its lead time in which they differ most, in one unit."""
    leads = cases["lead"].tolist()
    if len(leads) == 1:
        other = next(world for world in worlds if world not in set(cases["world"]))
        told = _told(cases, [duration(leads[0])])
        return f"{words.sentence(name)} {told[0]}; {other} has no such case"
    hours = (way["ended"] - way["began"]).groupby([way["world"], way["part"]]).sum()
    a, b = (hours.get(world, pd.Series(dtype=float)).reindex(list(look.PARTS), fill_value=0.0) for world in worlds)
    gap, total = b - a, float(b.sum() - a.sum())
    most = str(gap.idxmin() if total < 0 else gap.idxmax())
    alike = abs(total) < 1 / 60 or not cases["finished"].all()
    *spent, change = in_one_unit([*leads, abs(float(gap[most]))]) if not alike else [*in_one_unit(leads), ""]
    said = _told(cases, spent)
    both = f"{said[0]}, {said[1].removeprefix('took ')}" if cases["finished"].all() else " and ".join(said)
    title = f"{words.sentence(name)} {both}"
    if alike:
        return title
    return f"{title}; {look.PARTS[most][0]}: {change} {'less' if gap[most] < 0 else 'more'}"


def _told(cases: pd.DataFrame, spent: list[str]) -> list[str]:
    rows = zip(cases["world"], cases["finished"], spent, strict=True)
    return [f"{'took' if done else 'was still open after'} {said} in {world}" for world, done, said in rows]


def description_of(way: pd.DataFrame, cases: pd.DataFrame) -> str:
    """Every step of the case's own way and of its branches, in words, world by world."""
    said = ["A bar per world, cut into the intervals of the case from its opening on."]
    for row in cases.to_dict("records"):
        steps = way[way["world"] == row["world"]].groupby("step", sort=True)
        told = steps.agg(began=("began", "min"), ended=("ended", "max"), words=("words", "first")).to_dict("records")
        listed = "; ".join(f"{step['words']}, {duration(step['ended'] - step['began'])}" for step in told)
        said.append(f"In {row['world']}, {duration(row['lead'])}, {row['status']}: {listed or 'nothing'}.")
    return " ".join(said)


def case_way(axes: Axes, way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Draw a bar per interval of the case, in the seven parts of its lead time, a lane per world.

    Cases that went side by side for it, and that it waited for, are thin bars under its own. The longest steps are
    numbered above the bars and told in words below them; hours by part stand beside swatches. So no text can meet
    another, however short a step is. `way_height` tells the height this needs.

    Args:
        axes: where to draw.
        way: world, branch, step, began, ended (hours since the case was opened in that world), part, words.
        cases: world, opened, lead (hours), finished, status; a row per world in which the case exists.
        worlds: both names.
    """
    from matplotlib.patches import Rectangle

    width, height = layout.size_of(axes)
    swatches.bare(axes, height)
    longest = _longest(cases)
    axes.set_xlim(0, longest)
    marks: dict[str, list[Artist]] = {"bars": [], "labels": [], "swatches": [], "heads": [], "axis": []}
    ticks = ticks_of(longest, width)
    y = 0.0
    for world in worlds:
        rows = way[way["world"] == world]
        marks["heads"] += _head(axes, cases, worlds, world, y)
        y += HEAD
        if not (cases["world"] == world).any():
            y += GAP
            continue
        told = told_steps(rows)
        marks["labels"] += _numbers(axes, told, y)
        y += NUMBERS
        marks["axis"] += _grid(axes, ticks, y, y + _bars_height(rows))
        for branch, top, high in _lanes(rows, y):
            for row in rows[rows["branch"] == branch].to_dict("records"):
                _, colour, hatch = look.PARTS[row["part"]]
                bar = Rectangle(
                    (row["began"], top),
                    row["ended"] - row["began"],
                    high,
                    fc=colour,
                    ec=look.darker(colour),
                    hatch=hatch or None,
                    lw=0,
                )
                marks["bars"].append(axes.add_patch(bar))
        y += _bars_height(rows) + 3
        lines = entry_lines(list(told["text"]), width)
        marks["labels"] += _entries(axes, lines, y)
        y += LABEL_LINE * len(lines) + 4
        keys = keys_of(rows, width)
        marks["swatches"] += swatches.swatches(axes, keys, y)
        y += swatches.KEY_LINE * len(keys) + GAP
    for hour, text in ticks:
        side = "left" if hour == 0 else "center"
        marks["axis"].append(layout.write(axes, text, (hour, y), size=look.SMALL, alpha=look.MUTED, ha=side))
    return Drawn(way.reset_index(drop=True), marks)


def way_height(way: pd.DataFrame, cases: pd.DataFrame, worlds: Worlds, width: float) -> float:
    """Height `case_way` needs in axes of this width."""
    total = AXIS
    for world in worlds:
        rows = way[way["world"] == world]
        total += HEAD + GAP
        if (cases["world"] == world).any():
            lines = entry_lines(list(told_steps(rows)["text"]), width)
            total += NUMBERS + _bars_height(rows) + 3 + LABEL_LINE * len(lines) + 4
            total += swatches.KEY_LINE * len(keys_of(rows, width))
    return total


def told_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """The longest steps in the order of time: hour (their middle) and text (number, words, length)."""
    steps = rows.groupby("step").agg(
        began=("began", "min"), ended=("ended", "max"), words=("words", "first"), branch=("branch", "first")
    )
    steps = steps.assign(hours=steps["ended"] - steps["began"], hour=(steps["began"] + steps["ended"]) / 2)
    total = float(rows["ended"].max()) if len(rows) else 0.0
    chosen = steps[steps["hours"] >= LEAST_SHARE * total].astype({"hours": float})
    chosen = chosen.nlargest(MOST_LABELS, "hours", keep="first").sort_values("began", kind="stable")
    text = [
        f"{number}{words.GAP}{step['branch'] + ': ' if step['branch'] else ''}{step['words']}, {duration(step['hours'])}"
        for number, step in enumerate(chosen.to_dict("records"), 1)
    ]
    return chosen.assign(text=text)[["hour", "text"]].reset_index(drop=True)


def entry_lines(texts: list[str], width: float) -> list[list[str]]:
    """The texts side by side, in lines that fit; one that is longer than a line is cut."""
    lines: list[list[str]] = []
    x = width
    for text in (layout.cut(text, width) for text in texts):
        wide = layout.text_width(text, look.SMALL)
        if not lines or x + wide > width:
            lines.append([])
            x = 0.0
        lines[-1].append(text)
        x += wide + ENTRY_GAP
    return lines


def keys_of(rows: pd.DataFrame, width: float) -> list[list[tuple[str, str]]]:
    """Each part's name and hours, in the order of all split charts, in lines that fit."""
    spent = (rows["ended"] - rows["began"]).groupby(rows["part"]).sum()
    entries = [
        (part, f"{look.PARTS[part][0]}{words.GAP}{duration(float(spent[part])).replace(' ', words.GAP)}")
        for part in look.PARTS
        if spent.get(part, 0.0) > 0
    ]
    return swatches.key_rows(entries, width)


def ticks_of(longest: float, width: float) -> list[tuple[float, str]]:
    """Hours since the opening and their words, as many as there is space for."""
    whole_days = [size for size in TICKS if longest <= 72 or size >= 24]  # no hours between many days
    step = next((size for size in whole_days if longest / size * 64 <= width), longest)
    return [
        (place * step, _since(place * step))
        for place in range(int(longest / step + 1e-9) + 1)
        if place * step / longest * width <= width - 26 or place == 0
    ]


def _since(hours: float) -> str:
    if hours == 0:
        return "opened"
    for size, noun in ((168.0, "week"), (24.0, "day")):
        if hours >= size and abs(hours / size - round(hours / size)) < 1e-6:
            return words.count(round(hours / size), noun)
    return f"{hours:g}{words.GAP}h" if hours >= 1 else f"{hours * 60:.0f}{words.GAP}min"


def _longest(cases: pd.DataFrame) -> float:
    return max(float(cases["lead"].max()), 1 / 60) if len(cases) else 1.0


def _branches(rows: pd.DataFrame) -> list[str]:
    """The branches with most hours, in the order in which they began."""
    own = rows[rows["branch"] != ""]
    hours = (own["ended"] - own["began"]).groupby(own["branch"]).sum().nlargest(MOST_BRANCHES)
    return [branch for branch in own["branch"].unique() if branch in hours.index]


def _lanes(rows: pd.DataFrame, top: float) -> list[tuple[str, float, float]]:
    """Each lane's branch, top and height: the case's own way, then its branches."""
    thin = [(branch, top + BAR + 3 + (THIN + 3) * place, THIN) for place, branch in enumerate(_branches(rows))]
    return [("", top, BAR), *thin]


def _bars_height(rows: pd.DataFrame) -> float:
    thin = len(_branches(rows))
    return BAR + (THIN + 3) * thin + (3 if thin else 0)


def _head(axes: Axes, cases: pd.DataFrame, worlds: Worlds, world: str, y: float) -> list[Artist]:
    row = cases[cases["world"] == world]
    text = "no such case: nothing there gave rise to it"
    if len(row):
        took = duration(float(row["lead"].iloc[0]))
        text = f"{took}, {row['status'].iloc[0]}" if row["finished"].iloc[0] else f"still open after {took}"
    at = (0.0, y + HEAD / 2 - 2)
    return layout.heading(axes, world, text, look.world_colour(world, worlds), at, axes.get_yaxis_transform())


def _grid(axes: Axes, ticks: list[tuple[float, str]], top: float, bottom: float) -> list[Artist]:
    hours = [hour for hour, _ in ticks]
    return [axes.vlines(hours, top - 2, bottom + 2, color=look.INK, alpha=look.GRID, lw=0.6, zorder=0)]


def _numbers(axes: Axes, told: pd.DataFrame, top: float) -> list[Artist]:
    """The steps' numbers above the bars, kept apart, each with a pointer to the middle of its step."""
    width, _ = layout.size_of(axes)
    unit = axes.get_xlim()[1] / width
    true = [float(hour) / unit for hour in told["hour"]]
    drawn: list[Artist] = []
    for number, (x, spot) in enumerate(zip(true, layout.apart(true, NUMBER_GAP, 4, width - 4), strict=True), 1):
        at = (spot * unit, top + 6)
        drawn += axes.plot([at[0], x * unit], [top + 12, top + NUMBERS - 1], color=look.INK, alpha=look.FAINT, lw=0.7)
        drawn.append(layout.write(axes, str(number), at, size=look.TINY, bold=True, ha="center"))
    return drawn


def _entries(axes: Axes, lines: list[list[str]], top: float) -> list[Artist]:
    """The steps in words, under the bars."""
    unit = axes.get_xlim()[1] / layout.size_of(axes)[0]
    drawn: list[Artist] = []
    for place, line in enumerate(lines):
        x = 0.0
        for text in line:
            at = (x * unit, top + LABEL_LINE * (place + 0.5))
            drawn.append(layout.write(axes, text, at, size=look.SMALL))
            x += layout.text_width(text, look.SMALL) + ENTRY_GAP
    return drawn
