"""The files that a command line gives, or the program's own in their place: read, with the flags' values, checked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.endings import DONE, FAILED
from sim.cli.flags import QUICK, SHARED_FIELDS, number_of_replications, processes
from sim.inputs.mistakes import Mistakes, all_read, ended
from sim.inputs.own_files import named_file, scenario_files

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sim.experiment.study import Study
    from sim.inputs.scenario import Scenario

OWN_PAIR = ("siloed", "integrated")
SMALL_PAIR = ("small_siloed", "small_integrated")
"""What takes hundreds of runs is asked of the small company, unless a person names other files."""


def two_files(parser: argparse.ArgumentParser, own: tuple[str, str] = OWN_PAIR) -> None:
    """The argument of what compares two worlds: two scenario files instead of the program's own of these names."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"two scenario files A and B (default: {_listed(own)})")


def two_small_files(parser: argparse.ArgumentParser) -> None:
    """The same, instead of the small company's two worlds."""
    two_files(parser, SMALL_PAIR)


def one_file(parser: argparse.ArgumentParser, own: str) -> None:
    """The argument of what takes a single scenario file instead of the program's own of this name."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"a scenario file (default: {_listed((own,))})")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"scenarios/{name}.toml" for name in names)


def some_files(arguments: argparse.Namespace, *own: str) -> list[Path]:
    """The scenario files that were given, by path or bare name, or else those of these names."""
    return [named_file(word) for word in arguments.files] or scenario_files(*own)


def model(file: str | None, own: str, script: Path | None = None) -> tuple[Path, BaseModel]:
    """A file of any kind, the one of this name in `scenarios/` where none is given, and what it describes."""
    from sim.inputs.loading import load

    path = named_file(file) if file else scenario_files(own, beside=script)[0]
    return path, load(path)


def two(files: Sequence[str | Path], command: str, what: str = "scenario files") -> tuple[Path, Path]:
    """The two files a command takes; raises Mistakes unless there are two."""
    if len(files) != 2:
        number = f"got {len(files)}" if files else "got none"
        raise Mistakes([f"{command} takes two {what}, A and B, but {number}."])
    return Path(files[0]), Path(files[1])


def two_or_own(arguments: argparse.Namespace, command: str) -> tuple[Path, Path]:
    """The two files that were given or else the program's own two, siloed and integrated."""
    return two(some_files(arguments, *OWN_PAIR), command)


def one(arguments: argparse.Namespace, command: str, own: str) -> Scenario:
    """The scenario of the one file that was given, or of the program's own, with the flags' values; else Mistakes."""
    files = some_files(arguments, own)
    if len(files) > 1:
        raise Mistakes([f"{command} takes one scenario file, but got {len(files)}."])
    return to_run(files[0], arguments)


def several(files: Sequence[Path], arguments: argparse.Namespace) -> list[Scenario]:
    """Scenarios with the flags' values, after the mistakes of all files have been told."""
    return all_read(lambda file: to_run(file, arguments), files)


def to_run(file: Path, arguments: argparse.Namespace) -> Scenario:
    """One scenario with the flags' values, held against the departments that will run it."""
    from sim.company.checks import scenario_to_run

    scenario = scenario_to_run(file, getattr(arguments, "size", None))
    return with_flags(_with_events(scenario, arguments), arguments)


def pair(files: tuple[Path, Path], arguments: argparse.Namespace) -> tuple[Scenario, Scenario]:
    """Both scenarios with the flags' values, after the mistakes of both files have been told."""
    a, b = several(files, arguments)
    _check_comparable(files, a, b)
    return a, b


def against_the_first(files: Sequence[Path], arguments: argparse.Namespace) -> list[tuple[Scenario, Scenario]]:
    """The first scenario with each of the others, with the flags' values, after the mistakes of all have been told."""
    first, *others = several(files, arguments)
    for file, other in zip(files[1:], others, strict=True):
        _check_comparable((files[0], file), first, other)
    return [(first, other) for other in others]


def scenarios(names: Sequence[str], arguments: argparse.Namespace, script: Path | None = None) -> list[Scenario]:
    """The scenario files a person gave, or else those of these names, with the flags' values; checked together."""
    files = [named_file(file) for file in getattr(arguments, "files", [])]
    if files and len(files) != len(names):
        raise Mistakes(
            [
                f"This takes {len(names)} scenario {'file' if len(names) == 1 else 'files'} (instead of "
                f"{' and '.join(names)}), but got {len(files)}."
            ]
        )
    files = files or scenario_files(*names, beside=script)
    if len(files) == 2:
        return list(pair((files[0], files[1]), arguments))
    return [to_run(file, arguments) for file in files]


def study(a: Scenario, b: Scenario, arguments: argparse.Namespace, *, cube: bool = False) -> Study:
    """Both scenarios compared, as the flags say; with a small cube of the levers if asked for, but not in a hurry."""
    from sim.experiment.study import compare_scenarios

    stream_to: Path | None = getattr(arguments, "stream", None)
    if stream_to is not None and arguments.cluster is not None:
        raise Mistakes(["--stream does not go with --cluster: its workers write to folders of their own machines."])
    return compare_scenarios(
        a,
        b,
        replications=number_of_replications(arguments),
        jobs=processes(arguments),
        cluster=arguments.cluster,
        stream_to=stream_to,
        cube=cube and not arguments.quick,
    )


def ended_well(study: Study) -> int:
    """The exit code of a command that shows a comparison: failed as soon as one run failed for good, which is said."""
    from sim.views.text.evidence import failure_words

    if not len(study.failures):
        return DONE
    print(failure_words(study), file=sys.stderr)
    return FAILED


def with_flags(scenario: Scenario, arguments: argparse.Namespace) -> Scenario:
    """The scenario with what the command line says instead; checked like the file's own values."""
    quick = QUICK if arguments.quick else {}
    given = {name: getattr(arguments, name) for name in SHARED_FIELDS if getattr(arguments, name) is not None}
    _check_dates(
        getattr(arguments, "events", None) or scenario.name, scenario, {**quick, **given}.get("weeks", scenario.weeks)
    )
    changed = type(scenario).model_validate({**dict(scenario), **quick, **given})

    from sim.inputs.workload import endless

    if complaint := endless([changed], streamed=getattr(arguments, "stream", None) is not None):
        raise Mistakes([ended(f"{scenario.name}: {complaint}")])
    return changed


def _with_events(scenario: Scenario, arguments: argparse.Namespace) -> Scenario:
    """The scenario with what the file of --events says will happen to it; its dates are checked with the flags."""
    file = getattr(arguments, "events", None)
    if file is None:
        return scenario
    from sim.inputs.events_model import Timeline
    from sim.inputs.loading import load

    timeline = load(file)
    if not isinstance(timeline, Timeline):
        raise Mistakes([f"{file}: is no file of kind 'events'; such a file begins with kind = \"events\"."])
    return scenario.model_copy(
        update={
            "events": (*scenario.events, *timeline.events),
            "lever_changes": (*scenario.lever_changes, *timeline.lever_changes),
        }
    )


def _check_dates(told_by: str, scenario: Scenario, weeks: int) -> None:
    """Raise Mistakes when what will happen does not fit the company, or a run of so many weeks."""
    from sim.inputs.events_model import wrong_dates
    from sim.inputs.levers_model import LEVERS
    from sim.inputs.sources import dotted

    if found := wrong_dates(scenario.model_dump(), LEVERS, weeks):
        raise Mistakes([ended(f"{told_by}: {dotted(where)} {words}") for where, words in found])


def _check_comparable(files: tuple[Path, Path], a: Scenario, b: Scenario) -> None:
    found = []
    for name in SHARED_FIELDS:
        ours, theirs = getattr(a, name), getattr(b, name)
        if ours != theirs:
            flag = "--" + name.removesuffix("_weeks").replace("_", "-")
            found.append(
                f"{files[0]} has {name} = {ours} but {files[1]} has {theirs}; only runs that meet the "
                f"same weeks and customers can be compared, so make them equal or say {flag}."
            )
    if found:
        raise Mistakes(found)
