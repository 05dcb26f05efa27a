"""Where a new department, a new lever, a new measure and a new chart go: tables of data, and never the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.company.case import Case
from sim.company.checks import faults
from sim.company.department import Department
from sim.company.simulation import Company
from sim.company.topics import QUESTION, TOPICS
from sim.company.wiring import DEPARTMENTS
from sim.engine.kernel import Flow
from sim.inputs.company_model import CompanyModel
from sim.levers.catalogue import CATALOGUE, world
from sim.levers.lever import Lever, between, each_practice
from sim.levers.primitives import Primitives, neutral
from sim.measures.catalogue import MEASURES, measures_of, weeks_of
from sim.measures.efficiency import EFFICIENCY
from sim.measures.lead_time import parts_of
from sim.measures.measure import Measure
from sim.measures.run import Run
from sim.views.style.layout import Drawn
from tests.company.worlds import WORLDS, company_model, decoded, plain_company, scenario

# ---- a department: its class, its table in the company file, one line of wiring ---------------------------------


class Purchasing(Department):
    """Buys what the others need."""

    name: ClassVar[str] = "purchasing"
    receives: ClassVar = Department.receives | {"wish": "buy"}
    does: ClassVar = (*Department.does, "place an order")

    def start(self) -> None:
        """Sales wants something every working day at 10:00."""
        self.env.start(self.wishes())

    def wishes(self) -> Flow:
        """One wish after the other."""
        number = 0
        while True:
            yield self.env.until(24.0 * number + 10.0)
            wish = self.cases.open_case("wish", number, "sales")
            self.env.start(self.neighbours.colleagues["sales"].pass_on(wish, "wish", self.name))
            number += 1

    def buy(self, case: Case) -> Flow:
        """Buy one thing."""
        yield self.do(case, "place an order")
        self.cases.close(case, "bought")


def with_purchasing() -> dict[str, Any]:
    """What is added to the company file."""
    wish = {"source": "every", "target": "purchasing", "subject": "wish", "fields": 5, "rank": 0.6}
    return {
        "departments": {"purchasing": {"label": "Purchasing", "office": "back", "system": "purchasing tool"}},
        "teams": {
            "purchasing": {
                "department": "purchasing",
                "staff": 2,
                "wage_per_hour": 40,
                "hours": ["office"],
                "turnover_per_year": 0.1,
            }
        },
        "activities": {"place an order": {"team": "purchasing", "minutes": 30}},
        "handoffs": [*plain_company()["handoffs"], wish],
    }


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_a_new_department(levers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class, a table in the company file and an entry in the wiring: it works, in either world, with everybody.

    Its cases go over a hand-off that levers convert like any other, and "every" includes it: it is asked for its
    month-end figures, has a system that IT looks after, and HR watches its backlog.
    """
    monkeypatch.setitem(DEPARTMENTS, "purchasing", Purchasing)
    extended = scenario(levers, with_purchasing(), weeks=1, warm_up_weeks=0)
    assert faults(extended.company) == []
    company = Company(extended)
    company.run()
    run = decoded(company)
    wishes = run.cases[run.cases["kind"] == "wish"]
    assert len(wishes) == 7
    assert (wishes["status"] == "bought").sum() >= 3
    modes = set(run._frame("deliveries", "handoff").query("handoff == 'sales > purchasing: wish'")["mode"])
    assert modes == {0 if levers == "siloed" else 2}
    assert (
        parts_of(run)[["touch", "queue", "closed", "information", "system", "outside", "rework"]].sum(axis=1)
        - parts_of(run)["lead"]
    ).abs().max() < 1e-9
    assert "purchasing" in {facts.department for facts in run.facts.teams.values()}
    assert ("purchasing", "finance", "month-end figures") in company.house.world.primitives.links
    assert ("purchasing", "hr", "backlog") in company.house.information.feeds


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_a_new_back_office_takes_part_without_a_list(levers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What customers ask about is now its business: it is asked by message, or sits down with customer service.

    At the end of the month Finance asks it for its figures; nothing but its class says that it is there.
    """
    monkeypatch.setitem(DEPARTMENTS, "purchasing", Purchasing)
    monkeypatch.setitem(TOPICS, QUESTION, replace(TOPICS[QUESTION], owner="purchasing"))
    asked = {"topics": {QUESTION: {"expert": 0.5}}}
    company = Company(scenario(levers, with_purchasing() | asked, weeks=5, warm_up_weeks=0))
    company.run()
    run = decoded(company)
    visits, handoffs = run.visits, run.deliveries["handoff"].astype(str)
    together = visits[(visits["activity"] == "work on a case together") & (visits["team"] == "purchasing")]
    assert (len(together) > 5) == (levers == "integrated")
    assert ((handoffs == "support > purchasing: escalation").sum() > 5) == (levers == "siloed")
    assert (handoffs == "purchasing > finance: month-end figures").sum() == 1
    figures = visits[(visits["activity"] == "prepare month-end figures") & (visits["team"] == "purchasing")]
    assert len(figures) == 1


def test_a_new_department_without_a_class_or_a_team_is_an_error() -> None:
    """Forgetting one of the three steps is told at once."""
    with pytest.raises(KeyError, match="purchasing"):
        Company(scenario("siloed", with_purchasing()))
    forgotten = with_purchasing()
    del forgotten["teams"]
    with pytest.raises(ValueError, match="purchasing has no team"):
        company_model({**forgotten, "activities": {}})


# ---- a lever: a pure function and a row of the catalogue -----------------------------------------------------------


def inbox_discipline(_: CompanyModel, before: Primitives, level: float) -> Primitives:
    """Nobody overlooks a message any more."""
    return each_practice(before, lambda _, practice: replace(practice, attention=between(practice.attention, 1.0, level)))


DISCIPLINE = Lever(
    "inbox_discipline",
    "strategy",
    "Everybody looks through the whole inbox.",
    "attention",
    frozenset({"practice.attention"}),
    "none known",
    "assumption",
    inbox_discipline,
)


def test_a_new_lever() -> None:
    """A row in a catalogue of one's own, applied to the primitives of a world: less waiting comes of it.

    The function states no effect on an outcome; that messages arrive sooner emerges in the run.
    """
    catalogue = (*CATALOGUE, DISCIPLINE)
    base = scenario("siloed", weeks=1, warm_up_weeks=0)
    before = world(base.company, WORLDS["siloed"])
    after = catalogue[-1].effect(base.company, before, 1.0)
    assert {practice.attention for practice in before.practices.values()} == {0.5}
    assert {practice.attention for practice in after.practices.values()} == {1.0}
    assert after.links == before.links
    assert catalogue[-1].effect(base.company, neutral(base.company), 1.0) == neutral(base.company)
    hours = []
    for primitives in (before, after):
        company = Company(base, 0, primitives)
        company.run()
        rows = decoded(company).deliveries
        hours.append(float((rows["understood"] - rows["sent"]).mean()))
    assert hours[1] < 0.8 * hours[0]


# ---- a measure: a function of a run and a row ----------------------------------------------------------------------


def parcels_back(run: Run) -> float:
    """Parcels readdressed a week."""
    visits = run.measured_visits
    return float((visits["activity"] == "readdress a parcel").sum()) / (run.facts.hours / 168)


PARCELS_BACK = Measure("parcels back", "parcels readdressed", "per week", "lower", EFFICIENCY, parcels_back)


def short_run() -> Run:
    company = Company(scenario("siloed", weeks=2, warm_up_weeks=0))
    company.run()
    return decoded(company)


def test_a_new_measure() -> None:
    """A row in a tuple passed to ``measures_of``: it is computed like the others, which do not change."""
    run = short_run()
    values = measures_of(run, (*MEASURES, PARCELS_BACK))
    own = values.pop("parcels back")
    assert own == float((run.visits["activity"] == "readdress a parcel").sum()) / 2
    assert own > 0
    assert list(values) == [measure.id for measure in MEASURES]


# ---- a chart: a function of an Axes and a table --------------------------------------------------------------------


def finished_by_week(axes: Axes, weeks: pd.DataFrame) -> Drawn:
    """Finished orders by week."""
    lines = axes.plot(weeks["week"], weeks["orders_finished"])
    return Drawn(weeks, {"lines": list(lines)})


def test_a_new_chart(tmp_path: Path) -> None:
    """A function that draws a table a worker sends home; what it drew are the numbers of the table."""
    table = weeks_of(short_run())
    figure = Figure()
    axes = figure.subplots()
    drawn = finished_by_week(axes, table)
    (line,) = axes.lines
    assert np.asarray(line.get_ydata()).tolist() == table["orders_finished"].tolist()
    assert drawn.values is table and drawn.marks["lines"] == [line]
    figure.savefig(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").stat().st_size > 1000


def test_no_engine_was_touched() -> None:
    """Nothing above imports more of the engine than the name of a process's type."""
    lines = Path(__file__).read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line.startswith(("from sim.engine", "import sim.engine"))] == [
        "from sim.engine.kernel import Flow"
    ]
