"""Every lever: marks where the effects are, and a title that counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.experiment.one_at_a_time import ALONE, PRIMARY, OneAtATime, contrasts_of, one_at_a_time
from sim.views.charts import every_lever
from sim.views.charts.lever_dots import lever_dots, rows_of, scale_for
from sim.views.style import layout
from tests.experiment import made_up


@pytest.fixture(scope="module")
def found() -> OneAtATime:
    return one_at_a_time(contrasts_of(*made_up.worlds()), made_up.evaluate, replications=4)


def test_the_numbers_of_the_title_are_those_of_the_table(found: OneAtATime) -> None:
    """Alone two of four better profit and one worsens it; of those with a harm the table has as many rows as are said."""
    effects = found.effects.assign(p_holm=0.01)
    own = effects[(effects["measure"] == "profit") & (effects["reading"] == ALONE)].index
    effects.loc[own, "verdict"] = ["better", "worse", "undecided", "better"]
    harms = len(found.worse)
    harm = {0: "none is", 1: "1 is"}.get(harms, f"{harms} are")
    said = every_lever.title(replace(found, effects=effects)).replace("\u00a0", " ")
    assert said == (
        f"Alone, 2 of 4 levers are shown to better profit and 1 to worsen it; {harm} shown to make one of "
        f"{len(PRIMARY)} other measures worse, alone or with all others"
    )


def test_dots_stand_at_their_effects(found: OneAtATime) -> None:
    axes: Any = layout.sheet(600, 400, "title", "subtitle").panel(100, 20, 400, 300)
    rows = rows_of(found, "ticket time")
    drawn = lever_dots(axes, rows, found.levers, every_lever.SERIES, scale_for(found, "ticket time"))
    assert len(drawn.marks["dots"]) == 2 * len(found.levers)
    places = {"better": "o", "worse": "D", "undecided": "s"}
    for dot, line, value in zip(
        drawn.marks["dots"], drawn.marks["intervals"], drawn.values.to_dict("records"), strict=True
    ):
        own = rows[(rows["lever"] == value["lever"]) & (rows["reading"] == value["series"])].iloc[0]
        assert list(dot.get_xdata()) == pytest.approx([own["effect"]])  # type: ignore[attr-defined]
        assert list(line.get_xdata()) == pytest.approx([own["lower"], own["upper"]])  # type: ignore[attr-defined]
        assert dot.get_marker() == places[own["verdict"]]  # type: ignore[attr-defined]
        assert round(dot.get_ydata()[0]) == found.levers.index(value["lever"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [960, 480])
def test_the_picture_has_space_for_its_labels(found: OneAtATime, width: float) -> None:
    figure: Any = every_lever.picture(found, width=width).figure
    figure.canvas.draw()
    wide, high = figure.get_size_inches() * figure.dpi
    boxes = [text.get_window_extent() for text in [*figure.texts, *(one for axes in figure.axes for one in axes.texts)]]
    assert all(box.x0 > -2 and box.x1 < wide + 2 and box.y0 > -2 and box.y1 < high + 2 for box in boxes)
