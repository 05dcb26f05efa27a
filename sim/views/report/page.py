"""The report: one HTML file that explains itself, works offline from a mail attachment.

Every sentence and number is computed from the study; text from outside (names, comments) is escaped.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from sim.views.report.departments import departments
from sim.views.report.glossary import explained
from sim.views.report.head import header
from sim.views.report.method import limits, method
from sim.views.report.pieces import resource
from sim.views.report.results import charts, published, story, who_is_worse_off
from sim.views.report.run import data, run
from sim.views.report.sources import assumptions
from sim.views.report.what_if import script_policy
from sim.views.style.html import text
from sim.views.style.study_words import names
from sim.views.text.published import published_table

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.report.material import Material


def page(study: Study, material: Material) -> str:
    """The whole page."""
    (a, b), facts, table = names(study), material.facts, published_table(study)
    sections = (
        ("charts", "Where the difference lies", charts(study, material)),
        ("failure", "The story of one failure", story(study, material)),
        ("departments", "Department by department", departments(study)),
        ("worse-off", "Who is worse off", who_is_worse_off(study, material)),
        ("published", "Beside published figures", published(table, study.a.company.currency)),
        ("method", "Method", method(study, facts)),
        ("assumptions", "Assumptions and their sources", assumptions(study)),
        ("limits", "Limits", limits(study)),
        ("run", "This run", run(study, material)),
    )
    return Template(resource("page.html")).substitute(
        title=text(f"{a} and {b}: {study.a.company.name}"),
        style=resource("report.css"),
        scripts=script_policy(study),
        header=header(study, material, [(name, head) for name, head, _ in sections]),
        sections="\n".join(_section(*section) for section in sections),
        program=text(f"{facts['program']} {facts['version'] or ''}".strip()),
        data=data(study, facts, table),
    )


def _section(name: str, head: str, body: str) -> str:
    heading = f'<h2 id="{name}-head">{text(head)}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-head">\n{heading}\n{explained(body)}\n</section>'
