"""What departments may ask of each other: small protocols that a neighbour fulfils, never its attributes.

``sim/company/wiring.py`` alone knows which class fulfils which; mypy holds it there to what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sim.company.case import Case
from sim.engine.kernel import Event, Flow
from sim.engine.platform import Platform
from sim.engine.records import Record
from sim.engine.team import Member
from sim.inputs.names import TicketKind


class Colleague(Protocol):
    """What every department may be asked."""

    def do(self, case: Case, activity: str, *, rework: bool = False) -> Event:
        """Work on a case; the event fires when it is done."""

    def take(self, case: Case, subject: str) -> Flow:
        """Handle a case that has come over a hand-off; returns what its process returns."""

    def pass_on(self, case: Case, subject: str, to: str = "") -> Flow:
        """Hand a case to another department and follow it there."""

    def tell(self, case: Case, subject: str, to: str = "") -> Flow:
        """Let another department know; nothing is to be done about it there."""

    def settle_together(self, case: Case) -> Flow:
        """What remains to be done once an expert has looked at a case; returns whether it is solved."""

    def takes_calls(self, case: Case, luck: float) -> bool:
        """Whether a caller who is put through is taken; ``luck`` between 0 and 1."""

    def attend(self, case: Case, patience: float | None = None, more_hours: float = 0.0) -> Flow:
        """Do what only an expert can, for a caller who holds the line for so many hours; returns whether it is done."""

    def joins_sessions(self) -> bool:
        """Whether its people solve hard tickets in one session with customer service."""


class Supply(NamedTuple):
    """What there is of a product, and when there will be more.

    Attributes:
        record: the books' view of the stock.
        available: units that can really be promised.
        backlog: record of the days of work that wait in the warehouse.
        restock_days: days that customers are told to wait when goods are out.
    """

    record: Record
    available: float
    backlog: Record
    restock_days: float


class OrderTaker(Protocol):
    """What Sales may be asked."""

    def web_order(self, order: Case) -> Flow:
        """Take an order from the web and see it through."""

    def orders_again(self, order: Case) -> Flow:
        """Take an order of a business that is a customer and see it through."""

    def turned_away(self, product: str) -> Record:
        """Record of all units of a product that customers did not take because they would have come too late."""

    def chase_order(self, order: Case) -> None:
        """A business asks its seller where its order is."""


class GoodsKeeper(Protocol):
    """What Logistics may be asked."""

    def product_at(self, luck: float) -> str:
        """The product that a number in (0, 1) points at, by popularity."""

    def supply(self, product: str) -> Supply:
        """What there is of a product."""

    def expect_return(self, ticket: Case) -> None:
        """A customer has announced a parcel that comes back."""

    def suppliers_slow_down(self, factor: float) -> None:
        """From now on suppliers take so many times as long as they did."""

    def suppliers_recover(self, factor: float) -> None:
        """Suppliers are as fast again as before they took so many times as long."""


class ContactPoint(Protocol):
    """What customer service may be told."""

    def contact(self, kind: TicketKind, parent: Case, *, failure: bool) -> Case:
        """A customer gets in touch because of another case; returns the ticket."""


class RefundWatch(Protocol):
    """What Finance may be told, and asked for."""

    def financial_report(self) -> Record:
        """Record of the report that managers act on (``Figures``); None before there is one."""

    def watch_refund(self, case: Case) -> None:
        """Somebody is owed a refund, and will ask for it after a while."""


class Campaigner(Protocol):
    """What Marketing may be asked."""

    def campaign_plan(self) -> Record:
        """Record of the campaigns that are planned: product → (launch, expected units)."""

    def drawn(self) -> float:
        """How many find the company by what it has written, as a multiple of those who usually do."""


class Personnel(Protocol):
    """What HR may be told."""

    def people_are_paid(self, case: Case) -> None:
        """The pay of a month has been posted."""

    def resign(self, name: str, member: Member) -> Flow:
        """A member of a team gives notice."""

    def take_on(self, name: str, place: int) -> None:
        """A new colleague begins in a team."""


class Repairer(Protocol):
    """What IT may be told."""

    def interface_failed(self, source: str, target: str) -> Event:
        """A scheduled interface has failed; the event fires when it is mended."""

    def incident(self, number: int, platform: Platform, severity: float) -> Flow:
        """A system is broken into: contain it."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Whom a department may turn to: everybody by name, and some by what they in particular may be asked."""

    colleagues: Mapping[str, Colleague]
    sales: OrderTaker
    logistics: GoodsKeeper
    support: ContactPoint
    finance: RefundWatch
    marketing: Campaigner
    hr: Personnel
    it: Repairer
