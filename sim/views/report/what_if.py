"""The sliders of the report: what becomes of the four facts and of the bridge if only some of it is done.

Both ends are the comparison's own pairs; the corners of the cube were run before; between corners values are interpolated
linearly in each lever, replication by replication. What the cube's runs miss of the comparison is laid on the levers
(see ``sim.experiment.anchoring``). The page's script does the arithmetic; nothing is simulated there.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.experiment.anchoring import LeverSet, Tie, tie, together
from sim.experiment.attribution import tie_of
from sim.experiment.statistics import ROUNDING, t_quantile
from sim.experiment.verdicts import BETTER, UNDECIDED, WORSE, toward
from sim.views.charts import bridge
from sim.views.report.pieces import json_in_page, resource
from sim.views.style import words
from sim.views.style.cube_words import cube_words, runs_words
from sim.views.style.html import details, paragraphs, swatch, table_html, text
from sim.views.style.study_words import in_peoples_units, names, people_factors
from sim.views.style.words import lever_name, set_name
from sim.views.text.four_facts import HUNDRED, Fact, four_facts

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.study import Study

STEP = 5
"""Of a slider, in per cent of the way from the first world to the second."""
SCRIPT = "what_if.js"


def script() -> str:
    """The script of the panel."""
    return resource(SCRIPT)


def has_panel(study: Study) -> bool:
    """Whether every corner was run, with what each fact and each step of the bridge is there."""
    cube = study.more.cube
    return cube is not None and bool(cube.statement) and {bridge.PROFIT, bridge.RESIZED_PROFIT} <= set(cube.cubes)


def script_policy(study: Study) -> str:
    """What the page's policy says of scripts: only this one, named by its hash; nothing where there is no panel."""
    if not has_panel(study):
        return ""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return f"; script-src 'sha256-{digest}'"


def what_if(study: Study) -> str:
    """The panel, its data and its script; empty where the corners have not all been run."""
    cube = study.more.cube
    if cube is None or not has_panel(study):
        return ""
    a, b = names(study)
    corners = table_html(corner_table(study), "Means at every corner", long=("levers on",))
    return "\n".join(
        [
            '<section id="what-if-section" aria-labelledby="what-if-head">',
            '<h2 id="what-if-head">What if only some of it is done?</h2>',
            paragraphs([cube_words(study)]),
            '<div id="what-if" role="group" aria-labelledby="what-if-head" hidden="hidden">',
            '<div class="moved">',
            *(_slider(study, lever) for lever in cube.levers),
            f'<p><button type="button" value="0">{text(words.sentence(a))}</button> '
            f'<button type="button" value="100">{text(words.sentence(b))}</button></p>',
            '<p class="kind" role="status"></p>',
            "</div>",
            '<div class="facts">',
            *(_fact(fact, a) for fact in _facts(study)),
            "</div>",
            _bridge(study),
            "</div>",
            details(f"The {2 ** len(cube.levers)} corners", corners),
            f'<script type="application/json" id="what-if-data">{json_in_page(what_if_data(study))}</script>',
            f"<script>{script()}</script>",
            "</section>",
        ]
    )


# What stands there before the script fills it


def _slider(study: Study, lever: str) -> str:
    name, low, high = f"what-if-{lever}", getattr(study.a.levers, lever), getattr(study.b.levers, lever)
    said = words.sentence(lever_name(lever))
    if (low, high) != (0.0, 1.0):
        said += f": level {words.number(low)} to {words.number(high)}"
    return (
        f'<p class="slider"><label for="{name}">{text(said)}</label> '
        f'<input type="range" id="{name}" min="0" max="100" step="{STEP}" value="100"/> '
        f'<output for="{name}"></output></p>'
    )


def _fact(fact: Fact, a: str) -> str:
    """A benefit in the first world, and with the sliders as they stand, on one scale from 0."""
    return "\n".join(
        [
            '<div class="fact">',
            f"<h3>{text(words.sentence(fact.benefit))}</h3>",
            f"<p>{text(fact.label)}</p>",
            '<p><span class="bar a"></span>'
            f'<span class="told">{swatch("a")}{text(a)} <b>{text(fact.before)}</b></span></p>',
            '<p><span class="bar here"></span>'
            '<span class="told"><span class="swatch here"></span>here <b></b></span></p>',
            '<p class="quiet small"></p>',
            "</div>",
        ]
    )


def _bridge(study: Study) -> str:
    """The table of the bridge: a row for each level and step, with a place for its bar."""
    rows = bridge.steps(study)
    scale = bridge.bridge_scale(rows, study.a.company.currency)
    body = "\n".join(
        f'<tr class="of-{kind}"><th scope="row">{text(name)}</th>'
        '<td class="stretch"><span class="step"></span><span class="line"></span></td>'
        '<td class="number"></td><td class="number"></td></tr>'
        for name, kind in _rows(study)
    )
    caption = f"The bridge of the profit with the sliders as they stand, {scale.unit}"
    kinds = {"step": "", "bar": "", "amount": ' class="number"', "95 % interval": ' class="number"'}
    heads = "".join(f'<th scope="col"{kind}>{text(head)}</th>' for head, kind in kinds.items())
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">\n<table class="bridge-rows">\n'
        f"<caption>{text(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _rows(study: Study) -> list[tuple[str, str]]:
    """Name and kind of each row, in the order of the bridge."""
    causes = [(cause, bridge.STEP) for cause in _causes(study)]
    ends = [("here", bridge.LEVEL), (bridge.RESIZED, bridge.STEP), ("here, resized", bridge.LEVEL)]
    return [(names(study)[0], bridge.LEVEL), *causes, *ends]


# What the script reads


def what_if_data(study: Study) -> dict[str, Any]:
    """What the script reads: each quantity's pairs and corners, its units, and the words of every state."""
    cube, (a, b) = _cube(study), names(study)
    scale = bridge.bridge_scale(bridge.steps(study), study.a.company.currency)
    ties, causes, resized = _fact_ties(study), _causes(study), _resized(study)
    low, high = _reach([*causes.values()], resized, cube.levers)
    sets = list(next(iter(cube.cubes.values())))
    return {
        "levers": [lever_name(lever) for lever in cube.levers],
        "corners": [[int(lever in on) for lever in cube.levers] for on in sets],
        "quantiles": {str(size): t_quantile(size - 1, 0.95) for size in _sizes([*ties, *causes.values(), resized])},
        "rounding": ROUNDING,
        "undecided": UNDECIDED,
        "facts": [
            {**_quantity(one, sets), **_units(study, fact.measure)} for fact, one in zip(_facts(study), ties, strict=True)
        ],
        "causes": [_quantity(one, sets) for one in causes.values()],
        "resized": _quantity(resized, sets),
        "money": {
            "factor": scale.factor,
            "unit": scale.unit,
            "low": low,
            "high": high,
            "above": BETTER,
            "below": WORSE,
        },
        "at_a": f"All as in {a}: the comparison's own {words.count(study.replications, 'pair')}.",
        "at_b": f"All as in {b}: the comparison's own {words.count(study.replications, 'pair')}.",
        "ran": f"A corner: estimated from {runs_words(cube)}.",
        "between": f"Between corners: estimated from {runs_words(cube)}, interpolated, not run.",
        "against": f"against {a}",
    }


def _quantity(one: Tie, sets: Sequence[LeverSet]) -> dict[str, Any]:
    return {
        "start": _short(one.start),
        "change": _short(one.change),
        "gains": [_short(one.gains[on]) for on in sets],
        "parts": _short(np.array(list(one.parts.values()))),
        "same": one.same,
    }


def _short(values: np.ndarray) -> list[float]:
    return [float(f"{value:.10g}") for value in values]


def _units(study: Study, measure: str) -> dict[str, Any]:
    """How a fact is said: its value, its change, and what a change up or down is."""
    table = study.comparison[study.comparison["measure"] == measure]
    row = table.iloc[0]
    change = float(people_factors(table).iloc[0])
    scaled = in_peoples_units(table, study.a.company.currency).iloc[0]
    share = str(row["unit"]) == "share"
    return {
        "hours": str(row["unit"]) == "h",
        "factor": 100.0 if share else 1.0,
        "unit": HUNDRED if share else str(scaled["unit"]),
        "change_factor": change,
        "above": toward(1.0, str(row["better"])),
        "below": toward(-1.0, str(row["better"])),
    }


def _cube(study: Study) -> Attribution:
    assert study.more.cube is not None
    return study.more.cube


def _facts(study: Study) -> list[Fact]:
    return [fact for fact in four_facts(study) if fact.measure in _cube(study).cubes]


def _fact_ties(study: Study) -> list[Tie]:
    return [tie_of(_cube(study), study.pairs, fact.measure) for fact in _facts(study)]


def _causes(study: Study) -> dict[str, Tie]:
    """The steps of the bridge by cause, in its order; the first of them begins at the profit of the first world.

    What is missing is laid on the levers as it is of the profit, so that the steps add up to it everywhere.
    """
    cube, changes = _cube(study), bridge.changes_by_cause(study)
    own = study.pairs[study.pairs["measure"] == bridge.PROFIT].set_index("replication")["a"].reindex(changes.index)
    found, start = {}, own.to_numpy(dtype=float)
    corners, parts = by_cause(cube), tie_of(cube, study.pairs, bridge.PROFIT).parts
    for cause in [one for one in (*bridge.CAUSES, bridge.REST) if one in changes or one in corners]:
        change = changes[cause].to_numpy(dtype=float) if cause in changes else np.zeros_like(own.to_numpy(dtype=float))
        at = corners.get(cause, {on: np.zeros(cube.replications) for on in next(iter(cube.cubes.values()))})
        found[cause] = tie(at, start, start + change, parts)
        start = np.zeros_like(start)
    return found


def by_cause(cube: Attribution) -> dict[str, Mapping[LeverSet, np.ndarray]]:
    """The profit statement at every corner, its lines gathered by cause; what is the same everywhere is left out."""
    sums: dict[str, dict[LeverSet, np.ndarray]] = {}
    for line, corners in cube.statement.items():
        own = sums.setdefault(
            bridge.CAUSE_OF.get(line, bridge.REST), {on: np.zeros_like(at) for on, at in corners.items()}
        )
        for on, amounts in corners.items():
            own[on] = own[on] + amounts
    return {cause: own for cause, own in sums.items() if any((at != own[frozenset()]).any() for at in own.values())}


def _resized(study: Study) -> Tie:
    """What teams resized bring, beside the profit."""
    profit, resized = (_cube(study).cubes[name] for name in (bridge.PROFIT, bridge.RESIZED_PROFIT))
    pairs = study.pairs.pivot_table(index="replication", columns="measure", values=["a", "b"])
    first, second = (
        (pairs[world][bridge.RESIZED_PROFIT] - pairs[world][bridge.PROFIT]).to_numpy(dtype=float) for world in "ab"
    )
    return tie({on: resized[on] - profit[on] for on in profit}, first, second)


def _sizes(ties: Sequence[Tie]) -> list[int]:
    return sorted({size for one in ties for size in (one.change.size, one.missing.size) if size > 1})


def _reach(causes: Sequence[Tie], resized: Tie, levers: Sequence[str]) -> tuple[float, float]:
    """The least and the largest sum of the bridge at any corner, so that its axis stands still."""
    seen: list[float] = []
    for on in causes[0].gains:
        levels = {lever: float(lever in on) for lever in levers}
        for number in range(1, len(causes) + 1):
            seen.append(together(causes[:number], levels, level=True).estimate)
        seen += [seen[-1] + together([resized], levels, level=True).estimate]
    for level in (0.0, 1.0):  # what the comparison says of both ends is seen whole
        end = together(causes, dict.fromkeys(levers, level), level=True)
        seen += [limit for limit in (end.lower, end.upper) if math.isfinite(limit)]
    start = float(causes[0].start.mean())
    low, high = min(*seen, start), max(*seen, start)
    margin = 0.08 * ((high - low) or abs(high) or 1.0)
    return low - margin, high + margin


def corner_table(study: Study) -> pd.DataFrame:
    """Each fact and the profit at every corner, tied to the ends: the panel's text alternative."""
    cube, causes = _cube(study), [*_causes(study).values()]
    sets = list(next(iter(cube.cubes.values())))
    at = [{lever: float(lever in on) for lever in cube.levers} for on in sets]
    table = pd.DataFrame({"levers on": [set_name(str(on)) for on in cube.corners["levers"]]})
    for fact, one in zip(_facts(study), _fact_ties(study), strict=True):
        said = _units(study, fact.measure)
        unit = "h" if said["hours"] else str(said["unit"])
        values = [together([one], levels, level=True).estimate * said["factor"] for levels in at]
        table[f"{fact.label}, {unit}".removesuffix(", ")] = values
    scale = bridge.bridge_scale(bridge.steps(study), study.a.company.currency)
    table[f"Profit, {scale.unit}"] = [together(causes, levels, level=True).estimate * scale.factor for levels in at]
    return table
