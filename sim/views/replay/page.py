"""The replay page: both companies side by side on one clock, in one file that needs nothing else.

Here the tables of replication 0 are chosen, packed and put into a page; what the page does with them is in
`sim/views/replay/web/`, a small ES module in files that can be read and tested one by one.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.calendar import WEEK
from sim.inputs.whole_files import write_whole
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import PARTS
from sim.measures.legs import STATES
from sim.views.replay.chapters import chapters
from sim.views.style import look, words

if TYPE_CHECKING:
    from sim.experiment.study import Study

TICKS = 360
"""Times are whole numbers of ten seconds."""
MOST_LEGS = 90_000
"""More legs than this, of both worlds together, would make the page heavy: then only every n-th family is shown."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "orders": (*ORDERS, "reshipment", "returned parcel"),
    "tickets": (*TICKETS, "chaser"),
    "money": ("invoice", "supplier invoice", "house purchase", "payroll", "month end", "closing task", "figures"),
    "sales": ("inbound lead", "lead", "follow-up", "loyalty", "offer", "welcome", "campaign", "content"),
}
INSIDE = "inside work"
"""The group of all other kinds."""
MODULES = ("data", "state", "words", "layout", "draw", "controls", "page")
NONE = 255
HEADS = ("now", "at work", "in queue", "wait for information", "on their way to it")

Frames = Mapping[str, pd.DataFrame]


def write_page(study: Study, out: Path) -> str:
    """Write the page to a file, whole or not at all, and say so in a sentence.

    Raises:
        NothingToReplay: when replication 0 failed in one of the worlds.
        OSError: when the file cannot be written.
    """
    if not study.replayed:
        raise NothingToReplay("replication 0 did not finish in both worlds, so there is nothing to replay")
    text = replay_page(study)
    write_whole(out, text)
    return f"{out}: {' and '.join(study.worlds)} side by side, {len(text.encode()) / 1e6:.2f} MB; open it in a browser."


class NothingToReplay(Exception):
    """The run that would be shown failed."""


def replay_page(study: Study) -> str:
    """The page as HTML; the study must have what `Study.replayed` says."""
    shown = shown_cases(study.replayed, study.a.warm_up_weeks * WEEK)
    facts, columns = facts_of(study, shown), columns_of(study, shown)
    return page(facts, columns)


# Which cases


@dataclass(frozen=True)
class ShownCases:
    """The cases on the page (case, name, kind, root and their rows in both worlds), and a sentence that says which.

    Every family of cases is there, or every second, third …
    """

    cases: pd.DataFrame
    note: str
    every: int = 1


def shown_cases(worlds: tuple[Frames, ...], begin: float, most_legs: int = MOST_LEGS) -> ShownCases:
    """Every family with a case that was open after `begin` (hours) in either world; if that is too much, every n-th.

    A family is a case that follows from no other, with all that follows from it; it is alike in both worlds.
    """
    both = pd.concat([world["cases"] for world in worlds])
    union = both.sort_values(["opened_at", "name", "case"], kind="stable").drop_duplicates("case")
    union = union[["case", "name", "kind"]].assign(root=union["name"].str.partition("/")[0])
    late = set(both.loc[both["closed_at"] > begin, "name"].str.partition("/")[0])
    union = union[union["root"].isin(late)].reset_index(drop=True)
    legs = sum(int(world["legs"]["case"].isin(union["case"]).sum()) for world in worlds)
    every = -(-legs // most_legs)
    if every <= 1:
        return ShownCases(union, f"all {len(union):,} cases that were open in these weeks, and what they belong to")
    families = pd.factorize(union["root"])[0]
    chosen = union[families % every == 0].reset_index(drop=True)
    return ShownCases(
        chosen,
        f"{len(chosen):,} of {len(union):,} cases, every {ordinal(every)} with all that follows from "
        "it; the line over time counts all, every number only those shown",
        every,
    )


def ordinal(number: int) -> str:
    """`2nd`, `3rd`, `4th`."""
    return str(number) + {2: "nd", 3: "rd"}.get(number, "th")


def group_of(kind: str) -> str:
    """The group in which a kind is drawn."""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), INSIDE)


# What is packed


def ticks(hours: pd.Series | NDArray[np.float64]) -> NDArray[np.int32]:
    """Hours as whole numbers of ten seconds; -1 for none."""
    values = np.asarray(hours, dtype=np.float64) * TICKS
    return np.where(np.isnan(values), -1, np.rint(values)).astype(np.int32)


def columns_of(study: Study, shown: ShownCases) -> dict[str, NDArray[Any]]:
    """Every array of the page by name (see `web/data.js` for what they mean)."""
    cases, kinds, names = shown.cases, _kinds(shown), _names(study, shown)
    place = {name: row for row, name in reversed(list(enumerate(cases["name"])))}
    split = [name.rpartition("/") for name in cases["name"]]
    columns: dict[str, NDArray[Any]] = {
        "kind": _codes(cases["kind"], kinds),
        "number": np.array([int(last.rpartition(" ")[2]) for _, _, last in split], dtype=np.int32),
        "parent": np.array([place.get(parent, -1) for parent, _, _ in split], dtype=np.int32),
        "like": _place_among_like(cases["name"]),
    }
    for letter, world in zip("ab", study.replayed, strict=True):
        columns |= {f"{letter}_{name}": column for name, column in _world(world, cases, names).items()}
    return columns


def _place_among_like(names: pd.Series) -> NDArray[np.uint8]:
    """1, 2 … where several cases share a name (as in tables/twins.csv), else 0."""
    place = names.groupby(names).cumcount() + 1
    return np.where(names.duplicated(keep=False), place.clip(upper=NONE), 0).astype(np.uint8)


def _kinds(shown: ShownCases) -> list[str]:
    return sorted(shown.cases["kind"].unique())


def _names(study: Study, shown: ShownCases) -> dict[str, list[str]]:
    """The lists that codes stand for."""
    legs = [world["legs"] for world in study.replayed]
    return {
        "statuses": sorted(set().union(*(world["cases"]["status"].unique() for world in study.replayed))),
        "departments": list(study.a.company.departments),
        "teams": sorted(
            set().union(
                *(world["stops"]["team"].unique() for world in study.replayed),
                *(table["team"].cat.categories for table in legs),
            )
        ),
        "activities": sorted(set().union(*(table["what"].cat.categories for table in legs))),
        "states": list(STATES),
    }


def _world(world: Frames, cases: pd.DataFrame, names: dict[str, list[str]]) -> dict[str, NDArray[Any]]:
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
        **{f"part_{part}": np.rint(own[part].fillna(0) * 100).to_numpy(np.int32) for part in PARTS},
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


def _codes(values: pd.Series, names: list[str]) -> NDArray[np.uint8]:
    """The place of each value in a list; `NONE` for what is not in it."""
    places = pd.Index(names, dtype=object).get_indexer(pd.Index(values.astype(object)))
    return np.where(places < 0, NONE, places).astype(np.uint8)


def facts_of(study: Study, shown: ShownCases) -> dict[str, Any]:
    """Everything else the page shows: names, labels, the timeline with its band, chapters, routes."""
    scenario, company = study.a, study.a.company
    teams = {team: list(company.departments).index(model.department) for team, model in company.teams.items()}
    begin, end = scenario.warm_up_weeks * WEEK, (scenario.warm_up_weeks + scenario.weeks) * WEEK
    kinds = _kinds(shown)
    return {
        "worlds": [{"name": world.name, "about": world.description} for world in (study.a, study.b)],
        "seed": scenario.seed,
        "begin": begin * TICKS,
        "end": end * TICKS,
        "shown": shown.note,
        "every": shown.every,
        "kinds": kinds,
        "groups": [*GROUPS, INSIDE],
        "group_of": [[*GROUPS, INSIDE].index(group_of(kind)) for kind in kinds],
        "customers": [kind in (*ORDERS, *TICKETS) for kind in kinds],
        "labels": [department.label for department in company.departments.values()],
        "front": [department.office == "front" for department in company.departments.values()],
        "team_of": teams,
        "parts": [[part, label, colour] for part, (label, colour, _) in look.PARTS.items()],
        "part_order": list(PARTS),
        "world_colours": list(look.WORLDS),
        "timeline": [timeline(study.tables["wip"], world) for world in study.worlds],
        "replications": study.replications,
        "chapters": chapters(study, begin, end),
        "routes": [routes(study, world) for world in study.worlds],
        **_names(study, shown),
    }


def timeline(wip: pd.DataFrame, world: str) -> dict[str, list[float]]:
    """Customers' cases open at noon of each day: of replication 0, and the 10-90 % band of the other replications."""
    own = wip[wip["world"] == world].pivot_table(index="day", columns="replication", values="cases")
    others = own.drop(columns=0, errors="ignore")
    band = {"low": others.quantile(0.1, axis=1), "high": others.quantile(0.9, axis=1)} if others.shape[1] > 1 else {}
    return {"cases": own[0].tolist(), **{name: values.round(1).tolist() for name, values in band.items()}}


def routes(study: Study, world: str) -> list[list[int]]:
    """From, to (places of departments) and deliveries of replication 0, instant ones included."""
    handoffs = study.tables["handoffs"]
    own = handoffs[(handoffs["world"] == world) & (handoffs["replication"] == 0)]
    names = list(study.a.company.departments)
    own = own[own["source"].isin(names) & own["target"].isin(names)]
    summed = own.groupby(["source", "target"], observed=True)["count"].sum().reset_index()
    return [
        [names.index(source), names.index(target), int(count)]
        for source, target, count in zip(summed["source"], summed["target"], summed["count"], strict=True)
    ]


# The page


def pack(columns: Mapping[str, NDArray[Any]]) -> str:
    """Arrays as base64 of gzip of: length of a JSON index, the index (name, type, length), the arrays one by one."""
    kinds = {"uint8": "Uint8", "uint16": "Uint16", "int32": "Int32"}
    index = json.dumps([[name, kinds[column.dtype.name], len(column)] for name, column in columns.items()]).encode()
    body = b"".join(
        np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<")).tobytes() for column in columns.values()
    )
    whole = len(index).to_bytes(4, "little") + index + body
    return base64.b64encode(gzip.compress(whole, 6, mtime=0)).decode("ascii")


def script(modules: Sequence[str] = MODULES) -> str:
    """The module in one piece: its files in order, without the imports and exports that bind them."""
    texts = [(files("sim.views.replay") / "web" / f"{name}.js").read_text(encoding="utf-8") for name in modules]
    bound = re.compile(r"^import [^;]*;\n", re.MULTILINE)
    return "\n".join(re.sub(r"^export ", "", bound.sub("", text), flags=re.MULTILINE) for text in texts)


def page(facts: Mapping[str, Any], columns: Mapping[str, NDArray[Any]]) -> str:
    """One self-contained HTML file under a policy that forbids every request."""
    web = files("sim.views.replay") / "web"
    names = [str(world["name"]) for world in facts["worlds"]]
    parts = {
        "title": html.escape(f"{words.sentence(names[0])} and {names[1]}, side by side"),
        "style": (web / "replay.css").read_text(encoding="utf-8").strip(),
        "shown": html.escape(facts["shown"]),
        "hours": f"{(facts['end'] - facts['begin']) / TICKS:.0f}",
        "twins": "".join(_twin(number, name) for number, name in enumerate(names)),
        "heads": "".join(f'<th scope="colgroup" colspan="{len(HEADS)}">{html.escape(name)}</th>' for name in names),
        "columns": "".join(f'<th scope="col">{head}</th>' for head in HEADS) * len(names),
        "band": _band(facts),
        "facts": json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "data": pack(columns),
        "script": script().strip(),
    }
    text = (web / "replay.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], text)


def _twin(number: int, name: str) -> str:
    """Where the page writes what a followed case does in one world."""
    return (
        f'<div><h3 class="world-{number}">{html.escape(name)}</h3><div class="bars" id="bar-{number}"></div>'
        f'<p id="now-{number}"></p><p id="split-{number}"></p></div>'
    )


def _band(facts: Mapping[str, Any]) -> str:
    others = facts["replications"] - 1
    if others < 2:
        return "The timeline shows this one run only; there are too few others for a band."
    return f"The band on the timeline holds the middle 80 % of the other {others} replications, day by day."
