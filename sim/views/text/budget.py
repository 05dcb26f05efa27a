"""A budget in words and columns: what comes, what it takes, who is there for it, what it earns."""

from __future__ import annotations

from sim.company.budget.budget import Budget
from sim.views.text import base_load
from sim.views.text.team_names import team_name

MOST_LINES = 8
"""Activities told of a team."""


def told(budget: Budget) -> str:
    """The budget as a text."""
    return "\n\n".join([_head(budget), _volumes(budget), _teams(budget), _work(budget), _money(budget)])


def _head(budget: Budget) -> str:
    name = f"Budget of {budget.scenario.company.name}, as {budget.scenario.name}"
    return f"{name}\n{'=' * len(name)}\nWhat the files amount to when nothing goes wrong; nothing is simulated."


def _volumes(budget: Budget) -> str:
    volumes, people = budget.volumes, budget.scenario.company.people
    tickets = sum(volumes.tickets.values())
    rows = [
        ("orders of consumers", volumes.web_orders),
        ("orders of businesses", volumes.of_businesses),
        ("leads", volumes.leads),
        ("quotes", volumes.qualified),
        ("contacts of customers", tickets),
        ("invoices to customers", volumes.orders),
        ("deliveries of suppliers", volumes.receipts),
        ("lots of the own line", volumes.batches),
        ("consumers who come to stay", volumes.newcomers_in),
        ("consumers who stop for reasons of their own", volumes.customers_out),
        ("businesses who come to stay", volumes.businesses_in),
        ("businesses who stop for reasons of their own", volumes.businesses_out),
    ]
    lines = ["A week", "------", *(f"{name:<44} {per_week:>9,.1f}" for name, per_week in rows)]
    contacts = 100 * tickets / volumes.orders if volumes.orders else 0.0
    lines.append(
        f"{contacts:.0f} contacts per 100 orders; {52 * volumes.revenue / people:,.0f} "
        f"{budget.scenario.company.currency} of revenue a year per person."
    )
    return "\n".join(lines)


def _teams(budget: Budget) -> str:
    lines = ["Work against people, hours a week", "---------------------------------"]
    lines.append(f"{'team':<18} {'people':>6} {'work':>8} {'on duty':>8} {'busy':>5} {'base load':>9}")
    idle = base_load.shares(budget)
    for row in budget.teams:
        name = team_name(budget.scenario.company, row.team)
        lines.append(
            f"{name:<18} {row.people:>6} {row.hours:>8,.1f} {row.on_duty:>8,.1f} {row.utilisation:>5.0%}"
            f" {idle[row.team]:>9.0%}"
        )
    hours, there = sum(row.hours for row in budget.teams), sum(row.on_duty for row in budget.teams)
    people = sum(row.people for row in budget.teams)
    base = sum(idle[row.team] * row.hours for row in budget.teams)
    lines.append(
        f"{'all':<18} {people:>6} {hours:>8,.1f} {there:>8,.1f} {hours / there if there else 0:>5.0%}"
        f" {base / hours if hours else 0:>9.0%}"
    )
    lines.append(f"Busy: work as a share of time on duty. {base_load.MEANING}; its share of the work.")
    return "\n".join(lines)


def _work(budget: Budget) -> str:
    lines = ["What the work is", "----------------"]
    for team in budget.teams:
        rows = sorted((line for line in budget.lines if line.team == team.team), key=lambda line: -line.hours)
        lines.append(team_name(budget.scenario.company, team.team))
        for line in rows[:MOST_LINES]:
            lines.append(f" {line.activity:<27}{line.per_week:>8,.1f} ×{line.minutes:>7.1f} min ={line.hours:>7.1f} h")
        rest = rows[MOST_LINES:]
        if rest:
            lines.append(f" {f'{len(rest)} more':<50}{sum(line.hours for line in rest):>7.1f} h")
    return "\n".join(lines)


def _money(budget: Budget) -> str:
    currency = budget.scenario.company.currency
    lines = [f"Money, {currency} a year", "-" * len(f"Money, {currency} a year")]
    revenue = budget.money["revenue"]
    for name, amount in budget.money.items():
        share = f" ({amount / revenue:.1%} of revenue)" if name == "profit" and revenue else ""
        lines.append(f"{name:<22} {amount:>14,.0f}{share}")
    return "\n".join(lines)
