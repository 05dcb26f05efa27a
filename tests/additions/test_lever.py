"""A new strategy: its name, a function with its row, and its price in the company file."""

from __future__ import annotations

from pathlib import Path

from tests.additions.copied import Copy

FUNCTION = '''
def shared_glossary(company: CompanyModel, before: Primitives, level: float) -> Primitives:
    """One word means one thing: fewer messages are unclear."""
    return each_practice(before, lambda _, own: replace(own, ask_back=own.ask_back * (1.0 - 0.5 * level)))


'''
ROW = """
    Lever(
        "shared_glossary",
        "strategy",
        "Both offices use the same words.",
        "half of the messages that were unclear are clear",
        frozenset({"practice.ask_back"}),
        "somebody must keep it",
        "assumption",
        shared_glossary,
    ),"""
LOOK = """
from sim.experiment.replication import run_once
from sim.inputs.loading import load_scenario
from sim.levers.catalogue import world
from sim.measures.catalogue import measures_of

siloed = load_scenario("scenarios/small_siloed.toml").model_copy(update={"weeks": 2, "warm_up_weeks": 0})
levers = siloed.levers.model_copy(update={"shared_glossary": 1.0})
with_it = siloed.model_copy(update={"levers": levers})
before, after = world(siloed.company, siloed.levers), world(siloed.company, levers)
print(after.practices["sales"].ask_back / before.practices["sales"].ask_back, after.prices["shared_glossary"].per_year)
print(*(measures_of(run_once(scenario, 0))["ask-backs"] for scenario in (siloed, with_it)))
"""
COMMANDS = """
from sim.cli.main import main
assert main(["levers"]) == 0
"""


def test_three_files_make_a_lever(tmp_path: Path) -> None:
    """It changes what it declares, is paid for, is told of by the program, and fewer messages come back."""
    copy = Copy(tmp_path)
    copy.after(
        "sim/inputs/levers_model.py", "    process_automation: Share = 0.0\n", "    shared_glossary: Share = 0.0\n"
    )
    strategies = "sim/levers/strategies.py"
    head = "STRATEGIES: tuple[Lever, ...] = ("
    copy.after(strategies, head, ROW)
    text = (tmp_path / strategies).read_text(encoding="utf-8")
    (tmp_path / strategies).write_text(text.replace(head, FUNCTION.lstrip("\n") + head), encoding="utf-8")
    copy.after("scenarios/company.toml", "[remedies.costs]", "\nshared_glossary = { per_year = 6000 }\n#")
    assert len(copy.touched) == 3
    changed, counted = copy.run(LOOK).splitlines()
    assert changed == "0.5 6000.0"
    without, with_it = map(float, counted.split())
    assert with_it < 0.8 * without
    assert "Both offices use the same words." in " ".join(copy.run(COMMANDS).split())
