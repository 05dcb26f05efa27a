"""A company file made of tables: only what they say, laid over another company, each line with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.inputs.sources import FORMAT_KEY, Where
from sim.inputs.tables.reading import CompanyTables
from sim.inputs.tables.sheets import LAYOUTS
from sim.inputs.toml_file import FORMAT

MADE_OF = "# Made of "
"""What a file begins with that may be made anew."""
ASSUMPTION = "assumption"


def company_text(tables: CompanyTables) -> str:
    """The file's text. Behind each line stand unit and source and, in brackets, the cell or row."""
    table = dict(tables.table)
    lines = [
        f"{MADE_OF}{tables.origin} by interoffice company: change the tables and make it again, not this file.",
        f"{FORMAT_KEY} = {FORMAT}",
        f"extends = {_item(table.pop('extends'))}",
    ]
    singles = {key: value for key, value in table.items() if not isinstance(value, dict | list)}
    lines += _section(tables, (), singles)
    for name, rows in table.items():
        if isinstance(rows, list):
            told = [f"    {_inline(row)},{_comment(tables, (name, place))}" for place, row in enumerate(rows)]
            lines += ["", f"{name} = [", *told, "]"]
    for name, rows in table.items():
        if name in LAYOUTS and isinstance(rows, dict):
            told = [f"{_key(key)} = {_inline(row)}{_comment(tables, (name, key))}" for key, row in rows.items()]
            lines += ["", f"[{name}]", *told]
        elif isinstance(rows, dict):
            lines += _tables(tables, (name,), rows)
    return "\n".join(lines) + "\n"


def _tables(tables: CompanyTables, where: Where, table: Mapping[str, Any]) -> Iterator[str]:
    """A table's own values under its header, then the tables in it."""
    own = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if own:
        yield from ("", f"[{'.'.join(_key(str(step)) for step in where)}]")
        yield from _section(tables, where, own)
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _tables(tables, (*where, key), value)


def _section(tables: CompanyTables, where: Where, values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_item(value)}{_comment(tables, (*where, key))}" for key, value in values.items()]


def _comment(tables: CompanyTables, where: Where) -> str:
    said = tables.comes_from.get(where, "").strip() or ASSUMPTION
    place = tables.cells[where].removeprefix(tables.origin).lstrip(", /\\")
    return f"  # {' '.join(said.split())} ({place})"


def _inline(row: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {_item(value)}" for key, value in row.items()) + " }"


def _key(name: str) -> str:
    import tomlkit

    return tomlkit.key(name).as_string()


def _item(value: Any) -> str:
    import tomlkit

    return str(tomlkit.item(value).as_string())
