"""What another department asked for, and is left lying, is done in its turn once a manager has been asked."""

from __future__ import annotations

from functools import partial

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.left_lying import see_to_what_lies
from sim.company.priorities import NORMAL
from sim.engine.team import Team
from tests.company.worlds import assert_timeline, begin, clock, its, still


def asked(team: Team, case: int) -> None:
    """Own work of a whole day."""
    team.work(case, 8.0, priority=NORMAL)


@pytest.mark.parametrize(("days", "begun"), [(1, clock(2, 9)), (3, clock(4, 9))])
def test_it_waits_behind_own_work_until_a_manager_is_asked(days: int, begun: float) -> None:
    """One person, four days of own work, three of them asked for on Monday 11:00; figures for Finance since 10:00.

    A day after that is Tuesday 10:00; on Wednesday the figures are older than the own work and come first (9:00-11:30).
    Three days after is Thursday 10:00, when the last own work is in hand: they are done on Friday, as if nobody had
    been asked.
    """
    change = {
        "teams": {"hr": {"staff": 1, "can_learn": []}},
        "information": {"left_lying_days": days},
    }
    company = still(change, practices={"hr": {"others_last": 1.0}})
    hr, cases = its(company, HumanResources), company.house.cases
    company.env.start(see_to_what_lies(company.house))
    for number, hour in enumerate((9.0, 11.0, 11.0, 11.0)):
        company.env.at(clock(0, hour), partial(asked, hr.team, number))
    figures = cases.open_case("figures", 0, "finance")
    begin(company, clock(0, 10), lambda: hr.prepare_figures(figures))
    company.env.run(until=clock(5, 0))
    assert_timeline(company, figures, [("prepare month-end figures", begun, begun + 2.5)])
