"""Answers of the studies: what is said fits the terminal, what is written can be read again."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.attribution import Attribution
from sim.experiment.bundles import READINGS, BundleRuns, choose
from sim.experiment.bundles import frontier as bundles_table
from sim.inputs.loading import load_scenario
from sim.views.answers.answer import Answer, write_answer
from sim.views.answers.attribution import of_attribution
from sim.views.answers.break_even import of_break_even
from sim.views.answers.bundles import of_bundles
from sim.views.answers.robustness import of_robustness
from sim.views.style.words import WIDTH
from tests.experiment import made_up
from tests.views.charts.made_up_studies import broken_even, companies


def answers(found: Attribution, bundles: BundleRuns) -> dict[str, Answer]:
    a, b = made_up.worlds()
    table = bundles_table(bundles, replications=4)
    choices = [
        choose(bundles, reading=reading, indifference=1e5, first_stage=4, most_replications=6) for reading in READINGS
    ]
    cells = pd.DataFrame({"first": [0, 1], "second": [0, 0], "lead": [2e5, -3e5], "pairs": 5, "winner": ["b", "a"]})
    lines = [broken_even(3e5, 1e5, -1e5, root=3.0), broken_even(5e5, 3e5, 2e5)]
    return {
        "attribution": of_attribution(found, a, b),
        "break_even": of_break_even(lines, cells, ("x", "y"), a, b),
        "robustness": of_robustness(companies(), a, b),
        "bundles": of_bundles(table, choices, READINGS, a, b),
    }


def test_every_answer_fits_the_terminal_and_its_folder(found: Attribution, bundles: BundleRuns, tmp_path: Path) -> None:
    for name, answer in answers(found, bundles).items():
        sentences = [text for text in answer.text.splitlines() if "  " not in text]
        assert max(map(len, sentences)) <= WIDTH, name
        files = write_answer(answer, tmp_path / name, seconds=1.5)
        assert all(file.is_file() for file in files)
        facts = json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8"))
        assert facts["seconds"] == 1.5
        for world in facts["worlds"]:
            assert load_scenario(tmp_path / name / world["file"]).fingerprint == world["fingerprint"]
        charts = sorted(file.stem for file in (tmp_path / name / "charts").glob("*.svg"))
        assert charts == sorted(answer.pictures) == sorted(answer.guides)
        told = " ".join((tmp_path / name / "answer.txt").read_text(encoding="utf-8").split())
        assert all(f"charts/{chart}.svg: {answer.guides[chart].question}" in told for chart in charts)


def test_an_interrupted_answer_leaves_nothing(tmp_path: Path) -> None:
    broken = Answer("text", tables={"x": None})  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        write_answer(broken, tmp_path / "deep" / "out", seconds=0)
    assert list(tmp_path.iterdir()) == []
