"""The sliders: their ends are the four facts and the bridge, their corners the runs, their levers those that differ."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.already_run import AlreadyRun
from sim.experiment.anchoring import together
from sim.experiment.study import Study
from sim.views.charts import bridge
from sim.views.report import what_if
from sim.views.report.pieces import json_in_page
from sim.views.style.cube_words import cube_words
from sim.views.text.four_facts import four_facts
from sim.views.text.next_step import next_step
from tests.views.already_made import full_study, glanced_study
from tests.views.made_study import flat


@pytest.fixture(params=[full_study, glanced_study], ids=["full", "small"])
def study(request: pytest.FixtureRequest) -> Study:
    """Of which everything is known, and as the main job makes it."""
    made: Study = request.param()
    return made


def test_both_ends_are_the_facts_and_the_bridge(study: Study) -> None:
    data, facts = what_if.what_if_data(study), four_facts(study)
    assert len(data["facts"]) == len(facts) == 4
    for one, fact in zip(data["facts"], facts, strict=True):
        start, change = np.mean(one["start"]), np.mean(one["change"])
        assert (start * one["factor"], (start + change) * one["factor"]) == pytest.approx((fact.a, fact.b))
    rows = bridge.steps(study)
    steps = rows[(rows["kind"] == bridge.STEP) & (rows["name"] != bridge.RESIZED)]
    moved = {name: np.mean(one["change"]) for name, one in zip(what_if._causes(study), data["causes"], strict=True)}
    for name, amount in zip(steps["name"], steps["amount"], strict=True):
        assert moved.pop(name) == pytest.approx(amount), name
    assert all(amount == 0 for amount in moved.values()), "causes that differ at some corner only"
    levels = rows[rows["kind"] == bridge.LEVEL]["amount"].tolist()
    causes = [*what_if._causes(study).values()]
    on = dict.fromkeys(causes[0].parts, 1.0)
    found = [together(causes, dict.fromkeys(on, level), level=True).estimate for level in (0.0, 1.0)]
    assert found == pytest.approx(levels[:2])
    resized = together([*causes, what_if._resized(study)], on, level=True)
    assert resized.estimate == pytest.approx(levels[2])


def test_corners_are_the_sixteen_in_the_order_of_the_levers(study: Study) -> None:
    data = what_if.what_if_data(study)
    assert len(data["corners"]) == 16
    assert (data["corners"][0], data["corners"][-1]) == ([0, 0, 0, 0], [1, 1, 1, 1])
    for one in (*data["facts"], *data["causes"], data["resized"]):
        assert len(one["gains"]) == 16
        assert sum(one["parts"]) == pytest.approx(1)
        assert set(one["gains"][0]) == {0.0}


def test_the_corner_table_is_the_text_alternative(study: Study) -> None:
    table, facts = what_if.corner_table(study), four_facts(study)
    assert len(table) == 16
    assert table["levers on"].iloc[0] == "none"
    for column, fact in zip(table.columns[1:5], facts, strict=True):
        assert (table[column].iloc[0], table[column].iloc[-1]) == pytest.approx((fact.a, fact.b))


def test_what_is_estimated_says_from_how_many_runs() -> None:
    study = glanced_study()
    data = what_if.what_if_data(study)
    assert flat(data["between"]) == "Between corners: estimated from 3 pairs of 2 weeks, interpolated, not run."
    assert flat(data["at_b"]) == "All as in integrated: the comparison's own 8 pairs."
    assert "3 pairs of 2 weeks at each" in flat(cube_words(study))
    assert "Both ends are the comparison's own 8 pairs of 13 weeks" in flat(cube_words(study))
    first, *_ = next_step(study)
    assert first.startswith(("First: ", "First, though "))
    assert any(line.endswith("estimated from 3\u00a0pairs of 2\u00a0weeks.") for line in next_step(study))


def test_without_the_corners_there_is_no_panel_and_no_script() -> None:
    bare = replace(full_study(), more=AlreadyRun())
    assert what_if.what_if(bare) == ""
    assert what_if.script_policy(bare) == ""
    assert cube_words(bare) == ""


def test_the_script_is_well_formed_xml_text_and_the_data_too() -> None:
    assert "<" not in what_if.script()
    assert "&" not in what_if.script()
    panel = what_if.what_if(glanced_study())
    data = panel.split('id="what-if-data">')[1].split("</script>")[0]
    assert json.loads(data) == json.loads(json_in_page(what_if.what_if_data(glanced_study())))


def test_the_script_knows_no_verdict_of_its_own_on_facts() -> None:
    for one in what_if.what_if_data(full_study())["facts"]:
        assert {one["above"], one["below"]} == {"better", "worse"}
