"""The replay page: both companies side by side on one clock, in one file that needs nothing else.

Here the tables of replication 0 become a page; what the page does with them is in `sim/views/replay/web/`, a small ES
module in files that can be read and tested one by one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.company.decisions import CAUSES
from sim.inputs.whole_files import write_whole
from sim.measures.customers import LATE, ORDERS, TICKETS
from sim.measures.lead_time import PARTS
from sim.views.journey.typical import typical_case
from sim.views.journey.words import UNITS, YES_NO
from sim.views.replay.chapters import chapters, opening, working_hours
from sim.views.replay.counts import PLACED, STEP, TICKS, WHOLE
from sim.views.replay.packing import Column, columns_of, kinds_of, names_of, pack, period
from sim.views.replay.sampling import MOST_LEGS, ShownCases, shown_cases
from sim.views.replay.threads import FOLLOWS, story, threads_of
from sim.views.replay.tour import SECONDS, SPEED, Stop, tour_of
from sim.views.style import look, words

if TYPE_CHECKING:
    from sim.experiment.study import Study

GROUPS: Mapping[str, tuple[str, ...]] = {
    "orders": (*ORDERS, "reshipment", "returned parcel"),
    "tickets": (*TICKETS, "chaser"),
    "money": ("invoice", "supplier invoice", "house purchase", "payroll", "month end", "closing task", "figures"),
    "sales": (
        *("inbound lead", "lead", "prospecting", "follow-up", "renewal", "loyalty", "offer", "welcome", "merge"),
        *("campaign", "letter", "content"),
    ),
}
INSIDE = "inside work"
"""The group of all other kinds."""
MODULES = ("data", "state", "knowing", "words", "layout", "marks", "draw", "timeline", "controls", "tour", "film", "page")
HEADS = ("now", "at work", "in queue", "wait for information", "on their way to it", "knows as of")
A_QUARTER = 75
"""Seconds in which thirteen weeks are played."""


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


def replay_page(study: Study, most_legs: int = MOST_LEGS) -> str:
    """The page as HTML; the study must have what `Study.replayed` says."""
    stops = stops_of(study)
    told = [stop.follow for stop in stops if stop.follow]
    shown = shown_cases(study.replayed, period(study)[0], study.a.seed, told, most_legs)
    return page(facts_of(study, shown, stops), columns_of(study, shown))


def stops_of(study: Study) -> list[Stop]:
    """The stops of the guided tour."""
    first, second = (world["cases"] for world in study.replayed)
    thread = story(study.replayed, threads_of(study.replayed[0]))
    return tour_of(study, thread, typical_case(first, second, period(study)[0]))


def group_of(kind: str) -> str:
    """The group in which a kind is drawn."""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), INSIDE)


def facts_of(study: Study, shown: ShownCases, stops: Sequence[Stop] = ()) -> dict[str, Any]:
    """Everything else the page shows: names, labels, the timeline with its band, chapters, routes."""
    scenario, company = study.a, study.a.company
    teams = {team: list(company.departments).index(model.department) for team, model in company.teams.items()}
    begin, end = period(study)
    kinds, working = kinds_of(shown), working_hours(study)
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
        "working": [[round(began * TICKS), round(ended * TICKS)] for began, ended in working],
        "opening": round(opening(working, begin, end) * TICKS),
        "speed": round(sum(ended - began for began, ended in working) / scenario.weeks * 13 / A_QUARTER, 1),
        "causes": list(CAUSES),
        "actions": {rule: {"no": no, "yes": yes} for rule, (no, yes) in YES_NO.items()}
        | {rule: {"unit": unit} for rule, unit in UNITS.items()},
        "broken": LATE,
        "follows": FOLLOWS,
        "counted": {"step": round(STEP * TICKS), "placed": list(PLACED), "whole": list(WHOLE)},
        "tour": [asdict(stop) | {"time": round(stop.time * TICKS)} for stop in stops],
        "tour_pace": {"seconds": SECONDS, "speed": SPEED},
        **names_of(study),
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


def script(modules: Sequence[str] = MODULES) -> str:
    """The module in one piece: its files in order, without the imports and exports that bind them."""
    texts = [(files("sim.views.replay") / "web" / f"{name}.js").read_text(encoding="utf-8") for name in modules]
    bound = re.compile(r"^import [^;]*;\n", re.MULTILINE)
    return "\n".join(re.sub(r"^export ", "", bound.sub("", text), flags=re.MULTILINE) for text in texts)


def page(facts: Mapping[str, Any], columns: Mapping[str, Column]) -> str:
    """One self-contained HTML file under a policy that forbids every request."""
    web = files("sim.views.replay") / "web"
    names = [str(world["name"]) for world in facts["worlds"]]
    parts = {
        "title": html.escape(f"{words.sentence(names[0])} and {names[1]}, side by side"),
        "style": (web / "replay.css").read_text(encoding="utf-8").strip(),
        "shown": html.escape(facts["shown"]),
        "hours": f"{(facts['end'] - facts['begin']) / TICKS:.0f}",
        "bars": "".join(_bar(number, name) for number, name in enumerate(names)),
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


def _bar(number: int, name: str) -> str:
    """Where the tour draws how long a case took in one world."""
    return f'<span class="world-{number}">{html.escape(name)}</span><div class="bars" id="guide-bar-{number}"></div>'


def _band(facts: Mapping[str, Any]) -> str:
    others = facts["replications"] - 1
    if others < 2:
        return "The timeline shows this one run only; there are too few others for a band."
    return f"The band on the timeline holds the middle 80 % of the other {others} replications, day by day."
