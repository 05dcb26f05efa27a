"""The replay's pure functions: `web/checks.js` in headless Chromium and, where there is one, in node."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sim.views.replay import page as replay
from sim.views.style import look
from tests.views.browser import chromium

PURE = ("data", "state", "knowing", "words", "layout")
CHECKS = Path(__file__).with_name("web") / "checks.js"

__all__ = ["chromium"]


def program() -> str:
    return replay.script(PURE) + CHECKS.read_text(encoding="utf-8")


@pytest.mark.browser
def test_all_checks_in_a_browser(chromium: Browser) -> None:
    page = chromium.new_page()
    assert page.evaluate(f"() => {{ {program()}\nreturn runChecks(); }}") == []


def test_all_checks_in_node() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")
    done = subprocess.run(
        [node, "--input-type=module", "-"],
        input=program() + "\nconsole.log(runChecks().join('\\n'));",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_the_files_are_a_module_without_dependencies() -> None:
    """They import only each other, by names that are exported, and in the order in which they are joined."""
    texts = {
        name: (files("sim.views.replay") / "web" / f"{name}.js").read_text(encoding="utf-8") for name in replay.MODULES
    }
    exported = {
        name: set(re.findall(r"^export (?:async )?(?:function|const) (\w+)", text, re.MULTILINE))
        for name, text in texts.items()
    }
    for place, name in enumerate(replay.MODULES):
        for names, source in re.findall(r"^import \{([^}]*)\} from \"\./(\w+)\.js\";", texts[name], re.MULTILINE):
            assert source in replay.MODULES[:place], (name, source)
            assert {word.strip() for word in names.split(",") if word.strip()} <= exported[source], (name, source)
        assert texts[name].count("import ") == len(re.findall(r"^import \{", texts[name], re.MULTILINE))
    every = [function for names in exported.values() for function in names]
    assert len(every) == len(set(every)), "names are unique in the joined module"
    assert "import " not in replay.script()
    assert not re.search(r"^export ", replay.script(), re.MULTILINE)


def themes() -> dict[str, dict[str, list[str]]]:
    """Colours by theme and role, as written in marks.js."""
    text = (files("sim.views.replay") / "web" / "marks.js").read_text(encoding="utf-8")
    found = {}
    for theme, body in re.findall(r"^  (light|dark): \{(.*?)^  \},", text, re.MULTILINE | re.DOTALL):
        found[theme] = {
            role: re.findall(r"#\w{6}", values) for role, values in re.findall(r"(\w+): (\"#\w{6}\"|\[[^\]]*\])", body)
        }
    return found


def contrast(one: str, other: str) -> float:
    light, dark = sorted((look.luminance(one), look.luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_and_two_hues_that_only_the_worlds_have(theme: str) -> None:
    colours = themes()[theme]
    for ground in ("panel", "card"):
        for text in ("ink", "muted", "warn", "wrong"):
            assert contrast(colours[text][0], colours[ground][0]) >= 4.5, (text, ground)
        for mark in colours["groups"]:
            assert contrast(mark, colours[ground][0]) >= 3, (mark, ground)
    assert contrast(colours["ink"][0], colours["aged"][0]) >= 4.5
    for text in (*colours["ink"], *colours["muted"], *colours["worlds"]):
        assert contrast(text, colours["ground"][0]) >= 4.5, text
    assert len(colours["groups"]) == len(replay.GROUPS) + 1
    assert not set(colours["groups"]) & set(colours["worlds"])
