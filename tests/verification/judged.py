"""Makes tests of acceptance cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from sim.theory.lab import Case, judge


def each(cases: Iterable[Case]) -> Any:
    """Parametrise a test with cases; slow ones are marked."""
    return pytest.mark.parametrize("case", [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.slow else []) for case in cases])


def check(case: Case) -> None:
    """Every number of a case is right (|z| < 4) and precise (half-width of at most 2 %)."""
    assert case.replications >= 20
    wrong = [str(verdict) for verdict in judge(case) if not verdict.passed]
    assert not wrong, "\n".join([case.what, *wrong])
