"""A ticket: what customer service knows of a contact while it is open."""

from __future__ import annotations

from dataclasses import dataclass

from sim.company.case import Case
from sim.company.customers import Customer
from sim.company.topics import Topic

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

    def is_parked(self, time: int) -> bool:
        """Whether it waits for others, and for the ``time``-th time."""
        return self.parked and self.times_parked == time
