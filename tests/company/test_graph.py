"""The wiring of the company as a graph: every kind of fault is found, and the default company has none."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Collection
from typing import Any, get_args

import pytest

from sim.company import subjects
from sim.company.checks import faults
from sim.company.declared import copied, handed_on, only_told
from sim.company.department import Department
from sim.company.front_office.support import Support
from sim.company.graph import company_graph
from sim.company.topics import TOPICS
from sim.company.wiring import DEPARTMENTS
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY, TICKET_KINDS, RecordName
from sim.levers.primitives import expand, neutral
from tests.company.worlds import WORLDS, company_model, finished, plain_company, small

SENT = {*handed_on(company_model(), DEPARTMENTS), *only_told(company_model(), DEPARTMENTS)}
READ = set(copied(company_model(), DEPARTMENTS))
SELDOM = {
    "contain a security incident",
    "restore a system",
    "take a business order",
    "answer a video call",
    "claim from a supplier",
}
NOT_HERE = {
    "look for customers",
    "chase a quote",
    "chase an answer",
    "chase a supplier",
    "change a campaign",
    "merge customer records",
    "make the report",
    "run the payments",
    "organise a course",
    "put goods away",
    "set up the line",
    "rework a reject",
    "search for information",
    "approve an invoice",
}
"""What the first company has no occasion for by its numbers, and the small one has."""
SUBJECTS = sorted({subject for *_, subject in SENT})
RECORDS = sorted({record for *_, record in READ})


def rewired(change: Any) -> CompanyModel:
    """The default company after a change of its plain data, unchecked by its own model where it must be."""
    plain = plain_company()
    change(plain)
    return CompanyModel.model_validate(plain)


def test_the_default_company_is_wired_without_a_fault() -> None:
    """Nothing to find."""
    assert faults(company_model()) == []


def test_the_graph_has_every_declared_interface() -> None:
    """As many edges as primitives have links, between the nine departments, with staff on the nodes."""
    company = company_model()
    graph = company_graph(company)
    assert set(graph.nodes) == set(company.departments)
    assert sum(graph.nodes[name]["staff"] for name in graph) == sum(team.staff for team in company.teams.values())
    assert {(s, t, key) for s, t, key in graph.edges(keys=True)} == set(neutral(company).links)
    assert all(data["declared"] for *_, data in graph.edges(data=True))


def test_every_means_every_other() -> None:
    """From everybody to IT: eight pairs; from everybody to everybody: seventy-two; nobody writes to itself."""
    company = company_model()
    request = next(h for h in company.handoffs if h.subject == "staff request")
    inquiry = next(h for h in company.handoffs if h.subject == "inquiry")
    assert (request.source, request.target) == (EVERY, "it")
    assert len(expand(company, request)) == 8
    assert len(expand(company, inquiry)) == 72
    assert all(source != target for source, target in expand(company, inquiry))


def test_a_hand_off_to_nowhere() -> None:
    """A department that does not exist (which the model itself refuses, so it is made by copying)."""
    company = company_model()
    lead = next(handoff for handoff in company.handoffs if handoff.subject == "lead")
    kept = tuple(handoff for handoff in company.handoffs if handoff is not lead)
    broken = company.model_copy(update={"handoffs": (*kept, lead.model_copy(update={"target": "magic"}))})
    assert "hand-off 'lead' leads from 'marketing' to 'magic', which is no department" in faults(broken)


def test_an_unreachable_department() -> None:
    """Nothing leads to Marketing and nothing leaves it once its hand-offs are gone: three sentences say so."""

    def cut(plain: dict[str, Any]) -> None:
        names = [name for name in plain["departments"] if name != "marketing"]
        keep = []
        for handoff in plain["handoffs"]:
            ends = handoff["source"], handoff["target"]
            if "marketing" in ends:
                continue
            for source in names if ends[0] == EVERY else [ends[0]]:
                for target in names if ends[1] == EVERY else [ends[1]]:
                    if source != target:
                        keep.append({**handoff, "source": source, "target": target})
        plain["handoffs"] = keep

    found = faults(rewired(cut))
    assert "department 'marketing' cannot be reached: no hand-off leads to it" in found
    assert "department 'marketing' hands nothing on" in found
    assert "nothing that begins in Sales ever reaches 'marketing'" in found


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_nobody_keeps_a_copy_of(record: str) -> None:
    """Each record that departments read must have a feed."""

    def drop(plain: dict[str, Any]) -> None:
        plain["feeds"] = [feed for feed in plain["feeds"] if feed["record"] != record]

    assert faults(rewired(drop)) == [f"record {record!r} is read but nobody keeps a copy of it"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_no_hand_off_carries(subject: str) -> None:
    """Each subject that departments send must have a hand-off."""

    def drop(plain: dict[str, Any]) -> None:
        plain["handoffs"] = [handoff for handoff in plain["handoffs"] if handoff["subject"] != subject]

    assert f"no hand-off carries {subject!r}, which the departments send" in faults(rewired(drop))


def test_declared_twice() -> None:
    """The same hand-off in two rows, even with other numbers in it."""

    def repeat(plain: dict[str, Any]) -> None:
        plain["handoffs"].append({**plain["handoffs"][0], "fields": 99})

    assert faults(rewired(repeat)) == ["hand-off 'lead' is declared twice from 'marketing' to 'sales'"]


def test_a_copy_nobody_reads() -> None:
    """A feed of stock to HR is work for nothing."""

    def add(plain: dict[str, Any]) -> None:
        plain["feeds"].append({"record": "stock", "source": "logistics", "target": "hr", "rank": 0.5})

    assert faults(rewired(add)) == ["record 'stock' is copied from 'logistics' to 'hr', which never reads it"]


def test_a_reader_without_a_copy() -> None:
    """Support reads the order status too; a feed to Finance alone is not enough."""

    def drop(plain: dict[str, Any]) -> None:
        plain["feeds"] = [
            feed for feed in plain["feeds"] if (feed["record"], feed["target"]) != ("order status", "support")
        ]

    assert faults(rewired(drop)) == ["'support' reads a copy of 'order status' of 'logistics', but no feed brings it"]


def test_a_hand_off_that_leads_elsewhere() -> None:
    """Shipments told to CRM instead of Finance: the subject is carried, but not to whom it is sent."""

    def turn(plain: dict[str, Any]) -> None:
        next(h for h in plain["handoffs"] if h["subject"] == "shipment")["target"] = "crm"

    assert faults(rewired(turn)) == [
        "'logistics' sends 'shipment' to 'finance', but no hand-off carries it there",
        "hand-off 'shipment' leads from 'logistics' to 'crm', which does nothing with it; allowed are 'change of data', "
        "'data request', 'delivery', 'escalation', 'inquiry', 'invoice to approve', 'new customer', 'request for "
        "figures'",
    ]


@pytest.mark.parametrize("levers", WORLDS)
def test_what_departments_send_and_copy_by_hand_they_declare(levers: str) -> None:
    """Every message of a run went over an interface that the classes declare, in every world."""
    deliveries = finished(levers).run.deliveries[["source", "target", "subject"]].drop_duplicates()
    used = {(str(source), str(target), str(subject)) for source, target, subject in deliveries.itertuples(index=False)}
    copies = {link for link in used if link[2].startswith("copy of ")}
    assert used - copies <= SENT
    assert {(source, target, record.removeprefix("copy of ")) for source, target, record in copies} <= READ
    assert len(used) > 30


def test_what_departments_do_they_declare_and_they_do_what_they_declare() -> None:
    """Over all worlds: each department's people did its own activities and nobody else's, and left hardly one out."""
    done: set[tuple[str, str]] = set()
    for levers in WORLDS:
        run = finished(levers).run
        rows = run.visits[["activity", "team"]].astype(str).drop_duplicates()
        done |= {
            (run.facts.teams[team].department, activity)
            for activity, team in rows.itertuples(index=False)
            if team in company_model().teams
        }
    helped = {(name, activity) for name, kind in DEPARTMENTS.items() for activity in kind.does}
    shared = {activity for activity, row in company_model().activities.items() if row.team == EVERY}
    own = {(name, activity) for name, activity in done if activity in company_model().activities}
    assert {(name, activity) for name, activity in own if activity in shared} <= helped | {
        (name, "work on a case together") for name in DEPARTMENTS
    }
    declared = {activity for kind in DEPARTMENTS.values() for activity in kind.does}
    assert declared == set(company_model().activities)
    never = declared - {activity for _, activity in done}
    small_done = {str(activity) for world in ("siloed", "integrated") for activity in small(world).visits["activity"]}
    assert never - SELDOM == NOT_HERE
    assert NOT_HERE <= small_done
    assert declared - small_done <= SELDOM | {"advertise a vacancy", "declare taxes"}


def words_of(node: ast.expr) -> list[str]:
    """The words and the names of subjects in an argument."""
    return [
        part.value if isinstance(part, ast.Constant) else getattr(subjects, part.attr)
        for part in ast.walk(node)
        if (isinstance(part, ast.Constant) and isinstance(part.value, str))
        or (isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "subjects")
    ]


def test_what_departments_name_in_their_processes_they_declare() -> None:
    """Every activity and subject that stands as a word in a process is declared by the department that it is of."""
    tables: dict[str, Callable[[type[Department]], Collection[str]]] = {
        "do": lambda kind: kind.does,
        "pass_on": lambda kind: kind.sends,
        "hand_over": lambda kind: kind.sends,
        "tell": lambda kind: kind.tells,
        "request": lambda kind: kind.asks,
    }
    seen = set()
    parts = [(kind, part) for kind in DEPARTMENTS.values() for part in kind.__mro__ if issubclass(part, Department)]
    for kind, part in parts:
        for node in ast.walk(ast.parse(inspect.getsource(part))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in tables:
                own = isinstance(node.func.value, ast.Name) and node.func.value.id == "self"
                for word in words_of(node.args[1]) if len(node.args) > 1 else ():
                    declaring = kind if own else Department if node.func.attr != "tell" else Support
                    assert word in tables[node.func.attr](declaring), (part.__name__, word)
                    seen.add(word)
    assert len(seen) > 90


def test_subjects_are_named_once() -> None:
    """No department spells out a subject that it sends or gets; all that the company file carries stand in one table."""
    named = {name: word for name, word in vars(subjects).items() if name.isupper() and isinstance(word, str)}
    del named["CHANGE_OF_DATA"]  # a kind of ticket, imported
    assert set(named.values()) == {row.subject for row in company_model().handoffs}
    assert len(set(named.values())) == len(named)
    assert set(subjects.FIELDS) <= set(named.values())
    kinds: list[type[Department]] = [Department, *DEPARTMENTS.values()]
    for kind in kinds:
        for node in ast.walk(ast.parse(inspect.getsource(kind))):
            spelled: list[ast.expr | None] = []
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                if node.target.id in {"receives", "sends", "tells", "asks"}:
                    spelled = [key for part in ast.walk(node.value) if isinstance(part, ast.Dict) for key in part.keys]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                spelled = list(node.args[1:2]) if node.func.attr in {"pass_on", "hand_over", "tell", "request"} else []
            assert not any(isinstance(part, ast.Constant) for part in spelled), (kind.__name__, ast.dump(node))


def test_every_process_is_there_and_every_feed_is_read() -> None:
    """What a class receives names a method of it; owners keep what others read of them; no class declares too much."""
    for kind in DEPARTMENTS.values():
        assert all(callable(getattr(kind, process, None)) for process in kind.receives.values()), kind
        assert len(set(kind.does)) == len(kind.does), kind
    assert all(record in DEPARTMENTS[owner].keeps for owner, _, record in READ)
    assert {record for kind in DEPARTMENTS.values() for record in kind.keeps} == set(get_args(RecordName))


def test_every_kind_of_ticket_is_a_topic_of_a_department() -> None:
    """The kinds that files may name are those that customer service knows, and somebody owns each."""
    assert set(TOPICS) == set(TICKET_KINDS)
    assert {topic.owner for topic in TOPICS.values()} <= set(DEPARTMENTS)
    assert all(topic.record is None or topic.record in Support.reads for topic in TOPICS.values())


def test_the_declared_network_is_that_of_the_default_company() -> None:
    """Neither more nor less than its file has."""
    company = company_model()
    assert {(s, t, row.subject) for row in company.handoffs for s, t in expand(company, row)} == SENT
    assert {(s, t, row.record) for row in company.feeds for s, t in expand(company, row)} == READ
