"""The folder of an export: a run of each world in the formats asked for, its scenario, and what it takes to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.replication import run_once
from sim.export.dates import Dates
from sim.export.formats import FORMATS
from sim.inputs.whole_files import write_whole
from sim.measures.event_log import EventLog, event_log
from sim.views.answers.answer import scenario_names
from sim.views.facts import machine_facts, program_facts
from sim.views.folder import fill_folder, write_facts

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Exported:
    """One world as it was written.

    Attributes:
        files: what was written of it, where it is now.
        events, objects, relations: how many there are.
    """

    world: str
    files: list[Path]
    events: int
    objects: int
    relations: int


def export(
    scenarios: Sequence[Scenario], out: Path, formats: Sequence[str], *, replication: int = 0, dates: Dates
) -> list[Exported]:
    """Run each scenario once and write what happened; older results in the folder go once the new are complete.

    Raises:
        NotAResultFolder: when the folder holds something else.
        OSError: when it cannot be written; nothing new is then left behind.
    """
    found: list[Exported] = []

    def fill(fresh: Path) -> list[Path]:
        files: list[Path] = []
        facts: list[dict[str, Any]] = []
        for scenario, name in zip(scenarios, scenario_names(scenarios), strict=True):
            log = _log_of(scenario, replication)
            world = name.removeprefix("scenario_").removesuffix(".toml")
            own = [file for kind in formats for file in FORMATS[kind].write(log, fresh, world, dates)]
            own.append(_write_scenario(scenario, fresh / name))
            places = [out / file.relative_to(fresh) for file in own]
            found.append(
                Exported(
                    scenario.name,
                    places,
                    log.events,
                    len(log.objects),
                    len(log.event_objects) + len(log.object_objects),
                )
            )
            facts.append(_world_facts(scenario, name, log))
            files += own
        return [*files, write_facts(fresh, _facts(facts, formats, replication, dates, scenarios[0]))]

    fill_folder(out, fill)
    return found


def _log_of(scenario: Scenario, replication: int) -> EventLog:
    """The journal is gone once it has been read."""
    return event_log(run_once(scenario, replication))


def _write_scenario(scenario: Scenario, path: Path) -> Path:
    from sim.inputs.printing import print_scenario

    return write_whole(path, print_scenario(scenario))


def _world_facts(scenario: Scenario, file: str, log: EventLog) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "fingerprint": scenario.fingerprint,
        "file": file,
        "events": {name: len(table) for name, table in log.tables.items()},
        "objects": len(log.objects),
        "event_objects": len(log.event_objects),
        "object_objects": len(log.object_objects),
    }


def _facts(
    worlds: list[dict[str, Any]], formats: Sequence[str], replication: int, dates: Dates, first: Scenario
) -> dict[str, Any]:
    from sim.engine.calendar import WEEK

    return {
        **program_facts(),
        "worlds": worlds,
        "formats": list(formats),
        "replication": replication,
        "seed": first.seed,
        "weeks": first.weeks,
        "warm_up_weeks": first.warm_up_weeks,
        "hour_0": dates.text(0.0),
        "measured_from": dates.text(first.warm_up_weeks * WEEK),
        **machine_facts(),
    }
