"""Floor 6: what a person types: commands, flags, endings, and what the scripts in `scenarios/` share."""

from sim.cli.main import main

__all__ = ["main"]
