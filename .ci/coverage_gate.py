"""Branches that the tests run through, room by room; what everything else rests on must reach the gate.

Say which report of `coverage json`: python .ci/coverage_gate.py coverage.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path, PurePath

GATE = 95.0
"""Percent of branches."""
GATED = {
    "engine": ("sim/engine/",),
    "inputs": ("sim/inputs/",),
    "statistics": ("sim/experiment/statistics",),
    "store": ("sim/experiment/store",),
}
"""What must reach it, and the beginnings of its files' paths; a file or a folder of that name."""


def part_of(file: str) -> str:
    """The gated part a file belongs to, else its room."""
    path = PurePath(file).as_posix().replace("\\", "/")
    for name, beginnings in GATED.items():
        if path.startswith(beginnings):
            return name
    room = path.removeprefix("sim/").split("/")[0]
    return "sim" if room.endswith(".py") else room


def covered(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, tuple[int, int]]:
    """Branches run through, and all branches, of every part."""
    run, there = Counter[str](), Counter[str]()
    for file, told in report["files"].items():
        run[part_of(file)] += told["summary"]["covered_branches"]
        there[part_of(file)] += told["summary"]["num_branches"]
    return {part: (run[part], there[part]) for part in sorted(there)}


def main(report: Path) -> int:
    """Print the table; 1 if a gated part is below the gate or was not measured at all."""
    parts = covered(json.loads(report.read_text(encoding="utf-8")))
    failed = [name for name in GATED if not parts.get(name, (0, 0))[1]]
    print(f"Branches that the tests run through, in percent (gate {GATE:.0f} for {', '.join(GATED)}):")
    for part, (run, there) in parts.items():
        percent = 100 * run / there if there else 100.0
        below = part in GATED and percent < GATE
        failed += [part] if below else []
        print(f"  {part:14} {percent:6.1f}  {run:5} of {there:5}{'  below the gate' if below else ''}")
    if failed:
        print(f"Too few branches, or none: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
