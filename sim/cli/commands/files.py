"""Commands that read files and run nothing: explain, levers, check, schema."""

from __future__ import annotations

import argparse
import sys

from sim.cli import given
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes, ended


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="scenario files (default: scenarios/siloed.toml); of several, also what differs",
    )


def _explain(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load_scenario

    scenarios = [load_scenario(file) for file in arguments.files or given.own_files("siloed")]

    from sim.views.text import explain as words
    from sim.views.text.terminal import for_terminal

    print(for_terminal(words.explain(scenarios), getattr(sys.stdout, "encoding", None)))


EXPLAIN = Command("explain", "Describe a scenario in plain words.", _explain_arguments, _explain, simulates=False)


def _levers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="a company or scenario file, whose costs are shown (default: scenarios/company.toml)",
    )


def _levers(arguments: argparse.Namespace) -> None:
    from sim.inputs.company_model import CompanyModel

    file, model = given.model(arguments.file, "company")
    company = getattr(model, "company", model)
    if not isinstance(company, CompanyModel):
        raise Mistakes([f"{file}: has no company, and levers cost nothing there."])

    from sim.views.text.levers import levers_text

    print(levers_text(company))


LEVERS = Command(
    "levers",
    "Tell of every lever what it changes, what it costs and whom it harms.",
    _levers_arguments,
    _levers,
    simulates=False,
)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="scenario or company files")


def _check(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load

    if not arguments.files:
        raise Mistakes(["check needs at least one file."])
    found: list[str] = []
    for file in arguments.files:
        try:
            model = load(file)
            _check_wiring(file, model)
        except Mistakes as mistakes:
            found.extend(mistakes.sentences)
        else:
            fingerprint = getattr(model, "fingerprint", "")
            print(f"{file}: no mistakes" + (f" (fingerprint {fingerprint})" if fingerprint else ""))
    if found:
        raise Mistakes(found)


CHECK = Command(
    "check", "Check scenario and company files, and name every mistake.", _check_arguments, _check, simulates=False
)


def _check_wiring(file: str, model: object) -> None:
    """Raise Mistakes when a company's hand-offs lead nowhere, leave a department out, or leave a record unread."""
    from sim.company.graph import faults
    from sim.inputs.company_model import CompanyModel

    company = getattr(model, "company", model)
    if isinstance(company, CompanyModel) and (wrong := faults(company)):
        raise Mistakes([ended(f"{file}: {fault}") for fault in wrong])


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--company", action="store_true", help="of a company file instead of a scenario file")


def _schema(arguments: argparse.Namespace) -> None:
    from sim.inputs.printing import json_schema

    print(json_schema("company" if arguments.company else "scenario"), end="")


SCHEMA = Command(
    "schema", "Print the JSON Schema of scenario files, for editors.", _schema_arguments, _schema, simulates=False
)
