"""The bridge of the profit in lines of text: each level, and each step with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.inputs.seen import columns
from sim.views.charts import bridge
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.style.scales import Scale
    from sim.views.style.study_words import Row


def bridge_lines(study: Study) -> list[str]:
    """A head, a line for each level and step, and what the first world would earn with teams resized."""
    rows = bridge.steps(study)
    scale = bridge.bridge_scale(rows, study.a.company.currency)
    cells = [
        (("" if row["kind"] == bridge.LEVEL else "  ") + str(row["name"]), *_figures(row, scale))
        for row in rows.to_dict("records")
    ]
    label, number = (max(len(cell[place]) for cell in cells) for place in (0, 1))
    room = columns(words.WIDTH) - number - max(len(cell[2]) for cell in cells) - 4
    lines = [
        f"  {name[:room]:<{min(label, room)}} {amount:>{number}} {interval}".rstrip() for name, amount, interval in cells
    ]
    note = bridge.resized_note(study)
    head = words.filled(f"Profit, {scale.unit}, from one to the other, each euro once [95 % interval]:")
    return [*head, *lines, *words.filled(f"  {words.sentence(note)}." if note else "")]


def _figures(row: Row, scale: Scale) -> tuple[str, str]:
    """The amount, and its interval or that it is given."""
    amount, _, interval = bridge.figures(row, scale).partition(" ")
    return amount.rstrip(","), interval
