"""The what-if panel of the report: levers as sliders over the corners of the cube, which were run before.

Between corners values are interpolated linearly in each lever (multilinear), replication by replication, so that the
interval is that of paired differences. The page's script does the arithmetic; nothing is simulated there.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.statistics import ROUNDING, t_quantile
from sim.experiment.verdicts import UNDECIDED, toward
from sim.views.charts.levers import gap_of
from sim.views.report.pieces import json_in_page, resource
from sim.views.style import words
from sim.views.style.html import details, table_html, text
from sim.views.style.scales import Scale
from sim.views.style.study_words import names
from sim.views.style.words import lever_name, set_name

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.study import Study

MEASURES = (
    "profit",
    "order lead time",
    "ticket time",
    "wrong decisions",
    "age at use",
    "first-contact resolution",
    "satisfaction",
    "cost per case",
)
STEP = 5
"""Of a slider, in per cent of the way from the first world to the second."""
SCRIPT = "what_if.js"


def script() -> str:
    """The script of the panel."""
    return resource(SCRIPT)


def script_policy(study: Study) -> str:
    """What the page's policy says of scripts: only this one, named by its hash; nothing where there is no panel."""
    if study.more.cube is None:
        return ""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return f"; script-src 'sha256-{digest}'"


def what_if(study: Study) -> str:
    """The panel, its data and its script; empty where the corners have not all been run."""
    cube = study.more.cube
    if cube is None:
        return ""
    a, b = names(study)
    corners, runs = 2 ** len(cube.levers), words.replications(cube.replications)
    known = (
        f"Precomputed and interpolated: {corners} corners, every lever as in {a} or as in {b}, were run before, "
        f"with {runs} each. Values between corners are interpolated linearly in each lever; nothing is simulated "
        "here."
    )
    return "\n".join(
        [
            '<h3 id="what-if-head">What if only some of it is done?</h3>',
            f"<p>{text(known)}</p>",
            '<div id="what-if" role="group" aria-labelledby="what-if-head" hidden="hidden">',
            *(_slider(study, lever) for lever in cube.levers),
            f'<p><button type="button" value="0">{text(words.sentence(a))}</button> '
            f'<button type="button" value="100">{text(words.sentence(b))}</button></p>',
            '<p class="kind quiet" role="status"></p>',
            _answers(cube, a),
            "</div>",
            details(
                f"The {corners} corners that were run",
                table_html(corner_table(cube), "Means at every corner", long=("levers on",)),
            ),
            f'<script type="application/json" id="what-if-data">{json_in_page(what_if_data(cube))}</script>',
            f"<script>{script()}</script>",
        ]
    )


def _slider(study: Study, lever: str) -> str:
    name, low, high = f"what-if-{lever}", getattr(study.a.levers, lever), getattr(study.b.levers, lever)
    said = f"{words.sentence(lever_name(lever))}: level {words.number(low)} to {words.number(high)}"
    return (
        f'<p class="slider"><label for="{name}">{text(said)}</label> '
        f'<input type="range" id="{name}" min="0" max="100" step="{STEP}" value="100"/> '
        f'<output for="{name}"></output></p>'
    )


def _answers(cube: Attribution, a: str) -> str:
    """The table that the script fills: one row per measure."""
    heads = ("measure", "unit", "value", f"less {a}", "95 % interval", "verdict")
    rows = "\n".join(
        f'<tr><th scope="row">{text(gap["label"])}</th><td>{text(scale.unit)}</td>'
        + '<td class="number"></td>' * 3
        + "<td></td></tr>"
        for gap, scale in _charted(cube)
    )
    caption = "What the levers give together"
    columns = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">\n<table>\n'
        f"<caption>{caption}</caption>\n<thead><tr>{columns}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _charted(cube: Attribution) -> list[tuple[pd.Series, Scale]]:
    known = set(cube.gaps["measure"])
    found = [gap_of(cube, measure) for measure in MEASURES if measure in known]
    return [(gap, scale) for gap, _, scale in found]


def what_if_data(cube: Attribution) -> dict[str, Any]:
    """What the script reads: corners as 0 and 1 per lever, each measure's values there by replication, verdicts."""
    sets = list(next(iter(cube.cubes.values())))
    return {
        "corners": [[int(lever in on) for lever in cube.levers] for on in sets],
        "undecided": UNDECIDED,
        "rounding": ROUNDING,
        "quantile": t_quantile(cube.replications - 1, 0.95),
        "measures": [
            {
                "measure": gap["measure"],
                "above": toward(1.0, gap["better"]),
                "below": toward(-1.0, gap["better"]),
                "values": [
                    [float(f"{value * scale.factor:.8g}") for value in cube.cubes[gap["measure"]][on]] for on in sets
                ],
            }
            for gap, scale in _charted(cube)
        ],
        "ran": f"A corner: these levels were run, {words.replications(cube.replications)}.",
        "between": f"Between corners: interpolated from {len(sets)} corners, not run.",
    }


def corner_table(cube: Attribution) -> pd.DataFrame:
    """Mean of each measure at every corner, in people's units: the panel's text alternative."""
    table = pd.DataFrame({"levers on": [set_name(str(on)) for on in cube.corners["levers"]]})
    for gap, scale in _charted(cube):
        unit = f", {scale.unit}" if scale.unit else ""
        table[f"{gap['label']}{unit}"] = (cube.corners[gap["measure"]] * scale.factor).to_numpy()
    return table
