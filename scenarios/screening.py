"""Which of all levers and assumptions matter at all? Morris screening of one scenario.

Every lever over its whole range and every numeric assumption of the company a quarter up and down are moved one at a
time along random trajectories. It ranks inputs by the size of their effect on yearly profit, cheaply and roughly; what
comes out on top deserves a closer look. Unless another file is given it is the small company that is screened
(scenarios/small_typical.toml). Needs SALib: pip install SALib.

Run it:  python scenarios/screening.py            (6 trajectories, one replication of 6 weeks at each point)
         python scenarios/screening.py --quick    (levers only, 4 trajectories)
         python scenarios/screening.py mine.toml --trajectories 20
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli.flags import whole_number
from sim.cli.given import one_file
from sim.cli.scripts import Order, Sizes, measure_flag, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer

OWN = "small_typical"
SIZES = Sizes(replications=1, quick_replications=1, weeks=6, warm_up_weeks=2, least=1)


def study(order: Order) -> Answer:
    """Screen the inputs."""
    from sim.experiment import screening
    from sim.views.answers.screening import of_screening

    screening.need_salib()
    (scenario,) = order.scenarios(OWN)
    inputs = screening.lever_inputs(scenario) + ([] if order.quick else screening.numeric_inputs(scenario))
    trajectories = order.arguments.trajectories or (4 if order.quick else screening.TRAJECTORIES)
    table = screening.morris(
        scenario,
        inputs,
        order.evaluate("screening"),
        measure=order.measure(),
        trajectories=trajectories,
        replications=order.replications,
        seed=scenario.seed,
    )
    return of_screening(table, order.measure(), scenario)


def flags(parser: argparse.ArgumentParser) -> None:
    """A scenario and a measure of one's own, and how many trajectories."""
    one_file(parser, OWN)
    measure_flag(parser)
    parser.add_argument("--trajectories", metavar="N", type=whole_number(2, 1000), help="how many (default 6)")


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags, sizes=SIZES))
