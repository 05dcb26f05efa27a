"""In how many plausible companies does integrated win? 200 companies drawn from a box of assumptions.

scenarios/plausible_box.toml says what is not known about the company and how far each number may be off; it was written
before the first run. Every company lives in both worlds on the same customers. A company is won by the world with the
higher yearly profit if the paired interval leaves out 0, else it is undecided; the same runs are also counted by other
measures. The company in which siloed leads by most is saved as two scenarios. Runs are short (6 weeks after 2) and kept:
an interrupted sweep goes on where it stopped. Unless other files are given, the box lies around the small company.

Run it:  python scenarios/robustness.py            (200 companies x 5 pairs of 6 weeks)
         python scenarios/robustness.py --quick    (12 companies x 5 pairs of 4 weeks)
         python scenarios/robustness.py --companies 400 --replications 10
         python scenarios/robustness.py siloed integrated    (around the large company, in three times the time)
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli.flags import whole_number
from sim.cli.given import SMALL_PAIR, two_small_files
from sim.cli.scripts import Order, Sizes, measure_flag, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer

SIZES = Sizes(replications=5, quick_replications=5, weeks=6, warm_up_weeks=2)


def study(order: Order) -> Answer:
    """Draw the companies, run both worlds of each, count."""
    from sim.experiment.robustness import COMPANIES, win_rate
    from sim.views.answers.robustness import of_robustness

    a, b = order.scenarios(*SMALL_PAIR)
    companies = order.arguments.companies or (12 if order.quick else COMPANIES)
    found = win_rate(
        a,
        b,
        order.assumptions("plausible_box").assumption,
        order.evaluate("companies"),
        companies=companies,
        pairs=order.replications,
        measure=order.measure(),
        seed=a.seed,
    )
    return of_robustness(found, a, b)


def flags(parser: argparse.ArgumentParser) -> None:
    """How many companies, and a box and a measure of one's own."""
    two_small_files(parser)
    measure_flag(parser)
    parser.add_argument("--companies", metavar="N", type=whole_number(2, 100_000), help="how many (default 200)")
    parser.add_argument("--box", metavar="FILE", help="a file of assumptions instead of scenarios/plausible_box.toml")


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags, sizes=SIZES))
