"""What customers get in touch about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a kind of ticket takes: whose records to look at, and how often that department must act (assumptions).

    ``expert`` is the share that the owner must solve; None stands for the company's usual escalation share.
    """

    owner: str
    look_up: float
    expert: float | None
    record: str = ""
    grave: bool = False


TOPICS = {
    "question": Topic("sales", 0.30, None),
    "technical": Topic("it", 0.20, 0.55),
    "complaint": Topic("legal", 0.60, 0.35, grave=True),
    "where is my order": Topic("logistics", 1.0, 0.10, "order status", grave=True),
    "invoice dispute": Topic("finance", 0.50, 1.0, "open items", grave=True),
    "wrong item": Topic("logistics", 0.60, 0.50, grave=True),
    "return": Topic("logistics", 0.30, 0.0),
    "missing refund": Topic("finance", 1.0, 0.30, "open items", grave=True),
    "change of data": Topic("crm", 0.0, 0.0),
}
