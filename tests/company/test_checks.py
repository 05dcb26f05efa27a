"""What would go wrong in a run is found before it, in a sentence each: what, where, what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import main
from sim.company.checks import faults, scenario_to_run
from sim.inputs.company_model import CompanyModel
from sim.inputs.mistakes import Mistakes
from tests.company.worlds import company_model, plain_company
from tests.first_company import FIRST

Change = Callable[[dict[str, Any]], object]


def found(change: Change) -> list[str]:
    """What is wrong with the default company after a change of its plain data."""
    plain = plain_company()
    change(plain)
    return faults(CompanyModel.model_validate(plain))


def row(**values: Any) -> Change:
    """A hand-off more."""
    return lambda plain: plain["handoffs"].append({"rank": 0.5, "fields": 3, **values})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda plain: plain["activities"].pop("check credit"),
            "[activities] has no 'check credit', which 'finance' must do",
        ),
        (
            lambda plain: plain["activities"].pop("answer an inquiry"),
            "[activities] has no 'answer an inquiry', which 'crm', 'marketing' and 7 others must do",
        ),
        (
            lambda plain: plain["activities"].update({"chek credit": plain["activities"].pop("check credit")}),
            "[activities] has no 'check credit', which 'finance' must do; did you mean 'chek credit'?",
        ),
        (
            lambda plain: plain["activities"]["check credit"].update(team="sales"),
            "activity 'check credit' is given to team 'sales', but 'finance' must do it; "
            "allowed are 'finance' and 'every'",
        ),
        (
            lambda plain: plain["products"].clear(),
            "[products] is empty; a company has one product at least",
        ),
        (
            row(source="sales", target="sales", subject="lead"),
            "hand-off 'lead' leads from 'sales' to itself; it may lead to any other department, or to 'every' one",
        ),
        (
            row(source="sales", target="legal", subject="contract draught"),
            "hand-off 'contract draught' leads from 'sales' to 'legal', which does nothing with it; "
            "did you mean 'contract draft'?",
        ),
        (
            lambda plain: plain["feeds"].append({"record": "stock", "source": "legal", "target": "sales", "rank": 0.5}),
            "record 'stock' is copied from 'legal' to 'sales', but 'legal' does not keep it; "
            "it keeps 'backlog' and 'contract terms'",
        ),
    ],
)
def test_a_file_that_could_not_run(change: Change, sentence: str) -> None:
    assert sentence in found(change)


def test_a_department_that_nobody_runs() -> None:
    """A misspelt name is answered by the nearest one; the department has a team, so nothing else is wrong with it."""
    stranger = {"label": "Procurement", "office": "back", "system": "procurement tool", "apart": True}
    team = {"department": "fnance", "staff": 1, "wage_per_hour": 40, "hours": ["office"], "turnover_per_year": 0.1}
    change = {"departments": {"fnance": stranger}, "teams": {"buyers": team}}
    assert faults(company_model(change)) == [
        "department 'fnance' has no class that runs it; did you mean 'finance'?",
    ]


def test_a_department_without_a_team() -> None:
    lonely = {"departments": {"legal": {"apart": False}}}
    plain = company_model(lonely)
    teams = {name: team for name, team in plain.teams.items() if team.department != "legal"}
    assert (
        "department 'legal' has no team; it needs one at least: a row under [teams] with department = 'legal'"
        in faults(plain.model_copy(update={"teams": teams}))
    )


def test_a_department_that_others_turn_to_is_missing() -> None:
    """Legal stands apart: Marketing and Sales turn to it, and Finance reads its terms."""
    turn = "but 'marketing', 'sales' and 'finance' turn to it"
    assert f"[departments] has no 'legal' that is connected with the others, {turn}" in faults(
        company_model({"departments": {"legal": {"apart": True}}})
    )


BROKEN = """
name = "broken"
company = "{company}"

[change.activities]
"check credit" = {{ team = "sales", minutes = 10 }}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A scenario file that is valid and cannot run."""
    file = tmp_path / "broken.toml"
    file.write_text(BROKEN.format(company=(FIRST / "company.toml").as_posix()), encoding="utf-8")
    return file


def test_no_scenario_is_loaded_for_a_run_that_could_not_run(broken: Path) -> None:
    with pytest.raises(Mistakes) as error:
        scenario_to_run(broken)
    assert list(error.value.sentences) == [
        f"{broken}: activity 'check credit' is given to team 'sales', but 'finance' must do it; "
        "allowed are 'finance' and 'every'."
    ]


@pytest.mark.parametrize("command", ["compare", "journey", "pairing", "replay", "check", "published"])
def test_commands_refuse_it_before_any_work(
    command: str, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one sentence, and no run has begun."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("a run has begun")

    monkeypatch.setattr("sim.experiment.replication.run_once", run)
    monkeypatch.chdir(tmp_path)
    files = [str(broken)] if command in ("check", "published") else [str(broken), str(FIRST / "integrated.toml")]
    case = ["order:1"] if command == "journey" else []
    assert main([command, *case, *files]) == 2
    assert "'check credit' is given to team 'sales'" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["broken.toml"]
