"""The wiring of the company as a graph: every kind of fault is found, and the default company has none."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.graph import READ_RECORDS, USED_SUBJECTS, company_graph, faults
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.levers.primitives import expand, neutral
from tests.company.worlds import WORLDS, company_model, finished, plain_company


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
    lost = company.handoffs[0].model_copy(update={"target": "magic"})
    broken = company.model_copy(update={"handoffs": (*company.handoffs[1:], lost)})
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


@pytest.mark.parametrize("record", sorted(READ_RECORDS))
def test_a_record_nobody_keeps_a_copy_of(record: str) -> None:
    """Each record that departments read must have a feed."""

    def drop(plain: dict[str, Any]) -> None:
        plain["feeds"] = [feed for feed in plain["feeds"] if feed["record"] != record]

    assert faults(rewired(drop)) == [f"record {record!r} is read but nobody keeps a copy of it"]


@pytest.mark.parametrize("subject", sorted(USED_SUBJECTS))
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

    assert faults(rewired(turn)) == ["'logistics' sends 'shipment' to 'finance', but no hand-off carries it there"]


@pytest.mark.parametrize("levers", WORLDS)
def test_a_run_uses_no_other_interface_than_the_lists_say(levers: str) -> None:
    """Every message of a run went over a hand-off of the list, in every world."""
    run = finished(levers).run
    used = {
        (str(subject), str(source), str(target))
        for subject, source, target in run.deliveries[["subject", "source", "target"]]
        .drop_duplicates()
        .itertuples(index=False)
    }
    for subject, source, target in used:
        if subject.startswith("copy of "):
            owner, readers = READ_RECORDS[subject.removeprefix("copy of ")]
            assert owner in (source, EVERY) and target in readers
        else:
            ends = USED_SUBJECTS[subject]
            assert ends[0] in (source, EVERY) and ends[1] in (target, EVERY)
    assert len(used) > 30


def test_what_departments_really_send_and_read_is_what_the_graph_asks_for() -> None:
    """The two lists of the graph are the subjects and records of the default company, neither more nor less."""
    plain = plain_company()
    assert {handoff["subject"] for handoff in plain["handoffs"]} == set(USED_SUBJECTS)
    assert {feed["record"] for feed in plain["feeds"]} == set(READ_RECORDS)
