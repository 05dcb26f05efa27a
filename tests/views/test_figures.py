"""Whole figures: nothing overlaps or leaves the page, and files that serve every page and repeat byte for byte."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from matplotlib.text import Text

from sim.views.charts import figures
from sim.views.charts.figures import Picture
from sim.views.style import layout, look, svg
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
    return figures.differences_picture(*tables.comparison_and_pairs(replications=6), worlds, width)


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
    return figures.differences_picture(comparison, pairs, worlds, width)


BUILDERS: dict[str, Builder] = {
    "differences": differences_,
    "money": money,
    "lead-times": lambda w, x: figures.lead_times_picture(tables.ecdf(w, 4), w, width=x),
    "lead-times-many": lambda w, x: figures.lead_times_picture(
        tables.ecdf(w, 2, ("order", "ticket", "return", "vacancy")), w, width=x
    ),
    "split": lambda w, x: figures.split_picture(tables.split(w), w, 20, width=x),
    "split-many": lambda w, x: figures.split_picture(tables.split(w, ("order", "ticket")), w, 20, width=x),
    "progress": lambda w, x: figures.progress_picture(tables.wip(w, 5), w, tables.SHOCKS, x),
    "handoffs": lambda w, x: figures.handoffs_picture(tables.handoffs(w), LONG_LABELS, w, 20, x),
    "network": lambda w, x: figures.network_picture(tables.handoffs(w), LONG_LABELS, w, 20, x),
    "network-way": lambda w, x: figures.network_picture(tables.handoffs(w), LONG_LABELS, w, 20, x, tables.order_path(w)),
    "network-small": lambda w, x: figures.network_picture(
        tables.small_handoffs(w), LONG_LABELS[LONG_LABELS["department"].isin(SMALL)], w, 20, x, tables.order_path(w)
    ),
    "network-two": lambda w, x: figures.network_picture(
        tables.small_handoffs(w).query("source != 'finance' and target != 'finance'"),
        LONG_LABELS[LONG_LABELS["department"].isin(SMALL[:2])],
        w,
        20,
        x,
        tables.order_path(w),
    ),
    "worse-off": lambda w, x: figures.worse_off_picture(tables.worse_off(), w, 20, x),
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
    drawing = figures.as_svg(picture.figure, name, picture.title, picture.description)
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
    picture = figures.lead_times_picture(tables.ecdf(replications=1), WORLDS)
    assert "one run" in " ".join(text.get_text() for text in picture.figure.texts)
    assert "in one run" in picture.title


def test_files_and_their_bytes_are_stable(tmp_path: Path) -> None:
    def once(folder: Path) -> list[bytes]:
        picture = differences_(WORLDS, 960)
        saved = figures.save(picture.figure, folder, "differences", picture.title, picture.description, picture.table)
        return [path.read_bytes() for path in (saved.svg, saved.png, *saved.tables)]

    first = once(tmp_path / "a")
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert once(tmp_path / "b") == first
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["differences-pairs.csv", "differences.csv", "differences.png", "differences.svg"]
    comparison, _ = tables.comparison_and_pairs(replications=6)
    read = pd.read_csv(tmp_path / "a" / "differences.csv")
    pd.testing.assert_frame_equal(read, comparison, rtol=1e-8)


@pytest.mark.parametrize("name", ["network", "split", "progress"])
def test_saving_the_same_figure_again_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    picture = built(name)
    saved = [
        figures.save(picture.figure, tmp_path / run, name, picture.title, picture.description, picture.table)
        for run in "ab"
    ]
    assert saved[0].svg.read_bytes() == saved[1].svg.read_bytes()
    assert saved[0].png.read_bytes() == saved[1].png.read_bytes()


def test_png_has_a_light_ground(tmp_path: Path) -> None:
    from matplotlib.image import imread

    picture = BUILDERS["split"](WORLDS, 420)
    saved = figures.save(picture.figure, tmp_path, "split", picture.title, picture.description, picture.table)
    corner = imread(saved.png)[0, 0]
    assert [round(float(value) * 255) for value in corner[:3]] == [int(look.GROUND[i : i + 2], 16) for i in (1, 3, 5)]
    assert imread(saved.png).shape[1] == 840


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = BUILDERS["split"](WORLDS, 420)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        figures.save(picture.figure, tmp_path, "split", picture.title, picture.description, picture.table)
    assert list(tmp_path.iterdir()) == []
    for name in ("", "a/b", "two words", "..", "1st"):
        with pytest.raises(ValueError, match="letters, digits"):
            figures.save(picture.figure, tmp_path, name, "t", "d", tables.split())


def test_markup_in_names_is_text() -> None:
    worlds = ("<b>&", "$x$ $y$")
    picture = figures.split_picture(tables.split(worlds), worlds, 3)
    drawing = figures.as_svg(picture.figure, "split", picture.title, picture.description)
    texts = "".join(ET.fromstring(drawing).itertext())
    assert "<b>&" in texts
    assert "$x$ $y$" in texts


def test_empty_tables_give_a_figure_that_says_so(tmp_path: Path) -> None:
    pictures = [
        figures.lead_times_picture(tables.ecdf().iloc[:0], WORLDS),
        figures.split_picture(tables.split().iloc[:0], WORLDS, 0),
        figures.progress_picture(tables.wip().iloc[:0], WORLDS),
        figures.worse_off_picture(tables.worse_off().iloc[:0], WORLDS, 20),
        figures.handoffs_picture(tables.handoffs().iloc[:0], tables.DEPARTMENTS, WORLDS, 20),
        figures.network_picture(tables.handoffs().iloc[:0], tables.DEPARTMENTS, WORLDS, 20),
    ]
    for i, picture in enumerate(pictures):
        assert picture.title.startswith("No")
        figures.save(picture.figure, tmp_path, f"empty-{i}", picture.title, picture.description, picture.table)


def test_settings_are_left_as_they_were_and_imports_are_lazy() -> None:
    before = dict(matplotlib.rcParams)
    BUILDERS["split"](WORLDS, 960)
    assert dict(matplotlib.rcParams) == before
    code = (
        "import sys, sim.views, sim.views.charts.figures;"
        "print([m for m in ('matplotlib', 'networkx', 'scipy', 'matplotlib.pyplot') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_pyplot_is_ever_needed() -> None:
    code = (
        "import sys; from tests.views.test_figures import BUILDERS, WORLDS;"
        "[BUILDERS[name](WORLDS, 420) for name in ('network', 'differences', 'split')];"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_contrast_of_every_colour_on_both_grounds() -> None:
    dark = look.luminance("#12171B")
    for colour in (*look.WORLDS, *look.DELAY, look.GREY):
        light_ratio = (look.luminance(look.GROUND) + 0.05) / (look.luminance(colour) + 0.05)
        dark_ratio = (look.luminance(colour) + 0.05) / (dark + 0.05)
        assert min(light_ratio, dark_ratio) > 2, colour
    for _, colour, _ in look.PARTS.values():
        ink = look.luminance(look.ink_on(colour))
        fill = look.luminance(colour)
        assert (max(ink, fill) + 0.05) / (min(ink, fill) + 0.05) > 4.5


def test_the_whole_verdict_of_a_long_interval_fits_on_a_telephone() -> None:
    figure = money(WORLDS, 380.0).figure
    figure.draw_without_rendering()
    said = [text for text in figure.findobj(Text) if isinstance(text, Text) and "undecided" in text.get_text()]
    assert any("[" in text.get_text() for text in said)
    assert all(text.get_window_extent().x1 <= figure.bbox.width for text in said)


def test_every_way_of_handing_over_has_its_own_dashes() -> None:
    assert set(look.MODES) == {"manual", "batch", "shared", "bot"}
    assert len(set(look.MODES.values())) == 4
