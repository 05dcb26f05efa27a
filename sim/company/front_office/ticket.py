"""A ticket: what customer service knows of a contact while it is open."""

from __future__ import annotations

from dataclasses import dataclass

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.topics import Topic
from sim.engine.records import Record
from sim.inputs.market_model import BehaviourModel
from sim.inputs.names import OPEN_ITEMS, ORDER_STATUS

USUAL_TACT = 0.5
"""What a customer is taken to have met who has met nobody."""


@dataclass(slots=True)
class Ticket:
    """A case of a customer who got in touch.

    Attributes:
        channel: the one that the customer took first.
        asks_the_assistant: whether the customer came for the assistant.
        bounced: whether the assistant could not help.
        contacts: how often the customer has tried to reach somebody.
        served: how often somebody, or something, has served the customer.
        tact: that of the colleague last met, 0 to 1.
        chases: how often the customer has thought of asking again.
        times_parked: how often it had to wait for others; ``parked`` says whether it does now.
        on_the_line: whether the customer can still hear who comes to the telephone.
    """

    case: Case
    customer: Customer
    topic: Topic
    channel: str
    asks_the_assistant: bool = False
    bounced: bool = False
    contacts: int = 0
    served: int = 0
    tact: float = USUAL_TACT
    chases: int = 0
    times_parked: int = 0
    parked: bool = False
    on_the_line: bool = False

    def is_parked(self, time: int) -> bool:
        """Whether it waits for others, and for the ``time``-th time."""
        return self.parked and self.times_parked == time

    @property
    def record(self) -> Record | None:
        """The record that it takes a look at, if it is about one."""
        if self.topic.record == ORDER_STATUS and self.case.parent is not None:
            return self.case.parent.record
        return self.customer.items if self.topic.record == OPEN_ITEMS else None

    @property
    def met(self) -> int:
        """Contacts that count: one at least."""
        return max(1, self.served)

    def score(self, behaviour: BehaviourModel, status: str) -> float:
        """How the customer liked it, whatever the time it took."""
        score = behaviour.service_score + behaviour.tact_score * self.tact
        score -= behaviour.repeat_contact_penalty * (self.met - 1)
        return score if status == "solved" else score - behaviour.unsolved_penalty

    def intention(self, behaviour: BehaviourModel, status: str) -> float:
        """The share of such customers who say that they will leave."""
        if status != "solved":
            return behaviour.leave_unresolved
        return behaviour.leave_one_contact if self.met == 1 else behaviour.leave_more_contacts
