"""Words that company files, processes and measures share, each said here alone; no word of another room stands here."""

from __future__ import annotations

from typing import Literal, get_args

EVERY = "every"
"""Stands for all departments, or all teams."""

ANY = "*"
"""Stands for every name in the path of a value."""

SHARED_SYSTEM = "shared platform"
"""What the system that integrated systems bring is called; no system and no department of a company may be called so."""

CONTACT_CENTRE = "support"
"""The department that customers get in touch with."""

RecordName = Literal[
    "stock",
    "order status",
    "open items",
    "customer master",
    "campaign plan",
    "demand",
    "ticket history",
    "contract terms",
    "backlog",
    "financial report",
]
"""A kind of record that one department owns and others may keep a copy of."""

STOCK: RecordName = "stock"
ORDER_STATUS: RecordName = "order status"
OPEN_ITEMS: RecordName = "open items"
CUSTOMER_MASTER: RecordName = "customer master"
CAMPAIGN_PLAN: RecordName = "campaign plan"
DEMAND: RecordName = "demand"
TICKET_HISTORY: RecordName = "ticket history"
CONTRACT_TERMS: RecordName = "contract terms"
BACKLOG: RecordName = "backlog"
FINANCIAL_REPORT: RecordName = "financial report"
REPORTS: tuple[RecordName, ...] = (BACKLOG, FINANCIAL_REPORT)
"""What managers act on: brought to them as often as reports are."""

TicketKind = Literal[
    "question",
    "technical",
    "complaint",
    "where is my order",
    "invoice dispute",
    "wrong item",
    "return",
    "missing refund",
    "change of data",
]
"""A kind of ticket: what a customer gets in touch about."""

DecisionName = Literal[
    "promised date",
    "credit release",
    "ship-to address",
    "campaign audience",
    "replenishment",
    "overtime",
    "retention offer",
    "refund",
    "campaign budget",
    "credit limit",
    "temporary staff",
]
"""A decision that is taken on what the decider sees of records."""

DECISIONS: tuple[DecisionName, ...] = get_args(DecisionName)

CapabilityName = Literal[
    "marketing automation",
    "CRM",
    "service platform",
    "sales software",
    "ERP",
    "HR software",
    "financial analysis",
    "document management",
    "interpersonal skill",
    "prospecting",
    "content",
    "campaigns",
    "loyalty work",
    "training",
    "onboarding",
    "maintenance",
    "security",
    "help for colleagues",
    "answers to colleagues",
    "supply chain",
    "production",
    "payroll",
    "supplier payment",
    "taxes",
    "campaign checks",
    "contracts",
    "data requests",
    "merging of customers",
    "virtual teams",
    "video and messaging",
    "convergence of channels",
]
"""What a company can do because it has a system, a skill or a habit of work, and what can be missed."""

CAPABILITIES: tuple[CapabilityName, ...] = get_args(CapabilityName)

TICKET_KINDS: tuple[TicketKind, ...] = get_args(TicketKind)
