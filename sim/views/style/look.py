"""One place for colours, dashes, hatches and sizes, so that a thing looks the same in every chart.

Every ink that must follow the page (text, axes, grid) is `INK`, which the SVG turns into `currentColor`;
weaker inks are the same colour with opacity, because a fixed grey is lost on one of the two grounds.
"""

from __future__ import annotations

from typing import Any, Final

from sim.experiment.verdicts import BETTER, DIFFERENT, GIVEN, UNDECIDED, WORSE

# Okabe-Ito: distinguishable with every common kind of colour blindness (matplotlib has it from 3.11 only).
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
GREY: Final = "#8A9099"

WORLDS: Final = (VERMILION, BLUE)
"""World A (the reference) and world B, everywhere the same two; no part, mode or kind may use them."""

INK: Final = "#1B1F24"
GROUND: Final = "#FCFCFA"
ON_LIGHT: Final = "#111418"
ON_DARK: Final = "#FFFFFF"
STRONG, MUTED, FAINT, GRID = 1.0, 0.72, 0.45, 0.14

PARTS: Final[dict[str, tuple[str, str, str]]] = {
    "touch": ("being worked on", GREEN, ""),
    "queue": ("queue for staff", ORANGE, "////"),
    "closed": ("closed hours", "#C4C9CF", "...."),
    "information": ("waiting for information", SKY, "\\\\\\\\"),
    "system": ("waiting for a system", PURPLE, "xxxx"),
    "outside": ("customer, supplier or carrier", YELLOW, "||||"),
    "rework": ("rework", "#858C95", "----"),
}
"""Lead-time parts in the order of the bar: label, colour, hatch."""

MODES: Final[dict[str, tuple[float, ...]]] = {
    "manual": (),
    "batch": (3.4, 1.7),
    "shared": (1.0, 1.3),
    "bot": (5.0, 1.4, 1.0, 1.4),
}
"""Hand-off modes as dashes, in line widths: solid, dashed, dotted, dash and dot."""

OFFICES: Final = {"front": "front office", "back": "back office"}
MARKERS: Final = {
    BETTER: "o",
    WORSE: "D",
    UNDECIDED: "s",
    DIFFERENT: "P",
    GIVEN: "^",
    **{f"{said}, {GIVEN}": "^" for said in (BETTER, WORSE, DIFFERENT)},
}
"""Marks of verdicts; a triangle is given by arithmetic, filled where better and open where worse."""

DELAY: Final = ("#A9AFB7", "#C98FB4", "#C7569A", "#A8156F")
"""Short to long delay. Every step keeps at least 2:1 against white and against near-black ground."""

TITLE, SUBTITLE, BODY, SMALL, TINY = 17.0, 12.0, 12.0, 11.0, 10.0
"""Text sizes in CSS pixels (96 to the inch), as are all lengths in views unless they say otherwise."""

WIDE: Final = 960.0
NARROW: Final = 640.0
"""Below this width panels are stacked and labels move above their rows."""

RC: Final[dict[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Geneva", "sans-serif"],
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "figure.dpi": 96.0,
    "path.simplify_threshold": 0.2,
}
"""Text stays text in the SVG: it can be selected and searched. Verdana has the widths of DejaVu Sans."""


def world_colour(world: str, worlds: tuple[str, str]) -> str:
    """The colour of a world by its place in the comparison, whatever its name."""
    return WORLDS[worlds.index(world)]


def verdict_colour(verdict: str) -> str:
    """Who wins a row: the colour of world B where B is better, of world A where B is worse, else grey."""
    return {BETTER: WORLDS[1], WORSE: WORLDS[0]}.get(verdict.partition(",")[0], GREY)


def verdict_face(verdict: str) -> str:
    """The inside of a mark: open where something is worse."""
    return ON_DARK if verdict.startswith(WORSE) else verdict_colour(verdict)


def darker(colour: str, factor: float = 0.72) -> str:
    """The same hue for a hatch on its own ground."""
    return "#" + "".join(f"{round(channel * 255 * factor):02x}" for channel in _channels(colour))


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on this fill."""
    fill = luminance(colour)
    on_dark = (luminance(ON_DARK) + 0.05) / (fill + 0.05)
    on_light = (fill + 0.05) / (luminance(ON_LIGHT) + 0.05)
    return ON_DARK if on_dark > on_light else ON_LIGHT


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of a `#rrggbb` colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
