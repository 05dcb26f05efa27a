"""A run as an object-centric event log: what happened, when, to what, and how the things it happened to belong together.

Times are hours since the start of the run, lengths hours, amounts currency. Events of all tables are numbered together,
in the order of time; events of one moment stand in the order of the tables and of the journal. An event's own time is a
microsecond after that of the event before it at least, since readers order by time alone; the other columns are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company.decisions import CAUSES
from sim.engine.codes import Cause, VisitKind, VisitStatus
from sim.measures.event_objects import COUNT, FLAG, NUMBER, TEXT, TIME, Codes, Objects, related
from sim.measures.run import MODES, Run, split_handoff

ACTIVITIES, HAND_OFFS, COPIES_READ, WRONG_DECISIONS, OUTAGES = (
    "activities",
    "hand_offs",
    "copies_read",
    "wrong_decisions",
    "outages",
)
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    ACTIVITIES: {
        "activity": TEXT,
        "enabled": TIME,
        "started": TIME,
        "ended": TIME,
        "worked_hours": NUMBER,
        "person": TEXT,
        "team": TEXT,
        "department": TEXT,
        "purpose": TEXT,
        "hand_off": TEXT,
        "outcome": TEXT,
    },
    HAND_OFFS: {
        "subject": TEXT,
        "source": TEXT,
        "target": TEXT,
        "mode": TEXT,
        "sent": TIME,
        "released": TIME,
        "received": TIME,
        "understood": TIME,
        "wrong_fields": COUNT,
        "ask_backs": COUNT,
        "keyed_in_again": FLAG,
    },
    COPIES_READ: {
        "decision": TEXT,
        "department": TEXT,
        "version_read": COUNT,
        "version_true": COUNT,
        "age_hours": NUMBER,
        "unseen_hours": NUMBER,
    },
    WRONG_DECISIONS: {
        "decision": TEXT,
        "department": TEXT,
        "action": NUMBER,
        "best_action": NUMBER,
        "regret": NUMBER,
        "cause": TEXT,
    },
    OUTAGES: {"system": TEXT, "cause": TEXT, "started": TIME, "ended": TIME},
}
"""Every table of events and, beside event, type, time and object, what its columns hold (times in hours)."""

NOT_BEGUN, READS, DECIDES_WRONGLY, OUTAGE = "work not begun", "read a copy", "wrong decision", "outage"
TICKS = 3_600_000_000
"""Microseconds of an hour: what formats tell apart."""
HANDS_OVER = "hand over {}"
PURPOSES = {VisitKind.TOUCH: "case", VisitKind.REWORK: "rework", VisitKind.INFORM: "information"}


@dataclass(frozen=True, slots=True)
class EventLog:
    """The events of one run, the objects they happened to, and their relations.

    Attributes:
        tables: by name (see ``COLUMNS``): event (number of the event from 0, in order), type (what happened), time
            (hours), object (number of the one it happened to first of all), and the table's own columns.
        objects: the objects by number: object (a name that no other has), type and attributes.
        event_objects: event, object, qualifier.
        object_objects: source, target, qualifier.
        horizon, warm_up: end of the run and of what is not measured, hours.
    """

    tables: Mapping[str, pd.DataFrame]
    objects: pd.DataFrame
    event_objects: pd.DataFrame
    object_objects: pd.DataFrame
    horizon: float
    warm_up: float

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(len(table) for table in self.tables.values())


def event_log(run: Run) -> EventLog:
    """The event log of a run that is over, warm-up included."""
    objects = Objects(run)
    tables = {
        ACTIVITIES: _activities(run, objects),
        HAND_OFFS: _hand_offs(run, objects),
        COPIES_READ: _copies_read(run, objects),
        WRONG_DECISIONS: _wrong_decisions(run, objects),
        OUTAGES: _outages(run, objects),
    }
    numbered = _numbered(tables)
    return EventLog(
        {name: table[["event", "type", "time", "object", *COLUMNS[name]]] for name, table in numbered.items()},
        objects.table,
        _event_objects(run, objects, numbered),
        objects.relations,
        run.facts.horizon,
        run.facts.warm_up,
    )


def _numbered(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with the events' numbers, each in the order of them, and no two events at one time."""
    times = np.concatenate([table["time"].to_numpy() for table in tables.values()])
    order = np.argsort(times, kind="stable")
    numbers = np.empty(len(order), dtype=np.int32)
    numbers[order] = place = np.arange(len(order))
    ticks = np.rint(times[order] * TICKS).astype(np.int64)
    apart = (np.maximum.accumulate(ticks - place) + place) / TICKS
    edges = np.cumsum([0, *(len(table) for table in tables.values())])
    return {
        name: table.assign(event=numbers[begin:end], time=apart[numbers[begin:end]]).sort_values(
            "event", ignore_index=True
        )
        for (name, table), begin, end in zip(tables.items(), edges, edges[1:], strict=False)
    }


def _activities(run: Run, objects: Objects) -> pd.DataFrame:
    """One row per visit; who never got to begin is nobody's work."""
    visits = run.visits
    never = [VisitStatus.ABANDONED, VisitStatus.WITHDRAWN, VisitStatus.OPEN]
    begun = ~((visits["worked"] <= 0) & visits["status"].isin(never)).to_numpy()
    department = {name: facts.department for name, facts in run.facts.teams.items()}
    place = visits["place"].to_numpy()
    about = np.where(place >= 0, run.names[place], "")
    types = visits["activity"].cat.add_categories([NOT_BEGUN])
    return pd.DataFrame(
        {
            "type": types.where(begun, NOT_BEGUN),
            "time": visits["ended"],
            "object": objects.of_case_or_record(visits["case"].to_numpy(), place),
            "activity": visits["activity"],
            "enabled": visits["asked"],
            "started": visits["started"].where(begun),
            "ended": visits["ended"],
            "worked_hours": visits["worked"],
            "person": objects.named(np.where(begun, objects.of_member(visits["member"].to_numpy()), -1)),
            "team": visits["team"],
            "department": _mapped(visits["team"], department),
            "purpose": _coded(visits["kind"], {int(kind): name for kind, name in PURPOSES.items()}),
            "hand_off": pd.Categorical(about),
            "outcome": _coded(visits["status"], {int(status): _plain(status.name) for status in VisitStatus}),
            "employee": np.where(begun, objects.of_member(visits["member"].to_numpy()), -1),
            "made": objects.made_by(visits),
        }
    )


def _hand_offs(run: Run, objects: Objects) -> pd.DataFrame:
    rows = run.named(run.journal.deliveries.rows(), "handoff")
    parts = [split_handoff(name) if " > " in name else ("", "", "") for name in run.names]
    source, target, subject = (dict(zip(run.names, column, strict=True)) for column in zip(*parts, strict=True))
    about = _mapped(rows["handoff"], subject)
    return pd.DataFrame(
        {
            "type": about.rename_categories(HANDS_OVER.format),
            "time": rows["understood"],
            "object": objects.of_case_or_record(
                rows["case"].to_numpy(), run.journal.deliveries.rows("handoff")["handoff"]
            ),
            "subject": about,
            "source": _mapped(rows["handoff"], source),
            "target": _mapped(rows["handoff"], target),
            "mode": _coded(rows["mode"], MODES),
            **{column: rows[column] for column in ("sent", "released", "received", "understood")},
            "wrong_fields": rows["wrong"],
            "ask_backs": rows["ask_backs"],
            "keyed_in_again": rows["rekeyed"].astype(bool),
        }
    )


def _decisions(run: Run, objects: Objects, kind: str, which: NDArray[np.bool_]) -> pd.DataFrame:
    """What tables about decisions have in common, of the decisions that are chosen."""
    rows = run.journal.decisions.rows()[which]
    named = run.named(rows, "decision", "department")
    return named.assign(type=pd.Categorical([kind] * len(rows), categories=[kind]), object=objects.of_case(rows["case"]))


def _copies_read(run: Run, objects: Objects) -> pd.DataFrame:
    """Decisions that looked at something else than the record itself at that moment."""
    rows = run.journal.decisions.rows("used", "true", "age", "unseen")
    copy = (rows["age"] > 0) | (rows["unseen"] > 0) | (rows["used"] != rows["true"])
    names = {"used": "version_read", "true": "version_true", "age": "age_hours", "unseen": "unseen_hours"}
    return _decisions(run, objects, READS, copy).rename(columns=names)


def _wrong_decisions(run: Run, objects: Objects) -> pd.DataFrame:
    wrong = run.journal.decisions.rows("cause")["cause"] != Cause.RIGHT
    table = _decisions(run, objects, DECIDES_WRONGLY, wrong).rename(columns={"oracle": "best_action"})
    return table.assign(cause=_coded(table["cause"], dict(enumerate(CAUSES))))


def _outages(run: Run, objects: Objects) -> pd.DataFrame:
    rows = run.outages
    return pd.DataFrame(
        {
            "type": pd.Categorical([OUTAGE] * len(rows), categories=[OUTAGE]),
            "time": rows["ended"],
            "object": objects.of_system(rows["platform"]),
            "system": rows["platform"],
            "cause": rows["cause"],
            "started": rows["started"],
            "ended": rows["ended"],
        }
    )


def _event_objects(run: Run, objects: Objects, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each event happened to: its object and that one's customer; of work also who did it, on what, to what end."""
    pairs: list[tuple[Codes, Codes, str]] = []
    for table in tables.values():
        event, first = table["event"].to_numpy(), table["object"].to_numpy()
        pairs += [(event, first, "about"), (event, objects.customer[first], "customer")]
    work = tables[ACTIVITIES]
    event = work["event"].to_numpy()
    system = np.where(work["employee"] >= 0, objects.system_at(run, work["team"], work["started"].to_numpy()), -1)
    pairs += [
        (event, work["employee"].to_numpy(), "done by"),
        (event, system, "done on"),
        (event, work["made"].to_numpy(), "made"),
    ]
    known = [(event[other >= 0], other[other >= 0], qualifier) for event, other, qualifier in pairs]
    return related(known, "event", "object")


def _plain(name: str) -> str:
    return name.lower().replace("_", " ")


def _coded(codes: pd.Series, names: Mapping[int, str]) -> pd.Categorical[str]:
    """Small numbers as the names they stand for."""
    order = sorted(names)
    places = np.zeros(max(order) + 1, dtype=np.int8)
    places[order] = np.arange(len(order))
    return pd.Categorical.from_codes(places[codes.to_numpy()], categories=pd.Index([names[code] for code in order]))


def _mapped(column: pd.Series, names: Mapping[str, str]) -> pd.Categorical[str]:
    """Names replaced by what they belong to; empty where that is nothing."""
    known = list(column.cat.categories)
    words = sorted({names.get(name, "") for name in known})
    places = {word: place for place, word in enumerate(words)}
    codes = np.array([places[names.get(name, "")] for name in known], dtype=np.int16)
    used = codes[column.cat.codes.to_numpy()] if len(column) else np.empty(0, dtype=np.int16)
    return pd.Categorical.from_codes(used, categories=pd.Index(words)).remove_unused_categories()
