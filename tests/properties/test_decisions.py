"""Decisions for any state of the world: no regret with the truth in sight; and where regret can never be negative."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.company.decisions import (
    ADDRESS,
    AUDIENCE,
    BUDGET,
    CREDIT,
    LIMIT,
    OVERTIME,
    PROMISE,
    REFUND,
    REPLENISH,
    RETENTION,
    RULES,
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
)

AMOUNT = st.floats(0.0, 1e5)
SHARE = st.floats(0.0, 1.0)
DAYS = st.floats(0.0, 60.0)
STATES: dict[Rule, st.SearchStrategy[Any]] = {
    PROMISE: st.builds(Promise, AMOUNT, DAYS, st.integers(1, 200), DAYS, DAYS, AMOUNT, SHARE, AMOUNT),
    CREDIT: st.builds(Credit, AMOUNT, st.sampled_from([0.0, 1.0, 500.0]), AMOUNT, AMOUNT, SHARE, SHARE, AMOUNT),
    ADDRESS: st.builds(Address, st.integers(-3, 3), AMOUNT),
    AUDIENCE: st.builds(Recipient, st.integers(0, 3), st.booleans(), AMOUNT, AMOUNT),
    REPLENISH: st.builds(
        Replenishment,
        AMOUNT,
        AMOUNT,
        st.floats(-1e4, 1e5),
        st.floats(0.1, 10.0),
        AMOUNT,
        AMOUNT,
        st.integers(1, 100),
        AMOUNT,
        AMOUNT,
    ),
    OVERTIME: st.builds(
        Backlog,
        AMOUNT,
        st.floats(0.1, 500.0),
        DAYS,
        st.floats(0.1, 8.0),
        st.integers(1, 50),
        st.integers(0, 50),
        AMOUNT,
        AMOUNT,
    ),
    RETENTION: st.builds(
        Relationship, st.integers(0, 3), SHARE, AMOUNT, AMOUNT, AMOUNT, SHARE, st.floats(0.0, 50.0), SHARE
    ),
    REFUND: st.builds(RefundClaim, st.booleans(), AMOUNT, AMOUNT),
    # what is agreed is the same for whoever decides, whatever else is believed
    BUDGET: st.builds(CampaignBudget, AMOUNT, AMOUNT, st.integers(1, 100_000), st.just(0.8)),
    LIMIT: st.builds(Limits, SHARE, SHARE, AMOUNT, SHARE, AMOUNT, AMOUNT),
    TEMPORARY: st.builds(
        Shorthanded, DAYS, DAYS, st.floats(0.1, 500.0), st.floats(0.0, 60.0), st.integers(0, 20), AMOUNT, AMOUNT
    ),
}
OPTIMAL = (PROMISE, ADDRESS, AUDIENCE, REFUND)
CHEAPEST = (*OPTIMAL, RETENTION, BUDGET)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(data=st.data(), luck=st.floats(0.0, 1.0, exclude_min=True, exclude_max=True))
def test_the_truth_is_never_regretted(rule: Rule, data: st.DataObject, luck: float) -> None:
    """For any state, a rule acts on an equal view as on the truth, and its price is finite."""
    truth = data.draw(STATES[rule])
    action = rule.act(truth, luck)
    assert action == rule.act(type(truth)(*truth), luck)
    assert 0.0 <= rule.cost(action, truth) < float("inf")


@pytest.mark.parametrize("rule", OPTIMAL, ids=lambda rule: rule.name)
@given(data=st.data())
def test_rules_that_are_the_best_with_the_truth(rule: Rule, data: st.DataObject) -> None:
    """Four of the rules cost nothing when they see the truth, so no view whatever does better."""
    view, truth = data.draw(STATES[rule]), data.draw(STATES[rule])
    assert rule.cost(rule.act(truth, 0.5), truth) == 0.0
    assert rule.cost(rule.act(view, 0.5), truth) >= 0.0


@pytest.mark.parametrize("rule", CHEAPEST, ids=lambda rule: rule.name)
@given(data=st.data())
def test_knowing_more_is_never_worse(rule: Rule, data: st.DataObject) -> None:
    """Whatever else might be believed, the truth leads to an action that is expected to cost no more."""
    view, truth = data.draw(STATES[rule]), data.draw(STATES[rule])
    assert rule.cost(rule.act(truth, 0.5), truth) <= rule.cost(rule.act(view, 0.5), truth)


@given(STATES[REPLENISH])
def test_orders_come_in_whole_lots_and_reach_the_target(view: Replenishment) -> None:
    """What is ordered is a multiple of the lot and, with what is there, at least the target, by less than one lot."""
    units = REPLENISH.act(view, 0.5)
    target = view.weekly_demand * view.cover_weeks + view.campaign_units + view.safety_units
    assert units >= 0 and units % view.lot == pytest.approx(0, abs=1e-6)
    if units:
        assert target - 1e-6 <= view.position + units < target + view.lot + 1e-6


@given(STATES[OVERTIME])
def test_nobody_stays_without_need_and_no_more_than_there_are(view: Backlog) -> None:
    """People staying: none below the threshold, never more than the team has."""
    people = OVERTIME.act(view, 0.5)
    assert 0 <= people <= view.staff
    if view.waiting_hours <= view.threshold_days * view.daily_hours:
        assert people == 0
