"""Files of pictures serve every page and repeat byte for byte."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib
import pandas as pd
import pytest

from sim.views.charts import lead_time_split
from sim.views.style import look
from sim.views.style.picture import as_svg, save
from tests.views import tables
from tests.views.charts.test_pictures import BUILDERS, WORLDS, built, differences_


def test_files_and_their_bytes_are_stable(tmp_path: Path) -> None:
    def once(folder: Path) -> list[bytes]:
        picture = differences_(WORLDS, 960)
        saved = save(picture, folder, "differences")
        return [path.read_bytes() for path in (saved.svg, saved.png, *saved.tables)]

    first = once(tmp_path / "a")
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert once(tmp_path / "b") == first
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["differences-pairs.csv", "differences.csv", "differences.png", "differences.svg"]
    comparison, _ = tables.comparison_and_pairs(replications=6)
    read = pd.read_csv(tmp_path / "a" / "differences.csv")
    pd.testing.assert_frame_equal(read, comparison, rtol=1e-8)


@pytest.mark.parametrize("name", ["network", "split", "progress"])
def test_saving_the_same_figure_again_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    picture = built(name)
    saved = [save(picture, tmp_path / run, name) for run in "ab"]
    assert saved[0].svg.read_bytes() == saved[1].svg.read_bytes()
    assert saved[0].png.read_bytes() == saved[1].png.read_bytes()


def test_png_has_a_light_ground(tmp_path: Path) -> None:
    from matplotlib.image import imread

    picture = BUILDERS["split"](WORLDS, 420)
    saved = save(picture, tmp_path, "split")
    corner = imread(saved.png)[0, 0]
    assert [round(float(value) * 255) for value in corner[:3]] == [int(look.GROUND[i : i + 2], 16) for i in (1, 3, 5)]
    assert imread(saved.png).shape[1] == 840


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = BUILDERS["split"](WORLDS, 420)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        save(picture, tmp_path, "split")
    assert list(tmp_path.iterdir()) == []
    for name in ("", "a/b", "two words", "..", "1st"):
        with pytest.raises(ValueError, match="letters, digits"):
            save(picture, tmp_path, name)


def test_markup_in_names_is_text() -> None:
    worlds = ("<b>&", "$x$ $y$")
    picture = lead_time_split.picture(tables.split(worlds), worlds, 3)
    drawing = as_svg(picture, "split")
    texts = "".join(ET.fromstring(drawing).itertext())
    assert "<b>&" in texts
    assert "$x$ $y$" in texts
