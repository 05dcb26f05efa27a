"""Pictures: a figure with its title, its description and its tables, and how it is saved.

`save` writes SVG, PNG and CSV under temporary names and then moves them.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

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
    folder.mkdir(parents=True, exist_ok=True)
    tables = picture.table if isinstance(picture.table, Mapping) else {"": picture.table}
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{name}-") as scratch:
        made = [Path(scratch, f"{name}.svg"), Path(scratch, f"{name}.png")]
        made[0].write_text(as_svg(picture, name), encoding="utf-8", newline="\n")
        with own_style():
            picture.figure.savefig(
                made[1],
                format="png",
                dpi=192,
                facecolor=look.GROUND,
                metadata={"Software": None, "Title": picture.title},
            )
        for suffix, rows in tables.items():
            made.append(Path(scratch, f"{name}-{suffix}.csv" if suffix else f"{name}.csv"))
            rows.to_csv(made[-1], index=False, lineterminator="\n", float_format="%.10g")
        moved = [folder / path.name for path in made]
        for path, target in zip(made, moved, strict=True):
            os.replace(path, target)
    return Saved(moved[0], moved[1], tuple(moved[2:]))


def as_svg(picture: Picture, name: str) -> str:
    """The picture as accessible SVG without ground, ink as `currentColor`."""
    buffer = io.StringIO()
    with own_style(**{"svg.hashsalt": name}):
        picture.figure.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None})
    return svg.for_any_ground(buffer.getvalue(), name, picture.title, picture.description)


def own_style(**more: str) -> AbstractContextManager[None]:
    """Matplotlib's defaults plus ours while it lasts: a user's own settings change no figure and come back."""
    from matplotlib.style import context

    return context(["default", {**look.RC, **more}])
