"""What each trend changes, worked out by hand from the company file, and what it must leave alone."""

from __future__ import annotations

import pytest

from sim.engine.codes import Mode
from sim.inputs.levers_model import TRENDS, Levers
from sim.levers.catalogue import CATALOGUE, world
from sim.levers.primitives import Primitives
from tests.company.worlds import company_model

COMPANY = company_model()
SILOS = {"information_silos": 1.0, "incompatible_technologies": 1.0}


def with_trend(name: str, level: float, **others: float) -> Primitives:
    return world(COMPANY, Levers(**{name: level, **others}))


def test_every_trend_has_a_row_a_price_and_a_harm() -> None:
    """Eight trends; each costs money at 1 and names the harm it can do."""
    rows = [lever for lever in CATALOGUE if lever.kind == "trend"]
    assert [lever.name for lever in rows] == list(TRENDS)
    for lever in rows:
        price = with_trend(lever.name, 1.0).prices[lever.name]
        assert price.one_off > 0
        assert lever.harm != "none"
        half = with_trend(lever.name, 0.5).prices[lever.name]
        assert (half.one_off, half.per_year) == pytest.approx((price.one_off / 2, price.per_year / 2))


def test_chatbot_by_hand() -> None:
    """Half rolled out: a quarter of those who write meet it; what it can settle does not depend on the roll-out."""
    half, full = (with_trend("chatbot", level) for level in (0.5, 1.0))
    assert half.contact.assistant_share == pytest.approx(0.25)
    assert half.contact.contained == full.contact.contained == COMPANY.trends.chatbot.contained
    assert full.contact.contained["return"] == 0.58
    assert (half.contact.bounced_hours, half.contact.easier) == pytest.approx((3 / 60, 0.075))
    assert half.practices["support"].assistance == pytest.approx(0.275)
    assert {practice.assistance for name, practice in half.practices.items() if name != "support"} == {0.0}


def test_back_office_bots_leave_modes_periods_and_copies_alone() -> None:
    """Bots key in half of the messages at 1; nothing comes sooner, nothing becomes visible."""
    before, after = world(COMPANY, Levers(**SILOS)), with_trend("back_office_bots", 1.0, **SILOS)
    for name, link in after.links.items():
        was = before.links[name]
        assert (link.mode, link.period_hours, link.write_hours, link.rekey_hours, link.field_error) == (
            was.mode,
            was.period_hours,
            was.write_hours,
            was.rekey_hours,
            was.field_error,
        )
        assert (link.keyed_by_bot_share, link.keyed_by_bot_hours) == (0.5, 0.5 / 60)
    assert all(after.practices[name].visible == before.practices[name].visible for name in before.practices)
    assert {(practice.keying_bots, practice.unnoticed) for practice in after.practices.values()} == {(2, 3.0)}


def test_personalisation_has_a_copy_kept_for_it() -> None:
    """Only the readers of the customer record that is kept for it make offers to measure: Marketing and Sales."""
    before, after = world(COMPANY, Levers()), with_trend("personalisation", 0.5)
    unkept = {name for name, link in before.links.items() if not link.kept}
    assert unkept == {("crm", "marketing", "customer master"), ("crm", "sales", "customer master")}
    assert all(link.kept for link in after.links.values())
    gains = {name: (practice.personal_gain, practice.personal_loss) for name, practice in after.practices.items()}
    assert gains.pop("sales") == gains.pop("marketing") == pytest.approx((0.025, 0.05))
    assert set(gains.values()) == {(0.0, 0.0)}


def test_predictive_analytics_by_hand() -> None:
    """Sensitivity 0.7 and specificity 0.9 at 1: 7 of 10 found, 1 of 10 others named; half of both at 0.5."""
    full, half = (with_trend("predictive_analytics", level).prediction for level in (1.0, 0.5))
    assert (full.churn, full.churn_alarms) == pytest.approx((0.7, 0.1))
    assert (full.escalation, full.escalation_alarms) == pytest.approx((0.7, 0.1))
    assert (half.churn, half.churn_alarms, half.forecast) == pytest.approx((0.35, 0.05, 0.25))
    assert full.drift == half.drift == 0.03


@pytest.mark.parametrize(("others", "before"), [({}, 1.0), (SILOS, 7 * 24.0)])
def test_dashboards_make_reports_fresh(others: dict[str, float], before: float) -> None:
    """The report is 15 minutes old at 1, whatever it was before; half of the way at 0.5; two more looks a day."""
    assert world(COMPANY, Levers(**others)).practices["hr"].report_hours == before
    full, half = (with_trend("real_time_dashboards", level, **others).practices["hr"] for level in (1.0, 0.5))
    assert (full.report_hours, full.note_hours, full.looks) == (0.25, 0.25, 3)
    assert half.report_hours == pytest.approx((before + 0.25) / 2)
    assert half.looks == 2


def test_dashboards_fail_as_often_a_week_as_the_report_did() -> None:
    """Drawn every 15 minutes instead of every 24 hours, a run fails a 96th as often; other interfaces stay."""
    before = world(COMPANY, Levers(incompatible_technologies=1.0))
    after = with_trend("real_time_dashboards", 1.0, incompatible_technologies=1.0)
    for name, link in after.links.items():
        if name[2] == "backlog":
            assert link.mode == Mode.BATCH
            assert link.failure == pytest.approx(before.links[name].failure / 96)
        else:
            assert link == before.links[name]


def test_remote_work_by_hand() -> None:
    """Sales, all of it from anywhere, against Logistics, a tenth of which can be."""
    after = with_trend("remote_work", 1.0)
    sales, logistics = after.practices["sales"], after.practices["logistics"]
    assert (sales.round_factor, sales.attention, sales.ask_back) == pytest.approx((1.5, 0.75, 0.03 + 0.03))
    assert (sales.spread_hours, sales.absence_factor, sales.turnover_factor) == pytest.approx((1.0, 0.7, 0.5))
    assert sales.speed == pytest.approx(1.04)
    assert (logistics.round_factor, logistics.spread_hours, logistics.turnover_factor) == pytest.approx(
        (1.05, 0.0, 0.95)
    ), "hours shift by quarters"


def test_virtual_teams_of_the_back_office_by_hand() -> None:
    """A quarter of Finance's nine helps HR, of Legal's three Finance; HR's two are too few, Logistics must be there."""
    skills = with_trend("remote_work", 1.0).skills
    assert {name: [(skill.team, skill.people, skill.slowdown) for skill in known] for name, known in skills.items()} == {
        "finance": [("hr", 2, 1.15)],
        "legal": [("finance", 1, 1.15)],
    }
    assert not with_trend("remote_work", 0.1).skills


def test_who_was_trained_for_another_teams_work_does_it_as_well_from_anywhere() -> None:
    trained = world(COMPANY, Levers(cross_training=1.0)).skills
    assert with_trend("remote_work", 1.0, cross_training=1.0).skills == trained


def test_remote_work_without_the_attention_assumption() -> None:
    """With the behavioural assumption off, nobody overlooks more for being far away."""
    company = company_model({"behaviour": {"attention": False}})
    assert {practice.attention for practice in world(company, Levers(remote_work=1.0)).practices.values()} == {1.0}


def test_omnichannel_by_hand() -> None:
    """A quarter of the contacts moves to messaging at 1; three chats at once, two at 0.5."""
    full, half = (with_trend("omnichannel", level).contact for level in (1.0, 0.5))
    assert (full.messaging, full.video, full.joined, full.chats_at_once) == (0.25, 0.03, 0.9, 3)
    assert (half.messaging, half.chats_at_once) == (0.125, 2)
    assert full.messaging_patience == pytest.approx(20 / 60)


def test_view_360_by_hand() -> None:
    """Full silos make 85 % of the look-ups impossible; four fifths of those become possible again. It must be read."""
    practice = with_trend("view_360", 1.0, information_silos=1.0).practices["support"]
    assert practice.visible == pytest.approx(1 - 0.85 * 0.2)
    assert (practice.reading_hours, practice.overload, practice.whole_view) == pytest.approx((1 / 60, 0.08, 0.9))
