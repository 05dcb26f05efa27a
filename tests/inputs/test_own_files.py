"""The files that come with the program are found in a checkout and in an installed package; a person's own come first."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from sim.inputs import own_files
from sim.inputs.mistakes import Mistakes
from sim.inputs.own_files import NOTEBOOKS, SCENARIOS, named_file, own_contents, own_folder, own_scenario, scenario_files


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package that was installed, as importlib.resources tells it."""
    package = tmp_path / "site-packages" / "sim"
    package.mkdir(parents=True)
    monkeypatch.setattr(own_files, "files", lambda _: package)
    return package


def test_in_a_checkout_they_stand_beside_the_package() -> None:
    root = Path(str(files("sim"))).parent
    assert own_folder(SCENARIOS) == root / "scenarios"
    assert own_folder(NOTEBOOKS) == root / "notebooks"
    assert own_scenario("siloed").is_file()


def test_in_an_installed_package_they_stand_inside(installed: Path) -> None:
    (installed / "shipped" / "scenarios").mkdir(parents=True)
    (installed.parent / "scenarios").mkdir()  # somebody else's
    assert own_folder(SCENARIOS) == installed / "shipped" / "scenarios"


def test_a_package_without_them_says_so(installed: Path) -> None:
    with pytest.raises(FileNotFoundError, match="the folder notebooks that comes with interoffice is not there"):
        own_folder(NOTEBOOKS)


def test_what_running_leaves_behind_is_not_part_of_them(installed: Path) -> None:
    place = installed / "shipped" / "scenarios"
    (place / "__pycache__").mkdir(parents=True)
    for name in ("b.toml", "a.py", "README.md", "a.pyc", "report.html", ".DS_Store"):
        (place / name).write_text("", encoding="utf-8")
    assert [file.name for file in own_contents(SCENARIOS)] == ["README.md", "a.py", "b.toml"]


def test_whose_scenarios_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those beside a script, then those of ./scenarios, then the program's own; never some of one and some of another."""
    monkeypatch.chdir(tmp_path)
    own = own_folder(SCENARIOS)
    script = tmp_path / "elsewhere" / "script.py"
    names = ("siloed", "integrated")
    assert scenario_files(*names, beside=script) == [own / "siloed.toml", own / "integrated.toml"]
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "siloed.toml").touch()
    assert scenario_files(*names) == [own / "siloed.toml", own / "integrated.toml"]
    (tmp_path / "scenarios" / "integrated.toml").touch()
    assert scenario_files(*names) == [Path("scenarios", "siloed.toml"), Path("scenarios", "integrated.toml")]
    script.parent.mkdir()
    (script.parent / "siloed.toml").touch()
    assert scenario_files("siloed", beside=script) == [script.parent / "siloed.toml"]
    with pytest.raises(Mistakes, match=r"There is no scenarios/siloed.toml and scenarios/nowhere.toml here"):
        scenario_files("siloed", "nowhere")


def test_a_bare_name_means_a_scenario_unless_it_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert named_file("siloed") == own_scenario("siloed")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "siloed.toml").touch()
    assert named_file("siloed") == Path("scenarios", "siloed.toml")
    assert named_file("siloed", tmp_path / "none") == own_scenario("siloed")
    (tmp_path / "siloed").touch()
    assert named_file("siloed") == Path("siloed")
    for none in ("nowhere", "siloed.toml", "folder/siloed"):
        assert named_file(none) == Path(none)
