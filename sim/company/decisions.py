"""The eleven decisions: pure rules of what is seen and a number in (0, 1), with what an action costs given the truth.

A rule is called twice with the same number: on the copy, and as its oracle twin on the truth. Regret is the expected
cost, given the truth, of the action taken minus that of the oracle's. Each rule's docstring says whether the rule takes
the action that its cost formula makes cheapest ("the cheapest") or is a rule of thumb, whose regret may be negative.
Actions are numbers (days, units, people, yes = 1 or no = 0). ``interoffice oracle`` holds the formulas against what
knowing brings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.engine.codes import Cause
from sim.engine.records import Seen
from sim.inputs.names import DecisionName

RIGHT, ERRONEOUS, STALE, INVISIBLE = Cause
CAUSES = tuple(cause.name.lower() for cause in Cause)


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision rule.

    Attributes:
        name: what is decided.
        act: (view, luck) -> action.
        cost: (action, truth) -> expected cost in currency.
        tolerance: actions closer than this count as the same.
        stays_open: a no leaves the question open; put again, it is the same question until the truth changes.
    """

    name: DecisionName
    act: Callable[[Any, float], float]
    cost: Callable[[float, Any], float]
    tolerance: float = 1e-9
    stays_open: bool = False


class Promise(NamedTuple):
    """What a promised delivery date depends on."""

    stock: float
    backlog_days: float
    units: int
    usual_days: float
    restock_days: float
    margin: float
    refuse_per_day: float
    late_cost: float


def promise_days(view: Promise, _: float) -> float:
    """Promise the usual days plus the warehouse's backlog; with too little stock, wait for the next receipt.

    The cheapest by its formula. Both reckon a whole supply time for goods that are out, though some may be on their way.
    """
    days = view.usual_days + view.backlog_days
    return days if view.stock >= view.units else days + view.restock_days


def promise_cost(days: float, truth: Promise) -> float:
    """A promise too long loses buyers, one too short may disappoint them.

    What is missing comes out of the slack of the usual days first: only a promise short by all of them is late for sure.
    """
    feasible = promise_days(truth, 0.0)
    too_long = max(0.0, days - feasible) * truth.refuse_per_day * truth.margin
    short = feasible - days
    if short <= 0.0:
        return too_long
    return too_long + truth.late_cost * (short / truth.usual_days if short < truth.usual_days else 1.0)


class Credit(NamedTuple):
    """What a credit release depends on.

    ``arrears_risk`` is the share of orders of customers in arrears that are never paid, ``loss_share`` what is lost of
    such an order, ``check_cost`` what it costs that Finance looks at one.
    """

    owed: float
    overdue: float
    order_value: float
    limit: float
    arrears_risk: float
    loss_share: float
    check_cost: float


def credit_release(view: Credit, _: float) -> float:
    """Release (1) within the limit when nothing is overdue; else hold (0) for a check.

    A rule of thumb: what is only over the limit Finance clears at once.
    """
    return 1.0 if view.overdue <= 0.0 and view.owed + view.order_value <= view.limit else 0.0


def credit_cost(release: float, truth: Credit) -> float:
    """Releasing to someone in arrears risks the order's value; holding an order costs a check, and no sale."""
    if release:
        return truth.arrears_risk * truth.loss_share * truth.order_value if truth.overdue > 0.0 else 0.0
    return truth.check_cost


class Address(NamedTuple):
    """Where to ship."""

    address: int
    reship_cost: float


def ship_to(view: Address, _: float) -> float:
    """Ship to the address on the label: the cheapest."""
    return float(view.address)


def ship_cost(address: float, truth: Address) -> float:
    """A wrong address comes back and is shipped again."""
    return 0.0 if address == truth.address else truth.reship_cost


class Recipient(NamedTuple):
    """Whether to write to a customer in a campaign."""

    troubles: int
    in_stock: bool
    gain: float
    harm: float


def write_to(view: Recipient, _: float) -> float:
    """Write (1) unless the customer has an open complaint or there is nothing to sell: the cheapest."""
    return 1.0 if view.troubles == 0 and view.in_stock else 0.0


def write_cost(write: float, truth: Recipient) -> float:
    """Not writing loses the expected gain; writing to someone with a complaint, or of goods that are out, does harm."""
    if write:
        return (truth.harm if truth.troubles else 0.0) + (0.0 if truth.in_stock else truth.gain)
    return truth.gain if truth.in_stock and not truth.troubles else 0.0


class Replenishment(NamedTuple):
    """What an order to the supplier (or a batch of the own line) depends on; units and weeks.

    ``spread_units`` is the standard deviation of what is wanted over the cover time.
    """

    weekly_demand: float
    campaign_units: float
    position: float
    cover_weeks: float
    safety_units: float
    spread_units: float
    lot: int
    holding_per_unit: float
    shortage_per_unit: float


def replenish(view: Replenishment, _: float) -> float:
    """Order up to the demand of the cover time, the campaign and the safety stock, in whole lots.

    A rule of thumb: the safety stock is so many standard deviations, whatever holding and shortage cost.
    """
    wanted = view.weekly_demand * view.cover_weeks + view.campaign_units + view.safety_units - view.position
    if wanted <= 0:
        return 0.0
    return float(-(-wanted // view.lot) * view.lot)


def replenish_cost(units: float, truth: Replenishment) -> float:
    """What is expected to be left over is held for the cover time, what is expected to be missing is short."""
    need = truth.weekly_demand * truth.cover_weeks + truth.campaign_units
    left = truth.position + units - need
    missing = _expected_shortage(left, truth.spread_units)
    return max(0.0, left + missing) * truth.holding_per_unit + missing * truth.shortage_per_unit


def _expected_shortage(left: float, spread: float) -> float:
    """Units missing on average where so many are left on average, give or take a normal law's spread."""
    if spread <= 0.0:
        return max(0.0, -left)
    z = left / spread
    return max(0.0, spread * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) - left * math.erfc(z / math.sqrt(2)) / 2)


class Backlog(NamedTuple):
    """What overtime depends on; hours of work waiting, hours the team works a day.

    ``staying`` are those who have been asked already to stay today: a second look at a day asks for more, or for nobody.
    """

    waiting_hours: float
    daily_hours: float
    threshold_days: float
    overtime_hours: float
    staff: int
    staying: int
    overtime_price: float
    delay_price: float


def people_staying(view: Backlog, _: float) -> float:
    """Let as many more stay as it takes to work off today what exceeds the threshold.

    A rule of thumb: it asks neither what an hour costs nor what waiting does.
    """
    excess = view.waiting_hours - view.threshold_days * view.daily_hours
    return float(max(0, min(view.staff, round(excess / view.overtime_hours)) - view.staying))


def overtime_cost(people: float, truth: Backlog) -> float:
    """Overtime is paid, needed or not; work that stays waits another day."""
    hours = people * truth.overtime_hours
    excess = truth.waiting_hours - truth.threshold_days * truth.daily_hours - truth.staying * truth.overtime_hours
    return hours * truth.overtime_price + max(0.0, excess - hours) * truth.delay_price


class Relationship(NamedTuple):
    """What a retention offer depends on.

    ``churn_gain`` is the share of customers without any satisfaction left whom an offer keeps, ``kept_years`` how long
    whoever is kept goes on buying, ``time_cost`` what the hours of an offer cost those who wait for the same people.
    """

    troubles: int
    satisfaction: float
    yearly_value: float
    offer_cost: float
    time_cost: float
    churn_gain: float
    kept_years: float
    unhappy_below: float


def worth_keeping(view: Relationship) -> float:
    """What an offer is expected to keep: more where somebody in trouble or plainly unhappy is less satisfied."""
    if view.troubles == 0 and view.satisfaction >= view.unhappy_below:
        return 0.0
    return view.churn_gain * (1.0 - view.satisfaction) * view.kept_years * view.yearly_value


def retention_offer(view: Relationship, _: float) -> float:
    """Make an offer (1) where it keeps more than it costs in money and in others' waiting: the cheapest."""
    return 1.0 if worth_keeping(view) > view.offer_cost + view.time_cost else 0.0


def retention_cost(offer: float, truth: Relationship) -> float:
    """An offer costs money and time; without one, what it would have kept is lost."""
    return truth.offer_cost + truth.time_cost if offer else worth_keeping(truth)


def waiting_made(hours: float, waiting_hours: float, daily_hours: float, delay_price: float) -> float:
    """What work of so many hours costs those behind it: all that waits does so for longer, at a price an hour and day."""
    return delay_price * waiting_hours * hours / daily_hours if daily_hours > 0.0 else 0.0


class RefundClaim(NamedTuple):
    """What a refund depends on: is the claim just, as the books have it? Goodwill is what a no to a just claim costs."""

    justified: bool
    amount: float
    goodwill: float


def refund(view: RefundClaim, _: float) -> float:
    """Pay (1) what the books support, else not yet, or not at all (0): the cheapest."""
    return 1.0 if view.justified else 0.0


def refund_cost(pay: float, truth: RefundClaim) -> float:
    """Paying an unjust claim costs its amount, a no to a just one what follows from it."""
    if pay:
        return 0.0 if truth.justified else truth.amount
    return truth.goodwill if truth.justified else 0.0


class CampaignBudget(NamedTuple):
    """What the budget of a campaign depends on: what a letter brings and costs, of so many that could be written."""

    gain: float
    letter_cost: float
    letters: int
    least_share: float


def campaign_budget(view: CampaignBudget, _: float) -> float:
    """Write to the whole list (1) where a letter brings more than it costs, else to as few as is agreed: the cheapest."""
    return 1.0 if view.gain > view.letter_cost else view.least_share


def budget_cost(share: float, truth: CampaignBudget) -> float:
    """Letters that bring less than they cost lose the difference; those not written that would bring more lose it too."""
    gain = truth.letters * (truth.gain - truth.letter_cost)
    return (1.0 - share) * gain if gain > 0.0 else share * -gain


class Limits(NamedTuple):
    """What the credit limit depends on.

    ``arrears`` is the share of what businesses owe that is overdue, ``at_stake`` what they order in a week on account;
    ``check_cost`` is what the checks of a week cost that a tight limit brings.
    """

    arrears: float
    tolerated: float
    limit: float
    tight_share: float
    at_stake: float
    check_cost: float


def credit_limit(view: Limits, _: float) -> float:
    """The usual limit, or a tight one while more is overdue than is tolerated. A rule of thumb: it asks no price."""
    return view.limit if view.arrears <= view.tolerated else view.tight_share * view.limit


def limit_cost(limit: float, truth: Limits) -> float:
    """A tight limit costs checks, the usual one what is overdue beyond what is tolerated."""
    if limit < truth.limit:
        return truth.check_cost
    return max(0.0, truth.arrears - truth.tolerated) * truth.at_stake


class Shorthanded(NamedTuple):
    """What taking on temporary staff depends on: days of work that wait, what one person does in a week, for how long."""

    waiting_days: float
    threshold_days: float
    daily_hours: float
    hours_of_one: float
    most: int
    price: float
    delay_price: float


def temporary_staff(view: Shorthanded, _: float) -> float:
    """Take on as many as it takes to work off what waits beyond the threshold. A rule of thumb: it asks no price."""
    excess = (view.waiting_days - view.threshold_days) * view.daily_hours
    return float(round(max(0.0, min(view.most, excess / view.hours_of_one)))) if view.hours_of_one > 0 else 0.0


def temporary_cost(people: float, truth: Shorthanded) -> float:
    """They are paid, needed or not; work that stays waits on, day by day."""
    hours = people * truth.hours_of_one
    excess = (truth.waiting_days - truth.threshold_days) * truth.daily_hours
    return hours * truth.price + max(0.0, excess - hours) * truth.delay_price


PROMISE = Rule("promised date", promise_days, promise_cost, tolerance=0.5)
CREDIT = Rule("credit release", credit_release, credit_cost)
ADDRESS = Rule("ship-to address", ship_to, ship_cost)
AUDIENCE = Rule("campaign audience", write_to, write_cost)
REPLENISH = Rule("replenishment", replenish, replenish_cost, tolerance=0.5)
OVERTIME = Rule("overtime", people_staying, overtime_cost, tolerance=0.5)
RETENTION = Rule("retention offer", retention_offer, retention_cost)
REFUND = Rule("refund", refund, refund_cost, stays_open=True)
BUDGET = Rule("campaign budget", campaign_budget, budget_cost)
LIMIT = Rule("credit limit", credit_limit, limit_cost)
TEMPORARY = Rule("temporary staff", temporary_staff, temporary_cost, tolerance=0.5)
RULES = (PROMISE, CREDIT, ADDRESS, AUDIENCE, REPLENISH, OVERTIME, RETENTION, REFUND, BUDGET, LIMIT, TEMPORARY)


def cause_of(seen: Seen | None, *, visible: bool) -> int:
    """Why a view differed from the truth, the first that applies: erroneous, stale, invisible."""
    if seen is not None and seen.wrong:
        return ERRONEOUS
    if visible or (seen is not None and seen.unseen > 0):
        return STALE
    return INVISIBLE
