"""What common random numbers earn: correlation and variance of paired differences, for two worlds or lever by lever."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.experiment import comparison
from sim.experiment.executors import run_all
from sim.experiment.failures import headline, need_two, nothing_left
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store
from sim.inputs.levers_model import LEVERS
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES

HALF = 0.5
CONTRASTED = ("order lead time", "ticket time", "cost per case", "satisfaction")
COLUMNS = [
    "contrast",
    "measure",
    "pairs",
    "correlation",
    "variance_of_difference",
    "variance_if_independent",
    "variance_ratio",
    "variance_ratio_bound",
]


def half_on_half_off(scenario: Scenario, lever: str) -> tuple[Scenario, Scenario]:
    """The scenario with one lever off and half on."""
    off, on = (scenario.levers.model_copy(update={lever: level}) for level in (0.0, HALF))
    return (
        scenario.model_copy(update={"name": f"{lever} off", "levers": off}),
        scenario.model_copy(update={"name": f"{lever} half on", "levers": on}),
    )


def worth_of_pairing(
    contrasts: Sequence[tuple[str, Scenario, Scenario]],
    *,
    pairs: int,
    jobs: int = 1,
    cluster: str | None = None,
    store: Store | None = None,
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """For each contrast and measure: how much smaller the variance of the difference is than with independent seeds.

    ``variance_ratio_bound`` is the largest ratio the two worlds' own variances allow: where they differ much, no design
    can do better.

    Returns:
        the columns of ``COLUMNS``, one row per contrast and measure; ``attrs["failed"]`` tells of runs that failed.

    Raises:
        StudyFailed: when no pair of a contrast finished.
    """
    need_two(pairs, "what pairing earns")
    short = measures or [measure.id for measure in MEASURES if measure.short]
    rows, seen = [], list[ReplicationResult]()
    for label, off, on in contrasts:
        runs = [Replication(world, replication) for replication in range(pairs) for world in (off, on)]
        results = run_all(runs, jobs=jobs, cluster=cluster, store=store, label=label, tables=())
        first, second = results[0::2], results[1::2]
        if not any(not one.cause and not two.cause for one, two in zip(first, second, strict=True)):
            raise nothing_left(label, results)
        seen += results
        rows.append(_row(label, first, second, short))
    table = pd.concat(rows, ignore_index=True)
    table.attrs["failed"] = headline(seen)
    return table


def _row(
    label: str, first: list[ReplicationResult], second: list[ReplicationResult], measures: Sequence[str]
) -> pd.DataFrame:
    table = comparison.compare(comparison.pairs_of(first, second)).set_index("measure").loc[list(measures)]
    table = table.assign(contrast=label, pairs=table["replications"])
    return table.reset_index()[COLUMNS]


def lever_contrasts(scenario: Scenario) -> list[tuple[str, Scenario, Scenario]]:
    """Every lever half on against off, everything else as in the scenario."""
    return [(f"{lever}, half on against off", *half_on_half_off(scenario, lever)) for lever in LEVERS]


def text(table: pd.DataFrame) -> str:
    """The table as text, below a headline where runs failed."""
    lines = [table.attrs["failed"], ""] if table.attrs.get("failed") else []
    for contrast, rows in table.groupby("contrast", sort=False):
        lines.append(f"{contrast} ({int(rows['pairs'].max())} pairs)")
        lines.append(
            f"  {'measure':<28}{'correlation':>12}{'variance of d':>15}{'if independent':>16}{'ratio':>8}{'bound':>10}"
        )
        for row in rows.itertuples(index=False):
            lines.append(
                f"  {row.measure:<28}{row.correlation:>12.2f}{row.variance_of_difference:>15.4g}"
                f"{row.variance_if_independent:>16.4g}{row.variance_ratio:>8.1f}"
                f"{row.variance_ratio_bound:>10.1f}"
            )
        lines.append("")
    return "\n".join(lines).rstrip()
