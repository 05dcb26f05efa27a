"""When it does not pay: the values at which the winner changes, and a map over two assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, filled, run_words
from sim.views.charts import break_even, win_map
from sim.views.style import words
from sim.views.style.scales import measure_scale

if TYPE_CHECKING:
    from sim.experiment.break_even import BreakEven
    from sim.inputs.scenario import Scenario
    from sim.views.charts.findings import Worlds


def of_break_even(
    found: Sequence[BreakEven], table: pd.DataFrame, pair: tuple[str, str], a: Scenario, b: Scenario
) -> Answer:
    """Break-even values with their intervals, and a map over two assumptions."""
    worlds = a.name, b.name
    values = [value for one in found for value in one.line["lead"]]
    label, scale = measure_scale(found[0].measure, a.company.currency, values)
    pairs = int(min(one.line["pairs"].min() for one in found))
    text = "\n\n".join(
        [
            filled(
                run_words(a, b, f"break-even in {label}, {words.replications(pairs)} at each value"),
                break_even.title(found, worlds) + ".",
            ),
            assumption_table(found, worlds),
            filled(
                "The interval of a break-even is the stretch in which the 95 % interval of the lead, a paired "
                "difference, holds 0; an end beyond the range is open. Between values that were run the lines are "
                "straight. Factors are on what the scenarios say.",
                win_map.title(table, pair, worlds) + ".",
            ),
        ]
    )
    pictures = {
        "break_even": break_even.picture(found, scale, worlds),
        "map": win_map.picture(table, pair, scale, worlds, measure=found[0].measure),
    }
    return Answer(
        text,
        pictures,
        {"break_even": roots_of(found), "lines": break_even.lines_table(found), "map": table},
        [a, b],
        {"measure": found[0].measure, "replications": pairs},
        guides={"break_even": break_even.CHART.guide, "map": win_map.CHART.guide},
    )


def assumption_table(found: Sequence[BreakEven], worlds: Worlds) -> str:
    """A row per assumption: its own value, its range, where the winner changes, and who is ahead on either side."""
    rows = []
    for one in found:
        below, above = break_even.before_and_after(one, worlds) if one.inside else ("", "")
        reach = f"{words.number(one.assumption.low)} to {words.number(one.assumption.high)}"
        root = break_even.root_words(one.root, one.lower, one.upper)
        rows.append([one.assumption.name, words.number(one.default), reach, root, below, above])
    return columns(["assumption", "own value", "range", "break-even [95 %]", "ahead below", "ahead above"], rows)


def roots_of(found: Sequence[BreakEven]) -> pd.DataFrame:
    """The same as numbers, with the reason for each range."""
    return pd.DataFrame(
        [
            (
                one.assumption.name,
                one.default,
                one.root,
                one.lower,
                one.upper,
                one.assumption.low,
                one.assumption.high,
                one.assumption.reason,
            )
            for one in found
        ],
        columns=["assumption", "own_value", "break_even", "lower", "upper", "low", "high", "reason"],
    )
