"""What Logistics expects of a product, by hand."""

from __future__ import annotations

from sim.company.back_office.planning import Planning
from sim.company.back_office.stock import Stock
from sim.engine.calendar import WEEK
from tests.company.worlds import company_model, near


def test_the_average_leaves_what_was_planned_as_it_gets_to_know_demand() -> None:
    """Half of the weeks it looks back are known, with 30 units in each: half the plan and half of 30."""
    model = company_model()
    planning, stock = Planning(model), Stock(0, "lamp", 10)
    usual, weeks = planning.usual_weekly_demand("lamp"), model.logistics.forecast_weeks / 2
    stock.sold.write(0.5 * WEEK, 30.0 * weeks)
    assert planning.average(stock.sold, 0.0, usual) == usual
    assert planning.average(stock.sold, weeks * WEEK, usual) == near(usual / 2 + 15.0)


def test_a_campaign_counts_only_if_it_comes_before_the_next_receipt() -> None:
    planning, stock = Planning(company_model()), Stock(0, "lamp", 10)
    cover = planning.cover_weeks("lamp") * WEEK
    for launch, units in ((cover - 1.0, 40.0), (cover, 0.0), (-1.0, 0.0)):
        assert planning.outlook(stock, 10.0, 20.0, {"lamp": (launch, 40.0)}, 0.0).campaign_units == units
