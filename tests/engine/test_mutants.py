"""The catalogue of mistakes keeps up with the engine: each fragment stands in its file once; both are Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sim.engine
from tests.mutants.catalogue import MUTANTS, Mutant

FOLDER = Path(sim.engine.__file__).parent


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mistake_can_be_made(mutant: Mutant) -> None:
    text = (FOLDER / f"{mutant.file}.py").read_text(encoding="utf-8")
    assert text.count(mutant.right) == 1
    ast.parse(text.replace(mutant.right, mutant.wrong))


def test_there_are_enough_and_none_twice() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40
    assert len({mutant.file for mutant in MUTANTS}) >= 15
