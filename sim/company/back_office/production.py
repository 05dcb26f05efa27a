"""Production: material, set-ups, batches on the own line, and what the inspection rejects."""

from __future__ import annotations

from typing import ClassVar

from sim.company import subjects
from sim.company.back_office.planning import Planning, unit_cost
from sim.company.back_office.stock import Stock
from sim.company.case import Case
from sim.company.department import Department
from sim.company.house import House
from sim.company.periods import WORKING_DAYS
from sim.engine.calendar import DAY
from sim.engine.codes import WaitKind
from sim.engine.kernel import Flow, Signal

MATERIAL = "material order"


class Production(Department):
    """The part of Logistics that makes goods.

    With a plan, material is ordered before it runs out, the line is set up once for all batches of an order, and what
    is made is inspected. Without one, material is ordered when it is missing, every batch is set up for by itself, and
    customers inspect.
    """

    does: ClassVar = (*Department.does, "set up the line", "make a batch", "rework a reject")

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.planning = Planning(self.model)
        streams, logistics = house.streams, self.model.logistics
        self._material_time = streams.lognormal(
            "material.supplier", DAY * logistics.supplier_days, logistics.supplier_variation
        )
        self._rejects = streams.uniform("batch.rejects")
        self._faulty = streams.uniform("order.faulty_goods")
        self.materials = {
            name: Stock(len(self.model.products) + number, name, int(self.material_cover(name)))
            for number, name in enumerate(self.model.materials)
        }

    def start(self) -> None:
        """Look at the material once in so many days."""
        if self.materials and self.has("production"):
            self.env.start(self.material_reviews())

    # ---- making ----------------------------------------------------------------------------------------------

    def make(self, case: Case) -> Flow:
        """Make the units in batches on the own line, side by side as people are free; returns how many are good."""
        yield from self.draw_material(case)
        if self.has("production"):
            yield from self.set_up(case)
        batches = case.units // self.model.logistics.batch_units
        yield from self.cases.join(case, [("batch", self.name, self.batch)] * batches)
        return (yield from self.inspect(case))

    def set_up(self, case: Case) -> Flow:
        """Set the line up for a product."""
        if self.model.logistics.set_ups:
            yield self.do(case, "set up the line")

    def batch(self, case: Case, _: str) -> Flow:
        """One batch on the line; where nobody plans, another product's was on it before."""
        if not self.has("production"):
            yield from self.set_up(case)
        yield self.do(case, "make a batch")

    def inspect(self, case: Case) -> Flow:
        """Take out what is no good: rework what can be, scrap the rest; returns how many units are left."""
        logistics = self.model.logistics
        share = logistics.reject_share * self.practice.error_factor
        rejects = int(case.units * share + self._rejects.draw(case.key)) if share else 0
        if not rejects or not self.has("production"):
            return case.units
        scrapped = round(rejects * (1 - logistics.rework_share))
        if rejects > scrapped:
            yield self.do(case, "rework a reject", rework=True, factor=rejects - scrapped)
        if scrapped:
            self.ledger.pay("scrap", self.name, -scrapped * unit_cost(self.model, case.product), case)
        return case.units - scrapped

    def is_faulty(self, order: Case) -> bool:
        """Whether a customer finds what no inspection found."""
        if self.has("production") or not self.model.products[order.product].made:
            return False
        good = (1.0 - self.model.logistics.reject_share * self.practice.error_factor) ** order.units
        return self._faulty.draw(order.key) >= good

    # ---- material --------------------------------------------------------------------------------------------

    def draw_material(self, case: Case) -> Flow:
        """Take what an order needs off the shelf, or wait until it is there."""
        for name, stock in self.materials.items():
            needed = case.units * self.model.materials[name].goes_into.get(case.product, 0)
            if not stock.waiting and stock.available >= needed:
                stock.available -= needed
                continue
            signal = Signal(self.env)
            stock.waiting.append((needed, signal))
            stock.owed += needed
            if not self.has("production"):
                self.order_material(case, stock)
            self.cases.waits(case, WaitKind.OUTSIDE, self.team)
            yield signal
            self.cases.waited(case)

    def weekly_use(self, name: str) -> float:
        """Units of a material that the usual demand takes in a week."""
        return sum(
            self.planning.usual_weekly_demand(product) * units
            for product, units in self.model.materials[name].goes_into.items()
        )

    def material_cover(self, name: str) -> float:
        """Units of a material that last from one order until the next has come, and some to be on the safe side."""
        logistics = self.model.logistics
        weeks = (logistics.review_days + logistics.supplier_days) / 7 + logistics.material_safety_weeks
        return self.weekly_use(name) * weeks

    def material_reviews(self) -> Flow:
        """Look at every material once in so many days, each on a working day of its own as far as there are enough."""
        number, every = 0, self.model.logistics.review_days
        days, count = min(WORKING_DAYS, every), len(self.materials)
        while True:
            for place, stock in enumerate(self.materials.values()):
                day = number // count * every + place * days // max(days, count)
                yield self.env.until(day * DAY + self.model.timetable.stock_review_hour)
                case = self.cases.open_case("material review", number, self.name)
                self.env.start(self.review_material(case, stock))
                number += 1

    def review_material(self, case: Case, stock: Stock) -> Flow:
        """Order what is missing to the cover time's use."""
        yield self.do(case, "plan replenishment")
        self.order_material(case, stock)
        self.cases.close(case, "done")

    def order_material(self, case: Case, stock: Stock) -> None:
        """Order up to the cover time's use, in whole lots."""
        missing = self.material_cover(stock.name) - (stock.available + stock.on_order - stock.owed)
        lot = self.model.materials[stock.name].lot
        units = int(-(-missing // lot) * lot) if missing > 0 else 0
        if not units:
            return

        def comes(order: Case) -> Flow:
            order.product, order.units = stock.name, units
            yield self.outside(order, self.house.suppliers.slower(stock.name) * self._material_time.draw(order.key))
            yield self.do(order, "receive goods")
            stock.on_order -= units
            stock.put_away(self.env.now, units)
            self.start_child(order, "supplier invoice", lambda child: self.hand_over(child, subjects.GOODS_RECEIPT))
            self.cases.close(order, "in stock")

        stock.on_order += units
        self.start_child(case, MATERIAL, comes)

    def material_value(self) -> float:
        """What the material on the shelf is worth, currency."""
        return sum(max(0, stock.available) * self.model.materials[name].cost for name, stock in self.materials.items())
