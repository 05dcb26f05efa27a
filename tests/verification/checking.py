"""Running a small model often enough and comparing it with its formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sim.verification.judgement import Agreement, Estimate, judge

REPLICATIONS = 30


def judged(
    model: Callable[..., Estimate],
    expected: Mapping[str, float],
    *settings: Any,
    replications: int,
    controlled: bool,
    **more: Any,
) -> dict[str, Agreement]:
    """One verdict for every expected value, over independent replications with fixed seeds."""
    run = partial(_run, model, settings, more)
    results = [run(number) for number in range(replications)]
    controls = [result.controls for result in results] if controlled else []
    return {name: judge(value, [result.values[name] for result in results], controls) for name, value in expected.items()}


def _run(model: Callable[..., Estimate], settings: tuple[Any, ...], more: dict[str, Any], number: int) -> Estimate:
    return model(number, *settings, **more)


def check(
    model: Callable[..., Estimate],
    expected: Mapping[str, float],
    *settings: Any,
    replications: int = REPLICATIONS,
    controlled: bool = True,
    **more: Any,
) -> None:
    """Assert |z| < 4 and a half-width of at most 2 % for every expected value.

    ``controlled``: use the model's control variates (sums over its random input whose expectation is exactly known).
    """
    verdicts = judged(model, expected, *settings, replications=replications, controlled=controlled, **more)
    report = "\n".join(f"{model.__name__} {name}: {verdict}" for name, verdict in verdicts.items())
    print(report)
    assert all(verdict.agrees for verdict in verdicts.values()), report
