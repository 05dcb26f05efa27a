"""Chart: which inputs matter? The twenty that move a measure most, with the size and the spread of their effects."""

from __future__ import annotations

import pandas as pd

from sim.views.charts.chart import Guide
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE
from sim.views.style.picture import Picture, own_style
from sim.views.style.scales import Scale
from sim.views.style.words import inside

MOST_ROWS = 20


def picture(inputs: pd.DataFrame, label: str, scale: Scale, width: float = look.WIDE) -> Picture:
    """The whole figure, from its table; `label` is that of the measure."""
    with own_style():
        rows = inputs.head(MOST_ROWS)
        head = title(inputs, label, scale)
        known = (
            f"mean size of an input's effect over its range (mu*, bar; line: 95 % interval) and the spread of it "
            f"(sigma, ◇), {scale.unit}; {inputs.attrs.get('trajectories', '–')} trajectories"
        )
        names = [str(name) for name in rows["input"]]
        left = min(layout.widest(names) + EDGE + 12, 0.6 * width)
        page = layout.sheet(width, 22.0 * len(rows) + 44, head, known)
        axes = page.panel(left, 0, width - left - EDGE - 8, 22.0 * len(rows))
        layout.grid(axes, "x")
        layout.number_ticks(axes, "x")
        places = range(len(rows))
        size, half, sigma = (
            rows[key].to_numpy(dtype=float) * scale.factor for key in ("mu_star", "mu_star_half_width", "sigma")
        )
        axes.barh(list(places), size, height=0.6, color=look.SKY)
        axes.hlines(list(places), size - half, size + half, color=look.INK, lw=1.3)
        axes.plot(sigma, list(places), "D", ms=5, mfc=look.ON_DARK, mec=look.INK, ls="")
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(left=0)
        axes.set_yticks([])
        for place, name in enumerate(names):
            layout.write(
                axes,
                layout.cut(name, left - EDGE - 12),
                (0, place),
                on=axes.get_yaxis_transform(),
                move=(-8, 0),
                ha="right",
            )
        layout.name_axis(axes, x=scale.unit)
    return Picture(page.figure, head, description(rows, scale), inputs)


def title(inputs: pd.DataFrame, label: str, scale: Scale) -> str:
    """The inputs that matter most."""
    top = words.listing([str(name) for name in inputs["input"].head(3)])
    most = float(inputs["mu_star"].iloc[0]) * scale.factor
    return (
        f"Of {words.count(len(inputs), 'input')}, {top} move {inside(label)} most, the first by "
        f"{words.with_unit(most, scale.unit)} over its range"
    )


def description(rows: pd.DataFrame, scale: Scale) -> str:
    """Every input that is drawn, with the size and the spread of its effects."""
    return " ".join(
        f"{row['input']}: mu* {words.number(row['mu_star'] * scale.factor)}, sigma "
        f"{words.number(row['sigma'] * scale.factor)}."
        for row in rows.to_dict("records")
    )


GUIDE = Guide(
    "Which inputs matter?",
    "A bar is how much the measure moves on average when an input goes over its range, with the 95 % interval of that"
    " mean. The open diamond is how much this depends on the other inputs and on luck: large beside its bar, it warns"
    " that the input works differently from company to company.",
)
