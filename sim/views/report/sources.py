"""The assumptions of a run with their sources, as the report lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.company.budget.budget import budget
from sim.inputs.mistakes import Mistakes
from sim.inputs.own_files import scenario_files
from sim.inputs.sources import Source, sources
from sim.views.style import words
from sim.views.style.html import details, paragraphs, table_html
from sim.views.text.base_load import sentence

if TYPE_CHECKING:
    from sim.experiment.study import Study

COMPANY = "company"
COMPANY_FILE = f"{COMPANY}.toml"


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
            path,
            cell_value(here.get(path, "–")),
            source.unit,
            source.note,
            "" if same(here.get(path), source.value) else f"{COMPANY_FILE} has {cell_value(source.value)}",
        )
        for path, source in found
    ]
    table = pd.DataFrame(rows, columns=["value", "in this run", "unit", "source", "differs"]).astype(str)
    changed = int((table["differs"] != "").sum())
    kinds = pd.Series([source.kind for _, source in found]).value_counts()
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
        sentence(budget(study.a)),
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


def company_sources() -> tuple[tuple[str, Source], ...]:
    """Path and source of the default company's values; none where its file is not there or cannot be read."""
    try:
        (file,) = scenario_files(COMPANY)
        return _sources_of(file, file.read_text(encoding="utf-8"))
    except (OSError, ValueError, Mistakes):
        return ()


@lru_cache(maxsize=1)
def _sources_of(file: Path, text: str) -> tuple[tuple[str, Source], ...]:
    table = tomllib.loads(text)
    by_name = dict(zip((path for path, _ in flat(table, by_place=True)), (path for path, _ in flat(table)), strict=True))
    return tuple((by_name.get(source.path, source.path), source) for source in sources(file))


def flat(value: Any, path: str = "", *, by_place: bool = False) -> Iterator[tuple[str, Any]]:
    """Every value of nested tables by its path; rows by what they connect, or as `sim.inputs.sources` writes them.

    Rows have no order of their own: hand-offs and feeds go by names, so that two files can be compared.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'
            yield from flat(inner, f"{path}.{name}" if path else name, by_place=by_place)
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        for place, inner in enumerate(value):
            yield from flat(inner, f"{path}[{place if by_place else row_name(inner) or place}]", by_place=by_place)
    else:
        yield path, value


def row_name(row: Any) -> str:
    """`sales > logistics: web order` of a hand-off or a feed; empty of anything else."""
    if not isinstance(row, Mapping) or not {"source", "target"} <= set(row):
        return ""
    return f"{row['source']} > {row['target']}: {row.get('subject', row.get('record', ''))}"


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal, lists and tuples alike."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return list(first) == list(second)
    return bool(first == second)


def cell_value(value: Any) -> str:
    """A setting as text."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
