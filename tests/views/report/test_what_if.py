"""The what-if panel: its data are the runs, and its levers those in which the worlds differ."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.experiment.already_run import AlreadyRun
from sim.experiment.verdicts import verdict
from sim.views.charts.levers import gap_of
from sim.views.report import what_if
from tests.views.already_made import full_study


def test_the_data_are_the_values_at_the_corners() -> None:
    cube = full_study().more.cube
    assert cube is not None
    data = what_if.what_if_data(cube)
    assert data["corners"][0] == [0, 0, 0, 0]
    assert data["corners"][-1] == [1, 1, 1, 1]
    assert len(data["corners"]) == 16
    for one in data["measures"]:
        gap, _, scale = gap_of(cube, one["measure"])
        first, last = (sum(one["values"][place]) / cube.replications for place in (0, -1))
        assert first == pytest.approx(gap["a"] * scale.factor)
        assert last - first == pytest.approx(gap["gap"] * scale.factor)


def test_the_corner_table_is_the_text_alternative() -> None:
    cube = full_study().more.cube
    assert cube is not None
    table = what_if.corner_table(cube)
    assert len(table) == 16
    assert table["levers on"].iloc[0] == "none"
    for column, measure in zip(table.columns[1:], (one for one in what_if.MEASURES if one in cube.cubes), strict=True):
        gap, _, scale = gap_of(cube, measure)
        assert table[column].iloc[-1] == pytest.approx(gap["b"] * scale.factor)


def test_without_the_corners_there_is_no_panel_and_no_script() -> None:
    bare = replace(full_study(), more=AlreadyRun())
    assert what_if.what_if(bare) == ""
    assert what_if.script_policy(bare) == ""


def test_the_script_is_well_formed_xml_text_and_the_data_too() -> None:
    assert "<" not in what_if.script()
    assert "&" not in what_if.script()
    panel = what_if.what_if(full_study())
    data = panel.split('id="what-if-data">')[1].split("</script>")[0]
    assert set(json.loads(data)) == {
        "corners",
        "quantile",
        "rounding",
        "undecided",
        "measures",
        "ran",
        "between",
    }


def test_verdicts_are_those_of_all_tables() -> None:
    """The page is given the words for an interval on either side of 0; its script knows none of its own."""
    cube = full_study().more.cube
    assert cube is not None
    data = what_if.what_if_data(cube)
    for one in data["measures"]:
        better = str(gap_of(cube, one["measure"])[0]["better"])
        assert (one["above"], one["below"]) == (verdict(0.1, 2.0, better), verdict(-2.0, -0.1, better))
    assert data["undecided"] == verdict(-1.0, 1.0, "higher")
    for word in ("better", "worse", "different", "undecided"):
        assert f'"{word}"' not in what_if.script()
