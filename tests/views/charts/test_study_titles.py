"""Titles of the four charts of stored studies: every number in them is recomputed from the tables beside them."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest

from sim.experiment.statistics import t_interval
from sim.experiment.study import Study
from sim.views.report.contents import CHARTS, charts_of
from sim.views.style.words import lever_name
from tests.views.already_made import full_study
from tests.views.made_study import made_study


@pytest.fixture(scope="module")
def study() -> Study:
    return full_study()


def chart_of(study: Study, name: str) -> tuple[str, pd.DataFrame]:
    """Its title in plain letters, and the table beside it."""
    chart = next(chart for chart in charts_of(study) if chart.name == name)
    title = chart.draw(study, chart.wide).title
    return title.replace("\u00a0", " ").replace("\u2212", "-"), chart.table(study)


def amounts(text: str) -> list[float]:
    """Signed numbers, thousands separated or not."""
    return [float(found.replace(",", "")) for found in re.findall(r"[+-]?\d[\d,]*(?:\.\d+)?", text)]


def near(values: list[float]) -> object:
    """As said with three digits or to a whole unit."""
    return pytest.approx(values, rel=0.01, abs=0.6)


def test_every_chart_of_a_stored_study_is_looked_at(study: Study) -> None:
    stored = [chart.name for chart in CHARTS if chart.when(study) and not chart.when(made_study())]
    assert stored == [
        "waterfall",
        "break_even",
        "win_map",
        "frontier",
    ]


def test_what_did_it(study: Study) -> None:
    """The gap from the comparison's pairs; the lever from the table of shares, which add up to it."""
    title, table = chart_of(study, "waterfall")
    cube = study.more.cube
    assert cube is not None
    pairs = study.pairs[study.pairs["measure"] == "profit"]
    gap = t_interval((pairs["b"] - pairs["a"]).to_numpy() / 1000)
    own = table[table["measure"] == table["measure"].iloc[0]]
    assert own["share"].sum() == pytest.approx(gap.estimate)
    shown = own[(own["95 % from"] > 0) | (own["to"] < 0)]
    most = shown.loc[shown["share"].abs().idxmax()]
    found = re.fullmatch(
        r"Profit: (\S+) k EUR/yr \[(\S+), (\S+)\] in integrated; "
        r"the largest share whose interval leaves out 0 is that of ([a-z ]+), (\S+) k EUR/yr",
        title,
    )
    assert found, title
    assert amounts(" ".join(found.group(1, 2, 3, 5))) == near([gap.estimate, gap.lower, gap.upper, most["share"]])
    assert found[4] == most["lever"]
    assert found[4] in {lever_name(lever) for lever in cube.levers}


def test_when_it_does_not_pay(study: Study) -> None:
    title, table = chart_of(study, "break_even")
    inside = table[np.isfinite(table["break-even"])]
    if len(inside):
        names = " and ".join(inside["assumption"])
        said = f"{len(inside)} of {len(table)} assumptions can change who is ahead"
        assert title == f"{said}, siloed or integrated: {names}"
    else:
        assert title == f"None of {len(table)} assumptions changes who is ahead within its range"
    for row in inside.to_dict("records"):
        assert row["from"] <= row["break-even"] <= row["to"]


def test_two_assumptions_at_once(study: Study) -> None:
    """Counted from the limits of each cell, not from the column that says who wins."""
    title, table = chart_of(study, "win_map")
    integrated, siloed = int((table["95 % from"] > 0).sum()), int((table["to"] < 0).sum())
    undecided = len(table) - integrated - siloed
    assert title.endswith(
        f": of {len(table)} pairs of values integrated wins {integrated}, siloed {siloed} and undecided {undecided}"
    )


def test_what_to_buy_first(study: Study) -> None:
    """Who is dominated is worked out anew from costs and benefits, and so is what is left after paying."""
    title, table = chart_of(study, "frontier")
    costs, brings = table["costs"].to_numpy(), table["brings"].to_numpy()
    dominated = [
        bool(((costs <= cost) & (brings >= gain) & ((costs < cost) | (brings > gain))).any())
        for cost, gain in zip(costs, brings, strict=True)
    ]
    best = int(np.argmax(brings - costs))
    row = table.iloc[best]
    doubt = " (undecided)" if row["95 % from"] <= 0 <= row["to"] or not math.isfinite(row["to"]) else ""
    found = re.fullmatch(
        r"(\d+) of (\d+) bundles are not dominated; (.+) earns most after paying for it, "
        r"(\S+) k EUR/yr \[(\S+), (\S+)\] against buying nothing( \(undecided\))?",
        title,
    )
    assert found, title
    assert (int(found[1]), int(found[2]), found[3]) == (dominated.count(False), len(table), row["bundle"])
    assert amounts(" ".join(found.group(4, 5, 6))) == near([brings[best] - costs[best], row["95 % from"], row["to"]])
    assert (found[7] or "") == doubt
