"""What should we buy first? The best bundle of strategies under a budget, after paying for it.

All bundles are compared on the same customers by Kim and Nelson's procedure, which is right with 95 % probability when
the best leads by --worth or more. It begins with --replications of each bundle and goes on with those that are still in
question, to five times as many at most. Two readings: the same people, and teams resized to the same service. The
frontier shows what every bundle costs and brings, and which are dominated. Unless other files are given, it is the small
company that buys.

Run it:  python scenarios/what_to_buy_first.py                      (16 bundles, 20 to 100 replications)
         python scenarios/what_to_buy_first.py --quick
         python scenarios/what_to_buy_first.py --budget 150000 --worth 20000
         python scenarios/what_to_buy_first.py siloed integrated --worth 200000    (the large company)
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from sim.cli.given import SMALL_PAIR, two_small_files
from sim.cli.scripts import Order, positive_number, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer


def study(order: Order) -> Answer:
    """Choose under the budget by both readings, and compare all bundles."""
    from sim.experiment.bundles import READINGS, BundleRuns, choose, frontier, offers_of
    from sim.views.answers.bundles import of_bundles

    a, b = order.scenarios(*SMALL_PAIR)
    runs = BundleRuns(offers_of(a, b), order.evaluate("bundles"))
    table = frontier(runs, replications=order.replications)
    choices = [
        choose(
            runs,
            reading=reading,
            budget=budget,
            indifference=order.arguments.worth,
            first_stage=order.replications,
            most_replications=5 * order.replications,
        )
        for budget in dict.fromkeys((order.arguments.budget, math.inf))
        for reading in READINGS
    ]
    return of_bundles(table, choices, READINGS, a, b)


def flags(parser: argparse.ArgumentParser) -> None:
    """What may be spent at once, and which lead is worth caring about."""
    two_small_files(parser)
    parser.add_argument(
        "--budget",
        metavar="AMOUNT",
        type=positive_number,
        default=math.inf,
        help="what may be spent at once, in the company's currency (default: anything)",
    )
    parser.add_argument(
        "--worth",
        metavar="AMOUNT",
        type=positive_number,
        default=70_000.0,
        help="profit a year that is worth telling apart (default 70000)",
    )


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags))
