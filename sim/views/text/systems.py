"""What systems, skills and habits of work do, in words and columns: what is lost without each, and when one is down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.experiment.doing_without import HOLDS, OPEN, REFUTED
from sim.views.style import words
from sim.views.style.study_words import people_unit
from sim.views.text.team_names import team_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.doing_without import Lacking
    from sim.experiment.two_days_down import Downs
    from sim.inputs.scenario import Scenario
    from sim.views.style.study_words import Row

MOST_TEAMS = 3
"""Teams named for a system that is down."""
MEANING = (
    "Each line: the measure with it → without it, and the difference with its 95 % interval, on the same customers and"
    f" luck. {HOLDS}: the whole interval lies where the measure is worse; {REFUTED}: where it is better; {OPEN}: the"
    " runs do not tell."
)
DOWN = (
    "Down from a Tuesday in the middle on: customers' cases open on the worst day beyond what they would be; days until"
    " work in progress is as it would be again; and the teams whose work waits longer in all, beyond the interval."
)


def told(lacking: Lacking, downs: Downs | None) -> str:
    """Both tables, or what is lost alone, and how they are read."""
    failed = filter(None, (lacking.failed, downs.failed if downs else ""))
    blocks = [
        words.filled(" ".join(failed)),
        words.filled(_head("Without each system, skill and habit of work", lacking.ordinary, lacking.table)),
        words.filled(MEANING),
        *(_lines_without(row, lacking.ordinary.company.currency) for row in lacking.table.to_dict("records")),
    ]
    if downs is not None:
        blocks += [
            words.filled(_head("Each system down for two days", downs.undisturbed, downs.table)),
            words.filled(DOWN),
            *(_lines_down(row, downs) for row in downs.table.to_dict("records")),
        ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _head(title: str, scenario: Scenario, table: pd.DataFrame) -> str:
    pairs = int(table["pairs"].max())
    return (
        f"{title}. {words.sentence(scenario.name)}: {words.count(pairs, 'pair')} of runs each, "
        f"{words.count(scenario.weeks, 'week')} measured after {words.count(scenario.warm_up_weeks, 'week')} of warm-up, "
        f"seed {scenario.seed}."
    )


def _lines_without(row: Row, currency: str) -> list[str]:
    if row["pairs"] < 2:
        missing = f"{row['label']}: had no value in these runs, which are too few or too short; {row['verdict']}"
        return [words.sentence(row["capability"]) + _where(row), *_indented(row["does"]), *_indented(missing)]
    factor, unit = (100.0 if row["unit"] == "share" else 1.0), people_unit(row["unit"], currency)
    has, lacks, value, lower, upper = (
        factor * row[name] for name in ("has", "lacks", "difference", "difference_lower", "difference_upper")
    )
    difference = words.with_interval(value, lower, upper, "")
    change = f"{words.number(has)} → {words.number(lacks)}" + (words.GAP + unit if unit else "")
    said = f"{row['label']}: {change}, {difference}: {row['verdict']}"
    return [
        words.sentence(row["capability"]) + _where(row),
        *_indented(row["does"]),
        *_indented(f"Without: {row['lost']}"),
        *_indented(said),
    ]


def _where(row: Row) -> str:
    """The levers that stand differently for a row, in brackets."""
    stand = [f"{name.replace('_', ' ')} at {words.number(level)}" for name, level in row["levers"]]
    return f" (with {words.listing(stand)})" if stand else ""


def _lines_down(row: Row, downs: Downs) -> list[str]:
    company, notices = downs.undisturbed.company, downs.notices[downs.notices["system"] == row["system"]]
    teams = [
        f"{team_name(company, str(one['team']))} ({words.number(one['hours'])}{words.GAP}h)"
        for one in notices[:MOST_TEAMS].to_dict("records")
    ]
    more = len(notices) - len(teams)
    who = words.listing(teams + ([f"{more} more"] if more > 0 else [])) if teams else "nobody, beyond chance"
    extra = words.with_interval(row["extra"], row["extra_lower"], row["extra_upper"], "cases")
    days = f"{words.number(row['days'])}{words.GAP}days"
    if math.isfinite(row["days_upper"]):
        days += f" ({words.number(row['days_lower'])} to {words.number(row['days_upper'])})"
    seen = round(row["recovered"] * row["pairs"])
    unseen = (
        "" if seen == row["pairs"] else f"; {seen} of {row['pairs']} runs last so long, the others count to their end"
    )
    return [
        words.sentence(row["system"]),
        *_indented(f"{extra} on the worst day; as before after {days}{unseen}"),
        *_indented(f"noticed by: {who}"),
    ]


def _indented(text: str) -> list[str]:
    return words.filled(f"  {text}")
