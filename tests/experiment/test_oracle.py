"""What knowing is worth: paired gains beside regrets, on made-up runs whose numbers are known."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import pytest

from sim.experiment import oracle
from sim.experiment.failures import StudyFailed
from sim.experiment.oracle import AGREES, ALL, DIFFERS, OPEN, oracle_worlds, verdict, worth_of_knowing
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.statistics import Interval
from sim.inputs.mistakes import Mistakes
from sim.inputs.names import DECISIONS
from tests.experiment.made_up import worlds

WORLDS = len(DECISIONS) + 2
"""The ordinary one, one for each decision, and one for all together."""
GAINS = {name: 100.0 * place for place, name in enumerate(DECISIONS)}
"""What each decision brings a year, give or take 10, in a company that is lucky or not by 1,000."""


def run(one: Replication) -> ReplicationResult:
    """Regrets are twice as high in the second replication as in the first, and so on; the gain comes through margin."""
    gain = sum(GAINS[name] for name in one.scenario.oracle)
    wobble = 10.0 * (-1) ** one.number * bool(one.scenario.oracle)
    profit = 1000.0 * one.number + gain + wobble
    rows = [("margin", profit + 500.0, False), ("paid hours", -500.0, False), ("profit", profit, True)]
    if one.scenario.oracle:
        rows.append(("offers", 0.0, False))
    statement = pd.DataFrame(rows, columns=["line", "amount", "of_which"])
    statement["amount"] *= one.scenario.weeks / 52
    regrets = pd.DataFrame(
        [(name, 200.0, 50.0, GAINS[name] + one.number) for name in DECISIONS],
        columns=["decision", "taken", "wrong", "regret"],
    )
    return ReplicationResult(
        one.scenario.name, one.number, 1, {"profit": profit}, {"regrets": regrets, "statement": statement}
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Replication]:
    """Every run that is asked for; none is simulated."""
    heard: list[Replication] = []

    def run_all(runs: Sequence[Replication], **_: object) -> list[ReplicationResult]:
        heard.extend(runs)
        return [run(one) for one in runs]

    monkeypatch.setattr(oracle, "run_all", run_all)
    return heard


def test_worlds_differ_in_what_is_taken_on_the_truth_and_in_nothing_else() -> None:
    siloed, _ = worlds()
    ordinary, knowing = oracle_worlds(siloed.model_copy(update={"oracle": ("refund",)}))
    assert ordinary.fingerprint == siloed.fingerprint
    assert list(knowing) == [*DECISIONS, ALL]
    assert [world.oracle for world in knowing.values()] == [*((name,) for name in DECISIONS), DECISIONS]
    assert {world.model_copy(update={"oracle": ()}).fingerprint for world in knowing.values()} == {siloed.fingerprint}


def test_gains_are_paired_and_all_worlds_share_the_ordinary_runs(asked: list[Replication]) -> None:
    """Luck of 1,000 a replication is in both worlds of a pair, and so in no gain: (g + 10, g - 10) twice."""
    found = worth_of_knowing(worlds()[0], replications=4)
    assert len(asked) == 4 * WORLDS
    assert len({(one.scenario.fingerprint, one.number) for one in asked}) == 4 * WORLDS
    table = found.table.set_index("decision")
    half = 3.182446 * math.sqrt(400 / 3) / 2
    for name in DECISIONS:
        row = table.loc[name]
        assert (row["gain"], row["regret"]) == pytest.approx((GAINS[name], GAINS[name] + 1.5))
        assert row["gain_upper"] - row["gain"] == pytest.approx(half, rel=1e-5)
        assert row["regret_upper"] - row["regret"] == pytest.approx(3.182446 * math.sqrt(5 / 3) / 2, rel=1e-5)
        assert (row["taken"], row["wrong"], row["pairs"]) == (200.0, 50.0, 4)
    assert table.loc[ALL, "gain"] == pytest.approx(sum(GAINS.values()))
    assert table.loc[ALL, "regret"] == pytest.approx(sum(GAINS.values()) + len(DECISIONS) * 1.5)
    assert (table.loc[ALL, "taken"], table.loc[ALL, "verdict"]) == (200.0 * len(DECISIONS), AGREES)
    assert table.loc["promised date", "verdict"] == OPEN


def test_the_gain_by_line_adds_up_to_the_gain(asked: list[Replication]) -> None:
    found = worth_of_knowing(worlds()[0], replications=3)
    lines = found.lines[found.lines["decision"] == "refund"].set_index("line")
    assert set(lines.index) == {"margin", "paid hours", "offers"}
    (gain,) = found.table.loc[found.table["decision"] == "refund", "gain"].tolist()
    assert lines["gain"].sum() == pytest.approx(gain)
    assert lines.loc["margin", "gain"] == pytest.approx(gain)


def test_pairs_with_a_failed_run_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def some_fail(runs: Sequence[Replication], **_: object) -> list[ReplicationResult]:
        bad = [one.number == 0 and one.scenario.oracle == ("refund",) for one in runs]
        return [
            ReplicationResult(one.scenario.name, one.number, 1, {}, cause="ValueError: no") if failed else run(one)
            for one, failed in zip(runs, bad, strict=True)
        ]

    monkeypatch.setattr(oracle, "run_all", some_fail)
    found = worth_of_knowing(worlds()[0], replications=3)
    assert found.failed.startswith(f"1 run of {3 * WORLDS} failed for good")
    assert dict(zip(found.table["decision"], found.table["pairs"], strict=True))["refund"] == 2
    with pytest.raises(StudyFailed, match="Nothing can be said of refund"):
        worth_of_knowing(worlds()[0], replications=2)


def test_one_replication_is_refused(asked: list[Replication]) -> None:
    with pytest.raises(Mistakes, match="takes 2 replications at least, not 1"):
        worth_of_knowing(worlds()[0], replications=1)
    assert not asked


@pytest.mark.parametrize(
    ("regret", "gain", "expected"),
    [
        ((90, 110), (80, 120), AGREES),
        ((90, 110), (56, 179), AGREES),
        ((90, 110), (54, 179), OPEN),
        ((90, 110), (-500, 900), OPEN),
        ((90, 110), (221, 400), DIFFERS),
        ((90, 110), (10, 44), DIFFERS),
        ((90, 110), (219, 400), OPEN),
        ((90, 110), (-30, -10), DIFFERS),
        ((90, 110), (-30, 10), DIFFERS),
        ((-110, -90), (-120, -80), AGREES),
        ((-110, -90), (80, 120), DIFFERS),
        ((-5, 5), (-9, 9), OPEN),
        ((-5, 5), (100, 120), DIFFERS),
        ((0, 0), (0, 0), AGREES),
        ((math.nan, math.nan), (1, 2), OPEN),
    ],
)
def test_verdicts(regret: tuple[float, float], gain: tuple[float, float], expected: str) -> None:
    """Within a factor of two wherever in the intervals; nowhere; or the runs do not tell."""
    assert verdict(interval(*regret), interval(*gain)) == expected


def interval(lower: float, upper: float) -> Interval:
    return Interval(
        estimate=(lower + upper) / 2,
        half_width=(upper - lower) / 2,
        lower=lower,
        upper=upper,
        n=9,
        confidence=0.95,
        p_value=math.nan,
    )
