"""Leads that are not ready, until they are; letters to those who should get none, and campaigns that may not go out."""

from __future__ import annotations

from functools import partial

import pytest

from sim.company.case import Case
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, begin, clock, decoded, its, near, still

NOT_READY = {
    "unripe_share": 1.0,
    "score_hits": 1.0,
    "score_alarms": 0.0,
    "nurture_days": 14,
    "nurture_letters": 2,
    "nurture_annoys": 0.0,
}
SORTED = clock(0, 9, 20)


def lead(*without: CapabilityName, ripens: float = 20 * DAY, **change: float) -> tuple[Company, Case]:
    """A lead of Monday 9:00, sorted out for 20 min, that is ready to buy 20 days later."""
    marketing = {"marketing": {**NOT_READY, **change}, "sales": {"qualify_share": 0.0}}
    company = still(marketing, without=without)
    department = its(company, Marketing)
    department.nursery._ripens = always(company, ripens)
    case = company.house.cases.open_case("inbound lead", 0, "marketing")
    case.opened = clock(0, 9)
    department._finds = always(company, 1e-9)
    begin(company, clock(0, 9), lambda: department.inbound_lead(case))
    return company, case


def leads(company: Company) -> list[tuple[float, str]]:
    """When leads came to Sales after letters, and how they ended."""
    rows = decoded(company).cases.query("kind == 'lead'").to_dict("records")
    return [(float(row["opened"]), str(row["status"])) for row in rows]


def test_a_lead_is_passed_on_by_the_letter_that_finds_it_ready() -> None:
    """Letters after 14 and 28 days; ready after 20: the second one brings it to Sales, as a lead of that moment."""
    company, case = lead()
    company.env.run(until=clock(30, 0))
    assert (case.status, case.closed) == ("ripened", near(SORTED + 28 * DAY))
    assert leads(company) == [(near(SORTED + 28 * DAY), "not qualified")]


def test_while_automation_is_down_letters_are_late() -> None:
    """Down from the day before the second letter to two days after it: it goes out then."""
    company, case = lead()
    platform = company.house.systems.platforms["marketing"]
    company.env.at(clock(27, 0), platform.fail)
    company.env.at(clock(30, 0), platform.restore)
    company.env.run(until=clock(32, 0))
    assert (case.status, case.closed) == ("ripened", clock(30, 0))


def test_who_is_never_ready_is_given_up_and_who_is_put_off_wants_no_more() -> None:
    """Ready after 40 days, but the last letter is that of day 28; where every letter annoys, the first is the last."""
    company, case = lead(ripens=40 * DAY)
    company.env.run(until=clock(30, 0))
    assert (case.status, case.closed, leads(company)) == ("never ready", near(SORTED + 28 * DAY), [])
    company, case = lead(nurture_annoys=1.0)
    company.env.run(until=clock(30, 0))
    assert (case.status, case.closed) == ("unsubscribed", near(SORTED + 14 * DAY))


def test_without_automation_sales_answers_who_is_not_ready() -> None:
    """Nobody scores it: Sales answers, and it is not ready to buy."""
    company, case = lead("marketing automation")
    company.env.run(until=clock(2, 0))
    assert case.status == "not ready to buy"
    assert leads(company) == []


def test_a_wrong_score_keeps_back_who_was_ready() -> None:
    """Ready at once, but scored as not: the first letter finds that out, two weeks later."""
    company, case = lead(unripe_share=0.0, score_alarms=1.0)
    company.env.run(until=clock(16, 0))
    assert (case.status, case.closed) == ("ripened", near(SORTED + 14 * DAY))


def test_a_run_begins_with_those_who_are_in_touch() -> None:
    """10 leads a week, all named, letters for 4 weeks: of 40 who began, some are ready by now."""
    company = still({"marketing": NOT_READY, "customers": {"inbound_leads_per_week": 10}})
    nursery, prospect = its(company, Marketing).nursery, company.house.customers.prospect(0)
    assert nursery.in_touch_at_first() == 40
    nursery._ripens = always(company, 10 * DAY)
    assert nursery.still_in_touch(0, prospect, 13 * DAY)
    assert prospect.ripe_at == near(-3 * DAY)
    assert not nursery.still_in_touch(0, prospect, 15 * DAY)


# ---- campaigns -------------------------------------------------------------------------------------------------------


def launched(
    *without: CapabilityName, faulty: bool = False, trouble: int = 0, wanted: bool = True
) -> tuple[Company, Case]:
    """A campaign to 40 customers, each with so many open complaints, who want letters or not."""
    numbers = {"recipients": 40, "unsubscribe_share": 1.0, "fault_complaints": 1.0}
    company = still({"marketing": numbers}, without=without)
    marketing = its(company, Marketing)
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product, case.faulty = "lamp", faulty
    for place in range(40):
        customer = marketing._recipient(case, place)
        customer.unsubscribed = not wanted
        customer.trouble(0.0, trouble)
    marketing.launch(case)
    return company, case


def put_off(company: Company) -> int:
    return len(decoded(company).noted("unsubscribed"))


def complaints(company: Company) -> int:
    return len(decoded(company).cases.query("kind == 'letter'"))


def test_automation_stops_at_complaints() -> None:
    """Nobody of 40 in trouble is written to; without automation all are, are annoyed and want no more letters."""
    company, _ = launched(trouble=1)
    assert put_off(company) == 0
    company, case = launched("marketing automation", trouble=1)
    assert put_off(company) == 40
    assert its(company, Marketing)._recipient(case, 0).satisfaction == near(0.75 - 0.3 * 0.1)


def test_who_wants_no_letters_gets_none_unless_by_hand() -> None:
    """Of 40 who have had enough nobody is written to by the system; by hand all are, and all complain."""
    assert complaints(launched(wanted=False)[0]) == 0
    assert complaints(launched("marketing automation", wanted=False)[0]) == 40


def test_a_faulty_campaign_is_complained_about() -> None:
    """All 40 recipients take offence; of a faultless one nobody does."""
    assert [complaints(launched(faulty=faulty)[0]) for faulty in (True, False)] == [40, 0]


CHECKED = {"check_finds": 1.0, "check_alarms": 0.0, "campaign_fined_share": 1.0, "campaign_fine": 8000}


def campaign(legal: dict[str, float], *without: CapabilityName) -> tuple[Company, Case]:
    """A faulty campaign from Monday on, to be launched on the Tuesday of week 3."""
    change = {"legal": legal, "marketing": {"recipients": 1, "fault_share": 1.0, "fault_complaints": 0.0}}
    company = still(change, without=without)
    case = company.house.cases.open_case("campaign", 0, "marketing")
    case.product = "lamp"
    begin(company, 0.0, lambda: its(company, Marketing).campaign(case, clock(15, 10)))
    company.env.run(until=clock(16, 0))
    return company, case


def activities(company: Company, case: Case) -> list[str]:
    visits = decoded(company).visits
    return [str(name) for name in visits[visits["case"] == case.key].sort_values("started")["activity"]]


def fines(company: Company) -> float:
    money = decoded(company)._frame("money", "account")
    return float(money.loc[money["account"] == "fines", "amount"].sum())


@pytest.mark.parametrize(
    ("finds", "alarms", "done", "status", "fined"),
    [
        (1.0, 0.0, ["check a campaign", "change a campaign", "check a campaign"], "launched", 0.0),
        (0.0, 0.0, ["check a campaign"], "launched", -8000.0),
        (1.0, 1.0, ["check a campaign", "change a campaign"] * 2 + ["check a campaign"], "dropped", 0.0),
    ],
)
def test_what_legal_refuses_is_changed_or_dropped(
    finds: float, alarms: float, done: list[str], status: str, fined: float
) -> None:
    """Found: changed and looked at again. Overlooked: launched and fined. Refused every time: dropped."""
    company, case = campaign({**CHECKED, "check_finds": finds, "check_alarms": alarms})
    last = ["choose the audience"] if status == "launched" else []
    assert activities(company, case) == ["prepare a campaign", *done, *last]
    assert (case.status, fines(company)) == (status, fined)


def test_without_checks_nobody_looks() -> None:
    company, case = campaign(CHECKED, "campaign checks")
    assert activities(company, case) == ["prepare a campaign", "choose the audience"]
    assert (case.status, fines(company)) == ("launched", -8000.0)


def test_sales_answers_at_once_who_has_become_ready() -> None:
    """A prospect that will be ready at 10:30 is turned down at 10:00, and not at 12:00."""
    for hour, status in ((9, "not ready to buy"), (11, "not qualified")):
        company = still({"sales": {"qualify_share": 0.0}})
        prospect = company.house.customers.prospect(0)
        prospect.ripe_at = clock(0, 10, 30)
        case = company.house.cases.open_case("lead", 0, "sales", prospect)
        begin(company, clock(0, hour), partial(its(company, Sales).lead, case))
        company.env.run(until=clock(0, 17))
        assert case.status == status
