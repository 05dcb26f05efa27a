"""Chart: who wins when two assumptions move at once? A cell per pair of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import UNDECIDED
from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.leads import WINNERS, lead_words, winner_words
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, introduced, own_style
from sim.views.style.scales import Scale, measure_scale

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

# Its table


def is_stored(study: Study) -> bool:
    """Whether the map has been run, with the break-evens it belongs to."""
    return study.more.break_evens is not None


def _map(study: Study) -> tuple[pd.DataFrame, Scale]:
    assert study.more.map is not None
    cells = study.more.map
    return cells, measure_scale("profit", study.a.company.currency, list(cells["lead"]))[1]


def table(study: Study) -> pd.DataFrame:
    """Each cell of the map in people's units."""
    cells, scale = _map(study)
    first, second = study.more.names
    amounts = {
        head: cells[key] * scale.factor for head, key in (("difference", "lead"), ("95 % from", "lower"), ("to", "upper"))
    }
    winners = {"a": study.worlds[0], "b": study.worlds[1]}
    return pd.DataFrame(
        {
            first: cells["first"],
            second: cells["second"],
            **amounts,
            "unit": scale.unit,
            "wins": cells["winner"].replace(winners),
        }
    )


# What is drawn


def win_map(axes: Axes, cells: pd.DataFrame, names: tuple[str, str], scale: Scale) -> Drawn:
    """A cell per pair of values, coloured and marked by who wins, with B's mean lead in it.

    `cells` has first, second, lead and winner; `names` name the axes. A cell is as strong as its lead is large against
    the largest.
    """
    from matplotlib.patches import Rectangle

    layout.plain(axes)
    firsts, seconds = (sorted(cells[key].unique()) for key in ("first", "second"))
    axes.set_xlim(-0.5, len(firsts) - 0.5)
    axes.set_ylim(-0.5, len(seconds) - 0.5)
    marks: dict[str, list[Artist]] = {"cells": [], "labels": []}
    most = float(cells["lead"].abs().max()) or 1.0
    for row in cells.to_dict("records"):
        x, y = firsts.index(row["first"]), seconds.index(row["second"])
        sign, _, colour = WINNERS[str(row["winner"])]
        strength = 0.16 + 0.5 * abs(float(row["lead"])) / most if row["winner"] != UNDECIDED else 0.16
        cell = Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, fc=colour, alpha=strength, lw=0)
        axes.add_patch(cell)
        marks["cells"].append(cell)
        amount = words.signed(float(row["lead"]) * scale.factor, 0 if scale.factor < 1 else 1)
        marks["labels"].append(layout.write(axes, sign, (x, y), move=(0, 9), ha="center"))
        marks["labels"].append(layout.write(axes, amount, (x, y), move=(0, -8), size=look.SMALL, ha="center"))
    axes.set_xticks(range(len(firsts)), [words.number(value) for value in firsts])
    axes.set_yticks(range(len(seconds)), [words.number(value) for value in seconds])
    layout.name_axis(axes, x=names[0], y=names[1])
    return Drawn(cells, marks)


def picture(
    cells: pd.DataFrame,
    names: tuple[str, str],
    scale: Scale,
    worlds: Worlds,
    width: float = look.WIDE,
    *,
    measure: str = "profit",
) -> Picture:
    """The whole figure, from its table; `names` are those of the two assumptions."""
    with own_style():
        head = title(cells, names, worlds)
        counts = {str(winner): int(number) for winner, number in cells["winner"].value_counts().items()}
        known = (
            f"{lead_words(measure, scale, worlds)}; {words.replications(int(cells['pairs'].min()))} a cell; "
            f"{winner_words(counts, worlds)}"
        )
        side = min(width - 2 * EDGE - 76, 660.0)
        page = layout.sheet(width, 0.62 * side + 60, head, known)
        axes = page.panel(EDGE + 66, 4, side, 0.62 * side)
        win_map(axes, cells, names, scale)
    return Picture(page.figure, head, description(cells, names, scale), cells)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    cells, scale = _map(study)
    return introduced(
        picture(cells, study.more.names, scale, study.worlds, width),
        f"A map of {words.count(len(cells), 'cell')}, each with its difference in profit and who wins",
    )


# What is said


def title(cells: pd.DataFrame, names: tuple[str, str], worlds: Worlds) -> str:
    """How many cells each world wins."""
    counts = cells["winner"].value_counts()
    won = [
        f"{worlds[1]} wins {counts.get('b', 0)}",
        f"{worlds[0]} {counts.get('a', 0)}",
        f"undecided {counts.get('undecided', 0)}",
    ]
    return (
        f"{words.sentence(names[0])} against {names[1]}: of {words.count(len(cells), 'pair')} of values "
        f"{words.listing(won)}"
    )


def description(cells: pd.DataFrame, names: tuple[str, str], scale: Scale) -> str:
    """Every cell with its lead and who wins."""
    return " ".join(
        f"{names[0]} {words.number(row['first'])}, {names[1]} {words.number(row['second'])}: "
        f"{words.number(row['lead'] * scale.factor)}, {row['winner']}."
        for row in cells.to_dict("records")
    )


CHART = Chart(
    "win_map",
    "And when two assumptions move at once?",
    "Each cell is a company with these two values. Colour, mark and number say who earns more and by how much; a cell"
    " whose interval holds zero is undecided.",
    draw,
    table,
    when=is_stored,
)
