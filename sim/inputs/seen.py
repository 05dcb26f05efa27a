"""Text that is only seen: what would steer a terminal is refused in files and shown as its code elsewhere; it fits."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata

NARROWEST, USUAL = 60, 120
"""Columns of the narrowest terminal that is written for, and of output that goes to none."""

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters: control, format, surrogate, private, unassigned, separators of lines and paragraphs."""
_JOINERS = frozenset("\u200c\u200d")
"""Format characters that some languages are spelt with."""


def steers(letter: str) -> bool:
    """Whether a character steers a terminal, turns the direction of writing or is nothing, instead of being seen."""
    return unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS


def visible(text: str) -> str:
    """A text in which every character that would steer a terminal is written as its code; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(
        letter.encode("unicode_escape", "surrogatepass").decode("ascii") if steers(letter) and letter != "\n" else letter
        for letter in text
    )


def steering(text: str) -> str:
    """The complaint about a text with a control character; empty for one without. Long texts may have lines."""
    if text.isprintable():
        return ""
    found = next((letter for letter in text if steers(letter) and letter not in "\n\t"), "")
    return f"holds the control character {visible(found)}; allowed is text that can be seen" if found else ""


def unfit_for_name(text: str) -> str:
    """The complaint about a text that is no name of one line that can be seen; empty if it is one."""
    if not text.strip():
        return "is empty; allowed is a name that can be seen"
    return steering(text) or ("has more than one line; allowed is one" if set(text) & {"\n", "\t"} else "")


def columns(most: int) -> int:
    """Columns that text may take: what the terminal has, but at least the narrowest's and at most so many."""
    return min(most, max(NARROWEST, shutil.get_terminal_size((USUAL, 24)).columns))


def fitted(text: str) -> str:
    """The text in lines that fit the terminal; what is broken goes on below where its last column begins."""
    wide = max(NARROWEST, shutil.get_terminal_size((USUAL, 24)).columns)
    return "\n".join(_fitted(line, wide) if len(line) > wide else line for line in text.split("\n"))


def _fitted(line: str, wide: int) -> str:
    gaps = [match.end() for match in re.finditer(r"(?<=\S) {2,}(?=\S)", line) if match.end() <= wide // 2]
    indent = len(line) - len(line.lstrip(" "))
    hanging = " " * (gaps[-1] if gaps else indent + 2)
    head, body = line[: gaps[-1] if gaps else indent], line[gaps[-1] if gaps else indent :]
    return textwrap.fill(
        body, wide, initial_indent=head, subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False
    )
