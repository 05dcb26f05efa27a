"""Whole figures of the studies have space for their labels."""

from __future__ import annotations

import pytest

from sim.experiment.attribution import Attribution
from sim.views.charts import break_even, interactions, waterfall, win_rate
from tests.views.charts.drawing import inside, texts
from tests.views.charts.made_up_studies import THOUSANDS, WORLDS, broken_even, companies


@pytest.mark.parametrize("width", [960, 480])
def test_pictures_have_space_for_their_labels(found: Attribution, width: float) -> None:
    lines = [broken_even(3e5, 1e5, -1e5, root=3.0), broken_even(5e5, 3e5, 2e5)]
    for picture in (
        waterfall.picture(found, ["profit", "order lead time"], WORLDS, width),
        interactions.picture(found, ["profit"], width),
        break_even.picture(lines, THOUSANDS, WORLDS, width),
        win_rate.picture(companies(), THOUSANDS, WORLDS, width),
    ):
        outside = [text.get_text() for text in texts(picture.figure) if not inside(picture.figure, text)]
        assert outside == []
