"""What the scripts in `scenarios/` share: how each is run.

A script asks one question. It is a docstring, a function from an `Order` (what the command line asked for) to an
`Answer` (what to say, draw and save), and a last line that calls `run_script`. One that compares two scenarios, as
`python -m sim compare` does, is a docstring and a last line that calls `run_comparison`.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import given
from sim.cli.commands.compare import COMPARE, add_compare_flags
from sim.cli.endings import DONE, FAILED, guarded
from sim.cli.flags import (
    QUICK_REPLICATIONS,
    REPLICATIONS,
    fixed_replications,
    processes,
    results_folder,
    script_arguments,
)
from sim.inputs.mistakes import Mistakes, ended, nearest, show
from sim.inputs.own_files import scenario_files

if TYPE_CHECKING:
    from sim.experiment.executors import Evaluate
    from sim.experiment.replication import ReplicationResult
    from sim.inputs.assumptions import Assumption, Assumptions
    from sim.inputs.scenario import Scenario
    from sim.views.answers.answer import Answer


@dataclass(frozen=True)
class Order:
    """What the command line asked of a script, which looks for files beside itself first."""

    script: Path
    arguments: argparse.Namespace
    replications: int
    out: Path
    seen: list[ReplicationResult] = field(default_factory=list)
    """Every result that the study was given, so that no failure goes unnoticed."""

    @property
    def quick(self) -> bool:
        """Whether a true but small answer is wanted."""
        return bool(self.arguments.quick)

    @property
    def jobs(self) -> int:
        """Processes."""
        return processes(self.arguments)

    def scenarios(self, *names: str) -> list[Scenario]:
        """The scenario files that were given, or those of these names in `scenarios/`, with the flags' values."""
        return given.scenarios(names, self.arguments, self.script)

    def evaluate(self, label: str) -> Evaluate:
        """Who does the runs; what is stored is not run again."""
        from sim.experiment.executors import remembering, stored_runs

        return remembering(stored_runs(jobs=self.jobs, cluster=self.arguments.cluster, label=label), self.seen)

    def measure(self) -> str:
        """The measure that --measure names; profit unless it does. Raises Mistakes if there is no such measure."""
        from sim.measures.catalogue import MEASURES

        name = getattr(self.arguments, "measure", None) or "profit"
        names = [measure.id for measure in MEASURES]
        if name not in names:
            raise Mistakes([ended(f"--measure is {show(name)}, which is no measure{nearest(name, names)}")])
        return str(name)

    def first_two(self, assumptions: Sequence[Assumption]) -> tuple[Assumption, Assumption]:
        """The two assumptions that a map shows; raises Mistakes if there is only one."""
        if len(assumptions) < 2:
            raise Mistakes(["A map needs two assumptions; the file has one."])
        return assumptions[0], assumptions[1]

    def assumptions(self, name: str) -> Assumptions:
        """A file of kind 'assumptions' in `scenarios/`, or the one given with --box."""
        from sim.inputs.assumptions import Assumptions

        file, model = given.model(getattr(self.arguments, "box", None), name, self.script)
        if not isinstance(model, Assumptions):
            raise Mistakes([f"{file}: is no file of kind 'assumptions'."])
        return model


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a script does unless told otherwise: replications, and weeks where they are not the scenarios' own.

    `least` is the smallest number of replications from which it can say anything.
    """

    replications: int = REPLICATIONS
    quick_replications: int = QUICK_REPLICATIONS
    weeks: int | None = None
    warm_up_weeks: int | None = None
    least: int = 2


def run_script(
    file: str,
    doc: str | None,
    study: Callable[[Order], Answer],
    *,
    sizes: Sizes | None = None,
    flags: Callable[[argparse.ArgumentParser], None] = lambda _: None,
) -> int:
    """Do what a script is for: read the command line, answer, print, write the folder; returns the exit code.

    Args:
        file: the script's own `__file__`.
        doc: its docstring, which `--help` shows.
        study: from the order to the answer.
        sizes: what it does unless told otherwise.
        flags: adds flags of its own.
    """
    return guarded(lambda: _run(Path(file).resolve(), doc or "", study, sizes or Sizes(), flags))


def _run(
    script: Path,
    doc: str,
    study: Callable[[Order], Answer],
    sizes: Sizes,
    flags: Callable[[argparse.ArgumentParser], None],
) -> int:
    weeks = f" of {sizes.weeks} weeks after {sizes.warm_up_weeks}" if sizes.weeks is not None else ""
    usual = f"Unless told otherwise it runs {sizes.replications} replications{weeks}, not what is said below."
    said = doc if sizes == Sizes() else f"{doc}\n{usual}"
    arguments = script_arguments(script.name, said, sys.argv[1:], flags, str(sizes.replications))
    if arguments is None:
        return DONE
    order = Order(script, arguments, _replications(arguments, sizes), results_folder(script.stem, arguments))
    if not arguments.quick:
        for field in ("weeks", "warm_up_weeks"):
            if getattr(arguments, field) is None:
                setattr(arguments, field, getattr(sizes, field))

    from sim.experiment.failures import failures_of, headline
    from sim.views.answers.answer import write_answer
    from sim.views.folder import refuse_other_folder
    from sim.views.style.words import filled
    from sim.views.text.say import say

    refuse_other_folder(order.out)
    began = time.perf_counter()
    answer = study(order)
    failed = headline(order.seen)
    if failed:
        number = len(failures_of(order.seen))
        text = "\n".join([*filled(failed), "", answer.text])
        answer = replace(answer, text=text, facts={**answer.facts, "failed_runs": number, "failed": failed})
    write_answer(answer, order.out, seconds=time.perf_counter() - began)
    text = f"{answer.text}\n\nCharts and tables: {order.out}"
    say(text)
    return FAILED if failed else DONE


def _replications(arguments: argparse.Namespace, sizes: Sizes) -> int:
    number = fixed_replications(arguments, sizes.replications, sizes.quick_replications)
    if number < sizes.least:
        raise Mistakes([f"--replications is {number}; this study needs {sizes.least} at least."])
    return number


def run_comparison(
    file: str, doc: str | None, names: tuple[str, str], *, events: str | None = None, weeks: int | None = None
) -> int:
    """Do what a script is for that compares two scenarios of its own folder; returns the exit code.

    Args:
        file, doc: the script's own `__file__` and docstring, which `--help` shows.
        names: of both scenario files, without ending.
        events: name of the file of kind "events" that says what happens to both, unless `--events` names another.
        weeks: measured weeks unless told otherwise, with `--quick` too; without it, those of the scenarios.
    """
    return guarded(lambda: _compare(Path(file).resolve(), doc or "", names, events, weeks))


def _compare(script: Path, doc: str, names: tuple[str, str], events: str | None, weeks: int | None) -> int | None:
    arguments = script_arguments(script.name, doc, sys.argv[1:], add_compare_flags)
    if arguments is None:
        return DONE
    arguments.files = scenario_files(*names, beside=script)
    if arguments.events is None and events is not None:
        (file,) = scenario_files(events, beside=script)
        arguments.events = str(file)
    if arguments.weeks is None:
        arguments.weeks = weeks
    arguments.out = results_folder(script.stem, arguments)
    return COMPARE.run(arguments)


def measure_flag(parser: argparse.ArgumentParser) -> None:
    """The flag of scripts that can compare by any measure."""
    parser.add_argument("--measure", metavar="NAME", help="a measure of tables/comparison.csv (default: profit)")


def positive_number(text: str) -> float:
    """The type of a flag that takes an amount above 0."""
    try:
        number = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"is {show(text)}; allowed is a number above 0")
    return number
