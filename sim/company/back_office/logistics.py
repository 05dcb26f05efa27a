"""Logistics: stock, pick-pack-ship, carrier, returns, replenishment from suppliers and the own line, in lots."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import ClassVar

from sim.company import subjects
from sim.company.back_office.holding import pay_for_holding
from sim.company.back_office.road import Road, Shipment
from sim.company.back_office.stock import Stock
from sim.company.back_office.supplies import Supplies
from sim.company.back_office.waiting_customers import WaitingCustomers
from sim.company.case import DAMAGED, Case
from sim.company.customer import Customer
from sim.company.decisions import ADDRESS, Address
from sim.company.department import Department
from sim.company.house import House
from sim.company.neighbours import Supply
from sim.company.orders import carriage, is_business, picking, wished_at
from sim.company.priorities import NORMAL
from sim.company.start import UnderWay
from sim.company.topics import RETURN, WRONG_ITEM
from sim.company.wrong_entries import wrong_address
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import WaitKind
from sim.engine.kernel import Flow, Signal, when
from sim.engine.records import Record
from sim.inputs.names import CAMPAIGN_PLAN, CONTACT_CENTRE, CUSTOMER_MASTER, DEMAND, ORDER_STATUS, STOCK


class Logistics(Supplies):
    """Ships to the address on its copy, replenishes on its copy of demand and of the campaign plan."""

    name: ClassVar[str] = "logistics"
    receives: ClassVar = Department.receives | {subjects.WEB_ORDER: "fulfil", subjects.BUSINESS_ORDER: "fulfil"}
    sends: ClassVar = Department.sends | {
        subjects.SHIPMENT: "finance",
        subjects.RETURN_RECEIPT: "finance",
        subjects.GOODS_RECEIPT: "finance",
        subjects.DELIVERY: "crm",
        subjects.ORDER_PROBLEM: "sales",
    }
    reads: ClassVar = Department.reads | {CUSTOMER_MASTER: "crm", CAMPAIGN_PLAN: "marketing", DEMAND: "sales"}
    keeps: ClassVar = (*Department.keeps, STOCK, ORDER_STATUS)
    does: ClassVar = (
        *Supplies.does,
        "pick and pack",
        "pick a business order",
        "readdress a parcel",
        "inspect a return",
        "count stock",
    )

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.backlog = Record(0, 0.0)
        streams, logistics = house.streams, self.model.logistics
        self._pick_error = streams.uniform("order.pick_error")
        self.road = Road(self.model, streams)
        self.waiting = WaitingCustomers(house)
        self._told = streams.uniform("order.told_of_delay")
        self._returns = streams.uniform("order.is_returned")
        self._return_after = streams.exponential("order.returned_after", DAY * logistics.return_days)
        total = sum(product.popularity for product in self.model.products.values())
        upto, self._names, self._upto = 0.0, list(self.model.products), list[float]()
        for number, (name, product) in enumerate(self.model.products.items()):
            upto += product.popularity / total
            self._upto.append(upto)
            self.stocks[name] = Stock(number, name, self.planning.first_stock(name))
        self.records = [self.backlog, *(stock.record for stock in self.stocks.values())]

    def start(self) -> None:
        """Review stock, count it, note the backlog, pay for holding."""
        self.env.start(self.reviews())
        self.env.start(self.counts())
        self.env.start(self.note_backlog())
        self.env.start(pay_for_holding(self.house, self.stocks, self.material_value))
        super().start()

    def product_at(self, luck: float) -> str:
        """The product that a number in (0, 1) points at, by popularity."""
        return self._names[min(bisect_right(self._upto, luck), len(self._names) - 1)]

    def supply(self, product: str) -> Supply:
        """What there is of a product."""
        stock = self.stocks[product]
        return Supply(stock.record, stock.available, self.backlog, self.planning.restock_days(product))

    def put_in_progress(self, under_way: UnderWay) -> None:
        """What was ordered for the weeks to come."""
        number = 0
        for name, stock in self.stocks.items():
            weeks = self.planning.cover_weeks(name) - self.model.logistics.review_days / 7
            units = int(self.planning.usual_weekly_demand(name))
            for week in range(round(weeks)):
                case = self.cases.open_case("old replenishment", number, self.name)
                case.kind, case.product, case.units = "replenishment", name, units
                stock.on_order += units
                self.env.start(self.old_order(case, stock, WEEK * (week + under_way.left.draw(case.key))))
                number += 1

    def old_order(self, case: Case, stock: Stock, left: float) -> Flow:
        """An order of old, to come in so many hours."""
        yield self.outside(case, left)
        yield from self.receive(case, stock, case.units, case.units)
        self.cases.close(case, "in stock")

    def forget(self, known: float) -> None:
        """Drop what nothing can ask for any more: of the units sold what is too old for forecasts."""
        super().forget(known)
        weeks = max(self.model.logistics.forecast_weeks, self.world.trained_within)
        for stock in self.stocks.values():
            stock.sold.forget_before(self.env.now - weeks * WEEK)

    # ---- orders ----------------------------------------------------------------------------------------------

    def fulfil(self, case: Case) -> Flow:
        """Allocate, pick, ship to the address on the label, and again until it has arrived."""
        case.record = Record(case.key, "placed", self.env.now)
        self.waiting.watch(case)
        yield from self.allocate(case)
        if "items" in case.wrong and case.units > 1:
            yield from self.clear_up(case)
        self.ship(case, 0)

    def ship(self, case: Case, shipments: int) -> None:
        """Pick an order that has been shipped so many times, and send it."""
        when(self.do(case, picking(case)), Shipment(self, case, shipments).picked)

    def send(self, shipment: Shipment) -> None:
        """Label what has been picked, and give it to the carrier."""
        case, shipments = shipment.order, shipment.number
        assert case.customer is not None and case.record is not None
        shipment.address = self.label(case, case.customer, shipments)
        case.record.write(self.env.now, "shipped")
        self.ledger.pay("carrier", self.name, -carriage(case, self.model), case)
        if not shipments:
            self.start_child(case, "invoice", self.to_be_billed)
        shipment.lost = self.road.loses(case, shipments)
        self.cases.waits(case, WaitKind.OUTSIDE, self.team)
        self.env.enter(self.env.now + self.road.hours(case, shipments, lost=shipment.lost), shipment)

    def to_be_billed(self, invoice: Case) -> Flow:
        """Finance gets to know of a shipment."""
        return self.hand_over(invoice, subjects.SHIPMENT)

    def off_the_road(self, shipment: Shipment) -> None:
        """An order has arrived, has come back, or has been given up as lost."""
        case, customer, shipments = shipment.order, shipment.order.customer, shipment.number + 1
        assert customer is not None
        self.cases.waited(case)
        right = shipment.address == customer.home and not shipment.lost
        if right or shipments == self.model.logistics.most_shipments:
            self.cases.end_rework(case)
            self.deliver(case, customer, self.picked_wrong(case, shipment.slips) or self.road.spoils(case))
        elif shipment.lost:
            self.cases.begin_rework(case)
            self.ship(case, shipments)
        else:
            self.env.start(self.came_back(case, shipments))

    def clear_up(self, case: Case) -> Flow:
        """A picker doubts the order: Sales asks the customer."""
        self.cases.begin_rework(case)
        yield from self.pass_on(case, subjects.ORDER_PROBLEM)
        case.wrong -= {"items"}
        self.cases.end_rework(case)

    def label(self, case: Case, customer: Customer, shipments: int) -> float:
        """Decide on the copy of the customer master where to ship."""
        cost = carriage(case, self.model) + self.model.logistics.readdress_cost
        truth, version = Address(customer.home, cost), customer.address.version
        if shipments:  # the customer has been asked
            return self.decide(case, ADDRESS, truth, truth, version=version)
        seen = self.copy_of(CUSTOMER_MASTER, customer.address, wrong_address)
        if "address" in case.wrong:
            seen = seen._replace(value=wrong_address(seen.value), wrong=True)
        return self.decide(case, ADDRESS, Address(seen.value, cost), truth, seen, version=version)

    def came_back(self, case: Case, shipments: int) -> Flow:
        """The carrier brings it back; ask for the right address and send it again."""
        self.cases.begin_rework(case)
        assert case.record is not None
        yield self.outside(case, self.road.usual_hours(case, self.model.logistics.most_shipments + shipments))
        case.record.write(self.env.now, "came back")
        if not self.can_see(case):
            yield from self.inquire(case, "crm")
        yield self.do(case, "readdress a parcel")
        case.wrong -= {"address"}
        self.ship(case, shipments)

    def picked_wrong(self, case: Case, slips: float) -> bool:
        """Whether the parcel holds the wrong goods: misread by the picker, or wrong on the order already."""
        error = self.model.logistics.pick_error * self.practice.error_factor * slips
        return self._pick_error.draw(case.key) < error or "items" in case.wrong or self.is_faulty(case)

    def deliver(self, case: Case, customer: Customer, wrong_goods: bool) -> None:
        """The customer has it: satisfaction, margin, and what follows from a fault."""
        assert case.record is not None
        now, behaviour = self.env.now, self.model.behaviour
        case.record.write(now, "delivered")
        late_days = max(0.0, (now - case.due) / 24)
        score = behaviour.delivery_score - (behaviour.late_penalty + self.customers.wearied(late_days)) * (late_days > 0)
        customers = self.customers
        customers.experience(customer, score)
        if late_days > 0:
            customers.considers_leaving(customer, case.key, behaviour.leave_one_contact)
        margin = case.value * self.model.products[case.product].margin
        self.ledger.pay("margin", "sales", margin, case)
        customers.served(customer, margin, wished_at(case))
        if wrong_goods:
            case.wrong |= {"items"}
            self.neighbours.support.contact(WRONG_ITEM, case, failure=True)
        elif not is_business(case) and self._returns.draw(case.key) < self.model.customers.returns_share:
            self.will_come_back(case)
        if customer.business:
            self.start_child(case, "follow-up", lambda child: self.hand_over(child, subjects.DELIVERY))
        status = "delivered late" if late_days > 0 else "delivered"
        self.cases.close(case, status if not wrong_goods and DAMAGED not in case.wrong else "delivered wrong")

    # ---- stock -----------------------------------------------------------------------------------------------

    def allocate(self, case: Case) -> Flow:
        """Reserve the goods, or wait for the next receipt."""
        stock = self.stocks[case.product]
        stock.sold.write(self.env.now, stock.sold.value + case.units)
        self.ledger.level("wanted", stock.name, case.units)
        if not stock.waiting and stock.available >= case.units:
            stock.available -= case.units
            stock.book(self.env.now)
            return
        if is_business(case) and self._told.draw(case.key) < self.model.logistics.delays_told_share:
            self.start_child(case, "late goods", self.tell_of_delay, failure=True)
        signal = Signal(self.env)
        stock.waiting.append((case.units, signal))
        stock.owed += case.units
        self.cases.waits(case, WaitKind.OUTSIDE, self.team)
        yield signal
        self.cases.waited(case)

    def tell_of_delay(self, case: Case) -> Flow:
        """A business hears from its seller that its goods are not there, and how long they will take."""
        yield from self.pass_on(case, subjects.ORDER_PROBLEM)
        self.cases.close(case, "told")

    def counts(self) -> Flow:
        """Count so many products a day; their books are right again."""
        day, names, a_day = 0, list(self.stocks), self.model.logistics.counted_per_day
        while True:
            yield self.env.until(day * DAY + self.model.timetable.stock_count_hour)
            if self.team.calendar.is_open(self.env.now):
                for number in range(day * a_day, (day + 1) * a_day):
                    case = self.cases.open_case("stock count", number, self.name)
                    self.env.start(self.count(case, self.stocks[names[number % len(names)]]))
            day += 1

    def count(self, case: Case, stock: Stock) -> Flow:
        """Count one product."""
        yield self.do(case, "count stock")
        stock.miscount = 0
        stock.record.correct()
        stock.book(self.env.now)
        self.cases.close(case, "counted")

    def note_backlog(self) -> Flow:
        """Note how many days of work wait in the warehouse."""
        while True:
            per_day = self.staffing.daily_hours("warehouse")
            if per_day:  # with nobody left the last figure stands
                self.backlog.write(self.env.now, round(self.staffing.workload("warehouse") / per_day, 1))
            yield self.env.timeout(self.model.timetable.backlog_note_hours)

    # ---- returns ---------------------------------------------------------------------------------------------

    def will_come_back(self, order: Case) -> None:
        """The customer will not want to keep it."""
        self.cases.hold(order)
        self.env.at(self.env.now + self._return_after.draw(order.key), partial(self.comes_back, order))

    def comes_back(self, order: Case) -> None:
        """The customer does not want to keep it: a ticket first, then the parcel."""
        self.neighbours.support.contact(RETURN, order, failure=False)
        self.cases.let_go(order)

    def expect_return(self, ticket: Case) -> None:
        """A return has been announced; the parcel comes by the carrier."""
        self.start_child(ticket, "returned parcel", self.returned)

    def returned(self, case: Case) -> Flow:
        """Parcel back, inspected, and on to Finance for the refund."""
        order = case.parent.parent if case.parent is not None else None
        assert order is not None
        case.product, case.units, case.value = order.product, order.units, order.value
        case.record = Record(case.key, "on its way", self.env.now)
        yield from self.neighbours.colleagues[CONTACT_CENTRE].tell(case, subjects.RETURN_NOTICE)
        yield self.outside(case, self.road.usual_hours(case))
        yield self.do(case, "inspect a return")
        self.stocks[case.product].put_away(self.env.now, case.units)
        case.record.write(self.env.now, "received")
        self.neighbours.finance.watch_refund(case)
        yield from self.pass_on(case, subjects.RETURN_RECEIPT)

    def settle_together(self, case: Case) -> Flow:
        """Send the right goods when the wrong ones came."""
        order = case.parent
        if case.kind == WRONG_ITEM and order is not None:
            self.start_child(order, "reshipment", self.reship, failure=True)
        return True
        yield

    def reship(self, case: Case) -> Flow:
        """Pick and send the right goods."""
        self.cases.begin_rework(case)
        yield self.do(case, "pick and pack", priority=NORMAL)
        self.ledger.pay("carrier", self.name, -2 * self.model.logistics.carrier_cost, case)
        yield self.outside(case, self.road.usual_hours(case))
        self.cases.end_rework(case)
        self.cases.close(case, "delivered")
