"""The carrier's road: how long a parcel takes, and what becomes of it."""

from __future__ import annotations

from typing import Protocol

from sim.company.case import DAMAGED, Case
from sim.company.orders import is_business
from sim.engine.calendar import DAY
from sim.engine.kernel import Due, Event
from sim.engine.streams import Streams
from sim.engine.task import Task, Worker, slips_of
from sim.inputs.company_model import CompanyModel


class Sender(Protocol):
    """Who packs orders and hears what has become of them."""

    def send(self, shipment: Shipment) -> None:
        """It has been picked."""

    def off_the_road(self, shipment: Shipment) -> None:
        """It has come to an end of the road, or has been given up."""


class Shipment(Due):
    """An order between the shelf and the door, and what the dock knows of it.

    A large company has tens of thousands of them, so none has a process: who picks it calls ``picked``, and on the road
    it is the entry of the agenda itself.

    Attributes:
        number: how often the order has been shipped before.
        address: what is on the label, once there is one.
        picker: who has picked it, as far as that is known.
        lost: whether it is given up at the end of the road.
    """

    __slots__ = ("address", "lost", "number", "order", "picker", "sender")

    def __init__(self, sender: Sender, order: Case, number: int) -> None:
        self.sender, self.order, self.number = sender, order, number
        self.address, self.lost = 0.0, False
        self.picker: Worker | None = None

    @property
    def slips(self) -> float:
        """How often who has picked it gets something wrong, against those who have learned the job."""
        return slips_of(self.picker)

    def picked(self, pick: Event) -> None:
        """It has been picked."""
        self.picker = pick.member if isinstance(pick, Task) else None
        self.sender.send(self)

    def happen(self) -> None:
        """The road ends."""
        self.sender.off_the_road(self)


class Road:
    """What happens to parcels between the dock and the door; the luck of an order is the same in every world."""

    def __init__(self, model: CompanyModel, streams: Streams) -> None:
        self.model = logistics = model.logistics
        self._carrier = streams.lognormal("order.carrier", logistics.carrier_hours, logistics.carrier_variation)
        self._kept = streams.uniform("order.carrier_keeps_it")
        self._late = streams.exponential("order.carrier_late", DAY * logistics.carrier_late_days)
        self._lost = streams.uniform("order.lost")
        self._damaged = streams.uniform("order.damaged")
        self._keeps = streams.uniform("order.keeps_damaged_goods")

    def usual_hours(self, case: Case, shipment: int = 0) -> float:
        """Hours on a road on which nothing happens."""
        return self._carrier.draw(case.key, shipment)

    def hours(self, case: Case, shipment: int, *, lost: bool) -> float:
        """Hours until a shipment is there; of a lost one, until it is given up."""
        if lost:
            return DAY * self.model.lost_days
        hours = self.usual_hours(case, shipment)
        if self._kept.draw(case.key, shipment) < self.model.carrier_late_share:
            hours += self._late.draw(case.key, shipment)
        return hours

    def loses(self, case: Case, shipment: int) -> bool:
        """Whether the carrier loses one of the parcels."""
        return self._lost.draw(case.key, shipment) < self._any_of(case, self.model.lost_share)

    def spoils(self, case: Case) -> bool:
        """Whether goods arrive damaged and the customer wants others; who keeps them for less is noted on the order."""
        if self._damaged.draw(case.key) >= self._any_of(case, self.model.damaged_share):
            return False
        if is_business(case) and case.pays_later and self._keeps.draw(case.key) < self.model.price_cut_share:
            case.wrong |= {DAMAGED}
            return False
        return True

    def _any_of(self, case: Case, share: float) -> float:
        """Chance that what befalls a parcel befalls one of an order's."""
        parcels = self.model.parcels_of_business_order if is_business(case) else 1
        return 1.0 - (1.0 - share) ** parcels
