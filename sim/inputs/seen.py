"""Text that is only seen: what would steer a terminal is refused in files and shown as its code elsewhere."""

from __future__ import annotations

import unicodedata

_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def steers(letter: str) -> bool:
    """Whether a character steers a terminal or turns the direction of writing instead of being seen."""
    return letter in _TURNING or unicodedata.category(letter) in _STEERING


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
    found = next((letter for letter in text if steers(letter) and letter not in "\n\t"), "")
    return f"holds the control character {visible(found)}; allowed is text that can be seen" if found else ""


def unfit_for_name(text: str) -> str:
    """The complaint about a text that is no name of one line that can be seen; empty if it is one."""
    if not text.strip():
        return "is empty; allowed is a name that can be seen"
    return steering(text) or ("has more than one line; allowed is one" if set(text) & {"\n", "\t"} else "")
