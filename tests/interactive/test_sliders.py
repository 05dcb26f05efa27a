"""``sim.explore()`` without a browser: sliders move values to an exploration and show its answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.inputs.levers_model import LEVERS
from sim.interactive import sliders
from tests.experiment import made_up
from tests.experiment.test_exploration import lost

pytest.importorskip("ipywidgets", reason="ipywidgets is missing; pip install '.[notebooks]' brings it")


@pytest.fixture
def panel() -> sliders.Sliders:
    return sim.explore(made_up.worlds()[0], pairs=3, evaluate=made_up.evaluate)


def test_there_is_a_slider_for_every_lever_as_in_the_reference(panel: sliders.Sliders) -> None:
    reference = panel.exploration.reference.levers
    assert set(panel.levers) == set(LEVERS)
    assert {name: slider.value for name, slider in panel.levers.items()} == {
        name: getattr(reference, name) for name in LEVERS
    }
    assert len(panel.exploration.tries) == 1


def test_moving_a_slider_answers(panel: sliders.Sliders) -> None:
    panel.levers["integrated_systems"].value = 1.0
    assert panel.exploration.last.levers["integrated_systems"] == 1.0
    assert panel.status.value.replace("\u00a0", " ").startswith("Try 2: 3 pairs of 13 weeks")
    assert "<svg" in panel.details.children[0].value
    assert panel.more.disabled is False


def test_more_pairs_and_back(panel: sliders.Sliders) -> None:
    panel.levers["chatbot"].value = 0.5
    panel.more.click()
    assert (panel.exploration.last.number, panel.exploration.last.replications) == (2, 6)
    panel.undo.click()
    assert panel.levers["chatbot"].value == 0.0
    assert panel.exploration.last.number == 3


def test_several_levers_at_once_are_one_try(panel: sliders.Sliders) -> None:
    panel.set({"chatbot": 1.0, "omnichannel": 0.5, "information_silos": 0.0})
    assert len(panel.exploration.tries) == 2
    assert panel.exploration.last.levers["information_silos"] == 0.0


def test_only_what_is_looked_at_is_drawn(panel: sliders.Sliders) -> None:
    assert panel.details.children[2].value == ""
    panel.details.selected_index = 2
    assert "as the reference" in panel.details.children[2].value


def test_what_goes_wrong_is_shown_and_the_buttons_come_back(panel: sliders.Sliders) -> None:
    def broken(*_: object) -> list[object]:
        raise OSError("the disk is <full>")

    panel.exploration.evaluate = broken  # type: ignore[assignment]
    panel.levers["chatbot"].value = 1.0
    assert "the disk is &lt;full&gt;" in panel.status.value
    assert panel.more.disabled is False


def test_runs_that_all_fail_are_no_answer(panel: sliders.Sliders) -> None:
    """What is shown stays that of the last try with pairs, and why there is no other is told."""
    shown = panel.details.children[0].value
    panel.exploration.evaluate = lost
    panel.levers["chatbot"].value = 1.0
    assert "no pair finished: 6 runs of 6 failed for good" in panel.status.value
    assert panel.details.children[0].value == shown
    assert len(panel.exploration.tries) == 1


def test_sliders_whose_first_runs_all_fail_say_so_at_every_touch() -> None:
    panel = sim.explore(made_up.worlds()[0], pairs=3, evaluate=lost)
    assert "no pair finished" in panel.status.value
    panel.details.selected_index = 2
    assert "nothing has been tried yet" in panel.status.value
    panel.more.click()
    assert "nothing has been tried yet" in panel.status.value
    assert panel.more.disabled is False
    panel.exploration.evaluate = made_up.evaluate
    panel.undo.click()
    assert panel.status.value.startswith("Try 1")


def test_without_ipywidgets_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(ImportError, match="pip install"):
        sim.explore(made_up.worlds()[0], evaluate=made_up.evaluate)


def test_the_package_itself_stays_light() -> None:
    """``import sim`` loads nothing of it, so the command line answers at once."""
    code = "import sys, sim; print([name for name in sys.modules if name.startswith('sim.')])"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'explain'"):
        getattr(sim, "explain")  # noqa: B009 - what mypy would name
