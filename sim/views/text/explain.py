"""A scenario in plain words: the company, its levers, how information travels, when people work, what is measured."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sim.inputs.company_model import CompanyModel
from sim.inputs.differences import Difference, differences_of
from sim.inputs.hours_model import Date, Hours, StaffedHours
from sim.inputs.levers_model import Levers
from sim.inputs.names import EVERY
from sim.inputs.scenario import Scenario
from sim.inputs.seen import columns
from sim.levers.catalogue import CATALOGUE, remaining, world
from sim.levers.lever import Lever
from sim.levers.primitives import OWN, Link, LinkName, Primitives
from sim.measures.catalogue import MEASURES
from sim.measures.run import MODES
from sim.views.style import words
from sim.views.text.diff import plain, value_words

WIDTH = 96
MOST_EXAMPLES, MOST_DIFFERENCES, MOST_SHORT = 3, 30, 12
TOLD = ("name", "description", "seed", "weeks", "warm_up_weeks", "levers", "company")
"""Fields of a scenario that have a section of their own; any others are listed as they are."""
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
VOLUMES = {"technical": "technical problems", "business_orders": "repeat orders of businesses"}
"""Volumes whose field does not say enough by itself."""
KINDS = {"challenge": "challenge", "strategy": "remedy", "trend": "trend"}


def explain(scenarios: Sequence[Scenario]) -> str:
    """Every scenario in words; after several, what differs between each and the first."""
    texts = [explained(scenario) for scenario in scenarios]
    texts += [
        _section(f"What differs between {scenarios[0].name} and {other.name}", differences(scenarios[0], other))
        for other in scenarios[1:]
    ]
    return "\n\n\n".join(texts)


def explained(scenario: Scenario) -> str:
    """One scenario in words, at most `WIDTH` columns."""
    company, primitives = scenario.company, world(scenario.company, scenario.levers)
    head = f"{words.sentence(scenario.name)}\n{'=' * len(scenario.name)}"
    parts = [
        "\n".join([head, *_wrapped([scenario.description] if scenario.description else [])]),
        _section("The company", company_lines(company)),
        _section("What stands in the way, and what is done about it", lever_lines(scenario, primitives)),
        _section("How information travels", information_lines(company, primitives)),
        _section("When people work", calendar_lines(company)),
        _section("What will be measured", measured_lines()),
        _section("The run", run_lines(scenario)),
    ]
    extra = extra_lines(scenario)
    return "\n\n".join([*parts, *([_section("Also set", extra)] if extra else [])])


def company_lines(company: CompanyModel) -> list[str]:
    """Who works there, with which systems, for how many customers."""
    people = sum(team.staff for team in company.teams.values())
    lines = [
        f"{company.name} has {_people(people)} in {_count(len(company.departments), 'department')} and "
        f"{_count(len(company.teams), 'team')}."
    ]
    for office in ("front", "back"):
        there = [name for name, model in company.departments.items() if model.office == office]
        lines += (
            [f"{words.sentence(office)} office: {words.listing([_department(company, name) for name in there])}."]
            if there
            else []
        )
    customers = company.customers
    lines.append(
        f"It serves {words.number(customers.consumers)} consumers and {words.number(customers.businesses)} "
        f"businesses with {_count(len(company.products), 'product')}. In a usual week there are "
        f"{words.listing([*_per_week(customers), *_per_week(company.contacts)])}."
    )
    lines.append(f"Overheads are {_money(company, company.overhead_per_year)} a year.")
    return lines


def _department(company: CompanyModel, name: str) -> str:
    model = company.departments[name]
    people = sum(team.staff for team in company.teams.values() if team.department == name)
    return f"{model.label} ({_people(people)}, {model.system})"


def _per_week(part: BaseModel) -> list[str]:
    """Volumes by their fields' names: `100 web orders`."""
    names = {name: name.removesuffix("_per_week") for name, _ in part if name.endswith("_per_week")}
    return [
        f"{words.number(float(getattr(part, name)))} {VOLUMES.get(short, plain(short))}"
        for name, short in names.items()
        if getattr(part, name)
    ]


def lever_lines(scenario: Scenario, primitives: Primitives) -> list[str]:
    """Every lever that is not at 0: its level, what it says, how it works, what it costs; then those at 0."""
    levels = levels_of(scenario.levers)
    known = {lever.name: lever for lever in CATALOGUE}
    lines = [
        line
        for name, level in levels.items()
        if level > 0
        for line in _lever(scenario, primitives, name, level, known.get(name))
    ]
    if not lines:
        lines.append("No lever is set: no obstacle between departments, and no remedy.")
    lines += [f"Different in {place}: {_levels(changed)}." for place, changed in _elsewhere(scenario.levers)]
    absent = [plain(name) for name, level in levels.items() if level == 0]
    lines += [f"Not there (level 0): {words.listing(absent)}."] if absent else []
    if primitives.prices:
        once = sum(price.one_off for price in primitives.prices.values())
        yearly = sum(price.per_year for price in primitives.prices.values())
        lines.append(
            f"All of it costs {_money(scenario.company, once)} once and {_money(scenario.company, yearly)} a year."
        )
    return lines


def levels_of(levers: Levers) -> dict[str, float]:
    """The company-wide level of every lever there is, whatever levers there are."""
    return {name: float(value) for name, value in levers if isinstance(value, int | float)}


def _elsewhere(levers: Levers) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Places where levers stand differently, and the levels there."""
    for _, table in levers:
        if isinstance(table, Mapping):
            yield from ((str(place), changed) for place, changed in table.items())


def _levels(changed: Mapping[str, float]) -> str:
    return words.listing([f"{plain(name)} at {words.percent(100 * float(level))}" for name, level in changed.items()])


def _lever(scenario: Scenario, primitives: Primitives, name: str, level: float, lever: Lever | None) -> Iterator[str]:
    at = f"{words.sentence(plain(name))}, {words.percent(100 * level)}"
    if lever is None:
        yield f"{at}."
        return
    yield f"{at} ({KINDS.get(lever.kind, lever.kind)}): {lever.sentence} It works by {lever.mechanism}."
    if lever.kind == "challenge":
        left = remaining(scenario.company, scenario.levers, name)
        if left < level:
            yield f"  Of it remains {words.percent(100 * left)}, because of the remedies."
    elif name in primitives.prices:
        price = primitives.prices[name]
        yield (
            f"  It costs {_money(scenario.company, price.one_off)} once and "
            f"{_money(scenario.company, price.per_year)} a year. Known harm: {lever.harm}."
        )


def information_lines(company: CompanyModel, primitives: Primitives) -> list[str]:
    """How many interfaces are by hand, scheduled and shared, with examples; who can see what; how often one looks."""
    lines = []
    for what, feed in (("cases handed on", False), ("record copies", True)):
        links = {name: link for name, link in primitives.links.items() if link.feed is feed}
        numbers = {said: sum(MODES[link.mode] == mode for link in links.values()) for mode, said in words.MODES.items()}
        counts = [f"{number} work {said}" for said, number in numbers.items() if number]
        lines.append(f"Of {len(links)} interfaces for {what}, {words.listing(counts)}.")
    for mode, said in words.MODES.items():
        examples = [_example(company, name) for name in _examples(company, primitives.links, mode)]
        lines += [f"{words.sentence(said)}, for example: {'; '.join(examples)}."] if examples else []
    byhand = [link for link in primitives.links.values() if MODES[link.mode] == "manual" and not link.feed]
    if byhand:
        keyed = 60 * sum(link.rekey_hours for link in byhand) / len(byhand)
        lines.append(
            f"A message by hand waits for the receiver's next look into the inbox, about every "
            f"{words.hours(company.information.inbox_round_hours)} at work, and takes {words.number(keyed, 2)}"
            " min on average to key in again."
        )
    lines += _practices(company, primitives)
    return lines


def _examples(company: CompanyModel, links: Mapping[LinkName, Link], mode: str) -> list[LinkName]:
    """Some hand-offs of a mode: first those that are declared between two departments by name."""
    own = {(one.source, one.target, one.subject) for one in company.handoffs if EVERY not in (one.source, one.target)}
    fits = [name for name, link in links.items() if MODES[link.mode] == mode and not link.feed]
    return sorted(fits, key=lambda name: name not in own)[:MOST_EXAMPLES]


def _example(company: CompanyModel, name: LinkName) -> str:
    source, target, subject = name
    return f"{subject}, {company.departments[source].label} to {company.departments[target].label}"


def _practices(company: CompanyModel, primitives: Primitives) -> list[str]:
    practices = primitives.practices
    shared = [company.departments[name].label for name, practice in practices.items() if practice.platform != OWN]
    lines = (
        [
            f"One platform for {words.listing(shared)}; the others keep their own systems."
            if len(shared) < len(practices)
            else "All departments work on one platform."
        ]
        if shared
        else ["Every department keeps its own system."]
    )
    seen = 100 * sum(practice.visible for practice in practices.values()) / len(practices)
    unclear = 100 * sum(practice.ask_back for practice in practices.values()) / len(practices)
    asked = "; for the rest somebody has to ask" if seen < 100 else ""
    lines.append(
        f"Of what another department's records hold, {words.percent(seen)} can be looked up, on average{asked}."
        f" Of messages by hand, {words.percent(unclear)} are unclear and go back."
    )
    return lines


def calendar_lines(company: CompanyModel) -> list[str]:
    """Opening hours and whose they are."""
    lines = []
    for name, hours in company.working_hours.items():
        teams = [_team(company, team) for team, model in company.teams.items() if name in model.hours]
        lines += [f"{_opening(hours)}: {words.listing(teams)}."] if teams else []
    lines += [line for team in company.teams for line in _staffing_lines(company, team)]
    if not company.holidays:
        return [*lines, "There are no holidays."]
    dates = words.listing([_date(date) for date in company.holidays])
    return [*lines, f"Holidays: {dates}; weeks count from the first measured one, which is 0."]


def _staffing_lines(company: CompanyModel, team: str) -> list[str]:
    model = company.teams[team]
    if not model.staffing:
        return []
    rows = words.listing([_staffed(row) for row in model.staffing])
    return [f"{_team(company, team)}: {words.number(model.staff)} people; at certain times fewer are there: {rows}."]


def _staffed(row: StaffedHours) -> str:
    when = [
        f"{words.number(row.opens)} to {words.number(row.closes)} o'clock"
        if row.opens is not None and row.closes is not None
        else "",
        f"on {words.listing([DAYS[day] for day in row.days])}" if row.days is not None else "",
        f"in weeks {row.weeks[0]} to {row.weeks[1]}" if row.weeks is not None else "",
    ]
    said = " ".join(part for part in when if part)
    return f"{row.staff} {said}".strip()


def _date(date: Date) -> str:
    return f"{DAYS[date.day]} of week {date.week}" if date.day is not None else f"all of week {date.week}"


def _team(company: CompanyModel, team: str) -> str:
    """A team by its department; by its own name too where the two differ."""
    department = company.teams[team].department
    name = company.departments[department].label
    return name if team == department else f"{name} ({team})"


def _opening(hours: Hours) -> str:
    own = [(day, times) for day in DAYS if hours.by_day is not None and (times := hours.by_day.of(day)) is not None]
    usual = [day for day in DAYS if day in hours.days and day not in dict(own)]
    stretches = hours.stretches or ((hours.opens or 0.0, hours.closes or 0.0),)
    parts = [f"{_days(usual)}, {_times(stretches)}"] if usual else []
    parts += [f"{DAYS[day]}, {_times(times)}" for day, times in own]
    if hours.breaks:
        parts.append(f"breaks {_times(hours.breaks)}")
    if hours.closed:
        parts.append(f"closed {words.listing([_date(date) for date in hours.closed])}")
    parts += [f"{_date(other)}, {_times(other.stretches)}" for other in hours.other_hours]
    return "; ".join(parts) + ("; also on holidays" if hours.on_holidays else "")


def _days(days: Sequence[str]) -> str:
    places = [list(DAYS).index(day) for day in days]
    in_a_row = len(days) > 2 and places[-1] - places[0] == len(days) - 1
    names = [DAYS[day] for day in days]
    return f"{names[0]} to {names[-1]}" if in_a_row else words.listing(names)


def _times(stretches: Sequence[tuple[float, float]]) -> str:
    said = [f"{words.number(opens)} to {words.number(closes)}" for opens, closes in stretches]
    return f"{words.listing(said)} o'clock"


def measured_lines() -> list[str]:
    """How many measures there are, and those of the short table."""
    short = [measure.label for measure in MEASURES if measure.short]
    more = f" and {len(short) - MOST_SHORT} more" if len(short) > MOST_SHORT else ""
    return [
        f"{len(MEASURES)} measures, all computed from the journal of events. First of all: "
        f"{'; '.join(short[:MOST_SHORT])}{more}."
    ]


def run_lines(scenario: Scenario) -> list[str]:
    """Length and seed."""
    return [
        f"{_count(scenario.weeks, 'week')} are measured, after {_count(scenario.warm_up_weeks, 'week')} of warm-up. "
        f"Random numbers start at seed {scenario.seed}. Fingerprint of the content: {scenario.fingerprint}."
    ]


def extra_lines(scenario: Scenario) -> list[str]:
    """What a scenario says beside all this, such as events, a line each."""
    lines = []
    for name, value in scenario:
        if name in TOLD or value in ((), [], {}, None, ""):
            continue
        rows = value if isinstance(value, list | tuple) else [value]
        lines += [f"{words.sentence(plain(name))}: {_as_words(row)}." for row in rows]
    return lines


def _as_words(row: Any) -> str:
    if not isinstance(row, BaseModel):
        return str(row)
    given = row.model_dump(exclude_defaults=True)
    return ", ".join(f"{plain(key)} {value}" for key, value in given.items())


def differences(one: Scenario, two: Scenario) -> list[str]:
    """What two scenarios do not have in common, levers first; a line each."""
    found = sorted(differences_of(one, two), key=lambda difference: difference.where[0] != "levers")
    lines = [
        f"{words.sentence(' › '.join(plain(name) for name in _inside(difference.where)))}: "
        f"{_found(difference.one, difference)} in {one.name}, {_found(difference.two, difference)} in {two.name}."
        for difference in found[:MOST_DIFFERENCES]
    ]
    if len(found) > MOST_DIFFERENCES:
        lines.append(f"... and {len(found) - MOST_DIFFERENCES} more.")
    return lines or ["Nothing but their names: they give the same numbers."]


def _inside(where: Sequence[str]) -> Sequence[str]:
    """The names without that of the table they all lie in."""
    return where[1:] if where[0] in ("levers", "company") else where


def _found(value: Any, difference: Difference) -> str:
    return "not there" if value is None else value_words(value, difference.share)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _count(number: int, noun: str) -> str:
    return words.count(number, noun).replace(words.GAP, " ")


def _money(company: CompanyModel, amount: float) -> str:
    return f"{company.currency} {amount:,.0f}"


def _section(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, "-" * len(heading), *_wrapped(lines)])


def _wrapped(lines: Sequence[str]) -> list[str]:
    """Each line broken at `WIDTH`, and indented as deep as it begins."""
    done: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        done += textwrap.wrap(
            line.strip().replace(words.GAP, " "),
            columns(WIDTH),
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    return done
