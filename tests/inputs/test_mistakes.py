"""Bad files: one sentence for each mistake, with place and what is allowed; exit code 2; nothing written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes, allowed, nearest, show
from sim.inputs.sources import dotted
from tests.inputs.small_company import SCENARIOS, small_company, write_company, write_scenario
from tests.inputs.told import mistakes_of, one, told


def a_department(name: str) -> str:
    """A change that adds a department of this name, with a team."""
    return (
        f"[change.departments.'{name}']\nlabel = 'Void'\noffice = 'back'\nsystem = 's'\n[change.teams.void]\n"
        f"department = '{name}'\nstaff = 1\nwage_per_hour = 1\nhours = ['office']\nturnover_per_year = 0.1"
    )


ONE_MISTAKE = {
    "unknown key": ("wekks = 3", "line 3: wekks is not a known key; did you mean 'weeks'?"),
    "unknown lever": (
        "[levers]\ninformation_silo = 1",
        "line 4: levers.information_silo is not a known key; did you mean 'information_silos'?",
    ),
    "unknown key in a change": (
        "[change.teams.sales]\nstaf = 3",
        "line 4: change.teams.sales.staf is not a known key; did you mean 'staff'?",
    ),
    "text for a number": ("weeks = '13'", "line 3: weeks is '13', a text; allowed is a whole number from"),
    "true for a number": ("weeks = true", "weeks is true; allowed is a whole number from 1 to 520 (weeks"),
    "fraction for a whole number": ("weeks = 2.5", "weeks is 2.5; allowed is a whole number"),
    "table for a number": ("[weeks]\nx = 1", "line 3: weeks is a table; allowed is a whole number"),
    "list for a table": ("levers = [1]", "levers is a list; allowed is a table"),
    "number for a text": ("description = 3", "description is 3; allowed is a text"),
    "date for a number": ("seed = 1979-05-27", "seed is 1979-05-27; allowed is a whole number"),
    "text for true or false": (
        "[change.teams.sales]\nfinishes_started = 'yes'",
        "finishes_started is 'yes', a text; allowed is true or false",
    ),
    "negative seed": ("seed = -1", "seed is -1; allowed is a whole number of at least 0 and below 9,223"),
    "seed of sixty-four digits": (f"seed = 1{64 * '0'}", "seed is a number of more than 60 digits"),
    "no weeks": ("weeks = 0", "weeks is 0; allowed is a whole number from 1 to 520 (weeks that"),
    "too many weeks": ("weeks = 521", "weeks is 521; allowed is a whole number from 1 to 520"),
    "negative warm-up": ("warm_up_weeks = -1", "warm_up_weeks is -1; allowed is a whole number from 0 to 104"),
    "lever above 1": (
        "[levers]\ncross_training = 1.01",
        "line 4: levers.cross_training is 1.01; allowed is a number from 0 to 1",
    ),
    "lever below 0": ("[levers]\ncross_training = -0.1", "levers.cross_training is -0.1; allowed is a number"),
    "lever nan": ("[levers]\ncross_training = nan", "is nan, which is not a finite number; allowed is a number"),
    "lever inf": ("[levers]\ncross_training = inf", "is inf, which is not a finite number; allowed is a number"),
    "number too large for a float": (f"[levers]\ncross_training = 1{400 * '0'}", "is a number of more than 60"),
    "infinite touch time": (
        '[change.activities."pick and pack"]\nminutes = inf',
        'change.activities."pick and pack".minutes is inf, which is not a finite number',
    ),
    "staff 0": (
        "[change.teams.sales]\nstaff = 0",
        "line 4: change.teams.sales.staff is 0; allowed is a whole number from 1 to 10,000",
    ),
    "hand-off to nowhere": (
        '[change]\nhandoffs_added = [\n{ source = "sales", target = "finanse", subject = "x" }\n]',
        "line 5: change.handoffs_added[0].target names department 'finanse', which does not "
        "exist; did you mean 'finance'?",
    ),
    "team of no department": (
        "[change.teams.sales]\ndepartment = 'sails'",
        "names department 'sails', which does not exist; did you mean 'sales'?",
    ),
    "hours nobody knows": (
        "[change.teams.sales]\nhours = ['ofice']",
        "change.teams.sales.hours[0] names working hours 'ofice', which does not exist; did",
    ),
    "department without a team": (
        "[change.departments.void]\nlabel = 'Void'\noffice = 'back'\nsystem = 's'",
        "line 3: change.departments.void has no team",
    ),
    "system called like the shared one": (
        "[change.departments.sales]\nsystem = 'shared platform'",
        "line 4: change.departments.sales.system is 'shared platform', a name that stands for the system that integrated "
        "systems bring; choose another.",
    ),
    "department called like the shared system": (
        a_department("shared platform"),
        "has a name that stands for the system that integrated systems bring; choose another.",
    ),
    "department called every": (
        a_department("every"),
        "change.departments.every has a name that stands for all departments; choose another.",
    ),
    "team called every": (
        "[change.teams.every]\ndepartment = 'sales'\nstaff = 1\nwage_per_hour = 1\nhours = ['office']\n"
        "turnover_per_year = 0.1",
        "line 3: change.teams.every has a name that stands for all teams; choose another.",
    ),
    "misspelt team": (
        "[change.teams.finanse]\nstaff = 3",
        "line 3: change.teams.finanse is new to the company and lacks department, wage_per_hour, "
        "hours, turnover_per_year; did you mean 'finance'?",
    ),
    "misspelt strategy": (
        "[change.remedies.costs.cross_trainig]\none_off = 1",
        "costs.cross_trainig is not a strategy or trend; did you mean 'cross_training'?",
    ),
    "closes before it opens": (
        "[change.working_hours.office]\nopens = 18",
        "change.working_hours.office opens at 18 but closes at 17, so it never opens",
    ),
    "opens on no day": (
        "[change.working_hours.office]\ndays = []",
        "days is an empty list; allowed is a list of at least 1",
    ),
    "opens on moonday": (
        "[change.working_hours.office]\ndays = ['mon', 'moonday']",
        "office.days[1] is 'moonday'; allowed is one of 'mon', 'tue', 'wed'",
    ),
    "team without hours": ("[change.teams.sales]\nhours = []", "hours is an empty list; allowed is a list of at"),
    "word of a choice": ("[change.departments.sales]\noffice = 'middle'", "allowed is one of 'front', 'back'"),
    "change that is no table": ("change = 3", "line 3: change is 3; allowed is a table"),
    "appended rows that are no list": ("[change]\nfeeds_added = 3", "line 4: change.feeds_added is 3; allowed is"),
    "unknown kind": ("kind = 'two desk'", "line 3: kind is 'two desk'; did you mean 'two desks'?"),
    "kind that is no text": (
        "kind = []",
        "line 3: kind is an empty list; allowed are 'assumptions', 'company', 'events', 'two desks'.",
    ),
}


@pytest.mark.parametrize("case", ONE_MISTAKE)
def test_one_mistake_is_one_sentence(case: str, folder: Path) -> None:
    text, expected = ONE_MISTAKE[case]
    assert expected in one(write_scenario(folder, text))


def test_company_file_is_missing(folder: Path) -> None:
    (folder / "company.toml").unlink()
    sentences = told(write_scenario(folder, "weeks = 0"))
    assert len(sentences) == 2
    assert "line 2: company is 'company.toml', but " in sentences[0]
    assert "there is no such file" in sentences[0]
    assert "weeks is 0" in sentences[1]


@pytest.mark.parametrize("value", ["3", "true", "[]", "1.5"])
def test_company_is_neither_path_nor_table(folder: Path, value: str) -> None:
    path = folder / "scenario.toml"
    path.write_text(f'name = "small"\ncompany = {value}\n', encoding="utf-8")
    assert "allowed is the path of a company file, or a table" in one(path)


def test_missing_keys(folder: Path) -> None:
    path = folder / "scenario.toml"
    path.write_text("seed = 1\n", encoding="utf-8")
    assert [sentence.partition(": ")[2] for sentence in told(path)] == [
        "company is missing; needed is the path of a company file, or a table.",
        "name is missing; needed is a text of 1 to 60 characters.",
    ]


def test_mistakes_of_the_company_stand_in_its_own_file(folder: Path) -> None:
    company = small_company()
    company["teams"]["sales"]["staff"] = 0
    del company["customers"]["returns_share"]
    company["handoffs"][0]["source"] = "nowhere"
    company = {key: value for key, value in company.items() if key != "legal"}
    path = write_company(folder, "other.toml")
    path.write_text(tomlkit.dumps(company), encoding="utf-8")
    scenario = folder / "scenario.toml"
    scenario.write_text('name = "x"\ncompany = "other.toml"\n[change.customers]\nconsumers = 5', encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = told(scenario)
    assert all(sentence.startswith(str(path)) for sentence in sentences)
    assert len(sentences) == 4
    assert "legal is missing; needed is a table" in sentences[0]
    assert f"line {lines.index('staff = 0') + 1}: teams.sales.staff is 0" in "\n".join(sentences)
    assert (
        f"line {lines.index('[customers]') + 1}: customers.returns_share is missing; needed is a number "
        "from 0 to 1 (share of delivered web orders"
    ) in "\n".join(sentences)
    assert "handoffs[0].source names department 'nowhere'" in "\n".join(sentences)


def test_a_changed_value_stands_in_the_changing_file(folder: Path) -> None:
    (folder / "larger.toml").write_text('extends = "company.toml"\n[teams.sales]\nstaff = 0\n', encoding="utf-8")
    (folder / "s.toml").write_text('name = "x"\ncompany = "larger.toml"\n', encoding="utf-8")
    assert one(folder / "s.toml").startswith(f"{folder / 'larger.toml'}, line 3: teams.sales.staff is 0")


def test_rows_added_in_turns_are_told_apart(folder: Path) -> None:
    row = '{{ source = "sales", target = "finance", subject = "{}", fields = {} }}'
    (folder / "larger.toml").write_text(
        f'extends = "company.toml"\nhandoffs_added = [\n{row.format("a", 1)},\n{row.format("b", 0)},\n]\n',
        encoding="utf-8",
    )
    (folder / "s.toml").write_text(
        f'name = "x"\ncompany = "larger.toml"\n[change]\nhandoffs_added = [{row.format("c", 0)}]', encoding="utf-8"
    )
    above, below = told(folder / "s.toml")
    assert above.startswith(f"{folder / 'larger.toml'}, line 4: handoffs_added[1].fields is 0")
    assert below.startswith(f"{folder / 's.toml'}, line 4: change.handoffs_added[0].fields is 0")


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("a", "b", "c")])
def test_circular_extension(folder: Path, names: tuple[str, ...]) -> None:
    for name, following in zip(names, (*names[1:], names[0]), strict=True):
        (folder / f"{name}.toml").write_text(f'extends = "{following}.toml"\n', encoding="utf-8")
    sentences = mistakes_of(folder / "a.toml").sentences
    assert "leads back to a file that is built on this one; a company cannot extend itself" in sentences[0]
    assert sentences[0].startswith(f"{folder / names[-1]}.toml, line 1: extends is 'a.toml'")


def test_company_given_for_a_scenario(folder: Path) -> None:
    assert "describes a company, not a scenario" in one(folder / "company.toml")


def test_all_mistakes_of_a_file_are_told_at_once(folder: Path) -> None:
    lines = [
        "weeks = 0",
        "wekks = 1",
        "seed = 'x'",
        "[levers]",
        "cross_training = 7",
        "[change.teams.sales]",
        "staff = 0",
        "hours = ['nights']",
        "[change.working_hours.office]",
        "closes = 0",
    ]
    sentences = told(write_scenario(folder, "\n".join(lines)))
    assert [sentence.split(": ")[0].rpartition("line ")[2] for sentence in sentences] == [
        "3",
        "4",
        "5",
        "7",
        "9",
        "10",
        "12",
    ]


def test_mistakes_beyond_a_hundred_are_counted(folder: Path) -> None:
    sentences = told_of_many(folder, 1234)
    assert len(sentences) == 101
    assert sentences[-1] == "… and 1,134 more mistakes."


def told_of_many(folder: Path, number: int) -> tuple[str, ...]:
    """The sentences about a file with so many unknown keys."""
    return mistakes_of(write_scenario(folder, "\n".join(f"key{i} = {i}" for i in range(number)))).sentences


def test_long_values_and_keys_are_cut(folder: Path) -> None:
    sentences = told(write_scenario(folder, f"weeks = '{'x' * 9999}'\n{'y' * 9999} = 1"))
    assert all(len(sentence) < 300 + len(str(folder)) for sentence in sentences)


JUNK: st.SearchStrategy[Any] = st.sampled_from([float("nan"), -1, 10**30, True, "", "x", [], [{}], {}, {"x": 1}, None])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_junk_anywhere_is_accepted_or_told_with_its_place(tmp_path: Path, data: st.DataObject) -> None:
    company: dict[str, Any] = small_company()
    inner: Any = company
    where: tuple[str | int, ...] = ()
    while isinstance(inner, dict | list) and inner:
        key = data.draw(st.sampled_from(list(inner) if isinstance(inner, dict) else range(len(inner))))
        where, holder, inner = (*where, key), inner, inner[key]
        if data.draw(st.integers(0, 3)) == 0:
            break
    junk = data.draw(JUNK)
    if junk is None:
        del holder[key]
    else:
        holder[key] = junk
    path = tmp_path / "scenario.toml"
    path.write_text(f'name = "junk"\ncompany = {_inline(company)}\n', encoding="utf-8")
    sentences = _sentences(path)
    place = f"line 2: company.{dotted(where[:1])}"
    assert not sentences or any(place in words or "does not exist" in words for words in sentences)


@pytest.mark.parametrize("case", ["unknown key", "staff 0", "hand-off to nowhere", "lever nan"])
def test_the_command_says_so_and_writes_nothing(
    case: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SCENARIOS / "company.toml", folder)  # a whole one: a small one lacks what a run needs
    bad = write_scenario(folder, ONE_MISTAKE[case][0])
    good = write_scenario(folder, name="good.toml")
    monkeypatch.chdir(folder)
    before = sorted(folder.rglob("*"))
    for words in (["check", bad], ["compare", good, bad], ["journey", "order 1", bad, good]):
        assert main([*map(str, words)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert ONE_MISTAKE[case][1] in err
    assert sorted(folder.rglob("*")) == before


def test_a_mistake_in_a_shared_company_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "company.toml").write_text("name = 3\n[teams]", encoding="utf-8")
    a, b = write_scenario(folder, name="a.toml"), write_scenario(folder, name="b.toml")
    assert main(["compare", str(a), str(b)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(set(lines))
    assert sum("name is 3" in line for line in lines) == 1


def test_words() -> None:
    assert nearest("stuff", ["staff", "hours"]) == "; did you mean 'staff'?"
    assert nearest("zzz", ["staff", "hours"]) == "; allowed are 'hours', 'staff'"
    assert nearest("zzz", map(str, range(13))) == ""
    assert show("x" * 100) == repr("x" * 59 + "…")
    assert show(True) == "true"
    assert show({}) == "a table"
    assert allowed({"type": "number", "exclusiveMinimum": 0, "maximum": 24}) == "a number above 0 and up to 24"
    assert allowed({"type": "number", "exclusiveMinimum": 0.0}) == "a number above 0"
    assert allowed({"type": "string"}) == "a text"


def _sentences(path: Path) -> tuple[str, ...]:
    """What is said about a file; nothing if it is sound."""
    try:
        load_scenario(path)
    except Mistakes as mistakes:
        return mistakes.sentences
    return ()


def _inline(value: object) -> str:
    """A value as TOML on one line, which is quicker to write than to lay out."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return str(value) if isinstance(value, float) else json.dumps(value)
