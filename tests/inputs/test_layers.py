"""Companies laid over one another, and what stands where a company or its parts should: a sentence with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.company_model import CompanyModel
from sim.inputs.layers import MOST_LAYERS
from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.toml_file import CHANGES, FORMAT
from tests.inputs.small_company import write_company, write_scenario


def told(path: Path) -> str:
    with pytest.raises(Mistakes) as caught:
        load_scenario(path)
    (sentence,) = caught.value.sentences
    return sentence


def own(folder: Path, text: str) -> Path:
    path = folder / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'x'\ncompany = 3", "line 2: company is 3; allowed is the path of a company file, or a table."),
        ("name = 'x'", "scenario.toml: company is missing; needed is the path of a company file, or a table."),
        ("name = 'x'\nchange = 3\ncompany = 'company.toml'", "line 2: change is 3; allowed is a table."),
        ("name = 'x'\n[company]\nextends = 3", "line 3: company.extends is 3; allowed is the path of a company file."),
        (f"format = {FORMAT + 1}", f"format is {FORMAT + 1}; this program reads format {FORMAT}; a newer version of it"),
        ("format = 1.5", f"format is 1.5; allowed is {FORMAT}."),
        ("format = true", f"allowed is {FORMAT}."),
    ],
)
def test_what_is_no_company(tmp_path: Path, text: str, said: str) -> None:
    write_company(tmp_path)
    assert said in told(own(tmp_path, text))


def test_an_older_format_is_told_what_is_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHANGES, FORMAT - 1, "minutes are hours")
    said = told(own(tmp_path, f"format = {FORMAT - 1}"))
    assert said.endswith(f"format is {FORMAT - 1}; this program reads format {FORMAT}, in which minutes are hours.")


def test_as_many_layers_as_allowed_and_not_one_more(tmp_path: Path) -> None:
    write_company(tmp_path, "layer0.toml")
    for number in range(1, MOST_LAYERS + 2):
        text = f'extends = "layer{number - 1}.toml"\n[teams.sales]\nstaff = {number}\n'
        (tmp_path / f"layer{number}.toml").write_text(text, encoding="utf-8")
    company = load(tmp_path / f"layer{MOST_LAYERS}.toml")
    assert isinstance(company, CompanyModel)
    assert company.teams["sales"].staff == MOST_LAYERS
    with pytest.raises(Mistakes, match=f"more than {MOST_LAYERS} files are laid over one another; merge some"):
        load(tmp_path / f"layer{MOST_LAYERS + 1}.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[change]\nhandoffs_added = [3]", "line 4: change.handoffs_added[0] is 3; allowed is a table."),
        ("[change]\nhandoffs_added = [{ source = 'sales' }]", "change.handoffs_added[0].target is missing; needed is"),
        ("events = [3]", "line 3: events[0] is 3; allowed is"),
        ("weeks = 'x'", "line 3: weeks is 'x', a text; allowed is a whole number"),
        ("[change.contacts]\nphone_share = 0.9\nchat_share = 0.9", "and email_share add up to"),
    ],
)
def test_a_mistake_stands_where_it_was_written(tmp_path: Path, text: str, said: str) -> None:
    write_company(tmp_path)
    with pytest.raises(Mistakes) as caught:
        load_scenario(write_scenario(tmp_path, text))
    assert any(said in sentence for sentence in caught.value.sentences), caught.value.sentences
