"""What tests of pages share: small pictures in the places of charts, a strict parser, a page that asks for nothing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

from sim.experiment.study import Study
from sim.inputs.printing import print_scenario
from sim.views import folder
from sim.views.charts.chart import narrow_svg
from sim.views.report import what_if
from sim.views.report.contents import BRIDGE, CHARTS, STORY, WORSE_OFF, all_charts_of
from sim.views.report.material import Material
from sim.views.report.page import page
from sim.views.style.picture import as_svg

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 8 8"><title>It is {}.</title>'
    "<desc>A chart of squares. Its second sentence.</desc></svg>"
)


def tree(text: str) -> ET.Element:
    """The page read by a strict parser."""
    return ET.fromstring(text.partition("\n")[2])


def assert_alone(text: str) -> None:
    """Nothing in the page asks for anything outside it, and nothing runs but the script of the what-if panel."""
    root = tree(text)
    known = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    for element in root.iter():
        tag = element.tag.split("}")[-1]
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "image", "use-external")
        for key, value in element.attrib.items():
            name = key.split("}")[-1]
            assert name not in ("src", "srcset", "action", "background", "poster", "ping")
            assert not name.startswith("on")
            if name == "href":
                assert value.startswith("#")
                assert value[1:] in known, value
            assert "url(" not in value or value.startswith("url(#")
    running = [element.text for element in root.iter() if element.tag == "script" and "type" not in element.attrib]
    assert running in ([], [what_if.script()])
    data = [element for element in root.iter() if element.tag == "script" and "type" in element.attrib]
    assert {element.attrib["type"] for element in data} == {"application/json"}
    styles = " ".join(element.text or "" for element in root.iter() if element.tag.endswith("style"))
    assert "@import" not in styles
    assert "url(" not in styles


def report_alone(study: Study, place: Path) -> Study:
    """The study with its report as the command writes it, every chart drawn; nothing else of its folder."""
    charts = all_charts_of(study)
    wide = {chart.name: as_svg(chart.draw(study, chart.wide), chart.name) for chart in charts}
    narrow = {chart.name: narrow_svg(chart, study) for chart in charts}
    texts = dict(zip(folder.scenario_files(study), map(print_scenario, (study.a, study.b)), strict=True))
    place.mkdir()
    file = place / "report.html"
    file.write_text(page(study, Material(folder.run_facts(study), wide, narrow, texts)), encoding="utf-8")
    return replace(study, out=place, files=[file])


def squares() -> list[folder.SavedChart]:
    """No files, and a square for every chart."""
    names = [chart.name for chart in (BRIDGE, *CHARTS, STORY, WORSE_OFF)]
    return [folder.SavedChart(name, [], SVG.format(name), SVG.format(name)) for name in names]
