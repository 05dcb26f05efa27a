"""Panels of studies that were made before: shown where all their runs are stored, and only there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.studies import MAIN, measure_scale
from sim.views.charts import study_figures as figures
from sim.views.charts.figures import Picture
from sim.views.charts.waterfall import lever_name
from sim.views.report.panel import WIDER, Panel
from sim.views.style import words
from sim.views.style.scales import Scale

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.study import Study


def study_panels(study: Study) -> tuple[Panel, ...]:
    """What did it, when it does not pay, what to buy first: those of which every run is stored."""
    more = study.more
    return (
        *((WATERFALL,) if more.cube is not None else ()),
        *((BREAK_EVEN, WIN_MAP) if more.break_evens is not None else ()),
        *((FRONTIER,) if more.bundles is not None else ()),
    )


def _cube(study: Study) -> Attribution:
    assert study.more.cube is not None
    return study.more.cube


def _bundles(study: Study) -> tuple[pd.DataFrame, Scale]:
    assert study.more.bundles is not None
    table = study.more.bundles
    return table, measure_scale("profit", study.a.company.currency, list(table["benefit"]))[1]


def _map(study: Study) -> tuple[pd.DataFrame, Scale]:
    assert study.more.map is not None
    table = study.more.map
    return table, measure_scale("profit", study.a.company.currency, list(table["lead"]))[1]


# The pictures


def _waterfall(study: Study, width: float) -> Picture:
    cube = _cube(study)
    chosen = [measure for measure in MAIN if measure in set(cube.gaps["measure"])]
    picture = figures.waterfall_picture(cube, chosen, study.worlds, width)
    return _told(
        picture,
        f"A staircase for each of {len(chosen)} measures, from {study.worlds[0]} to {study.worlds[1]}, a step per lever",
    )


def _break_even(study: Study, width: float) -> Picture:
    found = study.more.break_evens or ()
    values = [value for one in found for value in one.line["lead"]]
    scale = measure_scale("profit", study.a.company.currency, values)[1]
    return _told(
        figures.break_even_picture(found, scale, study.worlds, width),
        f"For each of {words.count(len(found), 'assumption')} a line with its band: the difference in profit"
        " over the values that were run",
    )


def _win_map(study: Study, width: float) -> Picture:
    table, scale = _map(study)
    return _told(
        figures.map_picture(table, study.more.names, scale, study.worlds, width),
        f"A map of {words.count(len(table), 'cell')}, each with its difference in profit and who wins",
    )


def _frontier(study: Study, width: float) -> Picture:
    table, scale = _bundles(study)
    return _told(
        figures.frontier_picture(table, scale, width),
        f"{words.count(len(table), 'bundle')} by costs and benefits, those on the frontier joined by a line",
    )


def _told(picture: Picture, kind: str) -> Picture:
    """The picture with the kind of chart it is in front of its description."""
    return replace(picture, description=f"{kind}. {picture.description}")


# The tables beside them


def share_data(study: Study) -> pd.DataFrame:
    """Each lever's share of each charted gap, in people's units, with its interval, and the lever alone."""
    cube, rows = _cube(study), []
    for measure in (measure for measure in MAIN if measure in set(cube.gaps["measure"])):
        gap, shares, scale = figures.gap_of(cube, measure)
        for row in shares.to_dict("records"):
            amounts = [row[key] * scale.factor for key in ("share", "lower", "upper", "alone", "last")]
            rows.append((gap["label"], scale.unit, lever_name(row["lever"]), *amounts))
    return pd.DataFrame(
        rows, columns=["measure", "unit", "lever", "share", "95 % from", "to", "alone", "with all others"]
    )


def break_even_data(study: Study) -> pd.DataFrame:
    """Each assumption with its own value, its range and the value at which the winner changes."""
    rows = [
        (one.assumption.name, one.default, one.assumption.low, one.assumption.high, one.root, one.lower, one.upper)
        for one in study.more.break_evens or ()
    ]
    return pd.DataFrame(rows, columns=["assumption", "scenarios' own", "from", "to", "break-even", "95 % from", "to "])


def map_data(study: Study) -> pd.DataFrame:
    """Each cell of the map in people's units."""
    table, scale = _map(study)
    first, second = study.more.names
    amounts = {
        head: table[key] * scale.factor for head, key in (("difference", "lead"), ("95 % from", "lower"), ("to", "upper"))
    }
    winners = {"a": study.worlds[0], "b": study.worlds[1]}
    return pd.DataFrame(
        {
            first: table["first"],
            second: table["second"],
            **amounts,
            "unit": scale.unit,
            "wins": table["winner"].replace(winners),
        }
    )


def bundle_data(study: Study) -> pd.DataFrame:
    """Each bundle with its costs and benefits a year."""
    table, scale = _bundles(study)
    amounts = {
        head: table[key] * scale.factor
        for head, key in (
            ("costs", "cost"),
            ("brings", "benefit"),
            ("left after paying", "net"),
            ("95 % from", "net_lower"),
            ("to", "net_upper"),
        )
    }
    return pd.DataFrame({"bundle": table["bundle"], "unit": scale.unit, **amounts, "dominated by": table["dominated_by"]})


WATERFALL = Panel(
    "waterfall",
    "What did it?",
    "Every combination of the levers was run on the same customers. A step is the share of one lever: its mean gain"
    " over all orders of switching the levers on (Shapley). The steps add up to the whole gap. The diamond is what the"
    " lever does alone; where the two differ, levers need or spoil each other.",
    _waterfall,
    share_data,
)
BREAK_EVEN = Panel(
    "break_even",
    "When does it not pay?",
    "One assumption at a time is moved over a wide range. Above zero the second world earns more. The band is the 95 %"
    " interval of the paired difference; where it holds zero, nobody is shown to win.",
    _break_even,
    break_even_data,
    WIDER,
)
WIN_MAP = Panel(
    "win_map",
    "And when two assumptions move at once?",
    "Each cell is a company with these two values. Colour, mark and number say who earns more and by how much; a cell"
    " whose interval holds zero is undecided.",
    _win_map,
    map_data,
)
FRONTIER = Panel(
    "frontier",
    "What to buy first?",
    "Each mark is a bundle of levers: what it costs a year, one-off prices spread over 36 months, and what it brings a"
    " year before paying for it. A dominated bundle costs no less and brings no more than another.",
    _frontier,
    bundle_data,
)
