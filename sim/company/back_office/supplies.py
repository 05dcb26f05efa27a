"""Supplies: replenishment from suppliers and the own line; late suppliers are chased, short ones claimed from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from sim.company import subjects
from sim.company.back_office.planning import unit_cost
from sim.company.back_office.production import Production
from sim.company.back_office.stock import Stock
from sim.company.case import Case
from sim.company.decisions import REPLENISH, Replenishment
from sim.company.foresight import last_training
from sim.company.house import House
from sim.company.periods import WORKING_DAYS
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.records import Record, worst_of
from sim.inputs.names import CAMPAIGN_PLAN, DEMAND


class Supplies(Production):
    """The part of Logistics that orders goods."""

    does: ClassVar = (
        *Production.does,
        "plan replenishment",
        "receive goods",
        "put goods away",
        "chase a supplier",
        "claim from a supplier",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        streams, logistics = house.streams, self.model.logistics
        self._supplier = streams.lognormal(
            "replenishment.supplier", DAY * logistics.supplier_days, logistics.supplier_variation
        )
        self._miscount = streams.uniform("replenishment.miscount")
        self._short = streams.uniform("replenishment.short")
        self._claim = streams.uniform("replenishment.claim_in_time")
        self._supplier_factor = 1.0
        self.stocks: dict[str, Stock] = {}

    # ---- planning --------------------------------------------------------------------------------------------

    def reviews(self) -> Flow:
        """Look at every product once in so many days, each on a working day of its own."""
        number, every = 0, self.model.logistics.review_days
        while True:
            for place, stock in enumerate(self.stocks.values()):
                day = number // len(self.stocks) * every + place * min(WORKING_DAYS, every) // len(self.stocks)
                yield self.env.until(day * DAY + self.model.timetable.stock_review_hour)
                case = self.cases.open_case("replenishment", number, self.name)
                self.env.start(self.replenish(case, stock))
                number += 1

    def replenish(self, case: Case, stock: Stock) -> Flow:
        """Order from the supplier or the own line: on the books, on what Sales turned away, on what Marketing plans.

        Where no system proposes what to order, the planner goes by the shelf and by what is usual.
        """
        yield self.do(case, "plan replenishment")
        lost, plan = self.neighbours.sales.turned_away(stock.name), self.neighbours.marketing.campaign_plan()
        books, seen_lost, seen_plan = stock.record.latest(), self.copy_of(DEMAND, lost), self.copy_of(CAMPAIGN_PLAN, plan)
        if self.system_does("ERP"):
            view = self._outlook(stock, books.value, lost, self.env.now - seen_lost.age, seen_plan.value)
        else:
            view = self.by_eye(stock, books.value)
        truth = self._outlook(stock, stock.available, lost, self.env.now, plan.value)
        seen = worst_of(books, seen_lost, seen_plan)
        units = self.decide(case, REPLENISH, view, truth, seen, version=books.version)
        case.product, case.units = stock.name, int(units)
        stock.on_order += units
        self.ledger.level("ordered", stock.name, units)
        if units:
            if self.model.products[stock.name].made:
                good = yield from self.make(case)
                yield from self.receive(case, stock, units, good)
            else:
                yield from self.buy(case)
                yield from self.delivered(case, stock, units)
        self.cases.close(case, "in stock" if units else "enough in stock")

    def _outlook(
        self, stock: Stock, available: float, lost: Record, lost_known_until: float, plan: dict[str, tuple[float, float]]
    ) -> Replenishment:
        now, usual = self.env.now, self.planning.usual_weekly_demand(stock.name)
        average = self.planning.average(stock.sold, now, usual) + self.planning.average(lost, lost_known_until, 0.0)
        weekly = self.foreseen(stock, average, usual, now)
        return self.planning.outlook(stock, available, weekly, plan, now)

    def by_eye(self, stock: Stock, available: float) -> Replenishment:
        """What a planner reckons with who has no figures but the usual ones: no campaigns, and a few days' reserve."""
        usual = self.planning.usual_weekly_demand(stock.name)
        reserve = self.model.logistics.reserve_by_eye_weeks * usual
        return self.planning.outlook(stock, available, usual, {}, self.env.now)._replace(safety_units=reserve)

    def foreseen(self, stock: Stock, average: float, usual: float, known_until: float) -> float:
        """Units a week: the moving average, as far as no model that was trained on all the past has a say."""
        model = self.world.prediction
        if not model.forecast:
            return average
        since = self.world.foreseen_since
        trained = since + last_training(known_until - since, model.retrain_weeks)
        rate = stock.sold.as_of(trained, trained).value / trained * WEEK if trained > 0 else usual
        return (1 - model.forecast) * average + model.forecast * rate

    # ---- suppliers -------------------------------------------------------------------------------------------

    def buy(self, case: Case) -> Flow:
        """Order from the supplier and wait for the goods; ask where they are when they are some days late."""
        trusting = self.house.suppliers.slower(case.product)
        hours = self._supplier_factor * trusting * self._supplier.draw(case.key)
        chased = DAY * (self.model.logistics.supplier_days + self.model.logistics.chase_after_days)
        if hours <= chased or not self.has("supply chain"):
            yield self.outside(case, hours)
            return
        yield self.outside(case, chased)
        yield self.do(case, "chase a supplier")
        yield self.outside(case, self.model.logistics.chased_share * (hours - chased))

    def suppliers_slow_down(self, factor: float) -> None:
        """From now on suppliers take so many times as long as they did."""
        self._supplier_factor *= factor

    def suppliers_recover(self, factor: float) -> None:
        """Suppliers are as fast again as before they took so many times as long."""
        self._supplier_factor /= factor

    def delivered(self, case: Case, stock: Stock, units: float) -> Flow:
        """Receive what a supplier has sent, and claim what is missing; else the books have it and it is paid for."""
        logistics = self.model.logistics
        missing = int(units * logistics.short_part) if self._short.draw(case.key) < logistics.short_share else 0
        if not missing:
            yield from self.receive(case, stock, units, units)
        elif self.has("supply chain"):
            case.wrong |= {"quantity"}
            yield from self.receive(case, stock, units - missing, units - missing)
            self.start_child(case, "claim", partial(self.claim, stock, missing), failure=True)
        else:
            yield from self.receive(case, stock, units, units - missing)
            stock.miscount += missing
            stock.book(self.env.now)
            self.pay_for_nothing(case, missing)

    def claim(self, stock: Stock, units: int, case: Case) -> Flow:
        """Claim what was missing: it comes later, unless the claim came too late by the contract's terms."""
        case.product, case.units = stock.name, units
        yield self.do(case, "claim from a supplier")
        legal = self.model.legal
        if not self.has("document management") and self._claim.draw(case.key) < legal.overlooked_share:
            stock.on_order -= units
            self.pay_for_nothing(case, units)
            self.cases.close(case, "claimed too late")
            return
        yield self.outside(case, self.model.logistics.rest_share * self._supplier.draw(case.key))
        yield from self.receive(case, stock, units, units, billed=False)
        self.cases.close(case, "in stock")

    def pay_for_nothing(self, case: Case, units: int) -> None:
        """Goods that never came are paid for."""
        self.ledger.pay("unclaimed goods", self.name, -units * unit_cost(self.model, case.product), case)

    # ---- receiving -------------------------------------------------------------------------------------------

    def receive(self, case: Case, stock: Stock, ordered: float, units: float, *, billed: bool = True) -> Flow:
        """So many units are there of those ordered: checked at the dock, put on the shelf with the next round."""
        yield self.do(case, "receive goods")
        if self.model.logistics.put_away_hours:
            yield from self.until_round(case, self.model.logistics.put_away_hours)
            yield self.do(case, "put goods away")
        stock.on_order -= ordered
        self.book_receipt(case, stock, units, billed=billed)

    def book_receipt(self, case: Case, stock: Stock, units: float, *, billed: bool = True) -> None:
        """Put the goods away, sometimes booked with a wrong quantity, and tell Finance what has come."""
        if self._miscount.draw(case.key) < self.model.logistics.miscount_share * self.practice.error_factor:
            stock.miscount += int(units * self.model.logistics.miscounted_share)
            case.wrong |= {"quantity"}
        stock.put_away(self.env.now, units)
        if not self.model.products[stock.name].made and billed:
            dearer = self.house.suppliers.dearer(stock.name) * units * unit_cost(self.model, stock.name)
            if dearer:
                self.ledger.pay("dearer purchases", self.name, -dearer, case)
            self.start_child(case, "supplier invoice", self.bill_of(case))

    def bill_of(self, case: Case) -> Callable[[Case], Flow]:
        """The way of a supplier's invoice; what was received otherwise than ordered will not match."""

        def to_finance(invoice: Case) -> Flow:
            if "quantity" in case.wrong and self.model.logistics.short_share:
                invoice.wrong |= {"quantity"}
            return self.hand_over(invoice, subjects.GOODS_RECEIPT)

        return to_finance
