"""A new department: its class, one line of wiring, its rows in the company file, and the neighbour that turns to it."""

from __future__ import annotations

from pathlib import Path

from tests.additions.copied import Copy

PROCUREMENT = '''
"""Procurement: approves what is ordered from suppliers above a value."""

from __future__ import annotations

from typing import ClassVar

from sim.company.case import Case
from sim.company.department import Department
from sim.engine.kernel import Flow


class Procurement(Department):
    """Looks twice at large orders before they go out."""

    name: ClassVar[str] = "procurement"
    receives: ClassVar = Department.receives | {"supplier order": "approve"}
    does: ClassVar = (*Department.does, "approve a supplier order")

    def approve(self, case: Case) -> Flow:
        """Approve one order."""
        yield self.do(case, "approve a supplier order")
'''
BUYING = """
        if case.units * unit_cost(self.model, case.product) > 1000.0:
            yield from self.request(case, "supplier order")
"""
ROWS = """
[departments.procurement]
label = "Procurement"
office = "back"
system = "ERP finance"

[teams.procurement]
department = "procurement"
staff = 2
wage_per_hour = 55
hours = ["office"]
turnover_per_year = 0.1

[activities."approve a supplier order"]
team = "procurement"
minutes = 25

[[handoffs]]
source = "logistics"
target = "procurement"
subject = "supplier order"
fields = 6
rank = 0.5

[[handoffs]]
source = "procurement"
target = "logistics"
subject = "approved order"
fields = 2
rank = 0.5
"""
LOOK = """
from sim.company.simulation import Company
from sim.experiment.replication import run_once
from sim.inputs.loading import load_scenario
from sim.company.graph import network_faults

for world in ("small_siloed", "small_integrated"):
    scenario = load_scenario(f"scenarios/{world}.toml").model_copy(update={"weeks": 4, "warm_up_weeks": 1})
    assert network_faults(scenario.company) == []
    run = run_once(scenario, 0)
    visits = run.visits[run.visits["team"] == "procurement"]
    done = visits.groupby("activity", observed=True).size()
    print(world, done["approve a supplier order"], done.get("prepare month-end figures", 0))
company = Company(scenario)
print("sits down with customer service:", company.departments["procurement"].joins_sessions())
"""


def test_four_files_make_a_department(tmp_path: Path) -> None:
    """It approves, closes its month with the others, and may be sat down with; no list anywhere names it."""
    copy = Copy(tmp_path)
    copy.add("sim/company/back_office/procurement.py", PROCUREMENT)
    wiring = "sim/company/wiring.py"
    copy.after(wiring, "logistics import Logistics\n", "from sim.company.back_office.procurement import Procurement\n")
    copy.after(wiring, "        Legal,\n", "        Procurement,\n")
    supplies = "sim/company/back_office/supplies.py"
    ordering = '"""Order from the supplier and wait for the goods; ask where they are when they are some days late."""'
    copy.after(supplies, ordering, BUYING.rstrip("\n"))
    copy.after(
        supplies,
        '    """The part of Logistics that orders goods."""\n',
        '\n    asks: ClassVar = Production.asks | {"supplier order": ("procurement", "approved order")}\n',
    )
    company = tmp_path / "scenarios" / "company.toml"
    copy.touched.add("scenarios/company.toml")
    company.write_text(company.read_text(encoding="utf-8") + ROWS, encoding="utf-8")
    assert len(copy.touched) == 4
    siloed, integrated, sessions = copy.run(LOOK).splitlines()
    for line in (siloed, integrated):
        _, approved, figures = line.split()
        assert int(approved) > 10
        assert int(figures) >= 1
    assert sessions.endswith("True")
