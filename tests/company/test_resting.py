"""Cases at rest: what comes back is what was left, nobody has it in hand meanwhile, and a run is the same without."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sim.company.case import Case
from sim.company.casework import Casework
from sim.company.resting import Waits
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow, nothing_more
from sim.inputs.loading import load_scenario
from sim.inputs.own_files import named_file
from tests.company.worlds import still
from tests.first_company import FIRST

SLOTS = [slot for slot in Case.__slots__ if slot not in ("parent", "record", "customer")]


def told(case: Case | None) -> object:
    """All that there is to know of a case, and of those it has come from."""
    if case is None:
        return None
    record = None if case.record is None else (case.record.key, case.record.value, case.record.version)
    customer = None if case.customer is None else (case.customer, case.customer.number, case.customer.key)
    return [getattr(case, slot) for slot in SLOTS], record, customer, told(case.parent)


@pytest.mark.parametrize("world", ["siloed", "typical", "integrated"])
def test_who_is_woken_is_who_went_to_rest(world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    rest, rested = Waits.rest, Counter[str]()

    def compared(waits: Waits) -> bool:
        case = waits._case
        before = told(case)
        gone = rest(waits)
        if case is not None and gone:
            assert told(waits.seen()) == before
            rested["alone" if case.parent is None else "with its order"] += 1
        return gone

    monkeypatch.setattr(Waits, "rest", compared)
    wanted = load_scenario(FIRST / f"{world}.toml").model_copy(update={"weeks": 6, "warm_up_weeks": 0})
    Company(wanted).run(tmp_path / "journal")
    assert rested["alone"] > 20
    assert rested["with its order"] > 20


def same_if_nobody_rests(file: Path, weeks: int, folder: Path, **levers: float) -> None:
    """A run that is streamed lets cases rest, one in memory does not."""
    pytest.importorskip("pyarrow")
    wanted = load_scenario(file)
    at = wanted.levers.model_copy(update=levers)
    wanted = wanted.model_copy(update={"weeks": weeks, "warm_up_weeks": 0, "levers": at})
    streamed, whole = Company(wanted).run(folder), Company(wanted).run()
    for name, table in streamed.tables.items():
        assert table.rows().tobytes() == whole.tables[name].rows().tobytes(), name


@pytest.mark.parametrize("world", ["siloed", "typical", "integrated"])
def test_a_run_in_which_nobody_rests_is_the_same(world: str, tmp_path: Path) -> None:
    same_if_nobody_rests(FIRST / f"{world}.toml", 9, tmp_path / "journal")


def test_nor_do_forecasts_miss_what_is_forgotten(tmp_path: Path) -> None:
    """Of models that are trained every thirteen weeks: what was sold four weeks ago is old otherwise."""
    same_if_nobody_rests(FIRST / "typical.toml", 30, tmp_path / "journal", predictive_analytics=1.0)


@pytest.mark.slow
@pytest.mark.parametrize("world", ["small_siloed", "small_integrated", "siloed", "typical", "integrated"])
def test_a_run_of_the_own_companies_in_which_nobody_rests_is_the_same(world: str, tmp_path: Path) -> None:
    same_if_nobody_rests(named_file(world), 5, tmp_path / "journal")


def waiting(company: Company) -> tuple[Casework, Case, Case]:
    """An order that has come and its invoice, which waits for a month."""
    cases = company.house.cases
    order = cases.open_case("order", 1, "sales", company.house.customers.get(7))
    invoice = cases.open_child("invoice", order, "finance")

    def paid(case: Case) -> Flow:
        cases.close(case, "paid")
        yield from ()

    cases.waits_outside(invoice, 30 * DAY, company.house.staffing.main_teams["finance"], paid)
    return cases, order, invoice


def at_rest(cases: Casework) -> int:
    return sum(1 for drawer in cases._drawers.values() for _ in drawer.in_order())


def test_an_invoice_rests_when_its_order_has_come_and_is_in_nobodys_hands() -> None:
    company = still()
    cases, order, invoice = waiting(company)
    cases.let_rest()
    assert at_rest(cases) == 0, "the order is open"
    cases.hold(order)
    cases.close(order, "delivered")
    cases.let_rest()
    assert at_rest(cases) == 0, "somebody has the order in hand"
    cases.let_go(order)
    ticket = cases.open_child("invoice dispute", invoice, "support")
    cases.let_rest()
    assert at_rest(cases) == 0, "somebody talks about the invoice"
    call_back = cases.open_child("chaser", ticket, "support")
    cases.close(ticket, "solved")
    cases.let_rest()
    assert at_rest(cases) == 0, "a call that has come from that talk still has it in hand"
    cases.close(call_back, "answered")
    cases.let_rest()
    assert at_rest(cases) == 1
    assert list(cases._open) == []
    company.env.run(until=31 * DAY)
    assert not cases.open_cases
    assert [row["closed"] for row in company.house.journal.cases.rows() if row["case"] == invoice.key] == [30 * DAY]


def test_what_is_due_at_one_moment_comes_in_its_turn_out_of_a_drawer_or_not() -> None:
    """Three invoices and an alarm are due at midnight in twelve days; the second has somebody who has it in hand."""
    company, went = still(), list[str]()
    cases, env, team = company.house.cases, company.env, company.house.staffing.main_teams["finance"]

    def paid(case: Case) -> Flow:
        went.append(case.home)
        cases.close(case, "paid")
        yield from ()

    for number, home in enumerate(["legal", "crm", "it"]):
        case = cases.open_case("invoice", number, home, company.house.customers.get(7))
        if home == "crm":
            cases.hold(case)
            env.at(12 * DAY, lambda: went.append("alarm"))
        cases.waits_outside(case, 12 * DAY, team, paid)
    later = cases.open_case("invoice", 9, "hr", company.house.customers.get(8))
    cases.waits_outside(later, 12 * DAY + 1.0, team, paid)
    today = cases.open_case("invoice", 10, "sales", company.house.customers.get(8))
    cases.waits_outside(today, 2.0, team, paid)
    cases.let_rest()
    assert at_rest(cases) == 3
    env.run(until=12 * DAY)
    assert went == ["sales"]
    env.run(until=12 * DAY + 0.5)
    assert went == ["sales", "legal", "alarm", "crm", "it"]
    assert at_rest(cases) == 0
    assert [case.home for case in cases.open_cases.values()] == ["hr"]
    env.run(until=13 * DAY)
    assert went[-1] == "hr"


def test_open_cases_stand_in_the_order_in_which_they_were_opened_at_rest_or_not() -> None:
    company = still()
    cases, team = company.house.cases, company.house.staffing.main_teams["finance"]
    for number in range(20):
        case = cases.open_case("invoice", number, "finance")
        if number % 3:
            cases.waits_outside(case, (1 + 37 * number % 11) * DAY, team, nothing_of)
    cases.let_rest()
    assert at_rest(cases) == 13
    company.env.run(until=6.5 * DAY)  # what was due is over and stays open; nobody closes it
    left = at_rest(cases)
    assert 0 < left < 13
    cases.record_open_cases()
    rows = company.house.journal.cases.rows()
    assert rows["number"].tolist() == list(range(20))
    assert at_rest(cases) == left
    assert [case.number for case in cases.open_cases.values()] == list(range(20))
    assert at_rest(cases) == 0


def nothing_of(case: Case) -> Flow:
    """Nothing is done about a case that has waited."""
    return nothing_more()


def test_who_has_a_case_at_rest_in_hand_all_the_same_is_told_so() -> None:
    company = still()
    cases, order, invoice = waiting(company)
    cases.close(order, "delivered")
    cases.let_rest()
    for case in (order, invoice):
        with pytest.raises(RuntimeError, match="at rest"):
            cases.open_child("return", case, "support")
        with pytest.raises(RuntimeError, match="at rest"):
            cases.close(case, "paid")


def test_a_case_whose_record_copies_have_not_caught_up_with_stays_whole() -> None:
    company = still()
    cases, order, _ = waiting(company)
    company.env.run(until=DAY)
    its_record = order.record = company.house.customers.get(7).terms
    its_record.write(DAY, "delivered")
    cases.close(order, "delivered")
    cases.let_rest()
    assert at_rest(cases) == 0
    its_record.forget_before(DAY)
    cases.let_rest()
    assert at_rest(cases) == 1
