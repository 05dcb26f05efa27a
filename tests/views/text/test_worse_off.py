"""Who is worse off: everyone who is, nobody only where nobody is."""

from __future__ import annotations

import pandas as pd

from sim.views.text.worse_off import MOST_LOSERS, worse_measures, worse_off
from tests.views.made_study import (
    changed,
    made_losers,
    made_study,
)


def test_who_is_worse_off() -> None:
    head, *rest = worse_off(made_study())
    assert head.startswith("Worse off in integrated than in siloed")
    assert "11 figures" in head
    assert [line for line in rest if line.startswith(" ")] == [
        "  Marketing: work waits before it is begun, 12 → 20.7\u00a0h (+8.70 [+7.90, +9.50]) *",
        "  Legal: time at work on cases, 61 → 79\u00a0% (+18.0 [+15.0, +21.0])",
    ]


def test_nobody_only_if_nobody() -> None:
    study = changed(made_study(), losers=made_losers(worse=0))
    assert next(iter(worse_off(study))) == (
        "Worse off in integrated: nobody we measured (11 figures of teams and flows looked at)."
    )
    empty = changed(study, losers=pd.DataFrame())
    assert next(iter(worse_off(empty))).startswith("Worse off in integrated: not measured")


def test_a_long_list_of_losers_is_cut_and_says_so() -> None:
    lines = list(worse_off(changed(made_study(), losers=made_losers(worse=11))))
    assert sum(line.startswith("  ") for line in lines) == MOST_LOSERS + 1
    assert "  … and 5 more, in tables/losers.csv" in lines
    assert any("fewer than 30 cases" in line for line in lines)


def test_measures_that_are_worse_are_named() -> None:
    study = made_study()
    assert worse_measures(study) == ["running and one-off costs of levers"]
    assert "Measures that are worse in integrated" in list(worse_off(study))[-1]
