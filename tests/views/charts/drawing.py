"""What tests of charts draw on, and how they read what was drawn."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.text import Text

from sim.views.style import layout


def axes(width: float = 960, height: float = 500) -> Any:
    return layout.sheet(width, height, "title", "subtitle").panel(260, 30, width - 600, height - 120)


def panels() -> tuple[Any, Any]:
    page = layout.sheet(960, 500, "title", "subtitle")
    return page.panel(90, 60, 400, 400), page.panel(520, 60, 400, 400)


def said(artists: list[Any]) -> list[str]:
    return [artist.get_text() for artist in artists if isinstance(artist, Text)]


def xy(artist: Any) -> tuple[list[float], list[float]]:
    line = cast("Line2D", artist)
    return list(np.asarray(line.get_xdata())), list(np.asarray(line.get_ydata()))


def texts(figure: Any) -> list[Any]:
    figure.canvas.draw()
    return [*figure.texts, *(text for panel in figure.axes for text in panel.texts)]


def inside(figure: Any, text: Any) -> bool:
    box, (width, height) = text.get_window_extent(), figure.get_size_inches() * figure.dpi
    return bool(box.x0 > -2 and box.x1 < width + 2 and box.y0 > -2 and box.y1 < height + 2)
