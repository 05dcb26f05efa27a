"""Customer service: a ticket between two departments, callers who give up, those who chase, and two shifts."""

from __future__ import annotations

import pytest

from sim.company.front_office.channels import CHAT, EMAIL, PHONE, VIDEO, WEB
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.codes import Mode
from tests.company.worlds import (
    STILL,
    always,
    assert_timeline,
    begin,
    clock,
    decoded,
    its,
    near,
    parts_of,
    still,
    ticket,
    timeline,
)

BY_HAND = {"mode": Mode.MANUAL, "write_hours": 4 / 60}
SILENT = {"phone_patience_minutes": 100_000.0, "chat_patience_minutes": 100_000.0}


@pytest.fixture(autouse=True)
def _certain_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every technical ticket needs IT, every question a look-up in Sales' records and nothing more."""
    monkeypatch.setitem(
        STILL,
        "topics",
        {"technical": {"look_up": 0.0, "expert": 1.0}, "question": {"look_up": 1.0, "expert": 0.0}},
    )


def test_a_technical_ticket_on_one_platform() -> None:
    """Message of Monday 9:00 answered in 17 min, mended by IT in 2 h (9:17-11:17), follow-up 24 min: solved 11:41."""
    company = still()
    case = ticket(company, "technical", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert_timeline(
        company,
        case,
        [
            ("answer a message", clock(0, 9), clock(0, 9, 17)),
            ("mend a customer's fault", clock(0, 9, 17), clock(0, 11, 17)),
            ("follow up a ticket", clock(0, 11, 17), clock(0, 11, 41)),
        ],
    )
    assert (case.status, case.closed, case.value) == ("solved", near(clock(0, 11, 41)), 1)
    assert parts_of(company, case) == near({"touch": (17 + 120 + 24) / 60})


def test_the_same_ticket_with_messages_by_hand() -> None:
    """The same ticket when both ways are by hand.

    Support writes 4 min (9:17-9:21); IT looks into its inbox every 2 open hours, at 11:00; rekeys 8 fields of 0.55 min
    (11:04:24); mends for 2 h (13:04:24); writes 4 min (13:08:24). Support, open since 8:00, looks at 14:00, rekeys 5
    fields (14:02:45), follows up for 24 min: solved at 14:26:45 instead of 11:41. The difference is information.
    """
    company = still(
        links={
            ("support", "it", "escalation"): {**BY_HAND, "rekey_hours": 8 * 0.55 / 60},
            ("it", "support", "solution"): {**BY_HAND, "rekey_hours": 5 * 0.55 / 60},
        }
    )
    case = ticket(company, "technical", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert_timeline(
        company,
        case,
        [
            ("answer a message", clock(0, 9), clock(0, 9, 17)),
            ("write a message", clock(0, 9, 17), clock(0, 9, 21)),
            ("rekey a message", clock(0, 11), clock(0, 11, 4.4)),
            ("mend a customer's fault", clock(0, 11, 4.4), clock(0, 13, 4.4)),
            ("write a message", clock(0, 13, 4.4), clock(0, 13, 8.4)),
            ("rekey a message", clock(0, 14), clock(0, 14, 2.75)),
            ("follow up a ticket", clock(0, 14, 2.75), clock(0, 14, 26.75)),
        ],
    )
    assert case.closed == near(clock(0, 14, 26.75))
    assert parts_of(company, case) == near({"touch": (17 + 120 + 24) / 60, "information": (107.4 + 58.35) / 60})


def test_what_cannot_be_seen_is_asked_for() -> None:
    """Seeing: 4 min of looking up. Blind: parked until Sales has answered in 15 min; a call-back of 24 min follows."""
    seeing, blind = still(), still(practices={"support": {"visible": 0.0}})
    cases = [ticket(company, "question", EMAIL, clock(0, 9)) for company in (seeing, blind)]
    for company in (seeing, blind):
        company.env.run(until=clock(0, 17))
    assert_timeline(
        seeing,
        cases[0],
        [("answer a message", clock(0, 9), clock(0, 9, 17)), ("look something up", clock(0, 9, 17), clock(0, 9, 21))],
    )
    assert_timeline(
        blind,
        cases[1],
        [("answer a message", clock(0, 9), clock(0, 9, 17)), ("follow up a ticket", clock(0, 9, 32), clock(0, 9, 56))],
    )
    inquiries = decoded(blind).cases.query("kind == 'inquiry'")
    assert inquiries[["opened", "closed"]].to_numpy().tolist() == [near([clock(0, 9, 17), clock(0, 9, 32)])]
    assert parts_of(blind, cases[1])["information"] == near(15 / 60)


def test_a_caller_gives_up_when_patience_ends() -> None:
    """All four of the early shift are busy: the caller hangs up after exactly the patience drawn for the case."""
    company = still({"contacts": {"retry_share": 0.0}})
    its(company, Support)._patience = always(company, 2.0)  # twice the mean of 7.5 minutes
    begin(company, clock(0, 9), lambda: occupy(company, 4, hours=1.0))
    case = ticket(company, "question", PHONE, clock(0, 9, 5))
    company.env.run(until=clock(0, 12))
    assert (case.status, case.closed) == ("gave up", near(clock(0, 9, 20)))
    visits = decoded(company).visits
    assert visits.loc[visits["case"] == case.key, "status"].tolist() == [1]
    assert parts_of(company, case) == near({"queue": 0.25})


def test_who_gave_up_may_call_again() -> None:
    """With retry_share 1 the caller of 9:20 tries again 3 hours later and is served: one contact, two attempts."""
    company = still({"contacts": {"retry_share": 1.0, "retry_hours": 3.0, "switch_channel_share": 0.0}})
    its(company, Support)._patience = always(company, 2.0)
    its(company, Support)._retry_after = always(company, 1.0)
    begin(company, clock(0, 9), lambda: occupy(company, 4, hours=1.0))
    case = ticket(company, "question", PHONE, clock(0, 9, 5))
    company.env.run(until=clock(0, 17))
    calls = [row for row in timeline(company, case) if row[0] == "answer a call"]
    assert calls == [
        ("answer a call", near(clock(0, 9, 20)), near(clock(0, 9, 20))),
        ("answer a call", near(clock(0, 12, 20)), near(clock(0, 12, 33))),
    ]
    assert (case.status, case.value) == ("solved", 1)


def occupy(company: Company, people: int, hours: float):  # type: ignore[no-untyped-def]
    """Keep some of customer service busy."""
    other = company.house.cases.open_case("busy", 0, "support")
    tasks = [its(company, Support).team.work(other.key, hours) for _ in range(people)]
    for task in tasks:  # noqa: UP028 - a list takes nothing that is sent back
        yield task


def test_callers_come_before_messages() -> None:
    """A message of 9:10 and a call of 9:20 wait for the first free colleague at 10:00: the call is taken first."""
    company = still({"contacts": SILENT})
    begin(company, clock(0, 9), lambda: occupy(company, 2, hours=8.0))
    begin(company, clock(0, 9), lambda: occupy(company, 1, hours=1.0))
    message = ticket(company, "question", EMAIL, clock(0, 9, 10), 0)
    call = ticket(company, "question", PHONE, clock(0, 9, 20), 1)
    company.env.run(until=clock(0, 12))
    assert timeline(company, call)[0] == ("answer a call", clock(0, 10), near(clock(0, 10, 13)))
    assert timeline(company, message)[0][1] >= clock(0, 10, 13)


def test_at_night_a_call_becomes_a_message() -> None:
    """Nobody answers the phone at 21:00; the message is answered when the early shift comes, Tuesday 8:00-8:17."""
    company = still()
    case = ticket(company, "question", PHONE, clock(0, 21))
    company.env.run(until=clock(1, 12))
    assert timeline(company, case)[0] == ("answer a message", clock(1, 8), near(clock(1, 8, 17)))
    assert parts_of(company, case)["closed"] == near(11.0)


def test_who_only_calls_still_finds_a_way_at_night() -> None:
    """With every contact by phone there is no share of written ones to choose from at night: the web form is taken."""
    company = still({"contacts": {"phone_share": 1.0, "chat_share": 0.0, "video_share": 0.0, "email_share": 0.0}})
    case = company.house.cases.open_case("question", 0, "support")
    company.env.run(until=clock(0, 3))
    assert its(company, Support).choose_channel(case) == WEB
    company.env.run(until=clock(0, 10))
    assert its(company, Support).choose_channel(case) == PHONE


def test_channels_are_chosen_by_their_shares() -> None:
    """By day 45 % call, 15 % chat, 2 % by video, 25 % by e-mail, 13 % on the web (4,000 contacts, 4 standard errors)."""
    company = still()
    company.env.run(until=clock(0, 10))
    taken = [
        its(company, Support).choose_channel(company.house.cases.open_case("question", number, "support"))
        for number in range(4000)
    ]
    for channel, share in ((PHONE, 0.45), (CHAT, 0.15), (VIDEO, 0.02), (EMAIL, 0.25), (WEB, 0.13)):
        assert abs(taken.count(channel) / 4000 - share) < 4 * (share * (1 - share) / 4000) ** 0.5, channel


def test_a_message_in_hand_at_closing_time_is_finished() -> None:
    """Begun at 19:50, done at 20:07: seven minutes of overtime are on record."""
    company = still()
    case = ticket(company, "question", EMAIL, clock(0, 19, 50))
    company.env.run(until=clock(1, 13))
    assert timeline(company, case)[0] == ("answer a message", near(clock(0, 19, 50)), near(clock(0, 20, 7)))
    duty = decoded(company).duty
    overtime = duty[(duty["team"] == "support") & (duty["kind"] == 1)]
    assert overtime["hours"].sum() == near(7 / 60)


def test_who_waits_asks_again() -> None:
    """IT takes 2.5 h; a customer who asks again every hour calls at 10:17 and 11:17: three contacts instead of one.

    The satisfaction that is left: 0.75 + 0.3 x (0.80 + 0.2 x tact - 2 x 0.15 - 0.02 x days - 0.75).
    """
    company = still(
        {
            "behaviour": {"chasing": True},
            "contacts": {**SILENT, "chase_hours": 1.0},
            "activities": {"mend a customer's fault": {"minutes": 150}},
        }
    )
    its(company, Support)._chases = always(company, 1.0)
    for member in its(company, Support).team.members:
        member.tact = 0.64
    case = ticket(company, "technical", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    chasers = decoded(company).cases.query("kind == 'chaser'")
    assert chasers["opened"].tolist() == near([clock(0, 10, 17), clock(0, 11, 17)])
    assert chasers["failure"].tolist() == [1, 1]
    assert (case.status, case.value) == ("solved", 3)
    assert case.customer is not None
    days = (case.closed - case.opened) / 24
    assert case.customer.satisfaction == near(0.75 + 0.3 * (0.80 + 0.2 * 0.64 - 0.30 - 0.02 * days - 0.75))


def test_tact_decides_who_is_understood() -> None:
    """With everybody misunderstood at no tact, the tactless bring customers back and the perfectly tactful never do."""
    contacts = {}
    for tact in (0.0, 1.0):
        company = still(
            {"contacts": {"misunderstood_share": 1.0, "chase_hours": 1.0}, "departments": {"support": {"tact": tact}}}
        )
        for member in its(company, Support).team.members:
            member.tact = tact
        cases = [ticket(company, "question", EMAIL, clock(0, 9), number, customer=number) for number in range(4)]
        company.env.run(until=clock(3, 0))
        contacts[tact] = [
            sum(activity == "answer a message" for activity, *_ in timeline(company, case)) for case in cases
        ]
    assert contacts[1.0] == [1, 1, 1, 1]
    assert min(contacts[0.0]) > 1


def test_a_grave_ticket_is_known_as_trouble_until_it_is_solved() -> None:
    """A complaint counts as trouble from its first minute to its solution, and no longer."""
    company = still()
    case = ticket(company, "complaint", EMAIL, clock(0, 9))
    assert case.customer is not None
    company.env.run(until=clock(0, 9, 1))
    assert case.customer.troubles.value == 1
    company.env.run(until=clock(2, 9))
    assert (case.status, case.customer.troubles.value) == ("solved", 0)
