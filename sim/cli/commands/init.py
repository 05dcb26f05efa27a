"""`init`: the program's scenarios, scripts and notebooks in a folder of one's own, to be changed."""

from __future__ import annotations

import argparse
import shlex
import shutil
from pathlib import Path

from sim.cli.called import program
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes, show
from sim.inputs.own_files import NOTEBOOKS, SCENARIOS, own_contents, own_scenario
from sim.inputs.seen import fitted
from sim.inputs.whole_files import whole_contents


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The folder, new or empty."""
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="a folder that is new or empty")
    parser.add_argument(
        "--tables",
        action="store_true",
        help="forms instead, in which a company is described as a spreadsheet or CSV files",
    )


def run(arguments: argparse.Namespace) -> None:
    """Copy the files and say what to do next."""
    if arguments.folder is None:
        raise Mistakes([f"init needs a folder that is new or empty, as in: {program()} init my_company."])
    folder = Path(arguments.folder)
    refuse_full(folder)
    if arguments.tables:
        fill_with_forms(folder)
        print(fitted(forms_told(folder)))
        return
    fill(folder)
    print(fitted(next_steps(folder)))


def refuse_full(folder: Path) -> None:
    """Raise Mistakes unless a folder is empty or can be made."""
    from sim.cli.flags import trouble_with_folder

    if trouble := trouble_with_folder(str(folder)):
        raise Mistakes([f"FOLDER is {show(str(folder))}, {trouble}; allowed is a folder that is empty or can be made."])
    if folder.is_dir() and any(folder.iterdir()):
        raise Mistakes([f"{folder} is not empty, and nothing of it is overwritten; name a folder that is new or empty."])


def fill(folder: Path) -> None:
    """Copy scenarios and notebooks there, all or nothing."""
    with whole_contents(folder.resolve()) as fresh:
        for name in (SCENARIOS, NOTEBOOKS):
            (fresh / name).mkdir()
            for file in own_contents(name):
                shutil.copyfile(file, fresh / name / file.name)  # without its rights: a copy may be changed


def fill_with_forms(folder: Path) -> None:
    """Write the forms there, all or nothing."""
    from sim.views.company_form import write_forms

    with whole_contents(folder.resolve()) as fresh:
        write_forms(fresh, own_scenario("company"))


def forms_told(folder: Path) -> str:
    """What to do with the forms."""
    from sim.views.company_form import BASE, EXAMPLE, FORM

    return (
        f"Forms are in {folder}: {FORM} to fill in, {EXAMPLE} (and the same as CSV files) to look at, {BASE} that they "
        f"are laid over. Their first sheet explains. Next:\n\n  {program()} company {folder / FORM}"
    )


def next_steps(folder: Path) -> str:
    """What to do with the copies."""
    name = program()
    rows = (
        (f"cd {shlex.quote(str(folder))}", ""),
        (
            "python scenarios/siloed_vs_integrated.py --quick",
            "a script answers a question; scenarios/README.md lists them",
        ),
        (f"{name} explain scenarios/siloed.toml", "what a scenario says, in words; change the file and look again"),
        (f"{name} compare --quick", "your siloed and your integrated, side by side"),
        ("jupyter lab notebooks", "seven notebooks to explore; pip install jupyterlab ipywidgets brings what they need"),
    )
    wide = max(len(line) for line, _ in rows)
    told = "\n".join(f"  {line:{wide}}  {what}".rstrip() for line, what in rows if line != "cd .")
    return f"Scenarios, scripts and notebooks are in {folder}, for you to change. Next:\n\n{told}"


INIT = Command(
    "init", "Copy scenarios, scripts and notebooks into a folder, to be changed.", arguments_of, run, simulates=False
)
