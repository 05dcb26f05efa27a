"""What comes of the trends: one situation each, small enough to be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.company.back_office.hr import HumanResources
from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.foresight import last_training, named, power_left
from sim.company.front_office.channels import CHAT, EMAIL, MESSAGING, PHONE, WEB
from sim.company.front_office.crm import CustomerRelations
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.front_office.support import Support
from sim.company.information import copy_error
from sim.company.simulation import Company
from sim.company.topics import TOPICS, Topic
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.engine.kernel import Flow
from sim.levers.primitives import Link
from tests.company.worlds import assert_timeline, begin, clock, decoded, its, near, parts_of, still, timeline

BY_HAND = {"mode": Mode.MANUAL, "write_hours": 4 / 60, "rekey_hours": 8 * 0.55 / 60}
ASSISTANT = {"assistant_share": 1.0, "assistant_hours": 4 / 60, "bounced_hours": 3 / 60}
BOTS = {("support", "it", "escalation"): {**BY_HAND, "keyed_by_bot_share": 1.0, "keyed_by_bot_hours": 0.5 / 60}}


@pytest.fixture(autouse=True)
def _certain_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every technical ticket needs a look-up at IT and then IT; a question needs nothing more."""
    monkeypatch.setitem(TOPICS, "technical", Topic("it", 1.0, 1.0))
    monkeypatch.setitem(TOPICS, "question", Topic("sales", 0.0, 0.0))


def ticket(company: Company, kind: str, channel: str, time: float, number: int = 0, customer: int = 1) -> Case:
    case = company.house.cases.open_case(kind, number, "support", company.house.customers.get(customer))
    case.opened = time
    begin(company, time, lambda: its(company, Support).ticket(case, channel))
    return case


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
    speeds = [company.house.staffing.speed("support", craft) for craft in (0.5, 1.0, 1.3)]
    assert speeds == near([0.875, 1.125, 1.3])
    assert company.house.staffing.speed("sales", 0.5) == 0.5


# ---- back-office bots ------------------------------------------------------------------------------------------


def escalated(company: Company) -> Case:
    case = ticket(company, "technical", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    return case


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
        case.wrong.add("detail")
        company.env.run(until=clock(0, 17))
        caught[name] = "detail" not in case.wrong
    assert caught == {"people": True, "bots": False}


def test_errors_of_copies_by_hand() -> None:
    """One field: its error. Twenty fields at 1 %: 18.2 % of the copies; half of them keyed in by a bot: half of that."""
    link = Link(0.5, 20, feed=True, mode=Mode.MANUAL, field_error=0.01)
    assert copy_error(replace(link, fields=1)) == 0.01
    assert copy_error(link) == pytest.approx(1 - 0.99**20)
    assert copy_error(replace(link, keyed_by_bot_share=0.5)) == pytest.approx((1 - 0.99**20) / 2)


# ---- offers made to measure ------------------------------------------------------------------------------------

PERSONAL = {"personal_gain": 0.3, "personal_loss": 0.6}
KEPT = {("crm", reader, "customer master"): {"kept": True} for reader in ("sales", "marketing")}


def wishes(homes: int, practice: dict[str, Any] | None = None) -> list[str]:
    """What became of 400 wishes of known customers who all moved ``homes`` times without the company's knowing."""
    company = still({"customers": {"new_customer_share": 0.0}}, links=KEPT, practices={"sales": practice or {}})

    def bought(case: Case) -> Flow:
        company.house.cases.close(case, "bought")
        return
        yield

    its(company, Sales).web_order = bought  # type: ignore[method-assign]
    for number in range(company.house.customers.consumers):
        company.house.customers.get(number).home = homes
    cases = [company.house.cases.open_case("order", number, "sales") for number in range(400)]
    for case in cases:
        begin(company, 9.0, lambda case=case: its(company, Sales).web_wish(case))  # type: ignore[misc]
    company.env.run(until=10.0)
    return [case.status for case in cases]


def test_wrong_data_are_worse_than_none() -> None:
    """All data right, or no personalisation: nobody is put off. All wrong: about 60 % of those who came are."""
    assert set(wishes(0)) == set(wishes(1)) == set(wishes(0, PERSONAL)) == {"bought"}
    put_off = wishes(1, PERSONAL).count("put off") / 400
    assert put_off == pytest.approx(0.6, abs=0.08)


@pytest.mark.parametrize(("homes", "status"), [(0, "bought"), (1, "looked only")])
def test_who_looks_around_buys_only_what_fits(homes: int, status: str) -> None:
    """A visitor who would not have bought does, if the shop's copy of the customer is right, and only then."""
    company = still(links=KEPT, practices={"sales": PERSONAL})
    for number in range(company.house.customers.consumers):
        company.house.customers.get(number).home = homes
    visit = company.house.cases.open_case("shop visit", 0, "sales")
    begin(company, 9.0, lambda: its(company, Sales).shop_visit(visit))
    company.env.run(until=12.0)
    assert visit.status == status
    assert ("order" in visit.children) == (homes == 0)


def test_it_is_the_copy_that_counts() -> None:
    """The owner's record is right; a reader whose copy is of last week takes the customer for somebody else."""
    links = KEPT | {("crm", "marketing", "customer master"): {"kept": True, "mode": Mode.BATCH, "period_hours": 168.0}}
    company = still(practices={"sales": PERSONAL, "marketing": PERSONAL}, links=links)
    customer = company.house.customers.get(5)
    company.env.run(until=clock(1, 9))
    customer.home = 1
    customer.address.write(clock(1, 9), 1)
    company.env.run(until=clock(1, 12))
    assert its(company, Sales).inclination(customer) == near(1.3), "a live copy"
    assert its(company, Marketing).inclination(customer) == near(0.4)
    company.env.run(until=clock(8, 9))
    assert its(company, Marketing).inclination(customer) == near(1.3), "the copy has come"


# ---- prediction ------------------------------------------------------------------------------------------------


def test_sensitivity_and_specificity_are_what_they_are_called() -> None:
    """Of 1,000 evenly spread lucks, 700 of those at risk and 100 of the others are named; a model without power: 100."""
    lucks = [(place + 0.5) / 1000 for place in range(1000)]
    assert sum(named(True, luck, 0.7, 0.1) for luck in lucks) == 700
    assert sum(named(False, luck, 0.7, 0.1) for luck in lucks) == 100
    assert sum(named(True, luck, 0.7, 0.1, faded=0.0) for luck in lucks) == 100


def test_models_grow_stale_until_they_are_trained_again() -> None:
    """At 3 % a week: 0.97 to the 12th after 12 weeks, whole again at 13."""
    assert power_left(12 * WEEK, 0.03, 13.0) == pytest.approx(0.97**12)
    assert power_left(13 * WEEK, 0.03, 13.0) == 1.0
    assert last_training(30 * WEEK, 13.0) == 26 * WEEK


def test_a_foreseen_expert_saves_the_look_up() -> None:
    """Support does not look the thing up first: message 17 min, then IT at once."""
    plain, foreseen = still(), still(prediction={"escalation": 1.0})
    steps = [[activity for activity, *_ in timeline(company, escalated(company))] for company in (plain, foreseen)]
    assert steps == [
        ["answer a message", "look something up", "mend a customer's fault", "follow up a ticket"],
        ["answer a message", "mend a customer's fault", "follow up a ticket"],
    ]


def test_false_alarms_take_the_experts_time() -> None:
    """A question that nobody had to be asked about goes to Sales: 55 min of a seller and 24 min more of Support."""
    company = still(prediction={"escalation_alarms": 1.0})
    case = ticket(company, "question", EMAIL, clock(0, 9))
    company.env.run(until=clock(0, 17))
    assert [activity for activity, *_ in timeline(company, case)] == [
        "answer a message",
        "answer a sales request",
        "follow up a ticket",
    ]


@pytest.mark.parametrize(
    ("satisfaction", "model", "offered"),
    [(0.2, {}, False), (0.2, {"churn": 1.0}, True), (0.9, {"churn": 1.0}, False), (0.9, {"churn_alarms": 1.0}, True)],
)
def test_who_is_named_gets_an_offer(satisfaction: float, model: dict[str, float], offered: bool) -> None:
    """An unhappy customer without an open matter is found by the model only; a false alarm gets an offer too."""
    company = still(prediction=model)
    customer = company.house.customers.get(7)
    customer.satisfaction, customer.spent = satisfaction, 500.0
    review = company.house.cases.open_case("review of customers", 0, "crm")
    assert its(company, CustomerRelations).offers(review, customer) is offered


def test_a_stale_forecast_does_not_see_a_change() -> None:
    """Demand doubles after the training: the moving average follows, a forecast by model alone does not."""
    company = still(prediction={"forecast": 1.0, "retrain_weeks": 4.0})
    logistics = its(company, Logistics)
    stock = logistics.stocks["lamp"]
    for week in range(8):
        company.env.run(until=week * WEEK + 1.0)
        stock.sold.write(company.env.now, stock.sold.value + (100 if week < 4 else 200))
    company.env.run(until=7.9 * WEEK)
    assert logistics.foreseen(stock, 200.0, 90.0, company.env.now) == near(100.0)
    assert logistics.foreseen(stock, 200.0, 90.0, 1.0 * WEEK) == 90.0, "before the first training: what was planned"


# ---- dashboards ------------------------------------------------------------------------------------------------


def overtime_after_a_busy_morning(looks: int) -> float:
    """Overtime hours of Legal on a day with thirty hours of work at nine, of which most is done by half past two."""
    company = still(practices={"hr": {"looks": looks, "note_hours": 0.25}})
    hr = its(company, HumanResources)
    company.env.start(hr.note_backlogs())
    company.env.start(hr.watch_backlogs())

    def morning() -> None:
        for number in range(30):
            company.house.staffing.teams["legal"].work(number, 1.0)

    company.env.at(clock(0, 9), morning)
    company.env.run(until=clock(1, 12))
    duty = decoded(company).duty
    return float(duty.loc[(duty["team"] == "legal") & (duty["kind"] == 1), "hours"].sum())


def test_noise_becomes_overtime() -> None:
    """At 14:30 what waits is below the threshold, and nobody stays; at 10:30 it was above, and who looked then reacts."""
    assert overtime_after_a_busy_morning(1) == 0.0
    assert overtime_after_a_busy_morning(3) > 0.0


# ---- remote work -----------------------------------------------------------------------------------------------


def test_answers_come_later_from_afar() -> None:
    """IT looks into its inbox every four open hours instead of two: the message of 9:25 is found at 13:00."""
    near_by, far = (
        still(links={("support", "it", "escalation"): BY_HAND}, practices={"it": {"round_factor": factor}})
        for factor in (1.0, 2.0)
    )
    found = [
        {activity: start for activity, start, _ in timeline(company, escalated(company))} for company in (near_by, far)
    ]
    assert [steps["rekey a message"] for steps in found] == near([clock(0, 11), clock(0, 13)])


def test_hours_overlap_less_but_cover_more() -> None:
    """Finance, 9 to 17: spread by an hour, half are there from 8 to 16, the others from 10 to 18; as many hours a day."""
    plain, spread = still(), still(practices={"finance": {"spread_hours": 1.0}})
    hours = [
        [company.house.staffing.teams["finance"].calendar.is_open(clock(0, hour)) for hour in (8.5, 9.5, 17.5)]
        for company in (plain, spread)
    ]
    assert hours == [[False, True, False], [True, True, True]]
    assert spread.house.staffing.daily_hours("finance") == plain.house.staffing.daily_hours("finance")
    staff = spread.house.staffing.teams["finance"].members
    assert sum(member.calendar.is_open(clock(0, 8.5)) for member in staff) == 5
    assert sum(member.calendar.is_open(clock(0, 12)) for member in staff) == 9


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
    assert its(company, CustomerRelations).offers(review, customer) is offered


@pytest.mark.parametrize(("overload", "offered"), [(0.0, True), (1.0, False)])
def test_in_too_much_the_thing_that_matters_is_overlooked(overload: float, offered: bool) -> None:
    """A customer with an open complaint gets an offer, unless it drowns among everything else on the screen."""
    company = still(practices={"crm": {"overload": overload}})
    customer = company.house.customers.get(7)
    customer.spent = 500.0
    customer.trouble(0.0, 1)
    review = company.house.cases.open_case("review of customers", 0, "crm")
    assert its(company, CustomerRelations).offers(review, customer) is offered
