"""For notebooks: short runs where time is short, and pictures shown inline without a plotting window."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from sim.experiment.study import Study
    from sim.verification.judgement import Estimate
    from sim.verification.statements.claims import Sample
    from sim.views.style.picture import Picture

    Value = TypeVar("Value")

VARIABLE = "INTEROFFICE_FAST"
"""Set to 1, this environment variable makes notebooks run in seconds, on fewer weeks and replications."""

FRAME = "margin:0;overflow-x:auto"
FITTED = '<svg style="max-width:100%;min-width:40em;height:auto" '
"""A cell is narrower than a page: a picture shrinks with it as long as it can be read, then it can be moved sideways."""

_numbers = count(1)


def fast() -> bool:
    """Whether notebooks are to be quick rather than exact."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def choose(usual: Value, quick: Value) -> Value:
    """``usual``, or ``quick`` in the fast mode."""
    return quick if fast() else usual


def scenarios() -> Path:
    """The folder of scenario files: the nearest one at or above the working folder, else the program's own."""
    from sim.inputs.own_files import nearest_scenarios

    return nearest_scenarios()


@dataclass(frozen=True, slots=True, repr=False)
class NotebookPicture:
    """A picture as the last line of a cell: drawn in a notebook, in words where only text can be shown."""

    picture: Picture
    name: str

    def _repr_html_(self) -> str:
        from sim.views.style.picture import as_svg

        drawing = as_svg(self.picture, self.name)
        return f'<figure style="{FRAME}">{drawing.replace("<svg ", FITTED, 1)}</figure>'

    def __repr__(self) -> str:
        return f"{self.picture.title}\n\n{self.picture.description}"


def show(picture: Picture) -> NotebookPicture:
    """A picture, ready to be shown; each has ids of its own, so several can stand in one notebook."""
    return NotebookPicture(picture, f"notebook-{next(_numbers)}")


def chart(study: Study, name: str) -> NotebookPicture:
    """One of the report's charts by name, such as "differences", "lead_time_split", "network" or "worse_off".

    Raises:
        KeyError: when the report has no such chart; the message names those it has.
    """
    from sim.views.report.contents import all_charts_of
    from sim.views.style import look

    charts = {chart.name: chart for chart in all_charts_of(study)}
    if name not in charts:
        raise KeyError(f"no chart {name!r}; there are {', '.join(charts)}")
    return show(charts[name].draw(study, look.WIDE))


def rounded(table: pd.DataFrame, digits: int = 3) -> pd.DataFrame:
    """A table to be read: numbers with about so many significant digits, as text."""
    from sim.views.style import words

    return table.map(lambda value: words.number(value, digits) if isinstance(value, float) else value)


def curves(
    x: str,
    y: str,
    values: Sequence[float],
    lines: Mapping[str, Callable[[float], float]],
    *,
    title: str,
    known: str = "",
    places: Mapping[str, float] | None = None,
) -> NotebookPicture:
    """A picture of functions over the same values, with marked places."""
    import pandas as pd

    from sim.views.charts.curves import curves_picture

    rows = [(name, value, function(value)) for name, function in lines.items() for value in values]
    table = pd.DataFrame(rows, columns=["line", "x", "y"])
    return show(curves_picture(table, title, known, x=x, y=y, places=places))


def running_mean(differences: Sequence[float] | np.ndarray, *, title: str, y: str) -> NotebookPicture:
    """How the mean of paired differences and its 95 % interval settle as pairs come in, from the second on."""
    import pandas as pd

    from sim.experiment.statistics import t_interval
    from sim.views.charts.curves import curves_picture

    rows = []
    for pairs in range(2, len(differences) + 1):
        interval = t_interval(differences[:pairs])
        rows.append(("mean", pairs, interval.estimate, interval.lower, interval.upper))
    table = pd.DataFrame(rows, columns=["line", "x", "y", "lower", "upper"])
    return show(curves_picture(table, title, "line: mean so far; band: its 95 % interval", x="pairs", y=y))


def simulated(model: Callable[..., Estimate], *settings: object, runs: int = 20, **more: object) -> dict[str, Sample]:
    """Independent replications of a small model of ``sim.verification.models``: each of its values by replication."""
    from sim.verification.statements.claims import Sample

    estimates = [model(number, *settings, **more) for number in range(runs)]
    return {name: Sample.of(estimates, name) for name in estimates[0].values}


def answer(guess: float | None, exact: float, sample: Sample | None = None, *, unit: str = "") -> pd.DataFrame:
    """A guess beside the closed form and what was simulated, with its 95 % interval."""
    import pandas as pd

    from sim.views.style import words

    rows = [
        ("your guess", words.with_unit(guess, unit) if guess is not None else "none yet: make one first"),
        ("closed form", words.with_unit(exact, unit)),
    ]
    if sample is not None:
        found = sample.found()
        limits = f"[{words.number(found.lower)}, {words.number(found.upper)}]"
        rows.append((f"simulated, {len(sample.values)} runs", f"{words.with_unit(found.estimate, unit)} {limits}"))
    return pd.DataFrame(rows, columns=["", "answer"]).set_index("")
