"""Nothing crosses a platform that is down, what is seen is what was known; releases cost and risk what they reach."""

from __future__ import annotations

import pytest

from sim.company.back_office.it import InformationTechnology
from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.company.wrong_entries import wrong_units
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.engine.kernel import Flow, nothing_more
from sim.engine.records import Seen
from sim.inputs.names import STOCK
from sim.levers.primitives import SHARED_PLATFORM
from sim.measures.lead_time import PARTS, lead_time_parts
from sim.measures.run import Run
from tests.company.worlds import always, assert_timeline, begin, clock, decoded, its, near, parts_of, scenario, still

SHARED = {"platform": SHARED_PLATFORM}
TOGETHER = {"sales": SHARED, "logistics": SHARED}
ORDER = ("sales", "logistics", "web order")


def down_from_ten_to_noon(company: Company, department: str) -> None:
    """A department's platform is down on Monday from 10:00 to 12:00."""
    platform = company.house.systems.platforms[department]
    company.env.at(clock(0, 10), platform.fail)
    company.env.at(clock(0, 12), platform.restore)


class Dock:
    """Closes what is there, and notes when that was."""

    def __init__(self, company: Company) -> None:
        self.company, self.there = company, list[float]()

    def take(self, case: Case, subject: str = "") -> Flow:
        self.there.append(self.company.env.now)
        self.company.house.cases.close(case, "there")
        return nothing_more()


def sent(company: Company, time: float, *, handed_over: bool = False) -> tuple[Case, list[float]]:
    """A web order that is sent to Logistics at a time and closed when it is there: the case, and when that was.

    Args:
        handed_over: as the last thing that Sales does about it, else Sales goes along.
    """
    case = company.house.cases.open_case("order", 0, "sales", company.house.customers.get(1))
    case.opened, dock = time, Dock(company)

    def carry() -> Flow:
        yield from company.house.information.carry(case, *ORDER)
        dock.take(case)

    begin(company, time, lambda: company.house.information.hand_over(case, *ORDER, dock) if handed_over else carry())
    return case, dock.there


@pytest.mark.parametrize("handed_over", [False, True])
@pytest.mark.parametrize(("time", "there"), [(9.5, 9.5), (10.0, 12.0), (11.25, 12.0), (12.0, 12.0), (12.5, 12.5)])
def test_a_message_waits_until_the_shared_platform_is_up(time: float, there: float, handed_over: bool) -> None:
    """Down from 10 to 12: what is sent meanwhile is there at 12, and the wait is the system's."""
    company = still(practices=TOGETHER)
    down_from_ten_to_noon(company, "sales")
    case, arrived = sent(company, time, handed_over=handed_over)
    company.env.run(until=clock(1, 0))
    assert arrived == [near(there)]
    assert parts_of(company, case) == near({"system": there - time} if there > time else {})
    (row,) = decoded(company).deliveries.to_dict("records")
    assert (row["mode"], row["sent"], row["understood"]) == (Mode.SHARED, near(time), near(there))


def test_a_second_cause_holds_a_message_longer() -> None:
    """Down from 10 to 12 for one cause and from 11 to 13 for another: sent at 10:30, there at 13:00."""
    company = still(practices=TOGETHER)
    down_from_ten_to_noon(company, "sales")
    platform = company.house.systems.platforms["sales"]
    company.env.at(clock(0, 11), lambda: platform.fail("second"))
    company.env.at(clock(0, 13), lambda: platform.restore("second"))
    case, arrived = sent(company, clock(0, 10, 30))
    company.env.run(until=clock(1, 0))
    assert arrived == [near(clock(0, 13))]
    assert parts_of(company, case) == near({"system": 2.5})


def test_messages_by_hand_do_not_need_the_platform_they_do_not_cross() -> None:
    """Sales' own system is up: written at 9:30 for 6 min, found by the warehouse at its next round and keyed in."""
    link = {"mode": Mode.MANUAL, "write_hours": 0.1, "rekey_hours": 0.1}
    company = still(links={ORDER: link}, practices={"finance": SHARED})
    down_from_ten_to_noon(company, "finance")
    case, arrived = sent(company, clock(0, 9, 30))
    company.env.run(until=clock(1, 0))
    assert_timeline(
        company,
        case,
        [("write a message", clock(0, 9, 30), clock(0, 9, 36)), ("rekey a message", clock(0, 10), clock(0, 10, 6))],
    )
    assert arrived == [near(clock(0, 10, 6))]


def test_a_live_copy_shows_in_an_outage_what_was_known_when_it_began() -> None:
    """500 chairs at 9:30; down from 10 to 12; 100 left at 11:00. Sales sees 500 at 11:30, an hour and a half old."""
    company = still(practices=TOGETHER)
    sales, stock = its(company, Sales), its(company, Logistics).stocks["chair"]
    down_from_ten_to_noon(company, "sales")
    seen: list[Seen] = []

    def book(units: int) -> None:
        stock.available = units
        stock.book(company.env.now)

    company.env.at(clock(0, 9, 30), lambda: book(500))
    company.env.at(clock(0, 11), lambda: book(100))
    for time in (clock(0, 9, 45), clock(0, 11, 30), clock(0, 12, 30)):
        company.env.at(time, lambda: seen.append(sales.copy_of(STOCK, stock.record, wrong_units)))
    company.env.at(clock(0, 11, 30), lambda: informed.append(company.house.information.known_everywhere()))
    informed: list[float] = []
    company.env.run(until=clock(1, 0))
    assert [(one.value, one.age, one.unseen) for one in seen] == [(500, 0.0, 0.0), (500, 1.5, 0.5), (100, 0.0, 0.0)]
    assert informed == [clock(0, 10)], "nothing older than that may be forgotten"


def test_nothing_is_looked_up_on_a_shared_platform_that_is_down() -> None:
    """Everything is visible, but for the two hours; a department on a system of its own asks nobody's platform."""
    company = still(practices=TOGETHER)
    case = company.house.cases.open_case("question", 0, "support", company.house.customers.get(1))
    saw: list[tuple[bool, bool]] = []
    down_from_ten_to_noon(company, "sales")
    down_from_ten_to_noon(company, "finance")
    for hour in (9, 11, 13):
        company.env.at(
            clock(0, hour),
            lambda: saw.append((its(company, Sales).can_see(case), company.departments["finance"].can_see(case))),
        )
    company.env.run(until=clock(1, 0))
    assert saw == [(True, True), (False, True), (True, True)]


def test_in_a_whole_run_nothing_crosses_while_it_is_down_and_the_parts_add_up() -> None:
    """An integrated company whose platform fails twice a week: every lead time is the sum of its parts, to 1e-9."""
    world = scenario("integrated", {"remedies": {"platform_outage_every_weeks": 0.5}}, weeks=2)
    company = Company(world)
    run = Run(company.run(), company.facts())
    down = run.down_of[SHARED_PLATFORM]
    assert len(down) >= 3
    messages = run.deliveries[run.deliveries["mode"] == Mode.SHARED]
    held = 0
    for began, ended in down:
        inside = messages[(messages["sent"] > began) & (messages["sent"] < ended)]
        assert (inside["understood"] >= ended).all()
        assert not ((messages["understood"] > began) & (messages["understood"] < ended)).any()
        held += len(inside)
    assert held >= 3
    parts = lead_time_parts(run)
    assert abs(parts[list(PARTS)].sum(axis=1) - parts["lead"]).max() < 1e-9


# ---- releases ------------------------------------------------------------------------------------------------------


def released(*shared: str, luck: float, factor: float = 1.0) -> tuple[Company, Case]:
    """A change to the platform of the first of some departments, an hour of touch for each system it has replaced.

    One change to a system of its own fails with a chance of 0.1.
    """
    company = still(
        {"it": {"change_failure": 0.1}, "activities": {"release a change": {"minutes": 60}}},
        practices={name: SHARED for name in shared if len(shared) > 1} | {"it": {"error_factor": factor}},
    )
    it = its(company, InformationTechnology)
    it._release_fails = always(company, luck)
    case = company.house.cases.open_case("release", 0, "it")
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: it.release(case, company.house.systems.platforms[shared[0]]))
    company.env.run(until=2 * WEEK)
    return company, case


@pytest.mark.parametrize(
    ("departments", "done"),
    [(("sales",), clock(0, 10)), (("sales", "finance"), clock(0, 11)), (("sales", "finance", "legal"), clock(0, 12))],
)
def test_a_release_takes_an_hour_for_each_system_it_reaches(departments: tuple[str, ...], done: float) -> None:
    """One system: 9-10; a platform of two departments: 9-11; of three: 9-12."""
    company, case = released(*departments, luck=0.999)
    systems = company.house.systems
    assert systems.reach(systems.platforms["sales"]) == len(departments)
    assert systems.reach(systems.platforms["marketing"]) == 1
    assert_timeline(company, case, [("release a change", clock(0, 9), done)])
    assert (case.status, case.closed) == ("released", near(done))


@pytest.mark.parametrize(
    ("departments", "luck", "status"),
    [
        (("sales",), 0.0999, "failed"),
        (("sales",), 0.1001, "released"),
        (("sales", "finance"), 0.1899, "failed"),
        (("sales", "finance"), 0.1901, "released"),
        (("sales", "finance", "legal"), 0.2709, "failed"),
        (("sales", "finance", "legal"), 0.2711, "released"),
    ],
)
def test_a_release_fails_as_often_as_one_of_the_releases_it_stands_for(
    departments: tuple[str, ...], luck: float, status: str
) -> None:
    """1 - 0.9 = 0.1, 1 - 0.9² = 0.19, 1 - 0.9³ = 0.271."""
    company, case = released(*departments, luck=luck)
    assert case.status == status
    assert len(decoded(company).outages) == (status == "failed")


def test_a_chance_to_fail_beyond_one_is_certainty() -> None:
    """Twelve times as many errors as usual: 1.2 counts as 1, for two systems too."""
    for departments in (("sales",), ("sales", "finance")):
        _, case = released(*departments, luck=0.9999, factor=12.0)
        assert case.status == "failed"
