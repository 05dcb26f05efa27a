"""What is said about a scenario file that has mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes


def told(path: Path) -> tuple[str, ...]:
    """The sentences about a scenario file, each of which begins with its name."""
    with pytest.raises(Mistakes) as caught:
        load_scenario(path)
    assert all(sentence.startswith(str(path.parent)) for sentence in caught.value.sentences)
    assert all(sentence.endswith((".", "?")) for sentence in caught.value.sentences)
    return caught.value.sentences


def one(path: Path) -> str:
    """The only sentence about a file."""
    (sentence,) = told(path)
    return sentence


def mistakes_of(path: Path | str) -> Mistakes:
    """All that is said about a file of any kind."""
    with pytest.raises(Mistakes) as caught:
        load(path)
    return caught.value
