"""Whole figures: a computed title, what to know about the evidence, the chart, a description; and saving them.

Each builder takes tables, makes room for its labels, draws, and gives a `Picture`; `width` is in CSS pixels (below
640 the narrow layout). `save` writes SVG, PNG and CSV under temporary names and then moves them.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import (
    descriptions,
    differences,
    dots,
    findings,
    lead_times,
    network,
    order_path,
    progress,
    recovery,
    titles,
)
from sim.views.charts import handoffs as heat
from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, svg, words
from sim.views.style.layout import EDGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tables = pd.DataFrame | Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure ready to be saved: `title` is drawn in it, `description` is its text alternative."""

    figure: Figure
    title: str
    description: str
    table: Tables


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a picture lies; `tables` are CSV files."""

    svg: Path
    png: Path
    tables: tuple[Path, ...]


def differences_picture(
    comparison: pd.DataFrame, pairs: pd.DataFrame, worlds: Worlds, width: float = look.WIDE
) -> Picture:
    """Chart 1."""
    with own_style():
        rows = findings.relative_changes(comparison)
        title = titles.title_of_differences(comparison, worlds)
        runs = int(comparison["replications"].min()) if len(comparison) else 0
        known = words.replications(runs)
        if runs > 1:
            known += f", each a small dot; {_marks(rows)}"
            known += ", by the interval adjusted for all rows (thin line)" if rows.attrs["adjusted"] else ""
        notes = differences.zero_notes(comparison, worlds)
        page, axes = _rows_page(rows, list(rows["label"]), worlds, width, title, known, notes)
        drawn = differences.paired_differences(axes, comparison, pairs, worlds)
    text = descriptions.of_differences(drawn.values, notes, worlds)
    return Picture(page.figure, title, text, {"": comparison, "pairs": pairs})


def worse_off_picture(table: pd.DataFrame, worlds: Worlds, replications: int, width: float = look.WIDE) -> Picture:
    """Chart 10."""
    with own_style():
        rows = findings.relative_changes(table)
        title = titles.title_of_worse_off(table, worlds)
        known = words.replications(replications) + (f"; {_marks(rows)}" if replications > 1 and len(rows) else "")
        notes = differences.zero_notes(table, worlds)
        page, axes = _rows_page(rows, differences.who_names(rows), worlds, width, title, known, notes)
        drawn = differences.who_is_worse_off(axes, table, worlds)
    text = descriptions.of_differences(drawn.values, notes, worlds)
    return Picture(page.figure, title, text, table)


def _rows_page(
    rows: pd.DataFrame, names: list[str], worlds: Worlds, width: float, title: str, known: str, notes: list[str]
) -> tuple[layout.Sheet, Axes]:
    left, right, pitch = dots.margins(rows, names, worlds, width)
    room, body, head = width - left - right, pitch * max(len(rows), 1), dots.head_height(rows, worlds, left)
    page = layout.sheet(width, head + body + dots.foot_height(worlds, width, room, notes), title, known)
    return page, page.panel(left, head, room, body)


def lead_times_picture(
    ecdf: pd.DataFrame, worlds: Worlds, flows: Sequence[str] | None = None, width: float = look.WIDE
) -> Picture:
    """Chart 2: one large panel for one flow, a panel each for several."""
    flows = list(flows) if flows is not None else findings.flows_of(ecdf)
    with own_style():
        title = titles.title_of_lead_times(ecdf, worlds, flows)
        runs = int(ecdf["replication"].nunique())
        known = f"share of cases finished within a time (logarithmic); {words.replications(runs)}, each a faint line"
        across = 1 if width < look.NARROW or len(flows) == 1 else 2 if len(flows) < 5 else 3
        wide = (width - 2 * EDGE) / across
        high, head = (330.0, 6.0) if len(flows) == 1 else (250.0, 24.0)
        page = layout.sheet(width, -(-len(flows) // across) * high, title, known)
        for i, flow in enumerate(flows):
            left, top = EDGE + i % across * wide + 48, i // across * high + head
            axes = page.panel(left, top, wide - 60, high - head - 38)
            lead_times.lead_time_ecdf(axes, ecdf, worlds, flow, levels=200 if len(flows) == 1 else 80)
            if len(flows) > 1:
                at = (0, 1)
                layout.write(axes, words.sentence(flow), at, on="axes fraction", move=(0, 12), bold=True)
    return Picture(page.figure, title, descriptions.of_lead_times(ecdf, worlds, flows), ecdf)


def split_picture(
    split: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    flows: Sequence[str] | None = None,
    width: float = look.WIDE,
) -> Picture:
    """Chart 3: a block of two bars per flow; each flow on its own scale."""
    flows = list(flows) if flows is not None else findings.flows_of(split)
    with own_style():
        title = titles.title_of_split(split, worlds, flows)
        known = f"mean hours per finished case; {words.replications(replications)}"
        wide = width - 2 * EDGE
        head = 26.0 if len(flows) > 1 else 0.0
        heights = [lead_times.split_height(split, worlds, flow, wide) for flow in flows]
        page = layout.sheet(width, sum(heights) + (head + 10) * len(flows), title, known)
        top = 0.0
        for flow, height in zip(flows, heights, strict=True):
            axes = page.panel(EDGE, top + head, wide, height)
            lead_times.lead_time_split(axes, split, worlds, flow)
            if head:
                layout.write(axes, words.sentence(flow), (0, 1), on="axes fraction", move=(0, 12), size=14, bold=True)
            top += height + head + 10
    return Picture(page.figure, title, descriptions.of_split(split, worlds, flows), split)


def progress_picture(
    wip: pd.DataFrame, worlds: Worlds, shocks: pd.DataFrame | None = None, width: float = look.WIDE
) -> Picture:
    """Chart 4."""
    with own_style():
        title = titles.title_of_progress(wip, worlds)
        runs = int(wip["replication"].nunique())
        band = "" if runs == 1 else "; line: median of each day, band: 10 to 90 % of replications"
        right = layout.widest(progress.name_lines(worlds, width), bold=True) + 20 + EDGE
        room = width - 62 - right
        first, last = (float(wip["day"].min()), float(wip["day"].max())) if len(wip) else (0.0, 1.0)
        lines = 1 + max(progress.shock_lines(shocks, first, last, room), default=-1)
        high = 300.0
        over = progress.LABEL_LINE * lines + 4
        page = layout.sheet(width, high + over + 52, title, words.replications(runs) + band)
        axes = page.panel(62, over, room, high)
        progress.work_in_progress(axes, wip, worlds, shocks)
    tables = {"": wip} if shocks is None else {"": wip, "shocks": shocks}
    return Picture(page.figure, title, descriptions.of_progress(wip, worlds, shocks), tables)


def recovery_picture(
    table: pd.DataFrame,
    worlds: Worlds,
    paired: tuple[float, float, float] | None = None,
    width: float = look.WIDE,
) -> Picture:
    """How long each world takes to recover; `paired` is the difference with its limits, for the title."""
    with own_style():
        rows = recovery.recovery_rows(table, worlds)
        title = recovery.title(rows, paired, worlds)
        known = "each run a dot, open where the run ended before; diamond and line: mean and 95 % interval"
        high = recovery.row_height(rows, width) * max(len(rows), 1)
        page = layout.sheet(width, high + 60, title, known)
        axes = page.panel(EDGE, 4, width - 2 * EDGE, high)
        recovery.recovery_times(axes, table, worlds)
    said = " ".join(f"{recovery.of_row(row)}." for row in rows.to_dict("records"))
    return Picture(page.figure, title, f"Days to recovery by shock and world. {said}", table)


def handoffs_picture(
    handoffs: pd.DataFrame,
    departments: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    width: float = look.WIDE,
) -> Picture:
    """Chart 6: panels side by side, in a narrow figure one above the other."""
    with own_style():
        title = titles.title_of_handoffs(handoffs, departments, worlds)
        known = (
            "hours from sent to understood, mean per delivery, from row to column;"
            f" {words.replications(replications)}; one colour scale for both"
        )
        left = EDGE + heat.row_label_width(departments, handoffs)
        foot = heat.column_label_height(departments, handoffs)
        cells = max(len(heat.ordered(departments, handoffs)), 4)
        side = (width - left - EDGE - 28) / 2
        stacked = side < max(26.0 * cells, 230)
        side = min(width - left - EDGE if stacked else side, 46.0 * cells)
        block = heat.HEAD + side + foot
        page = layout.sheet(width, block * (2 if stacked else 1) + 6, title, known)
        first = page.panel(left, heat.HEAD, side, side)
        second = (
            page.panel(left, block + heat.HEAD, side, side)
            if stacked
            else page.panel(left + side + 28, heat.HEAD, side, side)
        )
        drawn = heat.handoff_heatmap((first, second), handoffs, departments, worlds)
    names = titles.labels_of(departments)
    return Picture(page.figure, title, descriptions.of_handoffs(drawn.values, names, worlds), handoffs)


def network_picture(
    handoffs: pd.DataFrame,
    departments: pd.DataFrame,
    worlds: Worlds,
    replications: int,
    width: float = look.WIDE,
    path: pd.DataFrame | None = None,
) -> Picture:
    """Chart 7: panels side by side, in a narrow figure one above the other; the scale of delays below.

    `path` is the table of orders' critical paths, with `world` and `replication`; without it none is shown.
    """
    with own_style():
        title = titles.title_of_network(handoffs, departments, worlds, path)
        known = (
            "front office left (circles), back office right (squares); thicker: more deliveries;"
            f" {words.replications(replications)}"
        )
        known += "; framed dark: the way of an average order" if path is not None and len(path) else ""
        wide = (width - 2 * EDGE - 24) / 2
        stacked = wide < 370
        wide = min(width - 2 * EDGE, 560.0) if stacked else wide
        high = 430.0
        page = layout.sheet(width, high * (2 if stacked else 1) + 66, title, known)
        first = page.panel(EDGE, 0, wide, high)
        second = page.panel(EDGE, high, wide, high) if stacked else page.panel(EDGE + wide + 24, 0, wide, high)
        drawn = network.network_map((first, second), handoffs, departments, worlds, path)
        key = page.panel(EDGE + 6, high * (2 if stacked else 1) + 14, min(300.0, wide - 12), 10)
        network.delay_key(key, handoffs)
    names = titles.labels_of(departments)
    text = descriptions.of_network(drawn.values, names, worlds)
    if path is None or not len(path):
        return Picture(page.figure, title, text, handoffs)
    text = f"{text} {order_path.description(path, names, worlds)}"
    return Picture(page.figure, title, text, {"": handoffs, "order_path": path})


def save(figure: Figure, folder: Path, name: str, title: str, description: str, table: Tables) -> Saved:
    """Writes `name.svg`, `name.png` (light ground, twice the size) and `name.csv` into the folder.

    `name` also prefixes the ids in the SVG, so it must be unlike others in the same page. Several tables are
    a mapping from suffix to table: `{"": main, "pairs": more}` gives `name.csv` and `name-pairs.csv`. The same
    figure gives the same bytes.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        raise ValueError(f"a figure's name is letters, digits, - and _, beginning with a letter, not {name!r}")
    folder.mkdir(parents=True, exist_ok=True)
    tables = table if isinstance(table, Mapping) else {"": table}
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{name}-") as scratch:
        made = [Path(scratch, f"{name}.svg"), Path(scratch, f"{name}.png")]
        made[0].write_text(as_svg(figure, name, title, description), encoding="utf-8", newline="\n")
        with own_style():
            figure.savefig(
                made[1], format="png", dpi=192, facecolor=look.GROUND, metadata={"Software": None, "Title": title}
            )
        for suffix, rows in tables.items():
            made.append(Path(scratch, f"{name}-{suffix}.csv" if suffix else f"{name}.csv"))
            rows.to_csv(made[-1], index=False, lineterminator="\n", float_format="%.10g")
        moved = [folder / path.name for path in made]
        for path, target in zip(made, moved, strict=True):
            os.replace(path, target)
    return Saved(moved[0], moved[1], tuple(moved[2:]))


def as_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as accessible SVG without ground, ink as `currentColor`."""
    buffer = io.StringIO()
    with own_style(**{"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None})
    return svg.for_any_ground(buffer.getvalue(), name, title, description)


def own_style(**more: str) -> AbstractContextManager[None]:
    """Matplotlib's defaults plus ours while it lasts: a user's own settings change no figure and come back."""
    from matplotlib.style import context

    return context(["default", {**look.RC, **more}])


def _marks(rows: pd.DataFrame) -> str:
    """The marks that occur, in words, for the line under a title."""
    names = {"better": "● better", "worse": "◇ worse", "undecided": "■ interval holds 0"}
    return " · ".join(
        name.replace(" ", words.GAP) for verdict, name in names.items() if (rows["verdict"] == verdict).any()
    )
