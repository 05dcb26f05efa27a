"""Which cases are drawn: every one, or a stated sample of families of cases, drawn with the run's seed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import pandas as pd

Frames: TypeAlias = Mapping[str, pd.DataFrame]

MOST_LEGS = 90_000
"""With more legs, of both worlds together, the page would be heavy: then a sample of families is drawn."""


@dataclass(frozen=True)
class ShownCases:
    """The cases on the page (case, name, kind, root), and a sentence that says which.

    One family in `every` is drawn; of one in one, all that was open is there.
    """

    cases: pd.DataFrame
    note: str
    every: int = 1


def shown_cases(
    worlds: tuple[Frames, ...], begin: float, seed: int = 0, told: Collection[str] = (), most_legs: int = MOST_LEGS
) -> ShownCases:
    """Every family with a case that was open after `begin` (hours) in either world; if that is too much, a sample.

    A family is a case that follows from no other, with all that follows from it; it is alike in both worlds.

    Args:
        seed: what the sample is drawn with.
        told: names of cases whose families are there in any case.
    """
    both = pd.concat([world["cases"] for world in worlds])
    union = both.sort_values(["opened_at", "name", "case"], kind="stable").drop_duplicates("case")
    union = union[["case", "name", "kind"]].assign(root=[_root(name) for name in union["name"]])
    late = {_root(name) for name in both.loc[both["closed_at"] > begin, "name"]}
    union = union[union["root"].isin(late)].reset_index(drop=True)
    legs = sum(int(world["legs"]["case"].isin(union["case"]).sum()) for world in worlds)
    every = -(-legs // most_legs)
    if every <= 1:
        return ShownCases(union, f"all {len(union):,} cases that were open in these weeks, and what they belong to")
    wanted = {_root(name) for name in told}
    roots = {root: root in wanted or _drawn(seed, root, every) for root in union["root"].unique()}
    chosen = union[union["root"].map(roots)].reset_index(drop=True)
    return ShownCases(
        chosen,
        f"marks are a sample of {len(chosen):,} of {len(union):,} cases, one family in {every}, drawn with seed {seed}, "
        "and those the tour tells of; every number and age is of all",
        every,
    )


def _root(name: str) -> str:
    """The name of the case that a family begins with."""
    return name.partition("/")[0]


def _drawn(seed: int, root: str, every: int) -> bool:
    """Whether a family is in the sample: its own number in [0, 1), made of seed and name, decides, nothing else."""
    drawn = int.from_bytes(blake2b(f"{seed} {root}".encode(), digest_size=8).digest())
    return drawn * every < 2**64
