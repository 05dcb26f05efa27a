"""For notebooks: short runs where time is short, and pictures shown inline without a plotting window."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.figures import Picture

    Choice = TypeVar("Choice")

VARIABLE = "INTEROFFICE_FAST"
"""Set to 1, this environment variable makes notebooks run in seconds, on fewer weeks and replications."""

_numbers = count(1)


def fast() -> bool:
    """Whether notebooks are to be quick rather than exact."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def choose(usual: Choice, quick: Choice) -> Choice:
    """``usual``, or ``quick`` in the fast mode."""
    return quick if fast() else usual


def scenarios() -> Path:
    """The folder of scenario files: the nearest one at or above the working folder, else the one beside the package."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / "scenarios" / "company.toml").is_file():
            return folder / "scenarios"
    raise FileNotFoundError(f"there is no folder 'scenarios' with a company.toml at or above {here}")


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A picture as the last line of a cell: drawn in a notebook, in words where only text can be shown."""

    picture: Picture
    name: str

    def _repr_html_(self) -> str:
        from sim.views.figures import as_svg

        picture = self.picture
        return f"<figure>{as_svg(picture.figure, self.name, picture.title, picture.description)}</figure>"

    def __repr__(self) -> str:
        return f"{self.picture.title}\n\n{self.picture.description}"


def show(picture: Picture) -> Shown:
    """A picture, ready to be shown; each has ids of its own, so several can stand in one notebook."""
    return Shown(picture, f"notebook-{next(_numbers)}")


def chart(study: Study, name: str) -> Shown:
    """One of the report's charts by name, such as "differences", "lead_time_split", "network" or "worse_off".

    Raises:
        KeyError: when the report has no such chart; the message names those it has.
    """
    from sim.views import style
    from sim.views.report_parts import WORSE_OFF, panels_of

    panels = {panel.name: panel for panel in (*panels_of(study), WORSE_OFF)}
    if name not in panels:
        raise KeyError(f"no chart {name!r}; there are {', '.join(panels)}")
    return show(panels[name].draw(study, style.WIDE))
