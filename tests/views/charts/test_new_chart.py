"""A new chart, as a stranger would add it to a copy of the program: one file and its place in the report's list."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]

OVERTIME = '''
"""Chart: who works overtime? Hours of every team in both worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts.chart import Chart
from sim.views.charts.findings import Worlds
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE, Drawn
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.experiment.study import Study

ROW = 30.0


def table(study: Study) -> pd.DataFrame:
    """Team, and overtime hours in both worlds, means over runs."""
    hours = study.tables["departments"].groupby(["team", "world"], sort=False)["overtime_hours"].mean()
    return hours.unstack("world")[list(study.worlds)].reset_index()


def overtime(axes: Axes, teams: pd.DataFrame, worlds: Worlds) -> Drawn:
    """A row per team, a bar per world."""
    layout.grid(axes, "x")
    bars = [
        bar
        for place, world in enumerate(worlds)
        for bar in axes.barh(teams.index + 0.4 * place - 0.2, teams[world], 0.36, color=look.WORLDS[place])
    ]
    axes.set_yticks(list(teams.index), list(teams["team"]))
    axes.invert_yaxis()
    layout.name_axis(axes, x="hours of overtime")
    return Drawn(teams, {"bars": bars})


def draw(study: Study, width: float) -> Picture:
    """The chart of a study."""
    teams, worlds = table(study), study.worlds
    with own_style():
        left, body = layout.widest(list(teams["team"])) + EDGE + 12, ROW * len(teams)
        page = layout.sheet(width, body + 44, title(teams, worlds), words.replications(study.replications))
        overtime(page.panel(left, 0, width - left - EDGE, body), teams, worlds)
    return Picture(page.figure, title(teams, worlds), description(teams, worlds), teams)


def title(teams: pd.DataFrame, worlds: Worlds) -> str:
    """All hours of both worlds."""
    return "Overtime takes " + ", ".join(f"{words.hours(float(teams[world].sum()))} in {world}" for world in worlds)


def description(teams: pd.DataFrame, worlds: Worlds) -> str:
    """Every team in both worlds."""
    said = [
        f"{row['team']}: {', '.join(words.hours(row[world]) for world in worlds)}." for row in teams.to_dict("records")
    ]
    return " ".join(["Bars of overtime hours by team.", *said])


CHART = Chart("overtime", "Who works overtime?", "A bar is the mean of a team's hours.", draw, table, in_gallery=True)
'''

LOOK = """
import xml.etree.ElementTree as ET
from pathlib import Path
from sim.interactive.notebook import chart
from sim.views.folder import write_folder
from sim.views.report import contents
from tests.views.made_study import made_study

study = made_study()
print(chart(study, "overtime"))
shown = [one.name for one in contents.gallery()]
assert "overtime" in shown
contents.CHARTS = tuple(one for one in contents.CHARTS if one.name in ("network", "overtime"))  # the others take long
write_folder(study, Path("out"))
assert ET.parse("out/charts/overtime.svg").getroot().findtext("{*}title").startswith("Overtime takes ")
rows = Path("out/tables/chart_overtime.csv").read_text(encoding="utf-8").splitlines()
assert len(rows) == 1 + study.tables["departments"]["team"].nunique()
page = Path("out/report.html").read_text(encoding="utf-8")
assert "Who works overtime?" in page and "A bar is the mean of a team's hours." in page.replace("&#x27;", "'")
assert page.index("chart-network") < page.index("chart-overtime") < page.index('id="departments"')
"""


def test_a_file_and_its_place_in_the_list(tmp_path: Path) -> None:
    """Folder, report, notebook and gallery then have it; nothing else is touched."""
    for room in ("sim", "tests", "scenarios"):
        shutil.copytree(HOME / room, tmp_path / room)  # with what is compiled
    (tmp_path / "sim" / "views" / "charts" / "overtime.py").write_text(OVERTIME.lstrip(), encoding="utf-8")
    contents = tmp_path / "sim" / "views" / "report" / "contents.py"
    text = contents.read_text(encoding="utf-8")
    text = text.replace("    network,\n", "    network,\n    overtime,\n")
    text = text.replace("    network.CHART,\n", "    network.CHART,\n    overtime.CHART,\n")
    contents.write_text(text, encoding="utf-8")
    here = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, cwd=tmp_path, env=here, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Overtime takes ")
