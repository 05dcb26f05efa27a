"""What every system, skill and habit of work does for the company, and the measure that shows it when it is missing."""

from __future__ import annotations

from dataclasses import dataclass

from sim.inputs.names import CapabilityName


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """What a company can do, and what is lost without it.

    Attributes:
        name: what a scenario's ``without`` calls it.
        does: a sentence of what it does.
        measure: the measure that is worse without it.
        lost: a sentence of what is lost.
        levers: levers of the company, and where they stand, with it and without it: what only exists where they do.
    """

    name: CapabilityName
    does: str
    measure: str
    lost: str
    levers: tuple[tuple[str, float], ...] = ()


CAPABILITY_ROWS: tuple[CapabilityRow, ...] = (
    CapabilityRow(
        "content",
        "Pieces that Marketing writes are found some weeks later, for some weeks, and bring leads and newcomers.",
        "margin",
        "Newcomers and leads who come because of what they read do not come.",
    ),
    CapabilityRow(
        "campaigns",
        "Letters to customers bring orders and leads, for what a campaign costs.",
        "leads",
        "Whoever would have answered a letter neither buys nor asks for an offer; nor do campaigns cost anything.",
    ),
    CapabilityRow(
        "campaign checks",
        "Legal looks at every campaign and refuses what would bring fines and complaints, and now and then others.",
        "objections",
        "Campaigns go out with claims that are wrong: customers complain, and fines are paid.",
    ),
    CapabilityRow(
        "marketing automation",
        "Scores leads, keeps in touch with those that are not ready, sends letters to those who should get them.",
        "win rate",
        "Leads that would have ripened are lost, and letters go to everybody on the list, whoever has a complaint.",
    ),
    CapabilityRow(
        "sales software",
        "Puts new leads on top, knows the prices, and reminds of quotes about which nothing has been heard.",
        "forgotten quotes",
        "Quotes expire that nobody asked about, and leads and quotes take longer.",
    ),
    CapabilityRow(
        "service platform",
        "Routes contacts by topic and skill, and keeps what was said for whoever takes the next one.",
        "re-tells",
        "Customers reach colleagues who cannot help, and tell their story at every further contact.",
    ),
    CapabilityRow(
        "merging of customers",
        "CRM looks for customers who stand in the master twice and makes one entry of them.",
        "duplicates",
        "Duplicates pile up: parcels go to old addresses, letters come twice, and decisions see half of the history.",
    ),
    CapabilityRow(
        "prospecting",
        "Sellers look for businesses that might buy; some of those they talk to want an offer.",
        "leads",
        "Nobody is offered anything who has not asked.",
    ),
    CapabilityRow(
        "loyalty work",
        "CRM looks after businesses, the longest neglected first; some who would move on stay.",
        "businesses",
        "Businesses move on that would have stayed.",
    ),
    CapabilityRow(
        "CRM",
        "Reminds of follow-ups and of customers whose supplies run out, and knows who was looked after and called when.",
        "repeat orders",
        "What is not in somebody's head is forgotten, and those who were not reminded buy elsewhere.",
    ),
    CapabilityRow(
        "HR software",
        "A plan says who is off, so that days off are spread, and says what is next in filling a place.",
        "unplanned absence",
        "Days off come as a surprise and all at once; a place is empty until HR next goes through its files.",
    ),
    CapabilityRow(
        "interpersonal skill",
        "Acts wherever people talk: who negotiates, settles, keeps a customer, explains, or writes to a colleague.",
        "win rate",
        "Fewer deals are won, customers complain of the tone and misunderstand, colleagues ask back.",
    ),
    CapabilityRow(
        "training",
        "Courses keep every team up with methods and tools; they take hours of all its people.",
        "keying slips",
        "What people know ages: they get slower, and more comes out wrong.",
    ),
    CapabilityRow(
        "onboarding",
        "A colleague teaches every newcomer for some hours a week.",
        "newcomers' learning",
        "Newcomers learn by themselves: they are slow, and make mistakes, for longer.",
    ),
    CapabilityRow(
        "maintenance",
        "Systems are looked after before they fail.",
        "outage hours",
        "What is left undone makes systems fail sooner, and everybody on them waits.",
    ),
    CapabilityRow(
        "security",
        "Holes that become known are mended with the next release.",
        "open holes",
        "Holes stay open, and more of those who try to break in get in.",
    ),
    CapabilityRow(
        "help for colleagues",
        "IT serves colleagues who cannot work for a password or a broken tool.",
        "without tools",
        "They work at a part of their speed until they have found a way of their own.",
    ),
    CapabilityRow(
        "answers to colleagues",
        "HR answers what people ask about their pay, their rights and their time.",
        "absence",
        "Whoever waits too long for an answer stays away oftener, and leaves sooner.",
    ),
    CapabilityRow(
        "ERP",
        "Posts invoices, matches those of suppliers with order and receipt, and proposes what to order for the shelves.",
        "invoice exceptions",
        "Who ordered approves from memory and pays too much, planners order by eye, and the books are closed later.",
    ),
    CapabilityRow(
        "supplier payment",
        "Pays every bill while there is a discount to be had, or on the day it is due.",
        "purchase losses",
        "Suppliers dun; those that have no trust left deliver later and ask more.",
    ),
    CapabilityRow(
        "supply chain",
        "Asks suppliers that are late where the goods are, and claims what is missing from a delivery.",
        "purchase losses",
        "What never came is paid for and stands in the books until the next count; late goods come later still.",
    ),
    CapabilityRow(
        "production",
        "Orders material before it runs out, sets the line up once for all batches of an order, inspects what is made.",
        "perfect orders",
        "Orders wait for material, every batch is set up for by itself, and customers find what is no good.",
    ),
    CapabilityRow(
        "document management",
        "Keeps contracts, what was agreed in them, and their last days of notice.",
        "lapsed contracts",
        "Contracts lapse, claims come too late, and customers are billed by terms that no longer hold.",
    ),
    CapabilityRow(
        "contracts",
        "Legal reads drafts that are not standard and strikes out what would cost the company.",
        "clauses left",
        "Clauses nobody has read are agreed, and cost a part of the order; quotes are out sooner.",
    ),
    CapabilityRow(
        "data requests",
        "Legal collects from every department what it holds about a person, and answers before the deadline.",
        "fines",
        "Every answer is late and fined, and some of those who asked complain.",
    ),
    CapabilityRow(
        "payroll",
        "HR sees to what has changed in people's pay before Finance posts it.",
        "pay questions",
        "Everybody whose pay should have changed is paid wrong, asks about it, and now and then leaves over it.",
    ),
    CapabilityRow(
        "financial analysis",
        "Finance's weekly report, on which campaigns' budgets, credit limits and temporary staff are decided.",
        "campaign result",
        "Letters that cost more than they bring go to the whole list, limits stand, and nobody helps out.",
    ),
    CapabilityRow(
        "taxes",
        "Finance declares taxes once the books of a month are closed.",
        "fines",
        "Every month is declared late and fined.",
    ),
    CapabilityRow(
        "virtual teams",
        "People of several back offices, wherever they are, help each other out and ask in a video call what is unclear.",
        "unclear hours",
        "Who has a question back writes it, and waits until the other looks at the inbox.",
        (("remote_work", 1.0),),
    ),
    CapabilityRow(
        "video and messaging",
        "Customers show on video what is wrong, and send messages instead of calling and mailing.",
        "faults by experts",
        "What can be shown takes an expert, and a call back.",
        (("omnichannel", 1.0),),
    ),
    CapabilityRow(
        "convergence of channels",
        "One case for all channels: whoever answers finds what has been said.",
        "re-tells",
        "Customers tell their story again to whoever answers next.",
        (("omnichannel", 1.0),),
    ),
)
"""Every row of the table that ``interoffice systems`` computes."""
