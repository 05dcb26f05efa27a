"""What holding stock costs, day by day."""

from __future__ import annotations

from collections.abc import Callable

from sim.company.back_office.planning import unit_cost
from sim.company.back_office.stock import Stock
from sim.company.house import House
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow


def pay_for_holding(house: House, stocks: dict[str, Stock], of_material: Callable[[], float]) -> Flow:
    """Pay for the stock that is held, and note it, once a day; ``of_material``: what material is worth, currency."""
    a_day = house.model.logistics.holding_per_year * DAY / (52 * WEEK)
    while True:
        yield house.env.timeout(DAY)
        value = sum(max(0, stock.available) * unit_cost(house.model, name) for name, stock in stocks.items())
        value += of_material()
        house.ledger.pay("holding", "logistics", -value * a_day)
        for name, stock in stocks.items():
            house.ledger.level("stock", name, stock.available - stock.owed)
