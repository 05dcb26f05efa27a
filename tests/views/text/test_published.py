"""The table of published figures: judged by intervals, recomputed from the runs, printed narrow."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.experiment import runs
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import t_interval
from sim.measures.catalogue import MEASURES
from sim.views.text.published import agreement, published_of, published_table, published_text, readings
from sim.views.text.published_figures import CONFIDENCE, FIGURES, KINDS, TEAM
from tests.views.made_study import made_study, scenario

RANGE = next(figure for figure in FIGURES if figure.measure == "first-contact resolution")
SINGLE = next(figure for figure in FIGURES if figure.measure == "perfect orders")


def result(world: str, replication: int, value: float, cause: str = "") -> ReplicationResult:
    """A run in which every measure has the same value."""
    teams = pd.DataFrame([("support", value)], columns=["team", "utilisation"])
    measures = {} if cause else {measure.id: value for measure in MEASURES}
    return ReplicationResult(world, replication, 1, measures, {"departments": teams}, cause)


def test_every_figure_is_of_a_measure_we_have_and_says_where_it_is_from() -> None:
    known = {measure.id for measure in MEASURES} | {f"{TEAM}{team}" for team in scenario("siloed").company.teams}
    assert len(FIGURES) >= 15
    for figure in FIGURES:
        assert figure.measure in known
        assert figure.low <= figure.high
        assert "facts " in figure.source
        assert figure.kind in KINDS
        assert figure.confidence in CONFIDENCE
        assert not figure.same_as or figure.same_as in {other.measure for other in FIGURES if other.counts}
    assert 5 <= sum(figure.counts for figure in FIGURES) < len(FIGURES)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (0.75, 0.74, 0.76, "agrees"),
        (0.60, 0.50, 0.71, "agrees"),
        (0.60, 0.55, 0.65, "below"),
        (0.90, 0.85, 0.95, "above"),
        (0.85, 0.78, 0.92, "agrees"),
        (0.75, math.nan, math.nan, "agrees"),
        (0.60, math.nan, math.nan, "below"),
        (math.nan, math.nan, math.nan, "no value"),
    ],
)
def test_an_interval_agrees_when_it_meets_the_range(value: float, lower: float, upper: float, said: str) -> None:
    assert agreement(RANGE, value, lower, upper) == said


def test_a_single_figure_is_read_give_or_take_a_tenth() -> None:
    assert SINGLE.low == SINGLE.high
    assert agreement(SINGLE, 0.82, 0.815, 0.825) == "agrees"
    assert agreement(SINGLE, 0.80, 0.795, 0.805) == "below"
    assert agreement(SINGLE, 0.995, 0.993, 0.997) == "above"


def test_the_table_is_computed_from_the_runs() -> None:
    values = [0.70, 0.72, 0.77]
    table = published_table(readings([result("typical", r, value) for r, value in enumerate(values)]))
    row = table.set_index("measure").loc["first-contact resolution"]
    interval = t_interval(values)
    assert row["value"] == pytest.approx(sum(values) / 3)
    assert (row["lower"], row["upper"]) == pytest.approx((interval.lower, interval.upper))
    assert row["replications"] == 3
    assert row["agrees"] == "agrees"
    assert len(table) == len(FIGURES)


def test_failed_runs_are_left_out_and_nothing_is_no_value() -> None:
    table = published_table(readings([result("a", 0, 0.9), result("a", 1, 0.0, cause="broken")]))
    assert (table["replications"] == 1).all()
    empty = published_table(readings([result("a", 0, math.nan)]))
    assert set(empty["agrees"]) == {"no value"}
    assert "–" in published_text(empty)


def test_a_study_gives_what_its_runs_give() -> None:
    study = made_study(replications=4)
    table = published_table(study)
    assert list(dict.fromkeys(table["world"])) == list(study.worlds)
    own = study.pairs[study.pairs["measure"] == "on time"]
    rows = table[table["measure"] == "on time"].set_index("world")
    assert rows.loc["siloed", "value"] == pytest.approx(own["a"].mean())
    assert rows.loc["integrated", "value"] == pytest.approx(own["b"].mean())
    teams = study.tables["departments"]
    mean = teams[(teams["team"] == "support") & (teams["world"] == "siloed")]["utilisation"].mean()
    assert table[table["measure"] == f"{TEAM}support"].set_index("world").loc["siloed", "value"] == pytest.approx(mean)


def test_the_text_is_narrow_and_names_every_source() -> None:
    table = published_table(made_study())
    text = published_text(table)
    assert max(map(len, text.splitlines())) <= 100
    flat = " ".join(text.split())
    for figure in FIGURES:
        assert " ".join(figure.source.split()) in flat
    counted = table[(table["world"] == "siloed") & (table["nature"] == "emerges") & table["counts"]]
    agreeing = int((counted["agrees"] == "agrees").sum())
    assert f"Siloed, which is not meant to match (typical is): {agreeing} of {len(counted)} published figures" in flat
    assert flat.count("Emerges, the same fact as another figure.") == 2, "once a world"
    assert "70 to 79\u00a0%" in text
    assert "38 to 65\u00a0days" in text


def test_scenarios_are_run_and_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Replication] = []

    def run_all(wanted: list[Replication], **_: object) -> list[ReplicationResult]:
        asked.extend(wanted)
        causes = ["", "", "Traceback\nKeyError: 'stock'", ""]
        return [result(run.scenario.name, run.number, 0.75, cause) for run, cause in zip(wanted, causes, strict=True)]

    monkeypatch.setattr(runs, "run_all", run_all)
    results = runs.run_several([scenario("typical"), scenario("siloed")], 2, 1, about="published figures")
    text = published_of(results)
    assert [(run.scenario.name, run.number) for run in asked] == [
        ("typical", 0), ("typical", 1), ("siloed", 0), ("siloed", 1)
    ]  # fmt: skip
    assert "Typical, which is meant to match: " in text
    assert "Siloed, which is not meant to match" in text
    assert text.splitlines()[0].startswith("1 run of 4 failed for good, counted nowhere; the first, replication 0 of")
    assert "KeyError: 'stock'" in " ".join(text.split())
