"""The report: one HTML file that explains itself, works offline from a mail attachment, and needs no script.

Every sentence and number is computed from the study; text from outside (names, comments) is escaped.
"""

from __future__ import annotations

import html
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.inputs.sources import Source, sources
from sim.measures.catalogue import FEW
from sim.views import report_parts, terminal, words
from sim.views.published import RULE, in_words, published_table, range_in_words
from sim.views.report_parts import WORSE_OFF, Panel, panels_of
from sim.views.terminal import Row

if TYPE_CHECKING:
    from sim.experiment.study import Study

TILES = ("order lead time", "wrong decisions", "profit")
COMPANY_FILE = "company.toml"
REPLAY = '<p><a href="replay.html">Watch both companies at work, side by side</a>: one run, in the file beside this.</p>'
LONG_WEEKS = 13
VERDICTS = {"*": "", "?": ", by its own interval only"}


@dataclass(frozen=True, slots=True)
class Material:
    """What the page shows beside the study.

    Attributes:
        facts: what `run.json` holds.
        wide, narrow: charts as SVG by the names of their panels.
        scenarios: scenario files as resolved, by file name.
    """

    facts: Mapping[str, Any]
    wide: Mapping[str, str]
    narrow: Mapping[str, str]
    scenarios: Mapping[str, str]


def page(study: Study, material: Material) -> str:
    """The whole page."""
    (a, b), facts, table = terminal.names(study), material.facts, published_table(study)
    sections = (
        ("charts", "Where the difference lies", _charts(study, material)),
        ("departments", "Department by department", _departments(study)),
        ("worse-off", "Who is worse off", _worse_off(study, material)),
        ("published", "Beside published figures", _published(table)),
        ("method", "Method", _method(study)),
        ("assumptions", "Assumptions and their sources", _assumptions(study)),
        ("limits", "Limits", _limits(study)),
        ("run", "This run", _run(study, material)),
    )
    return Template(_resource("report_page.html")).substitute(
        title=text(f"{a} and {b}: {study.a.company.name}"),
        style=_resource("report.css"),
        header=_header(study, [(name, head) for name, head, _ in sections]),
        sections="\n".join(_section(*section) for section in sections),
        program=text(f"{facts['program']} {facts['version'] or ''}".strip()),
        data=_data(study, facts, table),
    )


def _section(name: str, head: str, body: str) -> str:
    heading = f'<h2 id="{name}-head">{text(head)}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-head">\n{heading}\n{body}\n</section>'


def _resource(name: str) -> str:
    return files("sim.views").joinpath(name).read_text(encoding="utf-8")


# Pieces of HTML


def text(words_: object) -> str:
    """Escaped text, without characters that HTML may not hold."""
    kept = "".join(letter for letter in str(words_) if letter.isprintable() or letter in "\n\t" + words.GAP)
    return html.escape(kept, quote=True)


def paragraphs(lines: Iterable[str], kind: str = "") -> str:
    """Each line of plain text as a paragraph."""
    attribute = f' class="{kind}"' if kind else ""
    return "\n".join(f"<p{attribute}>{text(line)}</p>" for line in lines if line)


def items(lines: Iterable[str]) -> str:
    """Plain text as a list."""
    return "<ul>\n" + "\n".join(f"<li>{text(line)}</li>" for line in lines) + "\n</ul>"


def details(summary: str, body: str) -> str:
    """A body that is closed at first."""
    return f"<details>\n<summary>{text(summary)}</summary>\n{body}\n</details>"


def table_html(table: pd.DataFrame, caption: str, long: Sequence[str] = (), off: Sequence[bool] = ()) -> str:
    """A table with a caption, headed columns and rows, that scrolls by itself where it is wider than the page.

    Args:
        long: columns of text that may take several lines.
        off: rows to be marked.
    """
    numeric = [pd.api.types.is_numeric_dtype(table[column]) for column in table.columns]
    heads = "".join(
        f'<th scope="col"{_number_class(number)}>{text(column)}</th>'
        for column, number in zip(table.columns, numeric, strict=True)
    )
    lines = []
    for place, row in enumerate(table.itertuples(index=False, name=None)):
        first, *rest = (cell(value) for value in row)
        mark = ' class="off"' if place < len(off) and off[place] else ""
        kinds = [
            _number_class(number) or (' class="long"' if column in long else "")
            for column, number in zip(table.columns, numeric, strict=True)
        ]
        lines.append(
            f'<tr{mark}><th scope="row"{kinds[0]}>{first}</th>'
            + "".join(f"<td{kind}>{value}</td>" for kind, value in zip(kinds[1:], rest, strict=True))
            + "</tr>"
        )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">\n<table>\n'
        f"<caption>{text(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(lines)
        + "\n</tbody>\n</table>\n</div>"
    )


def _number_class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def cell(value: object) -> str:
    """A value as it stands in a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return text(words.number(float(value)) if math.isfinite(value) else "–")
    return text(value)


def swatch(letter: str) -> str:
    """The mark of a world: a square for the first, a disc for the second."""
    return f'<span class="swatch {letter}"></span>'


# From the top


def _header(study: Study, sections: Sequence[tuple[str, str]]) -> str:
    said = terminal.verdict(study)
    a, b = terminal.names(study)
    links = "".join(f'<li><a href="#{name}">{text(head)}</a></li>' for name, head in sections)
    return "\n".join(
        [
            "<header>",
            f"<h1>{text(study.a.company.name)}: {swatch('a')}{text(a)} and {swatch('b')}{text(b)}</h1>",
            f'<p class="verdict">{text(said.sentence)}</p>',
            paragraphs([said.caveat]),
            paragraphs([terminal.run_words(study)], "quiet"),
            _tiles(study),
            REPLAY if study.replayed else "",
            paragraphs([terminal.failure_words(study), terminal.warm_up_words(study)], "quiet"),
            f'<nav aria-label="Sections"><ul>{links}</ul></nav>',
            "</header>",
        ]
    )


def _tiles(study: Study) -> str:
    rows = terminal.in_peoples_units(study.comparison, study.a.company.currency).set_index("measure", drop=False)
    known = [rows.loc[measure].to_dict() for measure in TILES if measure in rows.index]
    cards = "\n".join(_tile(row, study) for row in known)
    return f'<h2 class="skip">In three numbers</h2>\n<div class="tiles">\n{cards}\n</div>'


def _tile(row: Row, study: Study) -> str:
    unit, (a, b) = str(row["unit"]), terminal.names(study)
    if study.a.company.currency in unit:
        change, low, high = (terminal.amount(row[key], signed=True) for key in ("difference", "lower", "upper"))
        values = [terminal.amount(row[key]) for key in "ab"]
    else:
        change, limits = terminal.difference_words(row["difference"], row["lower"], row["upper"])
        low, _, high = limits.strip("[]").partition(", ")
        values = [words.number(row[key]) for key in "ab"]
    unit_of_change = "points" if unit == "%" else unit
    interval = (
        f"95{words.GAP}% interval {low} to {high}" if high and high != "–" else "no interval: one pair of runs"
    )
    said = terminal.verdict_words(row)
    word = words.sentence(said.rstrip(" *?")) + VERDICTS.get(said[-1], "")
    return "\n".join(
        [
            '<div class="tile">',
            f"<h3>{text(words.sentence(str(row['label'])))}</h3>",
            f'<p class="change">{text(change)} <span>{text(unit_of_change)}</span></p>',
            *(
                f"<p>{swatch(letter)}{text(name)} {text(value)}{text(_unit_after(unit))}</p>"
                for letter, name, value in zip("ab", (a, b), values, strict=True)
            ),
            f'<p class="quiet">{text(interval)}</p>',
            f'<p class="said">{text(word)}</p>',
            "</div>",
        ]
    )


def _unit_after(unit: str) -> str:
    return words.GAP + unit if unit else ""


def _charts(study: Study, material: Material) -> str:
    number = terminal.measures_compared(study)
    everything = report_parts.comparison_for_people(
        terminal.in_peoples_units(study.comparison, study.a.company.currency), study.worlds
    )
    panels = [figure(panel, study, material) for panel in panels_of(study)]
    more = details(
        f"All {len(everything)} measures, with both intervals",
        table_html(everything, f"All measures; adjusted for {number} of them"),
    )
    missing = f"<h3>Panels that need studies of their own</h3>\n{items(terminal.not_run())}"
    return "\n".join([panels[0] + more, *panels[1:], missing])


def figure(panel: Panel, study: Study, material: Material) -> str:
    """A chart with what one sees, how to read it, and its numbers; its finding is written in the chart."""
    data, name, wide = panel.data(study), panel.name, material.wide[panel.name]
    return "\n".join(
        [
            f'<h3 class="question" id="chart-{name}">{text(panel.question)}</h3>',
            f'<figure aria-labelledby="chart-{name}">',
            f'<div class="wide">{wide}</div>',
            f'<div class="narrow">{material.narrow[name]}</div>',
            "<figcaption>",
            f"<p><b>What you see.</b> {text(_seen(wide))}</p>",
            f"<p><b>How to read it.</b> {text(panel.reading)}</p>",
            "</figcaption>",
            details("The data", table_html(data, panel.question) if len(data) else "<p>No rows.</p>"),
            "</figure>",
        ]
    )


def _seen(svg: str) -> str:
    """The first sentence of a chart's description: what kind of chart it is and what it shows."""
    description = ET.fromstring(svg).findtext("{*}desc") or ""
    return description.partition(". ")[0].rstrip(".") + "."


def _departments(study: Study) -> str:
    return "\n".join(
        [
            "<p>Time at work is worked hours over hours on duty; helpers from other teams can bring it above"
            " 100 %. Waits are hours until work on a piece begins, nights included. Means over runs.</p>",
            table_html(report_parts.department_data(study), "Every team in both worlds"),
            "<h3>The profit statement</h3>",
            table_html(report_parts.statement_data(study), "Profit statement of both worlds, a year"),
        ]
    )


def _worse_off(study: Study, material: Material) -> str:
    head, *lines = terminal.worse_off(study)
    of_people = [line.strip() for line in lines if line.startswith(" ")]
    rest = [line for line in lines if not line.startswith(" ")]
    parts = [paragraphs([head]), items(of_people) if of_people else "", paragraphs(rest)]
    if len(report_parts.losers_shown(study)):
        parts.append(figure(WORSE_OFF, study, material))
    return "\n".join(part for part in parts if part)


def _published(table: pd.DataFrame) -> str:
    parts = [f"<p>{text(RULE)} Nothing is tuned to them in the second world.</p>"]
    for world, rows in table.groupby("world", sort=False):
        shown = pd.DataFrame(
            {
                "measure": rows["label"],
                "model": [in_words(value, unit) for value, unit in zip(rows["value"], rows["unit"], strict=True)],
                "95 % interval": [_interval_words(row) for row in rows.to_dict("records")],
                "published": [
                    range_in_words(low, high, unit)
                    for low, high, unit in zip(
                        rows["published_low"], rows["published_high"], rows["unit"], strict=True
                    )
                ],
                "agreement": rows["agrees"],
                "source": [
                    f"{row['source']}; {row['kind']}, confidence {row['confidence']}"
                    + (f". Differs: {row['differs']}" if row["differs"] else "")
                    for row in rows.to_dict("records")
                ],
            }
        )
        agree = int((rows["agrees"] == "agrees").sum())
        head = f"{words.sentence(str(world))}: {agree} of {len(rows)} published figures agree"
        caption = f"{words.sentence(str(world))} beside published figures"
        marked = list(rows["agrees"] != "agrees")
        parts += [f"<h3>{text(head)}</h3>", table_html(shown, caption, long=("source",), off=marked)]
    return "\n".join(parts)


def _interval_words(row: Row) -> str:
    if not math.isfinite(row["lower"]):
        return "–"
    return range_in_words(row["lower"], row["upper"], row["unit"]) if row["lower"] < row["upper"] else "no spread"


# How it was done


def _method(study: Study) -> str:
    order = study.comparison[study.comparison["measure"] == report_parts.HEADLINE]
    ratio = float(order["variance_ratio"].iloc[0]) if len(order) else math.nan
    gain = (
        f"{words.number(ratio, 2)} times smaller than with independent runs"
        if ratio > 1
        else "no smaller than with independent runs"
        if math.isfinite(ratio)
        else "impossible to judge"
    )
    steady = "Cutting more would not make the weekly series steadier (MSER on week-long batches)."
    said = {
        "twins": terminal.twin_words(study),
        "pairs": words.count(study.replications, "pair"),
        "gain": gain,
        "measures": terminal.measures_compared(study),
        "warm_up": words.count(study.a.warm_up_weeks, "week"),
        "warm_up_check": terminal.warm_up_words(study) or steady,
    }
    check = study.warm_up.replace({"series": terminal.SERIES}) if len(study.warm_up) else study.warm_up
    check = check.rename(columns={"weeks_to_cut": "weeks to cut", "declared_weeks": "weeks declared"})
    return "\n".join(
        [
            _filled("report_method.html", said),
            details("The check of the warm-up", table_html(check, "Warm-up by MSER, week by week")),
            "<h3>What differs between both worlds</h3>",
            _levers(study),
            "<h3>Reporting checklist (STRESS-DES)</h3>",
            details("Filled from this run", _stress(study)),
        ]
    )


def _levers(study: Study) -> str:
    from sim.levers.catalogue import CATALOGUE

    a, b = terminal.names(study)
    levels = [
        (
            lever.name.replace("_", " "),
            lever.kind,
            getattr(study.a.levers, lever.name, math.nan),
            getattr(study.b.levers, lever.name, math.nan),
            lever.sentence,
            lever.harm,
        )
        for lever in CATALOGUE
    ]
    table = pd.DataFrame(levels, columns=["lever", "kind", a, b, "what it is", "what it harms"])
    parts = [table_html(table, "Levers, 0 (absent) to 1 (full)", long=("what it is", "what it harms"))]
    first, second = (dict(flat(world.company.model_dump())) for world in (study.a, study.b))
    changed = [
        (path, first.get(path, "–"), second.get(path, "–"))
        for path in {**first, **second}
        if first.get(path) != second.get(path)
    ]
    if changed:
        parts.append(
            details(
                f"{len(changed)} values of the company differ too",
                table_html(pd.DataFrame(changed, columns=["value", a, b]).astype(str), "Values that differ"),
            )
        )
    else:
        parts.append("<p>The company is the same in both: every other number is equal.</p>")
    return "\n".join(parts)


def _stress(study: Study) -> str:
    """The reporting checklist, filled from the run."""
    company = study.a.company
    said = {
        "company": company.name,
        "a": study.a.name,
        "b": study.b.name,
        "measures": len(study.comparison),
        "departments": len(company.departments),
        "teams": len(company.teams),
        "handoffs": len(company.handoffs),
        "activities": len(company.activities),
        "scenarios": f"{study.a.description} {study.b.description}".strip(),
        "warm_up": words.count(study.a.warm_up_weeks, "week"),
        "weeks": words.count(study.a.weeks, "measured week"),
        "pairs": words.count(study.replications, "pair"),
    }
    return _filled("report_stress.html", said)


def _filled(template: str, said: Mapping[str, object]) -> str:
    """A piece of the page that is kept as HTML, with what this study says in it."""
    return Template(_resource(template)).substitute({key: text(value) for key, value in said.items()})


def _assumptions(study: Study) -> str:
    found = company_sources()
    if not found:
        return (
            f"<p>The file of the default company ({COMPANY_FILE}) is not at hand, so sources cannot be listed;"
            " the scenario files below hold every value.</p>"
        )
    here = dict(flat(study.a.company.model_dump()))
    rows = [
        (
            source.path,
            cell_value(here.get(source.path, "–")),
            source.unit,
            source.note,
            "" if same(here.get(source.path), source.value) else f"{COMPANY_FILE} has {cell_value(source.value)}",
        )
        for source in found
    ]
    table = pd.DataFrame(rows, columns=["value", "in this run", "unit", "source", "differs"]).astype(str)
    changed = int((table["differs"] != "").sum())
    kinds = pd.Series([source.kind for source in found]).value_counts()
    counts = [
        f"{kinds.get(kind, 0):,} {label}"
        for kind, label in (
            ("facts", "from published figures"),
            ("mixed", "partly from published figures"),
            ("assumption", "assumptions"),
            ("none", "without a word about it"),
        )
        if kinds.get(kind, 0)
    ]
    lines = [
        f"Of {len(found):,} values of the default company, {words.listing(counts)}. “facts 5” is section 5 of the"
        " published figures that the README names.",
        f"{changed} of them are different in this run, and then the source does not speak for them."
        if changed
        else "All of them are as in this run.",
    ]
    columns = [column for column in table.columns if column != "differs" or changed]
    return (
        paragraphs(lines)
        + "\n"
        + details(
            "Every value with its source",
            table_html(
                table[columns], f"Values of {COMPANY_FILE}", long=("source",), off=list(table["differs"] != "")
            ),
        )
    )


def company_sources() -> list[Source]:
    """Sources of the default company's values, from ./scenarios or beside the package; none without either."""
    for folder in (Path("scenarios"), Path(__file__).resolve().parents[2] / "scenarios"):
        if (folder / COMPANY_FILE).is_file():
            try:
                return sources(folder / COMPANY_FILE)
            except (OSError, ValueError):
                continue
    return []


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested tables by its path, as `sim.inputs.sources` writes paths."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        for place, inner in enumerate(value):
            yield from flat(inner, f"{path}[{place}]")
    else:
        yield path, value


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal, lists and tuples alike."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return list(first) == list(second)
    return bool(first == second)


def cell_value(value: Any) -> str:
    """A setting as text."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _limits(study: Study) -> str:
    twins, (a, b) = study.twins, terminal.names(study)
    counts = [int((twins[f"status_{letter}"] == "open").sum()) if len(twins) else 0 for letter in "ab"]
    few, weeks = report_parts.few_flows(study), words.count(study.a.weeks, "measured week")
    slow = "cut off slow flows (payment, hiring, closing the books): their measures are too low or missing."
    seasons = "are one picture of a company; seasons and growth are left out."
    said = {
        "open": f"{counts[0]:,} cases in {a} and {counts[1]:,} in {b} were",
        "few": FEW,
        "few_flows": f"Here: {words.listing(few)}." if few else "There is none here.",
        "length": f"{weeks} {slow if study.a.weeks < LONG_WEEKS else seasons}",
    }
    return _filled("report_limits.html", said)


def _run(study: Study, material: Material) -> str:
    facts = material.facts
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items() if version)
    machine = facts["machine"]
    entries = {
        "Command": f"<code>{text(facts['command'])}</code>",
        "Seed": text(facts["seed"]),
        "Length": text(f"{facts['weeks']} weeks after {facts['warm_up_weeks']} of warm-up"),
        "Replications": text(f"{facts['replications']} pairs; {facts['failed_runs']} runs failed"),
        "Scenarios": text(
            "; ".join(f"{world['name']} (fingerprint {world['fingerprint']})" for world in facts["worlds"])
        ),
        "Sources": f"<code>{text(facts['sources'])}</code>",
        "Versions": text(f"{facts['program']} {facts['version'] or '(not installed)'}, {versions}"),
        "Machine": text(
            f"{machine['system']} {machine['release']}, {machine['processor']}, {machine['cpus']} processors; "
            f"{words.number(facts['seconds'])} s"
        ),
    }
    listed = "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in entries.items())
    failed = ""
    if len(study.failures):
        causes = study.failures.assign(cause=[terminal.last_line(cause) for cause in study.failures["cause"]])
        failed = details("Runs that failed", table_html(causes, "Runs that failed", long=("cause",)))
    return "\n".join(
        [
            f"<dl>\n{listed}\n</dl>",
            failed,
            "<p>The scenario files hold every value and load back to the same runs.</p>",
            *(
                details(name, f'<pre tabindex="0">{text(lines)}</pre>')
                for name, lines in material.scenarios.items()
            ),
            "<p>The numbers of this page stand as JSON at its end, in the element “study”.</p>",
        ]
    )


def _data(study: Study, facts: Mapping[str, Any], published: pd.DataFrame) -> str:
    """The page's numbers for machines; it is data, so no policy for scripts concerns it."""
    from sim.views.folder import comparison_table

    said = terminal.verdict(study)
    worse = study.losers[study.losers["worse"].astype(bool)] if len(study.losers) else study.losers
    content = {
        "run": dict(facts),
        "verdict": said.sentence,
        "caveat": said.caveat,
        "comparison": _records(comparison_table(study)),
        "worse_off": _records(worse),
        "published": _records(published),
    }
    written = json.dumps(content, ensure_ascii=False, allow_nan=False, default=str)
    for letter in "<>&":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written


def _records(table: pd.DataFrame) -> list[Row]:
    """Rows with None where there is no finite number."""
    return [
        {
            str(key): None if isinstance(value, float) and not math.isfinite(value) else value
            for key, value in row.items()
        }
        for row in table.to_dict("records")
    ]
