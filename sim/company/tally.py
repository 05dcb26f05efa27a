"""How often each of several things has happened to a case: one tally for all cases to which the same has happened.

Most cases have one of a few hundred stories, and a dictionary each would take as much memory as all the rest of a case.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

Tally: TypeAlias = tuple[str, ...] | dict[str, int]
"""What has happened, sorted, each as often as it has; counts where the story is long."""
NOTHING_YET: Tally = ()
MOST_SHARED = 8192
"""Stories that are kept to be shared."""
LONG = 12
"""Happenings from which on a story is a case's own."""


def one_more(tally: Tally, what: str) -> tuple[int, Tally]:
    """How often it has happened by now, and the tally in which it has happened once more."""
    if isinstance(tally, tuple):
        if len(tally) < LONG:
            return tally.count(what), _and(tally, what)
        tally = {name: tally.count(name) for name in tally}
    number = tally.get(what, 0)
    tally[what] = number + 1
    return number, tally


@lru_cache(maxsize=MOST_SHARED)
def _and(tally: tuple[str, ...], what: str) -> Tally:
    return _shared(tuple(sorted((*tally, what))))


@lru_cache(maxsize=MOST_SHARED)
def _shared(story: tuple[str, ...]) -> tuple[str, ...]:
    return story
