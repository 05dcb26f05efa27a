"""Interoffice: what it costs a company when its departments do not share what they know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.interactive.sliders import explore

__all__ = ["explore"]


def __getattr__(name: str) -> Any:
    """``sim.explore``, imported only when it is asked for, so that the command line stays quick."""
    if name == "explore":
        from sim.interactive.sliders import explore

        return explore
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
