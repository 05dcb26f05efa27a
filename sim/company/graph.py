"""The company as a graph: the hand-offs and feeds of its file, and whether its departments declare them; its faults."""

from __future__ import annotations

import networkx as nx

from sim.company.declared import declared
from sim.company.wiring import DEPARTMENTS
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.levers.primitives import expand


def company_graph(company: CompanyModel) -> nx.MultiDiGraph[str]:
    """Departments as nodes (label, office, system, staff), hand-offs and feeds as edges (key, kind, rank, declared).

    The fields, ranks and "every" of an interface stand in the file; that a department's class sends, tells, asks or reads
    it is what ``declared`` says. An interface that nobody declares carries nothing.
    """
    spoken_of = declared(company, {name: DEPARTMENTS[name] for name in company.departments if name in DEPARTMENTS})
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=company.name)
    for name, department in company.departments.items():
        staff = sum(team.staff for team in company.teams.values() if team.department == name)
        graph.add_node(name, label=department.label, office=department.office, system=department.system, staff=staff)
    for handoff in company.handoffs:
        for source, target in expand(company, handoff):
            known = (source, target, handoff.subject) in spoken_of
            graph.add_edge(source, target, key=handoff.subject, kind="hand-off", rank=handoff.rank, declared=known)
    for feed in company.feeds:
        for source, target in expand(company, feed):
            known = (source, target, feed.record) in spoken_of
            graph.add_edge(source, target, key=feed.record, kind="feed", rank=feed.rank, declared=known)
    return graph


def network_faults(company: CompanyModel) -> list[str]:
    """What is wrong with the network alone, one sentence each: nowhere to go, unreachable, to itself, twice."""
    graph, known = company_graph(company), company.connected
    found = [
        f"hand-off {key!r} leads from {source!r} to {target!r}, which is no department"
        for source, target, key in graph.edges(keys=True)
        if not {source, target} <= set(known)
    ]
    own = graph.subgraph(known)
    handoffs: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    used = [(s, t) for s, t, data in own.edges(data=True) if data["kind"] == "hand-off" and data["declared"]]
    handoffs.add_edges_from(used)
    handoffs.add_nodes_from(known)
    for name in known:
        if handoffs.in_degree(name) == 0:
            found.append(f"department {name!r} cannot be reached: no hand-off leads to it")
        if handoffs.out_degree(name) == 0:
            found.append(f"department {name!r} hands nothing on")
    reached = {"sales", *nx.descendants(handoffs, "sales")} if "sales" in known else set(known)
    found += [f"nothing that begins in Sales ever reaches {name!r}" for name in known if name not in reached]
    return found + _rows_at_fault(company)


def _rows_at_fault(company: CompanyModel) -> list[str]:
    rows = [("hand-off", h.subject, h.source, h.target) for h in company.handoffs]
    rows += [("feed", f.record, f.source, f.target) for f in company.feeds]
    found = [
        f"{kind} {name!r} leads from {source!r} to itself; it may lead to any other department, or to {EVERY!r} one"
        for kind, name, source, target in rows
        if source == target != EVERY
    ]
    return found + [
        f"{kind} {name!r} is declared twice from {source!r} to {target!r}"
        for kind, name, source, target in sorted({row for row in rows if rows.count(row) > 1})
    ]
