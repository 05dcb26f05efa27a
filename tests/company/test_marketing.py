"""Marketing: a campaign from its plan to its launch, and whom it is sent to."""

from __future__ import annotations

from sim.company.back_office.logistics import Logistics
from sim.company.decisions import AUDIENCE, INVISIBLE
from sim.company.front_office.marketing import Marketing
from tests.company.worlds import assert_timeline, begin, booked, clock, decisions_of, its, near, parts_of, still

LAUNCH = clock(15, 10)  # Tuesday of week 3


def test_a_campaign_hour_by_hour() -> None:
    """30 h of preparation, 3 h in Legal, 4 h for the audience, then it waits for the day of its launch.

    Monday 9:00 + 30 h (Mon, Tue, Wed 8 h each, Thu 6 h) = Thu 15:00; Legal's 3 h: Thu 15-17, Fri 9-10;
    the audience: Fri 10-14; launched on Tuesday of week 3, 10:00.
    """
    company = still({"marketing": {"recipients": 1}})
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    begin(company, 0.0, lambda: its(company, Marketing).campaign(case, LAUNCH))
    company.env.run(until=LAUNCH + 1)
    assert_timeline(
        company,
        case,
        [
            ("prepare a campaign", clock(0, 9), clock(3, 15)),
            ("check a campaign", clock(3, 15), clock(4, 10)),
            ("choose the audience", clock(4, 10), clock(4, 14)),
        ],
    )
    assert (case.status, case.closed) == ("launched", LAUNCH)
    assert booked(company, "campaigns") == [(LAUNCH, -6000.0)]
    waited = LAUNCH - clock(4, 14)
    closed = clock(4, 14) - 30 - 3 - 4
    assert parts_of(company, case) == near({"touch": 37.0, "closed": closed, "outside": waited})


def test_a_late_campaign_changes_the_plan() -> None:
    """Due on Friday at 12:00 but ready at 14:00: it goes out at 14:00, and the plan that Logistics reads says so."""
    company = still({"marketing": {"recipients": 1}})
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    begin(company, 0.0, lambda: its(company, Marketing).campaign(case, clock(4, 12)))
    company.env.run(until=clock(4, 13))
    assert its(company, Marketing).plan.value[case.product][0] == clock(4, 12)
    company.env.run(until=clock(4, 15))
    assert case.closed == near(clock(4, 14))
    assert its(company, Marketing).plan.value[case.product][0] == near(clock(4, 14))


def test_the_plan_counts_the_units_it_expects() -> None:
    """200 recipients x 3.4 % x 1.8 units x 1.5 = 18.36 units of the goods in the campaign."""
    company = still()
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    its(company, Marketing).announce(case, LAUNCH, 200 * 0.034)
    assert its(company, Marketing).plan.value == {"lamp": (LAUNCH, near(18.36))}


def test_everybody_stands_on_the_list_once() -> None:
    """2,800 places of which a fifth are businesses: as many different customers; 60 places, with 40 customers: 40."""
    company = still(
        {"marketing": {"recipients": 2800, "business_share": 0.2}, "customers": {"consumers": 15300, "businesses": 1130}}
    )
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    its(company, Marketing).launch(case)
    places = range(2800)
    people = {its(company, Marketing)._recipient(case, place).number for place in places}
    assert len(people) == len(decisions_of(company, AUDIENCE)) == 2800
    few = still(
        {"marketing": {"recipients": 60, "business_share": 0.5}, "customers": {"consumers": 10, "businesses": 30}}
    )
    case = few.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    its(few, Marketing).launch(case)
    assert len(decisions_of(few, AUDIENCE)) == 10 + 30


def test_nobody_with_an_open_complaint_is_written_to() -> None:
    """On a live view of the tickets: no to a customer in trouble, yes to one without, no when the goods are out."""
    company = still()
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    calm, cross = (company.house.customers.get(number) for number in (1, 2))
    cross.trouble(0.0, 1)
    assert its(company, Marketing).writes_to(case, calm, 0)
    assert not its(company, Marketing).writes_to(case, cross, 1)
    stock = its(company, Logistics).stocks["lamp"]
    stock.available = 0
    stock.book(0.0)
    assert not its(company, Marketing).writes_to(case, calm, 2)
    assert [row["regret"] for row in decisions_of(company, AUDIENCE)] == [0.0, 0.0, 0.0]


def test_who_cannot_see_the_tickets_writes_to_the_cross_as_well() -> None:
    """Blind: written to although in trouble; it costs 0.1 x 5 x the expected gain of 0.034 x 0.3 x 90 EUR."""
    company = still(practices={"marketing": {"visible": 0.0}})
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    cross = company.house.customers.get(2)
    cross.trouble(0.0, 1)
    assert its(company, Marketing).writes_to(case, cross, 0)
    (row,) = decisions_of(company, AUDIENCE)
    assert (row["action"], row["oracle"], row["cause"]) == (1.0, 0.0, INVISIBLE)
    assert row["regret"] == near(0.5 * 0.034 * 0.3 * 90)


def test_the_annoyed_like_the_company_less() -> None:
    """A blind campaign lowers the satisfaction of a customer in trouble, a seeing one leaves it alone."""
    felt = {}
    for visible in (0.0, 1.0):
        company = still({"marketing": {"recipients": 40}}, practices={"marketing": {"visible": visible}})
        case = company.house.cases.open_case("campaign", 0, "marketing")
        case.product = "lamp"
        reached = [its(company, Marketing)._recipient(case, place) for place in range(40)]
        for customer in reached:
            customer.trouble(0.0, 1)
        its(company, Marketing).launch(case)
        felt[visible] = sum(customer.satisfaction for customer in reached) / 40
    assert felt[0.0] < felt[1.0] == 0.75
