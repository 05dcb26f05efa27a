"""Payroll: who is paid wrong or late asks, and some give notice."""

from __future__ import annotations

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.case import Case
from sim.company.simulation import Company
from sim.inputs.names import CapabilityName
from tests.company.worlds import assert_timeline, begin, clock, decoded, its, near, still

PEOPLE = {"wrong_slips": 0.0, "wrong_slips_of_a_field": 0.0, "pay_changes": 1.0, "pay_asked_share": 1.0, "payday_days": 5}


def pay(company: Company, time: float) -> Case:
    """A payroll that is begun at a time."""
    case = company.house.cases.open_case("payroll", 1, "hr")
    case.opened = time
    begin(company, time, lambda: its(company, HumanResources).payroll(case))
    return case


def upset(company: Company) -> int:
    """How many have asked about their pay."""
    return sum(case.kind == "pay question" for case in company.house.cases.open_cases.values()) + len(
        decoded(company).cases.query("kind == 'pay question' and status != 'open'")
    )


def test_a_payroll_in_time_upsets_nobody() -> None:
    """15 h in HR (Mon 9-17, Tue 9-16), 7 h in Finance (Tue 16-17, Wed 9-15): people expect it on Tuesday of week 2."""
    company = still({"hr": PEOPLE})
    case = pay(company, clock(0, 9))
    company.env.run(until=clock(7, 0))
    expected = [("prepare the payroll", clock(0, 9), clock(1, 16)), ("post the payroll", clock(1, 16), clock(2, 15))]
    assert_timeline(company, case, expected)
    assert upset(company) == 0


@pytest.mark.parametrize(
    ("change", "without", "everybody"),
    [
        ({"payday_days": 0}, (), False),
        ({"payday_days": 0, "pay_asked_share": 0.0}, (), False),
        ({"wrong_slips": 1.0}, (), True),
        ({}, ("payroll",), True),
        ({"pay_changes": 0.0}, ("payroll",), False),
    ],
)
def test_whoever_is_paid_wrong_asks(
    change: dict[str, float], without: tuple[CapabilityName, ...], everybody: bool
) -> None:
    """All slips wrong, or all that changed not seen to: everybody asks. Three days ahead are enough for Wednesday."""
    company = still({"hr": PEOPLE | change}, without=without)
    pay(company, clock(0, 9))
    company.env.run(until=clock(3, 0))
    assert upset(company) == (company.house.model.people if everybody else 0)


def test_late_pay_upsets_everybody() -> None:
    """HR's system is down from Monday 10:00 to the next Monday 9:00: 14 h are left then, and Finance's 7 h after them.

    Posted on Wednesday of week 2 at 14:00, a day after people expected it; all ask, and all who would, go.
    """
    company = still({"hr": PEOPLE | {"pay_leave_share": 1.0}})
    platform = company.house.systems.platforms["hr"]
    company.env.at(clock(0, 10), platform.fail)
    company.env.at(clock(7, 9), platform.restore)
    case = pay(company, clock(0, 9))
    company.env.run(until=clock(10, 0))
    assert case.closed == near(clock(9, 14))
    assert upset(company) == company.house.model.people
    leaving = [one for one in company.house.cases.open_cases.values() if one.kind == "vacancy"]
    assert len(leaving) == company.house.model.people
