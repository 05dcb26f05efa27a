"""A scenario as a file that reproduces it, and the JSON Schemas that let an editor help to write one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sim.inputs.layers import APPENDED
from sim.inputs.loading import FILE_KINDS
from sim.inputs.mistakes import node_at, schema_of
from sim.inputs.sources import FORMAT_KEY, TomlTable, TomlView
from sim.inputs.toml_file import FORMAT

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array, InlineTable, Table

    from sim.inputs.scenario import Scenario
    from sim.inputs.sources import Where

_FORMAT = {FORMAT_KEY: {"const": FORMAT, "default": FORMAT, "description": "layout of this file"}}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def print_scenario(scenario: Scenario) -> str:
    """The scenario as TOML, complete and self-contained: it loads back to an equal scenario.

    A field's own words about it (its unit, mostly) stand behind its value.
    """
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(f"Fingerprint {scenario.fingerprint}"))
    document.add(FORMAT_KEY, tomlkit.item(FORMAT))
    _fill(document, scenario.model_dump(exclude_none=True), schema_of(type(scenario)), ())
    return tomlkit.dumps(document)


def json_schema(of: str = "scenario") -> str:
    """The JSON Schema of a scenario file, or of a company file, as text."""
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario

    if of == "company":
        return _text(_company_file(CompanyModel.model_json_schema()))
    schema = Scenario.model_json_schema()
    parts = schema["$defs"]
    parts.update(_partial(parts))
    schema["properties"] |= {
        **_FORMAT,
        "kind": {"enum": list(FILE_KINDS), "default": "company", "description": "which shape this scenario has"},
        "company": {
            "anyOf": [
                {"type": "string", "description": "path of a company file, seen from this file"},
                {"$ref": "#/$defs/CompanyModel"},
            ]
        },
        "change": {"$ref": "#/$defs/CompanyModelChange", "description": "what is different in this company"},
    }
    return _text(schema)


def _fill(table: TOMLDocument | Table, data: TomlView, schema: TomlView, where: Where) -> None:
    """Write data into a table, the simple values first, as TOML needs it."""
    for key, value in data.items():
        if not isinstance(value, dict):
            item = _item(value)
            table.append(key, item)
            about = node_at(schema, (*where, key)).get("description")
            if about and not isinstance(value, tuple | list):
                item.comment(about)
    for key, value in data.items():
        if isinstance(value, dict):
            table.append(key, _rows(value) if _is_rows(value) else _section(value, schema, (*where, key)))


def _section(data: TomlView, schema: TomlView, where: Where) -> Table:
    import tomlkit

    table = tomlkit.table()
    _fill(table, data, schema, where)
    return table


def _is_rows(data: TomlView) -> bool:
    """Whether a table is a list of things by name, each of which fits on a line."""
    rows = data.values()
    return (
        bool(data)
        and all(isinstance(row, dict) for row in rows)
        and not any(isinstance(value, dict) for row in rows for value in row.values())
    )


def _rows(data: TomlView) -> Table:
    import tomlkit

    table = tomlkit.table()
    for name, row in data.items():
        table.append(name, _row(row))
    return table


def _row(data: TomlView) -> InlineTable:
    import tomlkit

    row = tomlkit.inline_table()
    for key, value in data.items():
        row.append(key, _item(value))
    return row


def _item(value: Any) -> Any:
    import tomlkit

    if isinstance(value, dict):
        return _row(value)
    return _array(value) if isinstance(value, tuple | list) else tomlkit.item(value)


def _array(values: tuple[Any, ...] | list[Any]) -> Array:
    """A list; one of tables has a line for each."""
    import tomlkit

    array = tomlkit.array()
    for value in values:
        array.append(_item(value))
    return array.multiline(any(isinstance(value, dict) for value in values))


def _company_file(schema: TomlTable) -> TomlTable:
    """A company file is whole, or it extends another and then says only what is different."""
    schema["$defs"]["CompanyModelChange"] = _change(schema)
    schema["$defs"].update(_partial(schema["$defs"]))
    change = schema["$defs"]["CompanyModelChange"]
    extends = {"type": "string", "description": "path of the company file that this one is laid over"}
    change["properties"] |= {**_FORMAT, "extends": extends}
    schema["properties"] |= _FORMAT
    whole = {key: value for key, value in schema.items() if key not in ("$defs", "title", "description")}
    return {
        "title": schema["title"],
        "description": schema["description"],
        "$defs": schema["$defs"],
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/CompanyModelChange"},
        "else": whole,
    }


def _partial(definitions: TomlView) -> TomlTable:
    """For each definition one of the same name and "Change" in which every key may be left out."""
    return {f"{name}Change": _change(node) for name, node in definitions.items() if not name.endswith("Change")}


def _change(node: TomlView) -> TomlTable:
    change = _redirected({key: value for key, value in node.items() if key not in ("required", "title", "$defs")})
    properties = change.get("properties", {})
    for added, target in APPENDED.items():
        if target in properties:
            properties[added] = {**properties[target], "description": f"appended to {target}"}
    return dict(change)


def _redirected(node: Any) -> Any:
    """The same schema with references to the changes of what it refers to; rows of a list stay whole."""
    if isinstance(node, dict):
        return {
            key: value if key == "items" else f"{value}Change" if key == "$ref" else _redirected(value)
            for key, value in node.items()
        }
    return node


def _text(schema: TomlView) -> str:
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"
