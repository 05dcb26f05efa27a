"""Chart: who is worse off in the second world, by how much, and how sure is it? A row per team or flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.verdicts import WORSE
from sim.measures.catalogue import FEW
from sim.views.charts import dots, findings
from sim.views.charts.chart import WIDER, Chart
from sim.views.charts.findings import Worlds
from sim.views.style import look, words
from sim.views.style.layout import Drawn
from sim.views.style.picture import Picture, own_style
from sim.views.style.study_words import in_peoples_units
from sim.views.style.words import inside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

MOST_ROWS = 10


# Its tables


def rows_shown(study: Study) -> pd.DataFrame:
    """Who is worse off, hardest hit first, then those who may be; with what counts as better for the chart."""
    losers = study.losers
    if not len(losers):
        return pd.DataFrame(
            columns=["who", "measure", "unit", "a", "b", "difference", "lower", "upper", "hours", "better"]
        )
    rows = losers[losers["difference"] > 0].head(MOST_ROWS)
    few = rows["few"].astype(bool)
    named = rows.assign(better="lower", who=rows["who"].where(~few, rows["who"] + f" (fewer than {FEW} cases)"))
    return in_peoples_units(named, study.a.company.currency).reset_index(drop=True)


def table(study: Study) -> pd.DataFrame:
    """Everyone who is worse off or may be, in both worlds."""
    if not len(study.losers):
        return rows_shown(study).iloc[:, :0]
    rows = in_peoples_units(study.losers, study.a.company.currency)
    a, b = study.worlds
    return pd.DataFrame(
        {
            "who": rows["who"],
            "what": rows["measure"],
            "unit": rows["unit"],
            a: rows["a"],
            b: rows["b"],
            "difference": rows["difference"],
            "95 % from": rows["lower"],
            "to": rows["upper"],
            "worse off": rows["worse"].map({True: "yes", False: "no"}),
            "few cases": rows["few"].map({True: "yes", False: ""}),
        }
    )


# What is drawn


def who_is_worse_off(axes: Axes, people: pd.DataFrame, worlds: Worlds) -> Drawn:
    """Rows of people or departments with what changes for them; the same marks as those of differences."""
    drawn = dots.rows_of_dots(axes, named_rows(people), worlds)
    drawn.marks["zero"] = dots.scale(axes, [drawn.values], worlds)
    drawn.marks["note"] = dots.write_notes(axes, dots.zero_notes(people, worlds), worlds)
    return drawn


def named_rows(people: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a percentage, turned so that worse is below 0, by who and what."""
    rows = findings.toward_better(findings.relative_changes(people))
    return rows.assign(name=who_names(rows))


def who_names(rows: pd.DataFrame) -> list[str]:
    """`Support: handling time`, from `label` where the table has it, else from `measure`."""
    said = rows["label"] if "label" in rows else rows["measure"]
    return [f"{who}: {what}" for who, what in zip(rows["who"], said, strict=True)]


def picture(rows: pd.DataFrame, worlds: Worlds, replications: int, width: float = look.WIDE) -> Picture:
    """The whole figure, from its table."""
    with own_style():
        changes = named_rows(rows)
        said = title(rows, worlds)
        known = words.replications(replications) + (
            f"; {dots.marks_words(changes)}" if replications > 1 and len(changes) else ""
        )
        notes = dots.zero_notes(rows, worlds)
        page, axes = dots.rows_page(changes, worlds, width, said, known, notes)
        drawn = who_is_worse_off(axes, rows, worlds)
    text = dots.description(drawn.values, notes, worlds)
    return Picture(page.figure, said, text, rows)


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    return picture(rows_shown(study), study.worlds, study.replications, width)


# What is said


def title(rows: pd.DataFrame, worlds: Worlds) -> str:
    """Who is shown to be worse off in world B, by name up to three, else the number and who loses most hours in all."""
    verdicts = pd.Series(findings.verdicts(rows), index=rows.index, dtype="object")
    worse = rows.loc[verdicts == WORSE]
    names = list(dict.fromkeys(str(who) for who in worse["who"]))
    if not names:
        return f"Nobody is shown to be worse off in {worlds[1]}"
    if len(names) <= 3:
        return f"Worse off in {worlds[1]} than in {worlds[0]}: {words.listing(names)}"
    text = f"{len(names)} groups are worse off in {worlds[1]} than in {worlds[0]}"
    hardest = worse.iloc[int(worse["hours"].argmax())]
    what = inside(str(hardest.get("label", hardest["measure"])))
    unit, more = str(hardest["unit"]), float(hardest["difference"])
    change = words.hours(more) if unit == "h" else words.with_unit(more, "points" if unit == "%" else unit)
    return f"{text}, most of all {hardest['who']}: {what}, {change} more ({words.hours(hardest['hours'])} in all)"


CHART = Chart(
    "worse_off",
    "By how much, and how sure is it?",
    "Each row is a team or a flow that comes off worse, or might: the further to the left, the worse. The line is its own"
    " 95 % interval, not adjusted for the number of rows looked at; where it crosses zero nothing is shown.",
    draw,
    table,
    wide=WIDER,
)
