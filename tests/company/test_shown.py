"""What a video call settles at the first contact, since it can be shown, that elsewhere takes an expert."""

from __future__ import annotations

import pytest

from sim.company.front_office.channels import EMAIL, PHONE, VIDEO
from sim.company.front_office.support import Support
from sim.measures.relations import by_expert
from tests.company.worlds import always, clock, decoded, its, near, still, ticket, timeline

SHOWN = {"topics": {"technical": {"look_up": 0.0, "expert": 0.5, "shown": 0.6}}}


@pytest.mark.parametrize(
    ("channel", "luck", "with_expert"),
    [(VIDEO, 0.19, True), (VIDEO, 0.21, False), (PHONE, 0.21, True), (EMAIL, 0.49, True), (EMAIL, 0.51, False)],
)
def test_what_can_be_shown_needs_no_expert(channel: str, luck: float, with_expert: bool) -> None:
    """Half of such matters need an expert; on video 60 % of these can be shown, so that 0.5 x 0.4 = 0.2 still do."""
    company = still(SHOWN)
    its(company, Support)._expert = always(company, luck)
    case = ticket(company, "technical", channel, clock(0, 9))
    company.env.run(until=clock(2, 0))
    done = [activity for activity, *_ in timeline(company, case)]
    assert ("mend a customer's fault" in done, "follow up a ticket" in done) == (with_expert, with_expert)
    assert by_expert(decoded(company)) == with_expert
    assert case.status == "solved"


def test_a_matter_that_is_shown_is_settled_when_the_call_ends() -> None:
    """On video within the call; by phone it goes to IT and back first."""
    ends = {}
    for channel in (VIDEO, PHONE):
        company = still(SHOWN)
        its(company, Support)._expert = always(company, 0.3)
        case = ticket(company, "technical", channel, clock(0, 9))
        company.env.run(until=clock(2, 0))
        ends[channel] = case.closed
        call = timeline(company, case)[0]
        assert (case.closed == near(call[2])) == (channel == VIDEO)
    assert ends[VIDEO] < ends[PHONE]
