"""The budget of the small company beside what is simulated: team by team the same hours, but for what went wrong.

What went wrong is read from the run: rework, all that is done for cases that exist only because of a failure, and the
offers by which customers in trouble are won back. Everybody is as good as anybody here: the craft of the one person in
a team of one would hide everything else.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pandas as pd
import pytest

from sim.company.budget.budget import budget
from sim.company.simulation import Company
from sim.engine.codes import VisitKind
from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.run import Run
from tests.company.test_conservation import pieces_of_work
from tests.company.worlds import lay_over

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RUNS, MANY = 3, 12
WITHIN = {"hr": 0.15}
USUALLY_WITHIN = 0.10
"""Of the simulated hours: three runs of a quarter know a small team's to some 3 % (of HR, whose vacancies come or do not,
less), and the budget knows nothing of customers who give up and write instead, and of businesses that leave.
"""
MANY_WITHIN = 0.05
"""Of the simulated hours, by many runs."""


@functools.cache
def alike(name: str) -> Scenario:
    """A shipped scenario in which everybody is as good as anybody."""
    shipped = load_scenario(SCENARIOS / f"{name}.toml")
    company = lay_over(shipped.company.model_dump(exclude_unset=True), {"hr": {"craft_variation": 0.0}})
    return shipped.model_copy(update={"company": CompanyModel.model_validate(company)})


SMALL = alike("small_typical")
TEAMS = list(SMALL.company.teams)


@functools.cache
def simulated(name: str = "small_typical", runs: int = RUNS) -> pd.DataFrame:
    """Hours a week by team: as foreseen, and because something went wrong; a mean over a few runs."""
    tables, scenario = [], alike(name)
    for replication in range(runs):
        company = Company(scenario, replication)
        run = Run(company.run(), company.facts())
        cases = run.cases
        failed = set(cases.loc[(cases["failure"] != 0) | cases["kind"].isin(["offer", "won back"]), "case"])
        work = pieces_of_work(run)
        until, since = work["ended"].clip(upper=run.facts.horizon), work["started"].clip(lower=run.facts.warm_up)
        wrong = (work["kind"] == VisitKind.REWORK) | work["case"].isin(failed)
        sums = (until - since).clip(lower=0.0).groupby([work["team"].astype(str), wrong]).sum() / scenario.weeks
        tables.append(sums.unstack(fill_value=0).rename(columns={False: "foreseen", True: "wrong"}))
    return pd.concat(tables).groupby(level=0).mean()


@pytest.mark.parametrize("team", TEAMS)
def test_budget_and_what_went_wrong_are_what_was_worked(team: str) -> None:
    """Budgeted hours, failure demand and rework against simulated hours."""
    (planned,) = [row for row in budget(SMALL).teams if row.team == team]
    worked = simulated().loc[team]
    total = worked["foreseen"] + worked["wrong"]
    assert planned.hours + worked["wrong"] == pytest.approx(total, rel=WITHIN.get(team, USUALLY_WITHIN))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small_typical", "typical"])
def test_many_runs_are_within_a_twentieth_in_every_team(name: str) -> None:
    """Budgeted hours, failure demand and rework against simulated hours, team by team; all that differ are named."""
    worked = simulated(name, MANY).loc[list(alike(name).company.teams)]
    total = worked["foreseen"] + worked["wrong"]
    planned = pd.Series({team.team: team.hours for team in budget(alike(name)).teams}) + worked["wrong"]
    off = planned / total - 1
    assert off[off.abs() > MANY_WITHIN].empty, off.round(3).to_string()


def test_all_teams_together() -> None:
    """Of all hours of the company the budget knows 19 of 20 right, and a good part is work on what went wrong."""
    worked = simulated().loc[TEAMS].sum()
    planned = sum(team.hours for team in budget(SMALL).teams)
    assert planned == pytest.approx(worked["foreseen"], rel=0.05)
    assert 0.02 < worked["wrong"] / worked.sum() < 0.15
