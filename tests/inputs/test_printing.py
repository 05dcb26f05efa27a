"""Printed scenarios load back to themselves; the printed JSON Schemas agree with what loading accepts."""

from __future__ import annotations

import functools
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.inputs.company_model import CompanyModel
from sim.inputs.levers_model import LEVERS, Levers
from sim.inputs.loading import load_scenario
from sim.inputs.printing import json_schema, print_scenario
from sim.inputs.scenario import Scenario
from sim.inputs.seen import steers
from tests.inputs.small_company import SCENARIOS, small_company, write_company, write_scenario

SMALL = Scenario.model_validate({"name": "small", "company": small_company()})

LEVELS = st.fixed_dictionaries({lever: st.floats(0, 1) for lever in LEVERS})
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]).filter(lambda one: not steers(one)), max_size=40
)
NAMES = TEXTS.filter(str.strip)


def reloaded(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario printed and read again."""
    path = folder / "printed.toml"
    path.write_text(print_scenario(scenario), encoding="utf-8", newline="")
    return load_scenario(path)


@pytest.mark.parametrize("name", ["siloed", "typical", "integrated"])
def test_own_scenarios_come_back(name: str, tmp_path: Path) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.toml")
    again = reloaded(scenario, tmp_path)
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levels=LEVELS, description=TEXTS, product=NAMES, seed=st.integers(0, 2**63 - 1), weeks=st.integers(1, 520))
def test_any_scenario_comes_back(
    tmp_path: Path, levels: dict[str, float], description: str, product: str, seed: int, weeks: int
) -> None:
    row = SMALL.company.products["desk"].model_copy(update={"price": 1e-7 + seed / 1e11})
    company = CompanyModel.model_validate({**dict(SMALL.company), "products": {product: row, **SMALL.company.products}})
    scenario = Scenario.model_validate(
        {
            "name": "any",
            "description": description,
            "seed": seed,
            "weeks": weeks,
            "levers": Levers(**levels),
            "company": company,
        }
    )
    again = reloaded(scenario, tmp_path)
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


def test_a_changed_company_is_printed_whole(tmp_path: Path) -> None:
    write_company(tmp_path)
    scenario = load_scenario(write_scenario(tmp_path, "[change.teams.sales]\nstaff = 3\n"))
    text = print_scenario(scenario)
    assert tomllib.loads(text)["company"]["teams"]["sales"]["staff"] == 3
    (tmp_path / "company.toml").unlink()
    assert reloaded(scenario, tmp_path) == scenario


def test_units_stand_behind_values() -> None:
    text = print_scenario(SMALL)
    assert f"Fingerprint {SMALL.fingerprint}" in text
    assert "warm_up_weeks = 4 # weeks that are run first, unmeasured" in text


@functools.cache
def _checked(of: str) -> dict[str, Any]:
    """A schema that is one."""
    schema: dict[str, Any] = json.loads(json_schema(of))
    pytest.importorskip("jsonschema").Draft202012Validator.check_schema(schema)
    return schema


def _complaints(of: str, data: dict[str, Any]) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema")
    return [str(error.message) for error in jsonschema.Draft202012Validator(_checked(of)).iter_errors(data)]


@pytest.mark.parametrize("file", ["siloed", "typical", "integrated"])
def test_schema_accepts_own_scenarios(file: str) -> None:
    assert _complaints("scenario", tomllib.loads((SCENARIOS / f"{file}.toml").read_text(encoding="utf-8"))) == []


def test_schema_accepts_printed_and_changed_scenarios() -> None:
    assert _complaints("scenario", tomllib.loads(print_scenario(SMALL))) == []
    change = {
        "teams": {"support": {"staff": 12}},
        "customers": {"web_orders_per_week": 300},
        "feeds_added": [{"record": "stock", "source": "sales", "target": "finance"}],
    }
    assert _complaints("scenario", {"name": "x", "company": "company.toml", "change": change}) == []


def test_schema_of_company_files() -> None:
    assert _complaints("company", small_company()) == []
    assert _complaints("company", {"extends": "company.toml", "teams": {"support": {"staff": 3}}}) == []
    assert _complaints("company", {"teams": {"support": {"staff": 3}}})
    assert _complaints("company", {"extends": "company.toml", "teams": {"support": {"staff": 0}}})


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "x", "company": 3},
        {"name": "x", "company": "c", "wekks": 1},
        {"name": "x", "company": "c", "levers": {"cross_training": 2}},
        {"name": "x", "company": "c", "change": {"teams": {"support": {"staff": 0}}}},
        {"name": "x", "company": "c", "change": {"handoffs_added": [{"source": "sales"}]}},
    ],
)
def test_schema_refuses(bad: dict[str, Any]) -> None:
    assert _complaints("scenario", bad)


def test_schema_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == json_schema()
    assert main(["schema", "--company"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "CompanyModel"
