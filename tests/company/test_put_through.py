"""Callers who are put through to an expert: who takes the call, who holds the line, and who must be called back."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from sim.company.front_office.channels import EMAIL, PHONE
from sim.company.front_office.support import Support
from sim.company.simulation import Company
from sim.engine.codes import VisitStatus
from sim.engine.kernel import Flow
from sim.measures.customers import tickets
from sim.measures.ratios import resolution_lost_by_transfer, transfers
from tests.company.worlds import (
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

CALLERS = {"picks_up_share": 1.0, "phone_patience_minutes": 7.5, "chase_hours": 4.0}
BY_EXPERT = {"technical": {"look_up": 0.0, "expert": 1.0}}
BLIND = {"support": {"visible": 0.0}}


def company_where(
    topics: dict[str, Any] = BY_EXPERT, *, chasing: bool = False, change: dict[str, Any] | None = None, **more: Any
) -> Company:
    """A still company that takes calls; a caller holds the line for 7.5 minutes and asks again after 4 h."""
    found = still({"topics": topics, "contacts": CALLERS, "behaviour": {"chasing": chasing}, **(change or {})}, **more)
    support = its(found, Support)
    support._holds = support._patience = support._chases = always(found, 1.0)
    return found


def all_busy(company: Company, team: str, hours: float) -> Flow:
    """All people of a team have something in hand for so long."""
    other = company.house.cases.open_case(f"busy for {hours}", 0, team)
    own = company.house.staffing.main_teams[team]
    yield company.env.all_of([own.work(other.key, hours) for _ in own.members])


def test_a_caller_is_put_through_while_on_the_line() -> None:
    """Call of Monday 9:00 answered in 13 min, mended on the line in 2 h: solved at 11:13, with no follow-up."""
    company = company_where()
    case = ticket(company, "technical", PHONE, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert_timeline(
        company,
        case,
        [
            ("answer a call", clock(0, 9), clock(0, 9, 13)),
            ("mend a customer's fault", clock(0, 9, 13), clock(0, 11, 13)),
        ],
    )
    assert (case.status, case.value) == ("solved", 1)
    assert parts_of(company, case) == near({"touch": (13 + 120) / 60})


@pytest.mark.parametrize("hinders", ["nobody attends", "written", "closed"])
def test_otherwise_it_goes_by_message_and_is_called_back(hinders: str) -> None:
    """Nobody attends to others; a message has no line to hold; at 18:00 IT has gone home. A follow-up ends it."""
    company = company_where(practices={"it": {"attention": 0.0}} if hinders == "nobody attends" else None)
    began = clock(0, 18) if hinders == "closed" else clock(0, 9)
    case = ticket(company, "technical", EMAIL if hinders == "written" else PHONE, began)
    company.env.run(until=clock(3, 0))
    done = [activity for activity, *_ in timeline(company, case, given_up=False)]
    assert done[1:] == ["mend a customer's fault", "follow up a ticket"]


def test_who_has_held_the_line_long_enough_is_called_back() -> None:
    """All of IT are busy until 10:00: put through at 9:13, the caller has had enough at 9:20:30; IT begins at 10:00."""
    company = company_where()
    begin(company, clock(0, 9), lambda: all_busy(company, "it", 1.0))
    case = ticket(company, "technical", PHONE, clock(0, 9))
    company.env.run(until=clock(0, 17))
    visits = decoded(company).visits
    given_up = visits[(visits["case"] == case.key) & (visits["status"] == VisitStatus.ABANDONED)].iloc[0]
    assert (given_up["asked"], given_up["ended"]) == (near(clock(0, 9, 13)), near(clock(0, 9, 20.5)))
    assert timeline(company, case, given_up=False) == [
        ("answer a call", near(clock(0, 9)), near(clock(0, 9, 13))),
        ("mend a customer's fault", near(clock(0, 10)), near(clock(0, 12))),
        ("follow up a ticket", near(clock(0, 12)), near(clock(0, 12, 24))),
    ]


def test_who_must_be_searched_for_first_is_not_waited_for_longer() -> None:
    """A fact must be searched for first: the caller who finds all of IT busy until noon is gone all the same."""
    company = company_where(practices={"it": {"visible": 0.0}}, change={"looks_up": {"mend a customer's fault": 1.0}})
    begin(company, clock(0, 9), lambda: all_busy(company, "it", 3.0))
    case = ticket(company, "technical", PHONE, clock(0, 9))
    company.env.run(until=clock(1, 17))
    visits = decoded(company).visits
    given_up = visits[(visits["case"] == case.key) & (visits["status"] == VisitStatus.ABANDONED)]
    assert given_up["ended"].tolist() == [near(clock(0, 9, 20.5))]
    assert [activity for activity, *_ in timeline(company, case, given_up=False)][-3:] == [
        "search for information",
        "mend a customer's fault",
        "follow up a ticket",
    ]


@pytest.mark.parametrize(("minute", "taken"), [(46.9, True), (47.1, False)])
def test_a_call_that_would_not_be_over_by_closing_time_is_not_taken(minute: float, taken: bool) -> None:
    """IT goes home at 17:00 and needs two hours; a call of 14:46:54 is answered by 14:59:54, one of 14:47:06 too late."""
    company = company_where()
    case = ticket(company, "technical", PHONE, clock(0, 14, minute))
    company.env.run(until=clock(2, 0))
    done = [activity for activity, *_ in timeline(company, case, given_up=False)]
    assert done == ["answer a call", "mend a customer's fault"] + ["follow up a ticket"] * (not taken)
    assert (case.closed <= clock(0, 17)) == taken


@pytest.mark.parametrize("kept", [True, False])
def test_the_story_is_told_to_the_expert_where_it_is_not_at_hand(kept: bool) -> None:
    """2.5 minutes more, and noted once; who was gone before has told nothing."""
    for busy, told in ((False, not kept), (True, False)):
        company = company_where(practices=None if kept else BLIND)
        if busy:
            begin(company, clock(0, 9), partial(all_busy, company, "it", 1.0))
        case = ticket(company, "technical", PHONE, clock(0, 9))
        company.env.run(until=clock(0, 17))
        (mended,) = [row for row in timeline(company, case, given_up=False) if row[0] == "mend a customer's fault"]
        assert mended[2] - mended[1] == near(2 + told * 2.5 / 60)
        assert len(decoded(company).noted_measured("told again")) == told


def test_what_was_tried_on_the_line_takes_the_same_time_by_message() -> None:
    """The touch time of the call-back is that of the same ticket by message: it has the same luck."""
    hours = {}
    for attention in (0.0, 1.0):
        company = company_where(
            practices={"it": {"attention": attention}},
            change={"activities": {"mend a customer's fault": {"variation": 1.0}}},
        )
        begin(company, clock(0, 9), partial(all_busy, company, "it", 1.0))
        case = ticket(company, "technical", PHONE, clock(0, 9))
        company.env.run(until=clock(4, 0))
        visits = decoded(company).visits
        assert (visits["status"] == VisitStatus.ABANDONED).sum() == attention
        (mended,) = [row for row in timeline(company, case, given_up=False) if row[0] == "mend a customer's fault"]
        hours[attention] = mended[2] - mended[1]
    assert hours[0.0] == near(hours[1.0])


def test_a_caller_comes_before_what_lies_on_the_experts_desk() -> None:
    """All of IT are busy until 9:15 and three hours of work wait: who is free first takes the caller, 9:15-11:15."""
    company = company_where()
    begin(company, clock(0, 9), lambda: all_busy(company, "it", 0.25))
    begin(company, clock(0, 9, 5), lambda: all_busy(company, "it", 3.0))
    case = ticket(company, "technical", PHONE, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert timeline(company, case, given_up=False)[1:] == [
        ("mend a customer's fault", near(clock(0, 9, 15)), near(clock(0, 11, 15)))
    ]


def test_who_was_called_back_once_is_not_on_the_line() -> None:
    """What customer service must ask for ends the call: an expert is then asked by message, too."""
    company = company_where({"question": {"look_up": 1.0, "expert": 1.0}}, practices=BLIND)
    case = ticket(company, "question", PHONE, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert [activity for activity, *_ in timeline(company, case, given_up=False)] == [
        "answer a call",
        "follow up a ticket",
        "answer a sales request",
        "follow up a ticket",
    ]
    assert case.status == "solved"


def test_a_call_that_is_put_through_counts_as_passed_on() -> None:
    """Of callers, one is put through at 9:00 and one at 18:00, when IT has gone home, so that he asks again; one is not.

    Half of those passed on are solved at the first contact, and all others; who writes does not count as a caller.
    """
    company = company_where({**BY_EXPERT, "question": {"look_up": 0.0, "expert": 0.0}}, chasing=True)
    for number, (kind, channel, hour) in enumerate(
        [("technical", PHONE, 9), ("technical", PHONE, 18), ("question", PHONE, 9), ("technical", EMAIL, 9)]
    ):
        ticket(company, kind, channel, clock(0, hour), number)
    company.env.run(until=clock(4, 0))
    run = decoded(company)
    assert tickets(run).groupby(["by_call", "passed_on"])["tickets"].sum().to_dict() == {
        (False, True): 1,
        (True, False): 1,
        (True, True): 2,
    }
    assert transfers(run) == 0.75
    assert resolution_lost_by_transfer(run) == 0.5
