"""Companies with next to nothing, and studies with next to no runs: every comparison ends well."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from tests.company.worlds import plain_company
from tests.first_company import FIRST
from tests.fuzz import extremes
from tests.fuzz.toml_text import toml_text

CASES = Path(__file__).parent
ROOT = Path(__file__).parents[2]
NOTHING = "nothing happens"
SHAPES: dict[str, tuple[extremes.Shape, ...]] = {
    "everybody absent": (extremes.nobody_there,),
    "one product": (extremes.one_product,),
    "one team": (extremes.one_team_each, extremes.one_person_each),
    "service only": (extremes.no_orders,),
    "nobody asks": (extremes.no_contacts,),
    "hardly open": (extremes.hardly_open,),
    NOTHING: (extremes.no_orders, extremes.no_contacts, extremes.nobody_there),
}
"""What is left of the default company; every department has one team at least."""
NO_ORDERS = ("everybody absent", "service only", "hardly open", NOTHING)
"""Where no order is ever delivered."""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Writes two scenarios of a shape, two levers apart, of one week; gives their files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("sim.views.style.picture.as_png", lambda _: b"")  # the same figures as SVG are drawn

    def written(shape: str) -> list[str]:
        company = plain_company()
        for change in SHAPES[shape]:
            change(company, random.Random(0))
        for name, lever in (("a", "information_silos"), ("b", "integrated_systems")):
            world = {"name": name, "weeks": 1, "warm_up_weeks": 0, "levers": {lever: 1.0}, "company": company}
            (tmp_path / f"{name}.toml").write_text(toml_text(world), encoding="utf-8")
        return ["a.toml", "b.toml", "--jobs", "1"]

    return written


@pytest.mark.parametrize(
    ("shape", "replications"),
    [
        pytest.param(shape, number, marks=() if (shape, number) == (NOTHING, 1) else pytest.mark.slow)
        for shape in SHAPES
        for number in (1, 3)
    ],
)
def test_next_to_nothing_is_compared(
    shape: str, replications: int, write: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """With a report; what was not there to be measured has no value, and one pair has no interval."""
    assert main(["compare", *write(shape), "--replications", str(replications), "--out", "out"]) == 0
    said = capsys.readouterr().out
    assert "Report: " in said
    assert " – to –" not in said
    assert ("there is no interval" in said) == (replications == 1)
    facts = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    assert (facts["replications"], facts["failed_runs"]) == (replications, 0)
    rows = pd.read_csv("out/tables/comparison.csv").set_index("measure")
    assert rows["difference"].isna()["order lead time"] == (shape in NO_ORDERS)
    if shape == NOTHING:
        assert rows["verdict"]["profit"] == "given", "only the price of the platform is left"
    else:
        assert rows["lower"].isna()["profit"] == (replications == 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["replay", "--replications", "1", "--out", "out.html"], 0),
        (["gallery", "--replications", "1", "--out", "out"], 0),
        (["journey", "order 1", "--out", "out"], 2),
        (["published", "--replications", "1"], 0),
        (["pairing", "--replications", "2"], 0),
        (["pairing", "--replications", "1"], 2),
    ],
    ids=["replay", "gallery", "journey", "published", "pairing", "one pair"],
)
def test_where_nothing_happens_every_command_ends_in_words(
    words: list[str], ends: int, write: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, *write(NOTHING)]) == ends
    said = capsys.readouterr()
    assert (said.out if ends == 0 else said.err).strip()


@pytest.mark.slow
@pytest.mark.parametrize("replications", [1, 3])
def test_a_pure_service_company_one_lever_apart_is_compared(
    replications: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (CASES / "service_only_a.toml", CASES / "service_only_b.toml", FIRST / "company.toml"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path / "cache"))
    words = ["service_only_a.toml", "service_only_b.toml", "--replications", str(replications), "--jobs", "1"]
    assert main(["compare", *words, "--out", "out"]) == 0
    said = capsys.readouterr().out
    assert "Report: " in said
    facts = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (facts["replications"], facts["failed_runs"]) == (replications, 0)
    rows = pd.read_csv("out/tables/comparison.csv").set_index("measure")
    assert rows["difference"].isna()["order lead time"]
