"""What charts of levers share: a measure's gap and its scale, the colours of effects, short names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import BETTER, WORSE
from sim.views.style import layout, look
from sim.views.style.scales import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.experiment.attribution import Attribution

COLOURS = {BETTER: look.WORLDS[1], WORSE: look.WORLDS[0]}
HEAD = 46.0
"""Height above a panel for its name and the heads of its columns."""


def gap_of(found: Attribution, measure: str) -> tuple[pd.Series, pd.DataFrame, Scale]:
    """A measure's row of gaps, its shares, and its scale."""
    gap = found.gaps[found.gaps["measure"] == measure].iloc[0]
    shares = found.shares[found.shares["measure"] == measure]
    values = [gap["a"], gap["b"], *shares["share"], *shares["alone"]]
    return gap, shares, scale_of(str(gap["unit"]), found.a.company.currency, values)


def value_axis(axes: Axes, scale: Scale) -> None:
    """A few ticks with thousands separated, and the unit."""
    axes.locator_params(axis="x", nbins=max(3, int(layout.size_of(axes)[0] / 90)))
    layout.number_ticks(axes, "x")
    layout.name_axis(axes, x=scale.unit)


def short_names(bundles: Sequence[str]) -> dict[str, str]:
    """Short names of bundles: the first letters of each lever's words, such as `IS + CT`; "nothing" stays."""

    def letters(lever: str) -> str:
        return "".join(word[0].upper() for word in lever.split())

    return {
        bundle: bundle if bundle == "nothing" else "+".join(letters(lever) for lever in bundle.split(" + "))
        for bundle in bundles
    }
