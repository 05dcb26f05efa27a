"""What the page is sent: arrays of whole numbers by name, for `web/data.js`."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.company.decisions import CAUSES
from sim.engine.calendar import WEEK
from sim.measures.knowing import RIGHT
from sim.measures.lead_time import PARTS
from sim.measures.legs import STATES
from sim.views.replay.counts import TICKS, counts_of, lost_of
from sim.views.replay.sampling import Frames, ShownCases

if TYPE_CHECKING:
    from sim.experiment.study import Study

Column: TypeAlias = NDArray[np.integer] | NDArray[np.float64]

NONE = 255
LIVE = -1
"""Up to when a reader of the owner's own record is informed."""
HUNDREDTHS = 100
KINDS = {"uint8": "Uint8", "uint16": "Uint16", "int16": "Int16", "int32": "Int32", "float64": "Float64"}


def ticks(hours: pd.Series | NDArray[np.float64]) -> NDArray[np.int32]:
    """Hours as whole numbers of ten seconds; -1 for none."""
    values = np.asarray(hours, dtype=np.float64) * TICKS
    return np.where(np.isnan(values), -1, np.rint(values)).astype(np.int32)


def period(study: Study) -> tuple[float, float]:
    """The weeks that are shown, in hours."""
    return study.a.warm_up_weeks * WEEK, (study.a.warm_up_weeks + study.a.weeks) * WEEK


def columns_of(study: Study, shown: ShownCases) -> dict[str, Column]:
    """Every array of the page by name (see `web/data.js` for what they mean)."""
    cases, kinds, names = shown.cases, kinds_of(shown), names_of(study)
    place = {name: row for row, name in reversed(list(enumerate(cases["name"])))}
    split = [name.rpartition("/") for name in cases["name"]]
    columns: dict[str, Column] = {
        "kind": _codes(cases["kind"], kinds),
        "number": numbers_of([last for _, _, last in split]),
        "parent": np.array([place.get(parent, -1) for parent, _, _ in split], dtype=np.int32),
        "like": _place_among_like(cases["name"]),
    }
    begin, end = period(study)
    for letter, world in zip("ab", study.replayed, strict=True):
        own = _world(world, cases, names) | _information(world, cases, names, begin, end)
        if shown.every > 1:
            counts = counts_of(world, names["departments"], begin, end)
            own["counts"] = np.diff(counts, axis=1, prepend=0).astype(np.int32).ravel()
        columns |= {f"{letter}_{name}": column for name, column in own.items()}
    return columns


def numbers_of(names: Iterable[str]) -> NDArray[np.int32] | NDArray[np.float64]:
    """The numbers of cases by their names; as decimals where one that holds a customer's takes more than four bytes."""
    numbers = np.array([int(name.rpartition(" ")[2]) for name in names], dtype=np.int64)
    large = bool(len(numbers)) and numbers.max() > np.iinfo(np.int32).max
    return numbers.astype(np.float64) if large else numbers.astype(np.int32)


def _place_among_like(names: pd.Series) -> NDArray[np.uint8]:
    """1, 2 … where several cases share a name (as in tables/twins.csv), else 0."""
    place = names.groupby(names).cumcount() + 1
    return np.where(names.duplicated(keep=False), place.clip(upper=NONE), 0).astype(np.uint8)


def kinds_of(shown: ShownCases) -> list[str]:
    """The kinds of the cases on the page, by their codes."""
    return sorted(shown.cases["kind"].unique())


def names_of(study: Study) -> dict[str, list[str]]:
    """The lists that codes stand for."""
    worlds = study.replayed
    legs = [world["legs"] for world in worlds]
    handed = [world["at_once"]["subject"] for world in worlds]
    return {
        "statuses": sorted(set().union(*(world["cases"]["status"].unique() for world in worlds))),
        "departments": list(study.a.company.departments),
        "teams": sorted(
            set().union(
                *(world["stops"]["team"].unique() for world in worlds),
                *(table["team"].cat.categories for table in legs),
            )
        ),
        "activities": sorted(set().union(*(table["what"].cat.categories for table in legs), *map(set, handed))),
        "states": list(STATES),
        "rules": sorted(set().union(*(world["decided"]["decision"].astype(str) for world in worlds))),
        "copies": sorted({f"{own}: {record}" for world in worlds for own, record in _copies(world)}),
    }


def _copies(world: Frames) -> list[tuple[str, str]]:
    known = world["known"]
    return list(zip(known["department"], known["record"], strict=True))


def _world(world: Frames, cases: pd.DataFrame, names: dict[str, list[str]]) -> dict[str, Column]:
    """One world's columns: a row per case, then a row per leg, then a row per stop."""
    own = world["cases"].set_index("case").reindex(cases["case"])
    legs = world["legs"]
    row = pd.Series(np.arange(len(cases)), index=cases["case"])
    legs = legs.assign(row=legs["case"].map(row)).dropna(subset="row").sort_values(["row", "began"], kind="stable")
    stops = world["stops"]
    return {
        "opened": ticks(own["opened_at"]),
        "closed": ticks(own["closed_at"]),
        "status": _codes(own["status"], names["statuses"]),
        "failed": cases["case"].isin(world["failed"]["case"]).to_numpy(np.uint8),
        **{f"part_{part}": np.rint(own[part].fillna(0) * HUNDREDTHS).to_numpy(np.int32) for part in PARTS},
        "legs": np.bincount(legs["row"].astype(int), minlength=len(cases)).astype(np.uint16),
        "hours": ticks(legs["ended"]) - ticks(legs["began"]),
        "state": _codes(legs["state"], names["states"]),
        "place": _codes(legs["place"], names["departments"]),
        "source": _codes(legs["source"], names["departments"]),
        "team": _codes(legs["team"], names["teams"]),
        "what": _codes(legs["what"], names["activities"]),
        "stop_team": _codes(stops["team"], names["teams"]),
        "stop_why": _codes(stops["why"], ["closed", "system"]),
        "stop_began": ticks(stops["began"]),
        "stop_ended": ticks(stops["ended"]),
    }


def _information(
    world: Frames, cases: pd.DataFrame, names: dict[str, list[str]], begin: float, end: float
) -> dict[str, Column]:
    """What is known and since when, every decision's time and all of each wrong one, hand-offs at once, hours lost."""
    row = pd.Series(np.arange(len(cases)), index=cases["case"])
    known, decided, at_once = world["known"], world["decided"], world["at_once"]
    wrong = decided[decided["cause"] != RIGHT]
    at_once = at_once[at_once["case"].isin(row.index)]
    as_of = known["as_of"].replace(np.inf, np.nan)
    return {
        "known_copy": _codes(known["department"] + ": " + known["record"], names["copies"]),
        "known_time": ticks(known["time"]),
        "known_as_of": ticks(as_of),
        "decided": np.diff(ticks(decided["time"]), prepend=0).astype(np.int32),
        "wrong_time": ticks(wrong["time"]),
        "wrong_case": wrong["case"].map(row).fillna(-1).to_numpy(np.int32),
        "wrong_place": _codes(wrong["department"], names["departments"]),
        "wrong_rule": _codes(wrong["decision"], names["rules"]),
        "wrong_cause": _codes(wrong["cause"], CAUSES),
        "wrong_age": ticks(wrong["age"]),
        "wrong_unseen": ticks(wrong["unseen"]),
        "wrong_action": np.rint(wrong["action"] * HUNDREDTHS).to_numpy(np.int32),
        "wrong_oracle": np.rint(wrong["oracle"] * HUNDREDTHS).to_numpy(np.int32),
        "once_time": np.diff(ticks(at_once["time"]), prepend=0).astype(np.int32),
        "once_case": at_once["case"].map(row).to_numpy(np.int32),
        "once_source": _codes(at_once["source"], names["departments"]),
        "once_target": _codes(at_once["target"], names["departments"]),
        "once_what": _codes(at_once["subject"], names["activities"]),
        "lost": np.diff(np.rint(lost_of(world, begin, end) * HUNDREDTHS), prepend=0).astype(np.int32),
    }


def _codes(values: pd.Series, names: Sequence[str]) -> NDArray[np.uint8]:
    """The place of each value in a list; `NONE` for what is not in it."""
    places = pd.Index(list(names)).astype(object).get_indexer(pd.Index(values.astype(object)))
    return np.where(places < 0, NONE, places).astype(np.uint8)


def pack(columns: Mapping[str, Column]) -> str:
    """Arrays as base64 of gzip of: length of a JSON index, the index (name, type, length), the arrays one by one."""
    small = {name: _smallest(column) for name, column in columns.items()}
    index = json.dumps([[name, KINDS[column.dtype.name], len(column)] for name, column in small.items()]).encode()
    body = b"".join(
        np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<")).tobytes() for column in small.values()
    )
    whole = len(index).to_bytes(4, "little") + index + body
    return base64.b64encode(gzip.compress(whole, 6, mtime=0)).decode("ascii")


def _smallest(column: Column) -> Column:
    """The same numbers in two bytes where four are not needed."""
    fits = column.dtype == np.int32 and (not len(column) or (column.min() >= -(2**15) and column.max() < 2**15))
    return column.astype(np.int16) if fits else column
