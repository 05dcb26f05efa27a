"""Quotes about which nothing is heard: the seller is reminded, thinks of it, or does not."""

from __future__ import annotations

from functools import partial

import pytest

from sim.company.case import Case
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, assert_timeline, begin, clock, its, near, still

SILENT = {
    "silent_share": 1.0,
    "chase_days": 7,
    "quote_valid_days": 30,
    "remembered_share": 0.0,
    "by_hand_minutes": 30,
    "qualify_share": 1.0,
    "win_share": 0.0,
    "nonstandard_share": 0.0,
}
SENT = clock(0, 9)


def quote(*without: CapabilityName, thinks: float = 2 * DAY, **change: float) -> tuple[Company, Case]:
    """A quote of Monday 9:00, of a customer who makes up its mind in two days and says nothing."""
    company = still({"sales": {**SILENT, **change}}, without=without)
    its(company, Sales)._negotiation = always(company, thinks)
    lead = company.house.cases.open_case("inbound lead", 0, "marketing", company.house.customers.business(0.5))
    begin(company, SENT, partial(its(company, Sales).negotiate, lead, 0.0))
    return company, lead


def test_the_seller_is_reminded_after_a_week() -> None:
    """Asked for 10 min on the next Monday; it has thought long since: negotiation of 10 h from 9:10 on."""
    company, lead = quote()
    company.env.run(until=clock(10, 0))
    assert_timeline(
        company,
        lead,
        [("chase a quote", clock(7, 9), clock(7, 9, 10)), ("negotiate", clock(7, 9, 10), clock(8, 11, 10))],
    )
    assert lead.status == "lost"


def test_while_sales_software_is_down_nobody_is_reminded() -> None:
    """Down from Sunday to Tuesday 9:00: asked a day later. Down for a month: the quote has expired."""
    for until, asked, status in ((clock(8, 9), clock(8, 9, 10), "open"), (clock(31, 9), clock(31, 9, 10), "forgotten")):
        company, lead = quote()
        platform = company.house.systems.platforms["sales"]
        company.env.at(clock(6, 9), platform.fail)
        company.env.at(until, platform.restore)
        company.env.run(until=asked + 0.1)
        assert_timeline(company, lead, [("chase a quote", asked - 1 / 6, asked)])
        assert lead.status == status


def test_without_sales_software_it_is_forgotten_unless_the_seller_thinks_of_it() -> None:
    """Nobody asks: it expires after 30 days. A seller who thinks of everything asks as the software would."""
    company, lead = quote("sales software")
    company.env.run(until=clock(31, 0))
    assert (lead.status, lead.closed) == ("forgotten", near(SENT + 30 * DAY))
    company, lead = quote("sales software", remembered_share=1.0)
    company.env.run(until=clock(10, 0))
    assert lead.status == "lost"


@pytest.mark.parametrize(("without", "done"), [((), clock(2, 10, 40)), (("sales software",), clock(2, 11, 10))])
def test_prices_gathered_by_hand_take_half_an_hour(without: tuple[CapabilityName, ...], done: float) -> None:
    """A quote of 12 h 40 from Monday 14:00 on: 3 h, 8 h, and until Wed 10:40; with prices by hand until 11:10."""
    company = still({"sales": SILENT}, without=without)
    lead = company.house.cases.open_case("inbound lead", 0, "marketing", company.house.customers.business(0.5))
    begin(company, clock(0, 9), partial(its(company, Sales).lead, lead))
    company.env.run(until=clock(3, 0))
    assert_timeline(
        company,
        lead,
        [
            ("respond to a lead", clock(0, 9), clock(0, 10)),
            ("qualify a lead", clock(0, 10), clock(0, 14)),
            ("prepare a quote", clock(0, 14), done),
        ],
    )
