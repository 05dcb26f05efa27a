"""Content and prospecting: what is written is found later, by some; who looks for customers finds some."""

from __future__ import annotations

import math

import pytest

from sim.company.front_office.content import Library, most_drawn
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import FOUND, Sales
from sim.engine.calendar import WEEK
from tests.company.worlds import always, assert_timeline, begin, clock, decoded, its, near, still

WRITTEN = {
    "content_per_week": 2,
    "content_draws": 0.5,
    "content_delay_weeks": 1,
    "content_weeks": 4,
    "content_at_most": 1.5,
}


def test_a_piece_is_found_from_a_week_later_on_by_ever_fewer() -> None:
    """Nothing before; one piece at 0: nothing until week 1, then one, and a share 1/e of it four weeks later.

    Usual are 2 a week for 4 weeks, 8 pieces: one of them draws 0.5 + 0.5 / 8.
    """
    library = Library(still({"marketing": WRITTEN}).house.model.marketing, ever=False)
    library.publish(0.0)
    assert (library.found(WEEK - 0.01), library.drawn(WEEK - 0.01)) == (0.0, 0.5)
    assert library.drawn(WEEK) == near(0.5 + 0.5 / 8)
    assert library.found(5 * WEEK) == near(math.exp(-1))


def test_a_company_that_has_always_written_begins_with_what_is_usual() -> None:
    """8 pieces at first, and 2 of the last week that are found at half a week and at one; then nothing more comes."""
    library = Library(still({"marketing": WRITTEN}).house.model.marketing, ever=True)
    assert library.drawn(0.0) == 1.0
    assert library.found(WEEK) == near(8 * math.exp(-1 / 4) + math.exp(-1 / 8) + 1)


def test_much_content_draws_no_more_than_the_most() -> None:
    library = Library(still({"marketing": WRITTEN}).house.model.marketing, ever=False)
    for _ in range(100):
        library.publish(-WEEK)
    assert library.drawn(0.0) == most_drawn(library.marketing) == 1.25


def test_writing_hour_by_hour() -> None:
    """11 h from Monday 9:00: done on Tuesday at 12:00, and found a week after that."""
    company = still({"marketing": WRITTEN}, without=("content",))
    marketing = its(company, Marketing)
    marketing.library = Library(company.house.model.marketing, ever=False)
    case = company.house.cases.open_case("content", 0, "marketing")
    begin(company, 0.0, lambda: marketing.content(case))
    company.env.run(until=clock(8, 12) - 0.01)
    assert_timeline(company, case, [("write content", clock(0, 9), clock(1, 12))])
    assert marketing.drawn() == 0.5
    company.env.run(until=clock(8, 12) + 0.01)
    assert marketing.drawn() == pytest.approx(0.5 + 0.5 / 8, rel=1e-3)


def test_while_the_system_is_down_nothing_is_written() -> None:
    """Down from Monday 10:00 to 12:00: the piece is done two hours later."""
    company = still({"marketing": WRITTEN})
    platform = company.house.systems.platforms["marketing"]
    case = company.house.cases.open_case("content", 0, "marketing")
    begin(company, 0.0, lambda: its(company, Marketing).content(case))
    company.env.at(clock(0, 10), platform.fail)
    company.env.at(clock(0, 12), platform.restore)
    company.env.run(until=clock(2, 0))
    assert case.closed == near(clock(1, 14))


@pytest.mark.parametrize(("luck", "status"), [(0.49, ""), (0.51, "never heard of it")])
def test_without_content_who_would_have_read_it_does_not_come(luck: float, status: str) -> None:
    """Never written anything: half of the usual leads come, of 1.25 times as many who might: 0.4 of them."""
    company = still({"marketing": WRITTEN}, without=("content",))
    marketing = its(company, Marketing)
    assert marketing.drawn() == 0.5
    case = company.house.cases.open_case("inbound lead", 0, "marketing")
    marketing._finds = always(company, luck * 0.8)
    begin(company, clock(0, 9), lambda: marketing.inbound_lead(case))
    company.env.run(until=clock(0, 9) + 0.01)
    assert (case.status == "never heard of it") == bool(status)


def test_somebody_found_is_a_lead_of_sales() -> None:
    """25 min from Monday 9:00; whoever is found then wants an offer, and is answered at once."""
    company = still({"sales": {"prospect_share": 1.0, "qualify_share": 0.0}})
    case = company.house.cases.open_case("prospecting", 7, "sales")
    begin(company, clock(0, 9), lambda: its(company, Sales).prospecting(case))
    company.env.run(until=clock(1, 9))
    assert_timeline(company, case, [("look for customers", clock(0, 9), clock(0, 9, 25))])
    (lead,) = decoded(company).cases.query("kind == 'lead'").to_dict("records")
    assert (case.status, lead["opened"], lead["status"]) == ("somebody found", near(clock(0, 9, 25)), "not qualified")
    assert lead["customer"] == company.house.customers.prospect(FOUND + 7).number


def test_nobody_found_is_nobody() -> None:
    company = still({"sales": {"prospect_share": 0.0}})
    case = company.house.cases.open_case("prospecting", 0, "sales")
    begin(company, clock(0, 9), lambda: its(company, Sales).prospecting(case))
    company.env.run(until=clock(1, 9))
    assert case.status == "nobody found"
    assert decoded(company).cases.query("kind == 'lead'").empty
