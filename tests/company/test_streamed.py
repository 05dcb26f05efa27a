"""Streamed journals: the same rows and the same measures, whole or not there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from sim.company import streamed
from sim.company.forgetting import forget
from sim.company.simulation import Company
from sim.engine.journal import Row
from sim.engine.records import Record
from sim.experiment.replication import measure, simulate
from sim.inputs.events_model import Timeline
from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.own_files import scenario_files
from sim.inputs.scenario import Scenario
from sim.measures.run import Run
from sim.measures.steps import steps_of
from tests.first_company import FIRST

pq = pytest.importorskip("pyarrow.parquet")
WORLDS = ("siloed", "integrated")


def scenario_of(world: str, weeks: int = 3, warm_up: int = 1) -> Scenario:
    return load_scenario(FIRST / f"{world}.toml").model_copy(update={"weeks": weeks, "warm_up_weeks": warm_up})


@pytest.mark.parametrize("world", WORLDS)
def test_a_streamed_journal_says_the_same_to_the_last_bit(
    world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, measures, tables and a case's way, however the rows are cut into pieces."""
    monkeypatch.setattr("sim.company.simulation.GROUP_BYTES", 2**13)
    scenario, place = scenario_of(world), tmp_path / "new" / "journal"
    kept, company = Company(scenario), Company(scenario)
    journal, read = kept.run(), company.run(place)
    for name, table in journal.tables.items():
        assert read.tables[name].rows().tobytes() == table.rows().tobytes(), name
        assert len(read.tables[name]) == len(table) == pq.read_metadata(place / f"{name}.parquet").num_rows
    assert pq.read_metadata(place / "visits.parquet").num_row_groups > 2
    assert read.names == journal.names
    runs = Run(journal, kept.facts()), Run(read, company.facts())
    (measures, tables), (same, read_tables) = (measure(run, with_cases=True) for run in runs)
    assert all(same[name] == value or math.isnan(value) for name, value in measures.items())
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(read_tables[name], frame, check_exact=True, obj=name)
    order = int(runs[0].cases.query("kind == 'order'")["case"].iloc[5])
    assert steps_of(runs[1], order) == steps_of(runs[0], order)


def test_a_run_with_shocks_streams(tmp_path: Path) -> None:
    timeline = load(scenario_files("platform_outage")[0])
    assert isinstance(timeline, Timeline)
    scenario = scenario_of("siloed", 5).model_copy(update={"events": timeline.events})
    assert scenario.shocks
    streamed_to, kept = simulate(scenario, 0, stream_to=tmp_path / "j")[0], simulate(scenario, 0)[0]
    assert streamed_to == pytest.approx(kept, rel=0, abs=0, nan_ok=True)
    assert sum(map(math.isfinite, kept.values())) > 80


def test_others_read_the_files(tmp_path: Path) -> None:
    """What is in the folder needs none of this program: codes stand for the names in a table of their own."""
    journal = Company(scenario_of("integrated", 1, 0)).run(tmp_path / "journal")
    visits, names = (pd.read_parquet(tmp_path / "journal" / f"{table}.parquet") for table in ("visits", "names"))
    activities = visits["activity"].map(names.set_index("code")["name"])
    assert "answer a call" in set(activities)
    assert visits["worked"].sum() == pytest.approx(journal.visits.rows("worked")["worked"].sum())


def test_only_the_columns_that_are_asked_for_are_read(tmp_path: Path) -> None:
    company = Company(scenario_of("siloed", 1, 0))
    journal = company.run(tmp_path / "journal")
    (tmp_path / "journal" / "money.parquet").unlink()
    run = Run(journal, company.facts())
    assert len(run.chosen("visits", ("case", "ended"), lambda rows: rows["ended"] > 20)) > 0
    with pytest.raises(FileNotFoundError):
        _ = run.money


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_an_interrupted_run_leaves_nothing_or_what_was_there(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, calls = streamed.ParquetFolder.put, [0]

    def failing(folder: streamed.ParquetFolder, table: str, rows: Row) -> None:
        calls[0] += 1
        if calls[0] % 5 == 0:
            raise error
        put(folder, table, rows)

    before = tmp_path / "before"
    Company(scenario_of("siloed", 1, 0)).run(before)
    whole = {file.name: file.read_bytes() for file in before.iterdir()}
    monkeypatch.setattr(streamed.ParquetFolder, "put", failing)
    for place in (tmp_path / "new", before):
        with pytest.raises(type(error)):
            Company(scenario_of("siloed", 1, 0), 1).run(place)
    assert [file.name for file in tmp_path.iterdir()] == ["before"]
    assert {file.name: file.read_bytes() for file in before.iterdir()} == whole


def test_a_newer_journal_takes_the_place_of_an_older_one_and_of_nothing_else(tmp_path: Path) -> None:
    place, scenario = tmp_path / "journal", scenario_of("siloed", 1, 0)
    first, second = (len(Company(scenario, number).run(place).visits) for number in range(2))
    assert first != second == pq.read_metadata(place / "visits.parquet").num_rows
    (place / "letters.txt").write_text("dear")
    with pytest.raises(Mistakes, match=r"letters\.txt.*name another folder"):
        Company(scenario).run(place)
    assert (place / "letters.txt").read_text() == "dear"


def test_without_pyarrow_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "find_spec", lambda _: None)
    with pytest.raises(Mistakes, match="needs pyarrow, which is not installed"):
        Company(scenario_of("siloed", 1, 0)).run(tmp_path / "journal")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("world", WORLDS)
def test_forgetting_changes_nothing(world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice a day, as in a run that is streamed, and never: the same journal; yet much is forgotten."""
    scenario, forgotten = scenario_of(world, 5), [0]

    def counted(record: Record, time: float, real: object = Record.forget_before) -> None:
        before = len(record._times)
        assert callable(real)
        real(record, time)
        forgotten[0] += before - len(record._times)

    monkeypatch.setattr(Record, "forget_before", counted)
    streamed = Company(scenario).run(tmp_path / "journal")
    assert forgotten.pop() > 100
    forgotten.append(0)
    kept = Company(scenario).run()
    assert forgotten == [0]
    for name, table in streamed.tables.items():
        assert table.rows().tobytes() == kept.tables[name].rows().tobytes(), name


def test_a_company_forgets_no_further_than_its_slowest_copy() -> None:
    company = Company(scenario_of("siloed", 2))
    company.run()
    feeds = [feed for feed in company.house.information.feeds.values() if not feed.live]
    record: Record = company.departments["hr"].records[0]
    _, early, late, *_ = record._times
    known = (early + late) / 2
    for number, feed in enumerate(feeds):
        feed.known_until = known if number == 3 else 500.0
    assert company.house.information.known_everywhere() == known
    told: Sequence[object] = record.as_of(known, 500.0)
    forget(company.house, company.departments.values())
    assert record.as_of(known, 500.0) == told
    assert record._times[0] == early < known < record._times[1] == late
