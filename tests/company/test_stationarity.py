"""A year of `typical` stands still: nothing grows or shrinks by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.inputs.loading import load_scenario
from tests.company.stationarity import judged, slopes_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RUNS = 20
ALPHA = 0.05
WITHIN = 0.02
"""Of a series' mean, a quarter."""


@pytest.mark.slow
def test_the_default_company_stands_still() -> None:
    """What must not drift: no slope by Holm, and none that could be beyond 2 % a quarter."""
    scenario = load_scenario(SCENARIOS / "typical.toml")
    table = judged(slopes_of(scenario, replication) for replication in range(RUNS)).set_index("series")
    assert (table["p_holm"] > ALPHA).all(), table.to_string()
    assert table[["lower", "upper"]].abs().lt(WITHIN).all(axis=None), table.to_string()


def test_a_drift_would_be_seen() -> None:
    """Of two series one grows by 3 % a quarter; slopes of both vary by 1 %."""
    luck = np.random.default_rng(1).normal(0.0, 0.01, (RUNS, 2))
    table = judged({"still": still, "growing": 0.03 + growing} for still, growing in luck).set_index("series")
    assert table["p_holm"]["growing"] < ALPHA < table["p_holm"]["still"]
    assert table["lower"]["growing"] > WITHIN > table["upper"]["still"]
