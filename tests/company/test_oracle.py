"""Worlds in which decisions are taken on the truth: what a tiny one gains, and that nothing else is touched."""

from __future__ import annotations

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.logistics import Logistics
from sim.company.decisions import ADDRESS, REFUND, RIGHT
from sim.company.simulation import Company
from sim.engine.journal import Journal
from sim.engine.records import Record
from sim.inputs.names import DECISIONS
from sim.inputs.scenario import Scenario
from tests.company.worlds import begin, booked, clock, decisions_of, its, near, scenario, still


def parcel_to_somebody_who_has_moved(*, on_truth: bool) -> Company:
    """One parcel of the still company; CRM does not know the new address yet."""
    company = still()
    company.house.world.on_truth = frozenset([ADDRESS.name] if on_truth else [])
    case = company.house.cases.open_case("order", 0, "sales", company.house.customers.get(1))
    case.product, case.units, case.value, case.due = "lamp", 1, 90.0, 108.0
    assert case.customer is not None
    case.customer.home = 1
    begin(company, clock(0, 9), lambda: its(company, Logistics).fulfil(case))
    company.env.run(until=clock(5, 0))
    return company


def test_a_parcel_whose_address_is_known_goes_out_once() -> None:
    """The gain is known: 11 EUR of the carrier's and 100 minutes at 26 EUR an hour."""
    ordinary, knowing = (parcel_to_somebody_who_has_moved(on_truth=on_truth) for on_truth in (False, True))
    carrier = [sum(amount for _, amount in booked(company, "carrier")) for company in (ordinary, knowing)]
    worked = [sum(hours_of(company)) for company in (ordinary, knowing)]
    gain = carrier[1] - carrier[0] + 26.0 * (worked[0] - worked[1])
    assert carrier == near([-22.0, -11.0])
    assert gain == near(11 + 26 * 100 / 60)
    regret = sum(row["regret"] for row in decisions_of(ordinary, ADDRESS))
    assert regret == near(11 + 25), "what the company file reckons for the work is within a factor of two of it"
    (only,) = decisions_of(knowing, ADDRESS)
    assert (only["action"], only["regret"], only["cause"], only["age"]) == (1.0, 0.0, RIGHT, 0.0)


def hours_of(company: Company) -> list[float]:
    rows = company.house.journal.tables["visits"].rows()
    return list(rows["ended"] - rows["started"])


@pytest.mark.parametrize("on_truth", [False, True])
def test_a_refund_on_the_truth_waits_for_no_books(on_truth: bool) -> None:
    """The books never say that the parcel is back: held until somebody asks; who knows that it is there pays at once."""
    company = still()
    company.house.world.on_truth = frozenset([REFUND.name] if on_truth else [])
    case = company.house.cases.open_case("returned parcel", 0, "logistics", company.house.customers.get(1))
    case.product, case.units, case.value, case.record = "lamp", 1, 90.0, Record(case.key, "on its way")
    begin(company, clock(0, 9), lambda: its(company, Finance).refund(case))
    company.env.run(until=clock(3, 0))
    assert case.status == ("refunded" if on_truth else "open")
    assert {row["action"] for row in decisions_of(company, REFUND)} == {float(on_truth)}


def rows_of(world: Scenario) -> Journal:
    return Company(world).run()


def test_all_taken_on_the_truth_leaves_nothing_to_regret() -> None:
    """Where the ordinary world, which is that of a file that names no decision, has something to regret."""
    plain = scenario("siloed", weeks=1, warm_up_weeks=0)
    assert plain.oracle == ()
    ordinary = rows_of(plain)
    knowing = rows_of(Scenario.model_validate({**dict(plain), "oracle": DECISIONS}))
    rows = knowing.tables["decisions"].rows()
    assert len(rows) > 100
    assert not rows["regret"].any()
    assert not rows["age"].any()
    assert (rows["cause"] == RIGHT).all()
    assert ordinary.tables["decisions"].rows()["regret"].any()


def test_one_decision_on_the_truth_leaves_the_other_seven_on_copies() -> None:
    world = scenario("siloed", weeks=1, warm_up_weeks=0).model_copy(update={"oracle": ("promised date",)})
    journal = rows_of(world)
    rows = journal.tables["decisions"].rows()
    promised = rows["decision"] == journal.code("promised date")
    assert promised.sum() > 50
    assert not rows["age"][promised].any()
    assert rows["age"][~promised].max() > 1.0
