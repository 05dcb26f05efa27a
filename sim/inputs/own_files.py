"""The files that come with the program: scenarios, the scripts beside them, and notebooks.

In a checkout (and so in an editable install) they stand beside the package; the build puts them into the wheel, inside
the package. Nothing else knows where they are.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sim.inputs.mistakes import Mistakes

SCENARIOS, NOTEBOOKS = "scenarios", "notebooks"
IN_THE_WHEEL = "shipped"
"""The folder of the package into which pyproject.toml maps both."""
KINDS = (".toml", ".py", ".ipynb", ".md")
"""Endings of what a person may want to read or change."""


def own_folder(name: str) -> Path:
    """The program's own `scenarios` or `notebooks`.

    Raises:
        FileNotFoundError: when the package was installed without them.
    """
    package = Path(str(files("sim")))
    for folder in (package / IN_THE_WHEEL / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} that comes with interoffice is not there; install it again")


def own_contents(name: str) -> list[Path]:
    """The files of that folder of the program, in order; what running them leaves behind is none of them."""
    return sorted(file for file in own_folder(name).iterdir() if file.suffix in KINDS and file.is_file())


def own_scenario(name: str) -> Path:
    """The program's own scenario file of this name, without its ending."""
    return own_folder(SCENARIOS) / f"{name}.toml"


def scenario_files(*names: str, beside: Path | None = None) -> list[Path]:
    """Scenario files of these names: a person's, if all are in ./scenarios, else the program's own.

    Args:
        names: without ending.
        beside: a script; the files in its own folder come first.

    Raises:
        Mistakes: when no folder has them all.
    """
    own = [Path(SCENARIOS), own_folder(SCENARIOS)]
    for folder in own if beside is None else [beside.parent, *own]:
        found = [folder / f"{name}.toml" for name in names]
        if all(file.is_file() for file in found):
            return found
    wanted = " and ".join(f"{SCENARIOS}/{name}.toml" for name in names)
    raise Mistakes([f"There is no {wanted} here, and none comes with the program; name the scenario files."])


def nearest_scenarios() -> Path:
    """The nearest folder of scenario files with a company, at or above the working folder, else the program's own."""
    here = Path.cwd()
    found = (folder / SCENARIOS for folder in (here, *here.parents))
    return next((folder for folder in found if (folder / "company.toml").is_file()), None) or own_folder(SCENARIOS)


def named_file(word: str | Path, near: Path = Path(SCENARIOS)) -> Path:
    """The file that a person means: one of that path or, by a bare name, a scenario in a folder or the program's own.

    What is none of them is given back as it is, for its reader to say that there is no such file.

    Args:
        near: the folder; ./scenarios unless another is given.
    """
    path = Path(word)
    if path.exists() or path.suffix or path.name != str(word):
        return path
    for folder in (near, own_folder(SCENARIOS)):
        if (folder / f"{path.name}.toml").is_file():
            return folder / f"{path.name}.toml"
    return path
