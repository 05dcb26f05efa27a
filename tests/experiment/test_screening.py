"""Morris screening: known effects are found and ranked, inputs stay within limits, a missing library is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.experiment import screening
from sim.experiment.replication import Replication, ReplicationResult
from sim.inputs.assumptions import value_in, with_values
from sim.inputs.mistakes import Mistakes
from tests.experiment import made_up


def evaluate(runs: Sequence[Replication]) -> list[ReplicationResult]:
    """Ten times one lever less three times another, and nothing else."""
    return [
        ReplicationResult(
            "",
            run.number,
            1,
            {"profit": 10 * run.scenario.levers.integrated_systems - 3 * run.scenario.levers.cross_training},
        )
        for run in runs
    ]


def test_linear_effects_are_exact() -> None:
    pytest.importorskip("SALib")
    a, _ = made_up.worlds()
    table = screening.morris(a, screening.lever_inputs(a), evaluate, trajectories=4).set_index("input")
    assert table.index[:2].to_list() == ["integrated systems", "cross training"]
    assert table["mu_star"].to_numpy() == pytest.approx([10, 3] + [0] * (len(table) - 2), abs=1e-9)
    assert table.loc["cross training", "mu"] == pytest.approx(-3)
    assert np.abs(table["sigma"].to_numpy()).max() < 1e-9
    assert table.attrs["runs"] == 4 * (len(table) + 1)


def test_numbers_of_the_company_stay_within_its_limits() -> None:
    a, _ = made_up.worlds()
    inputs = screening.numeric_inputs(a)
    assert len(inputs) > 100
    assert len({one.name for one in inputs}) == len(inputs)
    for share in (0.0, 1.0):
        with_values(a, [(one, one.at(share)) for one in inputs])
    for one in inputs:
        assert one.low <= value_in(a, one) <= one.high, one.name


def test_without_the_library_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "find_spec", lambda name: None)
    with pytest.raises(Mistakes, match="needs SALib.*pip install SALib"):
        screening.need_salib()
