"""`study`: everything about two scenarios in one command and one report: comparison, cube, bundles, break-even."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from sim.cli import given
from sim.cli.called import program
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import number_of_replications, processes, results_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.experiment.whole_study import Part
    from sim.inputs.scenario import Scenario


def run(arguments: argparse.Namespace) -> int:
    """Say what will be run, run it, write the folder, print what a comparison prints."""
    files = given.two(given.some_files(arguments, *given.SMALL_PAIR), "study")
    a, b = given.pair(files, arguments)
    out = results_folder(f"{files[0].stem}_vs_{files[1].stem}_study", arguments)

    from sim.experiment.enough import most_pairs
    from sim.experiment.executors import Evaluate, remembering, stored_runs, workers
    from sim.experiment.failures import headline
    from sim.experiment.replication import ReplicationResult
    from sim.experiment.study import with_studies
    from sim.experiment.whole_study import Part, parts_of, whole_study
    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.text.terminal import print_study

    refuse_other_folder(out)
    if arguments.cluster is not None:
        with workers(1, arguments.cluster):
            pass  # only a plan that can be run is told
    pairs, jobs = number_of_replications(arguments) or most_pairs(a, b), processes(arguments)
    parts = [Part("the comparison", 2 * pairs), *parts_of(a, b, pairs, quick=arguments.quick)]
    _announce(a, b, parts, jobs)
    began, seen = time.perf_counter(), list[ReplicationResult]()

    def label(name: str, tables: Collection[str]) -> Evaluate:
        runs = stored_runs(jobs=jobs, cluster=arguments.cluster, label=name, tables=tables)
        return remembering(runs, seen)

    study = given.study(a, b, arguments)
    _done(parts, 0, began)
    for place, (_, more) in enumerate(whole_study(a, b, study.replications, label, quick=arguments.quick), 1):
        study = with_studies(study, more)
        _done(parts, place, began)
    study = write_folder(study, out, jobs)
    print_study(study)
    failed = headline(seen)
    if failed:
        print(failed, file=sys.stderr)
    return FAILED if failed or len(study.failures) else DONE


def _announce(a: Scenario, b: Scenario, parts: Sequence[Part], jobs: int) -> None:
    """What will be run, and how long it takes at most; that nothing is lost when it is interrupted."""
    from sim.experiment.whole_study import seconds_of
    from sim.views.style.words import filled

    seconds = [seconds_of(a, b, part.runs) / jobs for part in parts]
    lines = [
        f"{place}. {part.name}: {_runs(part)}, {_long(length)}"
        for place, (part, length) in enumerate(zip(parts, seconds, strict=True), 1)
    ]
    whole = _long(sum(seconds))
    text = (
        f"Together {whole} on {jobs} process{'' if jobs == 1 else 'es'}, by an estimate that is on the long side. Every "
        f"finished run is kept: interrupted, the same command ({program()} study ...) goes on where it stopped."
    )
    print(*lines, *filled(text), sep="\n", file=sys.stderr, flush=True)


def _runs(part: Part) -> str:
    return f"up to {part.runs:,} runs" if part.runs else "no further run"


def _long(seconds: float) -> str:
    return f"at most {seconds:.0f} s" if seconds < 100 else f"at most {seconds / 60:.0f} min"


def _done(parts: Sequence[Part], place: int, began: float) -> None:
    minutes = (time.perf_counter() - began) / 60
    left = f"; next: {parts[place + 1].name}" if place + 1 < len(parts) else ""
    print(
        f"{place + 1} of {len(parts)} done after {minutes:.1f} min: {parts[place].name}{left}",
        file=sys.stderr,
        flush=True,
    )


STUDY = Command(
    "study",
    "Everything about two scenarios in one report: comparison, what did it, what to buy, when it does not pay.",
    given.two_small_files,
    run,
)
