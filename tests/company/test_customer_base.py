"""Customers who come, stay and leave: places and who holds them, wishes of those who stayed, how many there are."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.customers import PROSPECTS, Base
from sim.company.events import EXTRA, first_number
from sim.company.front_office.sales import AGAIN, MOST_WISHES, Sales
from sim.company.orders import wished_at
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from tests.company.worlds import WatchedCases, always, clock, finished, its, near, scenario, still, watched

NEVER = float("inf")
ONCE_IN_FOUR_WEEKS = {
    "businesses": 100,
    "business_orders_per_week": 50.0,
    "businesses_moving_on": 0.0,
    "newcomers_staying": 1.0,
}


# ---- places --------------------------------------------------------------------------------------------------------


def test_places_are_emptied_when_time_is_over_and_filled_by_those_who_come() -> None:
    """Of three places one is empty at 2 and one at 5; two who come take them in that order, a third gets a new one."""
    base = Base(10, [5.0, NEVER, 2.0])
    assert [base.at(luck) for luck in (0.0, 0.34, 0.99)] == [10, 11, 12]
    base.let_go(1.9)
    assert (list(base.held), base.people) == ([10, 11, 12], 3)
    base.let_go(2.0)
    assert (list(base.held), base.people) == ([10, 11, -13], 2)
    base.let_go(100.0)
    assert (list(base.held), base.people) == ([-11, 11, -13], 1)
    assert [base.joins(number, NEVER) for number in (100, 101, 102)] == [2, 0, 3]
    assert (list(base.held), base.people) == ([101, 11, 100, 102], 4)
    assert [base.at(luck) for luck in (0.0, 0.26, 0.51, 0.76)] == [101, 11, 100, 102]


def test_a_successor_does_not_go_when_the_predecessors_time_would_have_been_over() -> None:
    """Who would have stayed until 9 leaves at 3 in anger; the successor holds the place until 20, and not until 9."""
    base = Base(0, [9.0])
    base.leaves(0)
    assert (list(base.held), base.people) == ([-1], 0)
    assert base.joins(7, 20.0) == 0
    base.let_go(9.0)
    assert (list(base.held), base.people) == ([7], 1)
    base.let_go(20.0)
    assert (list(base.held), base.people) == ([-8], 0)


def test_the_last_one_there_is_met_at_an_empty_place() -> None:
    """Whoever points at an empty place means who was there last; somebody has then left, in words as in numbers."""
    company = still({"customers": {"consumers": 1}})
    customers = company.house.customers
    only = customers.consumer(0.5)
    assert (only.number, only.place, customers.has_left(only)) == (0, 0, False)
    customers._bases[False].leaves(0)
    only.churned = True
    assert customers.consumer(0.5) == only
    assert customers.has_left(only)
    customers._staying = always(company, 1e-9)
    customers.served(customers.newcomer(3), 0.0, 0.0)
    newcomer = customers.consumer(0.5)
    assert (newcomer.number, newcomer.place) == (1 + customers.businesses + 3, 0)


# ---- inflow and outflow --------------------------------------------------------------------------------------------


def test_inflow_and_outflow_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """One comes to stay for 2 weeks and goes; one of those there at first leaves in anger: 101, 100, 99."""
    company = still({"customers": {**ONCE_IN_FOUR_WEEKS}})
    customers, left = company.house.customers, list[Customer]()
    customers.on_leaving = left.append
    won, angry = customers.prospect(5), customers.at_first(0.5, business=True)
    assert customers.count(business=True) == 100
    monkeypatch.setattr(customers, "_stay", lambda key, business: 2 * WEEK)
    customers.served(won, 10.0, 0.0)
    assert (won.place, won.stays_until, customers.count(business=True)) == (100, 2 * WEEK, 101)
    company.env.run(until=2 * WEEK)
    assert customers.has_left(won)
    assert customers.count(business=True) == 100
    customers._leaving = always(company, 1e-9)
    assert not customers.considers_leaving(angry, 1, 1.0), "nobody does in the still company"
    customers.behaviour = customers.behaviour.model_copy(update={"churn": True})
    assert customers.considers_leaving(angry, 1, 1.0)
    assert not customers.considers_leaving(angry, 2, 1.0), "nobody leaves twice"
    assert (left, customers.count(business=True)) == ([angry], 99)
    assert not customers.considers_leaving(won, 3, 1.0), "who has gone for other reasons cannot leave in anger"


def test_only_a_first_order_brings_somebody_to_stay() -> None:
    """A newcomer who does not stay after the first order does not after the second; the happier, the likelier."""
    company = still({"customers": {"newcomers_staying": 0.5}})
    customers = company.house.customers
    customers._staying = always(company, 0.45)
    glad, sad = customers.newcomer(0), customers.newcomer(1)
    sad.satisfaction = 0.8 * customers.usual
    for newcomer in (glad, sad):
        customers.served(newcomer, 0.0, 0.0)
    assert glad.place == company.house.model.customers.consumers, "0.45 < 0.5"
    assert sad.place == -1, "0.45 > 0.5 x 0.8"
    sad.satisfaction = 1.0
    customers.served(sad, 0.0, 0.0)
    assert sad.place == -1


@pytest.mark.parametrize("levers", ["siloed", "integrated"])
def test_in_a_run_everybody_there_is_one_who_came_and_has_not_left(levers: str) -> None:
    """People on the books = places held = those at first, and those who came, without those who have left."""
    customers = finished(levers).company.house.customers
    somebody = False
    for business, at_first in ((False, customers.consumers), (True, customers.businesses)):
        base = customers._bases[business]
        known = [customer for customer in customers.known if customer.business is business]
        came = [customer for customer in known if customer.number not in range(base.first, base.first + at_first)]
        stayed = [customer for customer in came if customer.place >= 0]
        somebody |= bool(stayed)
        ended = [place for place in range(at_first) if customers.has_left(customers.get(base.first + place))]
        left = len(ended) + sum(customers.has_left(customer) for customer in stayed)
        assert customers.count(business=business) == at_first + len(stayed) - left
        assert sum(number >= 0 for number in base.held) == customers.count(business=business)
    assert somebody


def test_an_order_was_wished_for_with_its_lead() -> None:
    """Found at 3, in a search that began at 1; asked for an offer then, ordered at 40. Who just orders wishes it then."""
    company = still()
    cases, customers = company.house.cases, company.house.customers
    search = cases.open_case("prospecting", 0, "sales")
    lead = cases.open_child("lead", search, "sales", customer=customers.prospect(9))
    order = cases.open_child("order", lead, "sales")
    search.opened, lead.opened, order.opened = 1.0, 3.0, 40.0
    assert (wished_at(order), wished_at(lead), wished_at(search)) == (3.0, 3.0, 1.0)


# ---- wishes of those who stayed --------------------------------------------------------------------------------------


def watched_still(change: dict[str, float] | None = None) -> tuple[Company, list[Case]]:
    """The still company, its Sales listening for those who come to stay, and every case that will be opened."""
    with patch("sim.company.building.Casework", WatchedCases):
        company = still({"customers": {**ONCE_IN_FOUR_WEEKS, **(change or {})}})
    assert isinstance(company.house.cases, WatchedCases)
    company.house.customers.on_joining = its(company, Sales).comes_to_stay
    its(company, Sales)._wishes = always(company, 2.0)
    return company, company.house.cases.seen


def first_order(company: Company, lead: int, *, asked: float, served: float) -> Customer:
    """A business asks for an offer at a time, and its first order has arrived at another."""
    customers, found = company.house.customers, list[Customer]()
    company.env.at(asked, lambda: found.append(customers.prospect(lead)))
    company.env.at(served, lambda: customers.served(found[0], 100.0, asked))
    company.env.run(until=served + 1.0)
    return found[0]


def test_a_prospect_that_was_won_orders_again() -> None:
    """Half an order a week and customer, gaps of two orders: every 4 weeks at the hour of the first wish.

    Asked on Monday at 10:00, served on Thursday: it orders again on the Mondays of weeks 5, 9 and 13, at 10:00.
    """
    company, seen = watched_still()
    won = first_order(company, 5, asked=clock(0, 10), served=clock(3, 12))
    assert (won.number, won.place) == (PROSPECTS + 5, 100)
    company.env.run(until=12.9 * WEEK)
    again = [case for case in seen if case.kind == "business order"]
    assert [case.opened for case in again] == near([4 * WEEK + 10, 8 * WEEK + 10, 12 * WEEK + 10])
    assert [case.number for case in again] == [AGAIN + 5 * MOST_WISHES + number for number in (1, 2, 3)]
    assert all(case.customer == won for case in again)


def test_wishes_that_would_have_come_while_the_first_order_was_on_its_way_are_left_out() -> None:
    """Served only in week 6, the wish of week 5 is none; that of week 9 has the number it would have had."""
    company, seen = watched_still()
    first_order(company, 5, asked=clock(0, 10), served=5 * WEEK)
    company.env.run(until=9 * WEEK)
    again = [case for case in seen if case.kind == "business order"]
    assert [(case.opened, case.number) for case in again] == [(near(8 * WEEK + 10), AGAIN + 5 * MOST_WISHES + 2)]


def test_who_has_left_wishes_no_more() -> None:
    """A business that stays for five weeks orders again in week 5, and not in week 9."""
    company, seen = watched_still({"businesses_moving_on": 1.0})
    company.house.customers._moves_on = always(company, 5 * WEEK)
    first_order(company, 5, asked=clock(0, 10), served=clock(3, 12))
    company.env.run(until=12.9 * WEEK)
    assert [case.opened for case in seen if case.kind == "business order"] == [near(4 * WEEK + 10)]


def test_who_stays_wishes_at_the_same_instants_in_two_worlds() -> None:
    """Wishes of those who came to stay in a siloed and in an integrated company: same key, same instant, same number."""
    worlds = []
    for levers in ("siloed", "integrated"):
        company, seen = watched(scenario(levers, {"customers": {"consumers": 100, "newcomers_staying": 1.0}}, weeks=3))
        company.run()
        worlds.append(
            {
                case.key: (case.kind, case.number, case.opened, case.customer.number if case.customer else -1)
                for case in seen
                if case.parent is None and case.number >= AGAIN
            }
        )
    both = worlds[0].keys() & worlds[1].keys()
    assert len(both) >= 10
    assert [worlds[0][key] for key in both] == [worlds[1][key] for key in both]
    assert worlds[0] != worlds[1], "who stays, and from when, is another matter"


def test_numbers_of_wishes_are_nobody_elses() -> None:
    """Of every case that follows from no other (kind, number) is one of a kind, and fits the numbers of the streams.

    With a dozen events that bring further customers, the largest is AGAIN + 13 million x 256 < 2^40; the number of a
    customer in the journal stays below 2^31.
    """
    for levers in ("siloed", "integrated"):
        roots = [case for case in finished(levers).seen if case.parent is None]
        assert len({case.key for case in roots}) == len(roots)
        assert max(case.number for case in roots) < 2**31
    assert AGAIN + 13 * EXTRA * MOST_WISHES < 2**40
    assert PROSPECTS + 13 * EXTRA < 2**31


def test_where_more_come_than_there_are_numbers_the_extra_ones_begin_later() -> None:
    """570 a week for 17 weeks leave a million untouched; of 250,000 a week, doubled, 3 x 4.25 million need 13 million."""
    assert first_number(570.0, 17 * WEEK, 2.0) == EXTRA
    assert first_number(250_000.0, 17 * WEEK, 2.0) == 13_000_000
    assert first_number(0.0, 17 * WEEK, 2.0) == EXTRA
