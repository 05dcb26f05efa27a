"""`check`: every mistake of scenario and company files."""

from __future__ import annotations

import argparse

from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes, all_read


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Any number of files, but one at least."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="scenario or company files")


def run(arguments: argparse.Namespace) -> None:
    """Print the files that are right; raise Mistakes for the others, after all have been read."""
    from sim.company.checks import of_size_asked
    from sim.inputs.loading import load
    from sim.views.text.say import say

    if not arguments.files:
        raise Mistakes(["check needs at least one file."])

    def check_file(file: str) -> None:
        model = of_size_asked(load(file), file)
        _check_wiring(file, model)
        fingerprint = getattr(model, "fingerprint", "")
        say(f"{file}: no mistakes" + (f" (fingerprint {fingerprint})" if fingerprint else ""))

    all_read(check_file, arguments.files)


def _check_wiring(file: str, model: object) -> None:
    """Raise Mistakes when the departments of a company could not work as its file says."""
    from sim.company.checks import check
    from sim.inputs.company_model import CompanyModel

    company = getattr(model, "company", model)
    if isinstance(company, CompanyModel):
        check(company, file)


CHECK = Command("check", "Check scenario and company files, and name every mistake.", arguments_of, run, simulates=False)
