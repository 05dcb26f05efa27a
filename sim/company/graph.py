"""The company as a graph, built from its declared hand-offs and feeds, and checked."""

from __future__ import annotations

import networkx as nx

from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.levers.primitives import LinkName, expand

USED_SUBJECTS: dict[str, tuple[str, str]] = {
    # subject → who sends it to whom in the departments' rooms
    "lead": ("marketing", "sales"),
    "campaign": ("marketing", "legal"),
    "campaign opinion": ("legal", "marketing"),
    "web order": ("sales", "logistics"),
    "business order": ("sales", "logistics"),
    "new customer": ("sales", "crm"),
    "credit question": ("sales", "finance"),
    "credit decision": ("finance", "sales"),
    "contract draft": ("sales", "legal"),
    "reviewed contract": ("legal", "sales"),
    "shipment": ("logistics", "finance"),
    "return receipt": ("logistics", "finance"),
    "goods receipt": ("logistics", "finance"),
    "delivery": ("logistics", "crm"),
    "order problem": ("logistics", "sales"),
    "change of data": ("support", "crm"),
    "return notice": ("support", "logistics"),
    "escalation": ("support", EVERY),
    "solution": (EVERY, "support"),
    "credit note": ("crm", "finance"),
    "won back": ("crm", "sales"),
    "inquiry": (EVERY, EVERY),
    "answer": (EVERY, EVERY),
    "staff request": (EVERY, "it"),
    "resignation": (EVERY, "hr"),
    "new colleague": ("hr", "it"),
    "payroll": ("hr", "finance"),
    "request for figures": ("finance", EVERY),
    "month-end figures": (EVERY, "finance"),
    "purchase": (EVERY, "finance"),
    "data request": ("legal", EVERY),
    "personal data": (EVERY, "legal"),
}
READ_RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    # record → its owner, and who reads a copy of it
    "stock": ("logistics", ("sales", "marketing")),
    "order status": ("logistics", ("support", "finance")),
    "open items": ("finance", ("sales", "support")),
    "customer master": ("crm", ("logistics", "marketing", "sales")),
    "campaign plan": ("marketing", ("logistics",)),
    "demand": ("sales", ("logistics",)),
    "ticket history": ("support", ("marketing", "crm")),
    "contract terms": ("legal", ("finance",)),
    "backlog": (EVERY, ("hr",)),
}


def company_graph(company: CompanyModel) -> nx.MultiDiGraph[str]:
    """Departments as nodes (label, office, system, staff), hand-offs and feeds as edges (key, kind, rank)."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=company.name)
    for name, department in company.departments.items():
        staff = sum(team.staff for team in company.teams.values() if team.department == name)
        graph.add_node(name, label=department.label, office=department.office, system=department.system, staff=staff)
    for handoff in company.handoffs:
        for source, target in expand(company, handoff):
            graph.add_edge(source, target, key=handoff.subject, kind="hand-off", rank=handoff.rank)
    for feed in company.feeds:
        for source, target in expand(company, feed):
            graph.add_edge(source, target, key=feed.record, kind="feed", rank=feed.rank)
    return graph


def faults(company: CompanyModel) -> list[str]:
    """What is wrong with the wiring, one sentence each: nowhere to go, unread, unreachable, twice, missing."""
    graph, found = company_graph(company), []
    known = set(company.connected)
    found += [
        f"hand-off {key!r} leads from {source!r} to {target!r}, which is no department"
        for source, target, key in graph.edges(keys=True)
        if not {source, target} <= known
    ]
    own = graph.subgraph(known)
    handoffs: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    handoffs.add_edges_from((s, t) for s, t, data in own.edges(data=True) if data["kind"] == "hand-off")
    handoffs.add_nodes_from(known)
    for name in company.connected:
        if handoffs.in_degree(name) == 0:
            found.append(f"department {name!r} cannot be reached: no hand-off leads to it")
        if handoffs.out_degree(name) == 0:
            found.append(f"department {name!r} hands nothing on")
    reached = set(nx.descendants(handoffs, "sales")) | {"sales"} if "sales" in known else known
    found += [f"nothing that begins in Sales ever reaches {name!r}" for name in company.connected if name not in reached]
    found += _missing_and_unread(company, {(source, target, key) for source, target, key in graph.edges(keys=True)})
    return found + _declared_twice(company)


def _missing_and_unread(company: CompanyModel, given: set[LinkName]) -> list[str]:
    carried, copied = {key for *_, key in given}, {feed.record for feed in company.feeds}
    found = [f"record {record!r} is read but nobody keeps a copy of it" for record in sorted(set(READ_RECORDS) - copied)]
    found += [
        f"no hand-off carries {subject!r}, which the departments send" for subject in sorted(set(USED_SUBJECTS) - carried)
    ]
    reads = {
        (source, target, record)
        for record, (owner, readers) in READ_RECORDS.items()
        for reader in readers
        for source, target in _pairs(company, owner, reader)
    }
    sends = {
        (source, target, subject) for subject, ends in USED_SUBJECTS.items() for source, target in _pairs(company, *ends)
    }
    found += [
        f"{target!r} reads a copy of {record!r} of {source!r}, but no feed brings it"
        for source, target, record in sorted(reads - given)
        if record in copied
    ]
    found += [
        f"{source!r} sends {subject!r} to {target!r}, but no hand-off carries it there"
        for source, target, subject in sorted(sends - given)
        if subject in carried
    ]
    feeds = {(source, target, feed.record) for feed in company.feeds for source, target in expand(company, feed)}
    found += [
        f"record {record!r} is copied from {source!r} to {target!r}, which never reads it"
        for source, target, record in sorted(feeds - reads)
    ]
    return found


def _pairs(company: CompanyModel, source: str, target: str) -> list[tuple[str, str]]:
    known = company.departments
    sources = list(known) if source == EVERY else [source]
    targets = list(known) if target == EVERY else [target]
    return [(one, two) for one in sources for two in targets if one != two and one in known and two in known]


def _declared_twice(company: CompanyModel) -> list[str]:
    rows = [("hand-off", h.subject, h.source, h.target) for h in company.handoffs]
    rows += [("feed", f.record, f.source, f.target) for f in company.feeds]
    return [
        f"{kind} {name!r} is declared twice from {source!r} to {target!r}"
        for kind, name, source, target in sorted({row for row in rows if rows.count(row) > 1})
    ]
