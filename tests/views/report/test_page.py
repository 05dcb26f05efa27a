"""The report page: well formed, alone, in order, accessible; its numbers are the study's."""

from __future__ import annotations

import colorsys
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.experiment.study import Study
from sim.inputs.printing import print_scenario
from sim.inputs.scenario import Scenario
from sim.views import folder
from sim.views.report import page as report
from sim.views.report.contents import BRIDGE, CHARTS, WORSE_OFF, all_charts_of
from sim.views.report.material import Material
from sim.views.style import look
from sim.views.style.words import GAP
from sim.views.text.evidence import not_run
from sim.views.text.four_facts import four_facts
from sim.views.text.next_step import next_step
from sim.views.text.published import published_table
from sim.views.text.verdict import conclusion
from sim.views.text.who_pays import who_pays
from tests.views.already_made import full_study
from tests.views.made_study import (
    SCENARIOS,
    changed,
    made_failures,
    made_losers,
    made_study,
    made_warm_up,
    scenario,
)
from tests.views.pages import SVG, assert_alone, tree


def page_of(study: Study, written: Callable[[Scenario], str] = lambda _: "seed = 1\n") -> str:
    """The page with small pictures in the places of the charts, and of the scenarios unless one says how."""
    drawings = {chart.name: SVG.format(chart.name) for chart in (BRIDGE, *CHARTS, WORSE_OFF)}
    texts = dict(zip(folder.scenario_files(study), map(written, (study.a, study.b)), strict=True))
    return report.page(study, Material(folder.run_facts(study), drawings, drawings, texts))


@cache
def usual() -> tuple[Study, str]:
    """A study and its page."""
    study = made_study()
    return study, page_of(study, print_scenario)


def said(element: ET.Element) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split())


def headings(root: ET.Element) -> Iterator[tuple[int, str]]:
    """Levels and texts of headings in order."""
    for element in root.iter():
        if re.fullmatch(r"h[1-6]", element.tag):
            yield int(element.tag[1]), said(element)


def test_the_page_is_well_formed_and_each_id_is_its_own() -> None:
    _, page = usual()
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    ids = [element.attrib["id"] for element in tree(page).iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_the_page_is_alone_and_its_policy_forbids_the_rest() -> None:
    _, page = usual()
    assert_alone(page)
    policies = [
        element.attrib["content"]
        for element in tree(page).iter("meta")
        if element.attrib.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_headings_are_in_order_and_begin_with_the_verdict() -> None:
    study, page = usual()
    root = tree(page)
    levels = [level for level, _ in headings(root)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    header = root.find("body/header")
    assert header is not None
    first = header.find("p[@class='verdict']")
    assert first is not None
    assert said(first) == " ".join(conclusion(study).sentence.split())
    order = [text for level, text in headings(root) if level == 2]
    assert order == [
        "In four facts", "What becomes of the profit?", "Who pays, and for what", "What to do next",
        "Where the difference lies", "The story of one failure", "Department by department",
        "Who is worse off", "Beside published figures", "Method", "Assumptions and their sources", "Limits", "This run",
    ]  # fmt: skip


def test_four_facts_hold_the_study_s_numbers() -> None:
    study, page = usual()
    cards = [element for element in tree(page).iter("div") if element.attrib.get("class") == "fact"]
    facts = four_facts(study)
    assert [fact.benefit for fact in facts] == ["information flow", "decisions", "customer experience", "efficiency"]
    for fact, card in zip(facts, cards, strict=True):
        for told in (fact.label, fact.before, fact.after, fact.change):
            assert " ".join(told.split()) in said(card)
        assert fact.verdict in said(card).lower()
    content = json.loads(next(tree(page).iter("script")).text or "")
    assert [one["before"] for one in content["facts"]] == [fact.before for fact in facts]


def test_the_first_screen_answers_in_order() -> None:
    """Verdict, its interval, four facts, bridge, who pays, what next; the charts come after."""
    study, page = usual()
    places = [
        page.index('class="verdict"'), page.index(conclusion(study).interval[:20]), page.index('class="facts"'),
        page.index('id="chart-bridge"'), page.index('id="who-pays"'), page.index('id="what-next"'),
        page.index('id="chart-differences"'),
    ]  # fmt: skip
    assert places == sorted(places)
    text = said(tree(page))
    for line in (*who_pays(study), *next_step(study)):
        assert " ".join(line.split()) in text


def test_every_chart_is_a_figure_with_words_and_data() -> None:
    study, page = usual()
    figures = list(tree(page).iter("figure"))
    assert len(figures) == len(all_charts_of(study))
    for chart, figure in zip(all_charts_of(study), figures, strict=True):
        assert figure.attrib["aria-labelledby"] == f"chart-{chart.name}"
        text = said(figure)
        assert "What you see. A chart of squares." in text
        assert f"How to read it. {chart.reading}" in text
        assert len(list(figure.iter("{http://www.w3.org/2000/svg}svg"))) == 2
        rows = list(figure.iter("tr"))
        assert len(rows) == len(chart.table(study)) + 1


def test_tables_have_captions_and_scopes() -> None:
    _, page = usual()
    tables = list(tree(page).iter("table"))
    assert len(tables) > 12
    for table in tables:
        caption = table.find("caption")
        assert caption is not None
        assert said(caption)
        assert all(head.attrib["scope"] in ("col", "row") for head in table.iter("th"))
        assert all(row[0].attrib["scope"] == "row" for row in table.iter("tr") if row.find("td") is not None)
    for region in tree(page).iter("div"):
        if region.attrib.get("class") == "scroll":
            assert region.attrib["tabindex"] == "0"
            assert region.attrib["aria-label"]


def test_the_json_is_the_table() -> None:
    study, page = usual()
    data = next(element for element in tree(page).iter("script"))
    content: dict[str, Any] = json.loads(data.text or "")
    rows = {row["measure"]: row for row in content["comparison"]}
    for row in study.comparison.to_dict("records"):
        assert rows[row["measure"]]["difference"] == pytest.approx(row["difference"])
        assert rows[row["measure"]]["siloed"] == pytest.approx(row["a"])
    assert content["verdict"] == conclusion(study).sentence
    assert [row["who"] for row in content["worse_off"]] == ["Marketing", "Legal"]
    assert len(content["published"]) == len(published_table(study))
    assert content["run"]["seed"] == 1


def test_what_cannot_be_computed_is_null_and_a_dash() -> None:
    study = made_study()
    table = study.comparison.copy()
    table.loc[table["measure"] == "bullwhip", ["a", "b", "difference", "lower", "upper", "p"]] = float("nan")
    page = page_of(changed(study, comparison=table))
    content = json.loads(next(tree(page).iter("script")).text or "")
    assert next(row for row in content["comparison"] if row["measure"] == "bullwhip")["difference"] is None
    assert "NaN" not in page
    assert ">nan<" not in page


NASTY = '<script>alert("1")</script> & \x00"quoted" $name'


def test_names_from_outside_are_text() -> None:
    study = made_study(names=(NASTY, "b</title><b>"))
    page = page_of(study)
    root = tree(page)
    assert len(list(root.iter("script"))) == 1
    assert not list(root.iter("b")) or all(element.text != "b" for element in root.iter("title"))
    assert '<script>alert("1")</script>' in said(root.find("body/header/h1"))  # type: ignore[arg-type]
    assert_alone(page)


def test_scenarios_stand_verbatim_and_load_back(tmp_path: Path) -> None:
    from sim.inputs.loading import load_scenario

    study, page = usual()
    texts = [element.text or "" for element in tree(page).iter("pre")]
    assert len(texts) == 2
    for text, world in zip(texts, (study.a, study.b), strict=True):
        file = tmp_path / "scenario.toml"
        file.write_text(text, encoding="utf-8")
        assert load_scenario(file) == world


def test_panels_not_run_name_their_commands() -> None:
    study, page = usual()
    assert len(not_run(study)) == 1
    assert "interoffice study A B" in not_run(study)[-1]
    for line in not_run(study):
        assert line in said(tree(page))


def test_sources_stand_beside_the_values_of_the_default_company() -> None:
    study, page = usual()
    text = said(tree(page))
    assert "All of them are as in this run." in text
    assert "teams.support.staff" in text
    company = study.a.company.model_copy(update={"overhead_per_year": 1.0})
    other = changed(study, a=study.a.model_copy(update={"company": company}))
    changed_text = said(tree(page_of(other)))
    assert "1 of them are different in this run" in changed_text
    assert f"company.toml has {study.a.company.overhead_per_year:.0f}" in changed_text
    assert "1 values of the company differ too" in changed_text


def test_limits_name_small_flows_and_open_cases() -> None:
    text = said(tree(usual()[1]))
    assert "Here: complaint." in text
    assert "0 cases in siloed and 1 in integrated were still open" in text
    assert "13 measured weeks are one picture" in text
    short = made_study()
    short = changed(short, a=scenario("siloed", weeks=3), b=scenario("integrated", weeks=3))
    assert "3 measured weeks cut off slow flows" in said(tree(page_of(short)))


def test_failures_and_a_short_warm_up_are_not_hidden() -> None:
    study = changed(made_study(), failures=made_failures(1), warm_up=made_warm_up(weeks=float("nan")))
    page = page_of(study)
    assert "ValueError: no stock" in said(tree(page))
    assert "/home/somebody" not in page
    assert "too short to check it" in said(tree(page))


def test_nobody_worse_off_is_said_and_no_study_breaks_the_page() -> None:
    study = changed(made_study(), losers=made_losers(worse=0))
    assert "nobody we measured" in said(tree(page_of(study)))
    bare = changed(study, losers=pd.DataFrame(), twins=pd.DataFrame())
    assert "not measured" in said(tree(page_of(bare)))


def test_the_checklist_has_all_24_items_filled() -> None:
    study, page = usual()
    tables = list(tree(page).iter("table"))
    table = next(one for one in tables if said(one.find("caption")).startswith("STRESS-DES"))  # type: ignore[arg-type]
    rows = {said(row[0]): said(row[2]) for row in table.iter("tr") if row.find("td") is not None}
    assert list(rows) == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
        "2.3",
        "2.4",
        "2.5.1",
        "2.5.2",
        "2.5.3",
        "2.5.4",
        "2.5.5",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "4.1",
        "4.2",
        "4.3",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
        "6.1",
    ]
    assert all(rows.values())
    company = study.a.company
    assert f"{len(study.comparison)} measures" in rows["1.2"]
    assert f"{len(company.teams)} teams of {len(company.departments)} departments" in rows["2.5.3"]
    assert "no events, no lever changes" in rows["2.3"]
    assert "none in use" in rows["2.3"]
    assert "13 measured weeks" in rows["4.2"]
    assert "8 pairs" in rows["4.3"]
    assert "simpy" in rows["5.1"]


def test_dated_changes_and_trends_are_in_the_report() -> None:
    from sim.inputs.loading import load_scenario

    study = made_study()
    dated = load_scenario(SCENARIOS / "go_live.toml").model_copy(update={"name": "integrated"})
    modern = study.a.model_copy(update={"levers": study.a.levers.model_copy(update={"chatbot": 1.0})})
    text = said(tree(page_of(changed(study, a=modern, b=dated))))
    assert "What happens at dates" in text
    assert "integrated systems" in text
    assert f"{len(dated.events) + len(dated.lever_changes)} dated change" in text.replace(GAP, " ")
    assert "chatbot in use" in text


def test_panels_of_stored_studies_and_the_what_if_panel_stand_in_the_page() -> None:
    study = full_study()
    page = page_of(study)
    root = tree(page)
    assert_alone(page)
    names = [figure.attrib["aria-labelledby"] for figure in root.iter("figure")]
    assert [
        name for name in names if name in ("chart-waterfall", "chart-break_even", "chart-win_map", "chart-frontier")
    ] == names[8:12]
    assert not_run(study) == []
    assert "What has not been run" not in page
    assert "Precomputed at 16 corners" in said(root)
    policy = next(one.attrib["content"] for one in root.iter("meta") if "http-equiv" in one.attrib)
    assert policy.startswith("default-src 'none'; ")
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy.split("script-src")[1]


def contrast(first: str, second: str) -> float:
    """WCAG contrast of two colours."""
    light, dark = sorted((look.luminance(first), look.luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hue(colour: str) -> float:
    """Hue of a `#rrggbb` colour in degrees."""
    return 360 * colorsys.rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))[0]


def test_colours_of_text_can_be_read_light_and_dark() -> None:
    css = files("sim.views.report").joinpath("report.css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    assert len(schemes) == 3
    for colours in schemes:
        for ground in ("ground", "card", "mark"):
            for ink in ("ink", "muted", "link"):
                if not (ground == "mark" and ink != "ink"):
                    assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for world in ("world-a", "world-b"):
            assert contrast(colours[world], colours["ground"]) >= 3
    for world, colour in zip(("world-a", "world-b"), look.WORLDS, strict=True):
        hues = [hue(colours[world]) for colours in schemes]
        assert hues == pytest.approx([hue(colour)] * 3, abs=1.0), "the same hue on every ground"
        for what in ("fill", "stroke"):
            assert f'figure [{what}="{colour.lower()}" i] {{ {what}: var(--{world}); }}' in css
    assert "prefers-color-scheme: dark" in css
    assert "@media print" in css
    assert ":focus-visible" in css
