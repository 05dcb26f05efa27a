"""A company of another size: the people who were asked for, work for all of them, and nothing else than its rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sim.company.checks import faults, scenario_to_run
from sim.company.simulation import Company
from sim.company.sizing import MOST_BUSY, RULES, STAYS, of_size, sized
from sim.inputs import workload
from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from tests.company import sizes
from tests.company.sizes import SCENARIOS, SIZES, teams

TYPICAL = load_scenario(SCENARIOS / "typical.toml")
DEFAULT = TYPICAL.company


@pytest.fixture(scope="module")
def companies() -> dict[int, CompanyModel]:
    return sizes.companies()


def test_the_usual_size_is_the_company_itself() -> None:
    asked = TYPICAL.model_copy(update={"company_size": DEFAULT.people})
    assert sized(asked) == TYPICAL
    assert sized(asked).fingerprint == TYPICAL.fingerprint
    assert asked.fingerprint != TYPICAL.fingerprint


@pytest.mark.parametrize("size", SIZES)
def test_there_are_as_many_people_as_were_asked_for(companies: Mapping[int, CompanyModel], size: int) -> None:
    assert companies[size].people == size
    assert faults(companies[size]) == []


@pytest.mark.parametrize("size", SIZES)
def test_large_teams_are_as_busy_as_usual_and_no_small_one_too_busy(
    companies: Mapping[int, CompanyModel], size: int
) -> None:
    usual, now = teams(DEFAULT), teams(companies[size])
    for name, row in now.items():
        if row.people >= 10:
            assert row.utilisation == pytest.approx(usual[name].utilisation, abs=0.05), name
        assert row.utilisation <= max(MOST_BUSY, usual[name].utilisation) + 0.01, name
    busy, usually = (
        sum(row.hours for row in of.values()) / sum(row.on_duty for row in of.values()) for of in (now, usual)
    )
    assert busy == pytest.approx(usually, abs=0.05)


def leaves(data: object, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, (*where, name))
    else:
        yield where, data


def of_rule(where: tuple[str, ...]) -> str | None:
    for path in RULES:
        names = path.split(".")
        if len(names) == len(where) and all(name in ("*", own) for name, own in zip(names, where, strict=True)):
            return path
    return None


def test_nothing_else_changes_than_the_rules_say(companies: Mapping[int, CompanyModel]) -> None:
    before, after = dict(leaves(DEFAULT.model_dump())), dict(leaves(companies[500].model_dump()))
    changed = {where for where in before if before[where] != after[where]}
    assert {where for where in changed if where[0] != "teams" and of_rule(where) is None} == set()
    assert {where[2] for where in changed if where[0] == "teams"} == {"staff"}
    new = {where for where in after if where not in before}
    assert {where[0] for where in new if where[0] != "materials"} == {"products"}
    assert {where[2] for where in new if where[0] == "materials"} == {"goes_into"}
    rules = {of_rule(where) for where in changed} - {None}
    unchanged = {path for path in set(RULES) - rules if before.get(tuple(path.split("."))) != 0}
    assert unchanged == set(), "rules that change nothing"


def test_every_amount_is_in_the_rules_or_has_a_reason_to_stay() -> None:
    """Whoever adds an amount a week, a number of people or of things, or a sum of money says what becomes of it."""
    amounts = (
        "per_week",
        "at_once",
        "counted_per_day",
        "_parts",
        "_tasks",
        "recipients",
        "consumers",
        "businesses",
        "bots",
    )
    found = {
        ".".join(where)
        for where, value in leaves(DEFAULT.model_dump())
        if len(where) == 2 and isinstance(value, int | float) and where[1].endswith(amounts)
    }
    assert len(found) > 18
    assert found - set(RULES) - set(STAYS) == set()


def cells(line: str) -> list[float]:
    return [float(number) for number in re.findall(r"[0-9.]+", line.replace(",", ""))]


def test_the_table_of_sizes_is_of_today(companies: dict[int, CompanyModel]) -> None:
    """Within 3 % or one person, and 3 points; ``python -m tests.company.sizes`` prints it anew."""
    lines = (SCENARIOS / "README.md").read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(sizes.FIRST))
    for told, now in zip(lines[first:], sizes.table(companies), strict=False):
        assert told.split("|")[1] == now.split("|")[1]
        assert cells(told) == pytest.approx(cells(now), rel=0.03, abs=3), told


def test_twice_the_company_by_hand() -> None:
    """With twice the people: two of every product, two campaigns a week; the books have twice the accounts."""
    twice = of_size(DEFAULT, 2 * DEFAULT.people)
    assert len(twice.products) == 2 * len(DEFAULT.products)
    assert twice.products["paper (2)"] == DEFAULT.products["paper"]
    assert twice.materials["frame"].goes_into == {"desk": 1, "desk (2)": 1, "sit-stand": 1, "sit-stand (2)": 1}
    assert twice.marketing.campaigns_at_once == 2
    assert twice.finance.closing_tasks == 2 * DEFAULT.finance.closing_tasks
    assert twice.overhead_per_year == 2 * DEFAULT.overhead_per_year
    more = twice.customers.web_orders_per_week / DEFAULT.customers.web_orders_per_week
    assert 2.0 < more < 2.1, "what is done once whatever the size leaves hands for more"
    assert twice.customers.consumers == pytest.approx(more * DEFAULT.customers.consumers, abs=1)
    assert twice.logistics == DEFAULT.logistics.model_copy(update={"counted_per_day": 2})


def test_a_file_says_the_size_and_a_flag_another(tmp_path: Path) -> None:
    file = tmp_path / "larger.toml"
    company = (SCENARIOS / "small.toml").as_posix()
    file.write_text(f'format = 2\nname = "larger"\ncompany = "{company}"\ncompany_size = 60\n')
    larger = scenario_to_run(file)
    assert larger.company.people == 60
    assert larger.company_size is None
    assert scenario_to_run(file, 75).company.people == 75
    again = tmp_path / "printed.toml"
    again.write_text(print_scenario(larger))
    assert load_scenario(again) == larger


def test_a_size_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "too_small.toml"
    company = (SCENARIOS / "company.toml").as_posix()
    file.write_text(f'format = 2\nname = "a"\ncompany = "{company}"\ncompany_size = 49\n')
    with pytest.raises(Mistakes, match=r"company_size is 49; allowed is a whole number from 50 to 10,000"):
        load_scenario(file)
    crowded = DEFAULT.customers.model_copy(update={"businesses": 900_000})
    with pytest.raises(Mistakes, match=r"so many people cannot be: customers.businesses would be "):
        of_size(DEFAULT.model_copy(update={"customers": crowded}), 120)


def test_a_large_run_must_be_streamed(companies: dict[int, CompanyModel], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "memory", lambda: 25e9)
    largest = TYPICAL.model_copy(update={"company": companies[10_000]})
    assert "would need about" in workload.endless([largest])
    assert workload.endless([largest], streamed=True) == ""


def test_a_scenario_runs_with_the_size_it_asks_for() -> None:
    small = load_scenario(SCENARIOS / "small_typical.toml").model_copy(update={"company_size": 50})
    assert sum(len(team.members) for team in Company(small, 0).house.staffing.teams.values()) == 50
