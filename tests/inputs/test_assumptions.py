"""Assumptions: ranges, paths with wildcards, whole numbers, and a sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.cli import main
from sim.inputs.assumptions import Assumption, Assumptions, value_in, with_values
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def one(path: str, low: float = 1.0, high: float = 4.0, **more: object) -> Assumption:
    return Assumption.model_validate({"name": "x", "paths": (path,), "low": low, "high": high, "reason": "test", **more})


def test_the_way_from_low_to_high() -> None:
    assert one("levers.cross_training").at(0.5) == 2.5
    assert one("levers.cross_training", scale="log").at(0.5) == 2.0


def test_a_number_is_set_or_multiplied_everywhere() -> None:
    scenario = load_scenario(SCENARIOS / "siloed.toml")
    changed = with_values(
        scenario, [(one("company.remedies.bot_minutes"), 3.0), (one("company.teams.*.staff", multiply=True), 1.5)]
    )
    assert changed.company.remedies.bot_minutes == 3.0
    assert [team.staff for team in changed.company.teams.values()] == [
        round(team.staff * 1.5) for team in scenario.company.teams.values()
    ]
    assert value_in(scenario, one("company.remedies.bot_minutes")) == scenario.company.remedies.bot_minutes
    assert value_in(scenario, one("company.teams.*.staff", multiply=True)) == 1.0
    assert with_values(scenario, []) == scenario


def test_a_team_is_never_without_people() -> None:
    scenario = load_scenario(SCENARIOS / "siloed.toml")
    tiny = with_values(scenario, [(one("company.teams.*.staff", 0.01, 1, multiply=True), 0.01)])
    assert {team.staff for team in tiny.company.teams.values()} == {1}


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("company.remedies.bot_minute", 1.0, "there is no 'bot_minute'; did you mean 'bot_minutes'"),
        ("company.it.outage_every_weeks.x", 1.0, "leads nowhere: there is no 'x'"),
        ("company.name", 1.0, "leads to 'Deskhouse', which is not a number"),
        ("company.behaviour.churn", 1.0, "leads to True, which is not a number"),
        (
            "levers.cross_training",
            3.0,
            "levers.cross_training is 3.0 with x = 3; Input should be less than or equal to 1",
        ),
    ],
)
def test_mistakes_are_sentences(path: str, value: float, sentence: str) -> None:
    scenario = load_scenario(SCENARIOS / "siloed.toml")
    with pytest.raises(Mistakes) as caught:
        with_values(scenario, [(one(path), value)])
    assert sentence in caught.value.sentences[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"low": 5.0}, "high must be above low"),
        ({"low": 0.0, "scale": "log"}, "low must be above 0"),
        ({"paths": ()}, "at least 1"),
    ],
)
def test_a_range_that_is_none(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Assumption.model_validate({**one("levers.cross_training").model_dump(), **change})


def test_a_file_of_assumptions_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "box.toml"
    file.write_text(
        'kind = "assumptions"\nname = "b"\n[[assumption]]\nname = "x"\npaths = ["levers.cross_training"]\n'
        'low = 0.5\nhigh = 0.1\nreason = "r"\n',
        encoding="utf-8",
    )
    assert main(["check", str(file)]) == 2
    assert "high must be above low" in capsys.readouterr().err


def test_two_assumptions_have_two_names() -> None:
    row = one("levers.cross_training").model_dump()
    assert len(Assumptions.model_validate({"name": "b", "assumption": [row, {**row, "name": "y"}]}).assumption) == 2
    with pytest.raises(ValidationError, match="has two assumptions named 'x'"):
        Assumptions.model_validate({"name": "b", "assumption": [row, {**row, "name": "y"}, row]})
