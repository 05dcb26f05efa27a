"""Channels: whether what was said on one is found on another, and what is shown on video; by hand, minute by minute."""

from __future__ import annotations

import pytest

from sim.company.case import Case
from sim.company.front_office.channels import CHAT, MESSAGING, PHONE, VIDEO, choices
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.kernel import Flow
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, assert_timeline, begin, clock, decoded, its, near, still

pytestmark = pytest.mark.usefixtures("certain_topics")

OMNI = {"messaging": 0.25, "video": 0.03, "messaging_patience": 1 / 3, "joined": 1.0}
AGAIN = {"contacts": {"switch_channel_share": 1.0, "retry_share": 1.0, "retell_minutes": 2.5}}


def call_then_message(*without: CapabilityName) -> tuple[Company, Case]:
    """All of customer service are busy; a caller of Monday 9:00 gives up after six minutes and writes an hour later.

    Others' records cannot be seen here: the story is found only if all channels share one case.
    """
    company = still(AGAIN, contact=OMNI, practices={"support": {"visible": 0.0}}, without=without)
    support, people = its(company, Support), company.house.staffing.teams["support"]
    support._patience = always(company, 6.0 / company.house.model.contacts.phone_patience_minutes)
    support._retry_after = always(company, 1.0 / company.house.model.contacts.retry_hours)

    def occupied() -> Flow:
        for number in range(len(people.members)):
            people.work(10_000 + number, 0.5)
        return
        yield

    begin(company, clock(0, 8, 59), occupied)
    case = company.house.cases.open_case("question", 0, "support", company.house.customers.get(1))
    case.opened = clock(0, 9)
    begin(company, clock(0, 9), lambda: support.ticket(case, PHONE))
    company.env.run(until=clock(0, 17))
    return company, case


@pytest.mark.parametrize(("without", "told"), [((), 0.0), (("convergence of channels",), 2.5)])
def test_on_another_channel_the_story_is_told_again_unless_channels_are_one(
    without: tuple[CapabilityName, ...], told: float
) -> None:
    """The message takes 17 minutes, and 2.5 more where what was said on the telephone is not found."""
    company, case = call_then_message(*without)
    given_up, answered = clock(0, 9, 6), clock(0, 10, 23 + told)
    assert_timeline(
        company,
        case,
        [("answer a call", given_up, given_up), ("answer a message", clock(0, 10, 6), answered)],
    )
    assert (case.status, case.closed) == ("solved", near(answered))
    assert len(decoded(company).noted("told again")) == (told > 0)


ALL = {MESSAGING, VIDEO, PHONE, CHAT}


@pytest.mark.parametrize(("without", "found"), [((), ALL), (("video and messaging",), {PHONE, CHAT})])
def test_without_video_and_messaging_people_call_and_chat(without: tuple[CapabilityName, ...], found: set[str]) -> None:
    """2,000 by day on live channels; who would show it on video telephones."""
    company = still(contact=OMNI, without=without)
    support = its(company, Support)
    cases = [company.house.cases.open_case("question", number, "support") for number in range(2000)]
    assert {support.channels.choose(case, open_now=True, live=True) for case in cases} == found
    contacts = company.house.model.contacts
    shares = dict(choices(contacts, video=False)[True][1])
    assert shares[PHONE] == near(contacts.phone_share + contacts.video_share)
    assert shares[VIDEO] == 0.0
