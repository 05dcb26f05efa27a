"""All levers in words: what each says, how it works, what it changes, what it costs and whom it harms."""

from __future__ import annotations

import textwrap

from sim.inputs.company_model import CompanyModel
from sim.inputs.information_model import StrategyCosts
from sim.inputs.levers_model import CONTACT_LEVERS, DEPARTMENT_LEVERS, INTERFACE_LEVERS
from sim.inputs.names import CONTACT_CENTRE
from sim.inputs.seen import columns
from sim.levers.catalogue import CATALOGUE, price_of
from sim.levers.lever import Lever
from sim.views.style.words import listing, number

WIDTH = 80
KINDS = {
    "challenge": "Challenges: what stands between the departments",
    "strategy": "Strategies: what can be done about it",
    "trend": "Trends: what is said to change it all",
}


def levers_text(company: CompanyModel) -> str:
    """Every lever of the catalogue, in 80 columns, with its cost at full strength in this company."""
    people = company.people
    parts = [
        f"Every lever is a number from 0 (absent) to 1 (full). Costs are those of {company.name}, {people} people, "
        "at 1; they grow in proportion. Challenges are not bought."
    ]
    parts = [textwrap.fill(parts[0], columns(WIDTH))]
    for kind, heading in KINDS.items():
        parts.append(f"{heading}\n{'=' * len(heading)}")
        parts += [_lever(lever, company, people) for lever in CATALOGUE if lever.kind == kind]
    return "\n\n".join(parts)


def _lever(lever: Lever, company: CompanyModel, people: int) -> str:
    rows = [
        ("works by", lever.mechanism),
        ("changes", ", ".join(sorted(lever.touches))),
        ("known harm", lever.harm),
        ("source", lever.source),
        ("may differ", scope_of(lever)),
    ]
    if lever.moves_directly:
        rows.insert(2, ("moves directly", "; ".join(lever.moves_directly)))
    if lever.kind != "challenge":
        rows.insert(2, ("costs", cost_of(lever, company, people)))
    head = textwrap.fill(f"{lever.name}: {lever.sentence}", columns(WIDTH), subsequent_indent="  ")
    return "\n".join([head, *(_row(name, words) for name, words in rows)])


def scope_of(lever: Lever) -> str:
    """Where a lever may stand differently from the rest of the company."""
    places = ["by department"] if lever.name in DEPARTMENT_LEVERS else []
    places += [f"in {CONTACT_CENTRE}"] if lever.name in CONTACT_LEVERS else []
    places += ["by interface"] if lever.name in INTERFACE_LEVERS else []
    return listing(places) or "nowhere"


def cost_of(lever: Lever, company: CompanyModel, people: int) -> str:
    """What a lever costs at full strength, once and a year."""
    price = price_of(company.remedies.costs.get(lever.name, StrategyCosts()), people, 1.0)
    return f"{company.currency} {number(price.one_off)} once, {company.currency} {number(price.per_year)} a year"


def _row(name: str, words: str) -> str:
    head = f"  {name:<15}"
    return textwrap.fill(
        words,
        columns(WIDTH),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,
        break_long_words=False,
    )
