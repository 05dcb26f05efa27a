"""Whole figures: nothing overlaps or leaves the page, and each says what it is."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.views.charts import differences, handoffs, lead_time_split, lead_times, network, work_in_progress, worse_off
from sim.views.style import layout, look, svg
from sim.views.style.picture import Picture, as_svg, save
from tests.views import tables

A, B = WORLDS = tables.WORLDS


LONG = ("typical company with three offices", "integrated, platform down twice")


LONG_LABELS = tables.DEPARTMENTS.assign(
    label=[
        "Sales",
        "Customer service",
        "Marketing",
        "Customer relations",
        "Finance & accounting",
        "Logistics & operations",
        "IT",
        "Human resources",
        "Legal & compliance",
    ]
)


SMALL = ("sales", "logistics", "finance")


Builder = Callable[[tuple[str, str], float], Picture]


def differences_(worlds: tuple[str, str], width: float) -> Picture:
    return differences.picture(*tables.comparison_and_pairs(replications=6), worlds, width)


def money(worlds: tuple[str, str], width: float) -> Picture:
    """Differences whose first row has a long mean and a long interval."""
    comparison, pairs = tables.comparison_and_pairs(replications=6)
    row = {
        "unit": "k EUR/yr",
        "a": -1234.0,
        "b": 2345.0,
        "difference": 3579.0,
        "lower": -10_234.5,
        "upper": 17_392.5,
        "lower_holm": -30_234.5,
        "upper_holm": 37_392.5,
    }
    for column, value in row.items():
        comparison.loc[0, column] = value  # type: ignore[call-overload]
    return differences.picture(comparison, pairs, worlds, width)


BUILDERS: dict[str, Builder] = {
    "differences": differences_,
    "money": money,
    "lead-times": lambda w, x: lead_times.picture(tables.ecdf(w, 4), w, width=x),
    "lead-times-many": lambda w, x: lead_times.picture(
        tables.ecdf(w, 2, ("order", "ticket", "return", "vacancy")), w, width=x
    ),
    "split": lambda w, x: lead_time_split.picture(tables.split(w), w, 20, width=x),
    "split-many": lambda w, x: lead_time_split.picture(tables.split(w, ("order", "ticket")), w, 20, width=x),
    "progress": lambda w, x: work_in_progress.picture(tables.wip(w, 5), w, tables.SHOCKS, x),
    "handoffs": lambda w, x: handoffs.picture(tables.handoffs(w), LONG_LABELS, w, 20, x),
    "network": lambda w, x: network.picture(tables.handoffs(w), LONG_LABELS, w, 20, x),
    "network-way": lambda w, x: network.picture(tables.handoffs(w), LONG_LABELS, w, 20, x, tables.order_path(w)),
    "network-small": lambda w, x: network.picture(
        tables.small_handoffs(w), LONG_LABELS[LONG_LABELS["department"].isin(SMALL)], w, 20, x, tables.order_path(w)
    ),
    "network-two": lambda w, x: network.picture(
        tables.small_handoffs(w).query("source != 'finance' and target != 'finance'"),
        LONG_LABELS[LONG_LABELS["department"].isin(SMALL[:2])],
        w,
        20,
        x,
        tables.order_path(w),
    ),
    "worse-off": lambda w, x: worse_off.picture(tables.worse_off(), w, 20, x),
}


@cache
def built(name: str, worlds: tuple[str, str] = WORLDS, width: float = 960.0) -> Picture:
    """Drawing takes longer than looking, and saving leaves a figure as it was."""
    return BUILDERS[name](worlds, width)


@pytest.mark.parametrize(
    ("worlds", "width"),
    [
        (WORLDS, 960.0),
        (LONG, 420.0),
        pytest.param(LONG, 700.0, marks=pytest.mark.slow),
        pytest.param(WORLDS, 420.0, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", BUILDERS)
def test_no_text_overlaps_or_leaves_the_figure(name: str, worlds: tuple[str, str], width: float) -> None:
    figure = built(name, worlds, width).figure
    figure.draw_without_rendering()
    wide, high = figure.bbox.width, figure.bbox.height
    boxes = []
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if not text.get_text() or not text.get_visible() or text.get_rotation() not in (0, 90):
            continue
        box = text.get_window_extent()
        boxes.append((text.get_text(), (box.x0, box.y0, box.x1, box.y1)))
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= wide + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= high + 1, text.get_text()
    for i, (first, here) in enumerate(boxes):
        for second, there in boxes[:i]:
            smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (here, there))
            assert layout.overlap(here, there) < 0.12 * smaller, (first, second)


@pytest.mark.parametrize("name", BUILDERS)
def test_svg_serves_every_page(name: str) -> None:
    picture = built(name)
    drawing = as_svg(picture, name)
    root = ET.fromstring(drawing)
    space = f"{{{svg.NAMESPACE}}}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert title.text == picture.title
    assert description is not None
    assert description.text == picture.description
    assert "currentColor" in drawing
    assert look.INK.lower() not in drawing.lower()
    assert look.GROUND.lower() not in drawing.lower()
    assert ' style="' not in drawing  # a strict content-security policy would drop it
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", drawing)
    width, height = (float(value) for value in str(root.get("viewBox")).split()[2:])
    for path in root.iter(f"{space}path"):
        assert not (path.get("d") or "").startswith(f"M 0 {height:g}L {width:g} {height:g}")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(str(id_).startswith(f"{name}-") for id_ in ids)
    used = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", drawing))
    assert {a or b for a, b in used} <= set(ids)
    assert len(drawing) < 400_000


@pytest.mark.parametrize("name", BUILDERS)
def test_titles_are_in_the_figure_whole(name: str) -> None:
    picture = built(name)
    written = [text.get_text() for text in picture.figure.texts]
    assert " ".join(written).startswith(picture.title)
    known = " ".join(written)[len(picture.title) :]
    assert "replications" in known
    assert all(world in picture.description for world in WORLDS)


def test_one_run_is_said() -> None:
    picture = lead_times.picture(tables.ecdf(replications=1), WORLDS)
    assert "one run" in " ".join(text.get_text() for text in picture.figure.texts)
    assert "in one run" in picture.title


def test_empty_tables_give_a_figure_that_says_so(tmp_path: Path) -> None:
    pictures = [
        lead_times.picture(tables.ecdf().iloc[:0], WORLDS),
        lead_time_split.picture(tables.split().iloc[:0], WORLDS, 0),
        work_in_progress.picture(tables.wip().iloc[:0], WORLDS),
        worse_off.picture(tables.worse_off().iloc[:0], WORLDS, 20),
        handoffs.picture(tables.handoffs().iloc[:0], tables.DEPARTMENTS, WORLDS, 20),
        network.picture(tables.handoffs().iloc[:0], tables.DEPARTMENTS, WORLDS, 20),
    ]
    for i, picture in enumerate(pictures):
        assert picture.title.startswith("No")
        save(picture, tmp_path, f"empty-{i}")


def test_settings_are_left_as_they_were_and_imports_are_lazy() -> None:
    before = dict(matplotlib.rcParams)
    BUILDERS["split"](WORLDS, 960)
    assert dict(matplotlib.rcParams) == before
    code = (
        "import sys, sim.views, sim.views.report.contents;"
        "print([m for m in ('matplotlib', 'networkx', 'scipy', 'matplotlib.pyplot') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_pyplot_is_ever_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No chart imports it when it is loaded, as is shown above, nor when it is drawn: here it cannot be imported."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("matplotlib.pyplot")
    for name in ("network", "differences", "split"):
        assert BUILDERS[name](WORLDS, 420).title


def test_the_whole_verdict_of_a_long_interval_fits_on_a_telephone() -> None:
    figure = money(WORLDS, 380.0).figure
    figure.draw_without_rendering()
    said = [text for text in figure.findobj(Text) if isinstance(text, Text) and "undecided" in text.get_text()]
    assert any("[" in text.get_text() for text in said)
    assert all(text.get_window_extent().x1 <= figure.bbox.width for text in said)


def test_charts_stand_in_anybodys_axes() -> None:
    comparison, pairs = tables.comparison_and_pairs(replications=3)
    first, second = Figure(figsize=(12, 5)).subplots(1, 2)
    differences.paired_differences(first, comparison, pairs, WORLDS)
    lead_times.lead_time_ecdf(second, tables.ecdf(replications=2), WORLDS)
