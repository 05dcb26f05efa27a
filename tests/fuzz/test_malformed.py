"""No malformed input ends in a traceback, without end, or without a sentence."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="caps on CPU time need POSIX")

from sim.cli import main
from tests.fuzz.apart import apart
from tests.fuzz.malformed import words_of

PARTS, IN_A_PART = 24, 25
SECONDS = 12.0
"""CPU seconds that the refusal of an input may take; the slowest tests of a company's words take 3."""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_malformed_input_ends_with_a_sentence(part: int, tmp_path: Path) -> None:
    wrong = []
    for seed in range(part * IN_A_PART, (part + 1) * IN_A_PART):
        folder = tmp_path / str(seed)
        folder.mkdir()
        words = words_of(seed, folder)
        ended = apart(partial(main, words), folder, SECONDS)
        if complaints := ended.complaints(SECONDS):
            wrong.append(f"{seed} {words}: {', '.join(complaints)}\n{ended.err[-1500:]}")
    assert not wrong, "\n".join(wrong)
