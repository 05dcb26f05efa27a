"""HR: a vacancy from the resignation to a colleague at full speed, the payroll, and who stays longer."""

from __future__ import annotations

import copy

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.decisions import OVERTIME, STALE
from sim.company.simulation import Company
from sim.company.start import put_in_progress
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from tests.company.worlds import (
    always,
    assert_timeline,
    begin,
    booked,
    clock,
    decisions_of,
    decoded,
    its,
    lay_over,
    near,
    plain_company,
    still,
    timeline,
)

NOBODY_LEAVES = {"teams": {name: {"turnover_per_year": 0.0} for name in plain_company()["teams"]}}


def test_a_vacancy_hour_by_hour() -> None:
    """A resignation in Sales that HR hears of on Monday at 9:00; the search takes 30 days.

    Advertised in 4 h (to 13:00); search to day 30, a Wednesday, 13:00; interviews 15 h: Wed 13-17, Thu 8 h, Fri 9-12;
    accounts by IT 2 h (14:00); welcome 5 h: Fri 14-17 and Mon (day 35) 9-11.
    """
    company = still(NOBODY_LEAVES)
    hr = its(company, HumanResources)
    case = company.house.cases.open_case("vacancy sales", 0, "sales")
    case.kind, case.product = "vacancy", "sales"
    begin(company, clock(0, 9), lambda: hr.resignation(case, "sales"))
    company.env.run(until=clock(36, 0))
    assert_timeline(
        company,
        case,
        [
            ("advertise a vacancy", clock(0, 9), clock(0, 13)),
            ("interview candidates", clock(30, 13), clock(32, 12)),
            ("open accounts", clock(32, 12), clock(32, 14)),
            ("welcome a colleague", clock(32, 14), clock(35, 11)),
        ],
    )
    assert (case.status, case.closed) == ("filled", near(clock(35, 11)))
    assert booked(company, "recruiting") == [(near(clock(32, 12)), -4129.0)]
    assert len(company.house.staffing.teams["sales"].members) == 11


def test_a_new_colleague_gets_faster_week_by_week() -> None:
    """Half speed on the first day, 0.5 + 0.5 x 6 / 12.9 after six weeks, full speed after thirteen."""
    company = still(NOBODY_LEAVES)
    hr = its(company, HumanResources)
    case = company.house.cases.open_case("vacancy sales", 0, "sales")
    case.kind, case.product = "vacancy", "sales"
    begin(company, clock(0, 9), lambda: hr.hire(case))
    company.env.run(until=clock(7, 0))
    start = case.closed
    newest = company.house.staffing.teams["sales"].members[-1]
    assert newest.speed == 0.5
    company.env.run(until=start + 6 * WEEK + 1)
    assert newest.speed == near(0.5 + 0.5 * 6 / 12.9)
    company.env.run(until=start + 13 * WEEK + 1)
    assert newest.speed == 1.0


def test_who_resigns_leaves_after_four_weeks_and_is_missed() -> None:
    """A colleague resigns in week 1: a vacancy is opened at once, the place is empty four weeks later."""
    company = still()
    hr, team = its(company, HumanResources), company.house.staffing.teams["legal"]
    hr._stays = always(company, 10.0)
    member = team.members[0]
    begin(company, 0.0, lambda: hr.career("legal", member))
    resigned = 10.0 / 0.19
    company.env.run(until=resigned + 4 * WEEK - 1)
    assert member in team.members
    assert [case.product for case in company.house.cases.open_cases.values() if case.kind == "vacancy"] == ["legal"]
    company.env.run(until=resigned + 4 * WEEK + 1)
    assert member not in team.members
    assert decoded(company).noted("staff")["value"].tolist() == [2.0]


def test_places_that_are_empty_from_the_start_resign_no_more() -> None:
    """Every clock of resignation runs out in week 1, also of those whose place was empty: nobody leaves twice."""
    everyone = {name: {"turnover_per_year": 1.0} for name in plain_company()["teams"]}
    company = still({"teams": everyone, "hr": {"search_days": 300.0}})
    hr = its(company, HumanResources)
    hr._stays = always(company, 100.0)
    hr.start()
    put_in_progress(company.departments.values(), company.house.streams)
    left = sum(len(team.members) for team in company.house.staffing.teams.values())
    assert left < 61
    company.env.run(until=101.0)
    resigned = [
        case for case in company.house.cases.open_cases.values() if case.kind == "vacancy" and case.opened == 100.0
    ]
    assert len(resigned) == left
    company.env.run(until=101.0 + 4 * WEEK)
    assert sum(len(team.members) for team in company.house.staffing.teams.values()) < left


def test_the_payroll_passes_from_hr_to_finance() -> None:
    """Prepared in 15 h (Mon 9-17, Tue 9-16), posted in 7 h (Tue 16-17, Wed 9-15)."""
    company = still()
    hr = its(company, HumanResources)
    case = company.house.cases.open_case("payroll", 1, "hr")
    begin(company, clock(0, 9), lambda: hr.payroll(case))
    company.env.run(until=clock(3, 0))
    assert_timeline(
        company,
        case,
        [("prepare the payroll", clock(0, 9), clock(1, 16)), ("post the payroll", clock(1, 16), clock(2, 15))],
    )
    assert case.status == "posted"


def overtime_company(mode: Mode, report_hours: float = 1.0, above_days: float | None = None) -> Company:
    """Finance has all nine at work the whole day and 60 hours of work waiting; HR looks on Monday at 14:30."""
    own = {} if above_days is None else {"teams": {"finance": {"overtime_above_days": above_days}}}
    company = still(
        lay_over(copy.deepcopy(NOBODY_LEAVES), own),
        links={("finance", "hr", "backlog"): {"mode": mode}},
        practices={"hr": {"report_hours": report_hours}},
    )
    hr = its(company, HumanResources)
    busy = company.house.cases.open_case("busy", 0, "finance")
    begin(company, clock(0, 9), lambda: keep_busy(company, busy))
    company.env.at(clock(0, 14), lambda: hr.backlogs["finance"].write(company.env.now, 60.0))
    round_ = company.house.cases.open_case("overtime round", 0, "hr")
    begin(company, clock(0, 14, 30), lambda: hr.overtime_round(round_))
    return company


def keep_busy(company: Company, busy):  # type: ignore[no-untyped-def]
    """Nine tasks of 100 hours in hand, six of 10 hours in the queue."""
    team = company.house.staffing.teams["finance"]
    tasks = [team.work(busy.key, hours) for hours in [100.0] * 9 + [10.0] * 6]
    for task in tasks:  # noqa: UP028 - a list takes nothing that is sent back
        yield task


def test_overtime_by_hand() -> None:
    """60 h wait; 0.75 days x 72 h may wait; 6 h too many make three people stay 2 h: 54 EUR x 1.5 for each hour.

    Decided at 15:00 after half an hour of looking; the three are at work until 19:00.
    """
    company = overtime_company(Mode.SHARED)
    company.env.run(until=clock(1, 10))
    row = next(row for row in decisions_of(company, OVERTIME) if row["oracle"])
    assert (row["time"], row["action"], row["oracle"], row["regret"]) == (near(clock(0, 15)), 3.0, 3.0, 0.0)
    duty = decoded(company).duty
    overtime = duty[(duty["team"] == "finance") & (duty["kind"] == 1)]
    assert overtime[["started", "ended"]].to_numpy().tolist() == [[clock(0, 17), clock(0, 19)]] * 3


@pytest.mark.parametrize(("above_days", "people"), [(0.5, 9), (0.7, 5), (0.75, 3), (0.8, 1), (0.9, 0)])
def test_a_team_may_have_a_threshold_of_its_own(above_days: float, people: int) -> None:
    """Of 60 h that wait so many days x 72 h may: 24, 9.6, 6, 2.4 and none are too many, 2 h each for at most nine."""
    company = overtime_company(Mode.SHARED, above_days=above_days)
    company.env.run(until=clock(1, 10))
    duty = decoded(company).duty
    assert len(duty[(duty["team"] == "finance") & (duty["kind"] == 1)]) == people
    assert not len(duty[(duty["team"] != "finance") & (duty["kind"] == 1)])


def test_a_second_look_asks_nobody_twice() -> None:
    """The report still says 60 h when HR looks again half an hour later: the three who stay are three, not six."""
    company = overtime_company(Mode.SHARED)
    again = company.house.cases.open_case("overtime round", 1, "hr")
    begin(company, clock(0, 15, 1), lambda: its(company, HumanResources).overtime_round(again))
    company.env.run(until=clock(1, 10))
    rows = [row["action"] for row in decisions_of(company, OVERTIME) if row["action"]]
    duty = decoded(company).duty
    assert rows == [3.0]
    assert len(duty[(duty["team"] == "finance") & (duty["kind"] == 1)]) == 3


def test_an_old_report_lets_nobody_stay() -> None:
    """The last report is of midnight, when nothing waited: nobody stays.

    Three people for 2 h would have cost 6 x 42 x 1.5 = 378 EUR, leaving the 6 h for tomorrow costs 6 x 12 = 72: this
    time ignorance was cheaper, and the regret is negative.
    """
    company = overtime_company(Mode.BATCH, report_hours=24.0)
    company.env.run(until=clock(1, 10))
    row = next(row for row in decisions_of(company, OVERTIME) if row["oracle"])
    assert (row["action"], row["oracle"], row["cause"]) == (0.0, 3.0, STALE)
    assert row["regret"] == near(72.0 - 378.0)
    assert (row["age"], row["unseen"]) == (near(15.0), near(1.0))
    assert not decoded(company).duty.query("team == 'finance' and kind == 1").size


def test_a_question_is_answered_in_two_hours() -> None:
    """HR's two people answer two questions at once; the third waits for them: 9-11, 9-11, 11-13."""
    company = still()
    hr = its(company, HumanResources)
    cases = [company.house.cases.open_case("colleague's question", number, "hr") for number in range(3)]
    for case in cases:
        begin(company, clock(0, 9), lambda case=case: hr.question(case))  # type: ignore[misc]
    company.env.run(until=clock(1, 0))
    assert [timeline(company, case)[0][1:] for case in cases] == [
        (clock(0, 9), clock(0, 11)),
        (clock(0, 9), clock(0, 11)),
        (clock(0, 11), clock(0, 13)),
    ]


@pytest.mark.parametrize(("answered", "leaves"), [(None, 120.0 + 77.2 / 0.38), (200.0, 200.0 + 46.8 / 0.19)])
def test_who_gets_no_answer_leaves_sooner(answered: float | None, leaves: float) -> None:
    """Of 100 hours at a turnover of 1 a year 0.19 x 120 pass in the five days that a question may lie: 77.2 are left.

    They pass twice as fast, until the answer comes: after 80 more hours 77.2 - 0.38 x 80 = 46.8 are left.
    """
    company = still({"hr": {"question_patience_days": 5.0, "aggrieved_turnover": 2.0, "aggrieved_absence": 3.0}})
    hr, member = its(company, HumanResources), company.house.staffing.teams["crm"].members[0]
    hr._stays, hr._asker = always(company, 100.0), always(company, 1e-9)
    assert company.house.staffing.anybody(1e-9) is member
    company.house.world.without = frozenset({"answers to colleagues"})
    begin(company, 0.0, lambda: hr.career("crm", member))
    case = company.house.cases.open_case("colleague's question", 0, "hr")
    begin(company, 0.0, lambda: hr.question(case))
    if answered is not None:
        company.env.at(answered, lambda: hr.makes_up(case))
    company.env.run(until=119.0)
    assert not company.house.staffing.colleagues.is_aggrieved(member)
    company.env.run(until=leaves - 1e-6)
    assert (case.key in hr._lying, company.house.staffing.colleagues.is_aggrieved(member)) == (answered is None,) * 2
    assert not hr._leaving
    company.env.run(until=leaves + 1e-6)
    assert hr._leaving == {member}
