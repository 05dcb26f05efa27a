"""Chart: how much differs, and how sure is it? A row per measure, in per cent of the first world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.experiment.verdicts import BETTER, DIFFERENT, GIVEN, UNDECIDED, WORSE
from sim.measures.catalogue import MEASURES
from sim.views.charts import dots, findings
from sim.views.charts.chart import WIDER, Chart
from sim.views.charts.findings import Worlds
from sim.views.charts.row_plan import places
from sim.views.style import look, words
from sim.views.style.layout import Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.study_words import in_peoples_units, people_factors
from sim.views.style.words import inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

HEADLINE = "order lead time"
"""The measure that the title tells."""
BENEFITS = tuple(dict.fromkeys(measure.benefit for measure in MEASURES))
"""The groups of rows, in the order of all measures."""


# Its tables


def short_comparison(study: Study) -> pd.DataFrame:
    """The measures a manager asks for, in people's units, benefit by benefit, money last."""
    return in_peoples_units(_short(study), study.a.company.currency, thousands=True).reset_index(drop=True)


def _short(study: Study) -> pd.DataFrame:
    rows = study.comparison[study.comparison["short"] & study.comparison["difference"].notna()]
    order = {benefit: place for place, benefit in enumerate(BENEFITS)}
    return rows.assign(place=rows["benefit"].map(order)).sort_values("place", kind="stable").drop(columns="place")


def short_pairs(study: Study) -> pd.DataFrame:
    """Every pair's values of the same measures in the same units."""
    rows = _short(study)
    factors = dict(zip(rows["measure"], people_factors(rows, thousands=True), strict=True))
    pairs = study.pairs[study.pairs["measure"].isin(factors)]
    factor = pairs["measure"].map(factors)
    return pairs.assign(a=pairs["a"] * factor, b=pairs["b"] * factor)


def for_people(rows: pd.DataFrame, worlds: tuple[str, str]) -> pd.DataFrame:
    """Label, unit, both means, difference, both intervals, verdict, base."""
    bases = rows["base"] if "base" in rows else pd.Series("", index=rows.index)
    return pd.DataFrame(
        {
            "measure": rows["label"],
            "unit": rows["unit"],
            worlds[0]: rows["a"],
            worlds[1]: rows["b"],
            "difference": rows["difference"],
            "95 % from": rows["lower"],
            "to": rows["upper"],
            "adjusted from": rows["lower_holm"],
            "adjusted to": rows["upper_holm"],
            "pairs": rows["replications"],
            "verdict": findings.verdicts(rows),
            "share or mean of": bases,
        }
    )


def table(study: Study) -> pd.DataFrame:
    """The measures of the chart, as people read them."""
    return for_people(short_comparison(study), study.worlds)


# What is drawn


def paired_differences(axes: Axes, comparison: pd.DataFrame, pairs: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Change from world A to world B by measure, in % of A's mean, better at the right; each replication a small dot.

    A filled circle is better, an open diamond worse, a grey square undecided. The thick line is the plain
    95 % interval, the thin one is adjusted for all measures and decides. Measures whose mean in A is 0 are
    named in a note under the axis.
    """
    rows = named_rows(comparison)
    drawn = dots.rows_of_dots(axes, rows, worlds)
    repeats: list[Artist] = []
    spread = 0.15 if dots.above(axes) else 0.30
    for place, row in zip(places(rows, beside=not dots.above(axes)), rows.to_dict("records"), strict=True):
        changes = row["towards"] * findings.pair_changes(pairs, row["measure"], row["a"])
        heights = place + dots.depth(axes) + spread * _spread(changes.size)
        repeats += axes.plot(changes, heights, "o", ms=2.4, mew=0, color=look.INK, alpha=0.32, zorder=2)
    drawn.marks["replications"] = repeats
    drawn.marks["zero"] = dots.scale(axes, [drawn.values, _reach(rows, pairs)], worlds)
    drawn.marks["note"] = dots.write_notes(axes, dots.zero_notes(comparison, worlds), worlds)
    return drawn


def named_rows(comparison: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a percentage, turned so that better is above 0, by the names that people read."""
    rows = findings.toward_better(findings.relative_changes(comparison))
    return rows.assign(name=rows["label"])


def _reach(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Smallest and largest replication of each row, so that no dot leaves the axes."""
    ranges = []
    for row in rows.to_dict("records"):
        changes = row["towards"] * findings.pair_changes(pairs, row["measure"], row["a"])
        changes = changes[np.isfinite(changes)]
        if changes.size:
            ranges.append((changes.min(), changes.max()))
    return pd.DataFrame(ranges, columns=["lower", "upper"])


def _spread(amount: int) -> findings.FloatArray:
    """Evenly irregular heights in [-1, 1] for dots that would cover each other (golden-ratio steps)."""
    return np.asarray(2 * ((np.arange(amount) * 0.6180339887498949 + 0.5) % 1.0) - 1, dtype=np.float64)


def picture(comparison: pd.DataFrame, pairs: pd.DataFrame, worlds: Worlds, width: float = look.WIDE) -> Picture:
    """The whole figure, from its tables."""
    with own_style():
        rows = named_rows(comparison)
        said = title(comparison, worlds)
        runs = int(comparison["replications"].min()) if len(comparison) else 0
        known = words.replications(runs)
        if runs > 1:
            known += f", each a small dot; {dots.marks_words(rows)}"
            known += ", by the interval adjusted for all rows (thin line)" if rows.attrs["adjusted"] else ""
        notes = dots.zero_notes(comparison, worlds)
        page, axes = dots.rows_page(rows, worlds, width, said, known, notes)
        drawn = paired_differences(axes, comparison, pairs, worlds)
    text = dots.description(drawn.values, notes, worlds)
    return Picture(page.figure, said, text, {"": comparison, "pairs": pairs})


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(short_comparison(study), short_pairs(study), study.worlds, width)


# What is said


def title(comparison: pd.DataFrame, worlds: Worlds) -> str:
    """The headline, or else the first measure; then how many are better, worse and undecided."""
    a, b = worlds
    if comparison.empty:
        return f"Nothing was compared between {a} and {b}"
    place = int((comparison["measure"] == HEADLINE).to_numpy().argmax())
    head = comparison.iloc[place]
    name, unit = inside(str(head["label"])), str(head["unit"])
    both = f"{words.with_unit(head['a'], unit)} in {a}, {words.with_unit(head['b'], unit)} in {b}"
    if int(comparison["replications"].min()) < 2:
        return f"One run cannot show a difference: {name} {both}"
    if (comparison["difference"] == 0).all() and (comparison[["lower", "upper"]] == 0).all(axis=None):
        return f"{words.sentence(a)} and {b} are exactly alike in {of_them(len(comparison), 'measure')}"
    verdicts = findings.verdicts(comparison)
    if verdicts[place] == UNDECIDED:
        first = f"No difference in {name} can be shown between {a} and {b}"
    elif head["a"] == 0:
        first = words.sentence(f"{name}: {both}")
    else:
        change = head["difference"] / abs(head["a"]) * 100
        first = f"{words.sentence(name)} is {_by(change)} in {b} than in {a}"
    return f"{first}; {tally(verdicts, 'measure')}" if len(verdicts) > 1 else first


def tally(verdicts: Sequence[str], noun: str) -> str:
    """`7 of 9 measures are better, 1 worse, 1 undecided`; what does not occur is not said.

    What is given by arithmetic counts apart, `1 worse, given`: it is no finding.
    """
    kinds = (BETTER, WORSE, DIFFERENT, UNDECIDED, *dict.fromkeys(one for one in verdicts if GIVEN in one))
    parts = [(verdicts.count(kind), kind) for kind in kinds]
    said = [(number, kind) for number, kind in parts if number]
    (number, kind), *others = said
    if not others:
        return f"{of_them(number, noun)} {'is' if number == 1 else 'are'} {kind}"
    first = f"{number} of {words.count(len(verdicts), noun)} {'is' if number == 1 else 'are'} {kind}"
    return ", ".join([first, *(f"{number} {kind}" for number, kind in others)])


def of_them(number: int, noun: str) -> str:
    """`the only measure`, `both measures`, `all 9 measures`."""
    if number == 1:
        return f"the only {noun}"
    return f"both {noun}s" if number == 2 else f"all {number} {noun}s"


def _by(change: float) -> str:
    """`91 % lower`, `16 times as high` is never said: percentages stay comparable with the chart."""
    return f"{words.percent(abs(change))} {'lower' if change < 0 else 'higher'}"


CHART = Chart(
    "differences",
    "How much differs, and how sure is it?",
    "Each row is one measure, grouped by the benefit it belongs to. The dot is the mean change over all pairs of runs,"
    " in per cent of the first world, to the right where it is for the better; the thick line is its 95 % interval, the"
    " thin one is adjusted for all measures and decides. A row whose thin line crosses zero shows nothing yet. The small"
    " dots are single pairs.",
    draw,
    table,
    wide=WIDER,
    in_gallery=True,
)
