"""`compare`: two scenarios on the same customers, and what differs; or several, each against the first."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import add_events_flag, add_stream_flag, processes, results_folder
from sim.inputs.mistakes import Mistakes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files, or more, and what happens to all."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help="scenario files A and B (default: siloed and integrated of scenarios/), and further ones to compare with A",
    )  # fmt: skip
    add_compare_flags(parser)


def add_compare_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that only a comparison has."""
    add_events_flag(parser)
    add_stream_flag(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare, write the folder, print the small table."""
    if len(arguments.files) > 2:
        return _against_the_first(given.some_files(arguments), arguments)
    files = given.two_or_own(arguments, "compare")
    a, b = given.pair(files, arguments)
    out = results_folder(f"{files[0].stem}_vs_{files[1].stem}", arguments)

    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.text.terminal import print_study

    refuse_other_folder(out)
    study = write_folder(given.study(a, b, arguments, cube=True), out, processes(arguments))
    print_study(study)
    return FAILED if len(study.failures) else DONE


def _against_the_first(files: list[Path], arguments: argparse.Namespace) -> int:
    """Compare each further file with the first, a folder for each; runs of the first are those of all."""
    if getattr(arguments, "stream", None) is not None:
        raise Mistakes([f"--stream goes with two scenario files, A and B, but got {len(files)}."])
    pairs = given.against_the_first(files, arguments)
    place = results_folder(f"{files[0].stem}_vs_{'_and_'.join(file.stem for file in files[1:])}", arguments)
    names = [f"{files[0].stem}_vs_{file.stem}" for file in files[1:]]
    names = [f"{name}_{number}" if names.count(name) > 1 else name for number, name in enumerate(names, 1)]

    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.text.side_by_side import print_side_by_side

    for name in names:
        refuse_other_folder(place / name)
    studies = [
        write_folder(given.study(a, b, arguments, cube=True), place / name, processes(arguments))
        for name, (a, b) in zip(names, pairs, strict=True)
    ]
    print_side_by_side(studies)
    return FAILED if any(len(study.failures) for study in studies) else DONE


COMPARE = Command("compare", "Run two scenarios on the same customers and show what differs.", arguments_of, run)
