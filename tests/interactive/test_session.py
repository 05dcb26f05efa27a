"""`sim.load`, `sim.compare`, `sim.journey`: documented examples run, answers show themselves, mistakes are sentences."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest

import sim
from sim.inputs.mistakes import Mistakes
from sim.inputs.own_files import own_scenario
from sim.inputs.scenario import Scenario
from sim.interactive import session
from sim.views import folder
from tests.views.pages import squares


@pytest.fixture(scope="module")
def answer() -> session.Compared:
    """Of two short runs, which the documented examples ask for as well."""
    return sim.compare("small_siloed", "small_integrated", replications=2, weeks=1, warm_up=0, jobs=1)


@pytest.mark.parametrize("name", ["sim", "sim.interactive.session", "sim.interactive.sliders", "sim.interactive.studies"])
def test_examples_do_what_they_say(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder."""
    if name.endswith("sliders"):
        pytest.importorskip("ipywidgets")
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(import_module(name), verbose=False)
    assert found.attempted >= 2
    assert found.failed == 0
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_exported_has_an_example_and_types() -> None:
    assert sim.__all__ == ["attribute", "break_even", "compare", "explore", "journey", "load"]
    for name in sim.__all__:
        function = getattr(sim, name)
        assert ">>> import sim\n" in (function.__doc__ or ""), name
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())
        assert name in dir(sim)


@pytest.mark.slow
def test_a_strict_reader_sees_the_types(tmp_path: Path) -> None:
    """mypy --strict knows what each returns, and that there is nothing else."""
    pytest.importorskip("mypy")
    (tmp_path / "typed.py").write_text(
        "import sim\nreveal_type(sim.load('siloed'))\nreveal_type(sim.compare())\nreveal_type(sim.journey())\n"
        "reveal_type(sim.explore())\nreveal_type(sim.attribute())\nreveal_type(sim.break_even())\nsim.nothing\n",
        encoding="utf-8",
    )
    words = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache")]
    root = Path(sim.__file__ or "").parents[1]
    done = subprocess.run([*words, str(tmp_path / "typed.py")], capture_output=True, text=True, check=False, cwd=root)
    for told in ("Scenario", "Compared", "Story", "Sliders", "Shares", "Turns"):
        assert f'.{told}"' in done.stdout, done.stdout
    assert 'Module has no attribute "nothing"' in done.stdout


def test_names_mean_the_nearest_scenarios_then_the_programs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "notebooks").mkdir()
    company = own_scenario("company").read_text(encoding="utf-8")
    (tmp_path / "scenarios" / "company.toml").write_text(company, encoding="utf-8")
    (tmp_path / "scenarios" / "siloed.toml").write_text('name = "mine"\ncompany = "company.toml"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    assert sim.load("siloed").name == "mine"
    assert sim.load("integrated").name == "integrated"
    assert sim.load(tmp_path / "scenarios" / "siloed.toml").name == "mine"
    assert sim.load("../scenarios/siloed.toml").name == "mine"


def test_a_scenario_is_given_back() -> None:
    siloed = sim.load("siloed")
    assert sim.load(siloed) is siloed


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: sim.load("sileod"), "'sileod' is neither a file nor a scenario; did you mean 'siloed'?"),
        (lambda: sim.load("nowhere.toml"), "nowhere.toml: there is no such file"),
        (lambda: sim.compare(weeks=0), "weeks is 0: "),
        (lambda: sim.journey(warm_up=-1), "warm_up_weeks is -1: "),
    ],
)
def test_mistakes_are_sentences(call: object, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert callable(call)
    with pytest.raises(Mistakes) as told:
        call()
    assert sentence in str(told.value)


def test_values_reach_the_study(answer: session.Compared, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, object] = {}

    def compare_scenarios(a: object, b: object, **settings: object) -> object:
        heard.update(settings, a=a, b=b)
        return answer

    monkeypatch.setattr(session, "compare_scenarios", compare_scenarios)
    again = sim.compare("siloed", "typical", replications=3, weeks=2, warm_up=1, seed=9, jobs=2)
    assert (heard["replications"], heard["jobs"]) == (3, 2)
    for name in ("a", "b"):
        world = heard[name]
        assert isinstance(world, Scenario)
        assert (world.weeks, world.warm_up_weeks, world.seed) == (2, 1, 9)
    assert again.comparison is answer.comparison


def test_an_answer_shows_itself(answer: session.Compared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is written with squares for charts: `tests/views/test_folder.py` has them all drawn."""
    monkeypatch.setattr(folder, "_drawing", lambda *_: nullcontext(squares))
    assert "Small siloed and small integrated: " in repr(answer)
    assert repr(answer).index("Who pays:") < repr(answer).index("profit if teams were resized")
    page = answer._repr_html_()
    assert page.startswith("<p>")
    assert "<svg" in page
    assert "<svg" in answer.chart("lead_time_split")._repr_html_()
    saved = answer.save(tmp_path / "out")
    assert (tmp_path / "out" / "report.html") in saved.files


def test_a_story_shows_itself() -> None:
    story = sim.journey("order 12", "small_siloed", "small_integrated", weeks=1, warm_up=0)
    page = story._repr_html_()
    assert repr(story) == story.text
    assert page.startswith("<figure")
    assert '<pre style="font-family: monospace; overflow-x: auto">order 12\n' in page
    assert "<svg" not in session.Story("which?", "order", None, (), 0)._repr_html_()
