"""Credit that is held until it has been paid, and replenishment on the books and on what Sales turned away."""

from __future__ import annotations

import pytest

from sim.company.back_office.finance import Finance
from sim.company.back_office.holding import pay_for_holding
from sim.company.back_office.logistics import Logistics
from sim.company.decisions import REPLENISH
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import Mode
from sim.engine.kernel import Flow
from tests.company.worlds import begin, booked, clock, decisions_of, decoded, its, near, parts_of, still

DEMAND = ("sales", "logistics", "demand")


# ---- credit --------------------------------------------------------------------------------------------------------


def checked(paid: float | None, *, hold_days: float = 10.0) -> tuple[Company, list[tuple[bool, float]]]:
    """An order of Monday 9:00 whose customer has something overdue until a time: what Finance says, and when.

    A check takes 60 minutes; Finance works from 9 to 17, Monday to Friday.
    """
    company = still(
        {"activities": {"check credit": {"minutes": 60}}, "finance": {"credit_hold_days": hold_days}},
    )
    customer = company.house.customers.business(0.5)
    customer.owes(0.0, 100.0, 100.0)
    case = company.house.cases.open_case("business order", 0, "sales", customer)
    case.opened = clock(0, 9)
    said: list[tuple[bool, float]] = []

    def check() -> Flow:
        cleared = yield from its(company, Finance).check_credit(case)
        said.append((cleared, company.env.now))
        company.house.cases.close(case, "cleared" if cleared else "credit refused")

    begin(company, clock(0, 9), check)
    if paid is not None:
        company.env.at(paid, lambda: customer.owes(company.env.now, -100.0, -100.0))
    company.env.run(until=4 * WEEK)
    company.house.cases.record_open_cases()
    parts = parts_of(company, case)
    assert sum(parts.values()) == near(case.closed - clock(0, 9))
    assert parts["touch"] == near(1.0)
    return company, said


@pytest.mark.parametrize(
    ("paid", "released"),
    [
        (clock(0, 9, 30), clock(0, 10)),
        (clock(0, 11), clock(1, 9)),
        (clock(2, 15), clock(3, 9)),
        (clock(3, 9), clock(3, 9)),
        (clock(5, 12), clock(7, 9)),
    ],
    ids=["during the check", "the same day", "on Wednesday", "as Finance opens", "on Saturday"],
)
def test_a_held_order_is_released_the_working_morning_after_payment(paid: float, released: float) -> None:
    """Checked 9-10; then Finance looks every working morning at 9, and sees what was paid up to that moment."""
    _, said = checked(paid)
    assert said == [(True, near(released))]


def test_an_order_that_is_not_paid_for_is_refused_when_the_days_are_over() -> None:
    """Held from Monday 10:00 for 3 days: on Thursday at 9:00 they are not over, on Friday at 9:00 they are."""
    _, said = checked(None, hold_days=3.0)
    assert said == [(False, near(clock(4, 9)))]
    _, said = checked(clock(3, 12), hold_days=3.0)
    assert said == [(True, near(clock(4, 9)))], "paid before the last look"
    _, said = checked(None, hold_days=0.0)
    assert said == [(False, near(clock(0, 10)))], "nobody is given time to pay"


# ---- what was turned away ------------------------------------------------------------------------------------------


def units_ordered(written: float | None, mode: Mode, at: float) -> tuple[float, float]:
    """Units of chairs that Logistics orders at a time, and those it would if it knew: Sales turned 4000 away."""
    company = still(
        {"logistics": {"forecast_weeks": 4}, "activities": {"plan replenishment": {"minutes": 60}}},
        links={DEMAND: {"mode": mode, "period_hours": 24.0}},
    )
    logistics = its(company, Logistics)
    if written is not None:
        record = its(company, Sales).turned_away("chair")
        company.env.at(written, lambda: record.write(company.env.now, 4000.0))
    case = company.house.cases.open_case("replenishment", 0, "logistics")
    begin(company, at - 1.0, lambda: logistics.replenish(case, logistics.stocks["chair"]))
    company.env.run(until=at + 1.0)
    (decision,) = decisions_of(company, REPLENISH)
    assert decision["time"] == near(at)
    return decision["action"], decision["oracle"]


def test_turned_away_units_enter_the_outlook_by_the_copy_only() -> None:
    """4000 chairs were turned away on Monday at 12:00; the copy is brought at midnight.

    In the second hour of Monday afternoon a live reader orders for them, one with a copy as if nothing had been: the
    oracle of both is the live reader's. On Tuesday both know. 4000 units in a forecast of 4 weeks are 1000 a week.
    """
    monday, tuesday = clock(0, 15), clock(1, 15)
    nothing, _ = units_ordered(None, Mode.SHARED, monday)
    live, oracle = units_ordered(clock(0, 12), Mode.SHARED, monday)
    assert live == oracle > nothing
    copied, oracle = units_ordered(clock(0, 12), Mode.BATCH, monday)
    assert (copied, oracle) == (nothing, live)
    copied, oracle = units_ordered(clock(0, 12), Mode.BATCH, tuesday)
    live, _ = units_ordered(clock(0, 12), Mode.SHARED, tuesday)
    assert copied > nothing
    assert oracle == live


def test_what_customers_do_not_take_is_turned_away() -> None:
    """An empty shelf, and nobody who waits: three units that are refused stand in Sales' record, and 3 more later."""
    company = still({"customers": {"refuse_per_day_of_promise": 1.0}})
    sales, stock = its(company, Sales), its(company, Logistics).stocks["chair"]
    stock.available = 0
    stock.book(0.0)
    for number in range(2):
        case = company.house.cases.open_case("order", number, "sales", company.house.customers.get(1))
        case.product, case.units, case.value = "chair", 3, 870.0
        assert not sales.promise(case)
    assert sales.turned_away("chair").value == 6.0
    assert sales.turned_away("lamp").value == 0.0
    stock.available = 1000
    stock.book(1.0)
    case = company.house.cases.open_case("order", 2, "sales", company.house.customers.get(1))
    case.product, case.units, case.value = "chair", 3, 870.0
    assert sales.promise(case)
    assert sales.turned_away("chair").value == 6.0


@pytest.mark.parametrize(
    ("every", "days"),
    [
        (7, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
        (14, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
        (2, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]),
        (1, [0] * 10),
    ],
)
def test_looks_at_stock_are_spread_over_the_working_days(every: int, days: list[int]) -> None:
    """Ten products, each looked at once in so many days at 8:30, on the first five of them at most."""
    company = still({"logistics": {"review_days": every}})
    company.env.start(its(company, Logistics).reviews())
    company.env.run(until=2 * every * DAY)
    company.house.cases.record_open_cases()
    looks = sorted(decoded(company).cases.query("kind == 'replenishment'")["opened"])
    assert looks == near([DAY * (round_ * every + day) + 8.5 for round_ in (0, 1) for day in days])


def test_holding_is_paid_for_what_is_there() -> None:
    """Nothing on the shelf costs nothing to hold."""
    company = still()
    for stock in its(company, Logistics).stocks.values():
        stock.available = -3
    logistics = its(company, Logistics)
    company.env.start(pay_for_holding(company.house, logistics.stocks, logistics.material_value))
    company.env.run(until=DAY + 1)
    assert booked(company, "holding") == [(near(DAY), 0.0)]
