"""The one way in which text that holds anything from a file reaches a terminal."""

from __future__ import annotations

import sys

from sim.inputs.seen import fitted
from sim.views.style import words

_ASCII = str.maketrans(
    {
        words.GAP: " ",
        "−": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "->",
        "±": "+/-",
        "×": "x",
        "·": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)


def say(text: str) -> None:
    """Print a text in characters and columns that the terminal has, without any that would steer it."""
    print(fitted(for_terminal(text, getattr(sys.stdout, "encoding", None))))


def for_terminal(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has, without any that would steer the terminal."""
    safe = "".join(letter if letter.isprintable() or letter in "\n" + words.GAP else "?" for letter in text)
    try:
        safe.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return safe.translate(_ASCII).encode("ascii", "replace").decode("ascii")
    return safe
