"""What a script answers: words, charts, tables and scenarios, and the folder they are written to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.inputs.whole_files import write_table, write_whole
from sim.views import folder
from sim.views.facts import machine_facts, program_facts
from sim.views.style import words
from sim.views.workbook import write_workbook

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario
    from sim.views.charts.chart import Guide
    from sim.views.style.picture import Picture


@dataclass(frozen=True)
class Answer:
    """What one study has to say.

    Attributes:
        text: for the terminal, lines no longer than it is wide.
        pictures, tables: by file name, without ending.
        guides: what each picture answers and how it is read, by the same names.
        scenarios: worlds a person may want to run again, each written as a file of its own.
        facts: what else run.json says: replications, failed runs, settings.
    """

    text: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    scenarios: Sequence[Scenario] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    guides: Mapping[str, Guide] = field(default_factory=dict)

    @property
    def full_text(self) -> str:
        """The text, and how its charts are read."""
        guides = [f"charts/{name}.svg: {guide.question} {guide.reading}" for name, guide in self.guides.items()]
        return "\n\n".join([self.text, *("\n".join(words.filled(guide)) for guide in guides)])


def write_answer(answer: Answer, out: Path, *, seconds: float) -> list[Path]:
    """Write the folder of an answer: text, charts, tables, scenarios, run.json; see ``folder.fill_folder``."""
    return folder.fill_folder(out, lambda fresh: _fill(answer, fresh, seconds))


def _fill(answer: Answer, place: Path, seconds: float) -> list[Path]:
    from sim.inputs.printing import print_scenario

    written = [write_whole(place / "answer.txt", answer.full_text + "\n")]
    for name, picture in answer.pictures.items():
        saved = folder.save_chart(place, name, picture)
        written += [saved.svg, saved.png, *saved.tables]
    for name, table in answer.tables.items():
        written.append(write_table(place / "tables" / f"{name}.csv", table))
    names = scenario_names(answer.scenarios)
    for name, scenario in zip(names, answer.scenarios, strict=True):
        written.append(write_whole(place / name, print_scenario(scenario)))
    facts = {
        **program_facts(),
        "worlds": [
            {"name": scenario.name, "fingerprint": scenario.fingerprint, "file": name}
            for name, scenario in zip(names, answer.scenarios, strict=True)
        ],
        **answer.facts,
        "seconds": round(seconds, 1),
        **machine_facts(),
    }
    head = [answer.text.partition("\n")[0], "answer.txt says what is found, run.json what was run."]
    if (place / "tables").is_dir():
        written.append(write_workbook(place, head))
    return [*written, folder.write_facts(place, facts)]


def scenario_names(scenarios: Sequence[Scenario]) -> list[str]:
    """File names of the scenarios, unlike each other on every file system."""
    names: list[str] = []
    for scenario in scenarios:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", scenario.name).strip("_").lower() or "world"
        while f"scenario_{plain}.toml" in names:
            plain += "_"
        names.append(f"scenario_{plain}.toml")
    return names
