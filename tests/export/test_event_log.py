"""The event log holds what the journal holds: nothing is lost, and every event has happened to something."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine.codes import Cause, VisitStatus
from sim.measures.event_log import (
    ACTIVITIES,
    COLUMNS,
    COPIES_READ,
    HAND_OFFS,
    NOT_BEGUN,
    OUTAGES,
    WRONG_DECISIONS,
    EventLog,
)
from sim.measures.event_objects import ATTRIBUTES, OBJECT_COLUMNS, TYPES
from sim.measures.run import Run


def objects_of(log: EventLog, qualifier: str) -> dict[int, str]:
    """Event number → name of the object it is related to in this way."""
    rows = log.event_objects[log.event_objects["qualifier"] == qualifier]
    names = log.objects["object"].to_numpy()[rows["object"].to_numpy()]
    return dict(zip(rows["event"].tolist(), map(str, names), strict=True))


def test_every_row_of_the_journal_is_an_event(run: Run, log: EventLog) -> None:
    decisions = run.journal.decisions.rows()
    assert len(log.tables[ACTIVITIES]) == len(run.journal.visits) > 1000
    assert len(log.tables[HAND_OFFS]) == len(run.journal.deliveries) > 100
    assert len(log.tables[WRONG_DECISIONS]) == (decisions["cause"] != Cause.RIGHT).sum() > 10
    assert len(log.tables[COPIES_READ]) == ((decisions["age"] > 0) | (decisions["used"] != decisions["true"])).sum() > 10
    assert len(log.tables[OUTAGES]) == len(run.journal.outages)
    assert log.tables[ACTIVITIES]["worked_hours"].sum() == np.float64(run.journal.visits.rows("worked")["worked"].sum())


def test_events_are_numbered_in_the_order_of_time(log: EventLog) -> None:
    events = pd.concat([table[["event", "time"]] for table in log.tables.values()]).sort_values("event")
    assert events["event"].tolist() == list(range(log.events))
    assert (events["time"].diff().dropna() > 0).all(), "no two at one moment, for readers that know only times"
    assert events["time"].between(0, log.horizon + 0.001).all()
    work = log.tables[ACTIVITIES]
    assert (work["time"] - work["ended"]).between(-1e-9, 1e-6).all(), "told apart by microseconds"
    for name, table in log.tables.items():
        assert list(table) == ["event", "type", "time", "object", *COLUMNS[name]]


def test_every_event_happened_to_something(log: EventLog) -> None:
    """Readers drop the others without a word."""
    assert set(log.event_objects["event"]) == set(range(log.events))
    assert not log.event_objects.duplicated().any()
    assert not log.object_objects.duplicated().any()
    for column in (log.event_objects["object"], log.object_objects["source"], log.object_objects["target"]):
        assert column.between(0, len(log.objects) - 1).all()


def test_objects_have_names_of_their_own_and_what_their_type_has(log: EventLog) -> None:
    assert not log.objects["object"].duplicated().any()
    for kind in TYPES:
        rows = log.objects[log.objects["type"] == kind]
        for column in set(OBJECT_COLUMNS) - set(ATTRIBUTES[kind]):
            assert rows[column].isna().all() or (rows[column] == "").all(), (kind, column)
    for kind in ("customer", "order", "ticket", "invoice", "shipment", "employee", "system", "record", "case"):
        assert (log.objects["type"] == kind).any(), kind


def test_work_is_related_to_case_customer_person_and_system(run: Run, log: EventLog) -> None:
    """Each relation worked out a second way, from the journal's row."""
    work = log.tables[ACTIVITIES].set_index("event")
    about, by, on, customer = (objects_of(log, word) for word in ("about", "done by", "done on", "customer"))
    begun = work[work["type"] != NOT_BEGUN]
    assert by == dict(zip(begun.index.tolist(), begun["person"].astype(str), strict=True))
    systems = {name: facts.platforms for name, facts in run.facts.teams.items()}
    some = begun.head(2000)
    for event, team, started in zip(some.index.tolist(), some["team"], some["started"], strict=True):
        known = [system for since, system in systems.get(str(team), ()) if since <= started]
        assert on.get(event, "") == (f"system {known[-1]}" if known else ""), event
    cases = {
        key: (f"{kind} {number + 1}", f"customer {buyer}" if buyer >= 0 else "")
        for key, kind, number, buyer in run.cases[["case", "kind", "number", "customer"]].itertuples(index=False)
    }
    visits = run.visits.sort_values("ended", kind="stable")
    for event, case in list(zip(work.index.tolist(), visits["case"].tolist(), strict=True))[:2000]:
        if case in cases:
            name, buyer = cases[case]
            assert name in about[event]
            assert customer.get(event, "") == buyer


def test_who_never_began_is_nobodys_work(run: Run, log: EventLog) -> None:
    work = log.tables[ACTIVITIES]
    never = work[work["type"] == NOT_BEGUN]
    given_up = run.journal.visits.rows("status")["status"] == VisitStatus.ABANDONED
    assert (never["outcome"] == "abandoned").sum() == given_up.sum() > 0
    assert never["started"].isna().all()
    assert (never["person"] == "").all()
    assert (never["worked_hours"] == 0).all()
    begun = work[work["type"] != NOT_BEGUN]
    assert (begun["type"].astype(str) == begun["activity"].astype(str)).all()


def test_a_shipment_follows_from_the_order_it_is_picked_for(log: EventLog) -> None:
    made = objects_of(log, "made")
    about = objects_of(log, "about")
    pairs = log.object_objects[log.object_objects["qualifier"] == "follows from"]
    names = log.objects["object"].to_numpy()
    comes_from = dict(zip(names[pairs["source"]], names[pairs["target"]], strict=True))
    shipments = {event: name for event, name in made.items() if name.startswith("shipment of ")}
    assert len(set(shipments.values())) == len(shipments) > 100
    for event, name in shipments.items():
        assert comes_from[name] == about[event]


def test_a_copy_carried_by_hand_happens_to_its_record(log: EventLog) -> None:
    rows = log.tables[HAND_OFFS]
    copies = rows[rows["subject"].astype(str).str.startswith("copy of ")]
    assert len(copies) > 5
    expected = (
        "record " + copies["subject"].astype(str).str.removeprefix("copy of ") + " of " + copies["source"].astype(str)
    )
    assert (log.objects["object"].to_numpy()[copies["object"]] == expected).all()
