"""Every company that is allowed is compared to its end, or refused in words: no traceback, no run without end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="caps on CPU time need POSIX")

from tests.fuzz.apart import apart
from tests.fuzz.extremes import extreme
from tests.fuzz.toml_text import toml_text

PARTS, IN_A_PART = 32, 5
SECONDS = 60.0
"""CPU seconds of four runs of one or two weeks; the default company's take 1."""


def compared(file: Path, folder: Path) -> int:
    """Load the file, compare it with itself on a platform, say what differs; the exit code."""
    from sim.cli.endings import guarded

    def work() -> int:
        from sim.experiment.study import compare_scenarios
        from sim.inputs.loading import load_scenario
        from sim.views.text.terminal import print_study

        a = load_scenario(file)
        levers = a.levers.everywhere({"integrated_systems": 1.0 - a.levers.integrated_systems})
        b = a.model_copy(update={"name": "other", "levers": levers})
        study = compare_scenarios(a, b, replications=2, jobs=1, keep=folder / "cache")
        print_study(study)
        return 0 if not len(study.failures) else 1

    return guarded(work)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_extreme_is_compared_or_refused(part: int, tmp_path: Path) -> None:
    wrong = []
    for seed in range(part * IN_A_PART, (part + 1) * IN_A_PART):
        folder = tmp_path / str(seed)
        folder.mkdir()
        file = folder / "extreme.toml"
        file.write_text(toml_text(extreme(seed)), encoding="utf-8")
        ended = apart(partial(compared, file, folder), folder, SECONDS)
        if complaints := ended.complaints(SECONDS):
            wrong.append(f"{seed}: {', '.join(complaints)}\n{ended.err[-1500:]}")
    assert not wrong, "\n".join(wrong)
