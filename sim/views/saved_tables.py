"""The tables of a study as its folder holds them: worlds by their names, cases by names that no other has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment.enough import needed_by_measure
from sim.measures.catalogue import numbered
from sim.views.text.published import published_table

if TYPE_CHECKING:
    from sim.experiment.study import Study

COMPARISON_FIRST = ("measure", "unit")
COMPARISON_REST = (
    "label",
    "base",
    "benefit",
    "better",
    "given",
    "p",
    "p_holm",
    "lower_holm",
    "upper_holm",
    "correlation",
    "pairing_gain",
    "pairing_gain_bound",
    "replications_needed",
    "verdict",
)
RENAMED = {"variance_ratio": "pairing_gain", "variance_ratio_bound": "pairing_gain_bound"}
"""How many times smaller a difference's variance is than with independent runs, and could be at most."""


def tables_of(study: Study) -> dict[str, pd.DataFrame]:
    """Every table by file name."""
    return {
        "comparison": comparison_table(study),
        "twins": twins_table(study),
        "pairs": pairs_table(study),
        "losers": _by_world(study.losers, study.worlds),
        "published": published_table(study),
        "warm_up": study.warm_up,
        "failures": study.failures.assign(cause=[_without_paths(cause) for cause in study.failures["cause"]]),
        **{name: table for name, table in study.tables.items() if name != "quantiles"},
    }


def _without_paths(traceback: str) -> str:
    """A traceback that names files, but not where they lie on somebody's machine."""
    return re.sub(r'File "[^"]*[/\\]([^"/\\]+)"', r'File "\1"', str(traceback))


def comparison_table(study: Study) -> pd.DataFrame:
    """One row per measure: measure, unit, the worlds' means by their names, difference, its limits, its base and more.

    ``pairing_gain`` says how many times smaller the variance of the difference is than with independent runs,
    ``replications_needed`` how many pairs a half-width of 3 % of the first world's mean takes.
    """
    a, b = columns_of(study.worlds, study.comparison.columns)
    rows = study.comparison.rename(columns={"a": a, "b": b, **RENAMED})
    rows["replications_needed"] = rows["measure"].map(needed_by_measure(study.pairs))
    rows = rows.assign(unit=rows["unit"].str.replace("currency", study.a.company.currency))
    return rows[[*COMPARISON_FIRST, a, b, "difference", "lower", "upper", "replications", *COMPARISON_REST]]


def pairs_table(study: Study) -> pd.DataFrame:
    """Measure, replication and both worlds' values."""
    return _by_world(study.pairs, study.worlds)


def twins_table(study: Study) -> pd.DataFrame:
    """One row per case with its status and split in both worlds; a name that several cases share is numbered."""
    twins = study.twins
    if not len(twins):
        return twins
    names = columns_of(study.worlds, [])
    renamed = {
        column: f"{column[:-2]}_{names['ab'.index(column[-1])]}"
        for column in twins.columns
        if column.endswith(("_a", "_b"))
    }
    return twins.assign(name=numbered(twins["name"])).rename(columns=renamed)


def _by_world(table: pd.DataFrame, worlds: tuple[str, str]) -> pd.DataFrame:
    a, b = columns_of(worlds, table.columns)
    return table.rename(columns={"a": a, "b": b})


def columns_of(worlds: tuple[str, str], others: pd.Index[str] | list[str]) -> tuple[str, str]:
    """The worlds' names as columns; a name that is already a column's is told apart."""
    a, b = (f"{world} (world)" if world in set(others) - {"a", "b"} else world for world in worlds)
    return a, b
