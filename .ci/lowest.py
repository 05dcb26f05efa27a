"""The lowest versions that pyproject.toml names, as constraints for pip: `numpy>=1.26` becomes `numpy==1.26`.

Say which extras: python .ci/lowest.py test
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
FLOOR = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?>=([0-9.]+)(?:,<[0-9.]+)?$")


def dependencies(extras: list[str]) -> list[str]:
    """A constraint for each dependency that has a floor, of the program and of these extras."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return [f"{floor[1]}=={floor[2]}" for one in wanted if (floor := FLOOR.match(one))]


def build_backend() -> str:
    """The same of what builds the wheel, which is one package."""
    required = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["build-system"]["requires"]
    (floor,) = (floor for one in required if (floor := FLOOR.match(one)))
    return f"{floor[1]}=={floor[2]}"


if __name__ == "__main__":
    print("\n".join(dependencies(sys.argv[1:])))
