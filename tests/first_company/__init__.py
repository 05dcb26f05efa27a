"""The company that was the default until 0.3.0: quick enough for tests, whose timelines were worked out on it by hand."""

from pathlib import Path

FIRST = Path(__file__).parent
"""Its folder: `company.toml` and the scenarios `siloed.toml`, `typical.toml` and `integrated.toml`."""
