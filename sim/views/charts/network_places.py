"""Where departments stand on the network map, and the curves that lead from one to another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.views.style import layout

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

NODE = 9.0
"""Half the width of a department's mark."""
HEAD, FOOT = 58.0, 6.0
"""Height above and below the departments."""


def positions(graph: nx.MultiDiGraph[Any], width: float, height: float, head: float = HEAD) -> dict[str, Points]:
    """Fixed places on an oval: front office down the left, everybody else down the right."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for name, data in graph.nodes(data=True):
        sides[data["office"] == "front"].append(name)
    labels = {name: layout.widest(name_lines(str(label), width)) for name, label in graph.nodes(data="label")}
    left, right = (max((labels[name] for name in sides[side]), default=0.0) for side in (True, False))
    middle = (left + (width - right)) / 2
    reach = (width - left - right) / 2 - NODE - 12
    bottom, top = FOOT + NODE + 6, height - head - 12 - NODE
    places = {}
    for front, names in sides.items():
        for i, name in enumerate(names):
            step = 0.5 if len(names) == 1 else i / (len(names) - 1)
            y = top - step * (top - bottom)
            slope = (2 * step - 1) * 0.76  # the oval is cut at top and bottom, where both sides would meet
            x = reach * math.sqrt(1 - slope**2)
            places[name] = np.array([middle - x if front else middle + x, y])
    return places


def name_lines(label: str, width: float) -> list[str]:
    """A department's name beside its mark, in a panel of this width."""
    return layout.wrap(label, max(60.0, 0.21 * width))


def route(start: Points, end: Points, centre: Points, lane: int, bow: float = 1.0) -> Points:
    """A curve from the rim of one department to the rim of another, bending to its own right and inwards.

    `lane` counts routes between the same two in the same direction; each bends a little more, all of them `bow` times.
    """
    across = end - start
    length = float(np.hypot(*across))
    if length < 1e-9:  # within one department: a loop towards the middle
        inwards = (centre - start) / max(float(np.hypot(*(centre - start))), 1e-9)
        turns = np.linspace(0, 2 * np.pi, 40) + math.atan2(*(-inwards)[::-1])
        radius = NODE + 6 + 4 * lane
        return start + inwards * radius + radius * np.column_stack([np.cos(turns), np.sin(turns)])
    right = np.array([across[1], -across[0]]) / length
    middle = (start + end) / 2
    bend = middle + 0.34 * (centre - middle) + right * length * bow * (0.10 + 0.09 * lane)
    t = np.linspace(0, 1, 61)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    away = np.hypot(*(curve - start).T), np.hypot(*(curve - end).T)
    return np.asarray(curve[(away[0] > NODE + 3) & (away[1] > NODE + 4)])
