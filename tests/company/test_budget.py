"""The budget: volumes, work, people and money of made-up files by hand, and beside what is simulated."""

from __future__ import annotations

import math
import random
import re
from typing import Any

import pytest

from sim.company.budget.budget import Budget, budget
from sim.company.budget.delays import wait_for_somebody
from sim.company.budget.volumes import mean_units
from sim.company.budget.work import copies
from sim.company.front_office.sales import Sales
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.inputs.levers_model import Levers
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import world
from sim.views.text.budget import told
from tests.cases.test_small_companies import SHAPES
from tests.company.worlds import company_model, its, plain_company, still

PAGE = {
    "customers": {
        "consumers": 5200,
        "businesses": 520,
        "web_orders_per_week": 100.0,
        "business_orders_per_week": 50.0,
        "inbound_leads_per_week": 10.0,
        "new_customer_share": 0.2,
        "newcomers_staying": 0.25,
        "consumers_moving_on": 0.1,
        "units_per_web_order": 1.0,
        "units_per_business_order": 1.0,
        "pay_later_share": 0.5,
        "insolvent_share": 0.0,
        "payment_delay_days": 20.0,
        "payment_delay_variation": 0.0,
        "moves_per_year": 0.1,
        "returns_share": 0.1,
        "refuse_per_day_of_promise": 0.0,
    },
    "marketing": {"recipients": 1000, "response_share": 0.01, "every_weeks": 2, "business_share": 0.2, "lead_share": 0.5},
    "sales": {"qualify_share": 1.0, "win_share": 0.5, "nonstandard_share": 0.2},
    "finance": {"reminder_days": 7.0, "credit_hold_days": 14.0},
    "logistics": {"review_days": 7, "batch_units": 5},
    "hr": {"absence": 0.0},
}
"""A file of round numbers: 5 responses a week to campaigns, 1 of them of a business."""


def page(change: dict[str, Any] | None = None, **levers: float) -> Budget:
    """The budget of the file of round numbers, all goods of which cost 100 and bring 40."""
    plain = plain_company()
    for product in plain["products"].values():
        product.update(price=100.0, margin=0.4, popularity=1.0, made=False)
    plain["products"]["desk"]["made"] = True
    for team in plain["teams"].values():
        team["turnover_per_year"] = 0.0
    for changes in (PAGE, change or {}):
        for table, values in changes.items():
            plain[table].update(values)
    company = CompanyModel.model_validate(plain)
    return budget(Scenario(name="page", company=company, levers=Levers(**levers)))


def test_volumes_by_hand() -> None:
    """100 + 4 orders of consumers; 50 + 5.25 of businesses and half a one by a campaign; 10.5 leads, all qualified.

    Units are one an order: 159.75, 100 EUR each; a tenth is made in lots of 5, but for 10.4 that come back.
    Who pays 20 days late is reminded after 7: every business and half the consumers.
    """
    found = page().volumes
    assert found.web_orders == pytest.approx(104.0)
    assert found.small_business_orders == pytest.approx(0.5)
    assert (found.leads, found.qualified, found.deals) == pytest.approx((10.5, 10.5, 5.25))
    assert found.business_orders == pytest.approx(55.25)
    assert found.of_businesses == pytest.approx(55.75)
    assert found.orders == pytest.approx(159.75)
    assert found.contracts == pytest.approx(2.1)
    assert (found.revenue, found.margin, found.web_value) == pytest.approx((15_975.0, 6_390.0, 100.0))
    assert found.batches == pytest.approx((159.75 - 10.4) / 10 / 5)
    assert (found.reviews, found.receipts) == pytest.approx((10.0, 9.0))
    assert found.late_payers == pytest.approx(55.75 + 52.0)
    assert found.tickets["return"] == pytest.approx(10.4)
    assert found.tickets["change of data"] == pytest.approx(0.1 * 5720 / 52)
    assert (found.newcomers_in, found.customers_out) == pytest.approx((5.0, 10.0))


def test_businesses_who_come_and_go_by_hand() -> None:
    """Of 10.5 leads half a one is of a business that is a customer: half of the other ten are won.

    A tenth of 520 a year is one a week; each is looked after once in two years, and remembered for one: half of three
    in ten are kept.
    """
    crm = {"loyalty_per_week": 5.0, "loyalty_weeks": 52.0, "loyalty_keeps": 0.3}
    found = page({"customers": {"businesses_moving_on": 0.1}, "crm": crm})
    assert (found.volumes.businesses_in, found.volumes.businesses_out) == pytest.approx((5.0, 0.85))
    (welcomed,) = (line for line in found.lines if line.activity == "welcome a customer")
    assert welcomed.per_week == pytest.approx(5.0)


def test_payment_in_time_needs_no_reminder_and_no_question() -> None:
    """Who is 3 days late is not reminded after 7, owes nothing overdue, and with an ample limit no credit is checked."""
    found = page({"customers": {"payment_delay_days": 3.0}, "sales": {"credit_limit_orders": 1000.0}}).volumes
    assert found.late_payers == 0.0
    assert found.credit_questions == pytest.approx(0.0, abs=1e-9)


def test_orders_that_finance_refuses_are_not_sold() -> None:
    """A tenth of all businesses never pay. Who pays 20 days late is overdue after 7, and held for 3 days of the other 10.

    An order in 10.4 weeks and customer: 10 / 72.8 invoices are in the way, of those with none exp(-10 / 72.8) are left.
    """
    insolvent = page({"customers": {"insolvent_share": 0.1}}).volumes
    assert insolvent.business_orders == pytest.approx(0.9 * 55.25)
    impatient = page({"finance": {"credit_hold_days": 3.0}}).volumes
    assert impatient.business_orders == pytest.approx(math.exp(-10 / 72.8) * 55.25)


def test_work_against_people_by_hand() -> None:
    """Three of Legal from 9 to 17: 120 hours. Standing contracts: 9 a week of 270 minutes; 40.5 hours."""
    found = page()
    (legal,) = [team for team in found.teams if team.team == "legal"]
    own = [line for line in found.lines if line.team == "legal"]
    (contracts,) = [line for line in own if line.activity == "maintain contracts"]
    assert (contracts.per_week, contracts.minutes, contracts.hours) == pytest.approx((9.0, 270.0, 40.5))
    assert legal.on_duty == pytest.approx(120.0)
    assert legal.hours == pytest.approx(sum(line.per_week * line.minutes / 60 for line in own))
    assert legal.utilisation == pytest.approx(legal.hours / 120.0)
    (absent,) = [team for team in page({"hr": {"absence": 0.1}}).teams if team.team == "legal"]
    assert absent.on_duty == pytest.approx(108.0)


def test_every_line_belongs_to_a_team_and_none_stands_twice() -> None:
    found = page(information_silos=1.0)
    assert len({(line.team, line.activity) for line in found.lines}) == len(found.lines)
    assert sum(team.hours for team in found.teams) == pytest.approx(sum(line.hours for line in found.lines))
    assert all(line.per_week > 0 and line.minutes >= 0 for line in found.lines)


def test_money_adds_up() -> None:
    """Margin 52 x 6390; parcels of 104 and 3 x 55.75; a tenth of consumers' margin goes back; profit is the rest."""
    found = page({"logistics": {"carrier_cost": 5.0}}).money
    assert found["revenue"] == pytest.approx(52 * 15_975.0)
    assert found["margin"] == pytest.approx(52 * 6_390.0)
    assert found["carrier"] == pytest.approx(-52 * 5.0 * (104 + 3 * 55.75))
    assert found["sent back"] == pytest.approx(-52 * 10.4 * 40.0)
    assert found["recruiting"] == 0.0
    others = [amount for name, amount in found.items() if name not in ("revenue", "profit")]
    assert found["profit"] == pytest.approx(sum(others))
    assert all(amount <= 0 for name, amount in found.items() if name not in ("revenue", "margin", "profit"))


# ---- laws ------------------------------------------------------------------------------------------------------------


def test_mean_units_is_the_mean_of_the_law_that_orders_draw() -> None:
    """Baskets of 20,000 orders: their mean lies within four standard errors; one unit is one unit."""
    assert (mean_units(1.0), mean_units(0.5)) == (1.0, 1.0)
    company = still()
    sales, cases = its(company, Sales), company.house.cases
    for units in (1.6, 4.0, 20.0):
        drawn = []
        for number in range(20_000):
            case = cases.open_case("order", number, "sales")
            sales._fill_basket(case, units)
            drawn.append(case.units)
        mean = sum(drawn) / len(drawn)
        error = math.sqrt(sum((one - mean) ** 2 for one in drawn)) / len(drawn)
        assert abs(mean - mean_units(units)) < 4 * error


def test_a_wait_for_somebody_by_hand() -> None:
    """One person, half busy with tasks of an hour: half of all wait, half an hour on average if all are alike.

    Two of them, half busy: Erlang's chance is 1/3, and the first is free after a quarter of an hour. Exponential tasks
    leave twice as much to do. Where there is nothing to do nobody waits.
    """
    alike = [(10.0, 1.0, 0.0)]
    assert wait_for_somebody(1, 0.5, alike) == pytest.approx(0.25)
    assert wait_for_somebody(1, 0.5, [(10.0, 1.0, 1.0)]) == pytest.approx(0.5)
    assert wait_for_somebody(2, 0.5, alike) == pytest.approx(1 / 3 * 0.25)
    assert wait_for_somebody(3, 0.5, []) == 0.0


def test_busy_people_answer_leads_later_so_fewer_qualify() -> None:
    """The less time Marketing's content leaves, the fewer leads qualify; where the odds do not fall nothing changes."""
    usual = {"qualify_share": 0.5, "qualify_odds_per_hour": 0.8}
    few, many = (page({"marketing": {"content_per_week": content}, "sales": usual}) for content in (1.0, 14.0))
    assert many.volumes.qualified < few.volumes.qualified < 0.5 * few.volumes.leads
    patient = {"qualify_share": 0.5, "qualify_odds_per_hour": 1.0}
    assert page({"sales": patient}).volumes.qualified == pytest.approx(0.5 * 10.5)


def test_copies_by_hand_are_work() -> None:
    """Each copy of a record that is kept by hand is brought as often as its period says; none by interfaces."""
    model = company_model()
    siloed = world(model, Levers(information_silos=1.0))
    brought = copies(siloed)
    feeds = {name for name, link in siloed.links.items() if link.feed and link.kept and link.mode == Mode.MANUAL}
    assert set(brought) == feeds
    assert brought["logistics", "sales", "stock"] == pytest.approx(
        WEEK / siloed.links["logistics", "sales", "stock"].period_hours
    )
    assert brought["sales", "hr", "backlog"] == pytest.approx(WEEK / siloed.practices["hr"].report_hours)
    assert copies(world(model, Levers())) == {}
    assert copies(world(model, Levers(information_silos=1.0, integrated_systems=1.0))) == {}


# ---- as told -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [*SHAPES])
def test_a_company_without_orders_contacts_or_people_has_a_budget(shape: str) -> None:
    """Nothing is divided by nothing; every number is one."""
    plain = plain_company()
    for change in SHAPES[shape]:
        change(plain, random.Random(0))
    found = budget(Scenario(name="bare", company=CompanyModel.model_validate(plain)))
    assert all(math.isfinite(amount) for amount in found.money.values())
    assert all(math.isfinite(team.utilisation) for team in found.teams)
    assert not re.search(r"\b(nan|inf)\b", told(found))
