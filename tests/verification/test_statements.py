"""The fifteen statements: each is put to the test, each can fail, and the full command says that all hold."""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli import main
from sim.experiment.replication import ReplicationResult
from sim.inputs.loading import load_scenario
from sim.inputs.own_files import own_scenario
from sim.inputs.scenario import Scenario
from sim.verification.closed_forms.table import Row
from sim.verification.judgement import Estimate
from sim.verification.models import failures, handoffs, information
from sim.verification.statements import company, flow, knowing
from sim.verification.statements.catalogue import STATEMENTS, Statement, StatementResult, put_to_the_test
from sim.verification.statements.claims import Above, Claim, Found, Line
from sim.verification.statements.lab import QUICK, Effort, Lab, opened

SMALL = Effort(length=0.2, precision=0.5, replications=6, pairs=1, weeks=1, warm_up_weeks=0)
SMALL_MODELS = [statement for statement in STATEMENTS if statement.number <= 13]
CHEAP = [statement for statement in STATEMENTS if statement.number in (13,)]

WITH_CALLS = information.tipping


@pytest.fixture(scope="module")
def siloed() -> Scenario:
    return load_scenario(own_scenario("small_siloed"))


def contradicted(line: Line) -> bool:
    """Whether a claim is not only undecided: its number is missed, or its interval lies on the wrong side."""
    if line.rule == "=":
        return abs(line.found.estimate - line.expected) > max(4.0 * line.found.error, 1e-9 * abs(line.expected))
    wrong_above, wrong_below = line.found.lower > line.expected, line.found.upper < line.expected
    if line.rule == "sign of":
        return line.found.upper < 0.0 if line.expected > 0.0 else line.found.lower > 0.0
    return {"<": wrong_above, ">": wrong_below, "not": False}[line.rule]


def test_there_are_fifteen_in_order() -> None:
    assert [statement.number for statement in STATEMENTS] == list(range(1, 16))
    assert len({statement.sentence for statement in STATEMENTS}) == 15


@pytest.mark.parametrize("statement", SMALL_MODELS, ids=lambda statement: statement.number)
def test_short_runs_contradict_no_statement(statement: Statement, siloed: Scenario) -> None:
    (result,) = put_to_the_test(siloed, SMALL, statements=[statement])
    assert result.lines
    assert not [line for line in result.lines if contradicted(line)]


@pytest.mark.parametrize("statement", CHEAP, ids=lambda statement: statement.number)
def test_statements_that_cost_little_hold(statement: Statement, siloed: Scenario) -> None:
    (result,) = put_to_the_test(siloed, QUICK, statements=[statement])
    assert result.holds, [line for line in result.lines if not line.holds]


def test_statements_are_the_same_every_time(siloed: Scenario) -> None:
    once, again = (put_to_the_test(siloed, SMALL, statements=SMALL_MODELS[6:7]) for _ in range(2))
    assert once == again


def batches_without_batching(*settings: Any) -> Estimate:
    number, arrivals, period, *rest = settings
    return handoffs.random_transfer(number, arrivals, period / 2.0, *rest)


def nobody_calls(number: int, load: float, calls: float, *rest: Any) -> Estimate:
    return WITH_CALLS(number, load, 1e-9, *rest)


def an_outage_shortens_nothing(
    number: int, load: float, rate: float, failing: float, repairing: float, *rest: Any
) -> Estimate:
    return handoffs.random_transfer(number, load, 0.0, *rest)


@pytest.mark.parametrize(
    ("module", "name", "wrong", "test"),
    [
        (handoffs, "periodic_transfer", batches_without_batching, flow.batching_costs_more),
        (failures, "breakdowns", an_outage_shortens_nothing, flow.platform_break_even),
        (information, "tipping", nobody_calls, knowing.chasing_tips),
    ],
)
def test_a_statement_fails_when_the_mechanism_is_missing(
    module: object,
    name: str,
    wrong: Callable[..., Estimate],
    test: Callable[[Lab], list[Claim]],
    siloed: Scenario,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, name, wrong)
    (result,) = put_to_the_test(siloed, SMALL, statements=[Statement(1, "", test)])
    assert [line for line in result.lines if contradicted(line)]
    assert not result.holds


# ---- the company ------------------------------------------------------------------------------------------------


def told(world: Hashable, levers: Mapping[str, float], number: int, interact: float) -> ReplicationResult:
    """What a company whose ticket time is known would send home."""
    on = {name: levers.get(name, 0.0) for name in (company.INTEGRATION, company.CULTURE, company.BOTS)}
    integration, culture, bots = on.values()
    hours = 40.0 - 20.0 * integration - 15.0 * culture - 10.0 * bots + 0.01 * number
    hours += interact * integration * (10.0 * culture + 8.0 * bots)
    measures = {
        company.MEASURE: hours,
        "re-entries": 2.0 * (1.0 - 0.5 * bots) + 0.01 * number,
        "age at use": (70.0 + 0.1 * number) * (1.0 - integration),
    }
    table = pd.DataFrame(
        {"mode": ["manual", "shared"], "hours": [30.0 - 10.0 * culture + 0.1 * number, 0.0], "count": [3, 5]}
    )
    return ReplicationResult(str(world), number, 1, measures, {"handoffs": table})


def lab_with(siloed: Scenario, interact: float) -> Lab:
    class Told(Lab):
        def companies(
            self, worlds: Mapping[Any, Mapping[str, float]], pairs: int | None = None
        ) -> dict[Any, list[ReplicationResult]]:
            return {
                world: [told(world, levers, number, interact) for number in range(5)] for world, levers in worlds.items()
            }

    with opened(siloed, SMALL) as lab:
        return Told(lab.executor, SMALL, siloed)


@pytest.mark.parametrize(("interact", "holds"), [(1.0, True), (0.0, False)])
def test_interactions_hold_only_if_effects_do_not_add_up(interact: float, holds: bool, siloed: Scenario) -> None:
    lines = [claim.judged(0.02) for claim in company.interactions(lab_with(siloed, interact))]
    assert all(line.holds for line in lines) is holds
    assert all(line.holds for line in lines if line.rule != "not")


def flows(hours: float, number: int) -> ReplicationResult:
    split = pd.DataFrame(
        {"flow": ["order", "question"], "part": "queue", "hours": [hours + 0.1 * number, 5.0 + number], "cases": 100}
    )
    columns = ["team", "utilisation", "queue_hours", "visits", "on_duty", "overtime_hours"]
    teams = pd.DataFrame({column: [] for column in columns})
    return ReplicationResult("", number, 1, {}, {"split": split, "departments": teams})


@pytest.mark.parametrize(("after", "names"), [(12.0, ["web order to delivery"]), (8.0, []), (10.0, [])])
def test_losers_are_found_where_there_are_some_and_nowhere_else(after: float, names: list[str]) -> None:
    first = [flows(10.0, number) for number in range(6)]
    second = [flows(after + 0.2 * (-1) ** number, number) for number in range(6)]
    table = company.losers(first, second, {})
    assert list(table["who"]) == names if names else table.empty


def test_the_statement_on_losers_fails_when_nobody_loses() -> None:
    assert not company._nobody().judged(0.02).holds


def test_the_company_is_run_as_asked(siloed: Scenario) -> None:
    with opened(siloed, SMALL) as lab:
        runs = lab.companies({"as it is": {}, "bots": {company.BOTS: 1.0}})
    assert [outcome.replication for outcome in runs["bots"]] == [0]
    assert [one.measures["order lead time"] for one in runs["as it is"]] != [
        one.measures["order lead time"] for one in runs["bots"]
    ]
    assert company.hours_by_hand(runs["as it is"][0]) > 0.0


# ---- the command ------------------------------------------------------------------------------------------------


def verdict_of(number: int, holds: bool) -> StatementResult:
    claims = Above("something", 0.0, Found(1.0, 0.5 if holds else -0.5, 1.5, 0.2))
    return StatementResult(STATEMENTS[number - 1], (claims.judged(0.02),))


def stand_in(holding: int, *_: object, **__: object) -> list[StatementResult]:
    return [verdict_of(number, number <= holding) for number in range(1, 16)]


def no_closed_forms(*_: object, **__: object) -> list[Row]:
    return []


@pytest.mark.parametrize(("holding", "code"), [(15, 0), (14, 1), (0, 1)])
def test_the_command_ends_with_the_count_and_exits_by_it(
    holding: int, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.verification.statements.catalogue.put_to_the_test", partial(stand_in, holding))
    monkeypatch.setattr("sim.verification.closed_forms.table.simulate", no_closed_forms)
    assert main(["verify", "--quick", "--out", str(tmp_path / "new")]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{holding} of 15 hold"
    assert max(len(line) for line in lines) <= 100
    with (tmp_path / "new" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["holds"] for row in rows] == ["True"] * holding + ["False"] * (15 - holding)


@pytest.mark.slow
def test_all_fifteen_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", "--jobs", "2"])
    text = capsys.readouterr().out
    assert text.rstrip().splitlines()[-1] == "15 of 15 hold", text
    assert code == 0
