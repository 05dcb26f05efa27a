"""Pairs until half-widths are small enough, in a study: the same whoever runs them, and what ended them is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment import enough, executors
from sim.experiment.enough import NAMED, Ending, Width
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import FEWEST_PAIRS, MOST_PAIRS
from sim.experiment.store import Store
from sim.experiment.study import Study, compare_scenarios
from sim.inputs import workload
from sim.measures.catalogue import MEASURES
from sim.views.style import words
from sim.views.text.evidence import ending_words, run_words
from tests.company.worlds import scenario
from tests.experiment.made_up import SCENARIOS
from tests.experiment.workers import named

A, B = scenario("siloed"), scenario("integrated")


def compared(keep: Path, jobs: int = 1) -> Study:
    return compare_scenarios(A, B, jobs=jobs, keep=keep)


def said(ending: Ending) -> str:
    """What ended the pairs, with plain spaces."""
    return ending_words(ending).replace(words.GAP, " ")


def run_said(study: Study) -> str:
    """What was run, with plain spaces."""
    return run_words(study).replace(words.GAP, " ")


def answers(study: Study) -> list[pd.DataFrame]:
    return [study.comparison, study.pairs, study.losers, study.tables["weeks"]]


def same(one: Study, other: Study) -> None:
    assert one.ending == other.ending
    for first, second in zip(answers(one), answers(other), strict=True):
        pd.testing.assert_frame_equal(first, second, check_exact=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of that study are stored."""
    return tmp_path_factory.mktemp("kept") / "first"


@pytest.fixture(scope="module")
def _once(kept: Path) -> Study:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executors, "replicate", named)
        return compared(kept)


@pytest.fixture
def done(_once: Study, monkeypatch: pytest.MonkeyPatch) -> Study:
    """The study of these tests, run by one process with nothing stored; runs are by formula from here on."""
    monkeypatch.setattr(executors, "replicate", named)
    return _once


def test_the_named_measures_exist() -> None:
    assert set(NAMED) <= {measure.id for measure in MEASURES}
    assert all(0 < wanted < 0.1 for wanted in NAMED.values())


def test_the_documents_name_them() -> None:
    told = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    for measure, wanted in NAMED.items():
        assert f"| {measure} | {100 * wanted:g} % |" in told
    assert f"begins with {FEWEST_PAIRS} pairs" in told
    assert f"ends with {MOST_PAIRS} pairs" in told


def test_pairs_go_on_until_all_named_half_widths_are_small_enough(done: Study) -> None:
    """The half-width of the lead time decides; worked out again from the table that is shown."""
    assert done.ending is not None
    assert FEWEST_PAIRS < done.replications < MOST_PAIRS
    assert done.ending.pairs == done.replications
    assert not done.ending.still_wide
    rows = done.comparison.set_index("measure")
    for width in done.ending.widths:
        row = rows.loc[width.measure]
        assert width.half_width == pytest.approx((row["upper"] - row["lower"]) / 2 / row["a"])
        assert width.half_width <= NAMED[width.measure]
    assert f"Half-widths reached after {done.replications} pairs." in run_said(done)


@pytest.mark.usefixtures("done")
def test_two_processes_give_the_same(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In two stretches of pairs, each by processes of its own."""
    monkeypatch.setattr(enough, "MOST_PAIRS", FEWEST_PAIRS + 1)
    same(compared(kept), compared(tmp_path / "second", jobs=2))


def test_what_is_stored_changes_nothing_but_the_runs(
    done: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More pairs than needed are stored, then not one: it ends at the same number, and stored runs are not run again."""
    store = Store(tmp_path / "many")
    runs = [
        Replication(world, number, with_cases=number == 0) for number in range(done.replications + 9) for world in (A, B)
    ]
    executors.run_all(runs, store=store)

    def nobody(run: Replication) -> ReplicationResult:
        raise AssertionError(f"replication {run.number} is stored")

    monkeypatch.setattr(executors, "replicate", nobody)
    same(done, compared(tmp_path / "many"))


def test_an_interrupted_study_goes_on_where_it_was(done: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C in the middle of the second stretch of pairs; what had finished is not run again."""
    ran: list[tuple[str, int]] = []

    def until(last: int) -> Callable[[Replication], ReplicationResult]:
        def replicate(run: Replication) -> ReplicationResult:
            if run.number == last and run.scenario.name == B.name:
                raise KeyboardInterrupt
            ran.append((run.scenario.name, run.number))
            return named(run)

        return replicate

    monkeypatch.setattr(executors, "replicate", until(FEWEST_PAIRS + 1))
    with pytest.raises(KeyboardInterrupt):
        compared(tmp_path / "again")
    monkeypatch.setattr(executors, "replicate", until(-1))
    same(done, compared(tmp_path / "again"))
    assert sorted(ran) == sorted((world.name, number) for world in (A, B) for number in range(done.replications))


def test_a_number_that_is_given_is_the_number(done: Study, kept: Path) -> None:
    twelve = compare_scenarios(A, B, replications=12, keep=kept)
    assert (twelve.replications, twelve.ending) == (12, None)
    assert "Half-widths" not in run_said(twelve)


def test_a_verdict_ends_nothing(done: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """World B, moved far away or to the very same mean, takes as many pairs."""

    def moved(run: Replication) -> ReplicationResult:
        result = named(run)
        shift = 1_000.0 if run.scenario.name == B.name else 0.0
        return replace(result, measures={name: value + shift for name, value in result.measures.items()})

    monkeypatch.setattr(executors, "replicate", moved)
    assert compared(tmp_path / "moved").replications == done.replications


def test_the_limit_of_pairs_ends_it_and_says_what_is_wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "replicate", named)
    monkeypatch.setattr(enough, "MOST_PAIRS", 10)
    study = compared(tmp_path)
    assert study.ending is not None
    (wide,) = study.ending.still_wide
    assert (study.replications, wide.measure, study.ending.by_time) == (10, "order lead time", False)
    assert said(study.ending).startswith("10 pairs allowed, order lead time still ±")


def test_the_limit_of_time_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "replicate", named)
    seconds = sum(workload.touches_of(world) for world in (A, B)) * workload.SECONDS_PER_TOUCH
    monkeypatch.setattr(enough, "LONG_ENOUGH", 11.5 * seconds)
    assert workload.runs_within(11.5 * seconds, [A, B]) == 11
    one = compared(tmp_path)
    assert one.ending is not None
    assert (one.replications, one.ending.by_time) == (11, True)
    assert "11 pairs within the limit of time (say --replications for more), order lead time still ±" in said(one.ending)


def test_words_of_an_ending() -> None:
    widths = (
        Width("ticket time", 0.041, 0.03),
        Width("satisfaction", 0.01, 0.03),
        Width("cost per case", float("nan"), 0.03),
    )
    assert said(Ending(60, 60, by_time=False, widths=widths[:2])) == ("60 pairs allowed, ticket time still ±4.1 %.")
    assert "cost per case without a half-width" in said(Ending(8, 60, by_time=False, widths=widths))
    assert said(Ending(14, 60, by_time=False, widths=widths[1:2])) == "Half-widths reached after 14 pairs."
    assert "No measure" in said(Ending(8, 60, by_time=False, widths=()))


def test_a_pair_that_failed_counts_as_run_but_not_as_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(run: Replication) -> ReplicationResult:
        if run.number == 2:
            return ReplicationResult(run.scenario.name, run.number, 1, {}, cause="Traceback: nobody came")
        return named(run)

    monkeypatch.setattr(executors, "replicate", failing)
    study = compared(tmp_path)
    assert study.ending is not None
    assert study.ending.pairs == study.replications + 1
    assert not study.ending.still_wide
