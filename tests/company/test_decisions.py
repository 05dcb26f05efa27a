"""The eleven decisions: rules on what is seen, priced on what is true, beside a twin that saw the truth."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.company.decisions import (
    ADDRESS,
    AUDIENCE,
    BUDGET,
    CREDIT,
    ERRONEOUS,
    INVISIBLE,
    LIMIT,
    OVERTIME,
    PROMISE,
    REFUND,
    REPLENISH,
    RETENTION,
    RIGHT,
    RULES,
    STALE,
    TEMPORARY,
    Address,
    Backlog,
    CampaignBudget,
    Credit,
    Limits,
    Promise,
    Recipient,
    RefundClaim,
    Relationship,
    Replenishment,
    Rule,
    Shorthanded,
    waiting_made,
)
from sim.company.front_office.sales import Sales
from sim.engine.records import Seen
from sim.inputs.names import DECISIONS
from tests.company.worlds import decisions_of, its, still

IN_STOCK = Promise(
    stock=10,
    backlog_days=0.5,
    units=2,
    usual_days=4.5,
    restock_days=14,
    margin=80.0,
    refuse_per_day=0.035,
    late_cost=11.0,
)
SOUND = Credit(
    owed=0.0, overdue=0.0, order_value=1000.0, limit=5000.0, arrears_risk=0.15, loss_share=0.7, check_cost=11.0
)
HERE = Address(address=3, reship_cost=47.0)
CALM = Recipient(troubles=0, in_stock=True, gain=2.0, harm=1.0)
NEEDED = Replenishment(
    weekly_demand=20.0,
    campaign_units=0.0,
    position=30.0,
    cover_weeks=3.0,
    safety_units=15.0,
    spread_units=0.0,
    lot=10,
    holding_per_unit=2.0,
    shortage_per_unit=25.0,
)
QUIET = Backlog(
    waiting_hours=50.0,
    daily_hours=72.0,
    threshold_days=0.75,
    overtime_hours=2.0,
    staff=9,
    staying=0,
    overtime_price=63.0,
    delay_price=12.0,
)
DEAR = Relationship(
    troubles=1,
    satisfaction=0.4,
    yearly_value=5000.0,
    offer_cost=200.0,
    time_cost=15.0,
    churn_gain=0.04,
    kept_years=5.0,
    unhappy_below=0.45,
)
JUST = RefundClaim(justified=True, amount=100.0, goodwill=60.0)

PAYS = CampaignBudget(gain=3.0, letter_cost=2.0, letters=1000, least_share=0.8)
FEW_LATE = Limits(arrears=0.1, tolerated=0.25, limit=1800.0, tight_share=0.5, at_stake=50_000.0, check_cost=70.0)
KEEPS_UP = Shorthanded(
    waiting_days=1.0, threshold_days=4.0, daily_hours=24.0, hours_of_one=56.0, most=2, price=60.0, delay_price=12.0
)

TRUTHS: dict[Rule, Any] = {
    PROMISE: IN_STOCK,
    CREDIT: SOUND,
    ADDRESS: HERE,
    AUDIENCE: CALM,
    REPLENISH: NEEDED,
    OVERTIME: QUIET,
    RETENTION: DEAR,
    REFUND: JUST,
    BUDGET: PAYS,
    LIMIT: FEW_LATE,
    TEMPORARY: KEEPS_UP,
}


VIEWS: dict[Rule, Any] = {
    PROMISE: IN_STOCK._replace(stock=0),
    CREDIT: SOUND._replace(overdue=10.0),
    ADDRESS: HERE._replace(address=2),
    AUDIENCE: CALM._replace(troubles=1),
    REPLENISH: NEEDED._replace(weekly_demand=8.0),
    OVERTIME: QUIET._replace(waiting_hours=70.0),
    RETENTION: DEAR._replace(troubles=0, satisfaction=1.0),
    REFUND: JUST._replace(justified=False),
    BUDGET: PAYS._replace(gain=1.0),
    LIMIT: FEW_LATE._replace(arrears=0.4),
    TEMPORARY: KEEPS_UP._replace(waiting_days=6.5),
}
"""Of each a copy that misleads."""


def regret(rule: Rule, view: Any, truth: Any) -> float:
    return rule.cost(rule.act(view, 0.5), truth) - rule.cost(rule.act(truth, 0.5), truth)


def test_there_are_eleven() -> None:
    """Every decision of the model has a rule, a name of its own, and an example here."""
    assert tuple(rule.name for rule in RULES) == DECISIONS
    assert len(set(DECISIONS)) == 11
    assert set(TRUTHS) == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_who_sees_the_truth_regrets_nothing(rule: Rule) -> None:
    """View == truth: the same action, no regret, cause "right"."""
    company = still()
    truth = TRUTHS[rule]
    its(company, Sales).decide(company.house.cases.open_case("order", 0, "sales"), rule, truth, truth)
    (row,) = decisions_of(company, rule)
    assert row["action"] == row["oracle"] == rule.act(truth, 0.5)
    assert (row["regret"], row["cause"]) == (0.0, RIGHT)


@pytest.mark.parametrize(
    ("rule", "view", "truth", "actions", "expected"),
    [
        # told 19 days although 5 are possible: 14 days x 3.5 % of buyers x 80 EUR
        (PROMISE, IN_STOCK._replace(stock=0), IN_STOCK, (19.0, 5.0), 14 * 0.035 * 80),
        # told 5 days although 19 are needed, 14 short of slack in 4.5: the whole price of disappointing somebody
        (PROMISE, IN_STOCK, IN_STOCK._replace(stock=1), (5.0, 19.0), 11.0),
        # told 5 days although 5.9 are needed: 0.9 of 4.5 days of slack are gone
        (PROMISE, IN_STOCK, IN_STOCK._replace(backlog_days=1.4), (5.0, 5.9), 0.2 * 11.0),
        # arrears unknown: 0.15 x 0.7 x 1,000, less the check; arrears long settled: a check for nothing
        (CREDIT, SOUND, SOUND._replace(overdue=10.0), (1.0, 0.0), 0.15 * 0.7 * 1000 - 11),
        (CREDIT, SOUND._replace(overdue=10.0), SOUND, (0.0, 1.0), 11.0),
        (ADDRESS, HERE._replace(address=2), HERE, (2.0, 3.0), 47.0),
        # written to in anger; not written to although calm; written to of goods that are out
        (AUDIENCE, CALM, CALM._replace(troubles=1), (1.0, 0.0), 1.0),
        (AUDIENCE, CALM._replace(troubles=1), CALM, (0.0, 1.0), 2.0),
        (AUDIENCE, CALM, CALM._replace(in_stock=False), (1.0, 0.0), 2.0),
        # need 60, safety 15, position 30: 45 wanted, 5 lots; 20 in a week seen as 8: 9 wanted, 1 lot: 20 short x 25,
        # where the 20 units over the need would have cost 40 to hold
        (REPLENISH, NEEDED._replace(weekly_demand=8.0), NEEDED, (10.0, 50.0), 20 * 25.0 - 20 * 2.0),
        # an old backlog of 70 h lets 8 stay for nothing: 16 h x 63 EUR
        (OVERTIME, QUIET._replace(waiting_hours=70.0), QUIET, (8.0, 0.0), 16 * 63.0),
        # of those 8 the first look of the day has asked 6: the second lets 2 more stay for nothing
        (OVERTIME, QUIET._replace(waiting_hours=70.0, staying=6), QUIET._replace(staying=6), (2.0, 0.0), 4 * 63.0),
        # an unhappy customer left alone: 0.04 x 0.6 of five years of 5,000 lost instead of 200 and 15 paid
        (RETENTION, DEAR._replace(troubles=0, satisfaction=1.0), DEAR, (0.0, 1.0), 0.04 * 0.6 * 5 * 5000 - 215),
        # an offer to somebody content
        (RETENTION, DEAR, DEAR._replace(troubles=0, satisfaction=0.9), (1.0, 0.0), 215.0),
        # and to somebody in trouble who has still much patience: 0.04 x 0.1 x 5 x 5,000 = 100 kept
        (RETENTION, DEAR, DEAR._replace(satisfaction=0.9), (1.0, 0.0), 215.0 - 100.0),
        (REFUND, JUST._replace(justified=False), JUST, (0.0, 1.0), 60.0),
        # 200 letters of 1,000 not written, each of which would have brought 3 and cost 2; the other way round, the same
        (BUDGET, PAYS._replace(gain=1.0), PAYS, (0.8, 1.0), 200.0),
        (BUDGET, PAYS, PAYS._replace(gain=1.0), (1.0, 0.8), 200.0),
        # a tight limit for nothing: a week's checks; the usual one while 15 % too much of 50,000 is overdue
        (LIMIT, FEW_LATE._replace(arrears=0.4), FEW_LATE, (900.0, 1800.0), 70.0),
        (LIMIT, FEW_LATE, FEW_LATE._replace(arrears=0.4), (1800.0, 900.0), 7500.0 - 70.0),
        # 2.5 days beyond 4 are 60 h: one person, of 56 h at 60; without, 60 h wait at 12, with 4 h do
        (TEMPORARY, KEEPS_UP._replace(waiting_days=6.5), KEEPS_UP, (1.0, 0.0), 56 * 60.0),
        (TEMPORARY, KEEPS_UP, KEEPS_UP._replace(waiting_days=6.5), (0.0, 1.0), 60 * 12.0 - 56 * 60.0 - 4 * 12.0),
        (REFUND, JUST, JUST._replace(justified=False), (1.0, 0.0), 100.0),
    ],
)
def test_known_regrets(rule: Rule, view: Any, truth: Any, actions: tuple[float, float], expected: float) -> None:
    """Worked out by hand beside each example: what was done, what knowing would have done, what that costs."""
    assert (rule.act(view, 0.5), rule.act(truth, 0.5)) == actions
    assert regret(rule, view, truth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "view", "truth", "expected"),
    [
        # ordering less than the rule wants saves the holding of its safety stock when nothing runs short
        (REPLENISH, NEEDED._replace(weekly_demand=14.0), NEEDED, -20 * 2.0),
        # over the limit, which Finance clears at once: the check was not needed
        (CREDIT, SOUND, SOUND._replace(owed=4500.0), -11.0),
        # 6 h of delay for 72 EUR instead of three people for 378 EUR
        (OVERTIME, QUIET, QUIET._replace(waiting_hours=60.0), 6 * 12.0 - 3 * 2 * 63.0),
    ],
)
def test_rules_of_thumb_may_be_wrong_with_the_truth(rule: Rule, view: Any, truth: Any, expected: float) -> None:
    """Regret may be negative where the rule is no optimum: ignorance was cheaper."""
    assert expected < 0
    assert regret(rule, view, truth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("waiting", "offers"),
    [
        (0.0, 1.0),  # nobody waits: 200 EUR keep 0.04 x 0.6 x 5 x 2,000 = 240 EUR
        (79.0, 1.0),  # 12 EUR x 79 h x half an hour in a day of 12 h: 39.50
        (81.0, 0.0),  # 40.50
    ],
)
def test_an_offer_must_be_worth_what_it_lets_wait(waiting: float, offers: float) -> None:
    """The busier those who call, the dearer their time; what somebody more knows of a customer cannot make it cheaper."""
    time_cost = waiting_made(0.5, waiting, 12.0, 12.0)
    assert time_cost == pytest.approx(waiting / 2)
    assert RETENTION.act(DEAR._replace(yearly_value=2000.0, time_cost=time_cost), 0.5) == offers


@pytest.mark.parametrize(
    ("wrong", "unseen", "visible", "cause"),
    [
        (True, 5.0, False, ERRONEOUS),
        (True, 5.0, True, ERRONEOUS),
        (True, 0.0, False, ERRONEOUS),
        (False, 5.0, False, STALE),
        (False, 5.0, True, STALE),
        (False, 0.0, False, INVISIBLE),
    ],
)
def test_the_first_cause_that_applies(wrong: bool, unseen: float, visible: bool, cause: int) -> None:
    """Erroneous before stale before invisible."""
    company = still()
    seen = Seen(False, 4, unseen + 1.0, unseen, wrong)
    its(company, Sales).decide(
        company.house.cases.open_case("order", 0, "sales"),
        REFUND,
        JUST._replace(justified=False),
        JUST,
        seen,
        visible=visible,
    )
    (row,) = decisions_of(company, REFUND)
    assert (row["cause"], row["regret"], row["unseen"]) == (cause, 60.0, unseen)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_oracle_acts_on_the_truth_and_nobody_else_does(rule: Rule) -> None:
    """Taken on the truth, a decision is its oracle's, with nothing to regret and no age; the others stay as they were."""
    for taken, name in ((rule, rule.name), (next(other for other in RULES if other is not rule), rule.name)):
        company, plain = still(), still()
        company.house.world.on_truth = frozenset([name])
        truth, view = TRUTHS[taken], VIEWS[taken]
        for one in (company, plain):
            case = one.house.cases.open_case("order", 0, "sales")
            its(one, Sales).decide(case, taken, view, truth, Seen(False, 4, 9.0, 8.0, True), version=6)
        (knowing,), (ordinary,) = decisions_of(company, taken), decisions_of(plain, taken)
        assert ordinary["action"] == taken.act(view, 0.5) != ordinary["oracle"]
        if taken is rule:
            assert knowing["action"] == knowing["oracle"] == ordinary["oracle"] == taken.act(truth, 0.5)
            assert (knowing["regret"], knowing["cause"], knowing["age"], knowing["unseen"]) == (0.0, RIGHT, 0.0, 0.0)
        else:
            assert knowing == ordinary


def test_a_shortage_that_may_come_is_expected_by_the_normal_law() -> None:
    """Position 60 for a need of 60, spread 10: 10/sqrt(2 pi) missing and as many left, each at its price."""
    level = NEEDED._replace(position=60.0, spread_units=10.0)
    expected = 10.0 / (2 * math.pi) ** 0.5
    assert REPLENISH.cost(0.0, level) == pytest.approx(expected * (25.0 + 2.0))
    assert REPLENISH.cost(0.0, level._replace(spread_units=1e-9)) == pytest.approx(0.0, abs=1e-6)
    far = NEEDED._replace(position=120.0, spread_units=10.0)
    assert REPLENISH.cost(0.0, far) == pytest.approx(60.0 * 2.0, rel=1e-6)
    costs = [REPLENISH.cost(float(units), level._replace(position=30.0)) for units in range(0, 120)]
    best = costs.index(min(costs))
    assert best == round(30.0 + 10.0 * 1.4461), "the critical ratio 25/27 lies 1.4461 standard deviations above the mean"


def test_a_right_decision_has_no_cause_however_bad_the_copy() -> None:
    """A copy that is wrong, old and invisible, and still leads to what the truth would: nothing to regret."""
    company = still()
    its(company, Sales).decide(
        company.house.cases.open_case("order", 0, "sales"),
        REFUND,
        JUST,
        JUST,
        Seen(True, 1, 9.0, 9.0, True),
        visible=False,
    )
    (row,) = decisions_of(company, REFUND)
    assert (row["cause"], row["regret"]) == (RIGHT, 0.0)


def test_what_is_close_counts_as_the_same() -> None:
    """A promise within half a day of the oracle's is no wrong decision; beyond half a day it is."""
    company = still()
    case = company.house.cases.open_case("order", 0, "sales")
    for days in (0.9, 1.1):
        its(company, Sales).decide(case, PROMISE, IN_STOCK._replace(backlog_days=days), IN_STOCK)
    near, far = decisions_of(company, PROMISE)
    assert (near["cause"], near["regret"]) == (RIGHT, 0.0)
    assert far["cause"] == STALE
    assert far["regret"] == pytest.approx(0.6 * 0.035 * 80)


def test_the_oracle_twin_has_the_same_luck() -> None:
    """A rule that adds its luck to what it sees is called twice with the same number: the difference shows none."""
    drawn: list[float] = []

    def act(view: float, luck: float) -> float:
        drawn.append(luck)
        return view + luck

    gamble = Rule("overtime", act, lambda action, truth: abs(action - truth))
    company = still()
    action = its(company, Sales).decide(company.house.cases.open_case("order", 0, "sales"), gamble, 5.0, 2.0, luck=0.3)
    (row,) = decisions_of(company, gamble)
    assert drawn == [0.3, 0.3]
    assert (action, row["action"], row["oracle"]) == (5.3, 5.3, 2.3)
    assert row["regret"] == pytest.approx(3.3 - 0.3)


def test_the_log_says_what_was_known() -> None:
    """Version used and version true, age and the hours since the first change that was not known, stand beside it."""
    company = still()
    its(company, Sales).decide(
        company.house.cases.open_case("order", 0, "sales"), REFUND, JUST, JUST, Seen(True, 4, 30.0, 6.0, False), version=7
    )
    rows = company.house.journal.decisions.rows()
    assert (rows["used"][0], rows["true"][0], rows["age"][0], rows["unseen"][0]) == (4, 7, 30.0, 6.0)
