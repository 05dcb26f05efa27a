"""What departments hand to each other: the subjects of hand-offs, and which fields of a message matter later.

A subject that only one class and its company file speak of may stand there; what two files must agree on stands here.
"""

from __future__ import annotations

from typing import Final

from sim.company.topics import CHANGE_OF_DATA

LEAD: Final = "lead"
CAMPAIGN: Final = "campaign"
CAMPAIGN_OPINION: Final = "campaign opinion"
WEB_ORDER: Final = "web order"
BUSINESS_ORDER: Final = "business order"
CREDIT_QUESTION: Final = "credit question"
CREDIT_DECISION: Final = "credit decision"
CONTRACT_DRAFT: Final = "contract draft"
REVIEWED_CONTRACT: Final = "reviewed contract"
NEW_CUSTOMER: Final = "new customer"
ORDER_PROBLEM: Final = "order problem"
SHIPMENT: Final = "shipment"
DELIVERY: Final = "delivery"
GOODS_RECEIPT: Final = "goods receipt"
RETURN_NOTICE: Final = "return notice"
RETURN_RECEIPT: Final = "return receipt"
CHANGED_DATA: Final = CHANGE_OF_DATA
"""The ticket itself is handed on, under its own name."""
CREDIT_NOTE: Final = "credit note"
WON_BACK: Final = "won back"
ESCALATION: Final = "escalation"
SOLUTION: Final = "solution"
INQUIRY: Final = "inquiry"
ANSWER: Final = "answer"
STAFF_REQUEST: Final = "staff request"
RESIGNATION: Final = "resignation"
NEW_COLLEAGUE: Final = "new colleague"
PAYROLL: Final = "payroll"
PURCHASE: Final = "purchase"
INVOICE_TO_APPROVE: Final = "invoice to approve"
APPROVAL: Final = "approval"
REQUEST_FOR_FIGURES: Final = "request for figures"
MONTH_END_FIGURES: Final = "month-end figures"
DATA_REQUEST: Final = "data request"
PERSONAL_DATA: Final = "personal data"

FIELDS: dict[str, tuple[str, ...]] = {
    WEB_ORDER: ("items", "address", "price", "", "", "", "", ""),
    BUSINESS_ORDER: ("items", "address", "price", "terms", "", "", "", ""),
    SHIPMENT: ("price", "items", "", "", "", ""),
    GOODS_RECEIPT: ("quantity", "price", "", "", ""),
    RETURN_RECEIPT: ("items", "", "", ""),
    CHANGED_DATA: ("address", "", ""),
}
"""Which of the carried fields matter later; "" is one whose error nobody ever notices."""

DETAIL = ("detail", "", "", "")
"""The fields of every other subject."""
