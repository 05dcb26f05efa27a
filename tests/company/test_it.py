"""IT: an outage that stops everybody on the system, colleagues' requests, failed interfaces and broken bots."""

from __future__ import annotations

from sim.company.back_office.finance import Finance
from sim.company.back_office.it import InformationTechnology
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.codes import Mode
from sim.levers.primitives import SHARED_PLATFORM
from tests.company.worlds import (
    always,
    assert_timeline,
    begin,
    booked,
    clock,
    decoded,
    its,
    near,
    parts_of,
    still,
    timeline,
)


def fail_at_ten(company: Company, department: str) -> None:
    """The system of a department fails on Monday at 10:00 and is noticed a quarter of an hour later."""
    its(company, InformationTechnology)._notice = always(company, 0.25)
    begin(
        company,
        clock(0, 10),
        lambda: its(company, InformationTechnology).outage(company.house.systems.platforms[department], 0),
    )


def test_an_outage_hour_by_hour() -> None:
    """Sales' system is down from 10:00 to 12:45 (noticed 10:15, restored in 2 h 30).

    A lead answered from 9:30 for 60 min stands still half done and ends at 13:15; one that comes at 11:00 begins at
    12:45. Finance, on its own system, works on.
    """
    company = still()
    fail_at_ten(company, "sales")
    leads = [
        company.house.cases.open_case("lead", number, "marketing", company.house.customers.business(0.5))
        for number in range(2)
    ]
    for lead, time in zip(leads, (clock(0, 9, 30), clock(0, 11)), strict=True):
        lead.opened = time
        begin(company, time, lambda lead=lead: respond(company, lead))  # type: ignore[misc]
    bill = company.house.cases.open_case("house purchase", 0, "finance")
    bill.opened = clock(0, 9, 30)
    begin(company, clock(0, 9, 30), lambda: its(company, Finance).match(bill))
    company.env.run(until=clock(1, 0))
    assert_timeline(company, leads[0], [("respond to a lead", clock(0, 9, 30), clock(0, 13, 15))])
    assert_timeline(company, leads[1], [("respond to a lead", clock(0, 12, 45), clock(0, 13, 45))])
    assert_timeline(company, bill, [("match a supplier invoice", clock(0, 9, 30), clock(0, 10, 32))])
    assert parts_of(company, leads[0]) == near({"touch": 1.0, "system": 2.75})
    assert parts_of(company, leads[1]) == near({"touch": 1.0, "system": 1.75})
    (outage,) = decoded(company).outages.to_dict("records")
    assert (outage["platform"], outage["started"], outage["ended"]) == (
        "sales software",
        clock(0, 10),
        near(clock(0, 12, 45)),
    )


def respond(company: Company, lead):  # type: ignore[no-untyped-def]
    """The first step of a lead, and no more."""
    yield its(company, Sales).do(lead, "respond to a lead")
    company.house.cases.close(lead, "answered")


def test_one_platform_fails_for_everybody() -> None:
    """With Sales and Finance on the shared platform the same failure stops both; Legal, on its own, works on."""
    shared = {"platform": SHARED_PLATFORM}
    company = still({"remedies": {"platform_restore_factor": 1.0}}, practices={"sales": shared, "finance": shared})
    fail_at_ten(company, "sales")
    lead = company.house.cases.open_case("lead", 0, "marketing", company.house.customers.business(0.5))
    bill = company.house.cases.open_case("house purchase", 0, "finance")
    contract = company.house.cases.open_case("contract upkeep", 0, "legal")
    begin(company, clock(0, 9, 30), lambda: respond(company, lead))
    begin(company, clock(0, 9, 30), lambda: its(company, Finance).match(bill))
    begin(company, clock(0, 9, 30), lambda: company.departments["legal"].upkeep(contract))  # type: ignore[attr-defined]
    company.env.run(until=clock(1, 0))
    assert timeline(company, lead)[0][2] == near(clock(0, 13, 15))
    assert timeline(company, bill)[0][2] == near(clock(0, 12, 45) + 32 / 60)
    assert timeline(company, contract)[0][2] == near(clock(0, 14))


def test_a_colleagues_request_hour_by_hour() -> None:
    """Five of IT serve in 85 min each; the sixth request of 9:00 waits until 10:25 and is done at 11:50."""
    company = still()
    cases = [company.house.cases.open_case("staff request", number, "it") for number in range(6)]
    for case in cases:
        begin(company, clock(0, 9), lambda case=case: its(company, InformationTechnology).serve(case))  # type: ignore[misc]
    company.env.run(until=clock(1, 0))
    assert sorted(case.closed for case in cases) == near([clock(0, 10, 25)] * 5 + [clock(0, 11, 50)])


def test_a_failed_interface_holds_its_messages_until_it_is_mended() -> None:
    """A web order of 9:30 goes at 10:00; that run fails, is noticed after 4 h, mended in 90 min: through at 15:30."""
    link = ("sales", "logistics", "web order")
    company = still(links={link: {"mode": Mode.BATCH, "period_hours": 1.0, "failure": 1.0}})
    its(company, InformationTechnology)._detect = always(company, 4.0)
    order = company.house.cases.open_case("order", 0, "sales", company.house.customers.get(1))
    order.opened = clock(0, 9, 30)
    got: list[float] = []

    def send():  # type: ignore[no-untyped-def]
        yield from company.house.information.carry(order, *link)
        got.append(company.env.now)

    begin(company, clock(0, 9, 30), send)
    company.env.run(until=clock(0, 17))
    assert got == [near(clock(0, 15, 30))]
    (failure,) = decoded(company).cases.query("kind == 'failed interface'").to_dict("records")
    assert (failure["opened"], failure["closed"], failure["failure"]) == (clock(0, 10), near(clock(0, 15, 30)), 1)


def test_failures_are_numbered_by_interface() -> None:
    """What fails between two departments gets the same case, and so the same luck, whatever has failed elsewhere."""
    alone, busy = still(), still()
    its(busy, InformationTechnology).interface_failed("marketing", "hr")
    keys = []
    for company in (alone, busy):
        its(company, InformationTechnology).interface_failed("sales", "logistics")
        keys.append([case.key for case in company.house.cases.open_cases.values()][-1])
    assert keys[0] == keys[1]


def test_a_new_colleague_is_given_accounts_twice_when_the_request_is_wrong() -> None:
    """2 h of accounts (9-11); a wrong field costs a question to HR (15 min) and 2 more hours: 13:15."""
    company = still()
    case = company.house.cases.open_case("vacancy", 0, "sales")
    case.wrong |= {"detail"}
    begin(company, clock(0, 9), lambda: its(company, InformationTechnology).open_accounts(case))
    company.env.run(until=clock(1, 0))
    assert timeline(company, case) == [
        ("open accounts", clock(0, 9), clock(0, 11)),
        ("open accounts", clock(0, 11, 15), near(clock(0, 13, 15))),
    ]
    assert case.wrong == set()


def test_broken_bots_spoil_cases_until_somebody_notices() -> None:
    """Bots broken at 9:00 go on; noticed after 4 h, mended in 90 min (14:30); people then redo what was spoiled."""
    company = still(practices={"finance": {"bot_share": 1.0}})
    its(company, InformationTechnology)._detect = always(company, 4.0)
    bots = company.house.automation.bots["finance"]
    release = company.house.cases.open_case("release", 0, "it")
    begin(company, clock(0, 9), lambda: its(company, InformationTechnology).broken_bots(release, "finance", bots))
    notes = [company.house.cases.open_case("credit note", number, "crm") for number in range(3)]
    for case, hour in zip(notes, (8, 10, 15), strict=True):
        its(company, Finance).procedures["pay a refund"].bots_below = 1.0
        begin(company, clock(0, hour), lambda case=case: its(company, Finance).post_note(case))  # type: ignore[misc]
    company.env.run(until=clock(0, 14))
    assert bots.broken
    assert bots.spoiled == [notes[1]], "only what the bots did while they were broken"
    company.env.run(until=clock(1, 0))
    assert (bots.broken, bots.spoiled) == (False, [])
    redone = decoded(company).cases.query("kind == 'put right'")
    assert redone[["opened", "closed"]].to_numpy().tolist() == [near([clock(0, 14, 30), clock(0, 14, 45)])]
    done = timeline(company, notes[2])
    assert done == [("pay a refund", clock(0, 15), near(clock(0, 15, 0.5)))], "half a minute by a bot"


def test_a_security_incident_costs_time_money_and_trust() -> None:
    """Off from 10:00: 6 h of containment, then 15 h of the people on call; nine systems: a quarter of 45,000 EUR.

    16:00-17:00, Tuesday 8 h, Wednesday 6 h: up again on Wednesday at 15:00.
    """
    company = still()
    case = company.house.cases.open_case("security incident", 1, "it")
    before = company.house.customers.reputation
    its(company, InformationTechnology)._hit = always(company, 0.5)  # all alike: the first system is hit
    begin(company, clock(0, 10), lambda: its(company, InformationTechnology).attack(case))
    company.env.run(until=clock(3, 0))
    assert case.closed == near(clock(2, 15))
    (outage,) = decoded(company).outages.to_dict("records")
    assert (outage["platform"], outage["cause"]) == (
        company.house.systems.platforms["crm"].name,
        "security incident",
    )
    assert booked(company, "security") == [(near(clock(2, 15)), near(-45_000 / 4))]
    assert company.house.customers.reputation == near(before - 0.05)


def test_a_release_that_fails_takes_its_system_down() -> None:
    """Released after 15 h (Mon 9-17, Tue 9-16): with a change failure of 1 the system goes down at 16:00."""
    company = still({"it": {"change_failure": 1.0}})
    its(company, InformationTechnology)._notice = always(company, 0.25)
    case = company.house.cases.open_case("release", 0, "it")
    begin(
        company,
        clock(0, 9),
        lambda: its(company, InformationTechnology).release(case, company.house.systems.platforms["sales"]),
    )
    company.env.run(until=clock(3, 0))
    assert (case.status, case.closed) == ("failed", near(clock(1, 16)))
    (outage,) = decoded(company).outages.to_dict("records")
    assert outage["started"] == near(clock(1, 16))
    assert outage["ended"] == near(clock(2, 10, 45)), "16:15-17:00 and 9:00-10:45"
