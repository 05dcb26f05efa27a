"""Which of many inputs matter at all: Morris screening of a scenario over levers and numeric assumptions.

Each trajectory changes one input at a time by a large step, so that k inputs take k + 1 scenarios. The mean size of
an input's effects (mu_star) says how much it matters, their spread (sigma) how much that depends on the other inputs.
Designs and indices are SALib's. Source: Morris 1991; Campolongo, Cariboni & Saltelli 2007.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.executors import Evaluate
from sim.experiment.failures import nothing_left
from sim.experiment.replication import Replication
from sim.inputs.assumptions import Assumption, with_values
from sim.inputs.fields import LONGEST_NAME
from sim.inputs.mistakes import Mistakes, node_at, schema_of
from sim.inputs.scenario import Scenario

TRAJECTORIES, LEVELS = 6, 4
SECTIONS = (
    "customers",
    "contacts",
    "behaviour",
    "sales",
    "marketing",
    "crm",
    "logistics",
    "finance",
    "it",
    "hr",
    "legal",
    "information",
    "remedies",
)
"""Tables of a company whose every number is an assumption of its own; touch times and wages are taken together."""
TOGETHER = {
    "touch times": "company.activities.*.minutes",
    "variation of touch times": "company.activities.*.variation",
    "wages": "company.teams.*.wage_per_hour",
    "margins": "company.products.*.margin",
    "overhead": "company.overhead_per_year",
}
"""Numbers that are moved together, by one factor."""
BOUND = ("company.contacts.chat_share", "company.contacts.video_share", "company.contacts.email_share")
"""Shares of one whole: only the first of them, the phone's, is moved."""
SPREAD = 1.25
"""An assumption without a range of its own is tried from its value divided by this to its value times this."""


def need_salib() -> None:
    """Raise Mistakes, with what to do, when SALib is not installed."""
    if find_spec("SALib") is None:
        raise Mistakes(["Morris screening needs SALib, which is not installed; pip install SALib installs it."])


def lever_inputs(scenario: Scenario) -> list[Assumption]:
    """Every lever from 0 to 1."""
    return [
        Assumption(
            name=name.replace("_", " "), paths=(f"levers.{name}",), low=0.0, high=1.0, reason="a lever's whole range"
        )
        for name, level in scenario.levers.model_dump().items()
        if isinstance(level, float)
    ]


def numeric_inputs(scenario: Scenario, spread: float = SPREAD) -> list[Assumption]:
    """Every number of the company's tables, from its value divided by ``spread`` to its value times it.

    Ranges end where the scenario's own limits are; whole numbers are moved by 1 at least; zeros and what is in
    ``BOUND`` are left out.
    """
    schema = schema_of(Scenario)
    reason = f"the scenario's own value divided and multiplied by {spread:g}"
    inputs = [
        Assumption(name=name, paths=(path,), low=1 / spread, high=spread, scale="log", multiply=True, reason=reason)
        for name, path in TOGETHER.items()
    ]
    company = scenario.company.model_dump()
    for section in SECTIONS:
        for path, value in _numbers(company[section], f"company.{section}"):
            low, high = _range(value, spread, node_at(schema, tuple(path.split("."))))
            if low < high and path not in BOUND:
                inputs.append(Assumption(name=_name(path), paths=(path,), low=low, high=high, reason=reason))
    return inputs


def _range(value: float, spread: float, limits: Mapping[str, Any]) -> tuple[float, float]:
    low, high = value / spread, value * spread
    if isinstance(value, int):
        low, high = max(1, min(value - 1, round(low))), max(value + 1, round(high))
    return max(low, limits.get("minimum", low)), min(high, limits.get("maximum", high))


def _name(path: str) -> str:
    """A path as people read it: `bot share (remedies)`; of long ones the end."""
    section, *inner = path.removeprefix("company.").replace("_", " ").split(".")
    return f"{', '.join(inner)} ({section})"[-LONGEST_NAME:]


def _numbers(table: dict[str, Any], path: str) -> Iterator[tuple[str, float]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _numbers(value, f"{path}.{key}")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{path}.{key}", value


def morris(
    scenario: Scenario,
    inputs: Sequence[Assumption],
    evaluate: Evaluate,
    *,
    measure: str = "profit",
    trajectories: int = TRAJECTORIES,
    replications: int = 1,
    seed: int = 1,
) -> pd.DataFrame:
    """Screen the inputs by their effect on a measure of the scenario, means over paired replications.

    Returns:
        input, mu_star, mu_star_half_width (95 %, over trajectories), mu (with its sign), sigma; the largest first. All
        in the unit of the measure for a change over the whole range of the input. Trajectories in which a run failed
        are left out; ``attrs`` has runs, trajectories (those used) and replications.

    Raises:
        Mistakes: when SALib is not installed, or a range leads out of what a scenario allows.
        StudyFailed: when fewer than two trajectories finished.
    """
    need_salib()
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as design

    problem = {"num_vars": len(inputs), "names": [one.name for one in inputs], "bounds": [[0.0, 1.0]] * len(inputs)}
    shares = design.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    scenarios = [
        with_values(scenario, [(one, one.at(float(share))) for one, share in zip(inputs, row, strict=True)])
        for row in shares
    ]
    runs = [Replication(one, replication) for one in scenarios for replication in range(replications)]
    results = evaluate(runs)
    found = [result.measures.get(measure, np.nan) for result in results]
    values = np.array(found, dtype=float).reshape(len(scenarios), replications).mean(axis=1)
    whole = np.isfinite(values).reshape(trajectories, len(inputs) + 1).all(axis=1)
    if whole.sum() < 2:
        raise nothing_left("the inputs, which takes two trajectories that finished", results)
    kept = np.repeat(whole, len(inputs) + 1)
    result = analysis.analyze(problem, shares[kept], values[kept], num_levels=LEVELS, seed=seed)
    table = pd.DataFrame(
        {
            "input": problem["names"],
            "mu_star": result["mu_star"],
            "mu_star_half_width": result["mu_star_conf"],
            "mu": result["mu"],
            "sigma": result["sigma"],
        }
    )
    table = table.astype(dict.fromkeys(table.columns[1:], float))
    table.attrs = {"runs": len(runs), "trajectories": int(whole.sum()), "replications": replications}
    return table.sort_values("mu_star", ascending=False, ignore_index=True)
