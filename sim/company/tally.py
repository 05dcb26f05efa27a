"""How often each of several things has happened to a case: one tally for all cases to which the same has happened.

Most cases have one of a few hundred stories, and a dictionary each would take as much memory as all the rest of a case.
A story knows which one it becomes, so that counting one more is a look into a dictionary.
"""

from __future__ import annotations

from typing import TypeAlias

MOST_SHARED = 8192
"""Stories that are kept to be shared."""
LONG = 12
"""Happenings from which on a story is a case's own."""


class SharedTally(tuple[str, ...]):
    """What has happened, sorted, each as often as it has; many cases share one.

    Attributes:
        after: what happens next → how often it has happened before, and the tally from then on.
    """

    after: Next


class Next(dict[str, "tuple[int, Tally]"]):
    """What a story becomes, worked out when it is asked for first."""

    def __init__(self, story: SharedTally) -> None:
        super().__init__()
        self.story = story

    def __missing__(self, what: str) -> tuple[int, Tally]:
        story = self.story
        if len(story) >= LONG:
            return story.count(what), Own({name: story.count(name) for name in story}, what)
        self[what] = followed = story.count(what), _shared(*story, what)
        return followed


class Own:
    """How often each thing has happened to one case, where the story is long."""

    __slots__ = ("_counts",)

    def __init__(self, counts: dict[str, int], what: str) -> None:
        self._counts = counts
        self[what]

    @property
    def after(self) -> Own:
        """It counts itself."""
        return self

    def __getitem__(self, what: str) -> tuple[int, Tally]:
        number = self._counts.get(what, 0)
        self._counts[what] = number + 1
        return number, self


Tally: TypeAlias = SharedTally | Own
"""What has happened to a case."""
_stories: dict[tuple[str, ...], SharedTally] = {}


def _new(happenings: tuple[str, ...]) -> SharedTally:
    story = SharedTally(happenings)
    story.after = Next(story)
    return story


def _shared(*happenings: str) -> SharedTally:
    """The story of all to whom this has happened; when there are too many they are begun anew."""
    told = tuple(sorted(happenings))
    if told not in _stories:
        if len(_stories) >= MOST_SHARED:
            for story in (NOTHING_YET, *_stories.values()):
                story.after.clear()
            _stories.clear()
        _stories[told] = _new(told)
    return _stories[told]


NOTHING_YET = _new(())
