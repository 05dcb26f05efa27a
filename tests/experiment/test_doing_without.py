"""What is lost without each capability, and what a system that is down does, on made-up runs whose numbers are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd
import pytest

from sim.experiment import doing_without, two_days_down
from sim.experiment.capabilities import CAPABILITY_ROWS, CapabilityRow
from sim.experiment.doing_without import HOLDS, OPEN, REFUTED, losses
from sim.experiment.failures import StudyFailed
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.two_days_down import downs, systems_of
from sim.inputs.mistakes import Mistakes
from sim.inputs.names import SHARED_SYSTEM, CapabilityName
from sim.measures.catalogue import MEASURES
from tests.experiment.made_up import worlds

ROWS = (
    CapabilityRow("CRM", "Reminds.", "repeat orders", "Fewer orders."),
    CapabilityRow("content", "Draws.", "margin", "Less margin."),
    CapabilityRow("training", "Teaches.", "profit", "Less profit."),
)
LOST = {"CRM": -100.0, "content": 100.0, "training": 0.0}


def run(one: Replication) -> ReplicationResult:
    """What is lost is the same in every measure, give or take 10, in a company that is lucky or not by 1,000."""
    lost = sum(LOST[name] for name in one.scenario.without)
    wobble = 10.0 * (-1) ** one.number * bool(one.scenario.without)
    value = 1000.0 * one.number + lost + wobble
    return ReplicationResult(one.scenario.name, one.number, 1, {row.measure: value for row in ROWS})


def answered(monkeypatch: pytest.MonkeyPatch, module: object, how: object) -> list[Replication]:
    """Let made-up runs stand in for real ones; returns the list of those that are asked for."""
    heard: list[Replication] = []

    def run_all(runs: Sequence[Replication], **_: object) -> list[ReplicationResult]:
        heard.extend(runs)
        assert callable(how)
        return [how(one) for one in runs]

    monkeypatch.setattr(module, "run_all", run_all)
    return heard


def test_every_capability_has_one_row_and_its_measure_exists() -> None:
    assert sorted(row.name for row in CAPABILITY_ROWS) == sorted(get_args(CapabilityName))
    better = {measure.id: measure.better for measure in MEASURES}
    assert {better[row.measure] for row in CAPABILITY_ROWS} == {"lower", "higher"}, "what is lost must be worse somewhere"


def test_differences_are_paired_and_told_by_the_stated_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    """4 pairs: -100 ± 10 lies below 0, +100 ± 10 above it, 0 ± 10 around it; all share the runs with everything."""
    asked = answered(monkeypatch, doing_without, run)
    table = losses(worlds()[0], replications=4, rows=ROWS).table.set_index("capability")
    assert len(asked) == len({(one.scenario.fingerprint, one.number) for one in asked}) == 4 * 4
    assert table["difference"].tolist() == pytest.approx([-100.0, 100.0, 0.0])
    assert table["verdict"].tolist() == [HOLDS, REFUTED, OPEN]
    assert table["has"].tolist() == pytest.approx([1500.0] * 3)
    assert (table["difference_upper"] - table["difference"]).tolist() == pytest.approx(
        [3.182446 * (400 / 3) ** 0.5 / 2] * 3, rel=1e-5
    )
    assert table["pairs"].tolist() == [4, 4, 4]


def test_what_only_exists_where_a_lever_stands_is_compared_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows with the same levers share the runs of the company that has everything and these levers."""
    levers = (("omnichannel", 1.0),)
    rows = (
        ROWS[0],
        CapabilityRow("video and messaging", "Shows.", "margin", "Less.", levers),
        CapabilityRow("convergence of channels", "Finds.", "margin", "Less.", levers),
    )

    def made(one: Replication) -> ReplicationResult:
        value = 500.0 * one.scenario.levers.omnichannel - 10.0 * len(one.scenario.without) + one.number
        return ReplicationResult(one.scenario.name, one.number, 1, {row.measure: value for row in ROWS})

    asked = answered(monkeypatch, doing_without, made)
    table = losses(worlds()[0], replications=2, rows=rows).table.set_index("capability")
    assert len(asked) == len({(one.scenario.fingerprint, one.number) for one in asked}) == 2 * (2 + 3)
    assert table["has"].tolist() == [0.5, 500.5, 500.5]
    assert table["difference"].tolist() == [-10.0] * 3
    assert table["levers"].tolist() == [(), levers, levers]


def test_too_few_runs_are_refused_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answered(monkeypatch, doing_without, run)
    with pytest.raises(Mistakes, match="takes 2 replications at least, not 1"):
        losses(worlds()[0], replications=1)
    assert not asked

    def fails(one: Replication) -> ReplicationResult:
        if one.number and one.scenario.without == ("CRM",):
            return ReplicationResult(one.scenario.name, one.number, 1, {}, cause="ValueError: no")
        return run(one)

    answered(monkeypatch, doing_without, fails)
    with pytest.raises(StudyFailed, match="Nothing can be said of CRM"):
        losses(worlds()[0], replications=2, rows=ROWS)


def test_a_measure_without_a_value_is_said_and_spoils_no_other_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def seldom(one: Replication) -> ReplicationResult:
        found = run(one)
        return ReplicationResult(found.world, found.replication, 1, {**found.measures, "margin": float("nan")})

    answered(monkeypatch, doing_without, seldom)
    table = losses(worlds()[0], replications=4, rows=ROWS).table.set_index("capability")
    assert table["verdict"].tolist() == [HOLDS, OPEN, OPEN]
    assert table["pairs"].tolist() == [4, 0, 4]
    assert table["has"].isna().tolist() == [False, True, False]


def test_systems_are_those_of_the_world() -> None:
    siloed, integrated = worlds()
    departments = siloed.company.departments
    assert systems_of(siloed) == {
        row.system: name for name, row in departments.items() if name in siloed.company.connected
    }
    assert list(systems_of(integrated)) == [SHARED_SYSTEM]


def test_a_system_that_is_down_is_told_by_what_waits_and_who_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 visits wait 1 h each, and 3 h (2.9, 3.1 …) while the system is down: 40 h more in all; Sales waits as before."""

    def hit(one: Replication) -> ReplicationResult:
        down = bool(one.scenario.events)
        wait = 3.0 + 0.1 * (-1) ** one.number if down else 1.0
        rows = [("support", wait, 20), ("sales", 0.5 + one.number, 10)]
        tables = {"departments": pd.DataFrame(rows, columns=["team", "queue_hours", "visits"])}
        if down:
            shock = {"worst_extra": 30.0 + one.number, "days_seen": 4.0 + one.number, "recovered": one.number > 0}
            tables["recovery"] = pd.DataFrame([shock])
        return ReplicationResult(one.scenario.name, one.number, 1, {}, tables)

    asked = answered(monkeypatch, two_days_down, hit)
    siloed, integrated = worlds()
    found = downs(integrated, replications=4)
    (row,) = found.table.to_dict("records")
    assert (row["system"], row["extra"], row["days"], row["recovered"], row["pairs"]) == (
        SHARED_SYSTEM,
        31.5,
        5.5,
        0.75,
        4,
    )
    assert found.notices[["team", "hours"]].to_numpy().tolist() == [["support", pytest.approx(40.0)]]
    (event,) = next(one.scenario.events for one in asked if one.scenario.events)
    assert (event.week, event.day, event.hours) == (integrated.weeks // 2, "tue", 48.0)
    assert len(downs(siloed, replications=2).table) == len(systems_of(siloed))
