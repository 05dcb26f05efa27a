"""`diff` finds what differs by meaning, and nothing else, and says by how much."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from sim.cli import main
from sim.inputs.differences import differences_of
from sim.inputs.loading import load
from sim.inputs.scenario import Scenario
from sim.views.style.words import GAP
from sim.views.text.diff import told, value_words
from tests.inputs.small_company import small_company, write_scenario
from tests.inputs.test_order import turned

NAMES = ("A", "B")


def scenario_of(company: dict[str, Any], **more: Any) -> Scenario:
    return Scenario.model_validate({"name": "made", "company": company, **more})


def lines(one: Scenario, two: Scenario) -> list[str]:
    """What is said of both, a difference a line, without the first and the last."""
    text = re.sub(r"\n    +", " ", told(one, two, NAMES)).replace(GAP, " ")
    return [line for line in text.splitlines()[1:-1] if line]


def test_nothing_differs_from_itself_in_another_order() -> None:
    company = small_company()
    one, two = scenario_of(company), scenario_of(turned(company, random.Random(3)))
    assert differences_of(one, two) == []
    assert told(one, two, NAMES).endswith("Nothing differs that means anything for a run.")
    assert one.fingerprint == two.fingerprint


def test_each_change_is_told_once_with_its_place_and_by_how_much() -> None:
    company = small_company()
    one = scenario_of(company)
    company["teams"]["sales"]["staff"] = one.company.teams["sales"].staff * 2
    company["customers"]["returns_share"] = one.company.customers.returns_share + 0.05
    company["overhead_per_year"] += 1000
    two = scenario_of(company, weeks=26, levers={"chatbot": 0.5})
    staff = one.company.teams["sales"].staff
    said = lines(one, two)
    assert f"  sales, staff: {staff} → {2 * staff} (+{staff}, +100 %)" in said
    assert any(
        line.startswith("  returns share: ") and "(+5 points); share of delivered web orders" in line for line in said
    )
    assert any(line.startswith("  overhead per year: ") and "(+1,000, " in line for line in said)
    assert "  weeks: 13 → 26 (+13, +100 %); weeks that are measured" in said
    assert "  chatbot: 0 % → 50 % (+50 points)" in said
    assert [line for line in said if not line.startswith(" ")] == [
        "The run",
        "Levers",
        "The company",
        "Teams",
        "Customers",
    ]
    assert told(one, two, NAMES).splitlines()[-1] == "5 things differ, in 5 parts."


def test_handoffs_are_found_by_what_they_are_not_by_their_place() -> None:
    company = small_company()
    one = scenario_of(company)
    gone = company["handoffs"].pop(0)
    company["handoffs"][0]["fields"] = 99
    other = company["handoffs"][0]
    said = lines(one, scenario_of(company))
    name = "{source} > {target}: {subject}"
    assert len(said) == 3
    assert any(line.startswith(f"  {name.format(**gone)}: only in the first: ") for line in said)
    assert any(line.startswith(f"  {name.format(**other)}, fields: ") and "→ 99" in line for line in said)


def test_rows_without_a_name_are_told_where_only_one_has_them() -> None:
    company = small_company()
    peak = {"kind": "demand peak", "week": 2, "factor": 1.5, "weeks": 2}
    later = {**peak, "week": 5}
    one = scenario_of(company, events=[peak, later])
    assert lines(one, scenario_of(company, events=[later, peak])) == []
    (heading, line) = lines(one, scenario_of(company, events=[later]))
    assert heading == "Events"
    assert "only in the first: " in line
    assert "week 2" in line


def test_what_extends_and_changes_is_resolved_first(tmp_path: Path) -> None:
    """Two files that say the same in different ways do not differ; one that changes one value, in that one."""
    plain = small_company()
    (tmp_path / "company.toml").write_text(tomlkit.dumps(plain), encoding="utf-8")
    staff = plain["teams"]["sales"]["staff"] + 1
    (tmp_path / "more.toml").write_text(f'extends = "company.toml"\n[teams.sales]\nstaff = {staff}\n', encoding="utf-8")
    plain["teams"]["sales"]["staff"] = staff
    (tmp_path / "whole.toml").write_text(tomlkit.dumps(plain), encoding="utf-8")
    changed = write_scenario(tmp_path, f"[change.teams.sales]\nstaff = {staff}\n", name="changed.toml")
    usual = write_scenario(tmp_path, name="usual.toml")
    whole, more, company = (load(tmp_path / f"{name}.toml") for name in ("whole", "more", "company"))
    assert differences_of(more, whole) == []
    (only,) = differences_of(company, more)
    assert (only.where, only.two) == (("teams", "sales", "staff"), staff)
    (same,) = differences_of(load(usual), load(changed))
    assert same.where == ("company", "teams", "sales", "staff")


def test_the_command_tells_and_refuses(folder_of_two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "A", "B"]) == 0
    said = capsys.readouterr().out.replace(GAP, " ")
    assert said.startswith("Scenario A → scenario B\n\nLevers\n  information silos: 0 % → 100 % (+100 points)\n")
    assert main(["diff", "A", "company.toml"]) == 0
    assert "their companies are compared" in capsys.readouterr().out
    (folder_of_two / "events").write_text('kind = "events"\nname = "nothing"\n', encoding="utf-8")
    for words, sentence in (
        (["diff", "A"], "diff takes two files, A and B, but got 1."),
        (["diff"], "diff takes two files, A and B, but got none."),
        (["diff", "A", "nowhere"], "nowhere: there is no such file"),
        (["diff", "A", "events"], "'A' and 'events' are of different kinds; diff compares files of one kind."),
        (["diff", "A", "B", "--quick"], "diff does not take '--quick'."),
    ):
        assert main(words) == 2
        assert sentence in capsys.readouterr().err


@pytest.fixture
def folder_of_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "company.toml").write_text(tomlkit.dumps(small_company()), encoding="utf-8")
    write_scenario(tmp_path, name="A")
    write_scenario(tmp_path, "[levers]\ninformation_silos = 1\n", name="B")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (1234.5, "1,234.5"),
        (-2, "−2"),
        ([1, 2], "[1, 2]"),
        (tuple(range(100)), "[0, 1, 2 … 99], 100 values"),
        ({"staff": 2, "hours": ["office"], "overtime_above_days": None}, "staff 2, hours [office]"),
        ({"inner": {"a_b": 1}}, "inner (a b 1)"),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert value_words(value) == words


def test_numbers_that_differ_never_read_alike() -> None:
    company = small_company()
    one = scenario_of(company)
    company["overhead_per_year"] = one.company.overhead_per_year + 0.01
    (_, line) = lines(one, scenario_of(company))
    before, after = line.split(": ")[1].split(" (")[0].split(" → ")
    assert before != after
