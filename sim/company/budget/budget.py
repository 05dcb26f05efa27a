"""The budget of a scenario: volumes, work against people, money."""

from __future__ import annotations

from dataclasses import dataclass

from sim.company.budget.delays import wait_for_somebody
from sim.company.budget.money import money
from sim.company.budget.volumes import Volumes, volumes
from sim.company.budget.work import BudgetLine, people_there, usual_shifts, work
from sim.inputs.company_model import CompanyModel
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world
from sim.levers.primitives import Primitives

MOST_BUSY = 0.95
"""A share of time beyond which no queue has a length that could be reckoned."""


@dataclass(frozen=True, slots=True)
class TeamBudget:
    """A team in the budget.

    Attributes:
        people: how many there are.
        hours: hours of work a week.
        on_duty: hours a week that its people are there.
    """

    team: str
    people: int
    hours: float
    on_duty: float

    @property
    def utilisation(self) -> float:
        """Work as a share of the hours on duty."""
        return self.hours / self.on_duty if self.on_duty else 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a company file amounts to, in the world of a scenario, when nothing goes wrong."""

    scenario: Scenario
    volumes: Volumes
    lines: tuple[BudgetLine, ...]
    teams: tuple[TeamBudget, ...]
    money: dict[str, float]


def budget(scenario: Scenario) -> Budget:
    """Reckon the budget of a scenario; nothing is simulated.

    How long leads wait for somebody follows from the work there is, so that is reckoned twice.
    """
    model = scenario.company
    primitives = world(model, scenario.levers)
    waits: dict[str, float] = {}
    for _ in range(2):
        expected = volumes(model, primitives, waits)
        lines = work(model, primitives, expected)
        teams = [_team(model, primitives, name, lines) for name in model.teams]
        waits = {team.team: _wait(model, team, lines) for team in teams}
    return Budget(scenario, expected, tuple(lines), tuple(teams), money(model, primitives, expected))


def _team(model: CompanyModel, primitives: Primitives, name: str, lines: list[BudgetLine]) -> TeamBudget:
    hours = sum(line.hours for line in lines if line.team == name)
    return TeamBudget(
        name, model.teams[name].staff, hours, people_there(model, primitives, name) * usual_shifts(model, name)
    )


def _wait(model: CompanyModel, team: TeamBudget, lines: list[BudgetLine]) -> float:
    """Open hours until somebody of a team is free; who has more to do than time is taken as almost always busy."""
    tasks = [
        (line.per_week, line.minutes / 60, model.activities[line.activity].variation)
        for line in lines
        if line.team == team.team and line.activity in model.activities
    ]
    return wait_for_somebody(team.people, min(MOST_BUSY, team.utilisation), tasks)
