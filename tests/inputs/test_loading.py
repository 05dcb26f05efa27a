"""Scenario and company files: where the company comes from, how changes are laid over it, what each kind is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import tomlkit

from sim.inputs import loading
from sim.inputs.company_model import CompanyModel
from sim.inputs.levers_model import Levers
from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.scenario import Scenario
from tests.inputs.small_company import SCENARIOS, read_company, small_company, write_scenario


def test_scenario_has_the_files_values_and_the_models_defaults(folder: Path) -> None:
    text = "seed = 7\nweeks = 2\n[levers]\ninformation_silos = 1\ncross_training = 0.25\n"
    scenario = load_scenario(write_scenario(folder, text))
    assert (scenario.name, scenario.seed, scenario.weeks, scenario.warm_up_weeks) == ("small", 7, 2, 4)
    assert scenario.levers == Levers(information_silos=1.0, cross_training=0.25)
    assert scenario.company == CompanyModel.model_validate(small_company())


def test_company_may_stand_in_the_scenario_file(folder: Path) -> None:
    path = folder / "whole.toml"
    path.write_text(tomlkit.dumps({"name": "small", "company": small_company()}), encoding="utf-8")
    assert load_scenario(path).fingerprint == load_scenario(write_scenario(folder)).fingerprint


def test_company_file_is_seen_from_the_scenario_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert load_scenario(write_scenario(folder)).company == read_company("../company.toml")


def test_change_is_laid_over_the_company(folder: Path) -> None:
    text = """
[change.teams.sales]
staff = 3
[change.customers]
web_orders_per_week = 300
[change.working_hours]
night = { days = ["sat"], opens = 0, closes = 6 }
"""
    before = read_company(folder / "company.toml")
    after = load_scenario(write_scenario(folder, text)).company
    assert after.teams["sales"].staff == 3
    assert after.teams["sales"].wage_per_hour == before.teams["sales"].wage_per_hour
    assert after.teams["finance"] == before.teams["finance"]
    assert after.customers == before.customers.model_copy(update={"web_orders_per_week": 300.0})
    assert set(after.working_hours) == {*before.working_hours, "night"}


def test_lists_are_replaced_unless_added(folder: Path) -> None:
    before = read_company(folder / "company.toml").handoffs
    row = '[{source = "sales", target = "finance", subject = "gift"}]'
    replaced = load_scenario(write_scenario(folder, f"[change]\nhandoffs = {row}")).company.handoffs
    added = load_scenario(write_scenario(folder, f"[change]\nhandoffs_added = {row}")).company.handoffs
    assert [link.subject for link in replaced] == ["gift"]
    assert set(added) == {*before, *replaced}


def test_company_extends_another(folder: Path) -> None:
    (folder / "larger.toml").write_text(
        'extends = "company.toml"\nname = "Larger"\n[[feeds_added]]\n'
        'record = "demand"\nsource = "sales"\ntarget = "finance"\n',
        encoding="utf-8",
    )
    (folder / "largest.toml").write_text('extends = "larger.toml"\n[teams.sales]\nstaff = 99\n', encoding="utf-8")
    base, largest = read_company(folder / "company.toml"), read_company(folder / "largest.toml")
    assert (largest.name, largest.teams["sales"].staff) == ("Larger", 99)
    assert len(largest.feeds) == len(base.feeds) + 1
    assert load_scenario(write_scenario(folder, "[change]\nname = 'X'")).company.name == "X"


def test_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path) -> None:
    path = write_scenario(folder)
    plain = load_scenario(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_scenario(path) == plain


def test_integers_serve_as_numbers(folder: Path) -> None:
    scenario = load_scenario(write_scenario(folder, "[levers]\ninformation_silos = 1\n"))
    assert isinstance(scenario.levers.information_silos, float)


def test_load_knows_a_company_from_a_scenario(folder: Path) -> None:
    assert isinstance(load(folder / "company.toml"), CompanyModel)
    assert isinstance(load(write_scenario(folder)), Scenario)


def test_kind_chooses_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(loading.FILE_KINDS, "levers only", "sim.inputs.scenario:Levers")
    path = folder / "levers.toml"
    path.write_text('kind = "levers only"\ncross_training = 0.5\n', encoding="utf-8")
    assert load(path) == Levers(cross_training=0.5)
    with pytest.raises(Mistakes, match="kind 'levers only'; needed here is one of kind 'company'"):
        load_scenario(path)
    path.write_text('kind = "levers only"\ncross_training = 5\n', encoding="utf-8")
    with pytest.raises(Mistakes, match="line 2: cross_training is 5; allowed is a number from 0 to 1"):
        load(path)


def test_the_scenarios_that_come_with_the_program_are_sound() -> None:
    files = sorted(SCENARIOS.glob("*.toml"))
    assert files
    for file in files:
        load(file)


def test_company_named_through_a_link_is_found(folder: Path) -> None:
    if not hasattr(os, "symlink"):
        pytest.skip("no symbolic links here")
    (folder / "link.toml").symlink_to(folder / "company.toml")
    path = folder / "scenario.toml"
    path.write_text('name = "small"\ncompany = "link.toml"\n', encoding="utf-8")
    assert load_scenario(path).company == read_company(folder / "company.toml")


def test_a_changed_copy_has_a_fingerprint_of_its_own(folder: Path) -> None:
    """Even where the first one's was asked for before."""
    first = load_scenario(write_scenario(folder))
    known = first.fingerprint
    longer = first.model_copy(update={"weeks": first.weeks + 1})
    assert longer.fingerprint != known == first.fingerprint
    assert longer.model_copy(update={"weeks": first.weeks}).fingerprint == known
    assert first == load_scenario(write_scenario(folder)), "equal whether asked for or not"
    assert [*dict(first)] == [*first.model_dump()] == [*Scenario.model_fields], "it is no field"
    assert Scenario.model_validate({**dict(first), "weeks": first.weeks + 1}) == longer
