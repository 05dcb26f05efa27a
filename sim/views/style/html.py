"""Pieces of HTML: escaped text, lists, tables."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence

import pandas as pd

from sim.views.style import words


def text(words_: object) -> str:
    """Escaped text, without characters that HTML may not hold."""
    kept = str(words_)
    if not kept.isprintable():
        kept = "".join(letter for letter in kept if letter.isprintable() or letter in "\n\t" + words.GAP)
    return html.escape(kept, quote=True)


def paragraphs(lines: Iterable[str], kind: str = "") -> str:
    """Each line of plain text as a paragraph."""
    attribute = f' class="{kind}"' if kind else ""
    return "\n".join(f"<p{attribute}>{text(line)}</p>" for line in lines if line)


def items(lines: Iterable[str]) -> str:
    """Plain text as a list."""
    return "<ul>\n" + "\n".join(f"<li>{text(line)}</li>" for line in lines) + "\n</ul>"


def details(summary: str, body: str) -> str:
    """A body that is closed at first."""
    return f"<details>\n<summary>{text(summary)}</summary>\n{body}\n</details>"


def table_html(table: pd.DataFrame, caption: str, long: Sequence[str] = (), off: Sequence[bool] = ()) -> str:
    """A table with a caption, headed columns and rows, that scrolls by itself where it is wider than the page.

    Args:
        long: columns of text that may take several lines.
        off: rows to be marked.
    """
    numeric = [pd.api.types.is_numeric_dtype(table[column]) for column in table.columns]
    heads = "".join(
        f'<th scope="col"{_number_class(number)}>{text(column)}</th>'
        for column, number in zip(table.columns, numeric, strict=True)
    )
    kinds = [
        _number_class(number) or (' class="long"' if column in long else "")
        for column, number in zip(table.columns, numeric, strict=True)
    ]
    lines = []
    for place, row in enumerate(table.itertuples(index=False, name=None)):
        first, *rest = (cell(value) for value in row)
        mark = ' class="off"' if place < len(off) and off[place] else ""
        lines.append(
            f'<tr{mark}><th scope="row"{kinds[0]}>{first}</th>'
            + "".join(f"<td{kind}>{value}</td>" for kind, value in zip(kinds[1:], rest, strict=True))
            + "</tr>"
        )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">\n<table>\n'
        f"<caption>{text(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(lines)
        + "\n</tbody>\n</table>\n</div>"
    )


def _number_class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def cell(value: object) -> str:
    """A value as it stands in a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return text(words.number(float(value)) if math.isfinite(value) else "–")
    return text(value)


def swatch(letter: str) -> str:
    """The mark of a world: a square for the first, a disc for the second."""
    return f'<span class="swatch {letter}"></span>'
