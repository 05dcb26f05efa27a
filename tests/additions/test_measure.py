"""A new measure: a function and its row, in one file."""

from __future__ import annotations

from pathlib import Path

from tests.additions.copied import Copy

MEASURE = '''
def age_of_open_tickets(run: Run) -> float:
    """Median hours since tickets came that are still open at the end."""
    cases = run.cases
    return quantile(cases.loc[cases["kind"].isin(TICKETS) & ~cases["finished"], "lead"], 0.5)


'''
ROW = """
    Measure("open tickets", "median age of open tickets", "h", "lower", EXPERIENCE, age_of_open_tickets, short=True,
            base="open tickets"),"""
LOOK = """
from sim.inputs.loading import load_scenario
from sim.experiment.study import compare_scenarios
from sim.views.saved_tables import tables_of
from sim.views.text.terminal import study_text

pair = [load_scenario(f"tests/first_company/{world}.toml").model_copy(update={"weeks": 2, "warm_up_weeks": 1})
        for world in ("siloed", "integrated")]
study = compare_scenarios(*pair, replications=2, jobs=1)
row = tables_of(study)["comparison"].set_index("measure").loc["open tickets"]
print(row["siloed"] > 0, row["base"], "median age of open tickets" in " ".join(study_text(study).split()))
"""


def test_one_file_makes_a_measure(tmp_path: Path) -> None:
    """It is compared, saved and printed."""
    copy = Copy(tmp_path)
    customers = "sim/measures/customers.py"
    copy.after(customers, "\nMEASURES = (", ROW)
    text = (tmp_path / customers).read_text(encoding="utf-8")
    (tmp_path / customers).write_text(
        text.replace("MEASURES = (", MEASURE.lstrip("\n") + "MEASURES = ("), encoding="utf-8"
    )
    assert len(copy.touched) == 1
    assert copy.run(LOOK).strip() == "True open tickets True"
