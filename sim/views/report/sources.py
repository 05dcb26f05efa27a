"""The assumptions of a run with their sources, as the report lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.inputs.own_files import SCENARIOS, own_folder
from sim.inputs.sources import Source, sources
from sim.views.style import words
from sim.views.style.html import details, paragraphs, table_html

if TYPE_CHECKING:
    from sim.experiment.study import Study

COMPANY_FILE = "company.toml"


def assumptions(study: Study) -> str:
    """How many values have which kind of source, and every value with its own."""
    found = company_sources()
    if not found:
        return (
            f"<p>The file of the default company ({COMPANY_FILE}) is not at hand, so sources cannot be listed;"
            " the scenario files below hold every value.</p>"
        )
    here = dict(flat(study.a.company.model_dump()))
    rows = [
        (
            source.path,
            cell_value(here.get(source.path, "–")),
            source.unit,
            source.note,
            "" if same(here.get(source.path), source.value) else f"{COMPANY_FILE} has {cell_value(source.value)}",
        )
        for source in found
    ]
    table = pd.DataFrame(rows, columns=["value", "in this run", "unit", "source", "differs"]).astype(str)
    changed = int((table["differs"] != "").sum())
    kinds = pd.Series([source.kind for source in found]).value_counts()
    counts = [
        f"{kinds.get(kind, 0):,} {label}"
        for kind, label in (
            ("facts", "from published figures"),
            ("mixed", "partly from published figures"),
            ("assumption", "assumptions"),
            ("none", "without a word about it"),
        )
        if kinds.get(kind, 0)
    ]
    lines = [
        f"Of {len(found):,} values of the default company, {words.listing(counts)}. “facts 5” is section 5 of the"
        " published figures that the README names.",
        f"{changed} of them are different in this run, and then the source does not speak for them."
        if changed
        else "All of them are as in this run.",
    ]
    columns = [column for column in table.columns if column != "differs" or changed]
    return (
        paragraphs(lines)
        + "\n"
        + details(
            "Every value with its source",
            table_html(table[columns], f"Values of {COMPANY_FILE}", long=("source",), off=list(table["differs"] != "")),
        )
    )


def company_sources() -> list[Source]:
    """Sources of the default company's values, from ./scenarios or the program's own; none without either."""
    for file in (Path("scenarios", COMPANY_FILE), own_folder(SCENARIOS) / COMPANY_FILE):
        if file.is_file():
            try:
                return sources(file)
            except (OSError, ValueError):
                continue
    return []


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested tables by its path, as `sim.inputs.sources` writes paths."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        for place, inner in enumerate(value):
            yield from flat(inner, f"{path}[{place}]")
    else:
        yield path, value


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal, lists and tuples alike."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return list(first) == list(second)
    return bool(first == second)


def cell_value(value: Any) -> str:
    """A setting as text."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
