"""Logistics: from the order to the door, a wrong address, orders that wait for goods, and how goods come in."""

from __future__ import annotations

from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.decisions import ADDRESS, STALE
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from tests.company.worlds import (
    assert_timeline,
    begin,
    booked,
    clock,
    decisions_of,
    decoded,
    its,
    near,
    parts_of,
    still,
)


def order(company: Company, number: int = 0, units: int = 1, customer: int = 1) -> Case:
    """A web order for lamps, due after 4.5 days."""
    case = company.house.cases.open_case("order", number, "sales", company.house.customers.get(customer))
    case.product, case.units, case.value, case.due = "lamp", units, 90.0 * units, 4.5 * DAY
    case.opened = clock(0, 9)
    return case


def test_an_order_hour_by_hour() -> None:
    """Picked in 65 min (Monday 9:00-10:05), 30 h on the road: delivered Tuesday 16:05.

    Margin 45 % of 90 EUR, carrier 11 EUR; satisfaction 0.75 + 0.3 x (0.95 - 0.75).
    """
    company = still()
    case = order(company)
    begin(company, clock(0, 9), lambda: its(company, Logistics).fulfil(case))
    company.env.run(until=clock(2, 0))
    assert_timeline(company, case, [("pick and pack", clock(0, 9), clock(0, 10, 5))])
    assert (case.status, case.closed) == ("delivered", near(clock(1, 16, 5)))
    assert parts_of(company, case) == near({"touch": 65 / 60, "outside": 30.0})
    assert booked(company, "margin") == [(near(clock(1, 16, 5)), near(0.45 * 90))]
    assert booked(company, "carrier") == [(near(clock(0, 10, 5)), -11.0)]
    assert case.customer is not None
    assert case.customer.satisfaction == near(0.75 + 0.3 * (0.95 - 0.75))


def test_a_late_order_disappoints() -> None:
    """Promised for Tuesday noon, there at 16:05: late, satisfaction follows 0.95 - 0.43 - 0.02 x days late."""
    company = still()
    case = order(company)
    case.due = clock(1, 12)
    begin(company, clock(0, 9), lambda: its(company, Logistics).fulfil(case))
    company.env.run(until=clock(2, 0))
    late = (4 + 5 / 60) / 24
    assert case.status == "delivered late"
    assert case.customer is not None
    assert case.customer.satisfaction == near(0.75 + 0.3 * (0.95 - 0.43 - 0.02 * late - 0.75))


def test_a_parcel_to_the_old_address_comes_back() -> None:
    """The customer has moved and CRM does not know yet.

    Out Monday 10:05, refused Tuesday 16:05, back Wednesday 22:05; readdressed Thu 8:00-8:35, packed again 65 min
    (9:40), 30 h on the road: delivered Friday 15:40. Rework from Tue 16:05. Regret of the address:
    11 EUR for the carrier once more, and 25 EUR for the work.
    """
    company = still()
    case = order(company)
    assert case.customer is not None
    case.customer.home = 1
    begin(company, clock(0, 9), lambda: its(company, Logistics).fulfil(case))
    company.env.run(until=clock(5, 0))
    assert_timeline(
        company,
        case,
        [
            ("pick and pack", clock(0, 9), clock(0, 10, 5)),
            ("readdress a parcel", clock(3, 8), clock(3, 8, 35)),
            ("pick and pack", clock(3, 8, 35), clock(3, 9, 40)),
        ],
    )
    assert case.closed == near(clock(4, 15, 40))
    assert parts_of(company, case) == near(
        {"touch": 65 / 60, "outside": 30.0, "rework": clock(4, 15, 40) - clock(1, 16, 5)}
    )
    first, second = decisions_of(company, ADDRESS)
    assert (first["regret"], first["cause"]) == (near(11 + 25), STALE)
    assert (second["regret"], second["age"], second["unseen"]) == (0.0, 0.0, 0.0), "the customer has been asked"
    assert len(booked(company, "carrier")) == 2


def test_orders_wait_for_goods_in_the_order_they_came() -> None:
    """Three lamps on the shelf: the order for two goes, the one for five waits, and a later one for one waits behind.

    Ten lamps put away on Tuesday 12:00 serve both, in their order; both are picked from 12:00 to 13:05.
    """
    company = still()
    stock = its(company, Logistics).stocks["lamp"]
    stock.available = 3
    first, second, third = (order(company, number, units, customer=number + 1) for number, units in enumerate((2, 5, 1)))
    for minute, case in enumerate((first, second, third)):
        begin(company, clock(0, 9, minute), lambda case=case: its(company, Logistics).fulfil(case))  # type: ignore[misc]
    company.env.run(until=clock(1, 12))
    assert (stock.available, stock.owed, len(stock.waiting)) == (1, 6, 2)
    company.env.at(company.env.now, lambda: stock.put_away(company.env.now, 10))
    company.env.run(until=clock(3, 0))
    assert (stock.available, stock.owed) == (1 + 10 - 5 - 1, 0)
    assert_timeline(company, second, [("pick and pack", clock(1, 12), clock(1, 13, 5))])
    assert_timeline(company, third, [("pick and pack", clock(1, 12), clock(1, 13, 5))])
    assert parts_of(company, second)["outside"] == near(27 - 1 / 60 + 30)


def test_batches_go_side_by_side_as_people_are_free() -> None:
    """Eight batches of 25 h for seven people: seven from Monday 8:00 to Thursday 9:00, the eighth to Tuesday 10:00.

    8 h a day: Mon, Tue, Wed are 24 h, Thursday 8-9 the 25th. The eighth: Thu 7 h, Fri 8 h, Mon 8 h, Tue 2 h.
    """
    company = still()
    case = company.house.cases.open_case("replenishment", 0, "logistics")
    case.units = 8 * 60
    made: list[float] = []

    def make():  # type: ignore[no-untyped-def]
        yield from its(company, Logistics).make(case)
        made.append(company.env.now)

    begin(company, clock(0, 8), make)
    company.env.run(until=clock(14, 0))
    visits = decoded(company).visits
    ended = sorted(visits.loc[visits["activity"] == "make a batch", "ended"])
    assert ended == near([clock(3, 9)] * 7 + [clock(8, 10)])
    assert made == [near(clock(8, 10))]


def test_bought_goods_hour_by_hour() -> None:
    """Planned in 25 min (Monday 8:30-8:55), 14 days on the way, received in 6 h 20: in stock on day 14 at 15:15."""
    company = still()
    logistics = its(company, Logistics)
    stock = logistics.stocks["lamp"]
    stock.available = 0
    case = company.house.cases.open_case("replenishment", 0, "logistics")
    begin(company, clock(0, 8, 30), lambda: logistics.replenish(case, stock))
    company.env.run(until=clock(1, 0))
    ordered = stock.on_order
    assert ordered > 0 and ordered % 10 == 0
    company.env.run(until=clock(15, 0))
    assert_timeline(
        company,
        case,
        [
            ("plan replenishment", clock(0, 8, 30), clock(0, 8, 55)),
            ("receive goods", clock(14, 8, 55), clock(14, 15, 15)),
        ],
    )
    assert (stock.available, stock.on_order) == (ordered, 0)
    invoices = decoded(company).cases.query("kind == 'supplier invoice'")
    assert invoices["opened"].tolist() == near([clock(14, 15, 15)])


def test_a_known_campaign_raises_the_order() -> None:
    """The same review, with and without 60 units announced on a live plan: 60 units more are ordered, in lots of 10."""
    ordered = {}
    for units in (0.0, 60.0):
        company = still()
        stock = its(company, Logistics).stocks["lamp"]
        stock.available = 0
        its(company, Marketing).plan.write(0.0, {"lamp": (clock(8, 10), units)})
        case = company.house.cases.open_case("replenishment", 0, "logistics")
        begin(company, clock(0, 8, 30), lambda c=company, k=case, s=stock: its(c, Logistics).replenish(k, s))  # type: ignore[misc]
        company.env.run(until=clock(1, 0))
        ordered[units] = stock.on_order
    assert ordered[60.0] - ordered[0.0] == 60.0


def test_a_miscount_lies_until_the_next_count() -> None:
    """Everything is booked 20 % too high; Sales reads it from the books; a count of 60 min puts it right."""
    company = still({"logistics": {"miscount_share": 1.0}})
    logistics = its(company, Logistics)
    stock = logistics.stocks["lamp"]
    stock.available = 0
    receipt = company.house.cases.open_case("replenishment", 0, "logistics")
    logistics.book_receipt(receipt, stock, 100)
    seen = its(company, Sales).copy_of("stock", stock.record)
    assert (stock.available, seen.value, seen.wrong) == (100, 120, True)
    count = company.house.cases.open_case("stock count", 0, "logistics")
    begin(company, clock(0, 9), lambda: logistics.count(count, stock))
    company.env.run(until=clock(0, 12))
    assert count.closed == near(clock(0, 10))
    seen = its(company, Sales).copy_of("stock", stock.record)
    assert (seen.value, seen.wrong) == (100, False)


def test_a_return_from_parcel_to_money() -> None:
    """Announced Monday 9:00, 30 h on the road (Tue 15:00), inspected 75 min (Tue 15-16, Wed 8:00-8:15), refunded.

    Finance comes at 9:00 and needs 45 min; the lamp is back on the shelf.
    """
    company = still()
    sold = order(company)
    ticket = company.house.cases.open_child("return", sold, "support")
    stock = its(company, Logistics).stocks["lamp"]
    before = stock.available
    company.env.run(until=clock(0, 9))
    its(company, Logistics).expect_return(ticket)
    company.env.run(until=clock(4, 0))
    (parcel,) = decoded(company).cases.query("kind == 'returned parcel'").to_dict("records")
    assert (parcel["opened"], parcel["closed"]) == (clock(0, 9), near(clock(2, 9, 45)))
    assert stock.available == before + 1


def test_the_backlog_is_in_days_of_the_warehouse() -> None:
    """Eleven people at work for long and 176 h waiting: two days; and when the last one has left it stands at that."""
    company = still()
    logistics, team = its(company, Logistics), company.house.staffing.teams["warehouse"]
    busy = company.house.cases.open_case("busy", 0, "logistics")
    company.env.at(clock(0, 9), lambda: [team.work(busy.key, hours) for hours in [500.0] * 11 + [88.0] * 2].clear())
    begin(company, clock(0, 10), logistics.note_backlog)
    company.env.run(until=clock(0, 11))
    assert logistics.backlog.value == 2.0
    for member in list(team.members):
        team.leave(member)
    company.env.run(until=clock(1, 11))
    assert logistics.backlog.value == 2.0
