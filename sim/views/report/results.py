"""What the report shows: charts with their words and data, who is worse off, published figures."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts import differences, worse_off
from sim.views.charts.chart import Chart
from sim.views.journey.one_failure import failure_lines, one_failure
from sim.views.report.contents import STORY, WORSE_OFF, charts_of
from sim.views.style import words
from sim.views.style.html import details, items, paragraphs, table_html, text
from sim.views.style.study_words import Row, in_peoples_units, measures_compared, people_factors
from sim.views.text.evidence import not_run
from sim.views.text.published import (
    MONEY,
    RULE,
    agreeing_in_words,
    model_in_words,
    published_in_words,
    range_in_words,
    source_words,
)
from sim.views.text.worse_off import worse_off as worse_off_lines

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.report.material import Material


def charts(study: Study, material: Material) -> str:
    """Every chart, the table of all measures, and what has not been run."""
    number = measures_compared(study)
    everything = differences.for_people(in_peoples_units(study.comparison, study.a.company.currency), study.worlds)
    panels = [figure(chart, study, material) for chart in charts_of(study)]
    more = details(
        f"All {len(everything)} measures, with both intervals",
        table_html(everything, f"All measures; adjusted for {number} of them"),
    )
    more += _alike(study)
    missing = not_run(study)
    last = f"<h3>What has not been run</h3>\n{items(missing)}" if missing else ""
    return "\n".join(part for part in (panels[0] + more, *panels[1:], last) if part)


def _alike(study: Study) -> str:
    """Means over kinds of cases, compared at one mix of kinds; empty where nothing can be."""
    rows = study.tables.get("alike", pd.DataFrame())
    if not len(rows):
        return ""
    said = in_peoples_units(rows, study.a.company.currency)
    own = rows["own_mix"] * people_factors(rows)
    columns = {"measure": said["label"], "unit": said["unit"], "kinds": rows["kinds"], "of": rows["of"]}
    columns |= dict(zip(study.worlds, (said["a"], said["b"]), strict=True))
    columns |= {"difference": said["difference"], "95 % from": said["lower"], "to": said["upper"], "own mix": own}
    told = (
        "A mean over issues falls where a world has more of the quick ones. Here each kind weighs the same in both;"
        " the last column is the difference of the plain means. The same table: tables/alike.csv."
    )
    table = table_html(pd.DataFrame(columns), "Like with like: every kind of case weighed the same")
    return details("Like with like: the same mix of cases in both", f"{paragraphs([told])}\n{table}")


def figure(chart: Chart, study: Study, material: Material, level: int = 3, *, open_: bool = True) -> str:
    """A chart with what one sees, how to read it, and its numbers; its finding is written in the chart.

    Args:
        level: of the heading that asks what the chart answers.
        open_: whether its reading guide is open, or stands with its data.
    """
    data, name, wide = chart.table(study), chart.name, material.wide[chart.name]
    told = f"<p><b>What you see.</b> {text(_seen(wide))}</p>\n<p><b>How to read it.</b> {text(chart.reading)}</p>"
    numbers = table_html(data, chart.question) if len(data) else "<p>No rows.</p>"
    below = [details("The data", numbers)] if open_ else [details("How to read it, and the data", f"{told}\n{numbers}")]
    return "\n".join(
        [
            f'<h{level} class="question" id="chart-{name}">{text(chart.question)}</h{level}>',
            f'<figure aria-labelledby="chart-{name}">',
            f'<div class="wide">{wide}</div>',
            f'<div class="narrow">{material.narrow[name]}</div>',
            *([f"<figcaption>\n{told}\n</figcaption>"] if open_ else []),
            *below,
            "</figure>",
        ]
    )


def _seen(svg: str) -> str:
    """The first sentence of a chart's description: what kind of chart it is and what it shows."""
    description = ET.fromstring(svg).findtext("{*}desc") or ""
    return description.partition(". ")[0].rstrip(".") + "."


def story(study: Study, material: Material) -> str:
    """The story of one failure in words and as a chart, or that no order went wrong in one world only."""
    found = one_failure(study)
    if found is None:
        return paragraphs(
            ["In the first pair of runs no order that was delivered in both worlds went wrong in one only."]
        )
    return "\n".join([paragraphs(failure_lines(study, found)), figure(STORY, study, material)])


def who_is_worse_off(study: Study, material: Material) -> str:
    """Who is worse off, in words and as a chart."""
    head, *lines = worse_off_lines(study)
    of_people = [line.strip() for line in lines if line.startswith(" ")]
    rest = [line for line in lines if not line.startswith(" ")]
    parts = [paragraphs([head]), items(of_people) if of_people else "", paragraphs(rest)]
    if len(worse_off.rows_shown(study)):
        parts.append(figure(WORSE_OFF, study, material))
    return "\n".join(part for part in parts if part)


def published(table: pd.DataFrame, currency: str) -> str:
    """The model beside published figures, world by world; ``currency`` is the company's."""
    parts = [f"<p>{text(RULE)} Nothing is tuned to them in the second world.</p>"]
    for world, rows in table.groupby("world", sort=False):
        each = rows.to_dict("records")
        shown = pd.DataFrame(
            {
                "measure": rows["label"],
                "model": [model_in_words(row, currency) for row in each],
                "95 % interval": [_interval_words(row, currency) for row in each],
                "published": [published_in_words(row) for row in each],
                "agreement": rows["agrees"],
                "source": [source_words(row) for row in each],
            }
        )
        head = agreeing_in_words(str(world), rows)
        caption = f"{words.sentence(str(world))} beside published figures"
        marked = list(rows["agrees"] != "agrees")
        parts += [f"<h3>{text(head)}</h3>", table_html(shown, caption, long=("source",), off=marked)]
    return "\n".join(parts)


def _interval_words(row: Row, currency: str) -> str:
    if not math.isfinite(row["lower"]):
        return "–"
    unit = row["unit"].replace(MONEY, currency)
    return range_in_words(row["lower"], row["upper"], unit) if row["lower"] < row["upper"] else "no spread"
