"""How the numbers of the report were made: the method, the levers, the reporting checklist, the limits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.levers.catalogue import CATALOGUE
from sim.measures.catalogue import FEW, FLOWS
from sim.views.charts.differences import HEADLINE
from sim.views.charts.flows import few_flows
from sim.views.report.pieces import filled
from sim.views.report.sources import cell_value, flat
from sim.views.style import words
from sim.views.style.html import details, table_html
from sim.views.style.study_words import measures_compared, names
from sim.views.text.evidence import SERIES, twin_words, warm_up_words

if TYPE_CHECKING:
    from sim.experiment.study import Study

LONG_WEEKS = 13


def method(study: Study, facts: Mapping[str, Any]) -> str:
    """How both worlds are compared, what differs between them, and the reporting checklist."""
    order = study.comparison[study.comparison["measure"] == HEADLINE]
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
        "twins": twin_words(study),
        "pairs": words.count(study.replications, "pair"),
        "gain": gain,
        "measures": measures_compared(study),
        "warm_up": words.count(study.a.warm_up_weeks, "week"),
        "warm_up_check": warm_up_words(study) or steady,
    }
    check = study.warm_up.replace({"series": SERIES}) if len(study.warm_up) else study.warm_up
    check = check.rename(columns={"weeks_to_cut": "weeks to cut", "declared_weeks": "weeks declared"})
    return "\n".join(
        [
            filled("method.html", said),
            details("The check of the warm-up", table_html(check, "Warm-up by MSER, week by week")),
            "<h3>What differs between both worlds</h3>",
            _levers(study),
            "<h3>Reporting checklist (STRESS-DES)</h3>",
            details("Filled from this run", _stress(study, facts)),
        ]
    )


def _levers(study: Study) -> str:
    a, b = names(study)
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
    dated = dated_changes(study)
    if len(dated):
        parts.append(table_html(dated, "What happens at dates: events and lever changes", long=("how",)))
    places = places_that_differ(study)
    if len(places):
        parts.append(table_html(places, "Levels that are different in a department or on an interface"))
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


def _stress(study: Study, facts: Mapping[str, Any]) -> str:
    """The reporting checklist, filled from the run."""
    company, more = study.a.company, study.more
    kinds = [lever.name.replace("_", " ") for lever in CATALOGUE if lever.kind == "trend"]
    on = [name for name in kinds if any(getattr(world.levers, name.replace(" ", "_"), 0) for world in (study.a, study.b))]
    dated = len(study.a.events) + len(study.a.lever_changes) + len(study.b.events) + len(study.b.lever_changes)
    made = [
        name
        for name, found in (("attribution", more.cube), ("break-even", more.break_evens), ("bundles", more.bundles))
        if found is not None
    ]
    machine = facts["machine"]
    said = {
        "company": company.name,
        "a": study.a.name,
        "b": study.b.name,
        "measures": len(study.comparison),
        "recovery": ", how long recovery takes" if "recovery" in study.tables else "",
        "studies": f"; {words.listing(made)} from stored runs" if made else "",
        "departments": len(company.departments),
        "teams": len(company.teams),
        "handoffs": len(company.handoffs),
        "activities": len(company.activities),
        "flows": words.listing(list(FLOWS.values())),
        "scenarios": f"{study.a.description} {study.b.description}".strip(),
        "trends": f"{words.count(len(kinds), 'trend')} among them, {words.listing(on) if on else 'none'} in use",
        "changes": f"{words.count(dated, 'dated change')} in both worlds together."
        if dated
        else "Nothing is dated: no events, no lever changes.",
        "warm_up": words.count(study.a.warm_up_weeks, "week"),
        "weeks": words.count(study.a.weeks, "measured week"),
        "pairs": words.count(study.replications, "pair"),
        "seed": study.a.seed,
        "software": ", ".join(f"{name} {version}" for name, version in facts["versions"].items() if version),
        "machine": f"{machine['system']}, {machine['processor']}, {machine['cpus']} processors",
        "program": f"{facts['program']} {facts['version'] or '(not installed)'}",
        "sources": facts["sources"],
    }
    return filled("stress.html", said)


def places_that_differ(study: Study) -> pd.DataFrame:
    """World, place, lever, level: where a level is not the company's own."""
    rows = [
        (name, place, lever.replace("_", " "), level)
        for world, name in zip((study.a, study.b), names(study), strict=True)
        for own in (world.levers.by_department, world.levers.by_interface)
        for place, levels in own.items()
        for lever, level in levels.items()
    ]
    return pd.DataFrame(rows, columns=["world", "place", "lever", "level"])


def dated_changes(study: Study) -> pd.DataFrame:
    """World, what happens, when and how: events and lever changes of both worlds."""
    rows = []
    for world, name in zip((study.a, study.b), names(study), strict=True):
        for what, entries in (("event", world.events), ("lever change", world.lever_changes)):
            for entry in entries:
                values = entry.model_dump(exclude_defaults=True)
                head = str(values.pop("kind", values.pop("lever", "")))
                said = "; ".join(f"{key.replace('_', ' ')} {cell_value(value)}" for key, value in values.items())
                rows.append((name, what, head.replace("_", " "), said or "at the start of week 0"))
    return pd.DataFrame(rows, columns=["world", "kind", "what", "how"])


def limits(study: Study) -> str:
    """What the run cannot show."""
    twins, (a, b) = study.twins, names(study)
    counts = [int((twins[f"status_{letter}"] == "open").sum()) if len(twins) else 0 for letter in "ab"]
    few, weeks = few_flows(study), words.count(study.a.weeks, "measured week")
    slow = "cut off slow flows (payment, hiring, closing the books): their measures are too low or missing."
    seasons = "are one picture of a company; seasons and growth are there only where events bring them."
    said = {
        "open": f"{counts[0]:,} cases in {a} and {counts[1]:,} in {b} were",
        "few": FEW,
        "few_flows": f"Here: {words.listing(few)}." if few else "There is none here.",
        "length": f"{weeks} {slow if study.a.weeks < LONG_WEEKS else seasons}",
    }
    return filled("limits.html", said)
