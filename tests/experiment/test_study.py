"""The main job as a whole, small: a placebo that shows nothing, failures that are told, replications that suffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiment import executors
from sim.experiment.failures import StudyFailed
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.replication import replicate as really_replicate
from sim.experiment.study import check_warm_up, compare_scenarios
from sim.inputs.mistakes import Mistakes
from sim.measures.catalogue import MEASURES
from tests.company.worlds import scenario


@pytest.mark.parametrize("number", [0, -1, 1.5, "3"])
def test_a_number_of_pairs_that_is_none_is_refused(number: int) -> None:
    """As `sim.compare` may be given one, unlike the command line, whose flag is checked."""
    world = scenario(weeks=1, warm_up_weeks=0)
    with pytest.raises(Mistakes, match="replications is .*; allowed is a whole number from 1, or None"):
        compare_scenarios(world, world, replications=number)


@pytest.mark.parametrize("levers", ["siloed", pytest.param("integrated", marks=pytest.mark.slow)])
def test_a_scenario_against_itself_differs_by_exactly_nothing(
    levers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Placebo: both worlds are really run, and every measure of every pair differs by 0, not by almost 0."""
    runs: list[str] = []

    def counted(run: Replication) -> ReplicationResult:
        runs.append(run.scenario.name)
        return really_replicate(run)

    monkeypatch.setattr(executors, "replicate", counted)
    world = scenario(levers, weeks=1, warm_up_weeks=0)
    done = compare_scenarios(world, world, replications=2, keep=tmp_path)
    assert runs == [f"{levers} (1)", f"{levers} (2)"] * 2
    assert done.worlds == (f"{levers} (1)", f"{levers} (2)")
    assert len(done.pairs) == 2 * len(MEASURES)
    equal = (done.pairs["a"] == done.pairs["b"]) | (done.pairs["a"].isna() & done.pairs["b"].isna())
    assert equal.all(), done.pairs[~equal].to_string()
    told = done.comparison[done.comparison["replications"] == 2]
    assert len(told) >= 40
    assert (told[["difference", "lower", "upper", "lower_holm", "upper_holm"]] == 0.0).all().all()
    assert set(done.comparison["verdict"]) == {"undecided"}
    assert not done.losers["worse"].any()
    assert (done.twins["in"] == "both").all()
    assert (done.twins["lead_a"] == done.twins["lead_b"]).all()


ALL = -2


def fake(worlds: dict[str, float], fails: tuple[str, int] = ("", -1)) -> Callable[[Replication], ReplicationResult]:
    """Replications without a run: every measure is the world's number plus the number of the replication."""

    def replicate(run: Replication) -> ReplicationResult:
        name, number = run.scenario.name, run.number
        if fails in ((name, number), (name, ALL)):
            return ReplicationResult(name, number, 1, {}, cause="Traceback: nobody came")
        noise = np.random.default_rng(number).normal()
        weeks = pd.DataFrame(
            {"week": range(12), "order_hours": 1.0, "ticket_hours": 1.0, "in_progress": 1.0, "orders_finished": 1}
        )
        return ReplicationResult(
            name,
            number,
            1,
            {measure.id: worlds[name] + noise for measure in MEASURES},
            {
                "weeks": weeks,
                "split": pd.DataFrame({"flow": [], "part": [], "hours": [], "cases": []}),
                "departments": pd.DataFrame(
                    columns=["team", "department", "utilisation", "queue_hours", "visits", "on_duty", "overtime_hours"]
                ),
            },
        )

    return replicate


def test_a_failed_pair_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One run of eight fails: three pairs are compared, the failure stands in its table with its cause."""
    monkeypatch.setattr(executors, "replicate", fake({"siloed": 5.0, "integrated": 3.0}, ("integrated", 2)))
    done = compare_scenarios(scenario("siloed"), scenario("integrated"), replications=4, keep=tmp_path)
    assert done.failures.to_dict("records") == [
        {"world": "integrated", "replication": 2, "seed": 1, "cause": "Traceback: nobody came"}
    ]
    assert sorted(done.pairs["replication"].unique()) == [0, 1, 3]
    assert done.replications == 3
    assert done.comparison["difference"].to_numpy() == pytest.approx(-2.0)
    shown = done.tables["weeks"].groupby("world")["replication"].unique().map(sorted)
    assert shown.to_dict() == {"siloed": [0, 1, 3], "integrated": [0, 1, 3]}  # no table holds what has no twin


def test_no_pair_at_all_is_an_error_with_its_cause(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All runs of one world fail: the study says why."""
    monkeypatch.setattr(executors, "replicate", fake({"siloed": 5.0}, ("integrated", ALL)))
    with pytest.raises(StudyFailed, match="nobody came"):
        compare_scenarios(scenario("siloed"), scenario("integrated"), replications=2, keep=tmp_path)


def test_outcomes_stored_under_another_name_are_told_under_this_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same world was run before as "before": the study calls it by its name of today."""
    monkeypatch.setattr(executors, "replicate", fake({"before": 5.0, "integrated": 3.0}))
    before = scenario("siloed").model_copy(update={"name": "before"})
    compare_scenarios(before, scenario("integrated"), replications=2, keep=tmp_path)
    monkeypatch.setattr(executors, "replicate", fake({}))  # knows no world: nothing may be run
    done = compare_scenarios(scenario("siloed"), scenario("integrated"), replications=2, keep=tmp_path)
    assert set(done.tables["weeks"]["world"]) == {"siloed", "integrated"}
    assert not len(done.failures)


def test_the_warm_up_is_checked_against_what_was_declared() -> None:
    """Two weeks of settling in a series of thirty: a declared warm-up of four is enough, one of one is not."""
    rows = pd.DataFrame({"week": range(30)})
    settling = np.where(rows["week"] < 2, 100.0, 10.0) + 0.01 * (rows["week"] % 2)
    weeks = rows.assign(world="siloed", order_hours=settling, ticket_hours=settling, in_progress=settling)
    for declared, enough in ((4, True), (1, False)):
        table = check_warm_up(scenario(weeks=13, warm_up_weeks=declared), weeks)
        assert table["weeks_to_cut"].tolist() == [2.0] * 3
        assert table["enough"].tolist() == [enough] * 3
    short = check_warm_up(scenario(weeks=1, warm_up_weeks=1), weeks[weeks["week"] < 3])
    assert short["weeks_to_cut"].isna().all()
