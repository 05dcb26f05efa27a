"""Where levers may stand differently: in a department, or on an interface between two; and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping

from sim.inputs.levers_model import CONTACT_LEVERS, DEPARTMENT_LEVERS, INTERFACE_LEVERS, LEVERS
from sim.inputs.mistakes import nearest
from sim.inputs.names import CONTACT_CENTRE, EVERY
from sim.inputs.sources import TomlView, Where


def interface_name(source: str, target: str, subject: str) -> str:
    """An interface as people write it, and as the journal names it: "source > target: subject"."""
    return f"{source} > {target}: {subject}"


def wrong_places(levers: TomlView, company: TomlView) -> list[tuple[Where, str]]:
    """What is wrong with levels by department and by interface: places below ``levers`` and the rest of a sentence.

    Args:
        levers: the table of levers, parts of a wrong shape are passed over.
        company: the company's data.
    """
    departments = _table(company, "departments")
    found: list[tuple[Where, str]] = []
    for name, row in _table(levers, "by_department").items():
        if name not in departments:
            found.append((("by_department", name), f"names a department that does not exist{nearest(name, departments)}"))
            continue
        allowed = (*DEPARTMENT_LEVERS, *(CONTACT_LEVERS if name == CONTACT_CENTRE else ()))
        found += _wrong_levers(("by_department", name), row, allowed, "by department")
    by_interface = _table(levers, "by_interface")
    known = interfaces(company) if by_interface else []
    for name, row in by_interface.items():
        if name not in known:
            found.append(
                (
                    ("by_interface", name),
                    f"names an interface that does not exist{nearest(name, known)}; "
                    "one is written 'source > target: subject'",
                )
            )
            continue
        found += _wrong_levers(("by_interface", name), row, INTERFACE_LEVERS, "by interface")
    return found


def interfaces(company: TomlView) -> list[str]:
    """Names of all interfaces of a company's data: hand-offs and record copies."""
    departments, names = list(_table(company, "departments")), []
    for table, key in (("handoffs", "subject"), ("feeds", "record")):
        rows = company.get(table)
        for row in rows if isinstance(rows, list | tuple) else ():
            if isinstance(row, Mapping) and {"source", "target", key} <= set(row):
                sources, targets = ([*departments] if row[end] == EVERY else [row[end]] for end in ("source", "target"))
                names += [
                    interface_name(source, target, row[key])
                    for source in sources
                    for target in targets
                    if source != target
                ]
    return names


def _wrong_levers(where: Where, row: object, allowed: tuple[str, ...], scope: str) -> list[tuple[Where, str]]:
    found: list[tuple[Where, str]] = []
    for lever in row if isinstance(row, Mapping) else ():
        if lever in CONTACT_LEVERS and lever not in allowed and scope == "by department":
            found.append(((*where, lever), f"has a meaning by department in {CONTACT_CENTRE!r} only"))
        elif lever in LEVERS and lever not in allowed:
            found.append(((*where, lever), f"has no meaning {scope}; set it for the whole company under [levers]"))
        elif lever not in allowed:
            found.append(((*where, lever), f"is not a lever{nearest(lever, allowed)}"))
    return found


def _table(data: TomlView, key: str) -> TomlView:
    table = data.get(key)
    return table if isinstance(table, Mapping) else {}
