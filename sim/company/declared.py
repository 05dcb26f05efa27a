"""What the classes of departments declare, as interfaces of one company: what they hand on, tell, ask and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from sim.company.department import Department
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.levers.primitives import LinkName

Classes: TypeAlias = Mapping[str, type[Department]]


def towards(company: CompanyModel, name: str, to: str) -> list[str]:
    """The departments that something goes to which ``name`` declares for ``to``; never itself."""
    known = company.connected
    return [other for other in (known if to == EVERY else [to]) if other != name and other in known]


def handed_on(company: CompanyModel, classes: Classes) -> Iterator[LinkName]:
    """What the departments hand to a process of another."""
    for name, kind in classes.items():
        for subject, to in (*kind.sends.items(), *((subject, to) for subject, (to, _) in kind.asks.items())):
            yield from ((name, other, subject) for other in towards(company, name, to))


def only_told(company: CompanyModel, classes: Classes) -> Iterator[LinkName]:
    """What reaches a department without a process of its own: notices, and answers to what it asked."""
    for name, kind in classes.items():
        for subject, to in kind.tells.items():
            yield from ((name, other, subject) for other in towards(company, name, to))
        for to, answer in kind.asks.values():
            yield from ((other, name, answer) for other in towards(company, name, to))


def copied(company: CompanyModel, classes: Classes) -> Iterator[LinkName]:
    """The records that departments read copies of: (owner, reader, record)."""
    for name, kind in classes.items():
        for record, owner in kind.reads.items():
            yield from ((other, name, record) for other in towards(company, name, owner))
        for record, owner in kind.may_read.items():
            if any(feed.record == record for feed in company.feeds):
                yield from ((other, name, record) for other in towards(company, name, owner))


def declared(company: CompanyModel, classes: Classes) -> set[LinkName]:
    """Every interface that some department's class speaks of: (source, target, subject or record)."""
    return {*handed_on(company, classes), *only_told(company, classes), *copied(company, classes)}
