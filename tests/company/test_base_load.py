"""Base load: what the company file calls so, nobody would miss; how much of a team's work it is, is told."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from sim.company.budget.budget import budget
from sim.company.case import Case
from sim.company.department import Department
from sim.company.priorities import NORMAL
from sim.company.simulation import Company
from sim.engine.kernel import Event
from sim.inputs.loading import load_scenario
from sim.views.text.base_load import sentence, shares
from sim.views.text.budget import told
from sim.views.text.team_names import team_name
from tests.company.test_budget import page
from tests.experiment.made_up import SCENARIOS
from tests.first_company import FIRST

COMPANIES = ("siloed", "small_siloed")
MARKED = FIRST / "integrated.toml"
"""The first company, which calls a dozen activities base load; those of today call none so."""
UNMARKED = SCENARIOS / "small_integrated.toml"
TRACES = {
    "visits": ("case", "activity", "member", "started", "ended", "worked"),
    "money": ("time", "case", "amount"),
    "levels": ("time", "value"),
    "decisions": ("time", "case", "action", "oracle", "regret"),
}
"""What a run leaves behind, but for the stories of single cases; codes are given as names come up, and say nothing."""


def called_so(file: Path) -> set[str]:
    return {name for name, row in load_scenario(file).company.activities.items() if row.base_load}


def traces(
    monkeypatch: pytest.MonkeyPatch, file: Path, free: Collection[str], never: Collection[str] = (), weeks: int = 5
) -> list[bytes]:
    """Some weeks of a company, in which some activities take no time and others never end."""
    as_usual = Department.do

    def do(
        self: Department,
        case: Case,
        activity: str,
        *,
        priority: float = NORMAL,
        patience: float | None = None,
        rework: bool = False,
        more_hours: float = 0.0,
        factor: float = 1.0,
    ) -> Event:
        if activity in never:
            return Event(self.env)
        if activity in free:
            return self.env.timeout(0.0, True)
        return as_usual(
            self,
            case,
            activity,
            priority=priority,
            patience=patience,
            rework=rework,
            more_hours=more_hours,
            factor=factor,
        )

    monkeypatch.setattr(Department, "do", do)
    scenario = load_scenario(file).model_copy(update={"weeks": weeks, "warm_up_weeks": 0})
    tables = Company(scenario, 0).run().tables
    monkeypatch.undo()
    return [tables[name].rows()[column].tobytes() for name, columns in TRACES.items() for column in columns]


@pytest.fixture(scope="module")
def done() -> list[bytes]:
    """The run in which base load is done and takes no time."""
    with pytest.MonkeyPatch.context() as patch:
        return traces(patch, MARKED, called_so(MARKED))


def test_nobody_misses_base_load(done: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Never done at all, it leaves all other work, every booking, level and decision as they are, to the last bit."""
    base = called_so(MARKED)
    assert len(base) > 10
    assert len(done[0]) > 20_000
    assert done == traces(monkeypatch, MARKED, (), base)


@pytest.mark.parametrize(
    ("file", "activity", "weeks"),
    [
        (MARKED, "count stock", 5),
        (UNMARKED, "count stock", 3),
        (UNMARKED, "write content", 3),
        (UNMARKED, "look after loyal customers", 3),
    ],
)
def test_what_is_no_base_load_is_missed(file: Path, activity: str, weeks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cannot be said of other work: free of charge or never done, something else comes out."""
    base = called_so(file)
    assert activity not in base
    free = traces(monkeypatch, file, {*base, activity}, weeks=weeks)
    never = traces(monkeypatch, file, base, {activity}, weeks=weeks)
    assert free != never


def test_its_share_of_the_work_by_hand() -> None:
    """Of Marketing: content and what it orders for itself, of all it does. Production has nothing of the kind."""
    found = page()
    hours = {line.activity: line.hours for line in found.lines if line.team == "marketing"}
    assert min(hours["write content"], hours["prepare a campaign"]) > 0
    base = hours["write content"] + hours["order for the house"]
    assert shares(found)["marketing"] == pytest.approx(base / sum(hours.values()))
    assert shares(found)["production"] == 0.0


@pytest.mark.parametrize("name", COMPANIES)
def test_budget_and_report_list_it_by_team(name: str) -> None:
    """Both say the share of each team that has some; the budget in the last column."""
    found = budget(load_scenario(SCENARIOS / f"{name}.toml"))
    lines = told(found).splitlines()
    for team, share in shares(found).items():
        name = team_name(found.scenario.company, team)
        (row,) = [line for line in lines if line.startswith(f"{name} ") and line.endswith("%")]
        assert row.split()[-1] == f"{share:.0%}"
        assert (f"{name} {share:.0%}" in sentence(found)) == (share > 0)
