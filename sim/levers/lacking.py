"""What is left of a world's primitives where a company has to do without a way of working together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from sim.inputs.names import CapabilityName
from sim.levers.primitives import Primitives


def _without_virtual_teams(before: Primitives) -> Primitives:
    return replace(
        before,
        practices={name: replace(practice, calls=0.0) for name, practice in before.practices.items()},
        skills={team: tuple(skill for skill in known if not skill.afar) for team, known in before.skills.items()},
    )


def _without_new_channels(before: Primitives) -> Primitives:
    return replace(before, contact=replace(before.contact, messaging=0.0, video=0.0))


def _without_one_case(before: Primitives) -> Primitives:
    return replace(before, contact=replace(before.contact, joined=0.0))


LOSES: dict[CapabilityName, Callable[[Primitives], Primitives]] = {
    "virtual teams": _without_virtual_teams,
    "video and messaging": _without_new_channels,
    "convergence of channels": _without_one_case,
}
"""What stands in the primitives; without anything else, departments do not do what they would."""


def left_without(primitives: Primitives, without: Collection[CapabilityName]) -> Primitives:
    """The primitives of a company that has to do without some capabilities."""
    for name, loses in LOSES.items():
        if name in without:
            primitives = loses(primitives)
    return primitives
