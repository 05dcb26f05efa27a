"""What knowing is worth, in words and columns: regret beside gain, and what was found where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.experiment.oracle import AGREES, ALL, DIFFERS, OPEN
from sim.inputs.seen import columns
from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.oracle import Knowing
    from sim.views.style.study_words import Row

THOUSAND = 1000.0
MOST_LINES = 3
"""Lines of the profit statement named for a decision whose regret and gain differ."""
HEAD = ("decision", "wrong", "regret", "gain", "")
MEANING = (
    f"Regret: what the cost formulas expect wrong decisions to cost. Gain: profit when the decision is taken on the"
    f" truth, less that of the ordinary world, in pairs. {AGREES}: within a factor of two of each other, wherever in"
    f" their intervals they lie; {DIFFERS}: nowhere; {OPEN}: the runs do not tell. People are paid whether they are busy"
    f" or not: their hours are in the regret, but in the gain only as overtime and as what is no longer late."
)
TRACED: Mapping[str, str] = {
    "promised date": (
        "What a promise too short costs is satisfaction, of which little becomes margin within a quarter, and parcels"
        " mostly come sooner than promised."
    ),
    "overtime": (
        "The formula looks at one evening. Old reports make people stay who need not, and what they get done is missing"
        " from the queue of the next days: in a warehouse that is busy 95 % of its time orders come hours sooner for it,"
        " in Finance taxes are declared in time more often."
    ),
    "retention offer": (
        "The formula counts five years of the margin of those who stay, of which a quarter sees little; the offer is paid"
        " for at once. And it takes what somebody bought in the weeks of the run for the rate of a year, which those who"
        " have just bought do not keep up."
    ),
    "refund": (
        "A refund that is held is paid some days later. What follows is at most a customer who asks, which takes hours"
        " that are paid for anyhow."
    ),
}
"""What tracing single cases of `scenarios/small_siloed.toml` found; it is told, as found there, where the two differ."""


def told(found: Knowing) -> str:
    """The table, how it is read, and a paragraph for each decision whose regret and gain differ."""
    rows = found.table.to_dict("records")
    differing = [_why(found, row) for row in rows if row["verdict"] == DIFFERS]
    blocks = [
        words.filled(found.failed),
        words.filled(_head(found)),
        table_lines(rows),
        words.filled(MEANING),
        *(words.filled(sentence) for sentence in differing),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def table_lines(rows: Sequence[Row]) -> list[str]:
    """A line for each decision; where they do not fit, its name stands on a line of its own."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    wide = [max(len(line[place]) for line in cells) for place in range(len(HEAD))]
    apart = sum(wide) + 2 * (len(wide) - 1) > columns(words.WIDTH)
    lines = []
    for name, *values in cells:
        numbers = (
            (" " if apart else "  ")
            .join(f"{value:>{width}}" for value, width in zip(values, wide[1:], strict=True))
            .rstrip()
        )
        lines += [name, f"  {numbers}"] if apart else [f"{name:{wide[0]}}  {numbers}"]
    return lines


def _head(found: Knowing) -> str:
    scenario, pairs = found.ordinary, int(found.table["pairs"].min())
    return (
        f"{words.sentence(scenario.name)}: {words.count(pairs, 'pair')} of runs for each decision, "
        f"{words.count(scenario.weeks, 'week')} measured after {words.count(scenario.warm_up_weeks, 'week')} of warm-up, "
        f"seed {scenario.seed}. Thousands of {scenario.company.currency} a year, with 95 % intervals."
    )


def _cells(row: Row) -> tuple[str, ...]:
    wrong = f"{100 * row['wrong'] / row['taken']:.1f} %" if row["taken"] else "–"
    return row["decision"], wrong, _thousands(row, "regret"), _thousands(row, "gain"), row["verdict"]


def _thousands(row: Row, name: str) -> str:
    value, lower, upper = (row[key] / THOUSAND for key in (name, f"{name}_lower", f"{name}_upper"))
    return words.with_interval(value, lower, upper, "")


def _why(found: Knowing, row: Row) -> str:
    """Which lines of the profit statement the gain came through, and what tracing found."""
    own = found.lines[found.lines["decision"] == row["decision"]]
    largest = own.reindex(own["gain"].abs().sort_values(ascending=False).index)[:MOST_LINES].to_dict("records")
    parts = [f"{line['line']} {_thousands(line, 'gain')}" for line in largest]
    name = row["decision"]
    if name == ALL:
        traced = "The causes are those of the single decisions."
    elif name in TRACED:
        traced = f"Traced in the small siloed company, and perhaps another cause elsewhere: {TRACED[name]}"
    else:
        traced = "What causes it has not been traced."
    return f"{words.sentence(row['decision'])}: the gain came through {words.listing(parts)}. {traced}"
