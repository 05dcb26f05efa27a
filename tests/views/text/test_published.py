"""The table of published figures: judged by intervals, recomputed from the runs, printed narrow."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.experiment import runs
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import t_interval
from sim.measures.catalogue import MEASURES
from sim.measures.ratios import RATIOS
from sim.views.text.published import FIGURES, agreement, published_of, published_table, published_text, readings
from sim.views.text.published_figures import CONFIDENCE, KINDS, TEAM
from sim.views.text.published_held_out import HELD_OUT
from sim.views.text.published_set_up import SET_UP
from tests.views.made_study import made_study, scenario

RANGE = next(figure for figure in FIGURES if figure.measure == "first-contact resolution")
SINGLE = next(figure for figure in FIGURES if figure.measure == "perfect orders")


def result(world: str, replication: int, value: float, cause: str = "") -> ReplicationResult:
    """A run in which every measure has the same value."""
    teams = pd.DataFrame([("support", value)], columns=["team", "utilisation"])
    ratios = pd.DataFrame([(ratio.id, value) for ratio in RATIOS], columns=["ratio", "value"])
    measures = {} if cause else {measure.id: value for measure in MEASURES}
    return ReplicationResult(world, replication, 1, measures, {"departments": teams, "ratios": ratios}, cause)


def test_every_figure_is_of_a_measure_we_have_and_says_where_it_is_from() -> None:
    known = {measure.id for measure in (*MEASURES, *RATIOS)}
    known |= {f"{TEAM}{team}" for team in scenario("siloed").company.teams}
    for figure in FIGURES:
        assert figure.measure in known
        assert figure.low <= figure.high or not figure.judged
        assert "facts " in figure.source
        assert figure.kind in KINDS
        assert figure.confidence in CONFIDENCE
        assert not figure.same_as or figure.same_as in {other.measure for other in FIGURES if not other.same_as}


def test_the_list_is_long_enough_and_no_fact_stands_twice() -> None:
    assert len({figure.measure for figure in FIGURES}) == len(FIGURES)
    assert len([figure for figure in FIGURES if figure.judged and not figure.same_as]) >= 25
    assert len(HELD_OUT) >= 12
    assert all(figure.nature == "emerges" and figure.judged and figure.counts for figure in HELD_OUT)
    assert not any(figure.counts for figure in SET_UP)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.75, "agrees"), (0.70, "agrees"), (0.63, "below"), (0.60, "below"), (0.85, "above"), (math.nan, "no value")],
)
def test_a_value_is_met_within_the_range(value: float, said: str) -> None:
    assert agreement(RANGE, value, "share") == said


def test_a_single_share_above_half_is_read_by_its_distance_to_the_whole() -> None:
    assert SINGLE.low == SINGLE.high
    assert SINGLE.reading("share") == pytest.approx((0.885, 0.915))
    assert [agreement(SINGLE, value, "share") for value in (0.88, 0.89, 0.92)] == ["below", "agrees", "above"]


def test_other_single_figures_and_narrow_ranges_are_read_give_or_take_a_seventh() -> None:
    days = next(figure for figure in FIGURES if figure.measure == "time to fill")
    assert days.reading("days") == pytest.approx((0.85 * 42, 1.15 * 42))
    asked = next(figure for figure in FIGURES if figure.measure == "order status tickets")
    assert asked.reading("share") == pytest.approx((0.85 * 0.17, 1.15 * 0.17))
    wide = next(figure for figure in FIGURES if figure.measure == "dock to stock")
    assert wide.reading("h") == (4.0, 8.0)


def test_what_has_no_source_is_printed_and_not_judged() -> None:
    person = next(figure for figure in FIGURES if not figure.judged)
    assert agreement(person, 1.0, "currency/year") == "not judged"


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
    assert set(empty["agrees"]) == {"no value", "not judged"}
    assert "–" in published_text(empty, "EUR")


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
    text = published_text(table, "EUR")
    assert max(map(len, text.splitlines())) <= 100
    flat = " ".join(text.split())
    for figure in FIGURES:
        assert " ".join(figure.source.split()) in flat
    counted = table[(table["world"] == "siloed") & table["counts"]]
    agreeing = int((counted["agrees"] == "agrees").sum())
    assert f"Siloed, which is not meant to match (typical is): {agreeing} of {len(counted)} published figures" in flat
    assert flat.count("Emerges (held out).") == 2 * len(HELD_OUT)
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
    text = published_of(results, "EUR")
    assert [(run.scenario.name, run.number) for run in asked] == [
        ("typical", 0), ("typical", 1), ("siloed", 0), ("siloed", 1)
    ]  # fmt: skip
    assert "Typical, which is meant to match: " in text
    assert "Siloed, which is not meant to match" in text
    assert text.splitlines()[0].startswith("1 run of 4 failed for good, counted nowhere; the first, replication 0 of")
    assert "KeyError: 'stock'" in " ".join(text.split())
