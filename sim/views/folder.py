"""The output folder of a study: written beside its place, then moved there, so no half result looks whole."""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.executors import workers
from sim.inputs.mistakes import Mistakes

if TYPE_CHECKING:
    from sim.experiment.study import Study

MARK = "run.json"
"""A folder with this file in it is a result folder and may be replaced."""
PROGRAM = "interoffice"
PACKAGES = ("simpy", "numpy", "pandas", "scipy", "matplotlib", "networkx", "pydantic")
COMPARISON_FIRST = ("measure", "unit")
COMPARISON_REST = (
    "label",
    "better",
    "p",
    "p_holm",
    "lower_holm",
    "upper_holm",
    "correlation",
    "variance_ratio",
    "variance_ratio_bound",
    "verdict",
)


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
    place = out.resolve()
    missing = [folder for folder in place.parents if not folder.exists()]
    fresh = place.parent / f".{place.name}.{secrets.token_hex(4)}.part"
    try:
        fresh.mkdir(parents=True)
        written = fill(fresh)
        _move(fresh, place)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in missing:
            _forget_empty(folder)
        raise
    return [out / path.relative_to(fresh) for path in written]


def _move(fresh: Path, place: Path) -> None:
    """Put the new folder in its place; until it is there, the old one can come back."""
    refuse_other_folder(place)
    old = fresh.with_suffix(".old")
    try:
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _forget_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


# What is in it


def _fill(study: Study, folder: Path, jobs: int) -> list[Path]:
    """Write every file; returns them in the order in which a person looks."""
    from sim.inputs.printing import print_scenario
    from sim.views.replay.page import replay_page
    from sim.views.report.page import Material, page

    with _drawing(study, folder, jobs) as charts:
        tables = [_write_table(folder, name, table) for name, table in tables_of(study).items()]
        replay = [_write(folder / "replay.html", replay_page(study))] if study.replayed else []
        drawn = charts()
    texts = dict(zip(scenario_files(study), map(print_scenario, (study.a, study.b)), strict=True))
    scenarios = [_write(folder / name, lines) for name, lines in texts.items()]
    facts = run_facts(study)
    run = _write(folder / MARK, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    wide, narrow = {chart.name: chart.wide for chart in drawn}, {chart.name: chart.narrow for chart in drawn}
    report = _write(folder / "report.html", page(study, Material(facts, wide, narrow, texts)))
    return [report, *replay, *(file for chart in drawn for file in chart.files), *tables, *scenarios, run]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart: its files on disk, and its SVG for wide and for narrow pages."""

    name: str
    files: list[Path]
    wide: str
    narrow: str


@contextmanager
def _drawing(study: Study, folder: Path, jobs: int) -> Iterator[Callable[[], list[Drawn]]]:
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


def _draw_one(study: Study, folder: Path, place: int) -> Drawn:
    from sim.views.charts.chart import narrow_svg
    from sim.views.report.contents import all_charts_of
    from sim.views.style.picture import save

    chart = all_charts_of(study)[place]
    saved = save(chart.draw(study, chart.wide), folder / "charts", chart.name)
    moved = [folder / "tables" / f"chart_{table.name.replace('-', '_')}" for table in saved.tables]
    for table, target in zip(saved.tables, moved, strict=True):
        target.parent.mkdir(exist_ok=True)
        table.rename(target)
    return Drawn(
        chart.name, [saved.svg, saved.png, *moved], saved.svg.read_text(encoding="utf-8"), narrow_svg(chart, study)
    )


def tables_of(study: Study) -> dict[str, pd.DataFrame]:
    """Every table by file name."""
    from sim.views.text.published import published_table

    return {
        "comparison": comparison_table(study),
        "twins": twins_table(study),
        "pairs": pairs_table(study),
        "losers": _by_world(study.losers, study.worlds),
        "published": published_table(study),
        "warm_up": study.warm_up,
        "failures": study.failures.assign(cause=[_without_paths(cause) for cause in study.failures["cause"]]),
        **{name: table for name, table in study.tables.items() if name != "quantiles"},
    }


def _without_paths(traceback: str) -> str:
    """A traceback that names files, but not where they lie on somebody's machine."""
    return re.sub(r'File "[^"]*[/\\]([^"/\\]+)"', r'File "\1"', str(traceback))


def comparison_table(study: Study) -> pd.DataFrame:
    """One row per measure: measure, unit, the worlds' means by their names, difference, its limits and more."""
    a, b = columns_of(study.worlds, study.comparison.columns)
    rows = study.comparison.rename(columns={"a": a, "b": b})
    rows = rows.assign(unit=rows["unit"].str.replace("currency", study.a.company.currency))
    return rows[[*COMPARISON_FIRST, a, b, "difference", "lower", "upper", "replications", *COMPARISON_REST]]


def pairs_table(study: Study) -> pd.DataFrame:
    """Measure, replication and both worlds' values."""
    return _by_world(study.pairs, study.worlds)


def twins_table(study: Study) -> pd.DataFrame:
    """One row per case with its status and split in both worlds; a name that several cases share is numbered."""
    twins = study.twins
    if not len(twins):
        return twins
    names = columns_of(study.worlds, [])
    renamed = {
        column: f"{column[:-2]}_{names['ab'.index(column[-1])]}"
        for column in twins.columns
        if column.endswith(("_a", "_b"))
    }
    return twins.assign(name=numbered(twins["name"])).rename(columns=renamed)


def numbered(names: pd.Series[str]) -> pd.Series[str]:
    """`question 3 (1)`, `question 3 (2)` where cases share a name; the others as they are."""
    place = names.groupby(names).cumcount() + 1
    return names.where(~names.duplicated(keep=False), names + " (" + place.astype(str) + ")")


def _by_world(table: pd.DataFrame, worlds: tuple[str, str]) -> pd.DataFrame:
    a, b = columns_of(worlds, table.columns)
    return table.rename(columns={"a": a, "b": b})


def columns_of(worlds: tuple[str, str], others: pd.Index[str] | list[str]) -> tuple[str, str]:
    """The worlds' names as columns; a name that is already a column's is told apart."""
    a, b = (f"{world} (world)" if world in set(others) - {"a", "b"} else world for world in worlds)
    return a, b


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
        "failed_runs": len(study.failures),
        "seconds": round(study.seconds, 1),
        **machine_facts(),
    }


def program_facts() -> dict[str, Any]:
    """The program, its version and what was typed."""
    return {"program": PROGRAM, "version": _version(PROGRAM), "command": command_line()}


def machine_facts() -> dict[str, Any]:
    """What the numbers were made with: sources, versions, kind of machine."""
    from sim.experiment.store import sources_hash

    return {
        "sources": sources_hash(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "machine": {
            "system": platform.system(),
            "release": platform.release(),
            "processor": platform.machine(),
            "cpus": os.cpu_count(),
        },
    }


def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def command_line() -> str:
    """What was typed, with files by their path from here or, elsewhere, by their name only."""
    program, *words = sys.argv or [""]
    name = Path(program).name
    first = "python -m sim" if name == "__main__.py" else f"python {_relative(program)}" if name.endswith(".py") else name
    return " ".join([first, *(shlex.quote(_relative(word)) for word in words)]).strip()


def _relative(word: str) -> str:
    flag, equals, path = word.partition("=") if word.startswith("-") else ("", "", word)
    if not Path(path).is_absolute():
        return word
    here = Path.cwd()
    inside = Path(path).is_relative_to(here)
    return flag + equals + (Path(path).relative_to(here).as_posix() if inside else Path(path).name)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _write_table(folder: Path, name: str, table: pd.DataFrame) -> Path:
    """The same bytes for the same numbers, everywhere."""
    return _write(folder / "tables" / f"{name}.csv", table.to_csv(index=False, lineterminator="\n", float_format="%.10g"))
