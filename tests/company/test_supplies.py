"""Supplies and production: late and short suppliers, material, set-ups and rejects."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.simulation import Company
from sim.engine.calendar import DAY
from sim.inputs.names import CapabilityName
from tests.company.worlds import always, begin, booked, clock, decoded, its, near, still, timeline

SHORT = {"logistics": {"short_share": 1.0, "short_part": 0.3, "rest_share": 0.5}}
LINE: dict[str, dict[str, Any]] = {
    "logistics": {"set_ups": True, "reject_share": 0.0, "rework_share": 0.5, "batch_units": 60},
    "activities": {"set up the line": {"minutes": 90}},
}
MATERIAL = {"materials": {"board": {"cost": 20, "lot": 100, "goes_into": {"desk": 2}}}}


def ordered(company: Company, product: str, units: int) -> Case:
    """An order for a product's shelf."""
    case = company.house.cases.open_case("replenishment", 0, "logistics")
    case.product, case.units = product, units
    its(company, Logistics).stocks[product].on_order += units
    return case


# ---- suppliers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("without", "days"), [((), 20.0), (("supply chain",), 22.0)])
def test_a_late_supplier_is_chased(without: tuple[CapabilityName, ...], days: float) -> None:
    """Goods that would take 22 days are asked for after 18 (a Friday, 10:00; 10 minutes), and take half of the 4 left.

    Where nobody chases, they come after 22.
    """
    company = still({"logistics": {"supplier_days": 14, "chase_after_days": 4, "chased_share": 0.5}}, without=without)
    logistics = its(company, Logistics)
    logistics._supplier = always(company, 22 * DAY)
    case, there = ordered(company, "lamp", 100), list[float]()

    def buy():  # type: ignore[no-untyped-def]
        yield from logistics.buy(case)
        there.append(company.env.now)

    begin(company, clock(0, 10), buy)
    company.env.run(until=clock(30, 0))
    asked = sum(end - start for _, start, end in timeline(company, case))
    assert there == [near(clock(0, 10) + days * DAY + asked)]
    assert asked == (0.0 if without else near(10 / 60))


def delivery(company: Company) -> tuple[Case, list[float]]:
    """100 lamps of which 30 are missing, on Monday at 8:00: the order, and what the shelf holds at first."""
    logistics = its(company, Logistics)
    logistics._supplier = always(company, 10 * DAY)
    case, stock = ordered(company, "lamp", 100), logistics.stocks["lamp"]
    begin(company, clock(0, 8), lambda: logistics.delivered(case, stock, 100))
    return case, [stock.available, stock.on_order]


def test_what_is_missing_is_claimed_and_comes_later() -> None:
    """70 are on the shelf when received; the claim is made, and the rest comes after half of ten days."""
    company = still(SHORT)
    _, (before, _) = delivery(company)
    stock = its(company, Logistics).stocks["lamp"]
    company.env.run(until=clock(4, 0))
    assert (stock.available, stock.on_order, stock.miscount) == (before + 70, 30, 0)
    company.env.run(until=clock(14, 0))
    assert (stock.available, stock.on_order) == (before + 100, 0)
    assert booked(company, "unclaimed goods") == []


@pytest.mark.parametrize(
    ("without", "miscount", "on_order"), [(("supply chain",), 30, 0), (("document management",), 0, 0)]
)
def test_what_nobody_claims_in_time_is_paid_for(
    without: tuple[CapabilityName, ...], miscount: int, on_order: int
) -> None:
    """30 lamps of 49.50 EUR: the books have them, or the claim comes too late by the contract's terms."""
    company = still({**SHORT, "legal": {"overlooked_share": 1.0}}, without=without)
    _, (before, _) = delivery(company)
    company.env.run(until=clock(14, 0))
    stock = its(company, Logistics).stocks["lamp"]
    assert (stock.available, stock.on_order, stock.miscount) == (before + 70, on_order, miscount)
    ((_, amount),) = booked(company, "unclaimed goods")
    assert amount == near(-30 * 49.5)


# ---- the line --------------------------------------------------------------------------------------------------------


def made(company: Company, units: int, product: str = "desk") -> list[tuple[float, int]]:
    """An order for the own line on Monday at 8:00: when it is done, and how many are good."""
    done: list[tuple[float, int]] = []
    case = ordered(company, product, units)

    def make():  # type: ignore[no-untyped-def]
        good = yield from its(company, Logistics).make(case)
        done.append((company.env.now, good))

    begin(company, clock(0, 8), make)
    return done


@pytest.mark.parametrize(("without", "set_ups"), [((), 1), (("production",), 3)])
def test_the_line_is_set_up_once_where_somebody_plans(without: tuple[CapabilityName, ...], set_ups: int) -> None:
    """Three batches side by side, 25 h each and 1 h 30 of setting up first: Mon 8-16 to Thu 10:30 either way.

    It is people's time that is lost without a plan: each batch is set up for by itself.
    """
    company = still(LINE, without=without)
    done = made(company, 180)
    company.env.run(until=clock(7, 0))
    assert done == [(near(clock(3, 10, 30)), 180)]
    visits = decoded(company).visits
    assert (visits["activity"] == "set up the line").sum() == set_ups


class Luck:
    """A stream that draws the same number for everybody."""

    def draw(self, *_: Any) -> float:
        """One half."""
        return 0.5


def test_rejects_are_reworked_or_scrapped() -> None:
    """Of 60 desks 2.5 % and the luck of a half: two. One is put right in 30 minutes, one scrapped: 59 are good."""
    company = still({"logistics": LINE["logistics"] | {"reject_share": 0.025, "set_ups": False}})
    its(company, Logistics)._rejects = Luck()  # type: ignore[assignment]
    done = made(company, 60)
    company.env.run(until=clock(7, 0))
    assert done == [(near(clock(3, 9, 30)), 59)]
    desk = company.house.model.products["desk"]
    assert booked(company, "scrap") == [(near(clock(3, 9, 30)), near(-desk.price * (1 - desk.margin)))]


def test_what_is_not_inspected_the_customer_finds() -> None:
    """Nobody looks: all 60 go on the shelf, and whoever buys three meets a bad one in one case of fourteen."""
    company = still({"logistics": LINE["logistics"] | {"reject_share": 0.025, "set_ups": False}}, without=("production",))
    done = made(company, 60)
    company.env.run(until=clock(7, 0))
    assert done == [(near(clock(3, 9)), 60)]
    logistics, order = its(company, Logistics), company.house.cases.open_case("order", 0, "sales")
    order.product, order.units = "desk", 3
    faulty = 1 - 0.975**3
    found = []
    for luck in (1 - faulty - 0.001, 1 - faulty + 0.001):
        logistics._faulty = type("", (), {"draw": lambda _, *__, luck=luck: luck})()
        found.append(logistics.is_faulty(order))
    assert found == [False, True]


def test_an_order_waits_for_its_material() -> None:
    """It takes 120 boards, 100 are there: 100 more come on Wednesday at 8:00, and then it is made."""
    company = still({**LINE, **MATERIAL, "logistics": LINE["logistics"] | {"set_ups": False}})
    logistics = its(company, Logistics)
    board = logistics.materials["board"]
    board.available = 100
    company.env.at(clock(2, 8), lambda: board.put_away(clock(2, 8), 100))
    done = made(company, 60)
    company.env.run(until=clock(14, 0))
    assert done == [(near(clock(7, 9)), 60)]  # 25 h from Wednesday 8:00: three days, and an hour on Monday
    assert board.available == 80


@pytest.mark.parametrize(("without", "orders"), [((), 0), (("production",), 1)])
def test_without_a_plan_material_is_ordered_when_it_is_missing(without: tuple[CapabilityName, ...], orders: int) -> None:
    """Where somebody plans, the next review orders; else whoever finds the shelf empty does."""
    company = still({**LINE, **MATERIAL}, without=without)
    its(company, Logistics).materials["board"].available = 0
    made(company, 60)
    company.env.run(until=clock(1, 0))
    found = [case for case in company.house.cases.open_cases.values() if case.kind == "material order"]
    assert len(found) == orders


@pytest.mark.parametrize(("materials", "days"), [(2, [0, 1]), (7, [0, 0, 1, 2, 2, 3, 4])])
def test_materials_are_looked_at_on_working_days_once_a_week(materials: int, days: list[int]) -> None:
    """Each on a day of its own while there are enough, at 8:30; week after week on the same."""
    many = {f"board {number}": MATERIAL["materials"]["board"] for number in range(materials)}
    company = still({**LINE, "materials": many})
    company.env.start(its(company, Logistics).material_reviews())
    company.env.run(until=clock(14, 0))
    cases = decoded(company).cases
    looked = sorted(cases.loc[cases["kind"] == "material review", "opened"])
    assert looked == near([clock(7 * week + day, 8, 30) for week in range(2) for day in days])


def test_while_the_system_is_down_nobody_plans() -> None:
    """A review of Monday 8:00 with the system down until 12:00: 20 minutes of planning end at 12:20."""
    company = still()
    logistics = its(company, Logistics)
    platform = company.house.systems.platforms["logistics"]
    company.env.at(clock(0, 8), platform.fail)
    company.env.at(clock(0, 12), platform.restore)
    case = company.house.cases.open_case("replenishment", 0, "logistics")
    begin(company, clock(0, 8), lambda: logistics.replenish(case, logistics.stocks["lamp"]))
    company.env.run(until=clock(1, 0))
    minutes = company.house.model.activities["plan replenishment"].mean_minutes
    assert timeline(company, case)[0][2] == near(clock(0, 12, minutes))


def test_by_eye_a_planner_reckons_with_the_usual() -> None:
    """No system proposes: last year's week, half of one in reserve, and no campaign."""
    company = still({"logistics": {"reserve_by_eye_weeks": 0.5}}, without=("ERP",))
    logistics = its(company, Logistics)
    view = logistics.by_eye(logistics.stocks["lamp"], 40.0)
    usual = logistics.planning.usual_weekly_demand("lamp")
    assert (view.weekly_demand, view.campaign_units, view.position) == (usual, 0.0, 40.0)
    assert view.safety_units == near(0.5 * usual)
