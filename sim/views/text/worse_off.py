"""Who is worse off in the second world, in lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.comparison import CONFIDENCE
from sim.experiment.verdicts import GIVEN
from sim.views.style import words
from sim.views.style.study_words import difference_words, in_peoples_units, names
from sim.views.text.verdict import SHOWN, decision, verdict_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

MOST_LOSERS, MOST_MEASURES = 6, 4


def worse_off(study: Study) -> Iterator[str]:
    """A head, then at most `MOST_LOSERS` lines; nobody only where nobody was found."""
    a, b = names(study)
    losers = study.losers
    worse = shown_worse(study)
    looked = f"{len(losers)} figures of teams and flows looked at"
    if not len(losers):
        yield f"Worse off in {b}: not measured, because too few pairs of runs finished."
    elif not len(worse):
        yield f"Worse off in {b}: nobody we measured ({looked})."
    else:
        yield (
            f"Worse off in {b} than in {a}, each by its own 95 % interval ({looked}; about "
            f"{max(1, round(0.025 * len(losers)))} of them would look worse by chance; * also when adjusted for all "
            "of them, Holm):"
        )
        yield from (f"  {line}" for line in loser_lines(study)[:MOST_LOSERS])
        if len(worse) > MOST_LOSERS:
            yield f"  … and {len(worse) - MOST_LOSERS} more, in tables/losers.csv"
    measures = worse_measures(study)
    if measures:
        more = f" and {len(measures) - MOST_MEASURES} more" if len(measures) > MOST_MEASURES else ""
        yield f"Measures that are worse in {b} (adjusted): {'; '.join(measures[:MOST_MEASURES])}{more}."


def shown_worse(study: Study) -> pd.DataFrame:
    """The rows of `Study.losers` that are shown to be worse, hardest hit first."""
    return study.losers[study.losers["worse"].astype(bool)] if len(study.losers) else study.losers


def loser_lines(study: Study) -> list[str]:
    """Everyone who is worse off, hardest hit first."""
    lines = []
    for row in in_peoples_units(shown_worse(study), study.a.company.currency).to_dict("records"):
        unit = str(row["unit"])
        change = " ".join(difference_words(row["difference"], row["lower"], row["upper"]))
        few = "; fewer than 30 cases a run" if row["few"] else ""
        lines.append(
            f"{row['who']}: {row['measure']}, {words.number(row['a'])} → {words.with_unit(row['b'], unit)} "
            f"({change}{few}){' *' if row['p_holm'] < 1 - CONFIDENCE else ''}"
        )
    return lines


def worse_measures(study: Study) -> list[str]:
    """Labels of measures shown to be worse, even when adjusted for all."""
    rows = study.comparison.to_dict("records")
    return [
        str(row["label"]) for row in rows if decision(row) in (SHOWN, GIVEN) and verdict_words(row).startswith("worse")
    ]
