"""What customers get in touch about: every kind of ticket, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sim.inputs.market_model import ContactsModel
from sim.inputs.names import OPEN_ITEMS, ORDER_STATUS, RecordName, TicketKind

QUESTION: TicketKind = "question"
TECHNICAL: TicketKind = "technical"
COMPLAINT: TicketKind = "complaint"
WHERE_IS_MY_ORDER: TicketKind = "where is my order"
INVOICE_DISPUTE: TicketKind = "invoice dispute"
WRONG_ITEM: TicketKind = "wrong item"
RETURN: TicketKind = "return"
MISSING_REFUND: TicketKind = "missing refund"
CHANGE_OF_DATA: TicketKind = "change of data"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a kind of ticket is about: whose records to look at, and which; how often, says the company file.

    ``by_itself`` says how many a week come by themselves; all others follow from what goes wrong.
    """

    owner: str
    record: RecordName | None = None
    grave: bool = False
    by_itself: Callable[[ContactsModel], float] | None = None

    def per_week(self, contacts: ContactsModel) -> float:
        """How many a week come by themselves."""
        return self.by_itself(contacts) if self.by_itself is not None else 0.0


class Expertise(NamedTuple):
    """What an expert does about a ticket that customer service cannot solve.

    Attributes:
        activity: what it is called.
        rework: whether it puts right what the company did wrong.
        talks: whether the expert talks to the customer even where customer service calls back.
    """

    activity: str
    rework: bool = False
    talks: bool = False


SOLVED_BY: dict[str, Expertise] = {
    "sales": Expertise("answer a sales request"),
    "it": Expertise("mend a customer's fault"),
    "legal": Expertise("handle a complaint", talks=True),
    "logistics": Expertise("readdress a parcel", rework=True),
    "finance": Expertise("settle a dispute", rework=True, talks=True),
}
"""What experts do, by department; all others answer an inquiry."""

SOLVED_ELSEWHERE = Expertise("answer an inquiry")

TOPICS: dict[str, Topic] = {
    QUESTION: Topic("sales", by_itself=lambda contacts: contacts.questions_per_week),
    TECHNICAL: Topic("it", by_itself=lambda contacts: contacts.technical_per_week),
    COMPLAINT: Topic("legal", grave=True, by_itself=lambda contacts: contacts.complaints_per_week),
    WHERE_IS_MY_ORDER: Topic("logistics", ORDER_STATUS, grave=True),
    INVOICE_DISPUTE: Topic("finance", OPEN_ITEMS, grave=True),
    WRONG_ITEM: Topic("logistics", grave=True),
    RETURN: Topic("logistics"),
    MISSING_REFUND: Topic("finance", OPEN_ITEMS, grave=True),
    CHANGE_OF_DATA: Topic("crm"),
}
