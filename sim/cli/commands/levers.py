"""`levers`: what each lever changes and costs, and whom it harms."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """A company whose prices are shown."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="a company or scenario file, whose costs are shown (default: scenarios/company.toml)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Print every lever."""
    from sim.inputs.company_model import CompanyModel

    file, model = given.model(arguments.file, "company")
    company = getattr(model, "company", model)
    if not isinstance(company, CompanyModel):
        raise Mistakes([f"{file}: has no company, and levers cost nothing there."])

    from sim.views.text.levers import levers_text
    from sim.views.text.say import say

    say(levers_text(company))


LEVERS = Command(
    "levers", "Tell of every lever what it changes, what it costs and whom it harms.", arguments_of, run, simulates=False
)
