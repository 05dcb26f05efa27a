"""The parts of the page that are kept as files beside this one, and data that stands in the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from string import Template

from sim.views.style.html import text


def resource(name: str) -> str:
    """The text of a file of the report."""
    return files("sim.views.report").joinpath(name).read_text(encoding="utf-8")


def filled(template: str, said: Mapping[str, object]) -> str:
    """A piece of the page that is kept as HTML, with what this study says in it."""
    return Template(resource(template)).substitute({key: text(value) for key, value in said.items()})


def json_in_page(content: Mapping[str, object]) -> str:
    """JSON that no browser takes for markup; what JSON does not know is written as text.

    Raises:
        ValueError: when a number is not finite.
    """
    written = json.dumps(content, ensure_ascii=False, allow_nan=False, default=str)
    for letter in "<>&":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written
