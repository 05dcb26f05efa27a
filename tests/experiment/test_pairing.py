"""What common random numbers earn."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.pairing import COLUMNS, HALF, half_on_half_off, lever_contrasts, text, worth_of_pairing
from sim.inputs.levers_model import LEVERS
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from tests.first_company import FIRST


def scenario(name: str, weeks: int, warm_up: int) -> Scenario:
    return load_scenario(FIRST / f"{name}.toml").model_copy(update={"weeks": weeks, "warm_up_weeks": warm_up})


def test_a_contrast_changes_one_lever_and_nothing_else() -> None:
    typical = scenario("typical", 2, 1)
    for lever, (label, off, on) in zip(LEVERS, lever_contrasts(typical), strict=True):
        assert lever in label
        assert getattr(off.levers, lever) == 0.0
        assert getattr(on.levers, lever) == HALF
        others = [name for name in LEVERS if name != lever]
        assert all(getattr(off.levers, name) == getattr(on.levers, name) for name in others)
        assert off.company == on.company == typical.company


def test_the_ratio_is_that_of_the_variances_and_within_its_bound() -> None:
    off, on = half_on_half_off(scenario("siloed", 1, 0), "collaborative_culture")
    table = worth_of_pairing([("culture", off, on)], pairs=3, measures=["ticket time", "cost per case"])
    assert list(table.columns) == COLUMNS
    ratio = table["variance_if_independent"] / table["variance_of_difference"]
    assert np.allclose(table["variance_ratio"], ratio)
    assert (table["variance_ratio"] <= table["variance_ratio_bound"] * (1 + 1e-9)).all()
    assert "culture (3 pairs)" in text(table)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lever"), [("siloed", "process_automation"), ("typical", "integrated_systems")])
def test_sixty_pairs_of_one_lever_are_worth_three_times_as_many_independent_runs(name: str, lever: str) -> None:
    off, on = half_on_half_off(scenario(name, 4, 1), lever)
    table = worth_of_pairing(
        [(lever, off, on)], pairs=60, jobs=2, measures=["order lead time", "cost per case", "satisfaction"]
    )
    assert (table["pairs"] == 60).all()
    assert (table["variance_ratio"] >= 3.0).all(), text(table)
