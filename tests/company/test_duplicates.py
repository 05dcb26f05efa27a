"""Customers who stand in the master twice: how they come to, who is misled, and how they are merged."""

from __future__ import annotations

from functools import partial

import pytest

from sim.company.case import Case
from sim.company.decisions import CREDIT, RETENTION
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.codes import Mode
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, assert_timeline, begin, clock, decisions_of, decoded, its, near, still

WITH: tuple[CapabilityName, ...] = ()
WITHOUT: tuple[CapabilityName, ...] = ("merging of customers",)
TWICE = {"duplicate_share": 1.0, "duplicates_at_first": 0.0, "merge_finds": 1.0, "search_minutes": 2, "twice_annoys": 1.0}


def twofold(*without: CapabilityName, mode: Mode = Mode.MANUAL, **change: float) -> Company:
    """A company in which every customer comes to stand there twice whose data come from a master apart."""
    links = {("sales", "crm", "new customer"): {"mode": mode}, ("support", "crm", "change of data"): {"mode": mode}}
    return still({"crm": {**TWICE, **change}}, links=links, without=without)


def welcomed(company: Company) -> Case:
    """A new business that CRM welcomes on Monday at 9:00."""
    case = company.house.cases.open_case("welcome", 0, "sales", company.house.customers.get(7))
    begin(company, clock(0, 9), partial(its(company, CustomerRelations).welcome, case))
    company.env.run(until=clock(1, 9))
    return case


@pytest.mark.parametrize(("mode", "entries"), [(Mode.MANUAL, 2), (Mode.BATCH, 2), (Mode.SHARED, 1)])
def test_who_is_entered_again_stands_there_twice_but_never_in_a_shared_master(mode: Mode, entries: int) -> None:
    company = twofold(mode=mode)
    case = welcomed(company)
    assert case.customer is not None
    assert case.customer.entries == entries
    assert [float(value) for value in decoded(company).noted("duplicates")["value"]] == [1.0] * (entries - 1)


def test_a_look_on_monday_finds_it_and_it_is_merged() -> None:
    """12 min from Monday 9:00 of week 2: one entry, with the right address. Without merging it stays."""
    for without, entries in ((WITH, 1), (WITHOUT, 2)):
        company = twofold(*without)
        crm = its(company, CustomerRelations)
        customer = company.house.customers.get(7)
        company.house.duplicates.one_more(customer)
        customer.address.misenter(5)
        if not without:
            begin(company, clock(0, 10), crm.look_for_duplicates)
        company.env.run(until=clock(8, 0))
        assert customer.entries == entries
        if not without:
            (merge,) = decoded(company).cases.query("kind == 'merge'").to_dict("records")
            assert (merge["opened"], merge["closed"]) == (near(clock(0, 10)), near(clock(0, 10, 12)))
            assert (customer.address.entered, len(company.house.duplicates.standing)) == (0, 0)


def test_while_the_crm_is_down_nothing_is_merged() -> None:
    """Down from Monday 9:00 to 11:00: what the look has found is merged then."""
    company = twofold()
    customer = company.house.customers.get(7)
    company.house.duplicates.one_more(customer)
    platform = company.house.systems.platforms["crm"]
    company.env.at(clock(0, 9), platform.fail)
    company.env.at(clock(0, 11), platform.restore)
    begin(company, clock(0, 10), its(company, CustomerRelations).look_for_duplicates)
    company.env.run(until=clock(1, 0))
    (merge,) = decoded(company).cases.query("kind == 'merge'").to_dict("records")
    assert merge["closed"] == near(clock(0, 11, 12))


def test_a_new_address_may_stand_in_the_other_entry() -> None:
    """The customer has moved; the entry that is shipped by is not the one that was changed: it has the old address."""
    company = twofold()
    company.house.duplicates._looked_at = always(company, 0.99)
    customer = company.house.customers.get(7)
    customer.home = 1
    case = company.house.cases.open_case("change of data", 0, "support", customer)
    begin(company, clock(0, 9), partial(its(company, CustomerRelations).update_master, case))
    company.env.run(until=clock(0, 12))
    assert (customer.entries, customer.address.value, customer.address.entered) == (2, 1, 0)


def test_a_letter_comes_twice() -> None:
    """All 40 recipients stand there twice and mind it: each likes the company less by 0.3 x 0.1."""
    company = still({"crm": TWICE, "marketing": {"recipients": 40}})
    marketing = its(company, Marketing)
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    customers = [marketing._recipient(case, place) for place in range(40)]
    for customer in customers:
        company.house.duplicates.one_more(customer)
    marketing.launch(case)
    assert [customer.satisfaction for customer in customers] == near([0.72] * 40)


@pytest.mark.parametrize(("looked_at", "action"), [(0.4, 1.0), (0.6, 0.0)])
def test_half_of_the_history_makes_no_offer(looked_at: float, action: float) -> None:
    """Two entries: by the one with the complaint an offer is made; the other says that there is none."""
    company = twofold()
    company.house.duplicates._looked_at = always(company, looked_at)
    crm, customer = its(company, CustomerRelations), company.house.customers.get(7)
    customer.spent = 1000.0
    customer.trouble(0.0, 1)
    company.house.duplicates.one_more(customer)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    crm.offers(review, crm.look(customer, crm.glance_at(review, customer)), 0.0, crm.staffing.daily_hours("crm"))
    (row,) = decisions_of(company, RETENTION)
    assert (row["action"], row["oracle"]) == (action, 1.0)


@pytest.mark.parametrize(("looked_at", "released"), [(0.4, 0.0), (0.6, 1.0)])
def test_what_is_overdue_stands_in_the_other_entry(looked_at: float, released: float) -> None:
    """A business with something overdue: by the one entry its order is held, by the other it is released."""
    company = twofold()
    company.house.duplicates._looked_at = always(company, looked_at)
    customer = company.house.customers.business(0.5)
    customer.owes(0.0, 100.0, 100.0)
    company.house.duplicates.one_more(customer)
    order = company.house.cases.open_case("business order", 0, "sales", customer)
    order.value = 100.0
    begin(company, clock(0, 9), partial(its(company, Sales).release_credit, order))
    company.env.run(until=clock(0, 9) + 0.01)
    (row,) = decisions_of(company, CREDIT)
    assert (row["action"], row["oracle"]) == (released, 0.0)


def test_a_contact_takes_longer_while_both_entries_are_looked_through() -> None:
    """Two minutes more than a message takes of somebody who stands there once."""
    minutes = {}
    for entries in (1, 2):
        company = twofold()
        customer = company.house.customers.get(7)
        customer.entries = entries
        case = company.house.cases.open_case("question", 0, "support", customer)
        case.kind = "question"
        begin(company, clock(0, 9), partial(its(company, Support).ticket, case, "e-mail"))
        company.env.run(until=clock(0, 17))
        visits = decoded(company).visits
        own = visits[(visits["case"] == case.key) & (visits["activity"] == "answer a message")]
        minutes[entries] = 60 * float((own["ended"] - own["started"]).iloc[0])
    assert minutes[2] - minutes[1] == near(2.0)


def test_the_merge_hour_by_hour() -> None:
    """12 min of CRM."""
    company = twofold()
    case = company.house.cases.open_case("merge", 0, "crm", company.house.customers.get(7))
    begin(company, clock(0, 9), partial(its(company, CustomerRelations).merge, case))
    company.env.run(until=clock(0, 10))
    assert_timeline(company, case, [("merge customer records", clock(0, 9), clock(0, 9, 12))])
