"""The objects of an event log: cases by their type, customers, people, systems, records, and what work brings forth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.catalogue import case_names, numbered
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.run import Run, split_handoff

CASE, ORDER, TICKET, INVOICE, SHIPMENT, CONTRACT = "case", "order", "ticket", "invoice", "shipment", "contract"
CUSTOMER, EMPLOYEE, SYSTEM, RECORD = "customer", "employee", "system", "record"
TYPES = (CUSTOMER, ORDER, TICKET, INVOICE, SHIPMENT, CONTRACT, CASE, EMPLOYEE, SYSTEM, RECORD)
TYPE_OF_KIND: dict[str, str] = {
    **dict.fromkeys(ORDERS, ORDER),
    **dict.fromkeys(TICKETS, TICKET),
    **dict.fromkeys(("invoice", "supplier invoice"), INVOICE),
}
"""Kind of case → type of object; every other kind is a "case", which says of which kind."""

COMES_OF = {
    "pick and pack": SHIPMENT,
    "pick a business order": SHIPMENT,
    "readdress a parcel": SHIPMENT,
    "review a contract": CONTRACT,
}
"""Activity → what there is once it is done."""

TEXT, NUMBER, COUNT, TIME, FLAG = "text", "number", "count", "time", "flag"
"""What a column holds: a name, a number, a whole number, a time in hours, or whether something is so."""

OBJECT_COLUMNS = {
    "kind": TEXT,
    "opened": TIME,
    "closed": TIME,
    "status": TEXT,
    "value": NUMBER,
    "failure_demand": FLAG,
    "team": TEXT,
    "department": TEXT,
}
"""What the table of objects says beside object and type; empty where a type has nothing to say."""

OF_CASES = ("kind", "opened", "closed", "status", "value", "failure_demand")
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((ORDER, TICKET, INVOICE, CASE), OF_CASES),
    EMPLOYEE: ("team", "department"),
    **dict.fromkeys((CUSTOMER, SHIPMENT, CONTRACT, SYSTEM, RECORD), ()),
}
"""Type of object → which columns of the table say something about it."""

FOLLOWS_FROM, FOR, WORKS_ON = "follows from", "for", "works on"
COPY_OF = "copy of "

Codes = NDArray[np.int32]
NONE = -1


class Objects:
    """All objects of a run by number, and how to find them by what the journal calls them; -1 is none.

    Attributes:
        table: by number: object (a name that no other has), type, and the attributes of all types; those that a type
            does not have are empty.
        relations: source and target (numbers), qualifier.
        customer: by number, the customer that an object belongs to.
    """

    def __init__(self, run: Run) -> None:
        cases, self._parts = run.cases, list[pd.DataFrame]()
        names = case_names(cases).to_numpy()
        self._add_cases(cases, names)
        customers = np.unique(cases.loc[cases["customer"] >= 0, "customer"].to_numpy())
        first = self._add(CUSTOMER, [f"{CUSTOMER} {number}" for number in customers])
        served = np.searchsorted(customers, cases["customer"].to_numpy()) + first
        customer = np.where(cases["customer"].to_numpy() >= 0, served, NONE)
        self._people = _people(run)
        self._first_person = self._add(
            EMPLOYEE, [f"{EMPLOYEE} {member + 1}" for member in self._people.index], self._people.reset_index(drop=True)
        )
        self._systems = self._by_name(SYSTEM, _systems(run))
        records = self._by_name(RECORD, sorted({record for name in run.names if (record := record_of(str(name)))}))
        self._records = np.array([records.get(record_of(str(name)), NONE) for name in run.names], dtype=np.int32)
        parents = self._add_products(run, names)
        table = pd.concat(self._parts, ignore_index=True)
        self.table = pd.DataFrame(
            {
                "object": numbered(table["object"]),
                "type": pd.Categorical(table["type"], categories=list(TYPES)),
                **{column: _of_kind(table[column], kind) for column, kind in OBJECT_COLUMNS.items()},
            }
        )
        nobody = np.full(len(table) - len(cases) - len(parents), NONE)
        self.customer = np.concatenate([customer, nobody, customer[parents]]).astype(np.int32)
        self.relations = self._relations(run, customer, parents)

    # ---- finding ---------------------------------------------------------------------------------------------

    def of_case(self, keys: NDArray[np.int64]) -> Codes:
        """Cases by their keys."""
        if not len(self._keys):
            return np.full(len(keys), NONE, dtype=np.int32)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[places] == keys, self._order[places], NONE).astype(np.int32)

    def of_case_or_record(self, keys: NDArray[np.int64], handoffs: NDArray[np.int16]) -> Codes:
        """The same; where there is no such case, the record that the hand-off of this code carries a copy of."""
        found = self.of_case(keys)
        return np.where((found == NONE) & (handoffs >= 0), self._records[handoffs], found).astype(np.int32)

    def of_member(self, members: NDArray[np.int32]) -> Codes:
        """People by the journal's numbers of members."""
        known = self._people.index.to_numpy()
        return np.where(members >= 0, np.searchsorted(known, members) + self._first_person, NONE).astype(np.int32)

    def of_system(self, names: pd.Series) -> Codes:
        """Systems by name."""
        return np.array([self._systems[str(name)] for name in names], dtype=np.int32)

    def system_at(self, run: Run, teams: pd.Series, times: NDArray[np.float64]) -> Codes:
        """The system that each team worked on at a time (hours)."""
        found = np.full(len(teams), NONE, dtype=np.int32)
        for name, facts in run.facts.teams.items():
            own = np.flatnonzero((teams == name).to_numpy())
            if facts.platforms and len(own):
                since = np.array([time for time, _ in facts.platforms])
                numbers = np.array([self._systems[system] for _, system in facts.platforms], dtype=np.int32)
                found[own] = numbers[np.maximum(np.searchsorted(since, times[own], side="right") - 1, 0)]
        return found

    def made_by(self, visits: pd.DataFrame) -> Codes:
        """What came of each visit of the run."""
        made = np.full(len(visits), NONE, dtype=np.int32)
        made[self._makers] = self._first_product + np.arange(len(self._makers))
        return made

    def named(self, numbers: Codes) -> pd.Categorical:
        """Objects by name; empty where there is none."""
        used, codes = np.unique(numbers, return_inverse=True)
        names = np.where(used == NONE, "", self.table["object"].to_numpy()[used])
        return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))

    # ---- listing ---------------------------------------------------------------------------------------------

    def _add(self, kind: str, names: Sequence[str], attributes: pd.DataFrame | None = None) -> int:
        """Add objects of one type; returns the number of the first."""
        first = sum(map(len, self._parts))
        table = pd.DataFrame({"object": list(names), "type": kind}, dtype=object)
        self._parts.append(table if attributes is None else table.join(attributes))
        return first

    def _by_name(self, kind: str, names: Sequence[str]) -> dict[str, int]:
        first = self._add(kind, [f"{kind} {name}" for name in names])
        return {name: first + place for place, name in enumerate(names)}

    def _add_cases(self, cases: pd.DataFrame, names: NDArray[np.object_]) -> None:
        keys = cases["case"].to_numpy()
        self._order = np.argsort(keys).astype(np.int32)
        self._keys = keys[self._order]
        kinds = cases["kind"].astype(object)
        about = cases[["opened", "value"]].assign(
            kind=kinds,
            status=cases["status"].astype(object),
            closed=cases["closed"].where(cases["finished"]),
            failure_demand=cases["failure"].astype(bool).astype(object),
        )
        types = [TYPE_OF_KIND.get(kind, CASE) for kind in kinds]
        self._parts.append(pd.DataFrame({"object": names, "type": types}, dtype=object).join(about))

    def _add_products(self, run: Run, names: NDArray[np.object_]) -> Codes:
        """Add what work brings forth; returns the numbers of the cases it is for."""
        visits = run.visits
        works = (visits["worked"] > 0) & visits["activity"].isin(COMES_OF) & (visits["place"] < 0)
        self._makers = np.flatnonzero(works & (visits["status"] == 0))
        rows = visits.iloc[self._makers]
        parents = self.of_case(rows["case"].to_numpy())
        types = [COMES_OF[activity] for activity in rows["activity"]]
        own = [f"{kind} of {names[parent]}" for kind, parent in zip(types, parents, strict=True)]
        self._first_product = self._add("", own)
        self._parts[-1]["type"] = types
        return parents

    def _relations(self, run: Run, customer: Codes, parents: Codes) -> pd.DataFrame:
        number = np.arange(len(run.cases), dtype=np.int32)
        above = self.of_case(run.cases["parent"].to_numpy())
        products = self._first_product + np.arange(len(parents), dtype=np.int32)
        works = [
            (self._first_person + place, self._systems[system])
            for place, team in enumerate(self._people["team"])
            if team in run.facts.teams
            for system in dict.fromkeys(name for _, name in run.facts.teams[team].platforms)
        ]
        people, systems = (np.array([pair[side] for pair in works], dtype=np.int32) for side in (0, 1))
        pairs = [
            (number[above >= 0], above[above >= 0], FOLLOWS_FROM),
            (number[customer >= 0], customer[customer >= 0], FOR),
            (products, parents, FOLLOWS_FROM),
            (people, systems, WORKS_ON),
        ]
        return related(pairs, "source", "target")


def related(pairs: Sequence[tuple[Codes, Codes, str]], one: str, other: str) -> pd.DataFrame:
    """Pairs of numbers, each lot with the word for how they belong together, in the order of the first."""
    words = list(dict.fromkeys(word for *_, word in pairs))
    codes = np.concatenate([np.full(len(first), words.index(word)) for first, _, word in pairs])
    table = pd.DataFrame(
        {
            one: np.concatenate([first for first, *_ in pairs]).astype(np.int32),
            other: np.concatenate([second for _, second, _ in pairs]).astype(np.int32),
            "qualifier": pd.Categorical.from_codes(codes, categories=pd.Index(words)),
        }
    )
    return table.sort_values([one, other], kind="stable", ignore_index=True)


def record_of(name: str) -> str:
    """The record whose copy a hand-off of this name carries, as "backlog of crm"; empty for any other."""
    if ": " + COPY_OF not in name:
        return ""
    source, _, subject = split_handoff(name)
    return f"{subject.removeprefix(COPY_OF)} of {source}"


def _people(run: Run) -> pd.DataFrame:
    """Team and department of everybody who was on duty or worked, by the journal's number; whoever helps has one team."""
    duty = pd.DataFrame(run.chosen("duty", ("member", "team")))
    work = pd.DataFrame(run.chosen("visits", ("member", "team")))
    rows = pd.concat([duty, work[work["member"] >= 0]]).drop_duplicates("member").sort_values("member")
    team = run.names[rows["team"].to_numpy()]
    departments = [run.facts.teams[name].department if name in run.facts.teams else "" for name in team]
    return pd.DataFrame({"team": team, "department": departments}, index=rows["member"].to_numpy(), dtype=object)


def _systems(run: Run) -> list[str]:
    """Every system that a team worked on or that was down, by name."""
    used = {name for facts in run.facts.teams.values() for _, name in facts.platforms}
    return sorted(used | {str(name) for name in run.outages["platform"]})


def _of_kind(column: pd.Series, kind: str) -> pd.Series:
    """A column as what it holds; empty where there is nothing."""
    if kind == TEXT:
        return column.fillna("").astype("category")
    return column.astype("boolean" if kind == FLAG else "float64")
