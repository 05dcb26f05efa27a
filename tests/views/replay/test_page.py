"""The replay page as text: what is chosen, packed, found and written."""

from __future__ import annotations

import base64
import dataclasses
import functools
import gzip
import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim.cli import main
from sim.experiment.study import REPLAYED, Study
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import PARTS
from sim.views import folder
from sim.views.replay import page as replay
from sim.views.replay.chapters import chapters
from sim.views.replay.counts import TICKS
from sim.views.replay.packing import numbers_of, pack
from sim.views.replay.sampling import ShownCases, shown_cases
from sim.views.saved_tables import twins_table
from tests.views.pages import squares
from tests.views.replay_study import BEGIN, END, short_study, world


@functools.cache
def page() -> str:
    return replay.replay_page(short_study())


def facts() -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', page(), re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


def unpacked(text: str) -> dict[str, NDArray[Any]]:
    """What `pack` packed, by the description of its format."""
    whole = gzip.decompress(base64.b64decode(text))
    size = int.from_bytes(whole[:4], "little")
    place, columns = 4 + size, {}
    for name, kind, length in json.loads(whole[4:place]):
        dtype = np.dtype(kind.lower()).newbyteorder("<")
        columns[name] = np.frombuffer(whole, dtype, length, place)
        place += length * dtype.itemsize
    assert place == len(whole)
    return columns


def columns() -> dict[str, NDArray[Any]]:
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', page(), re.DOTALL)
    assert found
    return unpacked(found[1])


def shown() -> ShownCases:
    return shown_cases(short_study().replayed, BEGIN)


def test_every_case_that_was_open_is_shown_with_its_family() -> None:
    both = pd.concat([tables["cases"] for tables in short_study().replayed])
    cases = shown().cases
    assert set(both.loc[both["closed_at"] > BEGIN, "case"]) <= set(cases["case"])
    assert not cases["case"].duplicated().any()
    late = set(both.loc[both["closed_at"] > BEGIN, "name"].str.split("/").str[0])
    assert set(cases["name"].str.split("/").str[0]) == late
    assert f"all {len(cases):,} cases" in shown().note
    assert f"Shown: {shown().note}." in page()


def test_too_much_is_thinned_by_families_and_the_page_says_so() -> None:
    few = shown_cases(short_study().replayed, BEGIN, most_legs=4000)
    every, roots = shown().cases, set(few.cases["name"].str.split("/").str[0])
    assert set(few.cases["case"]) == set(every.loc[every["name"].str.split("/").str[0].isin(roots), "case"])
    assert 0.05 < len(few.cases) / len(every) < 0.6
    said = (
        f"marks are a sample of {len(few.cases):,} of {len(every):,} cases, one family in {few.every}, drawn with seed 0"
    )
    assert few.note.startswith(said)
    assert 1 / few.every * 0.6 < len(few.cases) / len(every) < 1 / few.every * 1.6


def test_a_sample_goes_by_its_seed_and_holds_what_the_tour_tells() -> None:
    worlds = short_study().replayed
    one, same, other = (set(shown_cases(worlds, BEGIN, seed, most_legs=900).cases["root"]) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    missing = next(name for name in shown().cases["name"] if "/" in name and name.partition("/")[0] not in one)
    told = shown_cases(worlds, BEGIN, 1, [missing], most_legs=900)
    assert set(told.cases["root"]) == one | {missing.partition("/")[0]}
    assert missing in set(told.cases["name"])


def test_cases_are_packed_as_they_are() -> None:
    """Names, times, states and parts of every case, against the tables."""
    packed, told, cases = columns(), facts(), shown().cases
    numbers = [f"{told['kinds'][kind]} {number}" for kind, number in zip(packed["kind"], packed["number"], strict=True)]
    assert numbers == [name.rpartition("/")[2] for name in cases["name"]]
    parents = [cases["name"][parent] if parent >= 0 else "" for parent in packed["parent"]]
    assert parents == [name.rpartition("/")[0] for name in cases["name"]]
    for letter, tables in zip("ab", short_study().replayed, strict=True):
        own = tables["cases"].set_index("case").reindex(cases["case"])
        here = own["lead"].notna().to_numpy()
        assert (packed[f"{letter}_opened"][~here] == -1).all()
        lead = (packed[f"{letter}_closed"] - packed[f"{letter}_opened"]) / TICKS
        assert np.allclose(lead[here], own["lead"][here], atol=1 / TICKS)
        for part in PARTS:
            assert np.allclose(packed[f"{letter}_part_{part}"][here] / 100, own[part][here], atol=0.00501)
        legs = tables["legs"][tables["legs"]["case"].isin(cases["case"])]
        assert packed[f"{letter}_legs"].sum() == len(packed[f"{letter}_hours"]) == len(legs)
        row = np.repeat(np.arange(len(cases)), packed[f"{letter}_legs"])
        filled = np.bincount(row, weights=packed[f"{letter}_hours"], minlength=len(cases))
        some = packed[f"{letter}_legs"] > 0
        assert np.array_equal(filled[some] / TICKS, lead[some]), "legs fill the life of their case"


@pytest.mark.parametrize("largest", [3, 2**31 - 1, 2**31, 51_250_001_028])
def test_a_number_of_a_case_may_be_large(largest: int) -> None:
    """A later wish is numbered by its customer and its place, which together take more than four bytes."""
    numbers = numbers_of(["order 7", f"order/web order {largest}"])
    assert unpacked(pack({"number": numbers}))["number"].tolist() == [7, largest]


def test_names_shared_by_cases_are_numbered_as_in_the_table_of_twins() -> None:
    packed, cases = columns(), shown().cases
    assert set(packed["like"][~cases["name"].duplicated(keep=False)]) == {0}
    said = [f"{name} ({like})" if like else name for name, like in zip(cases["name"], packed["like"], strict=True)]
    assert len(set(said)) == len(said)
    assert set(said) <= set(twins_table(short_study())["name"])


def test_the_timeline_and_its_band_are_the_table_of_work_in_progress() -> None:
    study, told = short_study(), facts()
    wip = study.tables["wip"]
    for name, line in zip(study.worlds, told["timeline"], strict=True):
        own = wip[wip["world"] == name]
        by_day = own.pivot_table(index="day", columns="replication", values="cases")
        assert line["cases"] == by_day[0].tolist()
        assert line["low"] == pytest.approx(by_day[[1, 2]].quantile(0.1, axis=1), abs=0.051)
        assert line["high"] == pytest.approx(by_day[[1, 2]].quantile(0.9, axis=1), abs=0.051)
    assert "holds the middle 80 % of the other 2 replications" in page()
    assert (told["seed"], told["begin"], told["end"]) == (1, BEGIN * TICKS, END * TICKS)


def test_one_run_has_no_band_and_says_so() -> None:
    study = short_study()
    wip = study.tables["wip"].query("replication == 0")
    assert set(replay.timeline(wip, "siloed")) == {"cases"}
    alone = dataclasses.replace(study, replications=1, tables={**study.tables, "wip": wip})
    assert "too few others for a band" in replay.replay_page(alone)


def test_chapters_are_found_in_the_tables() -> None:
    study = short_study()
    found = {chapter["title"]: chapter for chapter in chapters(study, BEGIN, END)}
    times = [chapter["time"] for chapter in chapters(study, BEGIN, END)]
    assert times == sorted(times)
    assert all(BEGIN <= time < END for time in times)
    cases = study.replayed[0]["cases"]
    wishes = cases[cases["kind"].isin([*ORDERS, *TICKETS]) & (cases["opened_at"] >= BEGIN)]
    days = (wishes["opened_at"] // 24).astype(int).value_counts()
    peak = found["Demand peaks"]
    assert days[int(peak["time"] // 24)] == days.max()
    assert f"{days.max():,} orders and tickets come in" in peak["words"]
    for name in study.worlds:
        wip = study.tables["wip"]
        wip = wip[(wip["world"] == name) & (wip["replication"] == 0) & (wip["day"] >= 7)]
        most = found[f"Most in progress, {name}"]
        assert f"{wip['cases'].max():,} orders and tickets are open" in most["words"]
        assert wip.set_index("day")["cases"][int(most["time"] // 24)] == wip["cases"].max()
    campaigns = cases.query("kind == 'campaign' and opened_at >= @BEGIN")
    assert ("A campaign begins" in found) == bool(len(campaigns))
    down = [tables["stops"].query("why == 'system' and began >= @BEGIN") for tables in study.replayed]
    assert ("An outage" in found) == any(len(rows) for rows in down)


def test_an_outage_and_a_campaign_become_chapters() -> None:
    """Made by hand, so that both exist: the outage that stops most counts, at the hour at which it does."""
    study = short_study()
    first, second = ({name: table.copy() for name, table in tables.items()} for tables in study.replayed)
    stops = ["team", "department", "began", "ended", "why"]
    shut = [("it", "it", 0.0, 207.0, "closed"), ("it", "it", 212.0, 999.0, "closed")]
    first["stops"] = pd.DataFrame([("it", "it", 200.0, 230.0, "system"), *shut], columns=stops)
    both = [("it", "it", 205.0, 214.5, "system"), ("hr", "hr", 205.0, 214.5, "system")]
    second["stops"] = pd.DataFrame([*both, *shut], columns=stops)
    waits = [(1, 201.0, 209.9, "queue"), (2, 209.6, 213.0, "interrupted"), (3, 209.6, 220.0, "queue")]
    second["legs"] = pd.DataFrame(waits, columns=["case", "began", "ended", "state"]).assign(
        team="it", place="it", source=""
    )
    first["legs"] = second["legs"].head(1)
    first["cases"] = first["cases"].head(2).assign(kind="campaign", opened_at=[250.0, 180.0])
    made = dataclasses.replace(study, replayed=(first, second))
    found = {chapter["title"]: chapter for chapter in chapters(made, BEGIN, END)}
    assert (found["An outage"]["time"], found["A campaign begins"]["time"]) == (209.75, 180.0)
    said = "In integrated, IT and HR are without a system for 9.5\u00a0h; 3\u00a0cases there must wait."
    assert said == found["An outage"]["words"]


def test_the_page_opens_at_midday_of_a_working_day_and_skips_when_hardly_anybody_works() -> None:
    told = facts()
    hour = told["opening"] / TICKS
    assert hour % 24 == 12
    assert int(hour // 24) % 7 < 5
    working = [(begin / TICKS, end / TICKS) for begin, end in told["working"]]
    assert any(begin <= hour < end for begin, end in working)
    assert len(working) == 10, "ten working days in two weeks"
    assert all(begin // 24 == end // 24 for begin, end in working)
    assert 60 <= sum(end - begin for begin, end in working) / 2 * 13 / told["speed"] <= 90


def test_the_page_is_one_file_under_a_strict_policy() -> None:
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page()
    assert not re.search(r"(src|href)=|@import|url\(|https?://|fetch\(|XMLHttpRequest|WebSocket|import\(", page())
    assert "{{" not in page()
    assert "replication 0" in page()


def test_names_from_outside_are_escaped() -> None:
    study = short_study()
    wicked = dataclasses.replace(study, a=study.a.model_copy(update={"name": "</script><b>", "description": "<i>"}))
    told, packed = replay.facts_of(study, shown()), {"kind": np.zeros(1, np.uint8)}
    told["worlds"][0] = {"name": wicked.a.name, "about": wicked.a.description}
    text = replay.page(told, packed)
    assert "</script><b>" not in text
    assert "&lt;/script&gt;&lt;b&gt;" in text


def test_the_page_is_small() -> None:
    assert len(page().encode()) < 400_000


def test_the_command_writes_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(*_: object, **__: object) -> Study:
        return short_study()

    monkeypatch.setattr("sim.experiment.study.compare_scenarios", given)
    out = tmp_path / "deeper" / "siloed and integrated.html"
    assert main(["replay", "--weeks", "2", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == page()
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert "siloed and integrated side by side" in " ".join(capsys.readouterr().out.split())


def test_a_result_folder_holds_the_page_and_its_report_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_drawing", lambda *_: nullcontext(squares))
    study = folder.write_folder(short_study(), tmp_path / "results")
    assert (tmp_path / "results" / "replay.html").read_text(encoding="utf-8") == page()
    assert tmp_path / "results" / "replay.html" in study.files
    assert '<a href="replay.html">' in (tmp_path / "results" / "report.html").read_text(encoding="utf-8")


def test_nothing_to_replay(tmp_path: Path) -> None:
    study = dataclasses.replace(short_study(), replayed=())
    with pytest.raises(replay.NothingToReplay):
        replay.write_page(study, tmp_path / "replay.html")
    assert list(tmp_path.iterdir()) == []


def test_a_study_whose_replication_failed_has_nothing_to_replay() -> None:
    assert len(short_study().replayed) == 2
    assert set(short_study().replayed[0]) == set(REPLAYED)
    assert world("siloed").name == "siloed"
