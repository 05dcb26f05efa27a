"""The output folder: what is in it, recomputed; all of it or nothing; nobody else's folder is touched."""

from __future__ import annotations

import csv
import errno
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiment.enough import Ending, Width
from sim.experiment.study import Study
from sim.inputs import printing
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.whole_files import write_whole
from sim.measures.lead_time import PARTS
from sim.views import folder
from sim.views.folder import NotAResultFolder, run_facts, write_folder
from sim.views.report import page as report
from sim.views.report.contents import all_charts_of
from sim.views.saved_tables import COMPARISON_REST
from sim.views.text import terminal
from tests.views.made_study import changed, made_study
from tests.views.pages import assert_alone, squares, tree

FIRST = ["measure", "unit", "siloed", "integrated", "difference", "lower", "upper", "replications"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A study with its folder, but with squares for charts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "_drawing", lambda *_: nullcontext(squares))
        yield write_folder(made_study(), tmp_path_factory.mktemp("results") / "siloed_vs_integrated")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders without charts and with a page of one word."""
    monkeypatch.setattr(folder, "_drawing", lambda *_: nullcontext(squares))
    monkeypatch.setattr(report, "page", lambda *_: "page")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, plain: None) -> None:
    """The same for tests of how a folder comes into its place, of which no scenario is printed and no workbook filled."""
    monkeypatch.setattr(printing, "print_scenario", lambda scenario: scenario.name)
    monkeypatch.setattr(folder, "write_workbook", lambda place, _: write_whole(place / "tables.xlsx", b""))


@pytest.mark.slow
def test_charts_are_the_same_whoever_draws_them(tmp_path: Path) -> None:
    """Every byte is the same when one process draws and when two do."""
    one, two = (content(place_of(write_folder(made_study(), tmp_path / str(jobs), jobs))) for jobs in (1, 2))
    assert {name for name in one if name.startswith("charts/")}
    assert one == two


def content(place: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def place_of(study: Study) -> Path:
    """The folder a study was written to."""
    assert study.out is not None
    return study.out


def test_the_whole_folder_with_its_charts(full_folder: Study) -> None:
    study, place = full_folder, place_of(full_folder)
    found = set(content(place))
    charts = {chart.name for chart in all_charts_of(study)}
    of_every_study = {
        "bridge", "differences", "lead_times", "lead_time_saved", "lead_time_split", "work_in_progress", "handoffs",
        "network", "worse_off",
    }  # fmt: skip
    assert {chart.name for chart in all_charts_of(made_study())} == of_every_study
    assert charts == of_every_study | {"waterfall", "break_even", "win_map", "frontier"}
    assert {name for name in found if name.startswith("charts/")} == {
        f"charts/{chart}.{kind}" for chart in charts for kind in ("svg", "png")
    }
    assert {f"tables/chart_{chart}.csv" for chart in charts} < found
    tables = {"comparison", "twins", "pairs", "losers", "published", "warm_up", "failures", "split", "statement"}
    assert {f"tables/{table}.csv" for table in tables} < found
    assert {"report.html", "run.json", "tables.xlsx", "scenario_siloed.toml", "scenario_integrated.toml"} < found
    assert {path.relative_to(place).as_posix() for path in study.files} == found
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    page = (place / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 3_000_000
    assert_alone(page)
    charts_drawn = tree(page).iter("{http://www.w3.org/2000/svg}svg")
    titles = {element.attrib["aria-labelledby"].split()[0] for element in charts_drawn}
    assert titles == {f"{chart}{width}-title" for chart in charts for width in ("", "-narrow")}


def test_comparison_begins_with_the_columns_promised_and_is_recomputed(written: Study) -> None:
    with (place_of(written) / "tables" / "comparison.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[: len(FIRST)] == FIRST
    assert list(rows[0])[len(FIRST) :] == list(COMPARISON_REST)
    assert len(rows) == len(written.comparison)
    for row in rows:
        own = written.pairs[written.pairs["measure"] == row["measure"]]
        assert float(row["siloed"]) == pytest.approx(own["a"].mean(), rel=1e-8)
        assert float(row["difference"]) == pytest.approx((own["b"] - own["a"]).mean(), rel=1e-7)
        assert int(row["replications"]) == len(own)
        gain = written.comparison.set_index("measure")["variance_ratio"][row["measure"]]
        assert float(row["pairing_gain"] or "nan") == pytest.approx(gain, rel=1e-7, nan_ok=True)
        assert_needed(row, own["a"].to_numpy(), (own["b"] - own["a"]).to_numpy())
    units = {row["measure"]: row["unit"] for row in rows}
    assert units["profit"] == "EUR/year"


def assert_needed(row: dict[str, str], a: np.ndarray, change: np.ndarray) -> None:
    """So many pairs make the half-width 3 % of the first world's mean, and one fewer would not, by the variance seen."""
    if a.mean() == 0:
        assert row["replications_needed"] == ""
        return
    needed = int(float(row["replications_needed"]))
    goal, deviation = 0.03 * abs(a.mean()), change.std(ddof=1)

    def half(pairs: int) -> float:
        return float(stats.t.ppf(0.975, pairs - 1) * deviation / np.sqrt(pairs))

    assert half(needed) <= goal * (1 + 1e-9)
    assert needed == len(a) or half(needed - 1) > goal


def test_run_json_says_how_auto_ended() -> None:
    wide, narrow = Width("ticket time", 0.05, 0.03), Width("satisfaction", 0.01, 0.03)
    unknown = Width("cost per case", float("nan"), 0.03)
    assert run_facts(made_study())["ended"] is None
    for ending, by in (
        (Ending(12, 60, False, (narrow,)), "half-widths"),
        (Ending(60, 60, False, (wide, narrow, unknown)), "pairs"),
        (Ending(20, 20, True, (wide,)), "time"),
    ):
        ended = json.loads(json.dumps(run_facts(changed(made_study(), ending=ending))["ended"], allow_nan=False))
        assert (ended["by"], ended["pairs"], ended["most_pairs"]) == (by, ending.pairs, ending.most)
        assert [width["measure"] for width in ended["half_widths"]] == [width.measure for width in ending.widths]


def test_twins_have_one_row_a_case_with_status_and_both_splits(written: Study) -> None:
    table = pd.read_csv(place_of(written) / "tables" / "twins.csv")
    assert len(table) == len(written.twins)
    assert table["name"].is_unique
    assert {"question 3 (1)", "question 3 (2)", "order 1"} < set(table["name"])
    for world in written.worlds:
        here = table[table[f"status_{world}"].notna()]
        parts = here[[f"{part}_{world}" for part in PARTS]].sum(axis=1)
        assert np.allclose(parts, here[f"lead_{world}"], atol=1e-7)
    assert table.columns.is_unique
    assert set(table["in"]) == {"both", "siloed only", "integrated only"}


def test_scenario_files_load_back(written: Study) -> None:
    for world in (written.a, written.b):
        assert load_scenario(place_of(written) / f"scenario_{world.name}.toml") == world


def test_run_json_repeats_the_run_and_names_nobody(written: Study) -> None:
    text = (place_of(written) / "run.json").read_text(encoding="utf-8")
    facts: dict[str, Any] = json.loads(text)
    assert facts["seed"] == 1
    assert (facts["weeks"], facts["warm_up_weeks"], facts["replications"]) == (13, 4, 8)
    assert facts["seconds"] == 61.7
    assert {"python", "simpy", "numpy", "pandas"} < set(facts["versions"])
    assert facts["machine"]["cpus"] == os.cpu_count()
    assert facts["sources"]
    assert [world["fingerprint"] for world in facts["worlds"]] == [written.a.fingerprint, written.b.fingerprint]
    page = (place_of(written) / "report.html").read_text(encoding="utf-8")
    for private in (socket.gethostname(), str(Path.home()), str(Path.cwd())):
        assert f'"{private}"' not in text
        if len(private) > 6:
            assert private not in text
            assert private not in page
    assert f"/{getpass.getuser()}/" not in text


@pytest.mark.usefixtures("plain")
def test_tables_have_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = content(place_of(write_folder(made_study(), tmp_path / "one")))
    second = content(place_of(write_folder(made_study(), tmp_path / "two")))
    assert first.keys() == second.keys()
    for name in first:
        if name.startswith(("tables/", "scenario")):
            assert first[name] == second[name], name


@pytest.mark.usefixtures("quick")
def test_older_results_are_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "results"
    write_folder(made_study(), place)
    (place / "left over.txt").write_text("old", encoding="utf-8")
    study = write_folder(made_study(names=("one", "two")), place)
    assert study.out == place
    assert not (place / "left over.txt").exists()
    assert (place / "scenario_one.toml").is_file()
    assert not (place / "scenario_siloed.toml").exists()
    assert [path.name for path in place.parent.iterdir()] == ["results"]


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_and_a_link_to_results_may_be_filled(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    write_folder(made_study(), empty)
    link = tmp_path / "link"
    link.symlink_to(empty, target_is_directory=True)
    write_folder(made_study(names=("one", "two")), link)
    assert link.is_symlink()
    assert (empty / "scenario_one.toml").is_file()


def test_other_folders_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "photographs"
    other.mkdir()
    (other / "1.jpg").write_bytes(b"x")
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for out, why in (
        (other, "holds other things than results"),
        (file, "is not a folder"),
        (Path(), "you are in"),
    ):
        with pytest.raises(NotAResultFolder, match=why) as caught:
            write_folder(made_study(), out)
        assert isinstance(caught.value, Mistakes)
        assert len(caught.value.sentences) == 1
    assert content(tmp_path) == {"photographs/1.jpg": b"x", "file": b"x"}
    folder.refuse_other_folder(tmp_path / "new")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_nothing_is_left_behind_when_it_ends_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    def fails(*_: object) -> str:
        raise trouble

    monkeypatch.setattr(report, "page", fails)
    with pytest.raises(type(trouble)):
        write_folder(made_study(), tmp_path / "a" / "b" / "results")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("moment", ["page", "move"])
def test_older_results_stay_when_the_new_ones_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    place = tmp_path / "results"
    write_folder(made_study(), place)
    before = content(place)
    rename = Path.rename

    def fails(*_: object) -> str:
        raise KeyboardInterrupt

    def fails_at_last(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise KeyboardInterrupt
        return rename(self, target)

    if moment == "page":
        monkeypatch.setattr(report, "page", fails)
    else:
        monkeypatch.setattr(Path, "rename", fails_at_last)
    with pytest.raises(KeyboardInterrupt):
        write_folder(made_study(names=("one", "two")), place)
    assert content(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_names_of_worlds_make_file_names() -> None:
    study = made_study(names=("a/b: c", "A_B_C"))
    assert folder.scenario_files(study) == ("scenario_a_b_c_1.toml", "scenario_A_B_C_2.toml")


def test_the_terminal_names_the_report(written: Study) -> None:
    assert "report.html" in terminal.study_text(written).split("Report: ")[1]
