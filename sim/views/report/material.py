"""What the report shows beside the tables of a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Material:
    """What the page shows beside the study.

    Attributes:
        facts: what `run.json` holds.
        wide, narrow: charts as SVG by the names of their panels.
        scenarios: scenario files as resolved, by file name.
    """

    facts: Mapping[str, Any]
    wide: Mapping[str, str]
    narrow: Mapping[str, str]
    scenarios: Mapping[str, str]
