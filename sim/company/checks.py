"""What would go wrong in a run: a company file held against what the classes of its departments declare.

What is found is one sentence each: what, where, what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from sim.company.declared import Classes, copied, handed_on, only_told
from sim.company.graph import network_faults
from sim.company.wiring import DEPARTMENTS
from sim.inputs.company_model import CompanyModel
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes, did_you_mean, ended, nearest
from sim.inputs.names import EVERY
from sim.inputs.scenario import Scenario
from sim.levers.primitives import expand


def scenario_to_run(path: Path | str, size: int | None = None) -> Scenario:
    """The scenario of a file, held against the departments that will run it; raises Mistakes before any work is done.

    Args:
        size: people, in the place of those whom the file asks for.
    """
    scenario = load_scenario(path)
    check(scenario.company, str(path))
    return of_its_size(scenario, str(path), size)


def of_its_size(scenario: Scenario, shown: str, size: int | None = None) -> Scenario:
    """The scenario with a company of the size it asks for; ``shown`` is what its file is called."""
    if size is None and scenario.company_size is None:
        return scenario
    from sim.company.sizing import sized  # what it plans with takes time to import

    check(scenario.company, shown)
    try:
        return sized(scenario, size)
    except Mistakes as mistakes:
        raise Mistakes([f"{shown}: {sentence}" for sentence in mistakes.sentences]) from None


def of_size_asked(model: BaseModel, shown: str) -> BaseModel:
    """What a file describes, whatever that is: a scenario's company has the size it asks for."""
    return of_its_size(model, shown) if isinstance(model, Scenario) else model


def check(company: CompanyModel, shown: str) -> None:
    """Raise Mistakes when a company could not run; ``shown`` is what its file is called."""
    found = faults(company)
    if found:
        raise Mistakes([ended(f"{shown}: {fault}") for fault in found])


def faults(company: CompanyModel) -> list[str]:
    """What is wrong with a company that is a valid file, one sentence each."""
    classes = {name: DEPARTMENTS[name] for name in company.departments if name in DEPARTMENTS}
    connected = {name: classes[name] for name in company.connected if name in classes}
    found = [
        f"department {name!r} has no class that runs it{nearest(name, DEPARTMENTS)}"
        for name in company.departments
        if name not in DEPARTMENTS
    ]
    found += [
        f"department {name!r} has no team; it needs one at least: a row under [teams] with department = {name!r}"
        for name in company.departments
        if name not in {team.department for team in company.teams.values()}
    ]
    if not company.products:
        found.append("[products] is empty; a company has one product at least")
    found += network_faults(company)
    found += _missing_departments(company, connected)
    found += _subjects(company, connected)
    found += _records(company, connected)
    return found + _activities(company, classes)


# ---- departments, subjects, records ------------------------------------------------------------------------------


def _missing_departments(company: CompanyModel, classes: Classes) -> list[str]:
    needed: dict[str, list[str]] = {}
    for name, kind in classes.items():
        partners = {
            *kind.sends.values(),
            *kind.tells.values(),
            *kind.reads.values(),
            *(to for to, _ in kind.asks.values()),
        }
        for partner in sorted(partners - {EVERY, *company.connected}):
            needed.setdefault(partner, []).append(name)
    return [
        f"[departments] has no {partner!r} that is connected with the others, but {_several(by)} turn to it"
        for partner, by in needed.items()
    ]


def _subjects(company: CompanyModel, classes: Classes) -> list[str]:
    given = {(source, target, row.subject): row for row in company.handoffs for source, target in expand(company, row)}
    handed, told = set(handed_on(company, classes)), set(only_told(company, classes))
    carried = {subject for *_, subject in given}
    found = [
        f"no hand-off carries {subject!r}, which the departments send"
        for subject in sorted({subject for *_, subject in handed | told} - carried)
    ]
    found += [
        f"{source!r} sends {subject!r} to {target!r}, but no hand-off carries it there"
        for source, target, subject in sorted((handed | told) - set(given))
        if subject in carried
    ]
    deaf: dict[tuple[str, str], list[str]] = {}
    for source, target, subject in sorted({*given, *handed} - told):
        if target in classes and subject not in classes[target].receives:
            deaf.setdefault((subject, target), []).append(source)
    return found + [
        f"hand-off {subject!r} leads from {_several(sources)} to {target!r}, which does nothing with it"
        f"{nearest(subject, classes[target].receives)}"
        for (subject, target), sources in deaf.items()
    ]


def _records(company: CompanyModel, classes: Classes) -> list[str]:
    given = {(source, target, feed.record) for feed in company.feeds for source, target in expand(company, feed)}
    kept, read = {feed.record for feed in company.feeds}, set(copied(company, classes))
    found = [
        f"record {record!r} is read but nobody keeps a copy of it" for record in sorted({r for *_, r in read} - kept)
    ]
    found += [
        f"{target!r} reads a copy of {record!r} of {source!r}, but no feed brings it"
        for source, target, record in sorted(read - given)
        if record in kept
    ]
    for source, target, record in sorted(given - read):
        if source in classes and record not in classes[source].keeps:
            found.append(
                f"record {record!r} is copied from {source!r} to {target!r}, but {source!r} does not keep it; "
                f"it keeps {_several(classes[source].keeps)}"
            )
        else:
            found.append(f"record {record!r} is copied from {source!r} to {target!r}, which never reads it")
    return found


# ---- activities --------------------------------------------------------------------------------------------------


def _activities(company: CompanyModel, classes: Classes) -> list[str]:
    missing: dict[str, list[str]] = {}
    found = []
    strange = set(company.activities).difference(*(kind.does for kind in classes.values()))
    for name, kind in classes.items():
        own = [team for team, model in company.teams.items() if model.department == name]
        for activity in kind.does:
            row = company.activities.get(activity)
            if row is None:
                missing.setdefault(activity, []).append(name)
            elif row.team != EVERY and row.team not in own:
                found.append(
                    f"activity {activity!r} is given to team {row.team!r}, but {name!r} must do it; "
                    f"allowed are {_several([*own, EVERY])}"
                )
    return [
        f"[activities] has no {activity!r}, which {_several(by)} must do{did_you_mean(activity, sorted(strange))}"
        for activity, by in missing.items()
    ] + found


def _several(names: Iterable[str]) -> str:
    """Names in a sentence; of many, the first and how many more."""
    quoted = [repr(name) for name in names]
    if len(quoted) < 4:
        return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
    return f"{quoted[0]}, {quoted[1]} and {len(quoted) - 2} others"
