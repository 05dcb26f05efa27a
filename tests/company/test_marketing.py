"""Marketing: a campaign from its plan to its launch, and whom it is sent to."""

from __future__ import annotations

import pytest

from sim.company.decisions import AUDIENCE, INVISIBLE
from tests.company.worlds import begin, booked, clock, decisions_of, parts_of, still, timeline

LAUNCH = clock(15, 10)  # Tuesday of week 3


def test_a_campaign_hour_by_hour() -> None:
    """30 h of preparation, 3 h in Legal, 4 h for the audience, then it waits for the day of its launch.

    Monday 9:00 + 30 h (Mon, Tue, Wed 8 h each, Thu 6 h) = Thu 15:00; Legal's 3 h: Thu 15-17, Fri 9-10;
    the audience: Fri 10-14; launched on Tuesday of week 3, 10:00.
    """
    company = still({"marketing": {"recipients": 1}})
    case = company.open_case("campaign", 0, "marketing")
    begin(company, 0.0, lambda: company.marketing.campaign(case, LAUNCH))
    company.env.run(until=LAUNCH + 1)
    assert timeline(company, case) == pytest.approx_timeline([
        ("prepare a campaign", clock(0, 9), clock(3, 15)),
        ("check a campaign", clock(3, 15), clock(4, 10)),
        ("choose the audience", clock(4, 10), clock(4, 14))])
    assert (case.status, case.closed) == ("launched", LAUNCH)
    assert booked(company, "campaigns") == [(LAUNCH, -6000.0)]
