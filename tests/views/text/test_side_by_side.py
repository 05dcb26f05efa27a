"""Several worlds against the same first one, in sentences and a table that fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.study import Study
from sim.views.style import words
from sim.views.style.study_words import difference_words
from sim.views.text.side_by_side import side_by_side
from sim.views.text.verdict import conclusion
from tests.views.made_study import changed, flat, made_failures, made_study, row_of


def three() -> list[Study]:
    """Three worlds against siloed, of which the second is slower."""
    return [
        made_study(),
        made_study(names=("siloed", "slower"), order_lead_time=(97.0, 120.0)),
        made_study(names=("siloed", "a third one")),
    ]


def test_every_world_has_its_sentence_and_its_column() -> None:
    studies = three()
    text = side_by_side(studies)
    assert max(map(len, text.splitlines())) <= words.WIDTH
    for study in studies:
        assert flat(conclusion(study).sentence) in flat(text)
    line = next(line for line in text.splitlines() if line.startswith("order to delivery"))
    for study in studies[:2]:
        row = row_of(study, "order lead time")
        assert f"{difference_words(row['difference'], row['lower'], row['upper'])[0]} h" in line
    assert "better *" in line
    assert "worse *" in line
    assert "Differences to siloed, those of percentages in points." in flat(text)


def test_columns_that_do_not_fit_go_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "64")
    text = side_by_side(three())
    assert max(map(len, text.splitlines())) <= 64
    assert sum(line.startswith("order to delivery") for line in text.splitlines()) == 3


def test_failures_and_reports_are_named() -> None:
    one, two, _ = three()
    text = side_by_side([changed(one, failures=made_failures(2), out=Path("x/one")), changed(two, out=Path("x/two"))])
    assert text.startswith("2 of ")
    assert text.splitlines()[-2:] == [f"Report: {Path('x') / name / 'report.html'}" for name in ("one", "two")]
