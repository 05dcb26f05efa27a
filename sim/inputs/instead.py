"""What a change says in one of several ways takes the place of what a lower layer says in another.

Hours are given by opens and closes or by stretches, a touch time by what its law needs: a change that uses one way would
otherwise meet what is left of the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.inputs.sources import TomlTable, TomlView

ENDS = ("opens", "closes")

NEEDS: dict[str, tuple[str, ...]] = {
    "lognormal": ("minutes", "variation"),
    "gamma": ("minutes", "variation"),
    "exponential": ("minutes",),
    "fixed": ("minutes",),
    "triangular": ("least", "mode", "most"),
    "empirical": ("values",),
}
"""What each law is given by."""

BY_COLUMN = ("file", "column")
"""Where the values of an empirical law may stand instead."""

PARAMETERS = tuple(dict.fromkeys(name for names in NEEDS.values() for name in names))


def make_way(company: TomlTable, change: TomlView) -> None:
    """Take out of a company what a change, which will be laid over it, says in another way."""
    for table, gone in (("working_hours", _hours_gone), ("activities", _times_gone)):
        rows, changes = company.get(table), change.get(table)
        if isinstance(rows, dict) and isinstance(changes, Mapping):
            for name, changed in changes.items():
                if isinstance(row := rows.get(name), dict) and isinstance(changed, Mapping):
                    for key in gone(changed):
                        row.pop(key, None)


def _hours_gone(changed: TomlView) -> tuple[str, ...]:
    if "stretches" in changed:
        return ENDS
    return ("stretches",) if any(key in changed for key in ENDS) else ()


def _times_gone(changed: TomlView) -> tuple[str, ...]:
    law = changed.get("law")
    if not isinstance(law, str) or law not in NEEDS:
        return ()
    return tuple(name for name in (*PARAMETERS, *BY_COLUMN) if name not in NEEDS[law])
