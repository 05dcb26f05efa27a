"""The critical path of orders: two orders solved by hand, and whole runs in which its hours are the lead time."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.engine.codes import Mode, WaitKind
from sim.measures.critical_path import AWAY, HANDOFF, INSIDE, order_path_of
from sim.measures.customers import delivered, order_lead
from sim.measures.run import Run
from sim.measures.steps import steps_of
from tests.company.worlds import decoded, finished, still


class Diary:
    """A journal written by hand: what happened to whom from when to when."""

    def __init__(self) -> None:
        self.company = still()
        self.company.house.cases.horizon = 168.0
        self.journal, self.code = self.company.house.journal, self.company.house.journal.code

    def case(self, key: int, kind: str, began: float, ended: float, status: str = "done", parent: int = -1) -> None:
        self.journal.cases.add(key, self.code(kind), key, parent, -1, began, ended, self.code(status), False, 0.0)

    def sent(self, key: int, name: str, began: float, ended: float, mode: int = Mode.MANUAL) -> None:
        self.journal.deliveries.add(self.code(name), key, mode, began, began, ended, ended, 0, 0, False)

    def visit(self, key: int, team: str, asked: float, ended: float, place: int = -1) -> None:
        hours = asked, asked, ended, ended - asked
        self.journal.visits.add(key, self.code("work"), self.code(team), 0, place, *hours, hours[-1], 0, 0)

    def wait(self, key: int, kind: int, began: float, ended: float, team: str = "warehouse") -> None:
        self.journal.waits.add(key, kind, -1, self.code(team), began, ended)

    def read(self) -> Run:
        return decoded(self.company)


def two_orders() -> Run:
    """One order with a question, two branches and rework, one that went straight through.

    Order 1, from 0 to 30: 10 h by hand from Sales to Logistics (keying in is a part of it), 2 h of work; from 12 to 20
    parked for a question to CRM (3 h there, 1 h answered, 4 h back), the path of the question; from 20 to 25 two
    branches, of which the one with Finance finishes last (4 h of hand-off and 1 h of work; IT's 3 h of hand-off count for
    nobody); 5 h of carrier. It was put right from 12 to 20, which changes nothing. Order 2: at once, then 2 h of work.
    """
    diary = Diary()
    diary.case(1, "order", 0.0, 30.0, "delivered")
    diary.sent(1, "sales > logistics: web order", 0.0, 10.0)
    diary.visit(1, "warehouse", 9.0, 10.0, place=diary.code("sales > logistics: web order"))
    diary.visit(1, "warehouse", 10.0, 12.0)
    diary.wait(1, WaitKind.INFORMATION, 12.0, 20.0, "crm")
    diary.wait(1, WaitKind.REWORK_WINDOW, 12.0, 20.0)
    diary.case(2, "inquiry", 12.0, 20.0, "answered", parent=1)
    diary.sent(2, "logistics > crm: inquiry", 12.0, 15.0)
    diary.visit(2, "crm", 15.0, 16.0)
    diary.sent(2, "crm > logistics: answer", 16.0, 20.0, Mode.BATCH)
    diary.case(3, "papers", 20.0, 25.0, parent=1)
    diary.sent(3, "logistics > finance: papers", 20.0, 24.0)
    diary.visit(3, "finance", 24.0, 25.0)
    diary.case(4, "papers", 20.0, 23.0, parent=1)
    diary.sent(4, "logistics > it: papers", 20.0, 23.0)
    diary.wait(3, WaitKind.DECISIVE_BRANCH, 20.0, 25.0)
    diary.wait(1, WaitKind.OUTSIDE, 25.0, 30.0)
    diary.case(5, "order", 40.0, 42.0, "delivered late")
    diary.sent(5, "sales > logistics: web order", 40.0, 40.0, Mode.SHARED)
    diary.visit(5, "warehouse", 40.0, 42.0)
    diary.case(6, "order", 50.0, 90.0, "refused the date")
    diary.sent(6, "sales > logistics: web order", 50.0, 90.0)
    return diary.read()


def test_two_orders_by_hand() -> None:
    """Hours and passages are per order: everything of order 1 counts half."""
    table = order_path_of(two_orders())
    assert set(table["orders"]) == {2}
    rows = {
        (row["kind"], row["source"], row["target"], row["subject"], row["mode"]): (row["passages"], row["hours"])
        for row in table.to_dict("records")
    }
    assert rows == {
        (HANDOFF, "sales", "logistics", "web order", "manual"): (0.5, 5.0),
        (HANDOFF, "sales", "logistics", "web order", "shared"): (0.5, 0.0),
        (HANDOFF, "logistics", "crm", "inquiry", "manual"): (0.5, 1.5),
        (HANDOFF, "crm", "logistics", "answer", "batch"): (0.5, 2.0),
        (HANDOFF, "logistics", "finance", "papers", "manual"): (0.5, 2.0),
        (INSIDE, "", "logistics", "", ""): (1.0, 2.0),
        (INSIDE, "", "crm", "", ""): (0.5, 0.5),
        (INSIDE, "", "finance", "", ""): (0.5, 0.5),
        (AWAY, "", "", "", ""): (0.5, 2.5),
    }
    assert table["hours"].sum() == (30 + 2) / 2


@pytest.mark.parametrize("levers", ["siloed", "typical", "integrated"])
def test_the_hours_on_the_path_are_the_lead_time(levers: str) -> None:
    run = finished(levers).run
    table = order_path_of(run)
    assert table["hours"].sum() == pytest.approx(order_lead(run), rel=1e-9)
    assert set(table["orders"]) == {len(delivered(run))}


def test_the_handoffs_are_those_of_the_steps() -> None:
    """Order by order beside the steps that `sim journey` tells; a question's own messages stand in its own steps."""
    run = finished("siloed").run
    orders = set(delivered(run)["case"])
    hours: dict[tuple[str, str, str], float] = {}
    inquiries = run.cases[run.cases["kind"] == "inquiry"]
    for case in (*orders, *inquiries.loc[inquiries["parent"].isin(orders), "case"]):
        for step in steps_of(run, int(case)):
            if step.kind == "message":
                between = step.about["source"], step.about["target"], step.about["subject"]
                hours[between] = hours.get(between, 0.0) + step.end - step.start
    table = order_path_of(run)
    found = table[table["kind"] == HANDOFF].groupby(["source", "target", "subject"])["hours"].sum() * len(orders)
    assert found.to_dict() == pytest.approx(hours)


def test_without_orders_there_is_no_path() -> None:
    table = order_path_of(Diary().read())
    assert isinstance(table, pd.DataFrame)
    assert table.empty
    assert "hours" in table
