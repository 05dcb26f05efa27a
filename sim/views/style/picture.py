"""Pictures: a figure with its title, its description and its tables, and how it is saved: as SVG, PNG and CSV."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.inputs.whole_files import as_csv, write_whole
from sim.views.style import look, svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Tables = pd.DataFrame | Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure ready to be saved: `title` is drawn in it, `description` is its text alternative."""

    figure: Figure
    title: str
    description: str
    table: Tables


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a picture lies; `tables` are CSV files."""

    svg: Path
    png: Path
    tables: tuple[Path, ...]


def introduced(picture: Picture, kind: str) -> Picture:
    """The picture with the kind of chart it is in front of its description."""
    return replace(picture, description=f"{kind}. {picture.description}")


def save(picture: Picture, folder: Path, name: str) -> Saved:
    """Writes `name.svg`, `name.png` (light ground, twice the size) and `name.csv` into the folder.

    `name` also prefixes the ids in the SVG, so it must be unlike others in the same page. Several tables are
    a mapping from suffix to table: `{"": main, "pairs": more}` gives `name.csv` and `name-pairs.csv`. The same
    picture gives the same bytes.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        raise ValueError(f"a figure's name is letters, digits, - and _, beginning with a letter, not {name!r}")
    tables = picture.table if isinstance(picture.table, Mapping) else {"": picture.table}
    contents: dict[str, str | bytes] = {f"{name}.svg": as_svg(picture, name), f"{name}.png": as_png(picture)}
    for suffix, rows in tables.items():
        contents[f"{name}-{suffix}.csv" if suffix else f"{name}.csv"] = as_csv(rows)
    svg_file, png_file, *csv_files = (write_whole(folder / file, content) for file, content in contents.items())
    return Saved(svg_file, png_file, tuple(csv_files))


def as_svg(picture: Picture, name: str) -> str:
    """The picture as accessible SVG without ground, ink as `currentColor`."""
    buffer = io.StringIO()
    with own_style(**{"svg.hashsalt": name}):
        picture.figure.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None})
    return svg.for_any_ground(buffer.getvalue(), name, picture.title, picture.description)


def as_png(picture: Picture) -> bytes:
    """The picture on a light ground, twice the size."""
    buffer = io.BytesIO()
    with own_style():
        picture.figure.savefig(
            buffer,
            format="png",
            dpi=192,
            facecolor=look.GROUND,
            metadata={"Software": None, "Title": picture.title},
        )
    return buffer.getvalue()


def own_style(**more: str) -> AbstractContextManager[None]:
    """Matplotlib's defaults plus ours while it lasts: a user's own settings change no figure and come back."""
    from matplotlib.style import context

    return context(["default", {**look.RC, **more}])
