"""Recovery: what is said and drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.views.charts import recovery
from sim.views.style.picture import save

WORLDS = ("siloed", "integrated")


def table(**days: list[float | None]) -> pd.DataFrame:
    """An outage on day 30 in several runs of each world; None is a recovery that was not seen in 50 days."""
    rows = [
        (world, run, "outage", 30.4, 31.7, value is not None, value, 50.0 if value is None else value, 33, 20.0)
        for world, values in days.items()
        for run, value in enumerate(values)
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "world",
            "replication",
            "shock",
            "start_day",
            "end_day",
            "recovered",
            "days",
            "days_seen",
            "worst_day",
            "worst_extra",
        ],
    )


def test_rows_hold_the_interval_of_the_mean() -> None:
    """10, 12, 14: mean 12, sd 2, half-width 4.303 × 2 / √3 = 4.97."""
    (row,) = recovery.recovery_rows(table(siloed=[10.0, 12.0, 14.0]), WORLDS).to_dict("records")
    assert (row["world"], row["runs"], row["recovered"], row["days"]) == ("siloed", 3, 3, 12.0)
    assert (row["upper"] - row["lower"]) / 2 == pytest.approx(4.303 * 2 / 3**0.5, abs=0.001)
    assert recovery.of_row(row).replace("\u00a0", " ") == "outage, siloed: 12.0 days [7.0, 17.0]; 3 of 3 runs recovered"


def test_an_unseen_recovery_makes_it_a_lower_bound() -> None:
    (row,) = recovery.recovery_rows(table(siloed=[10.0, None]), WORLDS).to_dict("records")
    assert (row["recovered"], row["days"]) == (1, 30.0)
    assert "at least 30.0" in recovery.of_row(row)
    assert "1 of 2 runs recovered" in recovery.of_row(row)


def test_the_title_follows_the_paired_interval() -> None:
    rows = recovery.recovery_rows(table(siloed=[20.0, 22.0], integrated=[8.0, 8.0]), WORLDS)
    assert (
        recovery.title(rows, (-13.0, -20.0, -6.0), WORLDS) == "Outage: integrated recovers after 8 days, siloed after 21"
    )
    assert "undecided" in recovery.title(rows, (-13.0, -30.0, 4.0), WORLDS)
    alone = recovery.recovery_rows(table(integrated=[8.0, 8.0]), WORLDS)
    assert recovery.title(alone, None, WORLDS).startswith("Outage, integrated: 8.0")


@pytest.mark.parametrize("width", [760.0, 380.0])
def test_the_picture(tmp_path: Path, width: float) -> None:
    """A dot for every run, open for those not seen to recover, and nothing outside the figure."""
    runs = table(siloed=[20.0, 22.0, None], integrated=[8.0, 8.0, 9.0])
    picture = recovery.picture(runs, WORLDS, (-20.0, -30.0, -6.0), width)
    (axes,) = picture.figure.axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert sum(len(np.atleast_1d(line.get_xdata())) for line in dots) == 6
    unseen = [line for line in dots if line.get_markerfacecolor() == "none"]
    assert np.concatenate([np.atleast_1d(line.get_xdata()) for line in unseen]).tolist() == [50.0]
    for text in axes.texts:
        assert text.get_window_extent().x1 <= width
    saved = save(picture, tmp_path, "recovery")
    assert saved.png.stat().st_size > 5_000
