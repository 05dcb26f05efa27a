"""For notebooks: pictures shown inline without a plotting window, answers that wait for a guess, and small tables."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from sim.experiment.study import Study
    from sim.inputs.scenario import Scenario
    from sim.measures.measure import Measure
    from sim.verification.judgement import Estimate
    from sim.verification.statements.claims import Sample
    from sim.views.style.picture import Picture

FRAME = "margin:0;overflow-x:auto"
FITTED = '<svg style="max-width:100%;min-width:40em;height:auto" '
"""A cell is narrower than a page: a picture shrinks with it as long as it can be read, then it can be moved sideways."""

POINTS = 41
"""Of each line of a picture of functions."""
ASKED = "none yet: write a number for None above"
"""Tables of a notebook cut off what is longer than 50 characters."""

_numbers = count(1)


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
    span: tuple[float, float],
    lines: Mapping[str, Callable[[float], float]],
    *,
    title: str,
    known: str = "",
    places: Mapping[str, float] | None = None,
    points: int = POINTS,
) -> NotebookPicture:
    """A picture of functions from one end of a span to the other, with marked places."""
    import numpy as np
    import pandas as pd

    from sim.views.charts.curves import curves_picture

    values = np.linspace(*span, points).tolist()
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


def practices(department: str, *worlds: Scenario) -> pd.DataFrame:
    """In what a department's work differs between worlds, after all levers: what its people see, how messages travel."""
    import pandas as pd

    from sim.levers.catalogue import world

    table = pd.DataFrame({one.name: asdict(world(one.company, one.levers).practices[department]) for one in worlds})
    return table[table.nunique(axis=1) > 1]


def scratch(name: str) -> Path:
    """A place for a file or a folder of this name, which is gone when the notebook ends."""
    return Path(_folder().name) / name


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def measured(scenario: Scenario, *own: Measure) -> pd.Series:
    """All measures of one run, and these, by name."""
    import pandas as pd

    from sim.company.simulation import Company
    from sim.measures.catalogue import MEASURES, measures_of
    from sim.measures.run import Run

    company = Company(scenario)
    return pd.Series(measures_of(Run(company.run(), company.facts()), (*MEASURES, *own)), name=scenario.name)


def event_logs(*worlds: Scenario) -> dict[str, Path]:
    """One run of each world, written as an object-centric event log (OCEL 2.0, SQLite) into a place of its own."""
    from sim.export.dates import Dates
    from sim.export.folder import export

    written = export(worlds, scratch("logs"), ["ocel2-sqlite"], dates=Dates())
    return {one.world: one.files[0] for one in written}


def follows(arcs: Mapping[str, pd.DataFrame], order: Sequence[str], most: int = 18) -> NotebookPicture:
    """The most frequent steps from one activity to the next in each world; activities in this order from the left.

    Args:
        arcs: object type, activity, next activity, times; a table for each world.
    """
    from sim.views.charts import directly_follows
    from sim.views.style import look

    often = {
        world: directly_follows.most_frequent(table.set_axis(list(directly_follows.COLUMNS), axis=1), most)
        for world, table in arcs.items()
    }
    return show(directly_follows.picture(often, list(order), "What comes right after what", look.WIDE))


def told(guess: float | None, picture: NotebookPicture) -> NotebookPicture | Asked:
    """A picture that gives an answer away: shown once there is a guess."""
    return Asked() if guess is None else picture


class Asked:
    """In place of an answer: that a guess comes first."""

    def __repr__(self) -> str:
        return f"Your guess: {ASKED}."


def answer(guess: float | None, exact: float, sample: Sample | None = None, *, unit: str = "") -> pd.DataFrame:
    """A guess beside the closed form and what was simulated, with its 95 % interval; nothing of it without a guess."""
    import pandas as pd

    if guess is None:
        return pd.DataFrame({"answer": [ASKED]}, index=pd.Index(["your guess"], name=""))
    return checked(exact, sample, unit=unit, guess=guess)


def checked(exact: float, sample: Sample | None = None, *, unit: str = "", guess: float | None = None) -> pd.DataFrame:
    """What the closed form says beside what was simulated; no answer to anything that was asked."""
    import pandas as pd

    from sim.views.style import words

    rows = [] if guess is None else [("your guess", words.with_unit(guess, unit))]
    rows.append(("closed form", words.with_unit(exact, unit)))
    if sample is not None:
        found = sample.found()
        limits = f"[{words.number(found.lower)}, {words.number(found.upper)}]"
        rows.append((f"simulated, {len(sample.values)} runs", f"{words.with_unit(found.estimate, unit)} {limits}"))
    return pd.DataFrame(rows, columns=["", "answer"]).set_index("")
