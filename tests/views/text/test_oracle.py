"""The table of what knowing is worth: read off a made-up study, wide and narrow."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.oracle import AGREES, ALL, DIFFERS, OPEN, Knowing
from sim.inputs.names import DECISIONS
from sim.views.style.words import GAP
from sim.views.text.oracle import TRACED, told
from tests.views.made_study import scenario


def made_up(*, failed: str = "") -> Knowing:
    """Refund differs, and all together; overtime was never taken; the others are open or agree."""
    rows = [
        {
            "decision": name,
            "taken": 0.0 if name == "overtime" else 4000.0,
            "wrong": 0.0 if name == "overtime" else 500.0,
            **dict(zip(("regret", "regret_lower", "regret_upper"), (144_960.0, 140_000.0, 149_920.0), strict=True)),
            **dict(zip(("gain", "gain_lower", "gain_upper"), (-1_138_000.0, -1_258_000.0, -1_018_000.0), strict=True)),
            "verdict": DIFFERS if name in ("refund", ALL) else OPEN if name == "overtime" else AGREES,
            "pairs": 20,
        }
        for name in (*DECISIONS, ALL)
    ]
    lines = [
        ("refund", "margin", -23_500.0, -30_000.0, -17_000.0),
        ("refund", "offers", 500.0, -900.0, 1_900.0),
        ("refund", "carrier", 5_700.0, 4_100.0, 7_300.0),
        ("refund", "paid hours", -40_000.0, -55_000.0, -25_000.0),
        (ALL, "margin", 9_900.0, 9_000.0, 10_800.0),
    ]
    table = pd.DataFrame(lines, columns=["decision", "line", "gain", "gain_lower", "gain_upper"])
    return Knowing(scenario("siloed"), pd.DataFrame(rows), table, failed)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = told(made_up())
    assert max(map(len, text.splitlines())) <= width
    assert "12.5 % +145 [+140, +150] −1,138 [−1,258, −1,018] agrees" in " ".join(text.split())


def test_each_decision_has_a_line_with_both_and_the_verdict() -> None:
    lines = told(made_up()).splitlines()
    (refund,) = [line for line in lines if line.startswith("refund  ")]
    assert refund.split() == [
        "refund",
        "12.5",
        "%",
        "+145",
        "[+140,",
        "+150]",
        "−1,138",
        "[−1,258,",
        "−1,018]",
        "differs",
    ]
    (overtime,) = [line for line in lines if line.startswith("overtime  ")]
    assert overtime.split()[1] == "–"


def test_where_they_differ_lines_of_the_statement_and_the_cause_are_named() -> None:
    """The three largest lines, whichever their sign; a decision that agrees is not explained."""
    text = told(made_up()).replace("\n", " ").replace(GAP, " ")
    assert "Refund: the gain came through paid hours −40 [−55, −25], margin −24" in text
    assert "and carrier +6" in text
    assert "offers +0.5" not in text
    assert TRACED["refund"] in text
    assert TRACED["retention offer"] not in text
    assert set(TRACED) <= {*DECISIONS, ALL}


def test_failed_runs_are_said_first() -> None:
    assert told(made_up(failed="1 run of 30 failed.")).startswith("1 run of 30 failed.\n\n")
