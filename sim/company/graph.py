"""The company as a graph, built from its declared hand-offs and feeds, and checked."""

from __future__ import annotations

import networkx as nx

from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import expand

USED_SUBJECTS = {
    # subject → what makes it necessary: the departments' rooms send these
    "lead", "campaign", "campaign opinion", "web order", "business order", "credit question", "credit decision",
    "contract draft", "reviewed contract", "new customer", "shipment", "return receipt", "goods receipt", "delivery",
    "order problem", "change of data", "return notice", "credit note", "won back", "escalation", "solution", "inquiry",
    "answer", "staff request", "resignation", "new colleague", "payroll", "request for figures", "month-end figures",
    "purchase", "data request", "personal data"}
READ_RECORDS = {"stock", "order status", "open items", "customer master", "campaign plan", "demand", "ticket history",
                "contract terms", "backlog"}


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
    known = set(company.departments)
    found += [f"hand-off {key!r} leads from {source!r} to {target!r}, which is no department"
              for source, target, key in graph.edges(keys=True) if not {source, target} <= known]
    own = graph.subgraph(known)
    handoffs: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    handoffs.add_edges_from((s, t) for s, t, data in own.edges(data=True) if data["kind"] == "hand-off")
    handoffs.add_nodes_from(known)
    for name in company.departments:
        if handoffs.in_degree(name) == 0:
            found.append(f"department {name!r} cannot be reached: no hand-off leads to it")
        if handoffs.out_degree(name) == 0:
            found.append(f"department {name!r} hands nothing on")
    reached = set(nx.descendants(handoffs, "sales")) | {"sales"} if "sales" in known else known
    found += [f"nothing that begins in Sales ever reaches {name!r}" for name in company.departments
              if name not in reached]
    records = {feed.record for feed in company.feeds}
    found += [f"record {record!r} is read but nobody keeps a copy of it" for record in sorted(READ_RECORDS - records)]
    subjects = [(h.source, h.target, h.subject) for h in company.handoffs]
    found += [f"hand-off {subject!r} is declared twice from {source!r} to {target!r}"
              for source, target, subject in sorted({pair for pair in subjects if subjects.count(pair) > 1})]
    given = {handoff.subject for handoff in company.handoffs}
    found += [f"no hand-off carries {subject!r}, which the departments send"
              for subject in sorted(USED_SUBJECTS - given)]
    return found
