"""What comes of knowing more: offers made to measure, prediction, dashboards; and of working from afar."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.foresight import last_training, named, power_left
from sim.company.front_office.channels import EMAIL
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.engine.kernel import Flow
from tests.company.worlds import begin, clock, decoded, escalated, its, near, still, ticket, timeline

pytestmark = pytest.mark.usefixtures("certain_topics")
BY_HAND = {"mode": Mode.MANUAL, "write_hours": 4 / 60, "rekey_hours": 8 * 0.55 / 60}

# ---- offers made to measure ------------------------------------------------------------------------------------

PERSONAL = {"personal_gain": 0.3, "personal_loss": 0.6}
KEPT = {("crm", reader, "customer master"): {"kept": True} for reader in ("sales", "marketing")}


def wishes(homes: int, practice: dict[str, Any] | None = None) -> list[str]:
    """What became of 400 wishes of known customers who all moved ``homes`` times without the company's knowing."""
    company = still({"customers": {"new_customer_share": 0.0}}, links=KEPT, practices={"sales": practice or {}})

    def bought(case: Case) -> Flow:
        company.house.cases.close(case, "bought")
        return
        yield

    its(company, Sales).web_order = bought  # type: ignore[method-assign]
    for number in range(company.house.customers.consumers):
        company.house.customers.get(number).home = homes
    cases = [company.house.cases.open_case("order", number, "sales") for number in range(400)]
    for case in cases:
        begin(company, 9.0, lambda case=case: its(company, Sales).web_wish(case))  # type: ignore[misc]
    company.env.run(until=10.0)
    return [case.status for case in cases]


def test_wrong_data_are_worse_than_none() -> None:
    """All data right, or no personalisation: nobody is put off. All wrong: about 60 % of those who came are."""
    assert set(wishes(0)) == set(wishes(1)) == set(wishes(0, PERSONAL)) == {"bought"}
    put_off = wishes(1, PERSONAL).count("put off") / 400
    assert put_off == pytest.approx(0.6, abs=0.08)


@pytest.mark.parametrize(("homes", "status"), [(0, "bought"), (1, "looked only")])
def test_who_looks_around_buys_only_what_fits(homes: int, status: str) -> None:
    """A visitor who would not have bought does, if the shop's copy of the customer is right, and only then."""
    company = still(links=KEPT, practices={"sales": PERSONAL})
    for number in range(company.house.customers.consumers):
        company.house.customers.get(number).home = homes
    visit = company.house.cases.open_case("shop visit", 0, "sales")
    begin(company, 9.0, lambda: its(company, Sales).shop_visit(visit))
    company.env.run(until=12.0)
    assert visit.status == status
    assert (visit.next_child("order") > 0) == (homes == 0)


def test_it_is_the_copy_that_counts() -> None:
    """The owner's record is right; a reader whose copy is of last week takes the customer for somebody else."""
    links = KEPT | {("crm", "marketing", "customer master"): {"kept": True, "mode": Mode.BATCH, "period_hours": 168.0}}
    company = still(practices={"sales": PERSONAL, "marketing": PERSONAL}, links=links)
    customer = company.house.customers.get(5)
    company.env.run(until=clock(1, 9))
    customer.home = 1
    customer.address.write(clock(1, 9), 1)
    company.env.run(until=clock(1, 12))
    assert its(company, Sales).inclination(customer) == near(1.3), "a live copy"
    assert its(company, Marketing).inclination(customer) == near(0.4)
    company.env.run(until=clock(8, 9))
    assert its(company, Marketing).inclination(customer) == near(1.3), "the copy has come"


# ---- prediction ------------------------------------------------------------------------------------------------


def test_sensitivity_and_specificity_are_what_they_are_called() -> None:
    """Of 1,000 evenly spread lucks, 700 of those at risk and 100 of the others are named; a model without power: 100."""
    lucks = [(place + 0.5) / 1000 for place in range(1000)]
    assert sum(named(True, luck, 0.7, 0.1) for luck in lucks) == 700
    assert sum(named(False, luck, 0.7, 0.1) for luck in lucks) == 100
    assert sum(named(True, luck, 0.7, 0.1, faded=0.0) for luck in lucks) == 100


def test_models_grow_stale_until_they_are_trained_again() -> None:
    """At 3 % a week: 0.97 to the 12th after 12 weeks, whole again at 13."""
    assert power_left(12 * WEEK, 0.03, 13.0) == pytest.approx(0.97**12)
    assert power_left(13 * WEEK, 0.03, 13.0) == 1.0
    assert last_training(30 * WEEK, 13.0) == 26 * WEEK


def test_a_foreseen_expert_saves_the_look_up() -> None:
    """Support does not look the thing up first: message 17 min, then IT at once."""
    plain, foreseen = still(), still(prediction={"escalation": 1.0})
    steps = [[activity for activity, *_ in timeline(company, escalated(company))] for company in (plain, foreseen)]
    assert steps == [
        ["answer a message", "look something up", "mend a customer's fault", "follow up a ticket"],
        ["answer a message", "mend a customer's fault", "follow up a ticket"],
    ]


def test_false_alarms_take_the_experts_time() -> None:
    """A question that nobody had to be asked about goes to Sales: 55 min of a seller and 24 min more of Support."""
    company = still(prediction={"escalation_alarms": 1.0})
    case = ticket(company, "question", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert [activity for activity, *_ in timeline(company, case)] == [
        "answer a message",
        "answer a sales request",
        "follow up a ticket",
    ]


@pytest.mark.parametrize(
    ("satisfaction", "model", "offered"),
    [(0.2, {}, False), (0.2, {"churn": 1.0}, True), (0.9, {"churn": 1.0}, False), (0.9, {"churn_alarms": 1.0}, True)],
)
def test_who_is_named_gets_an_offer(satisfaction: float, model: dict[str, float], offered: bool) -> None:
    """An unhappy customer without an open matter is found by the model only; a false alarm gets an offer too."""
    company = still(prediction=model)
    customer = company.house.customers.get(7)
    customer.satisfaction, customer.spent = satisfaction, 500.0
    review = company.house.cases.open_case("review of customers", 0, "crm")
    crm = its(company, CustomerRelations)
    assert (
        crm.offers(review, crm.look(customer, crm.glance_at(review, customer)), 0.0, crm.staffing.daily_hours("crm"))
        is offered
    )


def test_a_stale_forecast_does_not_see_a_change() -> None:
    """Demand doubles after the training: the moving average follows, a forecast by model alone does not."""
    company = still(prediction={"forecast": 1.0, "retrain_weeks": 4.0})
    logistics = its(company, Logistics)
    stock = logistics.stocks["lamp"]
    for week in range(8):
        company.env.run(until=week * WEEK + 1.0)
        stock.sold.write(company.env.now, stock.sold.value + (100 if week < 4 else 200))
    company.env.run(until=7.9 * WEEK)
    assert logistics.foreseen(stock, 200.0, 90.0, company.env.now) == near(100.0)
    assert logistics.foreseen(stock, 200.0, 90.0, 1.0 * WEEK) == 90.0, "before the first training: what was planned"


# ---- dashboards ------------------------------------------------------------------------------------------------


def overtime_after_a_busy_morning(looks: int) -> float:
    """Overtime hours of Legal on a day with thirty hours of work at nine, of which most is done by half past two."""
    company = still(practices={"hr": {"looks": looks, "note_hours": 0.25}})
    hr = its(company, HumanResources)
    company.env.start(hr.note_backlogs())
    company.env.start(hr.watch_backlogs())

    def morning() -> None:
        for number in range(30):
            company.house.staffing.teams["legal"].work(number, 1.0)

    company.env.at(clock(0, 9), morning)
    company.env.run(until=clock(1, 12))
    duty = decoded(company).duty
    return float(duty.loc[(duty["team"] == "legal") & (duty["kind"] == 1), "hours"].sum())


def test_noise_becomes_overtime() -> None:
    """At 14:30 what waits is below the threshold, and nobody stays; at 10:30 it was above, and who looked then reacts."""
    assert overtime_after_a_busy_morning(1) == 0.0
    assert overtime_after_a_busy_morning(3) > 0.0


# ---- remote work -----------------------------------------------------------------------------------------------


def test_answers_come_later_from_afar() -> None:
    """IT looks into its inbox every four open hours instead of two: the message of 9:25 is found at 13:00."""
    near_by, far = (
        still(links={("support", "it", "escalation"): BY_HAND}, practices={"it": {"round_factor": factor}})
        for factor in (1.0, 2.0)
    )
    found = [
        {activity: start for activity, start, _ in timeline(company, escalated(company))} for company in (near_by, far)
    ]
    assert [steps["rekey a message"] for steps in found] == near([clock(0, 11), clock(0, 13)])


def test_hours_overlap_less_but_cover_more() -> None:
    """Finance, 9 to 17: spread by an hour, half are there from 8 to 16, the others from 10 to 18; as many hours a day."""
    plain, spread = still(), still(practices={"finance": {"spread_hours": 1.0}})
    hours = [
        [company.house.staffing.teams["finance"].calendar.is_open(clock(0, hour)) for hour in (8.5, 9.5, 17.5)]
        for company in (plain, spread)
    ]
    assert hours == [[False, True, False], [True, True, True]]
    assert spread.house.staffing.daily_hours("finance") == plain.house.staffing.daily_hours("finance")
    staff = spread.house.staffing.teams["finance"].members
    assert sum(member.calendar.is_open(clock(0, 8.5)) for member in staff) == 5
    assert sum(member.calendar.is_open(clock(0, 12)) for member in staff) == 9
