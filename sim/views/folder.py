"""The output folder of a study: written beside its place, then moved there, so no half result looks whole."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.executors import workers
from sim.inputs.mistakes import Mistakes
from sim.inputs.whole_files import whole_folder, write_table, write_whole
from sim.views.facts import machine_facts, program_facts
from sim.views.report.material import Material
from sim.views.saved_tables import tables_of
from sim.views.workbook import write_workbook

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.style.picture import Picture, Saved

MARK = "run.json"
"""A folder with this file in it is a result folder and may be replaced."""


class NotAResultFolder(Mistakes):
    """What stands where the results should go is something else; it is left alone."""


def refuse_other_folder(out: Path) -> None:
    """Raise `NotAResultFolder` unless nothing is there, or an empty folder, or older results.

    Worth asking before the runs; `write_folder` asks again.
    """
    if not out.exists():
        return
    advice = "name another one with --out."
    if not out.is_dir():
        raise NotAResultFolder([f"{out} is not a folder, so results cannot replace it; {advice}"])
    if not (out / MARK).is_file() and any(out.iterdir()):
        raise NotAResultFolder(
            [f"The folder {out} holds other things than results (it has no {MARK}), so it is not replaced; {advice}"]
        )
    if Path.cwd().is_relative_to(out.resolve()):
        raise NotAResultFolder([f"{out} is the folder you are in, so it cannot be replaced; {advice}"])


def write_folder(study: Study, out: Path, jobs: int = 1) -> Study:
    """Write all that a study shows into a folder; see `fill_folder`.

    Args:
        jobs: processes that draw.

    Returns:
        The study with the folder and the files in it.
    """
    return replace(study, out=Path(out), files=fill_folder(Path(out), lambda folder: _fill(study, folder, jobs)))


def fill_folder(out: Path, fill: Callable[[Path], list[Path]]) -> list[Path]:
    """Let `fill` write into a new folder, then put it in its place; older results go once the new are complete.

    Returns:
        The files that `fill` says it wrote, where they are now.

    Raises:
        NotAResultFolder: when the folder holds something else.
        OSError: when it cannot be written; nothing new is then left behind.
    """
    refuse_other_folder(out)
    with whole_folder(out.resolve()) as fresh:
        written = fill(fresh)
        refuse_other_folder(out.resolve())
    return [out / path.relative_to(fresh) for path in written]


def write_facts(folder: Path, facts: Mapping[str, Any]) -> Path:
    """Write the file that marks a folder as one of results."""
    return write_whole(folder / MARK, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def save_chart(folder: Path, name: str, picture: Picture) -> Saved:
    """A chart with its tables, which lie among the other tables."""
    from sim.views.style.picture import save

    saved = save(picture, folder / "charts", name)
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    moved = [table.rename(tables / f"chart_{table.name.replace('-', '_')}") for table in saved.tables]
    return replace(saved, tables=tuple(moved))


# What is in a study's


def _fill(study: Study, folder: Path, jobs: int) -> list[Path]:
    """Write every file; returns them in the order in which a person looks."""
    from sim.inputs.printing import print_scenario
    from sim.views.replay.page import replay_page
    from sim.views.report.page import page

    with _drawing(study, folder, jobs) as charts:
        tables = [write_table(folder / "tables" / f"{name}.csv", table) for name, table in tables_of(study).items()]
        replay = [write_whole(folder / "replay.html", replay_page(study))] if study.replayed else []
        saved = charts()
    texts = dict(zip(scenario_files(study), map(print_scenario, (study.a, study.b)), strict=True))
    scenarios = [write_whole(folder / name, lines) for name, lines in texts.items()]
    facts = run_facts(study)
    run = write_facts(folder, facts)
    book = write_workbook(folder, _workbook_head(study))
    wide, narrow = {chart.name: chart.wide for chart in saved}, {chart.name: chart.narrow for chart in saved}
    report = write_whole(folder / "report.html", page(study, Material(facts, wide, narrow, texts)))
    return [report, *replay, *(file for chart in saved for file in chart.files), *tables, book, *scenarios, run]


def _workbook_head(study: Study) -> list[str]:
    """What was compared, for the first sheet of the workbook."""
    a, b = study.worlds
    return [
        f"{a} and {b}, compared",
        f"{study.replications} pairs of runs, {study.a.weeks} weeks each after {study.a.warm_up_weeks} of warm-up, seed "
        f"{study.a.seed}. A difference is that of {b} minus {a}.",
        f"Amounts in {study.a.company.currency}; run.json has versions and seeds, report.html what is found.",
    ]


@dataclass(frozen=True, slots=True)
class SavedChart:
    """One chart: its files on disk, and its SVG for wide and for narrow pages."""

    name: str
    files: list[Path]
    wide: str
    narrow: str


@contextmanager
def _drawing(study: Study, folder: Path, jobs: int) -> Iterator[Callable[[], list[SavedChart]]]:
    """Other processes, if any, begin to draw, the last chart first; what is given draws those that are left."""
    from sim.views.report.contents import all_charts_of

    places = range(len(all_charts_of(study)))
    if jobs == 1:
        yield lambda: [_draw_one(study, folder, place) for place in places]
        return
    with workers(jobs - 1, apart=True) as others:
        ahead = {place: others.submit(_draw_one, study, folder, place) for place in reversed(places)}
        yield lambda: [
            _draw_one(study, folder, place) if ahead[place].cancel() else ahead[place].result() for place in places
        ]


def _draw_one(study: Study, folder: Path, place: int) -> SavedChart:
    from sim.views.charts.chart import narrow_svg
    from sim.views.report.contents import all_charts_of

    chart = all_charts_of(study)[place]
    saved = save_chart(folder, chart.name, chart.draw(study, chart.wide))
    wide = saved.svg.read_text(encoding="utf-8")
    return SavedChart(chart.name, [saved.svg, saved.png, *saved.tables], wide, narrow_svg(chart, study))


def scenario_files(study: Study) -> tuple[str, str]:
    """File names of both scenarios, unlike each other on every file system."""
    a, b = (re.sub(r"[^A-Za-z0-9._-]+", "_", world).strip("._") or "world" for world in study.worlds)
    if a.lower() == b.lower():
        a, b = f"{a}_1", f"{b}_2"
    return f"scenario_{a}.toml", f"scenario_{b}.toml"


def run_facts(study: Study) -> dict[str, Any]:
    """What it takes to repeat the run, without a word about whose machine it was."""
    return {
        **program_facts(),
        "worlds": [
            {"name": world.name, "description": world.description, "fingerprint": world.fingerprint, "file": file}
            for world, file in zip((study.a, study.b), scenario_files(study), strict=True)
        ],
        "seed": study.a.seed,
        "weeks": study.a.weeks,
        "warm_up_weeks": study.a.warm_up_weeks,
        "replications": study.replications,
        "ended": _ended(study),
        "failed_runs": len(study.failures),
        "seconds": round(study.seconds, 1),
        **machine_facts(),
    }


def _ended(study: Study) -> dict[str, Any] | None:
    """What ended the pairs of a study that was to go on until half-widths are small enough; None of a fixed number."""
    ending = study.ending
    if ending is None:
        return None
    by = "half-widths" if not ending.still_wide else "time" if ending.by_time else "pairs"
    widths = [
        {**width._asdict(), "half_width": width.half_width if math.isfinite(width.half_width) else None}
        for width in ending.widths
    ]
    return {"by": by, "pairs": ending.pairs, "most_pairs": ending.most, "half_widths": widths}
