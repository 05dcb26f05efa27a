"""What CRM thinks of in time: renewals, follow-ups, and who is to be looked after before it moves on."""

from __future__ import annotations

from functools import partial

from sim.company.case import Case
from sim.company.front_office.crm import CustomerRelations
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, assert_timeline, begin, clock, its, near, parts_of, still

NEVER = float("inf")
CALLS = {"crm": {"renewal_patience_days": 10, "remembered_share": 0.0, "follow_up_share": 1.0}}
LIST = clock(1, 9)


def renewal(company: Company) -> Case:
    """The supplies of some business run out on Monday at 10:00; it is patient for ten days."""
    crm = its(company, CustomerRelations)
    crm._patience = always(company, 1.0)
    case = company.house.cases.open_case("renewal", 0, "crm")
    case.opened = clock(0, 10)
    begin(company, clock(0, 10), lambda: crm.renewal(case))
    return case


def orders(company: Company) -> list[float]:
    """When businesses ordered again, whose orders are under way."""
    return [case.opened for case in company.house.cases.open_cases.values() if case.kind == "business order"]


def test_a_renewal_hour_by_hour() -> None:
    """Out on Monday at 10:00, on the list of Tuesday 9:00, called for 110 min; the order comes at 10:50."""
    company = still(CALLS)
    case = renewal(company)
    company.env.run(until=clock(3, 0))
    assert_timeline(company, case, [("follow up a customer", LIST, clock(1, 10, 50))])
    assert parts_of(company, case) == near({"outside": 23.0, "touch": 11 / 6})
    assert case.status == "ordered"
    assert orders(company) == near([clock(1, 10, 50)])


def test_while_the_crm_is_down_there_is_no_list() -> None:
    """Down from Tuesday 8:00 to 11:00: the call is made then, two hours late."""
    company = still(CALLS)
    platform = company.house.systems.platforms["crm"]
    company.env.at(clock(1, 8), platform.fail)
    company.env.at(clock(1, 11), platform.restore)
    case = renewal(company)
    company.env.run(until=clock(3, 0))
    assert_timeline(company, case, [("follow up a customer", clock(1, 11), clock(1, 12, 50))])
    assert parts_of(company, case) == near({"outside": 23.0, "system": 2.0, "touch": 11 / 6})


def test_down_for_too_long_the_business_buys_elsewhere() -> None:
    """Down until the second Thursday, ten days and more after it ran out: the call comes too late."""
    company = still(CALLS)
    platform = company.house.systems.platforms["crm"]
    company.env.at(clock(1, 8), platform.fail)
    company.env.at(clock(10, 11), platform.restore)
    case = renewal(company)
    company.env.run(until=clock(12, 0))
    assert (case.status, orders(company)) == ("bought elsewhere", [])


def test_without_a_crm_it_is_forgotten() -> None:
    """Nobody thinks of it: no call, no order."""
    company = still(CALLS, without=("CRM",))
    case = renewal(company)
    company.env.run(until=clock(12, 0))
    assert (case.status, case.closed, orders(company)) == ("forgotten", near(LIST), [])


def follow_up(*without: CapabilityName) -> tuple[Case, float]:
    """A delivery of which CRM hears on Monday at 9:00, and how the customer feels in the end."""
    company = still({"crm": {**CALLS["crm"], "follow_up_score": 0.95}}, without=without)
    customer = company.house.customers.get(7)
    case = company.house.cases.open_case("follow-up", 0, "crm", customer)
    begin(company, clock(0, 9), lambda: its(company, CustomerRelations).follow_up(case))
    company.env.run(until=clock(1, 0))
    return case, customer.satisfaction


def test_who_is_asked_how_it_went_is_the_happier() -> None:
    """Satisfied by 0.75, asked for 110 min: 0.75 + 0.3 x (0.95 - 0.75). Without a CRM nobody asks."""
    case, felt = follow_up()
    assert (case.closed, felt) == (near(clock(0, 10, 50)), near(0.81))
    case, felt = follow_up("CRM")
    assert (case.status, felt) == ("forgotten", 0.75)


# ---- who stays -------------------------------------------------------------------------------------------------------


def care(company: Company, *, persuades: bool = True) -> CustomerRelations:
    """CRM, whose care is remembered for 10 weeks and persuades everybody, or nobody."""
    crm = its(company, CustomerRelations)
    company.house.customers.persuades = lambda customer, when: crm.looked_after.stays(customer.number, customer.key, when)
    return crm


def cared_for(keeps: float) -> dict[str, dict[str, float]]:
    return {
        "customers": {"businesses": 4, "businesses_moving_on": 0.5},
        "crm": {"loyalty_keeps": keeps, "loyalty_weeks": 10, "loyalty_per_week": 1},
    }


def test_who_has_been_looked_after_lately_stays_as_long_again() -> None:
    """Over at T; looked after ten weeks before, it stays; a little longer ago, or where care keeps nobody, it leaves."""
    for ago, keeps, stays in ((10 * WEEK, 1.0, True), (10 * WEEK + 1, 1.0, False), (10 * WEEK, 0.0, False)):
        company = still(cared_for(keeps), weeks=52)
        crm, customers = care(company), company.house.customers
        customer = customers.business(0.9)  # its time is over within a year
        over = customer.stays_until
        crm.looked_after.done(customer.number, over - ago)
        company.env.run(until=over + 0.001)
        assert customers.has_left(customer) is not stays
        assert (customer.number in customers.all_of(business=True)) is stays
        if stays:
            assert customer.stays_until == near(over + customers._stay(customer.key, True, 1))


def test_the_list_names_who_has_waited_longest() -> None:
    """Four businesses, one visit a week: they were visited 4, 3, 2 and 1 weeks ago, and are visited in that order."""
    company = still(cared_for(1.0))
    crm = its(company, CustomerRelations)
    crm.looked_after.begin(listed=True)
    first = company.house.customers.consumers
    assert [crm.looked_after.last(first + place) / WEEK for place in range(4)] == near([-4.0, -3.0, -2.0, -1.0])
    for visit in range(5):
        case = company.house.cases.open_case("loyalty", visit, "crm")
        begin(company, clock(7 * visit, 9), partial(crm.loyalty, case))
        company.env.run(until=clock(7 * visit + 2, 0))
        assert case.customer is not None
        assert case.customer.number == first + visit % 4


def test_without_a_crm_somebody_is_visited_who_comes_to_mind() -> None:
    """Of eight visits to four businesses each would get two; by chance some get more, and some get none."""
    company = still(cared_for(1.0), without=("CRM",))
    crm = its(company, CustomerRelations)
    visited = [crm.looked_after.comes_to_mind(number) for number in range(8)]
    assert any(visited.count(number) != 2 for number in company.house.customers.all_of(business=True))
