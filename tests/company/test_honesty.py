"""Nobody's luck depends on who else is there, and nothing depends on what things are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest

from sim.company.case import Case
from sim.company.department import Department
from sim.company.simulation import Company
from sim.company.wiring import DEPARTMENTS
from sim.engine.calendar import WEEK
from sim.engine.journal import SCHEMA
from sim.engine.kernel import Flow
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import measures_of
from sim.measures.run import Run
from tests.company.worlds import decoded, plain_company, scenario

NAMED: dict[str, tuple[str, ...]] = {
    "visits": ("activity", "team"),
    "stretches": ("activity", "team"),
    "waits": (),
    "deliveries": ("handoff",),
    "decisions": ("decision", "department"),
    "money": ("account", "department"),
    "cases": ("kind", "status"),
    "outages": ("platform", "cause"),
    "levels": ("what", "place"),
    "duty": ("team",),
    "news": ("copy",),
}


class Museum(Department):
    """A tenth department: it dusts its exhibits."""

    name: ClassVar[str] = "museum"
    does: ClassVar = (*Department.does, "dust an exhibit")

    def start(self) -> None:
        """Another exhibit gets dusty every four hours."""
        self.env.start(self.dust())

    def dust(self) -> Flow:
        """One exhibit after the other."""
        number = 0
        while True:
            yield self.env.timeout(4.0)
            self.env.start(self.clean(self.cases.open_case("exhibit", number, self.name)))
            number += 1

    def clean(self, case: Case) -> Flow:
        """Clean one."""
        yield self.do(case, "dust an exhibit")
        self.cases.close(case, "clean")


TENTH: dict[str, Any] = {
    "departments": {"museum": {"label": "Museum", "office": "back", "system": "museum ledger", "apart": True}},
    "teams": {
        "museum": {"department": "museum", "staff": 2, "wage_per_hour": 20, "hours": ["office"], "turnover_per_year": 0.2}
    },
    "activities": {"dust an exhibit": {"team": "museum", "minutes": 60}},
}


def run_of(levers: str, change: Mapping[str, Any]) -> Run:
    """Five weeks of a world, with an end of a month in it."""
    company = Company(scenario(levers, change, weeks=5, warm_up_weeks=0))
    company.run()
    return decoded(company)


def without_museum(run: Run) -> dict[str, pd.DataFrame]:
    """The tables of a run with names for codes, members numbered within teams, the museum's own rows left out."""
    tables = {name: run._frame(name, *NAMED[name]) for name in SCHEMA}
    duty = tables["duty"].drop_duplicates("member").sort_values("member")
    places = duty.groupby("team", observed=True).cumcount()
    people = {
        member: f"{team} {place}"
        for member, team, place in zip(duty["member"], duty["team"].astype(str), places, strict=True)
    }
    names = pd.Series(run.names)
    for name in ("visits", "stretches", "duty"):
        tables[name]["member"] = tables[name]["member"].map(people)
    for name in ("waits", "visits", "stretches"):
        for column in ("team", "place"):
            if column in tables[name] and tables[name][column].dtype.kind == "i":
                tables[name][column] = tables[name][column].map(names)
    exhibits = set(tables["cases"].loc[tables["cases"]["kind"] == "exhibit", "case"])
    for name, table in tables.items():
        own = table["case"].isin(exhibits) if "case" in table else pd.Series(False, index=table.index)
        for column in ("team", "platform", "place"):
            if column in table:
                own |= table[column].astype(str).isin(["museum", "museum bots", "museum ledger"])
        tables[name] = table[~own]
    return {name: table.astype(dict.fromkeys(NAMED[name], str)).reset_index(drop=True) for name, table in tables.items()}


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_a_tenth_department_that_touches_nobody_changes_no_row(levers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal of nine departments is, row by row and bit by bit, that of ten without the rows of the tenth."""
    monkeypatch.setitem(DEPARTMENTS, "museum", Museum)
    nine, ten = run_of(levers, {}), run_of(levers, TENTH)
    assert (ten.cases["kind"] == "exhibit").sum() == 5 * WEEK / 4 - 1
    assert len(ten.visits[ten.visits["team"] == "museum"]) > 50
    assert "museum ledger" not in set(ten.outages["platform"]), "an outage of its system would be work for IT"
    assert len(nine.outages) > 0 or levers == "integrated"
    before, after = without_museum(nine), without_museum(ten)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, after[name], check_exact=True, obj=name)


def renamed(plain: dict[str, Any]) -> dict[str, Any]:
    """The labels and systems of the departments handed on to the next one in the list, other names for the company."""
    names = list(plain["departments"])
    old = {name: dict(plain["departments"][name]) for name in names}
    for place, name in enumerate(names):
        heir = old[names[place - 1]]
        plain["departments"][name] |= {"label": heir["label"], "system": heir["system"]}
    return plain | {"name": "Chairhouse", "currency": "USD"}


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_names_for_people_change_nothing(levers: str) -> None:
    """Labels of departments and systems permuted, company and currency renamed: every number of the journal is equal.

    Only the names of platforms in the table of outages follow the permutation.
    """
    plain = plain_company()
    change = {key: renamed(plain_company())[key] for key in ("departments", "name", "currency")}
    runs = []
    for world_change in ({}, change):
        company = Company(scenario(levers, world_change, weeks=1, warm_up_weeks=1))
        company.run()
        runs.append(decoded(company))
    for name in SCHEMA:
        first, second = (run.journal.tables[name].rows() for run in runs)
        assert np.array_equal(first, second), name
    systems = [department["system"] for department in plain["departments"].values()]
    heirs = dict(zip(systems, [systems[-1], *systems[:-1]], strict=True))
    assert [heirs.get(name, name) for name in runs[0].names] == list(runs[1].names)
    first_measures, second_measures = (measures_of(run) for run in runs)
    assert all(first_measures[name] == second_measures[name] or np.isnan(first_measures[name]) for name in first_measures)


def test_another_seed_is_another_run() -> None:
    """The comparisons above can fail: another seed, or another replication, gives other rows."""
    base = scenario(weeks=1, warm_up_weeks=0)
    other = base.model_copy(update={"seed": 2})
    visits = [Company(*arguments).run().visits.rows()["worked"].sum() for arguments in ((base, 0), (base, 1), (other, 0))]
    assert len(set(visits)) == 3


def test_a_longer_run_only_adds_to_a_shorter_one() -> None:
    """The first week of a run of two weeks is the run of one week: cases, times and luck do not depend on the end."""
    runs = {}
    for weeks in (1, 2):
        company = Company(_weeks(weeks))
        company.run()
        rows = decoded(company).visits
        runs[weeks] = rows[(rows["ended"] < WEEK) & (rows["status"] != 3)]
    columns = ["case", "asked", "started", "ended", "worked", "status", "kind"]
    pd.testing.assert_frame_equal(runs[1][columns], runs[2][columns].iloc[: len(runs[1])], check_exact=True)
    assert len(runs[1]) == len(runs[2]) > 1000


def _weeks(weeks: int) -> Scenario:
    return scenario("siloed", weeks=weeks, warm_up_weeks=0)
