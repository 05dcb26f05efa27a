"""What holds on every run, in all three worlds: cases, times, people and money add up."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from sim.company.back_office.logistics import Logistics
from sim.company.decisions import BUDGET, LIMIT, RULES, TEMPORARY
from sim.inputs.names import FINANCIAL_REPORT
from sim.measures.customers import DELIVERED, ORDERS
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.money import profit, statement
from tests.company.worlds import WORLDS, Finished, company_model, finished, its, small

ON_THE_REPORT = {BUDGET.name, LIMIT.name, TEMPORARY.name}


@pytest.fixture(params=WORLDS, scope="module")
def done(request: pytest.FixtureRequest) -> Finished:
    """A finished run of each world."""
    return finished(request.param)


def test_something_of_everything_has_happened(done: Finished) -> None:
    """The run is worth looking at: thousands of visits, and cases of at least thirty kinds."""
    assert len(done.run.visits) > 3000
    assert done.run.cases["kind"].nunique() >= 30
    assert set(done.run.decisions["decision"]) == {rule.name for rule in RULES} - ON_THE_REPORT


@pytest.mark.parametrize("world", ["siloed", "integrated"])
def test_where_a_report_is_made_every_decision_is_taken(world: str) -> None:
    """The first company has no report to decide on; the small one takes those decisions too."""
    assert FINANCIAL_REPORT not in {feed.record for feed in company_model().feeds}
    assert set(small(world).decisions["decision"]) == {rule.name for rule in RULES}


def test_flow_balance(done: Finished) -> None:
    """For every kind: opened = finished + open, by an onlooker's list and by the journal."""
    opened = Counter(case.kind for case in done.seen)
    cases = done.run.cases
    ended = Counter(cases.loc[cases["finished"], "kind"].astype(str))
    left = Counter(cases.loc[~cases["finished"], "kind"].astype(str))
    assert opened == ended + left
    assert ended == Counter(case.kind for case in done.seen if not case.open)
    assert left == Counter(case.kind for case in done.company.house.cases.open_cases.values())


def test_every_case_has_a_key_of_its_own(done: Finished) -> None:
    """No two cases share a key, and the journal has each of them once."""
    keys = [case.key for case in done.seen]
    assert len(keys) == len(set(keys)) == len(done.run.cases)
    assert done.run.cases["case"].is_unique
    assert set(done.run.cases["case"]) == set(keys)


def test_no_case_ends_before_it_begins(done: Finished) -> None:
    """0 <= opened <= closed <= end of the run; what is open is cut off at the very end."""
    cases = done.run.cases
    assert (cases["opened"] >= 0).all()
    assert (cases["closed"] >= cases["opened"]).all()
    assert (cases["closed"] <= done.company.house.cases.horizon).all()
    assert (cases.loc[~cases["finished"], "closed"] == done.company.house.cases.horizon).all()


def test_the_parent_of_every_child_exists(done: Finished) -> None:
    """Every parent is a case of the same run, opened no later than its child."""
    cases = done.run.cases.set_index("case")
    children = cases[cases["parent"] != -1]
    assert len(children) > 500
    assert children["parent"].isin(cases.index).all()
    assert (cases["opened"].reindex(children["parent"]).to_numpy() <= children["opened"].to_numpy() + 1e-9).all()


def test_parts_sum_to_the_lead_time(done: Finished) -> None:
    """For every case, finished or not, the seven parts sum to the lead time within 1e-9 hours."""
    parts = parts_of(done.run)
    assert len(parts) == len(done.run.cases)
    assert not parts[list(PARTS)].isna().any().any()
    gap = (parts[list(PARTS)].sum(axis=1) - parts["lead"]).abs()
    worst = parts.assign(gap=gap).nlargest(5, "gap")
    assert gap.max() <= 1e-9, worst.to_string()


def test_no_part_is_negative(done: Finished) -> None:
    """Nothing takes less than no time (rounding of 1e-9 hours allowed), and every part occurs somewhere.

    Except waiting for information where everything is shared and visible, and for a system where none went down.
    """
    parts = parts_of(done.run)[list(PARTS)]
    assert parts.min().min() >= -1e-9
    occurs = {part for part in PARTS if parts[part].max() > 0}
    absent = {"information": done.company.scenario.name == "integrated", "system": not len(done.run.outages)}
    assert occurs == {part for part in PARTS if not absent.get(part)}


def test_nobody_works_more_than_they_are_there(done: Finished) -> None:
    """Worked hours of each person at most the hours on duty, overtime and helping elsewhere included.

    Work that one person began and another finished counts with the one who finished, so the hours are compared team
    by team of the people who are its members, bots and the on-call people of IT included.
    """
    visits = done.run._frame("visits", "team")
    duty = done.run._frame("duty", "team")
    home = duty.drop_duplicates("member").set_index("member")["team"].astype(str)
    own = visits[visits["member"] >= 0]
    worked = own["worked"].groupby(own["member"].map(home)).sum()
    there = (duty["ended"] - duty["started"]).groupby(duty["team"].astype(str)).sum()
    assert set(worked.index) <= set(there.index)
    assert len(worked) >= 10
    over = worked - there.reindex(worked.index)
    assert (over <= 1e-6).all(), over.to_string()


def test_duty_lies_within_the_opening_hours(done: Finished) -> None:
    """Regular duty of a team is no longer than its opening hours times its people; the rest is called overtime."""
    duty = done.run._frame("duty", "team")
    regular = duty[duty["kind"] == 0]
    hours = (regular["ended"] - regular["started"]).groupby(regular["team"].astype(str)).sum()
    for name, model in done.company.house.model.teams.items():
        calendars = done.company.house.staffing.calendars(name)
        possible = max(calendar.open_hours(0.0, done.company.house.cases.horizon) for calendar in calendars)
        assert 0 < hours[name] <= possible * model.staff + 1e-6, name


def test_one_person_does_one_thing_at_a_time(done: Finished) -> None:
    """Between asking and ending, nothing is begun before it is asked for, and worked hours fit in between."""
    visits = done.run.visits
    assert (visits["started"] >= visits["asked"] - 1e-9).all()
    assert (visits["ended"] >= visits["started"] - 1e-9).all()
    alone = visits[visits["status"] == 0]
    assert (alone["worked"] <= alone["ended"] - alone["started"] + 1e-9).all()


def test_messages_go_forward_in_time(done: Finished) -> None:
    """Sent <= released <= received <= understood, for every message."""
    rows = done.run._frame("deliveries")
    times = rows[["sent", "released", "received", "understood"]].to_numpy()
    assert (np.diff(times, axis=1) >= -1e-9).all()
    assert times.max() <= done.company.house.cases.horizon


def test_profit_is_the_sum_of_its_lines(done: Finished) -> None:
    """The lines that are not an "of which" sum to the profit, and the measure is that profit per year."""
    table = statement(done.run)
    lines = table[~table["of_which"]]
    assert lines["line"].is_unique
    shown = float(table.loc[table["line"] == "profit", "amount"].iloc[0])
    assert shown == pytest.approx(lines["amount"].sum(), rel=1e-12)
    assert profit(done.run) == pytest.approx(shown * 52 / 4, rel=1e-12)


def test_every_booked_euro_appears_once(done: Finished) -> None:
    """Each account is one line with the sum of its bookings in the measured weeks; nothing booked is missing."""
    rows = done.run._frame("money", "account")
    rows = rows[rows["time"] > 168.0]
    table = statement(done.run)
    lines = dict(zip(table["line"], table["amount"], strict=True))
    booked = rows.groupby(rows["account"].astype(str))["amount"].sum().to_dict()
    assert {account: lines[str(account)] for account in booked} == pytest.approx(booked)
    others = {"paid hours", "overhead", "levers, running", "levers, one-off over 36 months"}
    assert {line for line in lines if not line.startswith(("profit", "of which"))} == set(booked) | others


def test_margin_is_booked_once_for_every_delivered_order_and_for_no_other(done: Finished) -> None:
    """One booking of margin per order that reached its customer, of its value times the margin of its goods."""
    rows = done.run._frame("money", "account")
    margin = rows[rows["account"] == "margin"].set_index("case")["amount"]
    cases = done.run.cases
    orders = cases[cases["kind"].isin(ORDERS) & cases["status"].isin(DELIVERED)]
    assert margin.index.is_unique
    assert set(margin.index) == set(orders["case"])
    by_key = {case.key: case for case in done.seen}
    for key, amount in margin.items():
        case = by_key[int(str(key))]
        assert amount == pytest.approx(case.value * done.company.house.model.products[case.product].margin)


def test_no_regret_without_a_cause(done: Finished) -> None:
    """Decisions that the oracle would have taken too have regret 0; the others name one of three causes."""
    rows = done.run._frame("decisions")
    assert (rows.loc[rows["cause"] == 0, "regret"] == 0).all()
    wrong = rows[rows["cause"] > 0]
    assert wrong["cause"].isin([1, 2, 3]).all()
    assert (wrong["action"] != wrong["oracle"]).all()


def test_goods_are_conserved(done: Finished) -> None:
    """For every product: what is on the shelf now = at the start + received + returned - allocated to orders."""
    company = done.company
    logistics = its(company, Logistics)
    for name, stock in logistics.stocks.items():
        received = sum(
            case.units
            for case in done.seen
            if case.kind == "replenishment" and case.product == name and case.status == "in stock"
        )
        inspected = set(done.run.visits.query("activity == 'inspect a return' and status == 0")["case"])
        returned = sum(case.units for case in done.seen if case.key in inspected and case.product == name)
        waiting = sum(units for units, _ in stock.waiting)
        wanted = stock.sold.value - waiting
        assert stock.available == logistics.planning.first_stock(name) + received + returned - wanted, name
        assert stock.owed == waiting


def test_the_tables_sent_home_agree_with_the_journal(done: Finished) -> None:
    """The teams' table has one row for every team with people, and utilisation is a share."""
    from sim.measures.catalogue import departments_of

    table = departments_of(done.run)
    assert sorted(table["team"]) == sorted(done.company.house.model.teams)
    assert table["utilisation"].between(0.0, 1.0 + 1e-9).all(), table.to_string()
    assert isinstance(table, pd.DataFrame)
