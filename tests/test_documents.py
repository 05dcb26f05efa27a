"""What the documents say is so: files exist, command lines parse, examples load, and sums done by hand come out."""

from __future__ import annotations

import itertools
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.commands.catalogue import COMMANDS
from sim.cli.main import parsed
from sim.experiment.two_desks import both
from sim.inputs.loading import load, load_scenario
from sim.inputs.two_desks import TwoDesks
from sim.levers.catalogue import CATALOGUE
from sim.measures.lead_time import PARTS
from tests.test_floors import FLOORS

ROOT = Path(__file__).parents[1]
README, DESIGN, CHANGELOG = ROOT / "README.md", ROOT / "sim" / "README.md", ROOT / "CHANGELOG.md"
SCENARIOS, NOTEBOOKS = ROOT / "scenarios" / "README.md", ROOT / "notebooks" / "README.md"
DOCUMENTS = (README, SCENARIOS, NOTEBOOKS, DESIGN, CHANGELOG)
FIRST_COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python scenarios/siloed_vs_integrated.py",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest",
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)]+))?\)")
A_PATH = re.compile(r"[\w.<>-]+(/[\w.<>-]+)*(/|\.(py|md|toml|ipynb|csv|html|json))")
WRITTEN_BY_READERS = {"scenarios/mine_today.toml", "scenarios/mine_shared.toml"}
WRITTEN_BY_RUNS = (
    "results/",
    "tables/",
    "charts/",
    "report.html",
    "replay.html",
    "run.json",
    "comparison.csv",
    "twins.csv",
    "scenario_<name>.toml",
)
PLACEHOLDERS = re.compile(r"^(N|FOLDER|ADDRESS|CASE|FILE)$")


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def blocks(document: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text_of(document)) if name == language]


def code_in_words(document: Path) -> list[str]:
    return CODE.findall(FENCE.sub("", text_of(document)))


def named_paths(document: Path) -> list[str]:
    words = (word.rstrip(":,;") for code in code_in_words(document) for word in code.split())
    return sorted({word for word in words if A_PATH.fullmatch(word) and not word.startswith((".venv", "<"))})


def commands(document: Path) -> list[str]:
    """Every command line of the program: in blocks, in tables, in words."""
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()] + code_in_words(document)
    return sorted({line for line in lines if re.match(r"(interoffice|python (-m sim|scenarios/\w+\.py))\b", line)})


def section(document: Path, heading: str) -> str:
    return text_of(document).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_the_first_two_commands_stand_first_and_on_one_line_each() -> None:
    assert tuple(line for block in blocks(README, "sh")[:2] for line in block.splitlines()) == FIRST_COMMANDS
    assert text_of(README).index(FIRST_COMMANDS[0]) < 1300, "on the first screen"


def test_the_first_page_is_short() -> None:
    assert text_of(README).count("\n") <= 250
    assert len(re.findall(r"^\| [^|]+ \| .+ \|$", section(README, "Fifteen words"), re.MULTILINE)) == 15 + 1


def result() -> str:
    """What the main job prints, as the first page shows it, on one line."""
    marked = re.search(r"<!-- result:begin -->\n(.+)\n<!-- result:end -->", text_of(README), re.DOTALL)
    assert marked
    return " ".join(marked[1].split())


def numbers(pattern: str, text: str) -> list[float]:
    """The numbers in a text where it fits a pattern, without commas and signs."""
    found = re.search(pattern, text)
    assert found, pattern
    return [float(number.replace(",", "")) for number in found.groups()]


def test_the_verdict_is_that_of_the_result() -> None:
    """The sentences at the top of the first page say what the main job prints further down."""
    verdict = " ".join(text_of(README).split("**The verdict", 1)[1].split("```", 1)[0].split())
    printed = numbers(r"orders ([\d.]+) h sooner .*?; issues ([\d.]+) h sooner", result())
    assert numbers(r"(\d+) hours sooner, issues are solved (\d+) hours sooner", verdict) == [*map(round, printed)]
    wrong = numbers(r"turn out wrong: ([\d.]+) of 100 → ([\d.]+) of 100", result())
    assert "instead of one in nine." in verdict
    assert round(100 / wrong[0]) == 9
    assert numbers(r"one decision in ([\d,]+)", verdict) == [round(100 / wrong[1], -2)]
    money = r"\+([\d,]+) EUR a year \(−([\d,]+) to \+([\d,]+)\)"
    said = r"\+([\d,]+) EUR a year, but anything from ([\d,]+) less to ([\d,]+) more"
    assert numbers(said, verdict) == numbers(money, result())
    cost = r"([\d,]+) EUR a year (?:more )?for systems and programmes"
    assert numbers(cost, verdict) == numbers(cost, result())


def test_a_picture_is_called_the_same_everywhere() -> None:
    """Its title says what it shows; the gallery writes it, and the first page repeats it."""
    titled = re.compile(r"!\[(.+?)\]\(\S*?differences\.png\)")
    assert titled.findall(text_of(README)) == titled.findall(text_of(SCENARIOS)) != []


@pytest.mark.parametrize(
    ("document", "path"),
    [(d, p) for d in DOCUMENTS if d != CHANGELOG for p in named_paths(d)],
    ids=lambda value: value if isinstance(value, str) else value.parent.name + "-" + value.stem,
)
def test_every_path_named_is_there(document: Path, path: str) -> None:
    if path in WRITTEN_BY_READERS or path.startswith(WRITTEN_BY_RUNS):
        return
    assert (ROOT / path).exists(), f"{document.name} names {path}"


def test_enough_is_checked() -> None:
    assert len(named_paths(SCENARIOS)) >= 20
    assert len(named_paths(DESIGN)) >= 50
    assert len(commands(SCENARIOS)) >= 10


def test_every_room_is_named_in_the_design_page() -> None:
    named = set(named_paths(DESIGN))
    rooms = [room for room in (ROOT / "sim").iterdir() if room.is_dir() and (room / "__init__.py").exists()]
    assert {f"sim/{room.name}/" for room in rooms} <= named


def test_the_floors_told_are_the_floors_held() -> None:
    rows = re.findall(r"^\| (\d) \| (.+?) \|", section(DESIGN, "Floors and rooms"), re.MULTILINE)
    told = {name: int(floor) for floor, rooms in rows for name in re.findall(r"`sim/(\w+)", rooms)}
    assert told == {room: floor for room, floor in FLOORS.items() if room != "__main__"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.parent.name + "-" + document.stem)
def test_links_lead_somewhere(document: Path) -> None:
    for target, anchor in LINK.findall(text_of(document)):
        if target.startswith("http"):
            continue
        place = document.parent / target if target else document
        assert place.exists(), target
        assert not anchor or anchor in headings_of(place), f"{target}#{anchor}"


def headings_of(document: Path) -> set[str]:
    """The names by which a page's headings are linked to."""
    found = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("line", sorted({line for document in DOCUMENTS for line in commands(document)}))
def test_every_command_line_is_one(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, *rest = shlex.split(line)
    if program == "python" and rest[0].startswith("scenarios/"):
        assert (ROOT / rest[0]).is_file()
        name, words = "compare", [*rest[1:], "a.toml", "b.toml"]
    else:
        words = rest[2:] if program == "python" else rest  # without "-m sim"
        name, words = (words[0], words[1:]) if words else ("-", [])
    if name.startswith("-"):
        return
    assert main([name, "--help"]) == 0
    usage = capsys.readouterr().out
    for flag in (word for word in words if word.startswith("--")):
        assert flag in usage
    command = next(command for command in COMMANDS if command.name == name)
    parsed(command, ["1" if PLACEHOLDERS.match(word) else word for word in words])
    for word in words:
        if word.endswith(".toml") and "/" in word and word not in WRITTEN_BY_READERS:
            assert (ROOT / word).is_file()


def test_every_command_and_every_shared_flag_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    told = section(SCENARIOS, "Commands")
    for command in COMMANDS:
        assert f"interoffice {command.name}" in told
    main(["compare", "--help"])
    for flag in set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}:
        assert f"`{flag}" in told


def test_the_company_in_ten_lines_is_a_scenario(tmp_path: Path) -> None:
    example, *_ = blocks(SCENARIOS, "toml")
    assert len(example.splitlines()) == 10
    for name in ("company.toml", "small.toml"):
        shutil.copy(ROOT / "scenarios" / name, tmp_path)
    today, shared = tmp_path / "mine_today.toml", tmp_path / "mine_shared.toml"
    today.write_text(example, encoding="utf-8")
    renamed = example.replace("mine today", "mine, on one platform")
    shared.write_text(renamed.replace("[levers]", "[levers]\nintegrated_systems = 0.6"), encoding="utf-8")
    assert main(["check", str(today), str(shared)]) == 0
    scenario = load_scenario(today)
    assert scenario.levers.information_silos == 0.7
    assert scenario.company.teams["support"].staff == 4
    assert load_scenario(shared).levers.integrated_systems == 0.6
    assert load_scenario(shared).company == scenario.company


def test_every_lever_is_named() -> None:
    told = section(SCENARIOS, "Your company in ten lines")
    for lever in CATALOGUE:
        assert f"`{lever.name}`" in told


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.parent.name + "-" + document.stem)
def test_examples_are_valid(document: Path) -> None:
    for block in blocks(document, "python"):
        compile(block, str(document), "exec")
    for block in blocks(document, "toml"):
        tomllib.loads(block)


def test_every_published_section_that_is_cited_is_listed() -> None:
    listed = set(re.findall(r"^\| (\d+) \|", section(SCENARIOS, "Published figures"), re.MULTILINE))
    cited = re.findall(r"facts (\d+)", text_of(ROOT / "scenarios" / "company.toml"))
    assert set(cited) <= listed


def test_every_part_of_a_lead_time_is_explained() -> None:
    told = section(DESIGN, "Where a lead time goes")
    assert set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == set(PARTS)


# The two desks


def desks() -> TwoDesks:
    model = load(ROOT / "scenarios" / "two_desks.toml")
    assert isinstance(model, TwoDesks)
    return model


def test_the_two_desks_solved_by_hand() -> None:
    told = section(SCENARIOS, "Two desks, solved by hand")
    rows = {
        cells[0].strip("* "): [float(cell.strip("* ")) for cell in cells[1:3]]
        for cells in (line.strip("|").split("|") for line in told.splitlines())
        if len(cells) == 3 and re.fullmatch(r"[* ]*\d\.\d\d[* ]*", cells[1])
    }
    by_hand = [rows[name] for name in ("lead time", "being worked on", "waiting for information", "queue for staff")]
    tables = both(desks())
    columns = ["lead", "touch", "information", "queue"]
    for place, parity in enumerate(("odd", "even")):
        cases = tables["siloed"][tables["siloed"]["case"] % 2 == (parity == "odd")]
        assert len(cases) == 5
        assert cases[columns].to_numpy().ravel() == pytest.approx([row[place] for row in by_hand] * 5)
    assert by_hand[0] == [3.0, 2.5]
    assert tables["integrated"]["lead"].to_list() == pytest.approx([1.0] * 10)


def test_the_outage_that_undoes_the_advantage() -> None:
    """An outage of 31.5 / 8 h makes both worlds equal; the README says so and rounds it to minutes."""
    told = section(SCENARIOS, "Two desks, solved by hand")
    assert "31.5 / 8 = 3.9375" in told
    assert "3 hours and 56 minutes" in told

    def mean(hours: float) -> float:
        return float(both(desks().model_copy(update={"outage_hours": hours}))["integrated"]["lead"].mean())

    siloed = float(both(desks())["siloed"]["lead"].mean())
    assert mean(31.5 / 8) == pytest.approx(siloed)
    for hours, printed in ((3.9, 2.720), (4.0, 2.800)):
        assert mean(hours) == pytest.approx(printed)
        assert f"{printed:.3f}" in told
    lengths = [0.5 * step for step in range(13)]
    expected = [1 + sum(max(0.0, length - case / 2) for case in range(10)) / 10 for length in lengths]
    assert [mean(length) for length in lengths] == pytest.approx(expected)
    assert all(shorter <= longer for shorter, longer in itertools.pairwise(expected))


# The tone


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.parent.name + "-" + document.stem)
def test_plain_words(document: Path) -> None:
    text = text_of(document)
    assert not re.search("[\U0001f300-\U0001faff☀-➿]", text), "no emojis"
    assert "](https://img.shields.io" not in text
    assert not re.search(r"/(home|root|Users|tmp)/", text)
    for word in ("revolutionary", "cutting-edge", "state-of-the-art", "seamless", "powerful", "game-chang", "leverag"):
        assert word not in text.lower()
