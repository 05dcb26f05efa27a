"""What comes of the trends in customer service and of bots: one situation each, small enough to be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.company.case import Case
from sim.company.front_office.channels import CHAT, EMAIL, MESSAGING, PHONE, WEB
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.support import Support
from sim.company.information import copy_error
from sim.company.simulation import Company
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.engine.kernel import Flow
from sim.levers.primitives import Link
from tests.company.worlds import (
    assert_timeline,
    begin,
    clock,
    decoded,
    escalated,
    its,
    near,
    parts_of,
    still,
    ticket,
    timeline,
)

pytestmark = pytest.mark.usefixtures("certain_topics")

BY_HAND = {"mode": Mode.MANUAL, "write_hours": 4 / 60, "rekey_hours": 8 * 0.55 / 60}
ASSISTANT = {"assistant_share": 1.0, "assistant_hours": 4 / 60, "bounced_hours": 3 / 60}
BOTS = {("support", "it", "escalation"): {**BY_HAND, "keyed_by_bot_share": 1.0, "keyed_by_bot_hours": 0.5 / 60}}


def questions(company: Company, number: int) -> list[Case]:
    """Questions by e-mail, one every hour of the week's working days, day and night."""
    cases = [ticket(company, "question", EMAIL, 0.4 * place, place) for place in range(number)]
    company.env.run(until=2 * WEEK)
    return cases


# ---- assistants ------------------------------------------------------------------------------------------------


def test_contained_tickets_take_no_staff() -> None:
    """Half of the questions are settled by the assistant in 4 minutes, at any hour, and nobody touches them."""
    varied = {"activities": {"answer a message": {"variation": 0.9}}}
    company = still(varied, contact={**ASSISTANT, "contained": {"question": 0.5}})
    cases = questions(company, 300)
    touched = set(decoded(company).visits["case"])
    contained = [case for case in cases if case.key not in touched]
    assert 0.4 < len(contained) / len(cases) < 0.6
    assert {case.status for case in contained} == {"solved"}
    assert [case.closed - case.opened for case in contained] == near([4 / 60] * len(contained))


def test_remaining_tickets_are_harder() -> None:
    """The easiest are settled: those left take people longer on average than questions take without an assistant."""
    varied = {"activities": {"answer a message": {"variation": 0.9}}}
    contact = {"assistant_share": 1.0, "assistant_hours": 4 / 60, "contained": {"question": 0.5}}  # nothing is added
    means = []
    for company in (still(varied), still(varied, contact=contact)):
        questions(company, 300)
        visits = decoded(company).visits
        means.append(visits.loc[visits["activity"] == "answer a message", "worked"].mean())
    assert means[1] > 1.3 * means[0]


def test_bounced_customers_take_longer_and_have_asked_twice() -> None:
    """4 min with the assistant (9:00-9:04), then 17 + 3 min with a colleague: solved 9:24, two contacts."""
    company = still(contact=ASSISTANT)
    case = ticket(company, "question", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert_timeline(company, case, [("answer a message", clock(0, 9, 4), clock(0, 9, 24))])
    assert (case.status, case.value) == ("solved", 2)


def test_who_calls_meets_no_assistant() -> None:
    """A caller is answered by a person at once."""
    company = still(contact={**ASSISTANT, "contained": {"question": 0.95}})
    case = ticket(company, "question", PHONE, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert_timeline(company, case, [("answer a call", clock(0, 9), clock(0, 9, 13))])


def test_easy_asking_brings_more_questions() -> None:
    """With an assistant, more questions come than without, and those that come anyway are the same ones."""
    cases: list[set[tuple[int, str]]] = []
    for contact in ({}, {**ASSISTANT, "easier": 0.5}):
        company = still(contact=contact)
        its(company, Support).start()
        company.env.run(until=WEEK)
        rows = decoded_cases(company)
        cases.append(rows)
    assert cases[0] < cases[1]
    more = [kind for key, kind in cases[1] - cases[0]]
    assert 20 < more.count("question") < 50, "half of 70 a week"


def decoded_cases(company: Company) -> set[tuple[int, str]]:
    """Keys and kinds of what came by itself, finished or not."""
    closed = decoded(company).cases
    rows = {
        (key, kind)
        for key, kind, parent in zip(closed["case"], closed["kind"], closed["parent"], strict=True)
        if parent == -1
    }
    return rows | {(case.key, case.kind) for case in company.house.cases.open_cases.values() if case.parent is None}


def test_assistance_helps_the_slow_most() -> None:
    """Half of the distance to 1.25 is made up: from 0.5 to 0.875, from 1 to 1.125, and nobody above 1.25 gains."""
    company = still(practices={"support": {"assistance": 0.5, "assisted_to": 1.25}})
    speeds = [company.house.staffing.colleagues.speed("support", craft) for craft in (0.5, 1.0, 1.3)]
    assert speeds == near([0.875, 1.125, 1.3])
    assert company.house.staffing.colleagues.speed("sales", 0.5) == 0.5


# ---- back-office bots ------------------------------------------------------------------------------------------


def test_bots_key_in_but_the_message_comes_no_sooner() -> None:
    """Message written 9:21-9:25; IT's inbox round is at 11:00 with and without bots; only the keying in is faster."""
    plain = still(links={("support", "it", "escalation"): BY_HAND})
    bots = still(links=BOTS, practices={"it": {"keying_bots": 2}})
    cases = [escalated(company) for company in (plain, bots)]
    for company, case, keyed in ((plain, cases[0], 4.4), (bots, cases[1], 0.5)):
        steps = {activity: (start, end) for activity, start, end in timeline(company, case)}
        assert steps["rekey a message"] == near((clock(0, 11), clock(0, 11, keyed)))
        assert steps["mend a customer's fault"][0] == near(clock(0, 11, keyed))
    who = decoded(bots).visits.set_index("activity")["team"].astype(str)
    assert who["rekey a message"] == "it bots"
    assert [bool(row) for row in decoded(bots).deliveries.query("subject == 'escalation'")["rekeyed"]] == [False]


def test_broken_bots_go_on_and_spoil_what_they_touch() -> None:
    """Nobody notices: the message arrives as always, wrong, and is on the list of what must be put right."""
    company = still(links=BOTS, practices={"it": {"keying_bots": 2, "unnoticed": 3.0}})
    company.house.automation.bots["it"].broken = True
    case = escalated(company)
    assert company.house.automation.bots["it"].spoiled == [case]
    assert case.status == "solved"
    assert company.house.automation.bots["it"].unnoticed == 3.0


def test_bots_do_not_notice_what_is_wrong() -> None:
    """Who keys in may notice what was wrong already; a bot never does."""
    caught = {}
    for name, links, practices in (
        ("people", {("support", "it", "escalation"): BY_HAND}, {}),
        ("bots", BOTS, {"it": {"keying_bots": 2}}),
    ):
        company = still({"information": {"catch": 1.0}}, links=links, practices=practices)
        case = ticket(company, "technical", EMAIL, clock(0, 9))
        case.wrong |= {"detail"}
        company.env.run(until=clock(0, 17))
        caught[name] = "detail" not in case.wrong
    assert caught == {"people": True, "bots": False}


def test_errors_of_copies_by_hand() -> None:
    """One field: its error. Twenty fields at 1 %: 18.2 % of the copies; half of them keyed in by a bot: half of that."""
    link = Link(0.5, 20, feed=True, mode=Mode.MANUAL, field_error=0.01)
    assert copy_error(replace(link, fields=1)) == 0.01
    assert copy_error(link) == pytest.approx(1 - 0.99**20)
    assert copy_error(replace(link, keyed_by_bot_share=0.5)) == pytest.approx((1 - 0.99**20) / 2)


# ---- channels --------------------------------------------------------------------------------------------------


def test_a_chat_beside_another_takes_longer() -> None:
    """One alone: 14 min. The second, held beside the first, takes 14 x 1.25 / 2 min of work and ends at 17.5 min."""
    company = still(contact={"chats_at_once": 3, "chat_slowdown": 0.25})
    first, second = (ticket(company, "question", CHAT, clock(0, 9), number) for number in (0, 1))
    company.env.run(until=clock(0, 17))
    assert_timeline(company, first, [("answer a chat", clock(0, 9), clock(0, 9, 14))])
    assert_timeline(company, second, [("answer a chat", clock(0, 9), clock(0, 9, 8.75))])
    assert (first.closed, second.closed) == near((clock(0, 9, 14), clock(0, 9, 17.5)))
    assert parts_of(company, second) == near({"touch": 8.75 / 60, "outside": 8.75 / 60})


def test_live_channels_starve_what_can_wait() -> None:
    """All four of the early shift are busy until 10:00; five who come later by messaging go before an e-mail of 9:05."""
    company = still(contact={"messaging_patience": 100.0})
    begin(company, clock(0, 9), lambda: occupy(company, 4, hours=1.0))
    mail = ticket(company, "question", EMAIL, clock(0, 9, 5))
    lives = [ticket(company, "question", MESSAGING, clock(0, 9, 30), number) for number in range(1, 6)]
    company.env.run(until=clock(0, 17))
    begun = timeline(company, mail)[0][1]
    assert all(timeline(company, case)[0][1] <= begun for case in lives)
    assert begun > clock(0, 10)


def occupy(company: Company, people: int, hours: float) -> Flow:
    for number in range(people):
        company.house.staffing.teams["support"].work(10_000 + number, hours)
    return
    yield


def test_contacts_move_to_messaging() -> None:
    """A quarter of all who get in touch by day, none at night."""
    company = still(contact={"messaging": 0.25, "messaging_patience": 0.3})
    channels = its(company, Support).channels
    cases = [company.house.cases.open_case("question", number, "support") for number in range(2000)]
    by_day = [channels.choose(case, open_now=True) for case in cases]
    assert by_day.count(MESSAGING) / 2000 == pytest.approx(0.25, abs=0.03)
    assert {channels.choose(case, open_now=False) for case in cases} == {EMAIL, WEB}


@pytest.mark.parametrize(("joined", "told"), [(0.0, True), (1.0, False)])
def test_the_story_is_told_once(joined: float, told: bool) -> None:
    """On a second contact, blind to what was said: told again, unless all channels share one case."""
    company = still(practices={"support": {"visible": 0.0}}, contact={"joined": joined})
    case = company.house.cases.open_case("question", 0, "support")
    assert (its(company, Support)._retelling(case, 1) > 0) is told


# ---- the whole view --------------------------------------------------------------------------------------------


def test_reading_takes_time() -> None:
    """A minute more for the message and a minute more for the look-up."""
    company = still(practices={"support": {"reading_hours": 1 / 60}})
    assert_timeline(
        company,
        case := escalated(company),
        [
            ("answer a message", clock(0, 9), clock(0, 9, 18)),
            ("look something up", clock(0, 9, 18), clock(0, 9, 23)),
            ("mend a customer's fault", clock(0, 9, 23), clock(0, 11, 23)),
            ("follow up a ticket", clock(0, 11, 23), clock(0, 11, 47)),
        ],
    )
    assert case.status == "solved"


@pytest.mark.parametrize(("whole", "offered"), [(0.0, False), (1.0, True)])
def test_more_is_taken_into_account(whole: float, offered: bool) -> None:
    """A customer who is unhappy without an open matter: seen only by who sees the whole."""
    company = still(practices={"crm": {"whole_view": whole}})
    customer = company.house.customers.get(7)
    customer.satisfaction, customer.spent = 0.2, 500.0
    review = company.house.cases.open_case("review of customers", 0, "crm")
    crm = its(company, CustomerRelations)
    assert (
        crm.offers(review, crm.look(customer, crm.glance_at(review, customer)), 0.0, crm.staffing.daily_hours("crm"))
        is offered
    )


@pytest.mark.parametrize(("overload", "offered"), [(0.0, True), (1.0, False)])
def test_in_too_much_the_thing_that_matters_is_overlooked(overload: float, offered: bool) -> None:
    """A customer with an open complaint gets an offer, unless it drowns among everything else on the screen."""
    company = still(practices={"crm": {"overload": overload}})
    customer = company.house.customers.get(7)
    customer.spent = 500.0
    customer.trouble(0.0, 1)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    crm = its(company, CustomerRelations)
    assert (
        crm.offers(review, crm.look(customer, crm.glance_at(review, customer)), 0.0, crm.staffing.daily_hours("crm"))
        is offered
    )
