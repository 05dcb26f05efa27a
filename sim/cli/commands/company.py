"""`company`: a company file made of a spreadsheet or a folder of CSV files."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sim.cli.called import program
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes, show

USUAL_BASE = "company.toml"


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The tables, the company they are laid over, and the file to write."""
    parser.add_argument("tables", nargs="?", metavar="TABLES", help="a spreadsheet (.xlsx), or a folder of CSV files")
    parser.add_argument(
        "--extends", metavar="FILE", help=f"the company file that they are laid over (default: {USUAL_BASE} beside them)"
    )
    parser.add_argument(
        "--out", metavar="FILE", help="the company file to write (default: beside the tables, of the same name)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Read the tables, check the company, write its file and say what to do with it."""
    if arguments.tables is None:
        raise Mistakes(
            [f"company needs a spreadsheet or a folder of CSV files; {program()} init --tables FOLDER writes forms."]
        )
    tables = named_so(Path(arguments.tables))
    out = Path(arguments.out) if arguments.out else tables.parent / f"{Path(tables.name).stem}.toml"
    base = Path(arguments.extends) if arguments.extends else tables.parent / USUAL_BASE
    refuse_other_file(out, base)

    from sim.inputs.loading import load_company
    from sim.inputs.tables.reading import read_tables
    from sim.inputs.tables.writing import company_text
    from sim.inputs.toml_file import read
    from sim.inputs.whole_files import write_whole
    from sim.views.text.say import say

    if not base.exists():
        raise Mistakes(
            [
                f"{tables} is laid over {base}, which is not there; name a company file with --extends, or let "
                f"{program()} init --tables FOLDER write one."
            ]
        )
    lower = read(base).table
    if "extends" in lower:
        raise Mistakes(
            [f"{base}: extends another company; tables are laid over one that is whole, such as company.toml."]
        )
    extends = Path(os.path.relpath(base, out.parent)).as_posix()
    found = read_tables(tables, lower, out, extends)
    company = load_company(found)
    write_whole(out, company_text(found))
    people = sum(team.staff for team in company.teams.values())
    say(
        f"{out}: {company.name}, {people} people. Behind every line stands the cell or the row that it comes from.\n"
        f'A scenario names it, company = "{out.name}"; {program()} diff {base} {out} shows what is different.'
    )


def named_so(path: Path) -> Path:
    """The path with a name of its own, where it is "." or ".."."""
    return path if path.name not in ("", "..") else Path(os.path.abspath(path))


def refuse_other_file(out: Path, base: Path) -> None:
    """Raise Mistakes unless the file can be written: nothing is there, or what was made of tables before."""
    from sim.inputs.tables.writing import MADE_OF

    if out.resolve() == base.resolve():
        raise Mistakes([f"{out} is the company that the tables are laid over; name another file with --out."])
    if out.is_dir():
        raise Mistakes([f"--out is {show(str(out))}, which is a folder; allowed is a file to write."])
    if out.exists() and not out.read_bytes().startswith(MADE_OF.encode()):
        raise Mistakes([f"{out} was not made of tables, so it is not replaced; name another file with --out."])


COMPANY = Command(
    "company",
    "Make a company file of a spreadsheet or a folder of CSV files.",
    arguments_of,
    run,
    simulates=False,
)
