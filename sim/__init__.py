"""Interoffice: what it costs a company when its departments do not share what they know.

>>> import sim
>>> print(sim.load("integrated").description)
The same challenges, met with integrated systems, a collaborative culture, cross-training and automation.
"""

from typing import TYPE_CHECKING

__all__ = ["attribute", "break_even", "compare", "explore", "journey", "load"]

if TYPE_CHECKING:
    from sim.interactive.session import compare, journey, load
    from sim.interactive.sliders import explore
    from sim.interactive.studies import attribute, break_even
else:
    PLACES = {
        **dict.fromkeys(("attribute", "break_even"), "studies"),
        **dict.fromkeys(("compare", "journey", "load"), "session"),
        "explore": "sliders",
    }

    def __getattr__(name: str) -> object:
        """What a person types, imported only when it is asked for, so that the command line stays quick."""
        if name not in PLACES:
            raise AttributeError(f"module 'sim' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"sim.interactive.{PLACES[name]}"), name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
