"""What it takes to repeat the run of a report: command, versions, scenario files, and its numbers as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.views.charts import bridge
from sim.views.report.pieces import json_in_page
from sim.views.saved_tables import comparison_table
from sim.views.style import words
from sim.views.style.html import details, table_html, text
from sim.views.style.study_words import Row
from sim.views.text.evidence import last_line
from sim.views.text.four_facts import four_facts
from sim.views.text.verdict import conclusion
from sim.views.text.worse_off import shown_worse

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.report.material import Material


def run(study: Study, material: Material) -> str:
    """Command, seed, fingerprints, versions, failed runs and both scenario files."""
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
        causes = study.failures.assign(cause=[last_line(cause) for cause in study.failures["cause"]])
        failed = details("Runs that failed", table_html(causes, "Runs that failed", long=("cause",)))
    return "\n".join(
        [
            f"<dl>\n{listed}\n</dl>",
            failed,
            "<p>The scenario files hold every value and load back to the same runs.</p>",
            *(details(name, f'<pre tabindex="0">{text(lines)}</pre>') for name, lines in material.scenarios.items()),
            "<p>The numbers of this page stand as JSON at its end, in the element “study”.</p>",
        ]
    )


def data(study: Study, facts: Mapping[str, Any], published: pd.DataFrame) -> str:
    """The page's numbers for machines; it is data, so no policy for scripts concerns it."""
    said = conclusion(study)
    content = {
        "run": dict(facts),
        "verdict": said.sentence,
        "interval": said.interval,
        "caveat": said.caveat,
        "facts": [asdict(fact) for fact in four_facts(study)],
        "bridge": _records(bridge.steps(study)),
        "comparison": _records(comparison_table(study)),
        "worse_off": _records(shown_worse(study)),
        "published": _records(published),
    }
    return json_in_page(content)


def _records(table: pd.DataFrame) -> list[Row]:
    """Rows with None where there is no finite number."""
    return [
        {str(key): None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
